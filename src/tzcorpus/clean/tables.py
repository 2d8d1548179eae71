"""Rows of tables: lines of short cells, most of them figures, under a line that names the unit; and lists
whose rows are a name and figures between commas.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tzcorpus.clean.chunks import column_width
from tzcorpus.clean.lines import Line, width

# "Unit: 100 million yuan", alone on its line or in brackets.
_UNIT = re.compile(
    r"[（(]?\s*(?:计量)?单位\s*[:：]\s*(?:[百千万亿]{0,3}(?:元|美元|吨|人|家|个|台|辆|箱|标箱|亩|户|件|千瓦时?|平方米|公里)|[%％])"
    r"(?:\s*[、，,/]\s*[^，。；\s]{1,5}){0,3}\s*[）)]?"
)
_SENTENCE = re.compile("[，。；！？“”]")
_CELLS = re.compile("[ \t\u00a0\u3000|｜]+")
# A figure with a word of direction before it and a unit after it, or a dash that stands for none.
_FIGURE = re.compile(
    r"(?:[增减升降涨跌约超]|增长|下降|[+\-－±]|[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,6}[:：])?\s*\d[\d.,，．]{0,14}(?:[%％‰]|[百千万亿]{0,3}[\u4e00-\u9fff]{0,3})|[-—－]{1,2}|持平"
)
# Characters of the longest cell (ems): a project's name; of a cell of columns of text.
_LONGEST_CELL = 16.0
_WIDEST_CELL = 24.0  # of rows that are alike
_FEWEST_ROWS = 2
# A project's name with its firm (ems).
_LONGEST_NAME = 40.0
# Rows of a list between commas: so many at least, fewer where they are numbered; cells of a row at least.
_FEWEST_LISTED = 3
_FEWEST_NUMBERED = 2
_FEWEST_LIST_CELLS = 3
_COMMAS = re.compile("[，,]")
_ENDED = re.compile("[。！？：:；;“”]")
# A row may end so.
_ROW_END = re.compile("[；;]$")
# Lines of a numbered row that a column breaks, and the number that leads it.
_MOST_LINES = 4
_NUMBER = re.compile(r"(\d{1,2})\s*[.、．]\s*(?=[^\d\s.．%％])")
# What no row has that stands between blanks; a comma in a number is none.
_MARK = re.compile(r"[，。；！？：“”、]|[,;:!?](?!\d)")
# A figure that counts something: no date, no number of a page.
_QUANTITY = re.compile(
    r"\d[\d.,]{0,14}\s?(?:[%％‰]|[百千万亿]{1,3}(?![\d年月日])|[百千万亿]{0,3}"
    r"(?:元|美元|欧元|吨|人|家|个|台|辆|箱|标箱|亩|户|件|千瓦时?|平方米|公里|米|项))"
)
_FEWEST_QUANTITIES = 4
# A cell that is nothing but a figure; cells one below the other that are a table.
_CELL_FIGURE = re.compile(
    r"[+\-－±]?\d[\d.,]{0,14}\s?(?:[%％‰]|[百千万亿]{0,3}[\u4e00-\u9fff]{0,2})|[-—－]{1,2}|持平"
)
_FEWEST_CELLS = 6
# A row ends so many ems before the column does.
_SHORT_OF = 2.0
_NUMBERED = re.compile(r"(?:\d{1,2}|[（(]\d{1,2}[）)]|[①-⑳])\s*[.、．]?\s*(?=[^\d\s.．%％])")


def mark_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines, with the role ``table`` for rows of figures, what heads them, and the line of the unit.

    Two rows in a row at least make a table, one where the unit is named above.
    """
    out = _mark_alike(list(lines))
    cells = [_cells(line) for line in lines]
    k = 0
    while k < len(lines):
        end = k
        while end < len(lines) and _is_row(cells[end]):
            end += 1
        if end == k:
            k += 1
            continue
        first = k - 1 if k and len(cells[k - 1]) == len(cells[k]) else k
        unit = first - 1 if first and _is_unit(lines[first - 1]) else first
        if end - k >= _FEWEST_ROWS or unit < first or _holds_rows(cells[k]):
            for at in range(unit, end):
                out[at] = replace(out[at], role="table")
        k = end
    return _mark_ragged(_mark_bare(_mark_broken(_mark_lists(_mark_cells(out)))))


def _mark_alike(lines: list[Line]) -> list[Line]:
    """Rows of as many cells one below the other, a figure in the same one: names fill the others."""
    k = 0
    while k < len(lines):
        cells = _blank_cells(lines[k])
        places = _figures_of(cells)
        end = k + 1
        while places and end < len(lines) and lines[end].gap <= 1:
            following = _blank_cells(lines[end])
            both = places & _figures_of(following)
            if len(following) != len(cells) or not both:
                break
            places, end = both, end + 1
        if end - k >= _FEWEST_LISTED:
            head = k - 1 if k and len(_blank_cells(lines[k - 1])) == len(cells) else k
            head -= bool(head) and _is_unit(lines[head - 1])
            for at in range(head, end):
                lines[at] = replace(lines[at], role="table")
        k = end
    return lines


