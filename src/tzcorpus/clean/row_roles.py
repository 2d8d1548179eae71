"""What each row of a page is: by its words, its type size, its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tzcorpus.clean.cells import units
from tzcorpus.clean.leads import split_leads
from tzcorpus.clean.lexicon import lexicon
from tzcorpus.clean.marks import is_finished
from tzcorpus.clean.rims import DOUBTFUL, HEADLINE_SIZE, LARGE, SMALL, is_body, page_rim, role_of, spaced
from tzcorpus.clean.roles import is_bare_byline
from tzcorpus.clean.rows import Row
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.language.scripts import has_han, is_han
from tzcorpus.records import Role

# Rows of fewer characters show their size less surely, so they need to differ more.
_FEW = 6
_SMALL_OF_FEW = 0.87
_LARGE_OF_FEW = 1.12
# A row that fills its column is set large only if it clearly is.
_LARGE_OF_FULL = 1.13
# Ratio between two rows of one block, and where one of them has few characters; both are left of the step
# from a caption to the body (1.16), except where a line comes when the next one of the body is due. One
# estimate inside the body's range is enough there. A row starts this near the column's edge (type sizes).
_NEAR = (0.9, 1.1)
_BODY = (0.95, 1.06)
_NEAR_OF_BODY = (0.84, 1.2)
_NEAR_OF_FEW = (0.72, 1.2)
_FLUSH = 0.7
# Distance of two lines of a block against the usual one, and what is usual in type sizes.
_CLOSE = 1.12
_EXACT = 0.06
_LEADING = 1.6
# An estimate this near to one speaks for the body.
_SURELY = 0.04
_SMALL_THEN = 0.9
# A kicker is at most this long.
_LONGEST_KICKER = 16
# What makes a table: gaps in type sizes, pieces of a row, rows.
_CELL_GAP = 0.9
_CELLS = 2
_TABLE_ROWS = 3
# Type sizes beyond which it is no type at all.
_HUGE = 4.5
_TINY = 0.45
_MOST_IN_SCRAP = 4
# Below this confidence a few characters with strokes or letters among them, and no word, are a scrap, too.
_UNSURE = 0.75
_LONGEST_GIBBERISH = 8
_STROKE = re.compile(r"[A-Za-z\[\]|｜<>~=_^*/\\\-]|^一+$")
# The last row of a paragraph where it is short: at most so wide (type sizes), how it ends, and how far below
# the row above in line distances: the middle of a single character's box is off.
_MOST_IN_TAIL = 5.0
_CLOSE_TAIL = 1.3
_TAIL = re.compile("[。！？][”’」』）)》a-zA-Z]?$")
# A name as the part of a byline: its length, and how level with the other part (type sizes).
_LONGEST_NAME = 4
_BESIDE = 0.3


@dataclass(frozen=True, slots=True)
class Marked:
    """A row and what it is: one of the roles, or ``heading`` for large and ``small`` for small type that
    its neighbours have to explain. Body text is ``paragraph``.
    """

    row: Row
    kind: Role | str


def leading_of(rows: Sequence[Row], em: float) -> float:
    """Usual distance of the lines of the body, from middle to middle, in pixels."""
    steps = [
        below.middle - above.middle
        for above, below in pairwise(rows)
        if above.column == below.column and is_body(above) and is_body(below)
    ]
    steps = [step for step in steps if 1.05 * em < step < 2.6 * em]
    return median(steps) if steps else _LEADING * em


def mark_rows(rows: Sequence[Row], em: float, settings: CleanSettings) -> list[Marked]:
    """The rows of one page with their kinds; ``em`` is the type size of its body in pixels."""
    page = _Page(em, leading_of(rows, em), settings)
    rim = page_rim(rows, em, settings)
    out: list[Marked] = []
    leads = split_leads(rows, em) if settings.allows("split-lines") else ((row, False) for row in rows)
    for row, is_byline in leads:
        before = next((item for item in reversed(out) if item.kind != "noise"), None)
        kind = "furniture" if row in rim else "byline" if is_byline else _by_words(row, before, page)
        out.append(Marked(row, kind or _by_size(row, before, page)))
    return _settled(out, page)


def _settled(marked: list[Marked], page: _Page) -> list[Marked]:
    """The rows, those made body text that stand at its line distance above or below a body row."""
    out = list(marked)
    for order in (range(len(out)), range(len(out) - 1, -1, -1)):
        beside: Marked | None = None  # the last row passed that is no scrap
        for k in order:
            item = out[k]
            if item.kind == "noise":
                continue
            if beside is not None and beside.kind == "paragraph":
                above, below = (beside.row, item.row) if order.step > 0 else (item.row, beside.row)
                if _close(above, below, page) and _may_be_body(item, below.middle - above.middle, page):
                    out[k] = Marked(item.row, "paragraph")
            beside = out[k]
    out = _kickers(_split_bylines(_carried_over(out, page), page))
    return _tables(out, page) if page.settings.allows("tables") else out


def _may_be_body(item: Marked, distance: float, page: _Page) -> bool:
    """Does any estimate of its size allow a row to be of the body, which is ``distance`` away?

    Small type has closer lines: what keeps the body's distance to a hair needs less of a size.
    """
    near = any(_BODY[0] <= value <= _BODY[1] for value in item.row.estimates)
    if item.kind == "small":
        exact = abs(distance / page.leading - 1) <= _EXACT
        return near or (exact and max(item.row.estimates) >= _NEAR[0])
    return item.kind == "heading" and (near or _NEAR[0] < item.row.ratio < _NEAR[1])


def _carried_over(marked: list[Marked], page: _Page) -> list[Marked]:
    """A full row that only seems small, at the head of a column, is body text where the paragraph before it
    stops at the foot of its column in the middle of a sentence: no caption stands above its picture there.
    """
    out = list(marked)
    text: Row | None = None  # the last row of running text
    column = -1
    for k, item in enumerate(marked):
        row = item.row
        first = row.column != column and item.kind not in ("furniture", "noise", "byline")
        if first and item.kind == "small" and text is not None:
            carried = (
                not is_finished(text.text)
                and text.right > text.edges[1] - 2 * page.em
                and row.left < row.edges[0] + _FLUSH * page.em
                and row.right > row.edges[1] - 2 * page.em
                and any(_BODY[0] <= value <= _BODY[1] for value in row.estimates)
            )
            if carried:
                out[k] = Marked(row, "paragraph")
        if item.kind not in ("furniture", "noise", "byline"):
            column = row.column
        if out[k].kind == "paragraph":
            text = row
    return out


def _split_bylines(marked: list[Marked], page: _Page) -> list[Marked]:
    """A byline over two columns falls into both: a few characters at the level of a byline in another
    column, apart from the lines of their own, are its other part.
    """
    lines = [item.row for item in marked if item.kind == "byline"]
    out = list(marked)
    for k, item in enumerate(marked):
        row = item.row
        if item.kind not in ("paragraph", "small") or not 2 <= len(row.text) <= _LONGEST_NAME:
            continue
        beside = any(
            line.column != row.column and abs(line.middle - row.middle) < _BESIDE * page.em for line in lines
        )
        near = [other.row for other in (*marked[k - 1 : k], *marked[k + 1 : k + 2])]
        if (
            beside
            and all(map(is_han, row.text))
            and not any(_close(*pair, page) for other in near for pair in ((row, other), (other, row)))
        ):
            out[k] = Marked(row, "byline")
    return out


def _kickers(marked: list[Marked]) -> list[Marked]:
    """Small lines right above the first headline are its kicker."""
    out = list(marked)
    for k, (item, following) in enumerate(pairwise(marked)):
        if item.kind in ("paragraph", "byline"):
            break
        alone = item.kind == "small" and len(item.row.text) <= _LONGEST_KICKER
        if alone and following.kind == "heading" and following.row.ratio >= HEADLINE_SIZE:
            out[k] = Marked(item.row, "kicker")
    return out


def _tables(marked: list[Marked], page: _Page) -> list[Marked]:
    """Short rows with a wide gap, several one below the other, are a table."""
    out = list(marked)
    split = [
        item.kind in ("paragraph", "small")
        and len(spaced(item.row, _CELL_GAP, page.em)) >= _CELLS
        and not is_finished(item.row.text)
        and item.row.right < item.row.edges[1] - 3 * page.em
        for item in marked
    ]
    start = 0
    while start < len(out):
        end = start
        while end < len(out) and split[end] and out[end].row.column == out[start].row.column:
            end += 1
        if end - start >= _TABLE_ROWS:
            out[start:end] = [Marked(item.row, "table") for item in out[start:end]]
        start = max(end, start + 1)
    return out


@dataclass(frozen=True, slots=True)
class _Page:
    """What all rows of a page share: type size and distance of lines in pixels, and the settings."""

    em: float
    leading: float
    settings: CleanSettings


def _by_words(row: Row, before: Marked | None, page: _Page) -> Role | None:
    if before is not None and _is_tail(row, before, page):
        return "paragraph"
    if _is_scrap(row):
        return "noise"
    role = role_of(" ".join(spaced(row, 0.5, page.em)), page.settings) or role_of(row.text, page.settings)
    if role is None and before is not None and before.kind == "heading" and is_bare_byline(row.text):
        return "byline"
    if role is None or (role == "noise" and row.confidence >= DOUBTFUL and has_han(row.text)):
        return None
    if before is not None and before.kind == "paragraph" and _follows(row, before.row, page):
        # the middle of a sentence that happens to read like a line of its own
        return None
    if role == "caption" and row.ratio >= LARGE:
        return None
    return role


def _follows(row: Row, before: Row, page: _Page) -> bool:
    """Does a row of body type go on with the unfinished row right above it?"""
    return (
        _close(before, row, page)
        and is_body(row)
        and not is_finished(before.text)
        and before.right > before.edges[1] - 2 * page.em
        and row.left < row.edges[0] + _FLUSH * page.em
    )


def _close(above: Row, below: Row, page: _Page) -> bool:
    """Do two rows stand one below the other at the distance of the body's lines?"""
    return above.column == below.column and 0 < below.middle - above.middle <= _CLOSE * page.leading


