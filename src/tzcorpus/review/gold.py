"""Gold mentions in raw offsets, put in place of what the rules found.

A gold file holds one mention a line: ``document``, ``variant`` (which rendering's text the offsets index),
``fragments`` (raw spans), ``label``, ``surface`` as it should read, ``entity``, ``entity_id`` (shared by
the two languages) and ``value``. Raw offsets outlive every change of the cleaning.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from tzcorpus.edits import PieceTable
from tzcorpus.errors import FormatError, RecordError
from tzcorpus.io import UNDECODABLE, read_lines
from tzcorpus.records import AlignedPassage, Document, Entity, EntityLink, Label, Money, Passage, Span

SOURCE = "gold"


class _Line(msgspec.Struct):
    document: str
    variant: str
    fragments: list[tuple[int, int]]
    label: Label
    surface: str
    entity: str | None = None
    entity_id: str | None = None
    value: Money | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A gold mention. ``fragments`` index the text of ``variant``; ``surface`` is what stood there before
    any damage. ``entity_id`` names the same thing in both languages of the document.
    """

    document: str
    variant: str
    fragments: tuple[Span, ...]
    label: Label
    surface: str
    entity: str | None = None
    entity_id: str | None = None
    value: Money | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """``passages`` with gold entities only; ``ids``: entity id by passage id and span; ``missing``: mentions
    that stand in no passage (a byline), ``torn``: mentions that the clean text does not hold in one piece.
    """

    passages: tuple[Passage, ...]
    ids: Mapping[tuple[str, Span], str]
    missing: tuple[Mention, ...] = ()
    torn: tuple[Mention, ...] = ()


def read_gold(path: str | Path) -> tuple[Mention, ...]:
    """The mentions of a gold file.

    Raises `InputError` where it cannot be opened, `FormatError` with file and line where a line is not a
    mention.
    """
    return tuple(_parse(line, where=where) for where, line in read_lines(path))


def _parse(line: bytes, *, where: str) -> Mention:
    try:
        data = msgspec.json.decode(line, type=_Line)
        fragments = tuple(Span(start, end) for start, end in data.fragments)
    except (*UNDECODABLE, RecordError) as error:
        raise FormatError(f"not a gold mention ({error})", where=where) from error
    return Mention(
        data.document,
        data.variant,
        fragments,
        data.label,
        data.surface,
        data.entity,
        data.entity_id,
        data.value,
    )


def carry(mentions: Iterable[Mention], text: str, raw: str) -> tuple[Mention, ...]:
    """The mentions with fragments of ``raw`` instead of ``text``: two renderings of one page that differ
    in white space alone, as OCR's text and hOCR do.

    Raises `RecordError` where they differ in more.
    """
    if text == raw:
        return tuple(mentions)
    places, targets = _solid(text), _solid(raw)
    if [text[k] for k in places] != [raw[k] for k in targets]:
        raise RecordError(
            "the gold's text and the document differ in more than white space",
            expected="two renderings of one page", hint="make the gold again from this page",
        )  # fmt: skip

    def carried(span: Span) -> Span:
        first, last = bisect_left(places, span.start), bisect_left(places, span.end)
        return Span(targets[first], targets[last - 1] + 1) if first < last else Span(0, 0)

    return tuple(
        replace(mention, fragments=tuple(filter(len, map(carried, mention.fragments))))
        for mention in mentions
    )


def _solid(text: str) -> list[int]:
    return [position for position, character in enumerate(text) if not character.isspace()]


def apply_gold(document: Document, passages: Sequence[Passage], mentions: Iterable[Mention]) -> Placed:
    """Replace the entities of ``passages`` (of ``document``, cleaned) by ``mentions`` (in its raw offsets).

    The entity's surface is the clean text's slice, damage included, its name and value those of the gold.
    What the cleaning tore apart or moved out of every passage is listed, never guessed.
    """
    table = PieceTable.of(document)
    home: dict[int, tuple[int, int]] = {}
    for number, passage in enumerate(passages):
        at = 0
        for block in passage.blocks:
            home[block] = number, at
            at += len(table.text(block)) + 1  # the line feed between blocks
    found: list[dict[tuple[Span, str], Entity]] = [{} for _ in passages]
    ids: dict[tuple[str, Span], str] = {}
    missing: list[Mention] = []
    torn: list[Mention] = []
    for mention in mentions:
        pieces = list(_pieces(table, home, mention))
        if not pieces:
            missing.append(mention)
            continue
        number = pieces[0][0]
        span = Span(pieces[0][1].start, max(piece.end for _, piece in pieces)) if _one(pieces) else Span(0, 0)
        text = passages[number].text[span.start : span.end]
        if _length(text) != sum(_length(passages[where].text[p.start : p.end]) for where, p in pieces):
            torn.append(mention)
            continue
        found[number][span, mention.label] = Entity(
            span, mention.label, text, mention.entity, mention.value, source=SOURCE
        )
        if mention.entity_id:
            ids[passages[number].id, span] = mention.entity_id
    return Placed(
        tuple(
            replace(passage, entities=tuple(entities[key] for key in sorted(entities)))
            for passage, entities in zip(passages, found, strict=True)
        ),
        ids,
        tuple(missing),
        tuple(torn),
    )


def _one(pieces: Sequence[tuple[int, Span]]) -> bool:
    return len({number for number, _ in pieces}) == 1


def _length(text: str) -> int:
    return len("".join(text.split()))


def _pieces(
    table: PieceTable, home: Mapping[int, tuple[int, int]], mention: Mention
) -> Iterator[tuple[int, Span]]:
    """``(passage number, span of its text)`` of what became of the fragments, in reading order."""
    found = []
    for fragment in mention.fragments:
        if fragment.end <= len(table.raw):
            for block, span in table.to_clean(fragment.start, fragment.end):
                if block in home:
                    number, at = home[block]
                    found.append((number, Span(span.start + at, span.end + at)))
    yield from sorted(found)


def link_gold(aligned: AlignedPassage, ids: Mapping[tuple[str, Span], str]) -> AlignedPassage:
    """The passage with the links that shared entity ids make: the first mention with the first, and so on."""
    if aligned.zh is None or aligned.en is None:
        return aligned
    waiting: dict[str, list[int]] = {}
    for number, entity in enumerate(aligned.en.entities):
        identifier = ids.get((aligned.en.id, entity.span))
        if identifier:
            waiting.setdefault(identifier, []).append(number)
    links = []
    for number, entity in enumerate(aligned.zh.entities):
        partners = waiting.get(ids.get((aligned.zh.id, entity.span), ""))
        if partners:
            links.append(EntityLink(number, partners.pop(0), 1.0, SOURCE))
    return replace(aligned, links=tuple(links))
