"""What every layout format comes to: lines of words with boxes, put together as raw text and layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tzcorpus.language.scripts import is_han, is_wide_punctuation
from tzcorpus.records import Box, LayoutLine, LayoutWord, Span

# Engines cut words at marks and digits too ("4" ".6"). Two such pieces get a blank between them only
# where the gap is at least this share of the line's height; a blank is a quarter of the type size.
_GAP = 0.2


@dataclass(frozen=True, slots=True)
class WordBox:
    """One word as the format gives it; ``confidence`` from 0 to 1."""

    text: str
    box: Box
    confidence: float | None = None


@dataclass(slots=True)
class LineBox:
    """One line in the making. ``area`` and ``paragraph`` are numbered over the whole file from 0."""

    box: Box | None
    area: int = 0
    paragraph: int = 0
    size: float | None = None
    words: list[WordBox] = field(default_factory=list)


def assemble(lines: Iterable[LineBox]) -> tuple[str, tuple[LayoutLine, ...]]:
    """Raw text and layout of the lines, in their order; lines without words are left out.

    Lines are joined by a line feed, paragraphs by a blank line, as engines write plain text.
    """
    pieces: list[str] = []
    layout: list[LayoutLine] = []
    at = 0
    before: LineBox | None = None
    for line in lines:
        if not line.words:
            continue
        if before is not None:
            new = (before.area, before.paragraph) != (line.area, line.paragraph)
            pieces.append("\n\n" if new else "\n")
            at += len(pieces[-1])
        start, words = at, []
        for k, word in enumerate(line.words):
            if k and _blank_between(line.words[k - 1], word):
                pieces.append(" ")
                at += 1
            pieces.append(word.text)
            words.append(LayoutWord(Span(at, at + len(word.text)), word.box, word.confidence))
            at += len(word.text)
        box = line.box or around([word.box for word in line.words])
        layout.append(LayoutLine(Span(start, at), box, line.area, line.paragraph, line.size, tuple(words)))
        before = line
    return "".join(pieces), tuple(layout)


def around(boxes: list[Box]) -> Box:
    """The smallest box that holds all of ``boxes``."""
    return Box(
        min(box.left for box in boxes), min(box.top for box in boxes),
        max(box.right for box in boxes), max(box.bottom for box in boxes), boxes[0].page,
    )  # fmt: skip


def _blank_between(left: WordBox, right: WordBox) -> bool:
    """Chinese stands without blanks, Latin words with them; pieces of a number by their gap."""
    last, first = left.text[-1], right.text[0]
    if _wide(last) or _wide(first):
        return False
    if last.isalpha() and first.isalpha():
        return True
    height = max(left.box.bottom - left.box.top, right.box.bottom - right.box.top)
    return right.box.left - left.box.right >= _GAP * height


def _wide(ch: str) -> bool:
    return is_han(ch) or is_wide_punctuation(ch)
