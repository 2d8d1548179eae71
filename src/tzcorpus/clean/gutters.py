"""Gutters: upright strips without words that have text on both sides.

Some are seen in a part of the page alone; those of the page as a whole, its column grid, are known better
and may be crossed by a wild box here and there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from tzcorpus.clean.cells import RULES, Cell, inner_edges
from tzcorpus.clean.grid import GHOSTS, HEADLINE, STEP_X, STEP_Y, Grid, bits, inks

# Narrowest gutter in type sizes. After a comma that a box hugs, running text has a gap of 0.7, so a
# gutter this narrow has to run through many lines.
_NARROWEST = 0.375
# A gutter's height (in lines with text on both sides) times its width (in type sizes) is at least this,
# and it has at least so many lines.
_LEAST_AREA = 3.0
_LEAST_LINES = 2.0
# The same for a gutter where the page has one elsewhere; and how many lines make one of the page, crossed
# by what share of lines at most.
_KNOWN_LINES = 0.5
_PAGE_LINES = 4.0
_BLOCKED = 0.2
# Where this many lines begin or end beside it, or ghosts stand in it, more of them may cross.
_BLOCKED_THOUGH = 0.5
_LEAST_VOTES = 4
_NEAR_EDGE = 0.6
# Where the other gutters say that all columns are equal, most lines may cross one.
_BLOCKED_AT_ALL = 1.0
_MOST_COLUMNS = 7
# How near the text on either side of a gutter begins, in type sizes.
_FACING = 2.75
# A gutter of the page may be this narrow; boxes on either side take from it. A column is this wide.
_PAGE_NARROWEST = 0.25
_LEAST_COLUMN = 5.0
# So many upright rules read as characters, one below the other, are a rule of the page.
_LEAST_RULES = 3
# Rows of bits (one line of type is four) that a gutter of the page may be crossed by: a wild box.
_BRIDGED = 7
# Text on either side is at least this wide, in type sizes.
_LEAST_SIDE = 3.5


@dataclass(frozen=True, slots=True)
class Gutter:
    """A strip of the bit grid: rows ``first`` to ``last`` inclusive, at bit ``x``; ``whole``: it leaves
    no row of its region out.
    """

    first: int
    last: int
    x: int
    worth: float
    whole: bool


def best_gutter(grid: Grid, known: Sequence[int]) -> Gutter | None:
    """The gutter worth most; one through the whole region before any other."""
    found = list(_gutters(grid, frozenset(known)))
    if not found:
        return None
    return max(found, key=lambda gutter: (gutter.whole, gutter.worth))


def _gutters(grid: Grid, known: frozenset[int]) -> Iterator[Gutter]:
    inked = [y for y, row in enumerate(grid.rows) if row]
    narrow, side = bits(_NARROWEST), bits(_LEAST_SIDE)
    width = max((row.bit_length() for row in grid.rows), default=0)
    strip = (1 << narrow) - 1
    places = {*grid.places(narrow, side, width - side)}
    places |= {at - k for at in known for k in range(narrow)}
    for x in sorted(x for x in places if x >= side):
        expected = any(at in known for at in range(x, x + narrow))
        free = [not grid.rows[y] & strip << x for y in inked]
        for first, last in _runs(free, _BRIDGED if expected else 0):
            whole = last - first + 1 == len(inked)
            gutter = _judged(grid, inked[first : last + 1], x, narrow, whole=whole, expected=expected)
            if gutter is not None:
                yield gutter


def _runs(free: list[bool], bridged: int) -> Iterator[tuple[int, int]]:
    """First and last index of runs of true values; up to ``bridged`` false ones between two are taken in."""
    first = last = None
    for k, yes in enumerate(free):
        if not yes:
            continue
        if first is not None and last is not None and k - last - 1 > bridged:
            yield first, last
            first = k
        first = k if first is None else first
        last = k
    if first is not None and last is not None:
        yield first, last


def _judged(grid: Grid, run: list[int], x: int, narrow: int, *, whole: bool, expected: bool) -> Gutter | None:
    """The gutter through the rows ``run`` at ``x`` if text on both sides makes it one."""
    all_bits = 0
    left_rows = right_rows = 0
    strip = ((1 << narrow) - 1) << x
    for y in run:
        row = grid.rows[y]
        if row & strip or not grid.body[y]:
            continue
        all_bits |= row
        left_rows += bool(row & ((1 << x) - 1))
        right_rows += bool(row >> (x + narrow))
    left, right = all_bits & ((1 << x) - 1), all_bits >> (x + narrow)
    if not left or not right:
        return None
    side = bits(_LEAST_SIDE)
    if left.bit_length() - _lowest(left) < side or right.bit_length() - _lowest(right) < side:
        return None
    gap = (x - left.bit_length() + narrow + _lowest(right)) * STEP_X
    # a line of type inks about 0.9 of its size
    lines = min(left_rows, right_rows) * STEP_Y / 0.9
    if lines < (_KNOWN_LINES if expected else max(_LEAST_LINES, _LEAST_AREA / gap)):
        return None
    middle = (left.bit_length() + x + narrow + _lowest(right)) // 2
    return Gutter(run[0], run[-1], middle, min(left_rows, right_rows) + min(gap, 4.0), whole)


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def page_gutters(cells: Sequence[Cell], em: float) -> list[float]:
    """Where (pixels from the left) the page is parted nearly from top to bottom, headings apart.

    Stories on one page share their columns, so a story of two lines is cut where the others are.
    """
    body = [cell for cell in cells if cell.em < HEADLINE * em and inks(cell, em)]
    if not body:
        return []
    grid = Grid(body, em)
    edges = _line_edges(body, em)
    narrow, side = bits(_PAGE_NARROWEST), bits(_LEAST_SIDE)
    width = max(row.bit_length() for row in grid.rows)
    found: list[tuple[float, float]] = []
    crossed: list[tuple[float, float]] = []
    for x in grid.places(narrow, side, width - side):
        free, blocked = _parted(grid, x, narrow)
        at = grid.x0 + (x + narrow / 2) * STEP_X * em
        if free * STEP_Y / 0.9 < _PAGE_LINES or blocked > _BLOCKED_AT_ALL * free:
            continue
        votes = _votes(edges, at, em)
        crossed.append((free - blocked, at))
        if blocked <= _BLOCKED * free or (blocked <= _BLOCKED_THOUGH * free and votes >= _LEAST_VOTES):
            found.append((free - blocked, at))
    rules = sorted(cell.centre for cell in cells if not cell.text.strip(RULES))
    for group in _clusters(rules, 0.4 * em):
        if len(group) >= _LEAST_RULES:
            found.append((len(group) / STEP_Y, median(group)))
    chosen = _best_apart(found, _LEAST_COLUMN * em)
    outer = (min(cell.left for cell in body), max(cell.right for cell in body))
    return _best_apart([(1e9, at) for at in chosen] + _of_equal_columns(chosen, crossed, outer, em), 2 * em)


def _of_equal_columns(
    chosen: Sequence[float], crossed: Sequence[tuple[float, float]], outer: tuple[float, float], em: float
) -> list[tuple[float, float]]:
    """Further gutters, crossed by more lines, where those found are ones of equal columns."""
    if not chosen:
        return []
    left, right = outer
    for number in range(2, _MOST_COLUMNS + 1):
        places = [left + k * (right - left + em) / number - em / 2 for k in range(1, number)]
        if all(min(abs(at - place) for place in places) <= em for at in chosen):
            return [
                (worth, at)
                for worth, at in crossed
                for place in places
                if abs(at - place) <= em and all(abs(at - other) > em for other in chosen)
            ]
    return []


def _parted(grid: Grid, x: int, narrow: int) -> tuple[int, int]:
    """How many rows of bits with text near on both sides leave a strip free, and how many cross it."""
    mask, free, blocked = ((1 << narrow) - 1) << x, 0, 0
    near = bits(_FACING)
    window = (1 << near) - 1
    for row in grid.rows:
        if row & mask:
            blocked += 1
        elif row >> max(0, x - near) & window and row >> (x + narrow) & window:
            free += 1
    return free, blocked


def _best_apart(found: Sequence[tuple[float, float]], least: float) -> list[float]:
    """Of (worth, place) the places worth most, no two nearer than ``least``; of equals the middle one."""
    chosen: list[float] = []
    for worth in sorted({worth for worth, _ in found}, reverse=True):
        for group in _clusters(sorted(at for value, at in found if value == worth), 0.3 * least):
            at = median(group)
            if all(abs(at - other) >= least for other in chosen):
                chosen.append(at)
    return sorted(chosen)


def _line_edges(cells: Sequence[Cell], em: float) -> list[tuple[float, int]]:
    """Where engine lines begin and end inside the page, and where ghosts stand: signs of gutters.

    The second value is -1 for an edge that a gutter is left of, 1 for one that it is right of.
    """
    lines: dict[int, list[Cell]] = {}
    for cell in cells:
        lines.setdefault(cell.line, []).append(cell)
    out = []
    for line in lines.values():
        out.append((min(cell.left for cell in line), -1))
        out.append((max(cell.right for cell in line), 1))
        for cell in line:
            if cell.text[0] in GHOSTS and len(cell.text) > 1:
                out.append((inner_edges(cell, GHOSTS)[0], -1))
            elif not cell.text.strip(GHOSTS):
                out += [(cell.right, -1), (cell.left, 1)]
    return out


def _votes(edges: Sequence[tuple[float, int]], at: float, em: float) -> int:
    """How many lines or ghosts speak for a gutter at ``at``."""
    return sum(0 <= (at - x) * side <= _NEAR_EDGE * em for x, side in edges)


def _clusters(values: Sequence[float], gap: float) -> list[list[float]]:
    """Sorted values in groups whose neighbours are less than ``gap`` apart."""
    groups: list[list[float]] = []
    for value in values:
        if groups and value - groups[-1][-1] < gap:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups
