"""Which later fragment goes on with an unfinished one, decided over the whole page.

Every unfinished piece of running text is scored against every fragment near it; the best pairs are taken
first, each fragment once. A pair that scores too low is not made: the piece stays as it is and is listed
as a suspect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from tzcorpus.clean.chains import in_chains
from tzcorpus.clean.chunks import Chunk, uses_indents
from tzcorpus.clean.evidence import ECHO_COPY, LARGEST_WORDS, Echo, marks_score, words_score
from tzcorpus.clean.marks import has_marks

# Fragments looked at, in body chunks before and after.
_REACH = 12
_REACH_BACK = 6
_REACH_HEADING = 3  # what may be a heading goes on soon or not at all
# Roles of chunks that repeat what the text says.
_SAYING = (None, "duplicate", "pullquote")
# Log odds, beside those of `evidence`.
_PRIOR = -1.0
_LONG_BODY = 3.0  # running text that stops without a final mark goes on somewhere
_HEADING_BEFORE = -4.5
_SCENE_AFTER = -1.5  # a sentence that reads like a caption
_UNTOLD = -2.5  # a single line above all text
_MARKED_HEADING = -2.5  # a heading with a comma or a colon is less likely one
_HEADING_AFTER = -4.0
_SKIPPED = -1.2  # for every piece of running text between
_SKIPPED_HEADING = -0.9  # the same for one that may be a heading: a caption without a credit
_BACKWARDS = -5.0
_INDENTED = -3.0
_NOT_INDENTED = 1.5  # on a page whose paragraphs are set in
_FULL_LINE = 1.5  # the line before the break is as wide as its column
_FULL_NEXT = 1.5  # … and the fragment is the very next one
_SHORT_LINE = -1.5
_FULL_FIRST = 1.5  # the line after it is not set in like a paragraph's first
_SET_IN = -2.5
_THRESHOLD = 0.0
# Steps of one search for a better assignment; sums that differ by less than the next are the same.
_MOST_STEPS = 200
_NO_GAIN = 1e-9
_HUGE = 1e9


@dataclass(frozen=True, slots=True)
class Pair:
    """Chunk ``before`` goes on with chunk ``after``: indices, and the log odds."""

    before: int
    after: int
    score: float


def best_pairs(chunks: Sequence[Chunk]) -> list[Pair]:
    """The pairs of fragments to be joined, best first; each fragment has one successor and one forerunner."""
    body = [k for k, chunk in enumerate(chunks) if chunk.role is None]
    found: list[Pair] = []
    # copies, too: where one goes on over the break, so does the text
    echo = Echo([chunk.text if chunk.role in _SAYING else "" for chunk in chunks])
    indents = uses_indents([line for chunk in chunks for line in chunk.lines])
    passed = list(
        accumulate((_SKIPPED_HEADING if chunks[k].heading else _SKIPPED for k in body), initial=0.0)
    )
    untold = True  # no sentence has ended yet: what stands here is a heading
    for place, k in enumerate(body):
        chunk = chunks[k]
        untold = untold and not (chunk.ends.finished or "。" in chunk.text)
        if chunk.ends.finished:
            continue
        alone = untold and len(chunk.lines) == 1 and not chunk.heading
        back, on = (0, _REACH_HEADING) if chunk.heading else (_REACH_BACK, _REACH)
        for other in range(max(0, place - back), min(len(body), place + on + 1)):
            if other != place:
                after = chunks[body[other]]
                score = join_score(chunk, after, other - place)
                if other > place:
                    score += passed[other] - passed[place + 1] - _SKIPPED * (other - place - 1)
                if indents and _is_flush(after):
                    score += _NOT_INDENTED
                if alone:
                    score += _UNTOLD
                if score + ECHO_COPY >= _THRESHOLD:
                    score += echo.score(k, chunk.ends, after.ends)
                if score >= _THRESHOLD:
                    found.append(Pair(k, body[other], score))
    return _assigned(found)


def _is_flush(chunk: Chunk) -> bool:
    """Is it running text after a blank line that is not set in?"""
    first = chunk.lines[0]
    return first.gap > 0 and not first.indent and not chunk.heading


def _assigned(found: list[Pair]) -> list[Pair]:
    """The assignment with the highest sum of scores, without rings; best pairs first."""
    ring: dict[int, int] = {}  # fragments that are one text already lead to one root

    def root(key: int) -> int:
        while ring.setdefault(key, key) != key:
            ring[key] = ring[ring[key]]
            key = ring[key]
        return key

    taken: list[Pair] = []
    for pair in sorted(_matching(found), key=lambda pair: (-pair.score, pair.before, pair.after)):
        if root(pair.before) != root(pair.after):
            ring[root(pair.after)] = root(pair.before)
            taken.append(pair)
    return taken


def _matching(found: list[Pair]) -> list[Pair]:
    """The pairs that have the highest sum and share no fragment."""
    options: dict[int, list[Pair]] = {}
    for pair in found:
        options.setdefault(pair.before, []).append(pair)
    chosen: dict[int, Pair] = {}  # by the fragment that follows
    for before in options:
        for pair in _augmented(before, options, chosen):
            chosen[pair.after] = pair
    return list(chosen.values())


def _augmented(first: int, options: dict[int, list[Pair]], chosen: dict[int, Pair]) -> list[Pair]:
    """The pairs to be chosen anew so that ``first`` has a follower too, where that adds to the sum.

    The best augmenting path from one fragment (label correcting), of at most `_MOST_STEPS` steps, so that
    the time is linear in the number of fragments.
    """
    gain = {first: 0.0}  # of the sum, where that fragment is left without a follower
    came: dict[int, Pair] = {}  # the pair that took its follower
    waiting = [first]
    best: tuple[float, int, Pair | None] = (_NO_GAIN, first, None)
    for before in islice(waiting, _MOST_STEPS):
        best = max(best, (gain[before], before, None), key=_sum)
        for pair in options[before]:
            value = gain[before] + pair.score
            held = chosen.get(pair.after)
            if held is None:
                best = max(best, (value, before, pair), key=_sum)
            elif value - held.score > gain.get(held.before, -_HUGE) + _NO_GAIN:
                gain[held.before] = value - held.score
                came[held.before] = pair
                waiting.append(held.before)
    _, at, last = best
    path = [] if last is None else [last]
    while at != first:
        if at not in came:
            return []  # a ring, which only a search that was cut off before can leave
        path.append(came.pop(at))
        at = path[-1].before
    return path


def _sum(end: tuple[float, int, Pair | None]) -> float:
    return end[0]


def join_score(before: Chunk, after: Chunk, steps: int) -> float:
    """Log odds that ``after`` goes on with ``before``; ``steps`` counts the running text between them.

    Where nothing that words could say would lift it to the threshold, they are not asked.
    """
    score = _PRIOR + marks_score(before.ends, after.ends)
    score += _SKIPPED * (steps - 1) if steps > 0 else _BACKWARDS + _SKIPPED * (-steps - 1)
    if before.heading:
        score += _MARKED_HEADING if has_marks(before.text) else _HEADING_BEFORE
    else:
        score += _LONG_BODY
    if not after.ends.cannot_start:
        if after.heading:
            score += _HEADING_AFTER
        if after.scene:
            score += _SCENE_AFTER
    if after.lines[0].indent:
        score += _INDENTED
    if before.column is not None or after.column is not None:
        score += _layout(before, after, steps)
    if score + LARGEST_WORDS < _THRESHOLD:
        return score
    return score + words_score(before.ends, after.ends)


def _layout(before: Chunk, after: Chunk, steps: int) -> float:
    """What the widths of the lines at the break say, where the text is set in columns."""
    full, first = before.edges[0], after.edges[1]
    score = 0.0
    if full is not None:
        score += (_FULL_LINE + (_FULL_NEXT if steps == 1 else 0.0)) if full else _SHORT_LINE
    if first is not None:
        score += _FULL_FIRST if first else _SET_IN
    return score


def joined(chunks: Sequence[Chunk], pairs: Sequence[Pair]) -> list[Chunk]:
    """The chunks with every pair made one, each chain in its place (`chains`)."""

    def merged(chain: Sequence[Chunk]) -> Chunk:
        whole = Chunk(list(chain[0].lines), chain[0].role, column=chain[0].column)
        for chunk in chain[1:]:
            whole.extend(chunk.lines)
        return whole

    return in_chains(chunks, followers(pairs), merged, lambda chunk: chunk.role is None)


def followers(pairs: Sequence[Pair]) -> dict[int, tuple[int, float]]:
    """The chunk that goes on with each, and the log odds."""
    return {pair.before: (pair.after, pair.score) for pair in pairs}
