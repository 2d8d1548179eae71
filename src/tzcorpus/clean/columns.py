"""Lines that run across columns, cut at the gaps and read one column after another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tzcorpus.clean.lines import Line, width

_GAP = re.compile(r"[ \u00a0\u3000]{2,}|\t[ \t]*")
# A table or a heading has few such lines; columns have many.
_FEWEST_ROWS = 3
_SMALLEST_SHARE = 0.5
# Characters that a cell of running text has at least; cells of tables and name lists are shorter.
_SHORTEST_CELL = 5


def uncross(lines: Sequence[Line]) -> list[Line]:
    """The lines, with every block that runs across columns read column by column."""
    out: list[Line] = []
    block: list[Line] = []
    for line in (*lines, None):
        if line is not None and (not block or line.gap == 0 or _has_gap(line)):
            block.append(line)
            continue
        out += _uncrossed(block)
        block = [line] if line is not None else []
    return out


def _has_gap(line: Line) -> bool:
    return line.role is None and _GAP.search(line.text) is not None


def _uncrossed(block: list[Line]) -> list[Line]:
    rows = [_cells(line) if line.role is None else [line] for line in block]
    split = [row for row in rows if len(row) > 1]
    if len(split) < _FEWEST_ROWS or len(split) < _SMALLEST_SHARE * len(rows):
        return block
    count = Counter(len(row) for row in split).most_common(1)[0][0]
    cells = sorted(width(cell.text) for row in split for cell in row)
    if cells[len(cells) // 2] < _SHORTEST_CELL:
        return block
    starts = _starts([row for row in split if len(row) == count])
    first = next(k for k, row in enumerate(rows) if len(row) > 1)
    last = max(k for k, row in enumerate(rows) if len(row) > 1)
    columns: list[list[Line]] = [[] for _ in range(count)]
    for number, row in enumerate(rows[first : last + 1], first):
        for k, cell in enumerate(row):
            columns[_column(block[number], cell, k, len(row), starts)].append(cell)
    head = block[:first]
    tail = block[last + 1 :]
    out = list(head)
    for column in columns:
        out += [replace(cell, gap=1) if k == 0 else cell for k, cell in enumerate(column)]
    return out + [replace(line, gap=1) if k == 0 else line for k, line in enumerate(tail)]


def _cells(line: Line) -> list[Line]:
    out: list[Line] = []
    at = 0
    for match in (*_GAP.finditer(line.text), None):
        end = match.start() if match else len(line.text)
        text = line.text[at:end]
        if text.strip():
            out.append(Line(line.start + at, line.start + end, text, line.gap, line.indent and not out))
        at = match.end() if match else end
    return out


def _starts(rows: Sequence[Sequence[Line]]) -> list[float]:
    """Usual left edge of each column, in ems from the line's start."""
    out = []
    for k in range(len(rows[0])):
        edges = sorted(_edge(row, k) for row in rows)
        out.append(edges[len(edges) // 2])
    return out


def _edge(row: Sequence[Line], k: int) -> float:
    return sum(width(row[j].text) + (row[j + 1].start - row[j].end) / 2 for j in range(k))


def _column(line: Line, cell: Line, k: int, size: int, starts: Sequence[float]) -> int:
    """The column of a cell: its place in a full row, else the column whose edge is nearest."""
    if size == len(starts):
        return k
    edge = width(line.text[: cell.start - line.start])
    if size == 1:
        return 0
    return min(range(len(starts)), key=lambda c: abs(starts[c] - edge))
