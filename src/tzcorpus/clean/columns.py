"""Lines that run across columns, cut at the gaps and read one column after another.

OCR that misses a column's edge puts the halves of two or three columns on one line, with a run of blanks or
what it makes of the rule between. A row with fewer cells than the page has columns is placed by where it
stands and by what it goes on with.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tzcorpus.clean.evidence import pair_score
from tzcorpus.clean.lines import Line, width
from tzcorpus.clean.marks import is_finished

# A run of blanks, or a column rule as OCR reads it, with blanks.
_GAP = re.compile(
    "[/]?[ \u00a0\u3000]{2,}(?:[“”‘’'\"]?[|｜/丨][ \u00a0]*)?|\t[ \t]*"
    "|[ \u00a0][“”‘’'\"]?[|｜丨](?:[ \u00a0]+|$)|[|｜丨][ \u00a0]+"
)
_FAR = re.compile("[ \u00a0]{6,}")
_FEWEST_ROWS = 3
# A line of several columns is at least and at most so wide (ems); a gap may be a single blank where so many
# lines have one at the same place, give or take _NEAR.
_WIDE, _WIDEST = 26.0, 120.0
_FEWEST_ALIGNED = 4
_NEAR = 2.6
_STEP = 0.5  # between places where an edge is looked for
_BLANK = re.compile("[ \u00a0\u3000]+(?:[“”‘’'\"]?[|｜/丨][ \u00a0]*)?|(?<=\\S)[|｜丨][ \u00a0]*")
_STRAY = "“”‘’\"'|｜/,，。"
_SMALLEST_SHARE = 0.4
# So many lines without a gap may stand between two with one.
_LONGEST_LULL = 4
# Characters that a cell of running text usually has at least; cells of tables and name lists are shorter.
_SHORTEST_CELL = 6.0
_LONGEST_CELL = 40.0
# Half of the rows have their gap within this many ems of the usual place.
_ALIGNED = 3.0
# A cell of running text is at most so much wider than its column (ems).
_RAGGED = 2.5
# Log odds for each em that a cell stands away from a column's edge.
_PER_EM = -0.35
# A cell that begins before this share of the first column's width stands in it.
_WITHIN = 0.6


def uncross(lines: Sequence[Line]) -> list[Line]:
    """The lines, with every block that runs across columns read column by column."""
    gaps = [
        k for k, line in enumerate(lines) if line.role is None and (_GAP.search(line.text) or _is_wide(line))
    ]
    if not gaps:
        return list(lines)
    out: list[Line] = []
    at = 0
    for first, last in _blocks(lines, gaps):
        out += lines[at:first]
        out += _uncrossed(lines[first : last + 1])
        at = last + 1
    out += lines[at:]
    return [part for line in out for part in _far_apart(line)]


def _blocks(lines: Sequence[Line], gaps: Sequence[int]) -> list[tuple[int, int]]:
    """First and last line of each stretch whose lines with gaps are near one another."""
    blocks = [(gaps[0], gaps[0])]
    for k in gaps[1:]:
        between = sum(line.role is None for line in lines[blocks[-1][1] + 1 : k])
        if between <= _LONGEST_LULL:
            blocks[-1] = (blocks[-1][0], k)
        else:
            blocks.append((k, k))
    known = set(gaps)
    return [_trimmed(lines, known, first, last) for first, last in blocks]


def _trimmed(lines: Sequence[Line], gaps: set[int], first: int, last: int) -> tuple[int, int]:
    """The stretch without rows at its ends that stand alone: datelines, headings with page numbers."""
    inside = [k for k in range(first, last + 1) if k in gaps]
    while len(inside) > 1 and inside[1] > inside[0] + 1 and lines[inside[0] + 1].gap:
        inside.pop(0)
    return inside[0], inside[-1]


def _is_wide(line: Line) -> bool:
    """Could a line without a wide gap hold several columns: long enough, with a blank inside?"""
    return _WIDE <= width(line.text) <= _WIDEST and _BLANK.search(line.text) is not None


def _uncrossed(block: Sequence[Line]) -> list[Line]:
    typed = [line for line in block if line.role is not None]
    untyped = [line for line in block if line.role is None]
    starts = _common_edges(untyped)
    rows = [_cut(line, starts) if starts else _cells(line) for line in untyped]
    split = [row for row in rows if len(row) > 1]
    if len(split) < _FEWEST_ROWS or len(split) < _SMALLEST_SHARE * len(rows):
        return list(block)
    common = Counter(len(row) for row in split).most_common()
    often = [size for size, times in common if times >= max(2, len(split) // 4)]
    count = max(often) if often else common[0][0]
    full = [row for row in split if len(row) == count]
    sizes = sorted(width(cell.text) for row in full for cell in row)
    if not _SHORTEST_CELL <= sizes[len(sizes) // 2] <= _LONGEST_CELL or not _aligned(full):
        return list(block)
    columns = _placed(rows, _starts(full), sizes[len(sizes) * 3 // 4])
    out: list[Line] = []
    for column in columns:
        out += [replace(cell, gap=1) if k == 0 else cell for k, cell in enumerate(column)]
    return out + typed


def _common_edges(lines: Sequence[Line]) -> list[float]:
    """Where columns begin (ems from the line's start), if the gaps of most long lines agree on it."""
    long = [line for line in lines if width(line.text) >= _WIDE]
    if len(long) < _FEWEST_ALIGNED or len(long) * 2 < len(lines):
        return []
    if sum(is_finished(line.text) for line in long) * 2 > len(long):
        return []  # paragraphs, not rows
    places = [[width(line.text[: match.end()]) for match in _BLANK.finditer(line.text)] for line in long]
    places = [row for row in places if row]
    if len(places) < _FEWEST_ALIGNED:
        return []
    widths = sorted(width(line.text) for line in long)
    found: list[tuple[int, float]] = []
    steps = max(0, math.ceil((widths[-1] - _SHORTEST_CELL * 1.5) / _STEP))
    for at, hits in _hits(places, [_SHORTEST_CELL + k * _STEP for k in range(steps)]):
        able = len(widths) - bisect_left(widths, at + _NEAR)
        if len(hits) >= _FEWEST_ALIGNED and len(hits) * 2 >= able:
            found.append((len(hits), sum(hits) / len(hits)))
    edges: list[float] = []
    for _, edge in sorted(found, reverse=True):
        if all(abs(edge - other) >= _SHORTEST_CELL for other in edges):
            edges.append(edge)
    return sorted(edges)


def _hits(places: Sequence[Sequence[float]], edges: Sequence[float]) -> Iterator[tuple[float, list[float]]]:
    """Each possible edge with each row's gap near it, its nearest one; where a row has none, nothing."""
    hits: list[list[float]] = [[] for _ in edges]
    for row in places:
        near: set[int] = set()
        for place in row:
            first = bisect_left(edges, place - _NEAR - _STEP)
            near.update(range(first, bisect_left(edges, place + _NEAR + _STEP)))
        for k in near:
            place = _nearest(row, edges[k])
            if abs(place - edges[k]) <= _NEAR:
                hits[k].append(place)
    return zip(edges, hits, strict=True)


def _nearest(places: Sequence[float], at: float) -> float:
    """The one of ``places`` (sorted) that is nearest to ``at``; of two the one before it."""
    k = bisect_left(places, at)
    if k == len(places) or (k and at - places[k - 1] <= places[k] - at):
        return places[k - 1]
    return places[k]


def _cut(line: Line, starts: Sequence[float]) -> list[Line]:
    """The cells of a line that runs across columns beginning at ``starts``."""
    text = line.text
    if width(text) < starts[0] + _SHORTEST_CELL / 2:
        return [line]
    gaps = [(width(text[: match.end()]), match.start(), match.end()) for match in _BLANK.finditer(text)]
    out: list[Line] = []
    at = 0
    for start in starts:
        if width(text) < start + 1:
            break
        near = [gap for gap in gaps if gap[1] > at and abs(gap[0] - start) <= _reach(gap)]
        if near:
            _, end, following = min(near, key=lambda gap: (-_gap_size(gap), abs(gap[0] - start)))
        else:
            end = following = _split_at(text, at, start)
        out += _piece(line, at, end, first=not out)
        at = following
    return out + _piece(line, at, len(text), first=not out)


def _reach(gap: tuple[float, int, int]) -> float:
    """How far from its usual place a gap may stand (ems): a run of blanks is one anywhere near."""
    return _SHORTEST_CELL if gap[2] - gap[1] > 2 else _RAGGED + 1


def _gap_size(gap: tuple[float, int, int]) -> int:
    return min(gap[2] - gap[1], 2)


def _split_at(text: str, low: int, start: float) -> int:
    """Where to cut a line without a gap: at a stray mark near the column's edge, else at the edge."""
    size, best = width(text[:low]), low
    for k in range(low, len(text)):
        if size >= start:
            break
        size += width(text[k])
        best = k + 1
    for k in (best - 1, best, best - 2, best + 1):
        if 0 <= k < len(text) and text[k] in _STRAY:
            return k + 1
    while best > low + 1 and best < len(text) and text[best].isdigit() and text[best - 1].isdigit():
        best -= 1  # no line breaks inside a number
    return best


def _piece(line: Line, start: int, end: int, *, first: bool) -> list[Line]:
    text = line.text
    # a line never ends in an opening quote nor begins with a closing one: these are the column's rule
    while start < end and (text[start].isspace() or (start and text[start] in "”’|｜")):
        start += 1
    while end > start and (text[end - 1].isspace() or (end < len(text) and text[end - 1] in "“‘|｜")):
        end -= 1
    text = text[start:end]
    if not text:
        return []
    begin = line.start + start
    return [Line(begin, begin + len(text), text, line.gap, line.indent and first)]


def _aligned(rows: Sequence[Sequence[Line]]) -> bool:
    """Do the cells of full rows begin at the same places?"""
    for edges in list(zip(*(_edges(row) for row in rows), strict=True))[1:]:
        middle = sorted(edges)[len(edges) // 2]
        if sum(abs(edge - middle) <= _ALIGNED for edge in edges) * 2 < len(edges):
            return False
    return True


def _placed(rows: Sequence[Sequence[Line]], starts: Sequence[float], usual: float) -> list[list[Line]]:
    """Each row's cells in their columns: one to one where the row is full, else the likeliest."""
    columns: list[list[Line]] = [[] for _ in starts]
    for row in rows:
        least = 0
        edges = _edges(row)
        for k, (edge, cell) in enumerate(zip(edges, row, strict=True)):
            if len(row) == len(starts):
                place = k
            elif k and edge < starts[1] * _WITHIN:  # a gap inside the first column
                place = 0
            else:
                last = max(least, len(starts) - (len(row) - k))
                near = edge if len(row) > 1 else None
                place = max(
                    range(least, last + 1), key=lambda c: _fit(columns[c], cell, near, starts[c], usual)
                )
            columns[place].append(cell)
            least = min(place + 1, len(starts) - 1)
    return columns


def _fit(column: Sequence[Line], cell: Line, edge: float | None, start: float, usual: float) -> float:
    """Log odds that a cell of an incomplete row stands in a column."""
    score = 0.0 if edge is None else _PER_EM * abs(edge - start)
    if column and not is_finished(column[-1].text):
        before = column[-1].text
        score += pair_score(before, cell.text) + (1.0 if width(before) >= usual - _RAGGED else -1.0)
    return score


def _cells(line: Line) -> list[Line]:
    out: list[Line] = []
    at = 0
    for match in (*_GAP.finditer(line.text), None):
        end = match.start() if match else len(line.text)
        text = line.text[at:end]
        if text.strip():
            lead = len(text) - len(text.lstrip())
            text = text.strip()
            begin = line.start + at + lead
            out.append(Line(begin, begin + len(text), text, line.gap, line.indent and not out))
        at = match.end() if match else end
    return out


def _starts(rows: Sequence[Sequence[Line]]) -> list[float]:
    """Usual left edge of each column, in ems from the line's start."""
    edges = [_edges(row) for row in rows]
    return [sorted(column)[len(column) // 2] for column in zip(*edges, strict=True)]


def _edges(row: Sequence[Line]) -> list[float]:
    """Left edges of a row's cells, in ems; a blank between cells is half an em."""
    out = [0.0]
    for cell, following in pairwise(row):
        out.append(out[-1] + width(cell.text) + (following.start - cell.end) / 2)
    return out


def _far_apart(line: Line) -> list[Line]:
    """A line whose parts stand far apart is several lines: date and page number, two headings."""
    if line.role is not None or not _FAR.search(line.text):
        return [line]
    cells = _cells(line)
    return [cells[0], *(replace(cell, gap=1) for cell in cells[1:])] if cells else [line]