def _blank_cells(line: Line) -> list[str]:
    """The cells of a line between blanks, three or more, without a sentence's marks."""
    if line.role is not None or _SENTENCE.search(line.text):
        return []
    cells = [cell for cell in _CELLS.split(line.text) if cell]
    return cells if len(cells) >= _FEWEST_LIST_CELLS and all(width(c) <= _WIDEST_CELL for c in cells) else []


def _figures_of(cells: Sequence[str]) -> set[int]:
    """Which cells beside the first are figures."""
    return {k for k, cell in enumerate(cells) if k and _FIGURE.fullmatch(cell)}


def _holds_rows(cells: Sequence[str]) -> bool:
    """Does one line hold several rows, each a name and figures?"""
    return sum(_FIGURE.fullmatch(cell) is not None for cell in cells[1:]) >= _FEWEST_LISTED


def _mark_cells(lines: list[Line]) -> list[Line]:
    """Cells one below the other, a third of them figures, with the line of the unit above."""
    k = 0
    while k < len(lines):
        end = k
        while end < len(lines) and _is_cell(lines[end]) and (end == k or lines[end].gap <= 1):
            end += 1
        figures = [at for at in range(k, end) if _CELL_FIGURE.fullmatch(lines[at].text)]
        if len(figures) >= _FEWEST_LISTED and end - k >= _FEWEST_CELLS and len(figures) * 3 >= end - k:
            first = k
            while lines[first].gap and first < figures[0] - 1 and lines[first + 1].gap:
                first += 1
            first -= bool(first) and _is_unit(lines[first - 1])
            for at in range(first, figures[-1] + 1):
                lines[at] = replace(lines[at], role="table")
        k = max(end, k + 1)
    return lines


def _is_cell(line: Line) -> bool:
    if line.role not in (None, "furniture", "noise", "table") or width(line.text) > _LONGEST_CELL:
        return False
    return _MARK.search(line.text) is None and (
        line.role is None or _CELL_FIGURE.fullmatch(line.text) is not None
    )


def _mark_lists(lines: list[Line]) -> list[Line]:
    """Rows between commas, one below the other, whose figures stand in the same cell from the end."""
    k = 0
    while k < len(lines):
        place = _figure_cell(lines[k])
        end = k + 1
        while place and end < len(lines) and lines[end].gap <= 1 and _figure_cell(lines[end]) == place:
            end += 1
        rows = lines[k:end] if place else []
        if len(rows) >= _FEWEST_LISTED or (
            len(rows) >= _FEWEST_NUMBERED and all(_NUMBERED.match(line.text) for line in rows)
        ):
            lines[k:end] = [replace(line, role="table") for line in rows]
        k = end
    return lines


def _mark_broken(lines: list[Line]) -> list[Line]:
    """Numbered rows that a column breaks into several lines, blank ones between: from 1 on, at least three,
    each a name and figures between commas.
    """
    starts = [(k, int(match[1])) for k, line in enumerate(lines) if (match := _leading_number(line))]
    at = 0
    while at < len(starts):
        end = at + 1
        while end < len(starts) and starts[end][1] == starts[end - 1][1] + 1:
            end += 1
        spans = [_row_span(lines, start) for start, _ in starts[at:end]]
        whole = sum(stop > start for start, stop in spans)
        if starts[at][1] == 1 and end - at >= _FEWEST_LISTED and whole * 2 > end - at:
            for start, stop in spans:
                for k in range(start, max(stop, start + 1)):
                    lines[k] = replace(lines[k], role="table")
        at = end
    return lines


def _mark_bare(lines: list[Line]) -> list[Line]:
    """Lines below one another without a mark and full of figures with units: rows that a column breaks.

    Text has a comma at least every other line, and headings have fewer figures.
    """
    k = 0
    while k < len(lines):
        end = k
        while end < len(lines) and _is_bare(lines[end]) and (end == k or lines[end].gap <= 1):
            end += 1
        block = _with_figures(lines, k, end)
        counts = [len(_QUANTITY.findall(lines[at].text)) for at in block]
        if sum(counts) >= _FEWEST_QUANTITIES and sum(map(bool, counts)) >= _FEWEST_LISTED:
            for at in block:
                lines[at] = replace(lines[at], role="table")
        k = max(end, k + 1)
    return lines


def _is_bare(line: Line) -> bool:
    return line.role in (None, "table") and _MARK.search(line.text) is None


def _with_figures(lines: Sequence[Line], start: int, end: int) -> list[int]:
    """The lines of a run from its first group that holds a figure to its last; blank lines part groups."""
    groups: list[list[int]] = []
    for k in range(start, end):
        if k == start or lines[k].gap:
            groups.append([])
        groups[-1].append(k)
    held = [n for n, group in enumerate(groups) if any(_QUANTITY.search(lines[k].text) for k in group)]
    found = [k for group in groups[held[0] : held[-1] + 1] for k in group] if held else []
    widest = max((width(lines[k].text) for k in found), default=0.0)
    while found and not _QUANTITY.search(lines[found[-1]].text) and len(lines[found[-1]].text.split()) == 1:
        last, before = lines[found[-1]], lines[found[-1] - 1]
        if (
            last.gap == 0
            and width(last.text) * 2 < width(before.text)
            and width(before.text) > widest - _SHORT_OF
        ):
            break  # the end of a row that the column broke
        found.pop()
    return found


