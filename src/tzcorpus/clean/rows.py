"""Rows: the lines of type of one column, put together from what the engine made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tzcorpus.clean.cells import Cell, Measure, estimates, inner_edges, units
from tzcorpus.clean.grid import GHOSTS, HEADLINE

# How far apart the middles of two pieces of one row are at most, in type sizes; the same for a piece of one
# or two characters; and how much of its width a piece may lie over the row.
_LEVEL = 0.42
_LEVEL_OF_FEW = 0.55
_FEW = 2.0
_OVERLAP = 0.35


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
        """Left edge."""
        return min(cell.left for cell in self.cells)

    @property
    def right(self) -> float:
        """Right edge."""
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


def rows_of(cells: list[Cell], column: int, body: Measure) -> list[Row]:
    """The cells of one column as rows from the top, each from left to right."""
    rows: list[_Line] = []
    for line in sorted(_segments(cells), key=lambda line: (-line.amount, line.middle)):
        home = min(
            (row for row in rows if _fits(line, row, body)),
            key=lambda row: abs(row.middle - line.middle),
            default=None,
        )
        if home is None:
            rows.append(line)
        else:
            home.cells += line.cells
    for line in rows:
        line.cells = _from_left(line.cells)
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


def _from_left(cells: list[Cell]) -> list[Cell]:
    """The cells of a row by their left edges, those of one engine line in the engine's order: a single
    character's box goes wrong more often than the order of its line.
    """
    placed = sorted(cells, key=lambda cell: (cell.left, cell.span))
    lines: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: cell.span):
        lines.setdefault(cell.line, []).append(cell)
    if len(lines) == 1:
        return lines[placed[0].line]
    following = {line: iter(own) for line, own in lines.items()}
    return [next(following[cell.line]) for cell in placed]


def _fits(line: _Line, row: _Line, body: Measure) -> bool:
    """Does a piece of a line belong to a row: at its height, where the row has a gap?

    A single character's box is off by more than a line's; a headline's by more than the body's.
    """
    sizes = sorted((line.cells[0].em, row.cells[0].em))
    em = sizes[1] if sizes[0] >= HEADLINE * body.step else body.step
    reach = _LEVEL_OF_FEW if line.amount <= _FEW else _LEVEL
    if abs(line.middle - row.middle) > reach * em:
        return False
    left, right = min(cell.left for cell in line.cells), max(cell.right for cell in line.cells)
    over = sum(max(0.0, min(right, cell.right) - max(left, cell.left)) for cell in row.cells)
    return over <= min(_OVERLAP * (right - left), em)


def _edges(groups: list[list[Cell]]) -> tuple[float, float]:
    """Left and right edge of a column: the outermost ones that several rows share, else the outermost.

    What may be a ghost in the gap between two columns does not count.
    """
    solid = [[cell for cell in group if cell.text.strip(GHOSTS)] or group for group in groups]
    inner = [[inner_edges(cell, GHOSTS) for cell in group] for group in solid]
    lefts = sorted(min(left for left, _ in group) for group in inner)
    rights = sorted((max(right for _, right in group) for group in inner), reverse=True)
    em = median(cell.em for group in solid for cell in group)
    return _shared(lefts, em), _shared(rights, em)


def _shared(values: list[float], em: float) -> float:
    for value in values:
        near = [other for other in values if abs(other - value) <= 0.5 * em]
        if len(near) >= max(2, 0.15 * len(values)):
            return median(near)
    return values[0]