def _is_scrap(row: Row) -> bool:
    if row.ratio > _HUGE or row.ratio < _TINY:
        return True
    if row.confidence >= DOUBTFUL:
        return row.confidence < _UNSURE and _is_gibberish(row.text)
    return len(row.text) <= _MOST_IN_SCRAP or not has_han(row.text)


def _is_tail(row: Row, before: Marked, page: _Page) -> bool:
    """Is a row the last one of a paragraph: a few characters with a final mark, flush, where the next line
    of the unfinished row above it is due? Neither size nor confidence of so few say much.
    """
    if before.kind != "paragraph" or units(row.text) > _MOST_IN_TAIL or not _TAIL.search(row.text):
        return False
    above = before.row
    return (
        above.column == row.column
        and 0 < row.middle - above.middle <= _CLOSE_TAIL * page.leading
        and not is_finished(above.text)
        and above.right > above.edges[1] - 2 * page.em
        and abs(row.left - row.edges[0]) < _FLUSH * page.em
    )


def _is_gibberish(text: str) -> bool:
    """Is it a few characters, strokes or letters among them, that hold no word?"""
    if len(text) > _LONGEST_GIBBERISH or not _STROKE.search(text):
        return False
    words = lexicon().frequency
    return not any(text[k : k + 2] in words for k in range(len(text) - 1))