def _mark_ragged(lines: list[Line]) -> list[Line]:
    """Rows between commas that a column breaks: each ends before the column does, without a final mark.

    A paragraph ends once so, where something cuts it; three such rows in a row are a list.
    """
    if not any(_COMMAS.search(line.text) and line.role is None for line in lines):
        return lines
    column = column_width(lines)
    rows: list[tuple[int, int]] = []
    start = 0
    for k, line in enumerate(lines):
        within = line.role in (None, "table") and _ENDED.search(line.text) is None
        if column is None or not within or (line.gap and k > start) or k - start >= _MOST_LINES:
            _mark_rows(lines, rows)
            rows, start = [], k if within else k + 1
            if column is None or not within:
                continue
        if width(line.text) < column - _SHORT_OF:
            row = "".join(lines[at].text for at in range(start, k + 1))
            cells = ["".join(cell.split()) for cell in _COMMAS.split(row)]
            if len(cells) < _FEWEST_LIST_CELLS or not any(_FIGURE.fullmatch(cell) for cell in cells[1:]):
                _mark_rows(lines, rows)
                rows = []
            else:
                rows.append((start, k + 1))
            start = k + 1
    _mark_rows(lines, rows)
    return lines


def _mark_rows(lines: list[Line], rows: Sequence[tuple[int, int]]) -> None:
    if len(rows) >= _FEWEST_LISTED:
        for start, end in rows:
            for k in range(start, end):
                lines[k] = replace(lines[k], role="table")


def _leading_number(line: Line) -> re.Match[str] | None:
    return _NUMBER.match(line.text) if line.role in (None, "table") else None


def _row_span(lines: Sequence[Line], start: int) -> tuple[int, int]:
    """The lines of a row, up to its last figure; none where a sentence or a new row comes first."""
    text = ""
    for k in range(start, min(start + _MOST_LINES, len(lines))):
        if k > start and (lines[k].role is not None or _leading_number(lines[k])):
            break
        text += lines[k].text
        if _figure_place(text) == 1:
            return start, k + 1
    return start, start


def _figure_cell(line: Line) -> int:
    """Which cell from the end (1 the last) of a line between commas is a figure; 0 for no such line."""
    return 0 if line.role is not None else _figure_place(line.text)


def _figure_place(row: str) -> int:
    text = _ROW_END.sub("", row)
    if text.count("，") + text.count(",") < _FEWEST_LIST_CELLS - 1:
        return 0
    if _ENDED.search(text):
        return 0
    cells = ["".join(cell.split()) for cell in _COMMAS.split(text)]
    if any(width(cell) > _LONGEST_NAME for cell in cells):
        return 0
    return next((n for n, cell in enumerate(reversed(cells[1:]), 1) if _FIGURE.fullmatch(cell)), 0)


def _is_unit(line: Line) -> bool:
    return line.role is None and _UNIT.fullmatch(line.text) is not None


def _cells(line: Line) -> list[str]:
    """The cells of a line that could be a table's: two or more, short, without a sentence's marks."""
    if line.role is not None or _SENTENCE.search(line.text):
        return []
    cells = [cell for cell in _CELLS.split(line.text) if cell]
    return cells if len(cells) > 1 and all(width(cell) <= _LONGEST_CELL for cell in cells) else []


def _is_row(cells: Sequence[str]) -> bool:
    """Are there figures in half of the cells beside the first?"""
    if len(cells) < 2:
        return False
    figures = sum(_FIGURE.fullmatch(cell) is not None for cell in cells[1:])
    return figures * 2 >= len(cells) - 1 and figures > 0


# Where a numbered row begins inside a text that runs on.
_INNER_NUMBER = re.compile(r"(?<![\d.．])(\d{1,2})[.．、](?=[^\d\s])")


def is_run_of_rows(text: str) -> bool:
    """Is a text without a sentence the rows of a numbered list run together, each a name and figures?

    >>> is_run_of_rows("1.渡船，北屿，2.8亿元2.书屋，南屿，3200万元3.码头，北屿，1.2亿元")
    True
    """
    if not text[:1].isdecimal():
        return False
    starts = list(_INNER_NUMBER.finditer(text))
    if len(starts) < _FEWEST_LISTED or starts[0].start() or _ENDED.search(text):
        return False
    numbers = [int(match[1]) for match in starts]
    if any(after != before + 1 for before, after in pairwise(numbers)):
        return False
    rows = [text[a.end() : b.start()] for a, b in pairwise(starts)]
    figures = sum(_FIGURE.fullmatch(_COMMAS.split(row)[-1].strip()) is not None for row in rows)
    return figures * 2 > len(rows)
