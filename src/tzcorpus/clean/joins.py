"""Which later fragment goes on with an unfinished one, decided over the whole page.

Every unfinished piece of running text is scored against every fragment near it; the best pairs are taken
first, each fragment once. A pair that scores too low is not made: the piece stays as it is and is listed
as a suspect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tzcorpus.clean.chunks import Chunk
from tzcorpus.clean.evidence import ECHO_FOUR, LARGEST_WORDS, Echo, marks_score, words_score
from tzcorpus.clean.marks import has_marks

# Fragments looked at, in body chunks before and after.
_REACH = 12
_REACH_BACK = 6
_REACH_HEADING = 3  # what may be a heading goes on soon or not at all
# Log odds, beside those of `evidence`.
_PRIOR = -1.0
_LONG_BODY = 3.0  # running text that stops without a final mark goes on somewhere
_HEADING_BEFORE = -4.5
_SCENE_AFTER = -1.5  # a sentence that reads like a caption
_UNTOLD = -2.5  # a single line above all text
_MARKED_HEADING = -2.5  # a heading with a comma or a colon is less likely one
_HEADING_AFTER = -4.0
_SKIPPED = -1.2  # for every piece of running text between
_BACKWARDS = -5.0
_INDENTED = -3.0
_FULL_LINE = 1.5  # the line before the break is as wide as its column
_FULL_NEXT = 1.5  # … and the fragment is the very next one
_SHORT_LINE = -1.5
_FULL_FIRST = 1.5  # the line after it is not set in like a paragraph's first
_SET_IN = -2.5
_THRESHOLD = 0.0
# Groups with more pairs than this are matched greedily; sums that differ by less are the same.
_LARGEST_GROUP = 400
_NO_GAIN = 1e-9


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
    echo = Echo([chunks[k].text for k in body])
    untold = True  # no sentence has ended yet: what stands here is a heading
    for place, k in enumerate(body):
        untold = untold and not chunks[k].ends.finished
        if chunks[k].ends.finished:
            continue
        back, on = (0, _REACH_HEADING) if chunks[k].heading else (_REACH_BACK, _REACH)
        for other in range(max(0, place - back), min(len(body), place + on + 1)):
            if other != place:
                score = join_score(chunks[k], chunks[body[other]], other - place)
                if untold and len(chunks[k].lines) == 1 and not chunks[k].heading:
                    score += _UNTOLD
                if score + ECHO_FOUR >= _THRESHOLD:
                    score += echo.score(place, chunks[k].ends, chunks[body[other]].ends)
                if score >= _THRESHOLD:
                    found.append(Pair(k, body[other], score))
    return _assigned(found)


def _assigned(found: list[Pair]) -> list[Pair]:
    """The assignment with the highest sum of scores, without rings; best pairs first."""
    taken: list[Pair] = []
    follower: dict[int, int] = {}
    for group in _components(found):
        for pair in sorted(_matching(group), key=lambda pair: (-pair.score, pair.before, pair.after)):
            if not _closes_ring(follower, pair):
                follower[pair.before] = pair.after
                taken.append(pair)
    return sorted(taken, key=lambda pair: (-pair.score, pair.before, pair.after))


def _components(found: list[Pair]) -> list[list[Pair]]:
    """The pairs in groups that share no fragment with one another."""
    parent: dict[int, int] = {}

    def root(key: int) -> int:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for pair in found:  # successors are keyed apart from forerunners
        parent[root(2 * pair.before)] = root(2 * pair.after + 1)
    groups: dict[int, list[Pair]] = {}
    for pair in found:
        groups.setdefault(root(2 * pair.before), []).append(pair)
    return list(groups.values())


def _matching(group: list[Pair]) -> list[Pair]:
    """The pairs of one group that have the highest sum and share no fragment.

    Augmenting paths in order of gain (Bellman-Ford on the few pairs of a group); a large group is
    matched greedily.
    """
    if len(group) > _LARGEST_GROUP:
        return _greedy(group)
    chosen: dict[int, Pair] = {}  # by the fragment that follows
    while True:
        matched = {pair.before for pair in chosen.values()}
        gain = {pair.before: 0.0 for pair in group if pair.before not in matched}
        came: dict[int, tuple[int, Pair]] = {}
        best: tuple[float, Pair] | None = None
        for _ in range(len(gain) + len(chosen) + 1):
            changed = False
            for pair in group:
                if pair.before not in gain or chosen.get(pair.after) == pair:
                    continue
                value = gain[pair.before] + pair.score
                held = chosen.get(pair.after)
                if held is None:
                    if value > _NO_GAIN and (best is None or value > best[0] + _NO_GAIN):
                        best = (value, pair)
                        changed = True
                elif value - held.score > gain.get(held.before, -1e9) + _NO_GAIN:
                    gain[held.before] = value - held.score
                    came[held.before] = (pair.before, pair)
                    changed = True
            if not changed:
                break
        if best is None:
            return list(chosen.values())
        step: Pair | None = best[1]
        while step is not None:
            chosen[step.after] = step
            # each link is followed once, so that rounding can never turn the path into a ring
            step = came.pop(step.before)[1] if step.before in came else None


def _greedy(group: list[Pair]) -> list[Pair]:
    taken: list[Pair] = []
    used: set[int] = set()
    led: set[int] = set()
    for pair in sorted(group, key=lambda pair: (-pair.score, pair.before, pair.after)):
        if pair.before not in used and pair.after not in led:
            used.add(pair.before)
            led.add(pair.after)
            taken.append(pair)
    return taken


def _closes_ring(follower: dict[int, int], pair: Pair) -> bool:
    at = pair.after
    while at in follower:
        at = follower[at]
    return at == pair.before


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
        score += _HEADING_AFTER if after.heading else 0.0
        score += _SCENE_AFTER if after.scene else 0.0
    if after.lines[0].indent:
        score += _INDENTED
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
    """The chunks with every pair made one, standing where its first fragment stands."""
    follower = {pair.before: pair.after for pair in pairs}
    led = set(follower.values())
    out: list[Chunk] = []
    for k, chunk in enumerate(chunks):
        if k in led:
            continue
        at = k
        whole = Chunk(list(chunk.lines), chunk.role, column=chunk.column)
        while at in follower:
            at = follower[at]
            whole.extend(chunks[at].lines)
        out.append(whole)
    return out
