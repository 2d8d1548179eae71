"""The order of the rules: a raw document in, blocks in reading order with every edit out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from tzcorpus.clean.articles import in_order, mark_bylines, mark_headings, mark_mastheads
from tzcorpus.clean.captions import follow_captions, free_bullets, mark_captions, mark_scenes, merge_captions
from tzcorpus.clean.characters import character_edits, quote_edits
from tzcorpus.clean.chunks import Chunk, chunks_of, column_width, is_heading
from tzcorpus.clean.columns import uncross
from tzcorpus.clean.doubled import DOUBLED, is_doubled_over
from tzcorpus.clean.duplicates import mark_copies_of_joined, mark_duplicates, mark_repeated
from tzcorpus.clean.joins import best_pairs, joined
from tzcorpus.clean.lines import Line, read_lines
from tzcorpus.clean.long import PIECE, clean_long
from tzcorpus.clean.marks import is_finished
from tzcorpus.clean.mojibake import readable
from tzcorpus.clean.repairs import SPOT, closing_quotes, lookalikes
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.clean.settled import add_edits, is_settled, known, second_look, settle
from tzcorpus.clean.tables import mark_tables
from tzcorpus.clean.traditional import script_edits, traditional_suspects
from tzcorpus.records import BODY_ROLES, Block, Document, Edit, Span, Suspect

# Two lines of Latin text or figures, with marks at the break: a blank stands for the line end.
_LATIN = re.compile(r"[A-Za-z0-9][,.;:!?)%'\"’”]{0,3}$")
_LATIN_OR_DIGIT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


def clean(document: Document, settings: CleanSettings | None = None) -> Document:
    """The document with blocks, edits and suspects; its raw text stays what it was.

    A document with boxes goes the way of `tzcorpus.clean.layout`. Whatever the text is, every character
    ends in a block or under an edit. A text of a book's length is cleaned in pieces.
    """
    settings = settings or CleanSettings()
    if document.layout:
        from tzcorpus.clean.layout import clean_layout

        return clean_layout(document, settings)
    if len(document.raw) > PIECE:
        return clean_long(document, partial(_clean_text, settings=settings))
    return _clean_text(document, settings)


def _clean_text(document: Document, settings: CleanSettings) -> Document:
    if document.language == "en":
        from tzcorpus.clean.english import english_chunks

        chunks = english_chunks(document.raw)
    else:
        chunks = chinese_chunks(document.raw, settings)
    return with_chunks(document, chunks, settings)


def chinese_chunks(raw: str, settings: CleanSettings) -> list[Chunk]:
    """The pieces of a Chinese page in reading order, each with role and article."""
    lines = free_bullets(typed_lines(raw, settings))
    if settings.allows("tables"):
        lines = mark_tables(lines)
    if is_settled(lines):
        chunks = [Chunk([line]) for line in lines]
        if settings.allows("duplicates"):
            mark_repeated(chunks)
        mark_headings(chunks, tail=False)
        return chunks
    if settings.allows("columns"):
        before = set(map(id, lines))
        typed = _typing(settings)
        lines = [line if line.role or id(line) in before else typed(line) for line in uncross(lines)]
    if settings.allows("captions"):
        lines = follow_captions(lines, column_width(lines))
    chunks = chunks_of(lines, unwrap=settings.allows("unwrap"))
    if settings.allows("captions"):
        chunks = merge_captions(chunks)
        mark_captions(chunks)
    mark_bylines(chunks)
    mark_mastheads(chunks)
    if settings.allows("duplicates"):
        mark_duplicates(chunks)
    if settings.allows("join"):
        pairs = best_pairs(chunks)
        if settings.allows("duplicates") and mark_copies_of_joined(chunks, pairs):
            pairs = best_pairs(chunks)
        if settings.allows("captions"):
            mark_scenes(chunks, pairs)
        chunks = joined(chunks, pairs)
    mark_headings(chunks)
    return in_order(chunks)


def typed_lines(raw: str, settings: CleanSettings) -> list[Line]:
    """The lines of a text, with the roles that their own words give them."""
    typed = _typing(settings)
    return [
        line if line.role else typed(line)
        for line in read_lines(raw, split=settings.allows("split-lines"), markup=settings.allows("markup"))
    ]


def _typing(settings: CleanSettings) -> Callable[[Line], Line]:
    """What gives a line the role that its own words tell."""
    role_of = known(settings)

    def typed(line: Line) -> Line:
        role = role_of(line.text)
        return line if role is None else replace(line, role=role)

    return typed


def with_chunks(document: Document, chunks: Sequence[Chunk], settings: CleanSettings) -> Document:
    """The document with these chunks as blocks, and with the edits that they and the characters need."""
    raw = document.raw
    if document.language == "zh" and settings.allows("join"):
        chunks = settle(chunks, known(settings))
    blocks: list[Block] = []
    seams: list[Edit] = []
    rule = "unwrap" if settings.allows("unwrap") else "join"
    for chunk in chunks:
        spans, inner = _fragments(raw, chunk.lines, rule)
        if document.language == "zh" and settings.allows(DOUBLED):
            inner += [
                Edit(Span(line.start, line.start + 1), "", DOUBLED, 0.8)
                for before, line in pairwise(chunk.lines)
                if is_doubled_over(before.text, line.text)
            ]
        seams += inner
        confidence = None if chunk.confidence == 1.0 else chunk.confidence
        blocks.append(Block(chunk.role or "paragraph", spans, chunk.article, None, confidence))
    fragments = sorted(span for block in blocks for span in block.fragments)
    # blanks stay in headings; by the words alone, so that clean text keeps what it has
    spaced = [
        span
        for block, chunk in zip(blocks, chunks, strict=True)
        if block.role not in BODY_ROLES or is_heading(chunk.text)
        for span in block.fragments
    ]
    off = settings.disabled | {"quotes"}  # a quotation may run over several fragments
    characters = character_edits(raw, language=document.language, off=off, spaced=spaced)
    if '"' in raw and document.language == "zh" and settings.allows("quotes"):
        taken = {edit.span.start for edit in characters}
        quotes = [edit for block in blocks for edit in quote_edits(raw, block.fragments)]
        characters = sorted(
            characters + [edit for edit in quotes if edit.span.start not in taken], key=lambda edit: edit.span
        )
    suspects: list[Suspect] = []
    if document.language == "zh":
        suspects = _suspects(chunks) + traditional_suspects(raw)
        if settings.allows("lookalikes"):
            repaired, doubtful = _lookalikes(raw, blocks)
            taken = {edit.span.start for edit in characters}
            repaired = [edit for edit in repaired if edit.span.start not in taken]
            characters = sorted(characters + repaired, key=lambda edit: edit.span)
            suspects += doubtful
        if settings.allows("closing-quote"):
            paragraphs = [block for block in blocks if block.role == "paragraph"] if "“" in raw else []
            seams += [edit for block in paragraphs for edit in closing_quotes(raw, block.fragments)]
    edits = add_edits(_inside(raw, characters, fragments), seams + _outside(raw, fragments))
    if document.language == "zh":
        if again := list(second_look(raw, blocks, edits, settings.disabled)):
            edits = add_edits(again, edits)
        if settings.script == "simplified":
            edits = add_edits(list(script_edits(raw, blocks)), edits)
    return replace(document, blocks=tuple(blocks), edits=tuple(edits), suspects=tuple(suspects))


def _lookalikes(raw: str, blocks: Sequence[Block]) -> tuple[list[Edit], list[Suspect]]:
    """Look-alikes of each block as it reads on over line ends and whatever cuts it."""
    edits: list[Edit] = []
    suspects: list[Suspect] = []
    for block in blocks:
        if not any(SPOT.search(raw, span.start, span.end) for span in block.fragments):
            continue
        text = "".join([raw[span.start : span.end] for span in block.fragments])
        repaired, doubtful = lookalikes("".join(text.split()))
        if not (repaired or doubtful):
            continue
        where = [k for span in block.fragments for k in range(span.start, span.end) if not raw[k].isspace()]
        edits += [replace(edit, span=_one(where[edit.span.start])) for edit in repaired]
        suspects += [replace(suspect, span=_one(where[suspect.span.start])) for suspect in doubtful]
    return edits, suspects


def _one(at: int) -> Span:
    return Span(at, at + 1)


def _fragments(raw: str, lines: Sequence[Line], rule: str) -> tuple[tuple[Span, ...], list[Edit]]:
    """The raw spans of lines, neighbours made one, and what ``rule`` does to the line ends between."""
    spans = [Span(lines[0].start, lines[0].end)]
    edits: list[Edit] = []
    for before, line in pairwise(lines):
        blank = " " if line.text[0] in _LATIN_OR_DIGIT and _LATIN.search(before.text[-4:]) else ""
        if before.end < line.start and raw[before.end : line.start].isspace():
            spans[-1] = Span(spans[-1].start, line.end)
            edits.append(Edit(Span(before.end, line.start), blank, rule))
            continue
        if blank:
            edits.append(Edit(Span(before.end, before.end), blank, "join"))
        spans.append(Span(line.start, line.end))
    return tuple(spans), edits


def _outside(raw: str, fragments: Iterable[Span]) -> list[Edit]:
    """One edit for each stretch between fragments: line ends, blanks, tags that end a line."""
    out: list[Edit] = []
    at = 0
    for span in (*fragments, Span(len(raw), len(raw))):
        if at < span.start:
            rule = "markup" if raw[at : span.start].strip() else "line-ends"
            out.append(Edit(Span(at, span.start), "", rule))
        at = max(at, span.end)
    return out


def _inside(raw: str, edits: Iterable[Edit], fragments: Sequence[Span]) -> list[Edit]:
    """The edits that lie in a fragment; one that takes in blanks beyond its end is cut there."""
    out: list[Edit] = []
    k = 0
    for edit in edits:
        while k < len(fragments) and fragments[k].end <= edit.span.start:
            k += 1
        if k == len(fragments):
            break
        start, end = max(edit.span.start, fragments[k].start), min(edit.span.end, fragments[k].end)
        if start >= end:
            continue
        if (start, end) == (edit.span.start, edit.span.end):
            out.append(edit)
        elif not (raw[edit.span.start : start] + raw[end : edit.span.end]).strip():
            out.append(replace(edit, span=Span(start, end)))
    return out


def _suspects(chunks: Sequence[Chunk]) -> list[Suspect]:
    return [
        Suspect(
            Span(chunk.lines[-1].start, chunk.lines[-1].end),
            "join",
            "running text stops in the middle of a sentence and nothing on the page surely goes on with it",
        )
        for chunk in chunks
        if chunk.role in BODY_ROLES
        and chunk.role == "paragraph"
        and not is_finished(chunk.text)
        and not chunk.heading
        and not is_finished(readable(chunk.tail))
    ]
