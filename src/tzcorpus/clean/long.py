"""Texts far longer than a newspaper page: cleaned in pieces, so that a book needs not much more memory.

A piece ends at a blank line behind a sentence, or else at the end of a sentence and line, a blank line, a
line, a sentence: it is longer where there is none. What stands on both sides of a seam is not joined.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from tzcorpus.records import Block, Document, Edit, Span, Suspect

# Characters of a piece: more than a hundred pages.
PIECE = 300_000
# Where a piece may end, best first.
_FULL = "[。！？!?][”’」』）)]{0,2}"
_BLANK = "[ \\t\\u3000\\r]{0,99}"
_ENDS = tuple(
    map(re.compile, (f"{_FULL}{_BLANK}\n{_BLANK}\n", f"{_FULL}{_BLANK}\n", f"\n{_BLANK}\n", "\n", _FULL))
)
_ANY = re.compile(f"\n|{_FULL}")


def clean_long(document: Document, clean: Callable[[Document], Document]) -> Document:
    """The document cleaned by ``clean``, a piece at a time."""
    blocks: list[Block] = []
    edits: list[Edit] = []
    suspects: list[Suspect] = []
    article = 0
    for start, end in pieces(document.raw):
        done = clean(replace(document, raw=document.raw[start:end]))
        # what goes on in the next piece is the same article, unless that begins with a heading
        first = done.blocks[0].role if done.blocks else "paragraph"
        begins = bool(blocks) and first in ("headline", "kicker")
        shift = article + begins
        for block in done.blocks:
            fragments = tuple(_moved(span, start) for span in block.fragments)
            blocks.append(replace(block, fragments=fragments, article=block.article + shift))
            article = max(article, block.article + shift)
        edits += [replace(edit, span=_moved(edit.span, start)) for edit in done.edits]
        suspects += [replace(suspect, span=_moved(suspect.span, start)) for suspect in done.suspects]
    return replace(document, blocks=tuple(blocks), edits=tuple(edits), suspects=tuple(suspects))


def pieces(raw: str) -> Iterator[tuple[int, int]]:
    """Start and end of each piece."""
    start = 0
    while start < len(raw):
        short = len(raw) - start <= PIECE
        end = len(raw) if short else _end(raw, start + PIECE // 2, start + PIECE)
        yield start, end
        start = end


def _end(raw: str, low: int, high: int) -> int:
    for pattern in _ENDS:
        last = None
        for last in pattern.finditer(raw, low, high):  # noqa: B007 - the last one is wanted
            pass
        if last is not None:
            return last.end()
    further = _ANY.search(raw, high)
    return further.end() if further else len(raw)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
