"""Text that stands twice: which copy is the article's own.

A copy is set aside where another one holds all of it and goes on. Of two unfinished copies the one that
the text continues better is kept. Headings that quote their article stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tzcorpus.clean.chunks import Chunk
from tzcorpus.clean.joins import Pair, join_score
from tzcorpus.clean.marks import has_marks, is_finished

# Marks that come in two widths, for comparison.
_LEVEL = str.maketrans("，；：？！（）“”", ',;:?!()""')
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_WIDE_DIGIT = re.compile("[０-９]")
_WORDS = re.compile(r"\w+")
# Fewer characters than this (marks aside) may stand twice by chance.
_SHORTEST = 8
_SHORTEST_CUT = 6  # where it also stops in mid-clause
_SHORTEST_HEAD = 4
_SHORTEST_PARAGRAPH = 24  # the same, right below itself in a text that is clean otherwise
# A text with a comma that stands twice and never ends is an unfinished copy from this length on.
_SHORTEST_COPY = 10
# Similarity (percent) from which two headings above one text are one headline.
_ALIKE = 85.0
_MOST_HEADS = 8
# From this many characters times needles on, needles are looked for where their first characters stand:
# in so many places at most, which only texts of one repeated line ever reach.
_LARGE = 3_000_000
_MOST_PLACES = 200
# A heading that stands in the text word for word is a pull-quote from this length on, or where it is set
# in several lines, or where it cuts a sentence.
_SHORTEST_QUOTE = 15
_REACH = 2
# A misread one: in so many pieces at most, so long, similar by so much (percent) to text so near (pieces and
# characters).
_MOST_PIECES = 3
_LONGEST_MISREAD = 60
_MISREAD = 85.0
_NEAR_PIECES = 60
_NEAR = 1500
# Neighbours are looked for over so many captions, credits and copies.
_FAR = 40


def mark_duplicates(chunks: Sequence[Chunk]) -> None:
    """Sets the role of copies: ``duplicate`` for text and headings, ``pullquote`` for quoted sentences."""
    bare = [_bare(chunk) for chunk in chunks]
    _mark_headlines(chunks, bare)
    _mark_equal(chunks, bare)
    _mark_contained(chunks, bare)
    _mark_misread(chunks, bare)


def mark_repeated(chunks: Sequence[Chunk]) -> None:
    """Sets the role of paragraphs that stand right below themselves."""
    for before, chunk in pairwise(chunks):
        if len(chunk.text) >= _SHORTEST_PARAGRAPH and chunk.text == before.text and is_finished(chunk.text):
            chunk.role = "duplicate"


def mark_copies_of_joined(chunks: Sequence[Chunk], pairs: Sequence[Pair]) -> bool:
    """Sets the role of copies of text that a cut parts and ``pairs`` join; were there any?"""
    follower = {pair.before: pair.after for pair in pairs}
    bare = [_bare(chunk) for chunk in chunks]
    found = False
    for first in set(follower) - set(follower.values()):
        members = [first]
        while members[-1] in follower:
            members.append(follower[members[-1]])
        whole = "".join(bare[k] for k in members)
        for k in range(max(0, members[0] - _FAR), min(len(chunks), members[-1] + _FAR)):
            if k not in members and len(bare[k]) >= _SHORTEST and bare[k] in whole:
                chunks[k].role = "pullquote" if is_finished(chunks[k].text) else "duplicate"
                bare[k] = ""
                found = True
    return found


def _bare(chunk: Chunk) -> str:
    if chunk.role is not None:
        return ""
    text = "".join(_WORDS.findall(chunk.text))
    return text.translate(_DIGITS) if _WIDE_DIGIT.search(text) else text


def _mark_headlines(chunks: Sequence[Chunk], bare: Sequence[str]) -> None:
    """A headline that stands twice above its text: the copy next to the text is kept."""
    from rapidfuzz.fuzz import ratio

    heads: list[int] = []
    for k, chunk in enumerate(chunks):
        if chunk.role is not None:
            continue
        if not chunk.heading:
            heads.clear()
            continue
        for other in heads:
            if len(bare[k]) >= _SHORTEST_HEAD and ratio(bare[other], bare[k], score_cutoff=_ALIKE):
                chunks[other].role = "duplicate"
        heads = [*(other for other in heads if chunks[other].role is None), k][-_MOST_HEADS:]


def _mark_equal(chunks: Sequence[Chunk], bare: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for k, text in enumerate(bare):
        if len(text) < _SHORTEST_HEAD or chunks[k].role is not None:
            continue
        if text not in first:
            first[text] = k
            continue
        other = first[text]
        cut = len(text) >= _SHORTEST_COPY and has_marks(chunks[k].text)
        if (chunks[k].heading and not cut) or is_finished(chunks[k].text):
            if len(text) >= _SHORTEST or chunks[k].heading:
                chunks[k].role = "duplicate"
        elif len(text) >= _SHORTEST:
            chunks[k].is_text()
            chunks[other].is_text()
            if _best_next(chunks, other) > _best_next(chunks, k):
                chunks[k].role = "duplicate"
            else:
                chunks[other].role = "duplicate"
                first[text] = k


def _best_next(chunks: Sequence[Chunk], k: int) -> float:
    """How well the text near chunk ``k`` goes on with it."""
    best, steps = -9.0, 0
    for at in range(k + 1, min(len(chunks), k + _FAR)):
        if chunks[at].role is None and chunks[at].text != chunks[k].text:
            steps += 1
            best = max(best, join_score(chunks[k], chunks[at], steps))
            if steps == _REACH:
                break
    return best


def _mark_contained(chunks: Sequence[Chunk], bare: Sequence[str]) -> None:
    needles = [
        k
        for k, text in enumerate(bare)
        if chunks[k].role is None and len(text) >= _SHORTEST_CUT and _may_be_copy(chunks, k)
    ]
    if not needles:
        return
    # one text of all pieces, so that a sentence which a blank line cuts can hold a copy too
    starts, at = [], 0
    for text in bare:
        starts.append(at)
        at += len(text)
    holders: dict[int, int] = {}
    for which, start, end in _matches([bare[k] for k in needles], "".join(bare)):
        k = needles[which]
        if end <= starts[k] or start >= starts[k] + len(bare[k]):
            holder = bisect_right(starts, start) - 1
            if len(bare[holder]) > len(bare[k]) or end > starts[holder] + len(bare[holder]):
                holders.setdefault(k, holder)
    for k in holders:
        chunk = chunks[k]
        if not chunk.heading and len(bare[k]) >= _SHORTEST:
            chunk.role = "pullquote" if is_finished(chunk.text) else "duplicate"
        elif _stops_short(chunk.text, chunks, holders[k], short=len(bare[k]) < _SHORTEST):
            chunk.role = "duplicate"
        elif len(bare[k]) >= _SHORTEST_QUOTE or len(chunk.lines) > 1 or _cuts(chunks, k):
            chunk.role = "pullquote"


def _mark_misread(chunks: Sequence[Chunk], bare: Sequence[str]) -> None:
    """Pull-quotes with misread characters: headings that the text near them holds all but word for word."""
    from rapidfuzz.fuzz import partial_ratio

    k = 0
    while k < len(chunks):
        end = k
        while end < len(chunks) and end - k < _MOST_PIECES and _is_open_heading(chunks[end]):
            end += 1
        quote = "".join(bare[k:end])
        if end > k and _SHORTEST_QUOTE <= len(quote) <= _LONGEST_MISREAD:
            before = "".join(bare[max(0, k - _NEAR_PIECES) : k])[-_NEAR:]
            after = "".join(bare[end : end + _NEAR_PIECES])[:_NEAR]
            for text in (before, after):
                if len(text) > 2 * len(quote) and partial_ratio(quote, text, score_cutoff=_MISREAD):
                    for chunk in chunks[k:end]:
                        chunk.role, chunk.confidence = "pullquote", 0.7
                    break
        k = max(end, k + 1)


def _is_open_heading(chunk: Chunk) -> bool:
    return chunk.role is None and chunk.heading


def _matches(needles: Sequence[str], text: str) -> Iterator[tuple[int, int, int]]:
    """``(needle, start, end)`` of every needle in the text."""
    if len(needles) * len(text) > _LARGE:
        yield from _anchored(needles, text)
        return
    for which, needle in enumerate(needles):
        at = text.find(needle)
        while at >= 0:
            yield which, at, at + len(needle)
            at = text.find(needle, at + 1)


def _anchored(needles: Sequence[str], text: str) -> Iterator[tuple[int, int, int]]:
    """As `_matches`, in linear time: only where the first characters of a needle stand is it looked for."""
    places: dict[str, list[int]] = {needle[:_SHORTEST_CUT]: [] for needle in needles}
    for at in range(len(text) - _SHORTEST_CUT + 1):
        found = places.get(text[at : at + _SHORTEST_CUT])
        if found is not None and len(found) < _MOST_PLACES:
            found.append(at)
    for which, needle in enumerate(needles):
        for at in places[needle[:_SHORTEST_CUT]]:
            if text.startswith(needle, at):
                yield which, at, at + len(needle)


def _stops_short(text: str, chunks: Sequence[Chunk], holder: int, *, short: bool) -> bool:
    """Does the copy stop in the middle of a clause of the text that holds it?

    A short one must also begin where a sentence does, or any noun of a heading would be a copy.
    """
    near = "".join(chunk.text for chunk in chunks[holder : holder + 3] if chunk.role is None)
    tight, whole = ("".join(t.translate(_LEVEL).split()) for t in (text, near))
    at = whole.find(tight)
    if short and at > 0 and whole[at - 1] not in '。!?”"':
        return False
    following = whole[at + len(tight) : at + len(tight) + 1] if at >= 0 else ""
    return following.isalnum()


def _may_be_copy(chunks: Sequence[Chunk], k: int) -> bool:
    text = chunks[k].text
    return not is_finished(text) or text.count("。") <= 2


def _cuts(chunks: Sequence[Chunk], k: int) -> bool:
    """Does chunk ``k`` stand where running text stops in the middle of a sentence?"""
    for at in range(k - 1, max(-1, k - _FAR), -1):
        if chunks[at].role is None:
            return not is_finished(chunks[at].text) and not chunks[at].heading
        if chunks[at].role not in ("caption", "credit", "furniture", "noise"):
            return False
    return False
