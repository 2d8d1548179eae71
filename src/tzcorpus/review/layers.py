"""What annotators said, as records and as files: one line a passage and annotation.

A layer file holds one annotator's work; it is sorted and free of volatile fields, so that a difference
between two versions of the file is an edit somebody made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from tzcorpus.edits import PieceTable
from tzcorpus.errors import FormatError, RecordError
from tzcorpus.io import UNDECODABLE, open_atomic, read_lines
from tzcorpus.records import AlignedPassage, Document, Passage, Span


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One labelled span of a side's text. ``surface`` is our text's slice.

    ``id`` is the region's id, which survives corrections. ``origin`` is "prediction" (left as predicted),
    "prediction-changed" or "manual"; ``source`` is who predicted it. ``raw`` are the spans of the source
    document behind it, in reading order; empty where no document was given.
    """

    start: int
    end: int
    label: str
    id: str
    surface: str
    origin: str = "manual"
    source: str = ""
    raw: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """A directed relation between two marks, by their ids."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotator's decision on one passage. ``sha256`` is `text_digest` of the texts it was made on.

    ``skipped`` is a decision of its own: not the same as an annotation without spans.
    """

    passage: str
    sha256: str
    annotator: str
    annotation: str = ""
    skipped: bool = False
    zh: tuple[Mark, ...] = ()
    en: tuple[Mark, ...] = ()
    relations: tuple[Relation, ...] = ()
    choices: tuple[str, ...] = ()
    updated_at: str = ""

    def marks(self) -> Iterator[tuple[str, Mark]]:
        """``(side, mark)`` of both sides."""
        yield from (("zh", mark) for mark in self.zh)
        yield from (("en", mark) for mark in self.en)


def text_digest(aligned: AlignedPassage) -> str:
    """The sha256 (hex) of both texts, as they are: no normalisation. A missing side counts as empty.

    >>> text_digest(AlignedPassage("p"))[:12]
    '439083f38956'
    """
    return digest_of(aligned.zh.text if aligned.zh else "", aligned.en.text if aligned.en else "")


def digest_of(zh: str, en: str) -> str:
    """`text_digest` of two texts. Half of a surrogate pair digests too: the server may send one."""
    packed = json.dumps([zh, en], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


def in_order(annotation: Annotation) -> Annotation:
    """The same annotation with everything sorted: what is written."""
    return replace(
        annotation,
        zh=tuple(sorted(annotation.zh)),
        en=tuple(sorted(annotation.en)),
        relations=tuple(sorted(set(annotation.relations))),
        choices=tuple(sorted(set(annotation.choices))),
    )


def write_layer(path: str | Path, annotations: Iterable[Annotation]) -> int:
    """Write a layer: sorted by passage, annotator and annotation, LF ends, atomic; returns how many."""
    ordered = sorted(annotations, key=lambda each: (each.passage, each.annotator, each.annotation))
    with open_atomic(path) as stream:
        for annotation in ordered:
            stream.write(msgspec.json.encode(in_order(annotation)) + b"\n")
    return len(ordered)


def read_layer(path: str | Path) -> tuple[Annotation, ...]:
    """The annotations of a layer file.

    Raises `InputError` where it cannot be opened, `FormatError` with file and line where a line is not an
    annotation.
    """
    return tuple(_parse(line, where=where) for where, line in read_lines(path))


def _parse(line: bytes, *, where: str) -> Annotation:
    try:
        return msgspec.json.decode(line, type=Annotation)
    except (*UNDECODABLE, RecordError) as error:
        raise FormatError(
            f"not an annotation ({error})", where=where, expected="a line that tzcorpus wrote"
        ) from error


class Tables:
    """The piece tables of documents, each made once, when it is first asked for."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._made: dict[str, PieceTable] = {}

    def get(self, document: str) -> PieceTable | None:
        """The table of a document; None where the document is not there."""
        if document in self._documents and document not in self._made:
            self._made[document] = PieceTable.of(self._documents[document])
        return self._made.get(document)


def anchored(annotation: Annotation, aligned: AlignedPassage, tables: Tables) -> Annotation:
    """The annotation with the raw spans of its marks, where the side's document is among ``tables``.

    Raw spans outlive a better cleaning rule, passage offsets do not.
    """

    def side(marks: Sequence[Mark], passage: Passage | None) -> tuple[Mark, ...]:
        table = tables.get(passage.document) if passage is not None else None
        if passage is None or table is None:
            return tuple(marks)
        return tuple(replace(mark, raw=raw_spans(passage, table, mark.start, mark.end)) for mark in marks)

    return replace(annotation, zh=side(annotation.zh, aligned.zh), en=side(annotation.en, aligned.en))


def raw_spans(passage: Passage, table: PieceTable, start: int, end: int) -> tuple[Span, ...]:
    """Raw spans behind start:end of the passage's text, in reading order.

    Raises `RecordError` where the passage's text is not that of its blocks.
    """
    out: list[Span] = []
    at = 0
    for block in passage.blocks:
        text = table.text(block)
        if passage.text[at : at + len(text)] != text:
            raise RecordError(
                f"block {block} of {passage.document} does not read as passage {passage.id} does",
                hint="clean and segment the document again",
            )
        lo, hi = max(start - at, 0), min(end - at, len(text))
        if lo < hi:
            out += table.to_raw(block, lo, hi)
        at += len(text) + 1  # the line feed between blocks
    return tuple(out)


def passage_span(passage: Passage, table: PieceTable, raw: Sequence[Span]) -> Span | None:
    """The one span of the passage's text that holds what became of the raw spans; None where none does."""
    starts: dict[int, int] = {}
    at = 0
    for block in passage.blocks:
        starts[block] = at
        at += len(table.text(block)) + 1
    found = [
        Span(starts[block] + span.start, starts[block] + span.end)
        for piece in raw
        if piece.end <= len(table.raw)
        for block, span in table.to_clean(piece.start, piece.end)
        if block in starts
    ]
    if not found:
        return None
    return Span(min(span.start for span in found), max(span.end for span in found))
