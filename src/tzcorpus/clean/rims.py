"""The lines of the page itself along its edges, folio and imprint, and how a row reads."""

from __future__ import annotations

from collections.abc import Sequence

from tzcorpus.clean.roles import line_role
from tzcorpus.clean.rows import Row
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.records import Role

# Type sizes as ratios to the body's. Measured on rendered pages (30 layouts by chance, 886 body lines):
# body 0.97 to 1.06, captions 0.82 to 0.92, sub-headings 1.07 and more (5th and 95th percentile).
SMALL = 0.93
LARGE = 1.075
# A headline is at least this large.
HEADLINE_SIZE = 1.5
# Mean confidence under which a row may be a scrap of a picture; body rows misread all over stay above.
DOUBTFUL = 0.5
# Blank between pieces of a row that stand apart, in type sizes.
_APART = 1.5
# How near the upper or lower edge of the page its own lines stand, in type sizes.
_RIM = 1.2
_DEEPEST_RIM = 3
_AT_LEVEL = 0.7
_LONGEST_FOLIO = 40
# A one as engines misread it in dates.
_MISREAD = str.maketrans({"]": "1", "[": "1", "l": "1", "I": "1", "|": "1"})


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


def page_rim(rows: Sequence[Row], em: float, settings: CleanSettings) -> set[Row]:
    """The page's own lines along its upper and lower edge: folio, name of the paper, imprint.

    One of them says what it is; what stands in line with it at the edge belongs to it. Then the next line
    inwards is looked at.
    """
    found: set[Row] = set()
    for _ in range(_DEEPEST_RIM):
        sure = [row for row in rows if row.confidence >= DOUBTFUL and row not in found]
        if not sure:
            break
        top, bottom = min(row.top for row in sure), max(row.bottom for row in sure)
        above = _folio([row for row in rows if row not in found and row.top <= top + _RIM * em], em, settings)
        below = [row for row in rows if row not in found and row.bottom >= bottom - _RIM * em]
        new = above | _folio(below, em, settings)
        if not new:
            break
        found |= new
    return found


def _folio(edge: Sequence[Row], em: float, settings: CleanSettings) -> set[Row]:
    own = [row for row in edge if row.confidence >= DOUBTFUL and _is_folio(row, em, settings)]
    found = set(own)
    for row in edge:
        level = any(abs(row.middle - other.middle) < _AT_LEVEL * em for other in own)
        if (
            level
            and row.ratio < HEADLINE_SIZE
            and len(row.text) <= _LONGEST_FOLIO
            and not (is_body(row) and len(row.text) > 10)
        ):
            found.add(row)
    return found


def _is_folio(row: Row, em: float, settings: CleanSettings) -> bool:
    if len(row.text) > 2 * _LONGEST_FOLIO:
        return False
    pieces = spaced(row, _APART, em)
    texts = (*pieces, row.text, " ".join(pieces))
    return any(role_of(text.translate(_MISREAD), settings) == "furniture" for text in texts)


def role_of(text: str, settings: CleanSettings) -> Role | None:
    """The role that a row's own words give it."""
    return line_role(text, furniture=settings.furniture, bylines=settings.bylines)


def is_body(row: Row) -> bool:
    """Is it set in the size of the body?"""
    return SMALL <= row.ratio < LARGE
