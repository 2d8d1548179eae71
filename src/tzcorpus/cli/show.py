"""``tzcorpus show``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tzcorpus.cli import common
from tzcorpus.edits import PieceTable
from tzcorpus.errors import InputError
from tzcorpus.records import BODY_ROLES, Document, Language, Reject

if TYPE_CHECKING:
    from rich.text import Text

# characters of raw text shown on either side of an offset
_CONTEXT = 24


@click.command("show")
@click.argument("document", metavar="DOCUMENT")
@click.option("--offset", type=click.IntRange(min=0), metavar="N",
              help="Say what became of the raw character at this offset (code points from 0).")  # fmt: skip
@click.option("--id", "wanted", metavar="ID", help="Which document of a JSONL file (default: the first).")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--suspects", is_flag=True, help="List what was noticed and left alone.")
@common.config_option
def command(
    document: str, offset: int | None, wanted: str | None, lang: Language, suspects: bool, config: str | None
) -> None:
    """Show a document's blocks with every edit: removed text in red, put-in text in green (when not on a
    terminal: [-removed-]{+put in+}). DOCUMENT is a raw file, which is cleaned first, or a file of document
    records (.jsonl).

    \b
    Examples:
      tzcorpus show page.txt
      tzcorpus show page.txt --offset 431
      tzcorpus show build/documents.jsonl --id 2026-03-05-07
    """
    from tzcorpus.cli.tables import print_table

    record = _find(document, wanted, lang, config)
    columns: tuple[str, ...]
    if offset is not None:
        click.echo("\n".join(_explain(record, offset)))
    elif suspects:
        columns = ("raw", "rule", "text", "perhaps", "why")
        print_table(columns, list(_suspected(record)), text=len(columns))
    else:
        columns = ("article", "role", "text")
        print_table(columns, list(_diff(record)), text=len(columns))


def _find(path: str, wanted: str | None, language: Language, config: str | None) -> Document:
    """The wanted document, cleaned now unless the record says that it was cleaned before."""
    from tzcorpus.config import load_settings
    from tzcorpus.pipeline import clean_documents, read_documents

    seen: list[str] = []
    for record in read_documents([path], language=language):
        if isinstance(record, Reject):
            raise common.refused(record)
        if wanted not in (None, record.id):
            seen.append(record.id)
            continue
        if record.blocks or record.edits:
            return record
        (cleaned,) = clean_documents([record], load_settings(config))
        if isinstance(cleaned, Reject):
            raise common.refused(cleaned)
        return cleaned
    raise InputError(
        f"no document {wanted!r}" if wanted else "no document", where=path,
        expected=f"one of {', '.join(seen[:5])}" if seen else "at least one",
    )  # fmt: skip


def _visible(text: str) -> str:
    return text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎").replace("\t", "⇥")


def _change(removed: str, put_in: str) -> Text:
    from rich.text import Text

    if not sys.stdout.isatty():
        return Text(
            (f"[-{_visible(removed)}-]" if removed else "") + (f"{{+{_visible(put_in)}+}}" if put_in else "")
        )
    return Text.assemble((_visible(removed), "red strike"), (_visible(put_in), "bold green"))


def _diff(document: Document) -> Iterator[tuple[str, str, Text]]:
    """Article, role and text of each block, then what was removed outside of all."""
    from rich.text import Text

    table = PieceTable.of(document)
    inside = set()
    for number, block in enumerate(document.blocks):
        text = Text(style="" if block.role in BODY_ROLES else "dim")
        for piece in table.pieces(number):
            raw = document.raw[piece.raw.start : piece.raw.end]
            if piece.edit is None:
                text.append(_visible(raw))
            else:
                inside.add(piece.edit)
                text.append_text(_change(raw, piece.edit.replacement))
        yield str(block.article + 1), block.role, text
    for edit in document.edits:
        removed = document.raw[edit.span.start : edit.span.end]
        if edit not in inside and removed.strip():
            yield "–", edit.rule, _change(removed, "")


def _suspected(document: Document) -> Iterator[tuple[str, ...]]:
    for suspect in document.suspects:
        text = _visible(document.raw[suspect.span.start : suspect.span.end])
        yield str(suspect.span.start), suspect.rule, text, " / ".join(suspect.candidates), suspect.message


def _explain(document: Document, offset: int) -> Iterator[str]:
    raw = document.raw
    if offset >= len(raw):
        raise InputError(f"offset {offset}", where=document.id, expected=f"0 to {len(raw) - 1}")
    line = raw.count("\n", 0, offset) + 1
    column = offset - (raw.rfind("\n", 0, offset) + 1) + 1
    before = _visible(raw[max(0, offset - _CONTEXT) : offset])
    after = _visible(raw[offset + 1 : offset + 1 + _CONTEXT])
    marked = click.style(f"[{_visible(raw[offset])}]", bold=True)
    yield f"raw {offset} (line {line}, column {column}): {before}{marked}{after}"
    table = PieceTable.of(document)
    number, edit = table.block_at(offset), table.edit_at(offset)
    if edit is not None:
        removed = raw[edit.span.start : edit.span.end]
        became = f"reads {edit.replacement!r}" if edit.replacement else "is removed"
        yield (
            f"rule {edit.rule}: {removed!r} at {edit.span.start}:{edit.span.end} {became} "
            f"(confidence {edit.confidence:.2f})"
        )
    if number is None:
        yield "it stands in no block of the clean text"
        return
    block = document.blocks[number]
    yield f"block {number}: {block.role}, article {block.article + 1}, {len(block.fragments)} fragment(s)"
    if edit is None:
        ((_, clean),) = table.to_clean(offset, offset + 1)
        yield f"kept as it is, at {clean.start} of the block's text"
    for suspect in document.suspects:
        if suspect.span.start <= offset < suspect.span.end:
            choices = f", perhaps {' / '.join(suspect.candidates)}" if suspect.candidates else ""
            yield f"suspect ({suspect.rule}){choices}: {suspect.message}"
