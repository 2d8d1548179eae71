"""Bylines and datelines that run into the first line of a paragraph, on pages with boxes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tzcorpus.clean.cells import Cell
from tzcorpus.clean.lines import leading_byline
from tzcorpus.clean.rows import Row

# A blank between names is a third of a type size or more; a wide one is a whole one.
_BLANK = 0.35
_WIDE = 0.85


def split_leads(rows: Sequence[Row], em: float) -> Iterator[tuple[Row, bool]]:
    """The rows, each with whether it is a byline: one that text follows in the same line is a row of its own.

    ``em`` is the type size of the body in pixels. A byline in brackets may take two lines.
    """
    k = 0
    while k < len(rows):
        row = rows[k]
        following = rows[k + 1] if k + 1 < len(rows) and rows[k + 1].column == row.column else None
        text = _spaced(row.cells, em)
        end = leading_byline(text)
        if following is not None and _may_go_on(text):
            joined = leading_byline(text + _spaced(following.cells, em))
            end = joined if joined > len(text) else end
        if not end or end == len(text):
            yield row, end > 0
        elif end < len(text):
            head, rest = _parted(row, end, em)
            yield head, True
            yield rest, False
        elif following is not None:
            head, rest = _parted(following, end - len(text), em)
            yield row, True
            yield head, True
            yield rest, False
            k += 1
        k += 1


def _may_go_on(text: str) -> bool:
    """Is a bracket open at the end of a line that begins like a dateline?"""
    return max(text.rfind("（"), text.rfind("("), text.rfind("〈")) > max(text.rfind("）"), text.rfind(")"))


def _spaced(cells: Sequence[Cell], em: float) -> str:
    return "".join(blank + cell.text for blank, cell in zip(_blanks(cells, em), cells, strict=True))


def _blanks(cells: Sequence[Cell], em: float) -> Iterator[str]:
    """For each cell the blank before it."""
    right = cells[0].left
    for cell in cells:
        gap = (cell.left - right) / em
        yield "  " if gap >= _WIDE else " " if gap >= _BLANK else ""
        right = cell.right


def _parted(row: Row, end: int, em: float) -> tuple[Row, Row]:
    """The row up to ``end`` of its spaced text, and the rest."""
    first: list[Cell] = []
    second: list[Cell] = []
    at = 0
    for blank, cell in zip(_blanks(row.cells, em), row.cells, strict=True):
        at += len(blank)
        take = min(max(0, end - at), len(cell.text))
        at += len(cell.text)
        if take == len(cell.text):
            first.append(cell)
        elif not take:
            second.append(cell)
        else:
            middle = cell.left + (cell.right - cell.left) * take / len(cell.text)
            cut = cell.span.start + take
            first.append(replace(cell, span=replace(cell.span, end=cut), right=middle, text=cell.text[:take]))
            second.append(
                replace(cell, span=replace(cell.span, start=cut), left=middle, text=cell.text[take:])
            )
    return replace(row, cells=tuple(first)), replace(row, cells=tuple(second))
