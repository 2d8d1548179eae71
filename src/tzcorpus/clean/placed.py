"""Blocks and edits from rows of a page: raw fragments in reading order, line ends taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tzcorpus.clean.characters import character_edits
from tzcorpus.clean.doubled import DOUBLED
from tzcorpus.clean.ghosts import ghost_edits, is_haunted, squeezed_edits
from tzcorpus.clean.rows import Row
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.records import Block, Box, Document, Edit, Role, Span

# Name of the rule that takes out line ends and the blanks between rows.
UNWRAP = "unwrap"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that make one block, in reading order. ``article`` counts from 0, ``step`` is the type size of
    the page's body in pixels.
    """

    role: Role
    rows: tuple[Row, ...]
    article: int = 0
    step: float = 0.0


def compose_page(document: Document, groups: Sequence[Group], settings: CleanSettings) -> Document:
    """``document`` with the groups as blocks and every other raw character under an edit."""
    raw = document.raw
    boxes = {word.span: word.box for line in document.layout for word in line.words}
    blocks: list[Block] = []
    edits: list[Edit] = []
    haunted = is_haunted([row for group in groups if group.role == "paragraph" for row in group.rows])
    text = "".join(row.text for group in groups for row in group.rows)
    rule = UNWRAP if settings.allows(UNWRAP) else "line-ends"
    for group in groups:
        pieces = [span for row in group.rows for span in _spans(row, raw)]
        fragments, gaps = _joined(pieces, raw, rule)
        cells = [cell for row in group.rows for cell in row.cells]
        confidence = sum(cell.confidence for cell in cells) / len(cells)
        box = _around([boxes[cell.span] for cell in cells if cell.span in boxes])
        blocks.append(Block(group.role, tuple(fragments), group.article, box, round(confidence, 4)))
        unprinted = _unprinted(group, haunted, text, settings)
        edits += unprinted
        edits += _with_characters(raw, _without(pieces, unprinted), gaps, settings, document)
    outside = _between(raw, blocks)
    edits += [Edit(span, "", "line-ends") for span in outside if not raw[span.start : span.end].strip()]
    blocks += [Block("noise", (span,)) for span in outside if raw[span.start : span.end].strip()]
    return Document(
        id=document.id, raw=raw, language=document.language, source=document.source, layout=document.layout,
        blocks=tuple(blocks), edits=tuple(sorted(edits, key=lambda e: (e.span.start, e.span.end))),
        suspects=document.suspects,
    )  # fmt: skip


def _spans(row: Row, raw: str) -> list[Span]:
    """The raw spans of a row's cells; those with nothing but blanks between them as one."""
    out: list[Span] = []
    for cell in row.cells:
        if out and out[-1].end <= cell.span.start and not raw[out[-1].end : cell.span.start].strip(" "):
            out[-1] = Span(out[-1].start, cell.span.end)
        else:
            out.append(cell.span)
    return out


def _unprinted(group: Group, haunted: bool, page: str, settings: CleanSettings) -> list[Edit]:
    """Removals of what the engine saw where nothing is printed, sorted; ``page`` is all of its text."""
    text = group.role == "paragraph"
    found = ghost_edits(group.rows, haunted=haunted and text) if settings.allows("columns") else []
    if text and settings.allows(DOUBLED):
        taken = {edit.span.start for edit in found}
        found += [
            edit for edit in squeezed_edits(group.rows, group.step, page) if edit.span.start not in taken
        ]
    return sorted(found, key=lambda edit: edit.span)


def _without(pieces: Sequence[Span], edits: Sequence[Edit]) -> list[Span]:
    """The pieces without what the edits remove; a piece that goes whole is left out."""
    out = []
    for piece in pieces:
        at = piece.start
        for edit in edits:
            if piece.start <= edit.span.start and edit.span.end <= piece.end:
                if at < edit.span.start:
                    out.append(Span(at, edit.span.start))
                at = edit.span.end
        if at < piece.end:
            out.append(Span(at, piece.end))
    return out


def _joined(pieces: Sequence[Span], raw: str, rule: str) -> tuple[list[Span], list[Edit]]:
    """Fragments of a block, and what the rule of this name does to the white space between its pieces.

    Between two Latin words a line end becomes a blank; all others go.
    """
    fragments, edits = [pieces[0]], []
    for before, piece in pairwise(pieces):
        blank = " " if _needs_blank(raw[before.end - 1], raw[piece.start]) else ""
        if before.end <= piece.start and not raw[before.end : piece.start].strip():
            fragments[-1] = Span(fragments[-1].start, piece.end)
            if before.end < piece.start or blank:
                edits.append(Edit(Span(before.end, piece.start), blank, rule))
        else:
            fragments.append(piece)
            if blank:
                edits.append(Edit(Span(before.end, before.end), blank, rule))
    return fragments, edits


def _needs_blank(left: str, right: str) -> bool:
    return (left.isascii() and left.isalpha() and right.isascii() and right.isalnum()) or (
        left in ",.;:" and right.isascii() and right.isalpha()
    )


def _with_characters(
    raw: str, pieces: Sequence[Span], gaps: list[Edit], settings: CleanSettings, document: Document
) -> list[Edit]:
    """The edits of a block: its line ends, and its characters as its own text shows them."""
    text = "".join(raw[piece.start : piece.end] for piece in pieces)
    where = [offset for piece in pieces for offset in range(piece.start, piece.end)]
    found = character_edits(text, language=document.language, off=settings.disabled)
    out: list[Edit] = []
    for edit in found:
        out += _carried(edit, where)
    inserted = {edit.span.start for edit in out if len(edit.span) == 0}
    taken = {offset for edit in out for offset in range(edit.span.start, edit.span.end)}
    for gap in gaps:
        if len(gap.span) == 0 and gap.span.start in inserted:
            continue
        if not any(offset in taken for offset in range(gap.span.start, gap.span.end)):
            out.append(gap)
    return out


def _carried(edit: Edit, where: Sequence[int]) -> list[Edit]:
    """An edit of a block's text as edits of raw text; the first run of raw characters takes its text."""
    start, end = edit.span.start, edit.span.end
    if start == end:
        at = where[start - 1] + 1 if start else where[0]
        return [Edit(Span(at, at), edit.replacement, edit.rule, edit.confidence)]
    runs: list[Span] = []
    for offset in where[start:end]:
        if runs and runs[-1].end == offset:
            runs[-1] = Span(runs[-1].start, offset + 1)
        else:
            runs.append(Span(offset, offset + 1))
    texts = [edit.replacement] + [""] * (len(runs) - 1)
    return [Edit(run, text, edit.rule, edit.confidence) for run, text in zip(runs, texts, strict=True)]


def _between(raw: str, blocks: Sequence[Block]) -> list[Span]:
    """What stands in no fragment: line ends and blanks between blocks, and text that no box holds."""
    out: list[Span] = []
    at = 0
    for fragment in sorted(span for block in blocks for span in block.fragments):
        if at < fragment.start:
            out.append(Span(at, fragment.start))
        at = max(at, fragment.end)
    if at < len(raw):
        out.append(Span(at, len(raw)))
    return out


def _around(boxes: Sequence[Box]) -> Box | None:
    """The box around a block's words; None where they stand on several pages."""
    if not boxes or len({box.page for box in boxes}) > 1:
        return None
    return Box(
        min(box.left for box in boxes), min(box.top for box in boxes),
        max(box.right for box in boxes), max(box.bottom for box in boxes), boxes[0].page,
    )  # fmt: skip
