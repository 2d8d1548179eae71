"""Text that is clean already: one paragraph a line, no blank lines, nothing that says it is no text.

What the cleaner gives must come out of it unchanged when it is put in again. So such text is only looked
through for halves of a sentence that surely belong together, and every cleaned page ends with the same look.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tzcorpus.clean.chunks import Chunk, column_width, is_broken
from tzcorpus.clean.joins import Pair, best_pairs
from tzcorpus.clean.lines import Line
from tzcorpus.records import BODY_ROLES, Role

# Log odds from which two lines of clean text are one: a word of the dictionary runs across the break, or a
# mark that begins no line.
_SURE = 4.0


def is_settled(lines: Sequence[Line]) -> bool:
    """Are these the lines of text that is clean: no blank line, indent, typed line or column among them?"""
    if any(line.role is not None or line.indent for line in lines) or any(line.gap for line in lines[1:]):
        return False
    return column_width(lines) is None and not is_broken(lines)


def settle(chunks: Sequence[Chunk], typed: Callable[[str], Role | None]) -> list[Chunk]:
    """The chunks, body text that surely goes on with other body text made one with it.

    ``typed`` gives the role of a line that says what it is; pieces that joining has made such a line get it.
    """
    out = list(chunks)
    while True:
        for chunk in out:
            role = typed(chunk.text) if chunk.role in BODY_ROLES else None
            if role is not None:
                chunk.role, chunk.confidence = role, 0.7
        body = [k for k, chunk in enumerate(out) if chunk.role in BODY_ROLES]
        alone = [Chunk([Line(0, len(out[k].text), out[k].text)]) for k in body]
        pairs = [pair for pair in best_pairs(alone) if pair.score >= _SURE]
        if not pairs:
            return out
        out = _joined(out, [Pair(body[pair.before], body[pair.after], pair.score) for pair in pairs])


def _joined(chunks: Sequence[Chunk], pairs: Sequence[Pair]) -> list[Chunk]:
    follower = {pair.before: pair.after for pair in pairs}
    led = set(follower.values())
    out: list[Chunk] = []
    for k, chunk in enumerate(chunks):
        if k in led:
            continue
        if k in follower:
            chunk = replace(chunk, lines=list(chunk.lines), role="paragraph")
            at = k
            while at in follower:
                at = follower[at]
                chunk.extend(chunks[at].lines)
        out.append(chunk)
    return out
