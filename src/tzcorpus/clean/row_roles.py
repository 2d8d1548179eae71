"""What each row of a page is: by its words, its type size, its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tzcorpus.clean.marks import is_finished
from tzcorpus.clean.order import Row
from tzcorpus.clean.roles import line_role
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.language.scripts import has_han, is_han
from tzcorpus.records import Role

# Type sizes as ratios to the body's. Measured on rendered pages (30 layouts by chance, 886 body lines):
# body 0.97 to 1.06, captions 0.82 to 0.92, sub-headings 1.07 and more (5th and 95th percentile).
SMALL = 0.93
LARGE = 1.075
# Rows of fewer characters show their size less surely, so they need to differ more.
_FEW = 6
_SMALL_OF_FEW = 0.87
_LARGE_OF_FEW = 1.12
# A row that fills its column is set large only if it clearly is.
_LARGE_OF_FULL = 1.13
# Ratio between two rows of one block, and where one of them has few characters; both are left of the step
# from a caption to the body (1.16). A row of a block starts this near the column's edge, in type sizes.
_NEAR = (0.9, 1.1)
_NEAR_OF_FEW = (0.72, 1.13)
_FLUSH = 0.7
# Mean confidence under which a row may be a scrap of a picture; body rows misread all over stay above.
_DOUBTFUL = 0.5
# Type sizes beyond which it is no type at all.
_HUGE = 4.5
_TINY = 0.45
_MOST_IN_SCRAP = 4
# Blank between pieces of a row that stand apart, in type sizes.
APART = 1.5
# How near the upper or lower edge of the page its own lines stand, in type sizes.
_RIM = 1.2
_LONGEST_FOLIO = 40


@dataclass(frozen=True, slots=True)
class Marked:
    """A row and what it is: one of the roles, or ``heading`` for large and ``small`` for small type that
    its neighbours have to explain. Body text is ``paragraph``.
    """

    row: Row
    kind: Role | str


def spaced(row: Row, gap: float, em: float) -> list[str]:
    """The texts of the row's pieces that stand at least ``gap`` type sizes of ``em`` pixels apart."""
    pieces = [row.cells[0].text]
    right = row.cells[0].right
    for cell in row.cells[1:]:
        if cell.left - right >= gap * em:
            pieces.append(cell.text)
        else:
            pieces[-1] += cell.text
        right = max(right, cell.right)
    return pieces


def mark_rows(rows: Sequence[Row], em: float, settings: CleanSettings) -> list[Marked]:
    """The rows of one page with their kinds; ``em`` is the type size of its body in pixels."""
    rim = _rim(rows, em, settings)
    out: list[Marked] = []
    for row in rows:
        before = out[-1] if out else None
        kind = "furniture" if row in rim else _by_words(row, before, em, settings)
        out.append(Marked(row, kind or _by_size(row, before, em)))
    return out


def _rim(rows: Sequence[Row], em: float, settings: CleanSettings) -> set[Row]:
    """The page's own lines along its upper and lower edge: folio, name of the paper, imprint.

    One of them says what it is; what stands in line with it at the edge belongs to it.
    """
    sure = [row for row in rows if row.confidence >= _DOUBTFUL]
    if not sure:
        return set()
    top, bottom = min(row.top for row in sure), max(row.bottom for row in sure)
    found: set[Row] = set()
    for edge in (
        [row for row in rows if row.top <= top + _RIM * em],
        [row for row in rows if row.bottom >= bottom - _RIM * em],
    ):
        own = [row for row in edge if _is_folio(row, em, settings)]
        found.update(own)
        for row in edge:
            level = any(abs(row.cells[0].middle - other.cells[0].middle) < 0.8 * em for other in own)
            if level and len(row.text) <= _LONGEST_FOLIO and not (_is_body(row) and len(row.text) > 10):
                found.add(row)
    return found


def _is_folio(row: Row, em: float, settings: CleanSettings) -> bool:
    if len(row.text) > 2 * _LONGEST_FOLIO:
        return False
    pieces = spaced(row, APART, em)
    return any(_role(piece, settings) == "furniture" for piece in (*pieces, row.text, " ".join(pieces)))


def _role(text: str, settings: CleanSettings) -> Role | None:
    return line_role(text, furniture=settings.furniture, bylines=settings.bylines)


def _is_body(row: Row) -> bool:
    return SMALL <= row.ratio < LARGE


def _by_words(row: Row, before: Marked | None, em: float, settings: CleanSettings) -> Role | None:
    if _is_scrap(row):
        return "noise"
    role = _role(" ".join(spaced(row, 0.5, em)), settings) or _role(row.text, settings)
    if role is None or (role == "noise" and row.confidence >= _DOUBTFUL and has_han(row.text)):
        return None
    if before is not None and before.kind == "paragraph" and _follows(row, before.row, em):
        # the middle of a sentence that happens to read like a line of its own
        return None
    if role == "caption" and row.ratio >= LARGE:
        return None
    return role


def _follows(row: Row, before: Row, em: float) -> bool:
    """Does a row of body type go on with the unfinished row right above it?"""
    return (
        row.column == before.column
        and _is_body(row)
        and not is_finished(before.text)
        and before.right > before.edges[1] - 2 * em
        and row.left < row.edges[0] + 0.8 * em
        and row.top - before.bottom < 1.2 * em
    )


def _is_scrap(row: Row) -> bool:
    if row.ratio > _HUGE or row.ratio < _TINY:
        return True
    if row.confidence >= _DOUBTFUL:
        return False
    return len(row.text) <= _MOST_IN_SCRAP or not has_han(row.text)


def _by_size(row: Row, before: Marked | None, em: float) -> str:
    few = len(row.text) < _FEW
    if before is not None and _goes_on(row, before, em):
        return before.kind
    full = row.right - row.left > 0.85 * (row.edges[1] - row.edges[0])
    large = _LARGE_OF_FEW if few else _LARGE_OF_FULL if full else LARGE
    if row.ratio >= large:
        return "heading"
    return "small" if row.ratio < (_SMALL_OF_FEW if few else SMALL) else "paragraph"


def _goes_on(row: Row, before: Marked, em: float) -> bool:
    """Does a row go on with the unfinished row right above it, at nearly the same size?

    The size of a short row, or of one of figures and Latin, is not sure enough to part them.
    """
    above = before.row
    if before.kind not in ("paragraph", "small") or above.column != row.column or is_finished(above.text):
        return False
    close = row.top - above.bottom < 0.9 * em and abs(row.left - row.edges[0]) < _FLUSH * em
    if not close or above.right < above.edges[1] - 2 * em:
        return False
    short = sum(map(is_han, row.text)) < _FEW
    low, high = _NEAR_OF_FEW if short else _NEAR
    return low < row.ratio / above.ratio < high
