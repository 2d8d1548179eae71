"""Arithmetic between texts: a clean text as a piece table over a raw one.

This module owns every computation that carries an offset from one text to another. Edits are sorted by
``(start, end)`` and never overlap; an insertion at a position precedes an edit that starts there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from tzcorpus.errors import RecordError
from tzcorpus.records import Block, Document, Edit, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a block's clean text. ``clean`` spans index that text, ``raw`` the raw text.

    ``edit`` is None where the run is kept verbatim; then both spans have the same length.
    """

    clean: Span
    raw: Span
    edit: Edit | None = None


def in_order(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits sorted, checked not to overlap and not to insert twice at one position.

    Raises `RecordError`.
    """
    ordered = tuple(sorted(edits, key=attrgetter("span")))
    for before, after in pairwise(ordered):
        one, other = before.span, after.span
        if other.start < one.end or (other.start == one.start and other.end == one.end):
            raise RecordError(
                f"edit {after.rule!r} at {_show(after.span)} meets "
                f"edit {before.rule!r} at {_show(before.span)}",
                expected="edits that do not overlap",
            )
    return ordered


def apply(text: str, edits: Iterable[Edit]) -> str:
    """``text`` with ``edits`` made in it.

    >>> apply("3 .5亿元", [Edit(Span(1, 2), "", "blank")])
    '3.5亿元'
    """
    out: list[str] = []
    at = 0
    for edit in in_order(edits):
        if edit.span.end > len(text):
            raise RecordError(
                f"edit {edit.rule!r} at {_show(edit.span)}", expected=f"offsets up to {len(text)}"
            )
        out += (text[at : edit.span.start], edit.replacement)
        at = edit.span.end
    out.append(text[at:])
    return "".join(out)


def compose(first: Iterable[Edit], second: Iterable[Edit]) -> tuple[Edit, ...]:
    """One list of edits that does what ``first`` and then ``second`` do.

    ``first`` indexes a text, ``second`` the text that ``first`` makes of it. Edits that touch the same
    characters become one, with both rule names joined by ``+`` and the lower confidence.

    >>> compose([Edit(Span(0, 1), "ab", "x")], [Edit(Span(1, 2), "c", "y")])
    (Edit(span=Span(start=0, end=1), replacement='ac', rule='x+y', confidence=1.0),)
    """
    early = [edit for edit in in_order(first) if len(edit.span) or edit.replacement]
    late = [edit for edit in in_order(second) if len(edit.span) or edit.replacement]
    middle = _in_middle(early)
    out: list[Edit] = []
    i = j = 0
    while i < len(early) and j < len(late):
        if not _touches(early[i], middle[i], late[j].span):
            if late[j].span.end <= middle[i].start:
                out.append(_carried_back(late[j], early, middle))
                j += 1
            else:
                out.append(early[i])
                i += 1
            continue
        # everything that touches, early against late and late against early, becomes one edit
        i0, j0 = i, j
        i, j = i + 1, j + 1
        while True:
            if i < len(early) and _touches(early[i], middle[i], late[j - 1].span):
                i += 1
            elif j < len(late) and _touches(early[i - 1], middle[i - 1], late[j].span):
                j += 1
            else:
                break
        out.append(_merged(slice(i0, i), late[j0:j], early, middle))
    out += early[i:]
    out += [_carried_back(edit, early, middle) for edit in late[j:]]
    return in_order(out)


def _in_middle(early: Sequence[Edit]) -> list[Span]:
    """Where each early edit's replacement stands in the text that the early edits make."""
    spans, shift = [], 0
    for edit in early:
        start = edit.span.start + shift
        spans.append(Span(start, start + len(edit.replacement)))
        shift += len(edit.replacement) - len(edit.span)
    return spans


def _touches(edit: Edit, middle: Span, late: Span) -> bool:
    """Does a late edit at ``late`` change characters that ``edit`` put at ``middle``?"""
    if len(late) == 0:
        if len(edit.span) == 0:  # two insertions at one raw position are one
            return middle.start <= late.start <= middle.end
        return middle.start < late.start < middle.end
    if len(middle) == 0:  # a deletion left a seam: only an edit around it takes it in
        return late.start < middle.start < late.end
    return late.start < middle.end and middle.start < late.end


def _carried_back(edit: Edit, early: Sequence[Edit], middle: Sequence[Span]) -> Edit:
    """A late edit that touches no early one, in raw offsets."""
    end = _raw_end(edit.span.end, early, middle)
    start = _raw_start(edit.span.start, early, middle) if len(edit.span) else end
    return Edit(Span(start, end), edit.replacement, edit.rule, edit.confidence)


def _merged(which: slice, late: Sequence[Edit], early: Sequence[Edit], middle: Sequence[Span]) -> Edit:
    """One edit for the early edits ``which`` and the late ones over them."""
    touched, places = early[which], middle[which]
    start = min(places[0].start, late[0].span.start)
    end = max(places[-1].end, late[-1].span.end)
    raw = Span(
        touched[0].span.start if start == places[0].start else _raw_start(start, early, middle),
        touched[-1].span.end if end == places[-1].end else _raw_end(end, early, middle),
    )

    def between(lo: int, hi: int) -> Iterator[str]:
        # what stands here between late edits was put by early ones, or the group would not be one
        for edit, place in zip(touched, places, strict=True):
            yield edit.replacement[max(0, lo - place.start) : max(0, hi - place.start)]

    text: list[str] = []
    at = start
    for edit in late:
        text += (*between(at, edit.span.start), edit.replacement)
        at = edit.span.end
    text += between(at, end)
    rules = dict.fromkeys(edit.rule for edit in (*touched, *late))
    confidence = min(edit.confidence for edit in (*touched, *late))
    return Edit(raw, "".join(text), "+".join(rules), confidence)


def _raw_start(position: int, early: Sequence[Edit], middle: Sequence[Span]) -> int:
    """The raw position of a middle one that begins something: behind a deletion's seam."""
    k = bisect_right(middle, position, key=lambda place: place.end) - 1
    return position if k < 0 else early[k].span.end + position - middle[k].end


def _raw_end(position: int, early: Sequence[Edit], middle: Sequence[Span]) -> int:
    """The raw position of a middle one that ends something: before a deletion's seam."""
    k = bisect_left(middle, position, key=lambda place: place.start) - 1
    return position if k < 0 else early[k].span.end + position - middle[k].end


def _show(span: Span) -> str:
    return f"{span.start}:{span.end}"


class PieceTable:
    """A document's blocks as clean texts, and the way between them and the raw text.

    Raises `RecordError` where edits overlap, where fragments overlap, or where an edit crosses the end of
    a fragment. Coverage of the whole raw text is asked for by `problems`.
    """

    def __init__(self, raw: str, blocks: Sequence[Block], edits: Iterable[Edit]) -> None:
        self.raw = raw
        self.edits = in_order(edits)
        self._starts = [edit.span.start for edit in self.edits]
        # of each block: its fragments with the edits inside, its text, and its pieces once asked for
        self._within: list[list[tuple[Span, list[Edit]]]] = []
        self._texts: list[str] = []
        self._pieces: dict[int, tuple[Piece, ...]] = {}
        self._owned: list[tuple[Span, int]] = sorted(
            (span, number) for number, block in enumerate(blocks) for span in block.fragments
        )
        for (one, _), (other, _) in pairwise(self._owned):
            if other.start < one.end:
                raise RecordError(
                    f"fragments {_show(one)} and {_show(other)}", expected="fragments that do not overlap"
                )
        if self._owned and self._owned[-1][0].end > len(raw):
            raise RecordError(f"fragment {_show(self._owned[-1][0])}", expected=f"offsets up to {len(raw)}")
        self._ends = {span.end for span, _ in self._owned if len(span)}
        self._used = bytearray(len(self.edits))
        for block in blocks:
            self._add(block)

    @classmethod
    def of(cls, document: Document) -> PieceTable:
        """The table of a cleaned document."""
        return cls(document.raw, document.blocks, document.edits)

    def _add(self, block: Block) -> None:
        raw = self.raw
        within = [(fragment, self._inside(fragment)) for fragment in block.fragments]
        texts: list[str] = []
        for fragment, edits in within:
            at = fragment.start
            for edit in edits:
                texts += (raw[at : edit.span.start], edit.replacement)
                at = edit.span.end
            texts.append(raw[at : fragment.end])
        self._within.append(within)
        self._texts.append("".join(texts))

    def _inside(self, fragment: Span) -> list[Edit]:
        starts = self._starts
        inside: list[Edit] = []
        k = bisect_left(starts, fragment.start) - 1
        while (k := k + 1) < len(starts) and starts[k] <= fragment.end:
            edit = self.edits[k]
            if len(edit.span) == 0:
                at_start = edit.span.start == fragment.start
                if at_start and (fragment.start in self._ends or self._used[k]):
                    continue  # it belongs to the fragment that ends here
                if len(fragment) == 0:
                    continue
            elif edit.span.start == fragment.end:
                continue
            if edit.span.end > fragment.end:
                raise RecordError(
                    f"edit {edit.rule!r} at {_show(edit.span)} crosses the end of fragment {_show(fragment)}",
                    expected="an edit inside one fragment or outside of all",
                )
            self._used[k] = 1
            inside.append(edit)
        return inside

    def pieces(self, block: int) -> tuple[Piece, ...]:
        """The pieces of a block's clean text, in reading order."""
        if block not in self._pieces:
            self._pieces[block] = tuple(_pieces(self._within[block]))
        return self._pieces[block]

    def text(self, block: int) -> str:
        """The clean text of a block."""
        return self._texts[block]

    def to_raw(self, block: int, start: int, end: int) -> tuple[Span, ...]:
        """Raw spans behind clean start:end of ``block``, in reading order, neighbours joined.

        A part of a replacement stands for the whole raw span it replaced; removed characters between two
        kept ones are left out. Where all of it was inserted, the result is the one position.
        """
        pieces = self.pieces(block)
        if not 0 <= start <= end <= len(self._texts[block]):
            raise RecordError(
                f"clean span {start}:{end} of block {block}", expected=f"0..{len(self._texts[block])}"
            )
        out: list[Span] = []
        inserted: list[Span] = []
        k = bisect_left(pieces, start, key=lambda piece: piece.clean.end)
        while k < len(pieces) and pieces[k].clean.start < end:
            piece = pieces[k]
            k += 1
            lo, hi = max(start, piece.clean.start), min(end, piece.clean.end)
            if lo >= hi:
                continue
            if piece.edit is None:
                shift = piece.raw.start - piece.clean.start
                span = Span(lo + shift, hi + shift)
            else:
                span = piece.raw
                inserted.append(span)
                if len(span) == 0:
                    continue
            if out and out[-1].end == span.start:
                out[-1] = Span(out[-1].start, span.end)
            else:
                out.append(span)
        return tuple(out or inserted[:1])

    def to_clean(self, start: int, end: int) -> tuple[tuple[int, Span], ...]:
        """``(block, clean span)`` of what became of raw start:end, in raw order, neighbours joined.

        A replacement is returned whole when any character under it is asked for.
        """
        if not 0 <= start <= end <= len(self.raw):
            raise RecordError(f"raw span {start}:{end}", expected=f"0..{len(self.raw)}")
        out: list[tuple[int, Span]] = []
        k = max(0, bisect_right(self._owned, start, key=lambda owned: owned[0].start) - 1)
        while k < len(self._owned) and self._owned[k][0].start < end:
            fragment, block = self._owned[k]
            k += 1
            if fragment.end <= start:
                continue
            for piece in self._of_fragment(block, fragment):
                lo, hi = max(start, piece.raw.start), min(end, piece.raw.end)
                if lo >= hi:
                    continue
                if piece.edit is None:
                    shift = piece.clean.start - piece.raw.start
                    span = Span(lo + shift, hi + shift)
                else:
                    span = piece.clean
                if len(span) == 0:
                    continue
                if out and out[-1][0] == block and out[-1][1].end == span.start:
                    out[-1] = (block, Span(out[-1][1].start, span.end))
                else:
                    out.append((block, span))
        return tuple(out)

    def _of_fragment(self, block: int, fragment: Span) -> Iterator[Piece]:
        for piece in self.pieces(block):
            if fragment.start <= piece.raw.start and piece.raw.end <= fragment.end:
                yield piece

    def edit_at(self, offset: int) -> Edit | None:
        """The edit that covers the raw character at ``offset``, if one does."""
        k = bisect_right(self._starts, offset) - 1
        while k >= 0 and len(self.edits[k].span) == 0:
            k -= 1
        if k >= 0 and self.edits[k].span.start <= offset < self.edits[k].span.end:
            return self.edits[k]
        return None

    def block_at(self, offset: int) -> int | None:
        """The block whose fragment holds the raw character at ``offset``, edited or not."""
        k = bisect_right(self._owned, offset, key=lambda owned: owned[0].start) - 1
        if k >= 0 and self._owned[k][0].start <= offset < self._owned[k][0].end:
            return self._owned[k][1]
        return None

    def problems(self) -> list[str]:
        """What breaks "every raw character is kept once or under one edit"; empty when nothing does."""
        found = [
            f"edit {edit.rule!r} at {_show(edit.span)} stands outside of every fragment and inserts text"
            for edit, used in zip(self.edits, self._used, strict=True)
            if not used and edit.replacement
        ]
        covered = sorted(
            [span for span, _ in self._owned if len(span)]
            + [edit.span for edit, used in zip(self.edits, self._used, strict=True) if not used]
        )
        at = 0
        for span in covered:
            if at < span.start:
                found.append(f"characters {at}:{span.start} are in no block and under no edit")
            elif span.start < at and len(span):
                found.append(f"characters {_show(span)} are in a block and under an edit outside of it")
            at = max(at, span.end)
        if at < len(self.raw):
            found.append(f"characters {at}:{len(self.raw)} are in no block and under no edit")
        return found


def _pieces(within: Iterable[tuple[Span, Sequence[Edit]]]) -> Iterator[Piece]:
    """The pieces of one clean text: kept runs and edits, in reading order."""
    clean = 0
    for fragment, edits in within:
        at = fragment.start
        for edit in edits:
            kept = edit.span.start - at
            if kept > 0:
                yield Piece(Span(clean, clean + kept), Span(at, edit.span.start))
                clean += kept
            size = len(edit.replacement)
            yield Piece(Span(clean, clean + size), edit.span, edit)
            clean += size
            at = edit.span.end
        if at < fragment.end:
            yield Piece(Span(clean, clean + fragment.end - at), Span(at, fragment.end))
            clean += fragment.end - at


def clean_text(document: Document, *, roles: Iterable[str] | None = None) -> str:
    """The clean text of the blocks with one of ``roles`` (all by default), one block a line."""
    table = PieceTable.of(document)
    wanted = None if roles is None else frozenset(roles)
    return "\n".join(
        table.text(k) for k, block in enumerate(document.blocks) if wanted is None or block.role in wanted
    )
