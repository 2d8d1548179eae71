"""Captions and credits among the text: which lines they take with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tzcorpus.clean.chunks import Chunk, uses_indents
from tzcorpus.clean.evidence import pair_score
from tzcorpus.clean.joins import Pair, join_score
from tzcorpus.clean.lines import Line, width
from tzcorpus.clean.marks import has_marks, is_finished
from tzcorpus.clean.roles import is_scene, shows_scene, shows_thing

# A caption is no longer (ems); newspapers keep to two or three short lines.
_LONGEST = 120.0
# A caption ends with its credit.
_CREDIT_END = re.compile(r"(?:摄|供图|资料(?:图片?|照片))[）)〉》】\]]?$")
# Marks that lead captions, or the items of a list where so many have one and no credit.
TRIANGLES = "▲△▼▽◆◇"
_FEWEST_ITEMS = 3
# An unmarked chunk before a credit is its caption up to this length.
_LONGEST_UNMARKED = 60.0
_GOES_ON = 0.5
_SURELY_GOES_ON = 1.5
# Log odds: a credit right after a short piece makes it a caption; an unfinished text whose continuation
# is not found may simply have lost its full stop.
_CREDITED = 1.5
_NOTHING = 1.0
# Log odds that a sentence is a caption: a sentence goes on over it, it alone is not set in, nothing follows.
_CROSSED = 2.0
_CROSSED_ALONE = 2.5  # on a page without columns, where text is seldom out of place
_NOT_SET_IN = 1.5
_LAST = 1.0
_ALONE = 1.0  # a single line in a page of columns
_HEADED = -1.5  # a heading stands above it, which must head something
_APART = 1.5
_RAGGED = 2.0
# What text tells, in the first words of a sentence, and pictures do not show.
_TELLS = re.compile(
    r"昨[天日]|日前|明年|后年|目前|下一步|此前|今后|近年来|获悉|了解到|据介绍|据悉|据了解|还要|但是?|然而|不过"
)
_HEAD = 14
# A headline has so many characters.
_SHORTEST_HEAD = 3
# Neighbours are looked for over so many captions and credits.
_FAR = 40


def free_bullets(lines: Sequence[Line]) -> list[Line]:
    """Lines of text that a triangle leads: several of one kind without credits are items, not captions."""
    out = list(lines)
    for glyph in TRIANGLES:
        led = [k for k, line in enumerate(lines) if line.role == "caption" and line.text.startswith(glyph)]
        free = [k for k in led if not _CREDIT_END.search(lines[k].text) and not _before_credit(lines, k)]
        if len(free) >= _FEWEST_ITEMS and len(free) * 2 > len(led):
            for k in free:
                out[k] = replace(lines[k], role=None)
    return out


def _before_credit(lines: Sequence[Line], k: int) -> bool:
    return any(line.role == "credit" for line in lines[k + 1 : k + 2])


def follow_captions(lines: Sequence[Line], column: float | None) -> list[Line]:
    """Lines that a marked caption runs on to are captions too."""
    out: list[Line] = []
    text = ""  # of the caption so far; empty where none is open
    for line in lines:
        if line.role == "caption":
            text = line.text
        elif line.role is None and text and line.gap == 0 and _runs_on(text, out[-1], line, column):
            line = replace(line, role="caption")
            text += line.text
        else:
            text = ""
        if text and (is_finished(text) or _CREDIT_END.search(text) or width(text) > _LONGEST):
            text = ""
        out.append(line)
    return out


def _runs_on(text: str, before: Line, line: Line, column: float | None) -> bool:
    full = column is not None and width(before.text) >= column - _RAGGED
    return full or pair_score(text, line.text) >= _GOES_ON


def merge_captions(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Caption lines that follow one another, one caption each up to its final mark."""
    out: list[Chunk] = []
    for chunk in chunks:
        last = out[-1] if out else None
        follows = chunk.lines[0].gap == 0 and chunk.role == "caption"
        if last is not None and follows and last.role == "caption" and not is_finished(last.lines[-1].text):
            last.extend(chunk.lines)
        else:
            out.append(chunk)
    return out


def mark_captions(chunks: Sequence[Chunk]) -> None:
    """Sets the role of unmarked captions: what stands before a credit, and short lines that name a view."""
    told = False  # text has begun: what stands above it are headings
    for k, chunk in enumerate(chunks):
        told = told or (chunk.role is None and "。" in chunk.text)
        if chunk.role == "credit" and k and chunks[k - 1].role is None:
            if _belongs_to_credit(chunks, k - 1):
                _mark_up(chunks, k - 1)
        elif (
            chunk.role is None
            and len(chunk.lines) == 1
            and k
            and (is_scene(chunk.text) or (told and _is_thing(chunks, k)))
        ):
            chunk.role = "caption"
            chunk.confidence = 0.8