def _by_size(row: Row, before: Marked | None, page: _Page) -> str:
    few = len(row.text) < _FEW
    if before is not None and _goes_on(row, before, page):
        return before.kind
    full = row.right - row.left > 0.85 * (row.edges[1] - row.edges[0])
    large = _LARGE_OF_FEW if few else _LARGE_OF_FULL if full else LARGE
    if row.ratio >= large:
        return "heading"
    return "small" if _is_small(row, few) else "paragraph"


def _is_small(row: Row, few: bool) -> bool:
    """Is the type small? Where one estimate says body size, both others have to say clearly not."""
    if row.ratio >= (_SMALL_OF_FEW if few else SMALL):
        return False
    values = sorted(row.estimates, key=lambda value: abs(value - 1))
    if len(values) < 2 or abs(values[0] - 1) > _SURELY:
        return True
    return all(value < _SMALL_THEN for value in values[1:])


def _goes_on(row: Row, before: Marked, page: _Page) -> bool:
    """Does a row go on with the unfinished row right above it, at nearly the same size?

    The size of one row is not sure, least where it is short or has figures; that it stands where the next
    line of the block is due is.
    """
    above = before.row
    if before.kind not in ("paragraph", "small") or not _close(above, row, page):
        return False
    flush = row.left < row.edges[0] + _FLUSH * page.em and above.right > above.edges[1] - 2 * page.em
    if is_finished(above.text) or not flush:
        return False
    short = sum(map(is_han, row.text)) < _FEW
    body = before.kind == "paragraph"
    low, high = _NEAR_OF_FEW if short else _NEAR_OF_BODY if body else _NEAR
    return low < row.ratio / (1.0 if body else above.ratio) < high
