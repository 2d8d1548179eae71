"""Reading order of a page: gutters between words, regions, columns, rows.

A page is cut as a reader sees it. A gutter is an upright strip without words that has text on both
sides. Where one runs through a whole region, the region falls into a left and a right part; where the
best one runs through a part of the height, the region falls into what stands above it (a headline over
all columns), the part with the gutter, and what stands below. What no gutter cuts is one column, and its
words are read row by row. The lines of the OCR engine are not relied on: it reads across columns.

Words are painted into rows of bits, so that a gutter is found by shifting and masking whole numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tzcorpus.clean.cells import RULES, Cell, Measure, estimates, inner_edges, units

# Grid of the bit rows, in type sizes.
_STEP_X = 0.125
_STEP_Y = 0.25
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
# Where the other gutters say that all columns are equal, most lines may cross one.
_BLOCKED_AT_ALL = 1.0
_MOST_COLUMNS = 7
# How near the text on either side of a gutter begins, in type sizes.
_FACING = 2.75
_LEAST_VOTES = 4
_NEAR_EDGE = 0.6
# A gutter of the page may be this narrow; boxes on either side take from it. A column is this wide.
_PAGE_NARROWEST = 0.25
_LEAST_COLUMN = 5.0
# So many upright rules read as characters, one below the other, are a rule of the page.
_LEAST_RULES = 3
# A cell may reach so far over a gutter of the page (in type sizes) and is cut this far from its middle.
_OVER = 0.5
_CLEAR = 0.25
# Rows of bits (one line of type is four) that a gutter of the page may be crossed by: a wild box.
_BRIDGED = 7
# Below this confidence a wild box is a scrap.
_SCRAP = 0.6
# Between columns that they read across, engines see rules and quotation marks that are not there.
_GHOSTS = RULES + "“”‘’\"'《》"
# How far apart the middles of two pieces of one row are at most, in type sizes; the same for a piece of one
# or two characters; and how much of its width a piece may lie over the row.
_LEVEL = 0.42
_LEVEL_OF_FEW = 0.55
_FEW = 2.0
_OVERLAP = 0.35
# Text on either side is at least this wide, in type sizes.
_LEAST_SIDE = 3.5
# Fewer characters are no heading.
_LEAST_HEADING = 3
# Body text (in type sizes) that a story has at least: less of it above a heading is a folio or a kicker.
_LEAST_TEXT = 15
# Below this confidence a word may be a scrap of a picture.
_SURE = 0.5
_FINAL = re.compile(r"[。！？!?…][”’」』）)》〉]*$|[)）]$")
# From this on type is a heading's that may stand over several columns; sub-headings inside a column are
# smaller (1.12 in our pages).
HEADLINE = 1.22


@dataclass(frozen=True, slots=True)
class Row:
    """One line of type in one column: its cells from left to right.

    ``estimates`` are of its type size against the body's, ``column`` counts the regions in reading order,
    ``edges`` are left and right of the text of that column.
    """

    cells: tuple[Cell, ...]
    estimates: tuple[float, ...]
    column: int
    edges: tuple[float, float]

    @property
    def ratio(self) -> float:
        """The middle estimate."""
        return median(self.estimates)

    @property
    def left(self) -> float:
        """Left edge of the first cell."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Right edge of the last cell."""
        return max(cell.right for cell in self.cells)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(cell.top for cell in self.cells)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(cell.bottom for cell in self.cells)

    @property
    def middle(self) -> float:
        """Vertical middle, which wild boxes do not move."""
        return median(cell.middle for cell in self.cells)

    @property
    def text(self) -> str:
        """Its characters, cells run together."""
        return "".join(cell.text for cell in self.cells)

    @property
    def confidence(self) -> float:
        """Mean confidence of its cells."""
        return sum(cell.confidence for cell in self.cells) / len(self.cells)


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A strip of the bit grid: rows ``first`` to ``last`` inclusive, at bit ``x``; ``whole``: it leaves
    no row of its region out.
    """

    first: int
    last: int
    x: int
    worth: float
    whole: bool


class _Grid:
    """Cells painted into rows of bits."""

    def __init__(self, cells: Sequence[Cell], em: float, known: Sequence[float] = ()) -> None:
        self.em = em
        self.x0 = min(cell.left for cell in cells)
        self.y0 = min(cell.top for cell in cells)
        self.rows = [0] * (self.y(max(cell.bottom for cell in cells)) + 1)
        self.body = [False] * len(self.rows)  # does a row hold more than headings?
        for cell in cells:
            left, right = _clipped(cell, known, em)
            low, high = self.x(left), max(self.x(left), self.x(right))
            mask = ((1 << (high - low + 1)) - 1) << low
            # a cell's core only: neighbours' ascenders must not close the strip between two lines
            margin = 0.1 * cell.height
            for y in range(self.y(cell.top + margin), self.y(cell.bottom - margin) + 1):
                self.rows[y] |= mask
                self.body[y] |= cell.em < HEADLINE * em

    def x(self, at: float) -> int:
        return max(0, int((at - self.x0) / (_STEP_X * self.em)))

    def y(self, at: float) -> int:
        return max(0, int((at - self.y0) / (_STEP_Y * self.em)))


def _clipped(cell: Cell, known: Sequence[float], em: float) -> tuple[float, float]:
    """Left and right of a cell; where it reaches a little over a gutter of the page, cut there."""
    left, right = inner_edges(cell, _GHOSTS)
    for at in known if cell.em < HEADLINE * em else ():
        if left < at + _CLEAR * em and right > at - _CLEAR * em:
            if cell.centre < at and right - at < _OVER * em:
                right = max(left + 1, at - _CLEAR * em)
            elif cell.centre >= at and at - left < _OVER * em:
                left = min(right - 1, at + _CLEAR * em)
    return left, right


def reading_order(cells: Sequence[Cell], body: Measure) -> list[Row]:
    """The rows of a page in the order in which it is read; ``body`` has the measures of its main text."""
    known = _page_gutters(cells, body.step)
    rows: list[Row] = []
    for column, part in enumerate(_regions(list(cells), body, known)):
        rows += _rows(part, column, body)
    return rows


def _page_gutters(cells: Sequence[Cell], em: float) -> list[float]:
    """Where (pixels from the left) the page is parted nearly from top to bottom, headings apart.

    Stories on one page share their columns, so a story of two lines is cut where the others are.
    """
    body = [cell for cell in cells if cell.em < HEADLINE * em and _inks(cell, em)]
    if not body:
        return []
    grid = _Grid(body, em)
    edges = _line_edges(body, em)
    narrow, side = _bits(_PAGE_NARROWEST), _bits(_LEAST_SIDE)
    width = max(row.bit_length() for row in grid.rows)
    found: list[tuple[float, float]] = []
    crossed: list[tuple[float, float]] = []
    for x in range(side, width - side):
        free, blocked = _parted(grid, x, narrow)
        at = grid.x0 + (x + narrow / 2) * _STEP_X * em
        if free * _STEP_Y / 0.9 < _PAGE_LINES or blocked > _BLOCKED_AT_ALL * free:
            continue
        votes = _votes(edges, at, em)
        crossed.append((free - blocked, at))
        if blocked <= _BLOCKED * free or (blocked <= _BLOCKED_THOUGH * free and votes >= _LEAST_VOTES):
            found.append((free - blocked, at))
    rules = sorted(cell.centre for cell in cells if not cell.text.strip(RULES))
    for group in _clusters(rules, 0.4 * em):
        if len(group) >= _LEAST_RULES:
            found.append((len(group) / _STEP_Y, median(group)))
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


def _parted(grid: _Grid, x: int, narrow: int) -> tuple[int, int]:
    """How many rows of bits with text near on both sides leave a strip free, and how many cross it."""
    mask, free, blocked = ((1 << narrow) - 1) << x, 0, 0
    near = _bits(_FACING)
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
            if cell.text[0] in _GHOSTS and len(cell.text) > 1:
                out.append((inner_edges(cell, _GHOSTS)[0], -1))
            elif not cell.text.strip(_GHOSTS):
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
    grid = _Grid([cell for cell in cells if _inks(cell, em)] or cells, em, known)
    gutter = _best_gutter(grid, [grid.x(at) for at in known])
    if gutter is None:
        return [cells]
    heading = _lone_heading(cells, body)
    if heading is not None:
        return _by_height(cells, [heading])
    if not gutter.whole:
        top = grid.y0 + gutter.first * _STEP_Y * em
        bottom = grid.y0 + (gutter.last + 1) * _STEP_Y * em
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


def _inks(cell: Cell, em: float) -> bool:
    """Does a cell count when gutters are looked for? Rules between columns and scraps do not."""
    if not cell.text.strip(_GHOSTS):
        return False
    wild = cell.height > 2 * em or cell.height < 0.4 * em
    return cell.confidence >= _SCRAP or not (wild and cell.em > HEADLINE * em)


def _best_gutter(grid: _Grid, known: Sequence[int]) -> _Gutter | None:
    """The gutter worth most; one through the whole region before any other."""
    found = list(_gutters(grid, frozenset(known)))
    if not found:
        return None
    return max(found, key=lambda gutter: (gutter.whole, gutter.worth))


def _gutters(grid: _Grid, known: frozenset[int]) -> Iterator[_Gutter]:
    inked = [y for y, row in enumerate(grid.rows) if row]
    narrow, side = _bits(_NARROWEST), _bits(_LEAST_SIDE)
    width = max((row.bit_length() for row in grid.rows), default=0)
    strip = (1 << narrow) - 1
    for x in range(side, width - side):
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


def _bits(ems: float) -> int:
    return max(1, round(ems / _STEP_X))


def _judged(
    grid: _Grid, run: list[int], x: int, narrow: int, *, whole: bool, expected: bool
) -> _Gutter | None:
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
    side = _bits(_LEAST_SIDE)
    if left.bit_length() - _lowest(left) < side or right.bit_length() - _lowest(right) < side:
        return None
    gap = (x - left.bit_length() + narrow + _lowest(right)) * _STEP_X
    # a line of type inks about 0.9 of its size
    lines = min(left_rows, right_rows) * _STEP_Y / 0.9
    if lines < (_KNOWN_LINES if expected else max(_LEAST_LINES, _LEAST_AREA / gap)):
        return None
    middle = (left.bit_length() + x + narrow + _lowest(right)) // 2
    return _Gutter(run[0], run[-1], middle, min(left_rows, right_rows) + min(gap, 4.0), whole)


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _lone_heading(cells: list[Cell], body: Measure) -> float | None:
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
        if _has_beside(cells, top, bottom, em):
            continue
        above = [cell for cell in cells if cell.middle < top]
        below = [cell for cell in cells if cell.middle > bottom]
        if below and _amount(above, em) < _LEAST_TEXT:
            return _below_heading(lines, bottom, em)
        under = [cell for cell in below if cell.left < right and cell.right > left]
        first = left <= _leftmost(cells) + em and _amount(under, em) >= _LEAST_TEXT
        if first and _opens(under, em) and _ends_there(above, body):
            return top
    return None


def _opens(under: list[Cell], em: float) -> bool:
    """Does a story begin under a heading: with a line set in, or with a byline? A pull-quote stands in the
    middle of a paragraph, whose next line is flush.
    """
    under = sorted((cell for cell in under if _is_text(cell)), key=lambda cell: cell.middle)
    first = [cell for cell in under if cell.middle < under[0].middle + 0.6 * em]
    if median(cell.em for cell in first) < 0.95 * em:
        return True
    edge = min(cell.left for cell in under)
    return min(cell.left for cell in first) > edge + 1.2 * em


def _amount(cells: Sequence[Cell], em: float) -> float:
    """How much body text there is, in type sizes."""
    return sum(units(cell.text) for cell in cells if 0.9 * em <= cell.em <= 1.1 * em and _is_text(cell))


def _leftmost(cells: list[Cell]) -> float:
    return min((cell.left for cell in cells if _is_text(cell)), default=0.0)


def _has_beside(cells: list[Cell], top: float, bottom: float, em: float) -> bool:
    """Is there text of body size between two heights?"""
    return any(top < cell.middle < bottom and cell.em < HEADLINE * em and _is_text(cell) for cell in cells)


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


def _rows(cells: list[Cell], column: int, body: Measure) -> list[Row]:
    """The cells of one column as rows from the top, each from left to right."""
    rows: list[_Line] = []
    for line in sorted(_segments(cells), key=lambda line: (-line.amount, line.middle)):
        home = min(
            (row for row in rows if _fits(line, row, body.step)),
            key=lambda row: abs(row.middle - line.middle),
            default=None,
        )
        if home is None:
            rows.append(line)
        else:
            home.cells += line.cells
    for line in rows:
        line.cells.sort(key=lambda cell: (cell.left, cell.span))
    edges = _edges([line.cells for line in rows])
    rows.sort(key=lambda line: line.middle)
    return [Row(tuple(line.cells), estimates(line.cells, body), column, edges) for line in rows]


@dataclass(slots=True)
class _Line:
    """Cells of one line of type; ``middle`` and ``amount`` (type sizes) are those of its longest part."""

    cells: list[Cell]
    middle: float
    amount: float


def _segments(cells: Sequence[Cell]) -> list[_Line]:
    """What the engine's lines have in this column."""
    lines: dict[int, list[Cell]] = {}
    for cell in cells:
        lines.setdefault(cell.line, []).append(cell)
    return [
        _Line(line, median(cell.middle for cell in line), sum(units(cell.text) for cell in line))
        for line in lines.values()
    ]


def _fits(line: _Line, row: _Line, em: float) -> bool:
    """Does a piece of a line belong to a row: at its height, where the row has a gap?

    A single character's box is off by more than a line's.
    """
    reach = _LEVEL_OF_FEW if line.amount <= _FEW else _LEVEL
    if abs(line.middle - row.middle) > reach * em:
        return False
    left, right = min(cell.left for cell in line.cells), max(cell.right for cell in line.cells)
    over = sum(max(0.0, min(right, cell.right) - max(left, cell.left)) for cell in row.cells)
    return over <= min(_OVERLAP * (right - left), em)


def _edges(groups: list[list[Cell]]) -> tuple[float, float]:
    """Left and right edge of a column: the outermost ones that several rows share, else the outermost."""
    lefts = sorted(min(cell.left for cell in group) for group in groups)
    rights = sorted((max(cell.right for cell in group) for group in groups), reverse=True)
    em = median(cell.em for group in groups for cell in group)
    return _shared(lefts, em), _shared(rights, em)


def _shared(values: list[float], em: float) -> float:
    for value in values:
        near = [other for other in values if abs(other - value) <= 0.5 * em]
        if len(near) >= max(2, 0.15 * len(values)):
            return median(near)
    return values[0]
