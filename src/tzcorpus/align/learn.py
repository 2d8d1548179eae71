"""Word translations learned from the links of a first pass (IBM model 1), mixed with the dictionary.

What a large set repeats and no dictionary holds, its names above all, is learned; a small set teaches
noise and is left alone (`AlignSettings.learn_from`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tzcorpus.align.scores import Indexed
from tzcorpus.align.table import Sparse, Table, mixed
from tzcorpus.records import Bead

# Links above this size on a side, or below this score, teach more noise than words.
_LARGEST = 3
_LEAST_SCORE = 0.5
# More links than this are thinned out evenly: memory stays flat, and the frequent words are known by then.
_MOST_LINKS = 5000
_ROUNDS = 5
# A learned translation is kept from this probability on, where at least so many links show the pair.
_LEAST_PROBABILITY = 0.05
_LEAST_LINKS = 2

Document = tuple[Indexed, Indexed, Sequence[Bead]]


@dataclass(frozen=True, slots=True, eq=False)
class _Cooccurrences:
    """Pairs of words that share a link: link-and-target group of each, source word, target word."""

    group: NDArray[np.int64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]


def links_of(documents: Sequence[Document]) -> list[tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """Distinct words of both sides of every link that may teach."""
    found = []
    for zh, en, beads in documents:
        for bead in beads:
            small = 0 < len(bead.zh) <= _LARGEST and 0 < len(bead.en) <= _LARGEST
            if small and bead.score >= _LEAST_SCORE:
                left = zh.words[zh.starts[bead.zh[0]] : zh.starts[bead.zh[-1] + 1]]
                right = en.words[en.starts[bead.en[0]] : en.starts[bead.en[-1] + 1]]
                found.append((np.unique(left), np.unique(right)))
    return found


def learned(
    table: Table, links: Sequence[tuple[NDArray[np.int32], NDArray[np.int32]]], share: float
) -> Table:
    """``table`` with ``share`` of each word's translations as the links teach them."""
    step = max(1, -(-len(links) // _MOST_LINKS))
    kept = links[::step]
    forward = model([(left, right) for left, right in kept], len(table.zh_ids), len(table.en_ids))
    reverse = model([(right, left) for left, right in kept], len(table.en_ids), len(table.zh_ids))
    return replace(
        table,
        forward=mixed(table.forward, forward, len(table.en_ids), share),
        reverse=mixed(table.reverse, reverse, len(table.zh_ids), share),
    )


def model(links: Sequence[tuple[NDArray[np.int32], NDArray[np.int32]]], sources: int, targets: int) -> Sparse:
    """t(target | source), rows source, from expectation maximisation over the links."""
    pairs = _cooccurrences(links)
    keys, place = np.unique(pairs.source * targets + pairs.target, return_inverse=True)
    source = keys // targets
    seen = np.bincount(place, minlength=len(keys))
    probability = np.ones(len(keys))
    for _ in range(_ROUNDS):
        weight = probability[place]
        expected = weight / np.bincount(pairs.group, weight)[pairs.group]
        counts = np.bincount(place, expected, minlength=len(keys))
        probability = counts / np.bincount(source, counts, minlength=sources)[source]
    good = (probability >= _LEAST_PROBABILITY) & (seen >= _LEAST_LINKS)
    starts = np.zeros(sources + 1, np.int32)
    np.cumsum(np.bincount(source[good], minlength=sources), out=starts[1:])
    return Sparse(starts, (keys[good] % targets).astype(np.int32), probability[good].astype(np.float32))


def _cooccurrences(links: Sequence[tuple[NDArray[np.int32], NDArray[np.int32]]]) -> _Cooccurrences:
    group, source, target, first = [], [], [], 0
    for left, right in links:
        group.append(first + np.tile(np.arange(len(right)), len(left)))
        source.append(np.repeat(left, len(right)))
        target.append(np.tile(right, len(left)))
        first += len(right)
    joined = [np.concatenate(part).astype(np.int64) for part in (group, source, target)]
    return _Cooccurrences(*joined)
