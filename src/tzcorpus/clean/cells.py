"""OCR words as cells on a level page, and the type size that they are set in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from tzcorpus.language.scripts import is_han, is_wide_punctuation
from tzcorpus.records import Document, LayoutLine, LayoutWord, Span

# What engines read upright rules between columns as.
RULES = "|｜丨︱¦"
# A wild box: a cell may be this much wider than its characters, then its right part is cut off.
_WIDEST = 1.3
# Lines with fewer words say too little about the slope of the page.
_SLOPE_WORDS = 6
# Width of a Latin letter or digit, and of the blank that a square character keeps at its sides, in type
# sizes; a mark that takes half its square shortens a line that it ends or begins. Noto Sans and Serif.
_LATIN = 0.55
_ASCII_MARKS = ",;:?!()"
_SIDE = 0.06
_HUGGED = 0.5
_HALF_LEFT = frozenset("，。、；：,;:)）”’》")
_HALF_RIGHT = frozenset("“‘（(《")
# Where among the heights of a line's characters the usual one stands.
_LOWER = 0.4
# A gap wider than this, in heights of the characters, is no blank of the text.
_WIDE_GAP = 0.8
# Shorter lines have no step worth the name.
_SHORT = 3.0
# A broadsheet in small type has some 200 by 300 characters; nothing is larger than this.
_WIDEST_PAGE = 300
_LONGEST_PAGE = 450
# Degrees; more is no scan of a newspaper page that an engine reads by lines.
_STEEPEST = 5.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One OCR word on the levelled page, in pixels; ``line`` is the index of its line in
    `Document.layout`, ``size`` that line's x_size (its height where the engine gives none), ``em`` the
    type size that the line is set in.
    """

    span: Span
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    line: int
    text: str
    size: float | None = None
    em: float = 0.0

    @property
    def middle(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Horizontal middle."""
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        """Of the box."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Measure:
    """What a line shows of its type size, in pixels: the step from character to character, the height of
    its Chinese characters, and the size that the engine gives. Each goes wrong at times, two seldom do.
    """

    step: float
    height: float
    size: float | None


def units(text: str) -> float:
    """Width of a text in type sizes: Chinese characters and marks 1, Latin letters and figures a half.

    Engines write full-width marks as ASCII ones, so these count as Chinese unless they part figures.
    """
    total = 0.0
    for k, ch in enumerate(text):
        if ch.isspace():
            continue
        if is_han(ch) or is_wide_punctuation(ch):
            total += 1.0
        elif ch in _ASCII_MARKS:
            inside = text[k - 1 : k].isascii() and text[k + 1 : k + 2].isascii() and 0 < k < len(text) - 1
            total += _LATIN / 2 if inside else 1.0
        else:
            total += _LATIN / 2 if ch == "." else _LATIN
    return total


def measure(cells: Sequence[Cell]) -> Measure:
    """The measures of one line of type, its cells from left to right.

    The step is that of the longest run without a wide gap: an engine's line may read across columns.
    """
    height = height_of(cells)
    run = max(_unbroken(cells, _WIDE_GAP * height), key=lambda part: sum(len(cell.text) for cell in part))
    text = "".join(cell.text for cell in run)
    wide = units(text) - _SIDE
    wide -= _HUGGED * ((text[-1:] in _HALF_LEFT) + (text[:1] in _HALF_RIGHT))
    left, right = run[0].left, max(cell.right for cell in run)
    sizes = sorted(cell.size for cell in cells if cell.size is not None)
    return Measure((right - left) / max(0.5, wide), height, sizes[len(sizes) // 2] if sizes else None)


def _unbroken(cells: Sequence[Cell], gap: float) -> list[list[Cell]]:
    """The cells in runs that wide gaps part."""
    runs = [[cells[0]]]
    for cell in cells[1:]:
        if cell.left - max(other.right for other in runs[-1][-3:]) > gap:
            runs.append([cell])
        else:
            runs[-1].append(cell)
    return runs


def estimates(cells: Sequence[Cell], body: Measure) -> tuple[float, ...]:
    """Up to three estimates of a line's type size as a ratio to that of the body; any may be wild."""
    mine = measure(cells)
    found = [mine.height / body.height]
    if units("".join(cell.text for cell in cells)) >= _SHORT:
        found.append(mine.step / body.step)
    if mine.size is not None and body.size is not None:
        found.append(mine.size / body.size)
    return tuple(found)


def type_ratio(cells: Sequence[Cell], body: Measure) -> float:
    """The type size of a line as a ratio to that of the body: the middle one of the estimates."""
    return median(estimates(cells, body))


def body_measure(lines: Iterable[Sequence[Cell]]) -> Measure:
    """The measures that most characters of a page share."""
    known = list(lines)
    long = [line for line in known if sum(len(cell.text) for cell in line) >= 6 and _sure(line)] or known
    measures = [(measure(line), sum(len(cell.text) for cell in line)) for line in long]
    return Measure(
        max(1.0, _mode([(one.step, weight) for one, weight in measures])),
        max(1.0, _mode([(one.height, weight) for one, weight in measures])),
        _mode([(one.size, weight) for one, weight in measures if one.size is not None]) or None,
    )


def _bounded(body: Measure, cells: Sequence[Cell]) -> Measure:
    """The measures, their step made so large that the page stays a page.

    Boxes that make no sense would else spread it over millions of characters' places.
    """
    width = max((cell.right for cell in cells), default=0.0) - min((cell.left for cell in cells), default=0.0)
    height = max((cell.bottom for cell in cells), default=0.0) - min(
        (cell.top for cell in cells), default=0.0
    )
    return replace(body, step=max(body.step, width / _WIDEST_PAGE, height / _LONGEST_PAGE))


def _mode(weighted: list[tuple[float, int]]) -> float:
    """The value that most weight lies within a twentieth of."""
    values = sorted(weighted)
    best, most, low, weight = 0.0, -1, 0, 0
    for high, (value, mine) in enumerate(values):
        weight += mine
        while values[low][0] < value / 1.1:
            weight -= values[low][1]
            low += 1
        if weight > most:
            inside = values[low : high + 1]
            most, best = weight, sum(v * w for v, w in inside) / max(1, sum(w for _, w in inside))
    return best


def _sure(line: Sequence[Cell]) -> bool:
    return sum(cell.confidence for cell in line) >= 0.5 * len(line)


def slope(lines: Iterable[Sequence[Cell]]) -> float:
    """Pixels that lines of text sink on their way of one pixel to the right."""
    slopes: list[tuple[float, float]] = []
    for line in lines:
        if len(line) < _SLOPE_WORDS:
            continue
        third = max(2, len(line) // 3)
        first, last = line[:third], line[-third:]
        run = median(cell.centre for cell in last) - median(cell.centre for cell in first)
        if run > 0:
            sunk = median(cell.middle for cell in last) - median(cell.middle for cell in first)
            slopes.append((sunk / run, run))
    half, total = sum(run for _, run in slopes) / 2, 0.0
    for value, run in sorted(slopes):
        total += run
        if total >= half:
            return value if abs(value) <= math.tan(math.radians(_STEEPEST)) else 0.0
    return 0.0


def cells_of(document: Document, page: int) -> tuple[list[Cell], Measure]:
    """The words of one page as cells, the page turned level, wild boxes cut to their characters; and the
    measures of its body.
    """
    lines = [
        [_cell(document.raw, k, line, word) for word in line.words]
        for k, line in enumerate(document.layout)
        if line.box.page == page and line.words
    ]
    tilt = slope(lines)
    lines = [[_turned(cell, tilt) for cell in line] for line in lines]
    body = _bounded(body_measure(lines), [cell for line in lines for cell in line])
    out = []
    for line in lines:
        em = type_ratio(line, body) * body.step
        for cell in line:
            out.append(_trimmed(replace(cell, em=em)))
    return out, body


def _trimmed(cell: Cell) -> Cell:
    """The cell without column rules that the engine took for characters of it, and no wider than its text."""
    left, right = inner_edges(cell, RULES)
    return replace(cell, left=left, right=min(right, left + _WIDEST * cell.em * max(1.0, units(cell.text))))


def inner_edges(cell: Cell, outer: str) -> tuple[float, float]:
    """Left and right of a cell without the characters of ``outer`` that it begins or ends with."""
    inner = cell.text.strip(outer)
    if not inner or inner == cell.text:
        return cell.left, cell.right
    wide = min(cell.right - cell.left, units(inner) * cell.em)
    if cell.text[0] in outer:
        return cell.right - wide, cell.right
    return cell.left, cell.left + wide


def _cell(raw: str, number: int, line: LayoutLine, word: LayoutWord) -> Cell:
    box = word.box
    return Cell(
        word.span, box.left, box.top, max(box.right, box.left + 1), max(box.bottom, box.top + 1),
        1.0 if word.confidence is None else word.confidence, number,
        raw[word.span.start : word.span.end],
        line.box.bottom - line.box.top if line.size is None else line.size,
    )  # fmt: skip


def _turned(cell: Cell, tilt: float) -> Cell:
    dx, dy = tilt * cell.middle, -tilt * cell.centre
    return replace(
        cell, left=cell.left + dx, right=cell.right + dx, top=cell.top + dy, bottom=cell.bottom + dy
    )


def height_of(cells: Sequence[Cell]) -> float:
    """Usual height in pixels of the Chinese characters among ``cells``, of all where there are none.

    An engine that is unsure of a character's box gives it the whole line's height, so the usual one is
    taken from the lower half.
    """
    han = sorted(cell.height for cell in cells if any(map(is_han, cell.text)))
    heights = han or sorted(cell.height for cell in cells) or [0.0]
    return heights[int(_LOWER * (len(heights) - 1))]
