"""Log-likelihood ratios of beads: how much better a bead's sides explain each other than chance does.

For a span of Chinese sentences and an English word e, p(e | span) = (1 - share) rate(e) + share * mean of
t(e | z) over the span's words; the ratio to rate(e) is summed over the English words. A span of sentences
fixed, the sum runs over English sentences, so one matrix product gives all English sentences at once; and
the same the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tzcorpus.align.features import Side
from tzcorpus.align.settings import AlignSettings
from tzcorpus.align.table import Sparse

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Indexed:
    """A side in numbers: ``words`` of all sentences in a row, sentence k at ``starts[k]:starts[k + 1]``."""

    words: Ints
    starts: Ints
    lengths: Floats

    def __len__(self) -> int:
        return len(self.lengths)


def indexed(side: Side, ids: dict[str, int]) -> Indexed:
    """``side`` with its tokens as indices; tokens that ``ids`` lacks are left out."""
    rows = [[ids[token] for token in tokens if token in ids] for tokens in side.tokens]
    starts = np.zeros(len(rows) + 1, np.int32)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    words = np.array([word for row in rows for word in row], np.int32)
    return Indexed(words, starts, np.array(side.lengths, np.float32))


def _expanded(side: Indexed, sparse: Sparse, lo: int, hi: int) -> tuple[Ints, Ints, Floats]:
    """Sentence (from ``lo``), column, value of every table pair of the words of sentences lo..hi-1."""
    words = side.words[side.starts[lo] : side.starts[hi]]
    sentence = np.repeat(np.arange(hi - lo, dtype=np.int32), np.diff(side.starts[lo : hi + 1]))
    first, count = sparse.starts[words], np.diff(sparse.starts)[words]
    total = int(count.sum())
    offsets = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
    places = np.repeat(first, count) + offsets
    return np.repeat(sentence, count), sparse.columns[places], sparse.values[places]


def _windows(array: NDArray[Any], size: int) -> Floats:
    """Sums over ``size`` neighbouring rows: row k sums rows k..k+size-1."""
    total = np.cumsum(array, axis=0, dtype=np.float64)
    total[size:] -= total[:-size].copy()
    return total[size - 1 :].astype(np.float32)


def one_way(
    given: Indexed,
    other: Indexed,
    sparse: Sparse,
    rate: Floats,
    box: tuple[int, int, int, int],
    most: int,
    share: Floats,
) -> Iterator[Floats]:
    """For span sizes 1..``most``: the summed log ratio of each sentence of ``other`` given the span of
    ``given`` that starts at each sentence. ``box`` is (first, end) of given, (first, end) of other.

    Yields arrays of shape (end - first - size + 1, end - first).
    """  # fmt: skip
    lo, hi, at, end = box
    words = other.words[other.starts[at] : other.starts[end]]
    used, place = np.unique(words, return_inverse=True)
    sentence = np.repeat(np.arange(end - at), np.diff(other.starts[at : end + 1]))
    counts = np.bincount(place * (end - at) + sentence, minlength=len(used) * (end - at))
    counts = counts.reshape(len(used), end - at).astype(np.float32)
    rows, columns, values = _expanded(given, sparse, lo, hi)
    where = np.full(len(rate), -1, np.int32)
    where[used] = np.arange(len(used))
    columns = where[columns]
    rows, columns, values = rows[columns >= 0], columns[columns >= 0], values[columns >= 0]
    mass = np.bincount(rows * len(used) + columns, values, minlength=(hi - lo) * len(used))
    mass = mass.reshape(hi - lo, len(used)).astype(np.float32)
    size_of = np.diff(given.starts[lo : hi + 1])[:, None].astype(np.float32)
    claim = share[used]
    unexplained = np.log1p(-claim) @ counts
    odds = claim / (1.0 - claim) / rate[used]
    for size in range(1, most + 1):
        if hi - lo < size:
            return
        mean = _windows(mass, size) / np.maximum(_windows(size_of, size), 1.0)
        ratio = np.zeros_like(mean)
        explained = mean > 0  # a few in a hundred: the logarithm is the dear part
        ratio[explained] = np.log1p((mean * odds)[explained])
        yield ratio @ counts + unexplained


def length_scores(zh: Any, en: NDArray[Any], settings: AlignSettings, ratio: float) -> Floats:
    """Log ratio of English lengths given Chinese ones to English lengths given nothing; arrays broadcast."""
    expected = zh * ratio
    variance = settings.length_variance * np.maximum(zh, 4.0)
    squared = (en - expected) ** 2 / variance
    density: Floats = (-0.5 * squared).astype(np.float32)
    return density
