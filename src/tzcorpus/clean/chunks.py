"""Lines that the column width alone broke, put together again.

A chunk is a run of lines that belong together beyond doubt; what a blank line, a caption or another
block tore apart is left to `joins`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tzcorpus.clean.evidence import Ends, pair_score
from tzcorpus.clean.lazy import lazy
from tzcorpus.clean.lexicon import last_word
from tzcorpus.clean.lines import Line, width
from tzcorpus.clean.marks import goes_on, has_marks, is_finished
from tzcorpus.clean.roles import shows_scene
from tzcorpus.language.scripts import is_han
from tzcorpus.records import Role

# A column is at least this wide (ems): narrower lines are headings or the like.
_NARROWEST = 8.0
# Lines of one column differ by this much (ems): a mark that may not start a line, Latin that does not break.
_RAGGED = 2.0
_TIGHT = 1.2
# A scrap in a page of columns: so many characters, one of them a stray mark or Latin letter.
_SCRAP = 5
_SCRAP_MARK = re.compile(r"[a-zA-Z\[\]|｜_=<>~^#*\-—]|^[“”‘’、，\"]+")
# A width is a column's where so many unfinished lines share it, and this share of all unfinished lines.
_FEWEST_LINES = 4
_SMALLEST_SHARE = 0.4
_FEWEST_WIDTHS = 3  # of one run
# Text in lines this much wider is set in no such column; it must be less than half of the page.
_BEYOND = 1.3
# Headings are shorter (ems).
LONGEST_HEADING = 40.0
# With two commas or more it is a heading only up to this width.
_LONGEST_PLAIN = 24.0
_COMMA = re.compile("[，,；;]")
# Classes of words (ICTCLAS) that no heading with a comma ends with, and how much of it is looked at.
_DANGLING = ("d", "p", "c")
_DANGLING_WORDS = frozenset("很也都又才还就更最把被让将并而且或及与和从对于以")
_TAIL = 4
# Characters that go on with what stands before them.
_NEVER_FIRST = ("的", "们")
# Lines of a chunk that tell how it ends: an open quotation is looked for in a few hundred characters.
_TAIL_LINES = 24
# Log odds, beside those of `evidence`: neighbours without a blank line; a line much shorter than its
# column or much shorter than the next line; a heading.
_ADJACENT = 1.5
_SHORT_LINE = -2.5
_HEADING = -3.0
# The lines of a run that is cut into short lines go on with one another, unless a word says otherwise.
_BROKEN = 1.5
_THRESHOLD = 1.0
# A heading's next line is a paragraph, this many times as long or more.
_MUCH_LONGER = 1.8


@dataclass
class Chunk:
    """Lines that read on; ``role`` is None until something decides it. ``ahead`` marks headings that stand
    later in the file than the text they head.
    """

    lines: list[Line]
    role: Role | None = None
    confidence: float = 1.0
    column: float | None = None
    article: int = 0
    ahead: bool = False

    @lazy
    def ends(self) -> Ends:
        """What the ends of the text say."""
        return Ends(self.text)

    @lazy
    def text(self) -> str:
        """The raw text of the lines, put together without the blanks at their ends."""
        return self.lines[0].text if len(self.lines) == 1 else "".join([line.text for line in self.lines])

    @property
    def tail(self) -> str:
        """The end of the text: its last lines, as far back as anything looks."""
        return "".join(line.text for line in self.lines[-_TAIL_LINES:])

    @lazy
    def heading(self) -> bool:
        """Could it be a heading? A line as wide as its column is running text."""
        return _is_heading_chunk(self)

    def is_text(self) -> None:
        """Something showed that it is running text, not a heading."""
        self.__dict__["heading"] = False

    def is_heading(self) -> None:
        """Something showed that it is a heading, wide as its column as it may be."""
        self.__dict__["heading"] = True

    @lazy
    def scene(self) -> bool:
        """Does it read like a caption?"""
        return shows_scene(self.text) > 0

    @lazy
    def edges(self) -> tuple[bool | None, bool | None]:
        """Is the last line as wide as the column, and is the first (None where nothing can be said)?"""
        return _edges(self)

    @property
    def start(self) -> int:
        """Raw offset of the first line."""
        return self.lines[0].start

    def extend(self, lines: Sequence[Line]) -> None:
        """Lines that go on with this chunk."""
        self.lines += lines
        for name in ("ends", "text", "heading", "scene", "edges"):
            self.__dict__.pop(name, None)


def column_width(lines: Sequence[Line]) -> float | None:
    """The column width (ems) that most unfinished lines share, if they do."""
    widths: Counter[int] = Counter()
    total = 0
    for line, following in pairwise(lines):
        if line.role is None and following.gap == 0 and not is_finished(line.text):
            size = width(line.text)
            if size >= _NARROWEST:
                widths[round(size)] += 1
                total += 1
    if not widths:
        return None
    count, best = max((_near(widths, size), size) for size in widths)
    if count < _FEWEST_LINES or count < _SMALLEST_SHARE * total:
        return None
    untyped = [(width(line.text), len(line.text)) for line in lines if line.role is None]
    beyond = sum(size for wide, size in untyped if wide > best * _BEYOND)
    return float(best) if beyond * 2 < sum(size for _, size in untyped) else None


def _near(widths: Counter[int], size: int) -> int:
    return sum(widths[size + k] for k in (-1, 0, 1))


def uses_indents(lines: Sequence[Line]) -> bool:
    """Do paragraphs begin with an indent: most lines after a finished one, and not every line?"""
    after = [b for a, b in pairwise(lines) if is_finished(a.text) and not b.role]
    indented = sum(line.indent for line in lines)
    return (
        indented >= 2 and sum(b.indent for b in after) * 3 >= len(after) and indented * 2 < len(lines) * 1.9
    )


def is_heading(text: str) -> bool:
    """Could the text be a heading: short, no sentence, nothing that must go on?"""
    if "。" in text or len(text) > 2 * LONGEST_HEADING or text.startswith(_NEVER_FIRST):
        return False
    if width(text) > LONGEST_HEADING:
        return False
    if width(text) > _LONGEST_PLAIN and len(_COMMA.findall(text)) > 1:
        return False
    if has_marks(text) and _dangles(text):
        return False
    if goes_on(text):
        return text.endswith(("——", "－－", "：")) and not has_marks(text)
    return not is_finished(text) or (not has_marks(text) and text[-1] in "？！?!”")


def _dangles(text: str) -> bool:
    """Does it end with a word that something must follow: an adverb, a preposition, a conjunction?"""
    if not is_han(text[-1]):
        return False
    word, tag = last_word(text[-_TAIL:])
    return word in _DANGLING_WORDS or tag.startswith(_DANGLING)


def _is_heading_chunk(chunk: Chunk) -> bool:
    if not is_heading(chunk.text):
        return False
    if chunk.column is None or len(chunk.lines) > 2:
        return len(chunk.lines) <= 3
    return not any(is_full(line.text, chunk.column) for line in chunk.lines)


def _edges(chunk: Chunk) -> tuple[bool | None, bool | None]:
    if chunk.column is None:
        return None, None
    last = width(chunk.lines[-1].text)
    alone = len(chunk.lines) == 1
    full = abs(last - chunk.column) <= _TIGHT or (alone and is_full(chunk.text, chunk.column))
    first = None if alone else width(chunk.lines[0].text)
    if first is None or first < chunk.column - 2 - _TIGHT:
        return full, None
    return full, first >= chunk.column - _TIGHT


def is_full(text: str, column: float) -> bool:
    """Is a line as wide as its column, or set in by two like a paragraph's first?"""
    return column - 2 - _RAGGED / 2 <= width(text) <= column + _RAGGED


