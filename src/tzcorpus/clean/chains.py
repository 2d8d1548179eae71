"""Joined fragments in their place: where the text goes on after a sentence that was put together.

A chain stands where its first fragment stands. On a page of columns that OCR has read in bands, what followed
its last fragment in the raw text follows it still: the column goes on after the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from tzcorpus.clean.chunks import Chunk

# Joins tell how a page was read, and carry on what follows them, from these log odds.
_SURE = 3.0


def in_chains(
    chunks: Sequence[Chunk],
    follower: Mapping[int, tuple[int, float]],
    merged: Callable[[Sequence[Chunk]], Chunk],
    is_text: Callable[[Chunk], bool],
) -> list[Chunk]:
    """The chunks with every chain made one. ``follower`` gives a chunk's follower and their log odds,
    ``merged`` makes one of a chain's chunks; what is no text (``is_text``) stays with what stands above it.
    """
    led = {after for after, _ in follower.values()}
    chains: dict[int, list[int]] = {}  # by the first chunk
    unsure: set[int] = set()
    for k in range(len(chunks)):
        if k in led:
            continue
        chain = chains[k] = [k]
        while chain[-1] in follower:
            after, odds = follower[chain[-1]]
            chain.append(after)
            if odds < _SURE:
                unsure.add(k)
    wholes = {k: merged([chunks[n] for n in chain]) for k, chain in chains.items()}
    if not _is_banded(follower):
        return list(wholes.values())
    following: dict[int, int] = {}  # by the first chunks of two chains
    text = [k for k, chunk in enumerate(chunks) if is_text(chunk)]
    after_text = dict(pairwise(text))
    for k, chain in chains.items():
        other = after_text.get(chain[-1])
        if other in chains and other != k and k not in unsure and wholes[k].ends.finished:
            following[k] = other
    return [wholes[k] for k in _placed(chains, following, set(text))]


def _is_banded(follower: Mapping[int, tuple[int, float]]) -> bool:
    """Do two sentences cross, each going on beyond a part of the other? Columns that were read in bands do;
    what stands in the middle of a sentence ends before it goes on.
    """
    arcs = sorted((min(k, n), max(k, n)) for k, (n, odds) in follower.items() if odds >= _SURE)
    for at, (first, end) in enumerate(arcs):
        for k in range(at + 1, len(arcs)):
            second, beyond = arcs[k]
            if second >= end:
                break
            if first < second and end < beyond:
                return True
    return False


def _placed(chains: Mapping[int, list[int]], following: dict[int, int], text: set[int]) -> list[int]:
    """The first chunks of the chains in order."""
    owner = {n: k for k, chain in chains.items() for n in chain}
    carried: dict[int, list[int]] = {}
    leading: list[int] = []
    last: int | None = None
    for k in range(len(owner)):
        if k in text:
            last = owner[k]
        elif last is None:
            leading.append(k)
        else:
            carried.setdefault(last, []).append(k)
    _without_rings(following)
    led = set(following.values())
    out = leading
    for k in chains:
        if k not in text or k in led:
            continue
        at: int | None = k
        while at is not None:
            out += [at, *carried.get(at, ())]
            at = following.get(at)
    return out


def _without_rings(following: dict[int, int]) -> None:
    """Opens every ring before the one of its members that stands first."""
    seen: set[int] = set()
    for first in list(following):
        path: list[int] = []
        at: int | None = first
        while at is not None and at not in seen:
            seen.add(at)
            path.append(at)
            at = following.get(at)
        if at is not None and at in path:
            ring = path[path.index(at) :]
            before = {following[k]: k for k in ring}
            del following[before[min(ring)]]
