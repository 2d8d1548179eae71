"""Reading order of a page: regions between gutters, columns, rows.

A page is cut as a reader sees it. A gutter is an upright strip without words that has text on both
sides. Where one runs through a whole region, the region falls into a left and a right part; where the
best one runs through a part of the height, the region falls into what stands above it (a headline over
all columns), the part with the gutter, and what stands below. What no gutter cuts is one column, and its
words are read row by row. The lines of the OCR engine are not relied on: it reads across columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from tzcorpus.clean.cells import Cell, Measure, units
from tzcorpus.clean.grid import HEADLINE, STEP_X, STEP_Y, Grid, inks
from tzcorpus.clean.gutters import best_gutter, page_gutters
from tzcorpus.clean.roles import line_role
from tzcorpus.clean.rows import Row, rows_of

# Fewer characters are no heading.
_LEAST_HEADING = 2
# Two headings this far apart (in type sizes) are two; pieces of one are nearer.
_HEADS_APART = 4.0
# Body text (in type sizes) that a story has at least: less of it above a heading is a folio or a kicker.
_LEAST_TEXT = 15
# … and right under a heading that opens one.
_LEAST_UNDER = 10
# A heading shorter than its column is taken to stand over so much of it, in type sizes.
_COLUMN = 9.0
# Below this confidence a word may be a scrap of a picture.
_SURE = 0.5
_FINAL = re.compile(r"[。！？!?…][”’」』）)》〉]*$|[)）]$")


def reading_order(cells: Sequence[Cell], body: Measure) -> list[Row]:
    """The rows of a page in the order in which it is read; ``body`` has the measures of its main text."""
    known = page_gutters(cells, body.step)
    rows: list[Row] = []
    for column, part in enumerate(_regions(list(cells), body, known)):
        rows += rows_of(part, column, body)
    return rows


def _regions(cells: list[Cell], body: Measure, known: Sequence[float]) -> Iterator[list[Cell]]:
    """The regions that no gutter cuts, in reading order."""
    stack = [cells]
    while stack:
        part = stack.pop()
        if not part:
            continue
        pieces = _cut(part, body, known)
        if len(pieces) < 2:
            yield part
        else:
            stack += reversed(pieces)


def _cut(cells: list[Cell], body: Measure, known: Sequence[float]) -> list[list[Cell]]:
    em = body.step
    grid = Grid([cell for cell in cells if inks(cell, em)] or cells, em, known)
    gutter = best_gutter(grid, [grid.x(at) for at in known])
    if gutter is None:
        return [cells]
    parting = grid.x0 + gutter.x * STEP_X * em if gutter.whole else None
    heading = _lone_heading(cells, body, parting)
    if heading is not None:
        return _by_height(cells, [heading])
    if not gutter.whole:
        top = grid.y0 + gutter.first * STEP_Y * em
        bottom = grid.y0 + (gutter.last + 1) * STEP_Y * em
        parts = _by_height(cells, [top, bottom])
        if len(parts) > 1:
            return parts
    left = [cell for cell in cells if grid.x(cell.centre) < gutter.x]
    right = [cell for cell in cells if grid.x(cell.centre) >= gutter.x]
    return [part for part in (left, right) if part]


def _by_height(cells: list[Cell], cuts: list[float]) -> list[list[Cell]]:
    """The cells between level cuts, from the top; parts without cells left out."""
    bounds = [float("-inf"), *cuts, float("inf")]
    parts = [[c for c in cells if low <= c.middle < high] for low, high in pairwise(bounds)]
    return [part for part in parts if part]


def _lone_heading(cells: list[Cell], body: Measure, parting: float | None) -> float | None:
    """The height at which a heading with nothing beside it cuts the region in two, if one does.

    A further article stands below the columns of the one before, often on the same columns: only its
    heading tells, and that the text above it has come to an end. And a gutter also passes beside a
    centred headline.
    """
    em = body.step
    lines: dict[int, list[Cell]] = {}
    for cell in cells:
        lines.setdefault(cell.line, []).append(cell)
    heads = [
        line
        for line in lines.values()
        if median(cell.em for cell in line) >= HEADLINE * em
        and sum(units(cell.text) for cell in line) >= _LEAST_HEADING
    ]
    for head in sorted(heads, key=lambda line: min(cell.top for cell in line)):
        top, bottom = min(cell.top for cell in head), max(cell.bottom for cell in head)
        left, right = min(cell.left for cell in head), max(cell.right for cell in head)
        if _has_beside(cells, head, em, parting):
            continue
        above = [cell for cell in cells if cell.middle < top]
        below = [cell for cell in cells if cell.middle > bottom]
        if below and _amount(above, em) < _LEAST_TEXT:
            return _below_heading(lines, bottom, em)
        reach = max(right, left + _COLUMN * em)
        under = [cell for cell in below if cell.left < reach and cell.right > left]
        first = left <= _leftmost(cells) + em and _amount(under, em) >= _LEAST_UNDER
        if first and _opens(under, em) and _ends_there(above, body):
            return top
    return None


def _opens(under: list[Cell], em: float) -> bool:
    """Does a story begin under a heading: with a line set in, or with a byline? A pull-quote stands in the
    middle of a paragraph, whose next line is flush.
    """
    under = sorted((cell for cell in under if _is_text(cell)), key=lambda cell: cell.middle)
    first = [cell for cell in under if cell.middle < under[0].middle + 0.6 * em]
    if median(cell.em for cell in first) < 0.95 * em or _is_byline(first):
        return True
    edge = min(cell.left for cell in under)
    return min(cell.left for cell in first) > edge + 1.2 * em


def _is_byline(cells: list[Cell]) -> bool:
    return line_role("".join(cell.text for cell in sorted(cells, key=lambda cell: cell.left))) == "byline"


def _amount(cells: Sequence[Cell], em: float) -> float:
    """How much body text there is, in type sizes."""
    return sum(units(cell.text) for cell in cells if 0.9 * em <= cell.em <= 1.1 * em and _is_text(cell))


def _leftmost(cells: list[Cell]) -> float:
    return min((cell.left for cell in cells if _is_text(cell)), default=0.0)


def _has_beside(cells: list[Cell], head: list[Cell], em: float, parting: float | None) -> bool:
    """Is there text of body size at the height of a heading, or a heading beyond a gutter at ``parting``
    that runs through the whole region?
    """
    top, bottom = min(cell.top for cell in head), max(cell.bottom for cell in head)
    level = [cell for cell in cells if top < cell.middle < bottom and _is_text(cell)]
    if any(cell.em < HEADLINE * em and cell.line != head[0].line for cell in level):
        return True
    if parting is None:
        return False
    # engines break a headline into pieces: these are near each other, another story's is not
    pieces = sorted((cell for cell in level if cell.em >= HEADLINE * em), key=lambda cell: cell.left)
    return any(
        left.centre < parting < right.centre and right.left - left.right > _HEADS_APART * em
        for left, right in pairwise(pieces)
    )


def _is_text(cell: Cell) -> bool:
    return cell.confidence >= _SURE and any(map(str.isalnum, cell.text))


def _ends_there(above: list[Cell], body: Measure) -> bool:
    """Does the text of these cells come to an end, or is there none (a folio, a kicker)?"""
    rows = [row for row in reading_order(above, body) if 0.95 <= row.ratio <= 1.06 and len(row.text) > 1]
    sure = [row for row in rows if row.confidence >= _SURE]
    return not sure or _FINAL.search(sure[-1].text) is not None


def _below_heading(lines: dict[int, list[Cell]], bottom: float, em: float) -> float:
    """Where the head of an article ends: below the small lines (byline) that stand alone under it."""
    everything = [cell for line in lines.values() for cell in line]
    rest = [line for line in lines.values() if median(cell.middle for cell in line) > bottom]
    at = bottom
    for line in sorted(rest, key=lambda line: min(cell.top for cell in line)):
        low, high = min(cell.top for cell in line), max(cell.bottom for cell in line)
        size = median(cell.em for cell in line)
        alone = not any(low < cell.middle < high and cell.line != line[0].line for cell in everything)
        if not alone or 0.97 * em <= size < HEADLINE * em:
            break
        at = high
    return at
