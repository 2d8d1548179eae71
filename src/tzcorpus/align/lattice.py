"""Scores of all beads inside a band of the table of sentence pairs, and sweeps through them.

A node (i, j) has i Chinese and j English sentences behind it; a bead (m, n) leads from (i - m, j - n) to
(i, j). The band says which j are allowed for each i.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tzcorpus.align import scores
from tzcorpus.align.scores import Indexed
from tzcorpus.align.settings import AlignSettings
from tzcorpus.align.table import Table

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

# Filled bead sizes (Chinese, English sentences) with the logarithm of their prior.
PRIORS: dict[tuple[int, int], float] = {
    (1, 1): -0.3, (1, 2): -2.1, (2, 1): -2.4, (1, 3): -3.3, (3, 1): -4.0, (2, 2): -3.7, (2, 3): -4.7,
    (3, 2): -5.0, (3, 3): -5.5, (1, 4): -4.5, (4, 1): -5.5, (1, 5): -5.5, (5, 1): -6.5,
}  # fmt: skip
SIZES = tuple(PRIORS)
MOST = 5
# Chinese sentences scored in one matrix product: keeps memory flat.
_BLOCK = 64
NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Allowed nodes: columns ``lo[i]`` to ``hi[i]``, both included, for i = 0..I; both never fall."""

    lo: Ints
    hi: Ints


def full_band(rows: int, columns: int) -> Band:
    """Every node."""
    return Band(np.zeros(rows + 1, np.int32), np.full(rows + 1, columns, np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """Log scores of the filled beads that end at each allowed node: ``rows[i]`` has shape (sizes, width)."""

    band: Band
    rows: tuple[Floats, ...]


def build(
    zh: Indexed, en: Indexed, table: Table, band: Band, settings: AlignSettings, ratio: float
) -> Lattice:
    """Score every bead inside ``band``."""
    rows: list[Floats] = [np.full((len(SIZES), int(band.hi[0] - band.lo[0]) + 1), NEVER, np.float32)]
    for first in range(0, len(zh), _BLOCK):
        rows.extend(_block(zh, en, table, band, settings, ratio, first))
    return Lattice(band, tuple(rows))


def _block(
    zh: Indexed, en: Indexed, table: Table, band: Band, settings: AlignSettings, ratio: float, first: int
) -> Iterator[Floats]:
    """The rows of nodes first+1 .. first+_BLOCK."""
    last = min(first + _BLOCK, len(zh))
    lo, hi = max(0, first - MOST + 1), last
    at, end = max(0, int(band.lo[first + 1]) - MOST), int(band.hi[last])
    sizes = _bead_scores(zh, en, table, settings, ratio, (lo, hi, at, end)) if at < end else {}
    for row in range(first + 1, last + 1):
        left, right = int(band.lo[row]), int(band.hi[row])
        out = np.full((len(SIZES), right - left + 1), NEVER, np.float32)
        for kind, (m, n) in enumerate(SIZES):
            array = sizes.get((m, n))
            if array is None or row - m < lo:
                continue
            start = max(left, at + n)
            if start <= right:
                out[kind, start - left :] = array[row - m - lo, start - n - at : right - n - at + 1]
        yield out


def _bead_scores(
    zh: Indexed,
    en: Indexed,
    table: Table,
    settings: AlignSettings,
    ratio: float,
    box: tuple[int, int, int, int],
) -> dict[tuple[int, int], Floats]:
    """Scores by bead size; element (r, c): Chinese sentences from lo+r, English ones from at+c."""
    lo, hi, at, end = box
    share = settings.lexicon_share
    forward = list(scores.one_way(zh, en, table.forward, table.en_rate, box, MOST, share))
    turned = (at, end, lo, hi)
    reverse = [a.T for a in scores.one_way(en, zh, table.reverse, table.zh_rate, turned, MOST, share)]
    zh_length, en_length = zh.lengths[lo:hi], en.lengths[at:end]
    out: dict[tuple[int, int], Floats] = {}
    for (m, n), prior in PRIORS.items():
        if m > hi - lo or n > end - at:
            continue
        evidence = _summed(forward[m - 1], n, axis=1) + _summed(reverse[n - 1], m, axis=0)
        lengths = scores.length_scores(
            _summed(zh_length, m)[:, None], _summed(en_length, n)[None, :], settings, ratio
        )
        out[m, n] = settings.translation * evidence + settings.length * lengths + np.float32(prior)
    return out


def _summed(array: Floats, size: int, axis: int = 0) -> Floats:
    """Sums of ``size`` neighbours along ``axis``."""
    length = array.shape[axis] - size + 1
    parts = [array.take(range(k, k + length), axis=axis) for k in range(size)]
    summed: Floats = np.sum(parts, axis=0, dtype=np.float32)
    return summed


def best_path(lattice: Lattice, columns: int, gap_zh: float, gap_en: float) -> list[tuple[int, int]]:
    """Bead sizes of the path with the highest sum, from the start; gaps are (1, 0) and (0, 1)."""
    band = lattice.band
    before: list[NDArray[np.float64]] = []  # the last rows of sums, MOST places of padding on the left
    back: list[NDArray[np.int8]] = []
    kinds = (*SIZES, (1, 0), (0, 1))
    for row, filled in enumerate(lattice.rows):
        left, right = int(band.lo[row]), int(band.hi[row])
        arrivals = np.full((len(SIZES) + 1, right - left + 1), NEVER, np.float64)
        for kind, (m, n) in enumerate(SIZES):
            if m <= row:
                arrivals[kind] = before[-m][left - n + MOST : right - n + MOST + 1] + filled[kind]
        if row:
            arrivals[-1] = before[-1][left + MOST : right + MOST + 1] + gap_zh
        choice = arrivals.argmax(0).astype(np.int8)
        value = arrivals.max(0)
        if row == 0:
            value[0 - left] = 0.0
        slope = gap_en * np.arange(left, right + 1)
        level = np.maximum.accumulate(value - slope)
        choice[level > value - slope] = len(SIZES) + 1
        sums = np.full(columns + 1 + MOST, NEVER, np.float64)
        sums[left + MOST : right + MOST + 1] = level + slope
        before = [*before[-MOST + 1 :], sums]
        back.append(choice)
    path: list[tuple[int, int]] = []
    i, j = len(lattice.rows) - 1, columns
    while i or j:
        m, n = kinds[int(back[i][j - int(band.lo[i])])]
        path.append((m, n))
        i, j = i - m, j - n
    return path[::-1]
