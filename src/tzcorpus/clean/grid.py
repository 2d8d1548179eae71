"""The words of a page painted into rows of bits: gutters are found by shifting and masking numbers."""

from __future__ import annotations

from collections.abc import Sequence

from tzcorpus.clean.cells import RULES, Cell, inner_edges

# Grid of the bit rows, in type sizes.
STEP_X = 0.125
STEP_Y = 0.25
# From this on type is a heading's that may stand over several columns; sub-headings inside a column are
# smaller (1.12 in our pages).
HEADLINE = 1.22
# A cell may reach so far over a gutter of the page (in type sizes) and is cut this far from its middle.
_OVER = 0.5
_CLEAR = 0.25
# Below this confidence a wild box is a scrap.
_SCRAP = 0.6
# Between columns that they read across, engines see rules and quotation marks that are not there.
GHOSTS = RULES + "“”‘’\"'《》"


class Grid:
    """Cells painted into rows of bits."""

    def __init__(self, cells: Sequence[Cell], em: float, known: Sequence[float] = ()) -> None:
        self.em = em
        self.x0 = min(cell.left for cell in cells)
        self.y0 = min(cell.top for cell in cells)
        self.rows = [0] * (self.y(max(cell.bottom for cell in cells)) + 1)
        self.body = [False] * len(self.rows)  # does a row hold more than headings?
        self._edges: set[tuple[int, int]] = set()
        for cell in cells:
            left, right = _clipped(cell, known, em)
            low, high = self.x(left), max(self.x(left), self.x(right))
            mask = ((1 << (high - low + 1)) - 1) << low
            self._edges.add((low, high))
            # a cell's core only: neighbours' ascenders must not close the strip between two lines
            margin = 0.1 * cell.height
            for y in range(self.y(cell.top + margin), self.y(cell.bottom - margin) + 1):
                self.rows[y] |= mask
                self.body[y] |= cell.em < HEADLINE * em

    def places(self, narrow: int, first: int, end: int) -> list[int]:
        """Where a free strip of ``narrow`` bits can touch a cell, from ``first`` to before ``end``.

        Any wider gap between cells begins and ends with such strips, so no others need to be tried.
        """
        found = {high + 1 for _, high in self._edges} | {low - narrow for low, _ in self._edges}
        return sorted(x for x in found if first <= x < end)

    def x(self, at: float) -> int:
        """The bit for a place in pixels."""
        return max(0, int((at - self.x0) / (STEP_X * self.em)))

    def y(self, at: float) -> int:
        """The row for a place in pixels."""
        return max(0, int((at - self.y0) / (STEP_Y * self.em)))


def _clipped(cell: Cell, known: Sequence[float], em: float) -> tuple[float, float]:
    """Left and right of a cell; where it reaches a little over a gutter of the page, cut there."""
    left, right = inner_edges(cell, GHOSTS)
    for at in known if cell.em < HEADLINE * em else ():
        if left < at + _CLEAR * em and right > at - _CLEAR * em:
            if cell.centre < at and right - at < _OVER * em:
                right = max(left + 1, at - _CLEAR * em)
            elif cell.centre >= at and at - left < _OVER * em:
                left = min(right - 1, at + _CLEAR * em)
    return left, right


def inks(cell: Cell, em: float) -> bool:
    """Does a cell count when gutters are looked for? Rules between columns and scraps do not."""
    if not cell.text.strip(GHOSTS):
        return False
    wild = cell.height > 2 * em or cell.height < 0.4 * em
    return cell.confidence >= _SCRAP or not (wild and cell.em > HEADLINE * em)


def bits(ems: float) -> int:
    """How many bits a width in type sizes takes, at least one."""
    return max(1, round(ems / STEP_X))