def _without_scraps(lines: Sequence[Line], column: float | None) -> list[Line]:
    """In a page of columns, a line of two or three characters that are no word is a scrap of a picture."""
    if column is None:
        return list(lines)
    return [
        replace(line, role="noise")
        if line.role is None
        and len(line.text) <= _SCRAP
        and _SCRAP_MARK.search(line.text)
        and not is_finished(line.text)
        else line
        for line in lines
    ]


def chunks_of(lines: Sequence[Line], *, unwrap: bool = True) -> list[Chunk]:
    """The lines as chunks: typed lines stay alone, others are unwrapped."""
    page = column_width(lines)
    lines = _without_scraps(lines, page)
    indents = uses_indents(lines)
    out: list[Chunk] = []
    for start, end in _runs(lines):
        run = lines[start:end]
        if run[0].role is not None or not unwrap:
            out += [Chunk([line], line.role, column=page) for line in run]
        else:
            out += _unwrapped(run, _run_width(run, page), indents)
    return out


def _runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Ranges of untyped lines without a blank line between; typed lines one by one."""
    out: list[tuple[int, int]] = []
    for k, line in enumerate(lines):
        joins = out and line.gap == 0 and line.role is None and lines[k - 1].role is None
        if joins:
            out[-1] = (out[-1][0], k + 1)
        else:
            out.append((k, k + 1))
    return out


def _run_width(run: Sequence[Line], page: float | None) -> float | None:
    """The width of the column that a run stands in: its own where it shows one, else the page's."""
    if len(run) <= _FEWEST_WIDTHS:
        return page
    widths = sorted(width(line.text) for line in run[:-1] if not is_finished(line.text))
    if len(widths) >= _FEWEST_WIDTHS:
        high = widths[len(widths) * 3 // 4]
        near = sum(abs(size - high) <= _RAGGED for size in widths)
        beyond = sum(len(line.text) for line in run if width(line.text) > high * _BEYOND)
        narrow = beyond * 2 < sum(len(line.text) for line in run)
        if high >= _NARROWEST and near * 5 >= len(widths) * 3 and narrow:
            return high
    return page


def _unwrapped(run: Sequence[Line], column: float | None, indents: bool) -> list[Chunk]:
    out = [Chunk([run[0]], column=column)]
    broken = is_broken(run)
    for before, line in pairwise(run):
        chunk = out[-1]
        if _goes_on(chunk, before, line, column, indents, broken):
            chunk.extend([line])
        else:
            out.append(Chunk([line], column=column))
    return out


def is_broken(run: Sequence[Line]) -> bool:
    """Is the run a text cut into short lines, whatever their widths: most stop in mid-sentence?"""
    if len(run) < _FEWEST_LINES or max(width(line.text) for line in run) > LONGEST_HEADING:
        return False
    open_ended = sum(not is_finished(line.text) for line in run[:-1])
    if open_ended * 4 < (len(run) - 1) * 3:
        return False
    # headings between paragraphs have no marks
    marked = sum(
        has_marks(line.text) or goes_on(line.text) for line in run[:-1] if not is_finished(line.text)
    )
    return marked * 4 >= open_ended


def _goes_on(
    chunk: Chunk, before: Line, line: Line, column: float | None, indents: bool, broken: bool
) -> bool:
    """Does ``line`` go on with the chunk that ``before`` ends?"""
    size, following = width(before.text), width(line.text)
    fits = column is not None and following <= column + _RAGGED + 1
    full = column is not None and column - _RAGGED <= size <= column + _RAGGED + 1
    if indents and line.indent:
        return False
    if is_finished(before.text):
        return full and fits and not indents
    if full and fits:
        return True
    if column is None and not broken:
        return False  # lines that no column broke are paragraphs; `joins` looks for cut sentences
    score = _ADJACENT + pair_score(chunk.tail, line.text)
    if broken:
        return score + _BROKEN >= _THRESHOLD
    if column is not None and fits and size < column - _RAGGED:
        score += _SHORT_LINE
    if len(chunk.lines) == 1 and chunk.heading:
        score += _HEADING if following > _MUCH_LONGER * size or is_heading(line.text) else _HEADING / 2
    return score >= _THRESHOLD
