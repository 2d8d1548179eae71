"""What the engine saw where nothing is printed: rules and quotes in the gap beside a column, and a character
too many where a line begins.
"""

from __future__ import annotations

from collections.abc import Sequence

from tzcorpus.clean.cells import RULES, Cell
from tzcorpus.clean.doubled import DOUBLED
from tzcorpus.clean.lexicon import crossing_gain, lexicon
from tzcorpus.clean.rows import Row
from tzcorpus.language.scripts import is_han
from tzcorpus.records import Edit, Span

# Name of the rule that takes out what the engine saw in the gap between two columns.
GHOST = "column-gap"
_CLOSERS = "”’》」』"
_NEVER_FIRST = "，、；：。"
_OPENERS = "“‘《「『（【("
# How far outside of its column a mark has to stand, in type sizes; boxes are off by a quarter.
_OUTSIDE = 0.3
# From so many certain ghosts on, a page is one whose gaps the engine read.
_HAUNTED = 2
# Room that two characters have at least, from the left edge of the first to that of the third, in type sizes.
# Measured there: 1,432 right ones from 1.6, but for one; 13 of 14 with one too many below.
_ROOM = 1.55
# A word that goes on over the break is this much likelier than its parts (log odds); characters looked at on
# either side; so many of them are no chance meeting.
_LEAST_GAIN = 0.5
_REACH = 4
_REPEATED = 3


def ghost_edits(rows: Sequence[Row], *, haunted: bool) -> list[Edit]:
    """Removals from the rows of one paragraph or heading, sorted; ``haunted`` says that the page has shown
    ghosts that are certain (`is_haunted`), so that quotes without a partner beside a gap are some, too.
    """
    found = [edit for row in rows for edit in edge_ghosts(row)]
    if haunted:
        found += _lone_quotes(rows, found)
    taken = {edit.span for edit in found}
    found += [edit for edit in _inner_rules(rows) if edit.span not in taken]
    return sorted(found, key=lambda edit: edit.span)


def is_haunted(rows: Sequence[Row]) -> bool:
    """Do rows of a page begin or end with marks that no line begins or ends with?"""
    return sum(bool(edge_ghosts(row)) for row in rows) >= _HAUNTED


def edge_ghosts(row: Row) -> list[Edit]:
    """Removals of what the engine saw between two columns: rules, and marks where no line has them.

    No line begins with a closing quote or a comma or ends with an opening quote, and quotes do not stand
    outside of their column. Where a mark stands a little inside, the engine missed what comes before.
    """
    first, last = row.cells[0], row.cells[-1]
    outside = _OUTSIDE * first.em
    heads = RULES + _CLOSERS + ('“‘《"' if first.left < row.edges[0] - outside else "")
    if first.left < row.edges[0] + outside:
        heads += _NEVER_FIRST
    tails = RULES + _OPENERS + ('”’》"' if last.right > row.edges[1] + outside else "")
    head = len(first.text) - len(first.text.lstrip(heads))
    tail = len(last.text) - len(last.text.rstrip(tails))
    if len(row.text) <= head + tail:
        return []
    out = []
    if head:
        out.append(Edit(Span(first.span.start, first.span.start + head), "", GHOST, 0.9))
    if tail:
        out.append(Edit(Span(last.span.end - tail, last.span.end), "", GHOST, 0.9))
    return out


def _inner_rules(rows: Sequence[Row]) -> list[Edit]:
    """Rules inside a row, where pieces of a line were put together."""
    return [
        Edit(cell.span, "", GHOST, 0.9)
        for row in rows
        for cell in row.cells[1:-1]
        if not cell.text.strip(RULES)
    ]


def _lone_quotes(rows: Sequence[Row], gone: Sequence[Edit]) -> list[Edit]:
    """Removals of opening quotes at the head of a row, in the middle of a clause, that no other quote closes.

    After a mark a quote may have lost its partner, as a closing one may anywhere; and which way a straight
    one turns cannot be told.
    """
    removed = {at for edit in gone for at in range(edit.span.start, edit.span.end)}
    waiting: list[tuple[str, Span, bool]] = []  # quotes without a partner, and could it be a ghost
    before = ""
    for row in rows:
        shown = [
            (character, at)
            for cell in row.cells
            for at, character in enumerate(cell.text, cell.span.start)
            if at not in removed
        ]
        for n, (character, at) in enumerate(shown):
            if character in '"‘’':
                return []
            if character == "”" and waiting and waiting[-1][0] == "“":
                waiting.pop()
            elif character in "“”":
                ghost = character == "“" and n == 0 and before.isalnum()
                waiting.append((character, Span(at, at + 1), ghost))
            before = character
    return [Edit(span, "", GHOST, 0.8) for _, span, ghost in waiting if ghost]


def squeezed_edits(rows: Sequence[Row], step: float, text: str) -> list[Edit]:
    """Removals of a first character that has no room before the next: the engine read one as two.

    ``step`` is the type size of the body in pixels, ``text`` what the page says elsewhere. Only the pieces
    that the engine began a line with are looked at.
    """
    out: list[Edit] = []
    before = ""
    for row in rows:
        known: set[int] = set()
        for k, cell in enumerate(row.cells):
            if cell.line not in known and _is_squeezed(row.cells[k : k + 3], step):
                tail = (before + "".join(other.text for other in row.cells[:k]))[-_REACH:]
                head = "".join(other.text for other in row.cells[k : k + _REACH])[: 1 + _REACH]
                if _reads_on(tail, head, text):
                    out.append(Edit(Span(cell.span.start, cell.span.start + 1), "", DOUBLED, 0.8))
            known.add(cell.line)
        before = row.text
    return out


def _is_squeezed(cells: Sequence[Cell], step: float) -> bool:
    text = "".join(cell.text for cell in cells)
    if len(text) < 3 or not (is_han(text[0]) and is_han(text[1])):
        return False
    at = 0
    for cell in cells:
        if at + len(cell.text) > 2:
            third = cell.left + (cell.right - cell.left) * (2 - at) / len(cell.text)
            return 0 < third - cells[0].left < _ROOM * step
        at += len(cell.text)
    return False


def _reads_on(tail: str, head: str, text: str) -> bool:
    """Does ``head`` read on after ``tail`` without its first character, and not with it?

    It does where a word begins or goes on there, or where the page says the same once more.
    """
    words = lexicon().frequency
    if any(head[:size] in words for size in range(2, len(head) + 1)):
        return False
    tail, following = _han_end(tail), _han_start(head[1:])
    if crossing_gain(tail, head[0]) >= _LEAST_GAIN:
        return False
    return (
        crossing_gain(tail, following) >= _LEAST_GAIN
        or any(following[:size] in words for size in range(2, len(following) + 1))
        or (len(following) >= _REPEATED and text.count(following[:_REPEATED]) > 1)
    )


def _han_start(text: str) -> str:
    return next((text[:k] for k, character in enumerate(text) if not is_han(character)), text)


def _han_end(text: str) -> str:
    return _han_start(text[::-1])[::-1]