def _is_thing(chunks: Sequence[Chunk], k: int) -> bool:
    """Is it the name of what a picture shows, and neither a headline nor the beginning of a sentence?"""
    if not shows_thing(chunks[k].text) or any(chunk.role == "byline" for chunk in chunks[k + 1 : k + 3]):
        return False
    after = _neighbour(chunks, k, 1)
    return after is None or pair_score(chunks[k].text, after.text) < _SURELY_GOES_ON


def _mark_up(chunks: Sequence[Chunk], k: int) -> None:
    """Marks the caption that ends at ``k``, with the short lines right above that it goes on from."""
    size = 0.0
    while k >= 0 and chunks[k].role is None:
        size += width(chunks[k].text)
        if size > _LONGEST_UNMARKED:
            return
        chunks[k].role, chunks[k].confidence = "caption", 0.9
        if chunks[k].lines[0].gap or not k or is_finished(chunks[k - 1].text):
            return
        k -= 1


def _belongs_to_credit(chunks: Sequence[Chunk], k: int) -> bool:
    """Is the chunk before a credit a caption, and not the end of the text that the photo interrupts?"""
    chunk = chunks[k]
    if width(chunk.text) > _LONGEST_UNMARKED or chunk.text.count("。") > 1:
        return False
    if has_marks(chunk.text) and not is_finished(chunk.text):
        return False  # the middle of a sentence
    if _TELLS.search(chunk.text, 0, _HEAD) and shows_scene(chunk.text) < 0:
        return False
    before = _neighbour(chunks, k, -1)
    after = _neighbour(chunks, k, 1)
    if before is None or is_finished(before.text) or before.heading:
        return not (chunk.heading and before is None and k == 0)
    here = join_score(before, chunk, 1)
    beyond = join_score(before, after, 1) if after else _NOTHING
    return here < max(beyond, _NOTHING) + _CREDITED


def mark_scenes(chunks: Sequence[Chunk], pairs: Sequence[Pair]) -> None:
    """Sets the role of captions that nothing marks: one sentence that shows a scene and stands apart.

    It stands apart where a sentence goes on over it, where paragraphs are set in and it is not, or after
    the last of the text.
    """
    crossed = {k for pair in pairs for k in range(pair.before + 1, pair.after)}
    alone = _crossed_alone(chunks, pairs)
    paired = {pair.before for pair in pairs} | {pair.after for pair in pairs}
    indents = uses_indents([line for chunk in chunks for line in chunk.lines])
    last = max((k for k, chunk in enumerate(chunks) if chunk.role is None), default=-1)
    before: Chunk | None = None  # the running text or heading above
    for k, chunk in enumerate(chunks):
        above, before = before, chunk if chunk.role is None else before
        if chunk.role is not None or k in paired or not k:
            continue
        if chunk.heading and k in alone:
            chunk.role, chunk.confidence = "caption", 0.6
            continue
        score = shows_scene("".join(chunk.text.split()))
        score += (_CROSSED_ALONE if chunk.column is None else _CROSSED) if k in crossed else 0.0
        begins = chunk.lines[0].gap or chunks[k - 1].role == "byline"
        score += _NOT_SET_IN if indents and begins and not chunk.lines[0].indent else 0.0
        score += _LAST if k == last else 0.0
        if above is not None and above.heading and chunk.column is None:
            after = _neighbour(chunks, k, 1)
            score += _HEADED if after is None or after.heading else 0.0
        score += _ALONE if chunk.column is not None and len(chunk.lines) <= 2 and chunk.lines[0].gap else 0.0
        if score >= _APART:
            chunk.role, chunk.confidence = "caption", 0.7


def _crossed_alone(chunks: Sequence[Chunk], pairs: Sequence[Pair]) -> set[int]:
    """Short pieces that a sentence goes on over, with no running text beside them: no headings.

    On a page that begins without a headline the first of them, over a byline, are it, read late.
    """
    out: set[int] = set()
    late = _late_headlines(chunks)
    for pair in pairs:
        between = range(pair.before + 1, pair.after)
        if all(chunks[k].role is not None or chunks[k].heading for k in between):
            out.update(k for k in between if k not in late)
    return out


def _late_headlines(chunks: Sequence[Chunk]) -> set[int]:
    """The first headings of a page whose text begins without one, where a byline follows them."""
    first = next((k for k, chunk in enumerate(chunks) if chunk.role is None), len(chunks))
    if first == len(chunks) or chunks[first].heading:
        return set()
    out: set[int] = set()
    for k in range(first, len(chunks)):
        if chunks[k].role is None and chunks[k].heading and len(chunks[k].text) >= _SHORTEST_HEAD:
            out.add(k)
        elif out and chunks[k].role == "byline":
            return out
        elif out and chunks[k].role is None:
            break
    return set()


def _neighbour(chunks: Sequence[Chunk], k: int, step: int) -> Chunk | None:
    for at in range(k + step, k + step * _FAR, step):
        if not 0 <= at < len(chunks):
            return None
        if chunks[at].role is None:
            return chunks[at]
    return None
