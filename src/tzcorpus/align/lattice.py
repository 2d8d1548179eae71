"""Scores of all beads inside a band of the table of sentence pairs, and sweeps through them.

A node (i, j) has i Chinese and j English sentences behind it; a bead (m, n) leads from (i - m, j - n) to
(i, j). The band says which j are allowed for each i.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
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
_BLOCK = 32
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


def build(zh: Indexed, en: Indexed, table: Table, band: Band, settings: AlignSettings) -> Lattice:
    """Every bead inside ``band`` by what its words say; `with_lengths` adds the lengths."""
    rows: list[Floats] = [np.full((len(SIZES), int(band.hi[0] - band.lo[0]) + 1), NEVER, np.float32)]
    for first in range(0, len(zh), _BLOCK):
        rows.extend(_block(zh, en, table, band, settings, first))
    return Lattice(band, tuple(rows))


def _block(
    zh: Indexed, en: Indexed, table: Table, band: Band, settings: AlignSettings, first: int
) -> Iterator[Floats]:
    """The rows of nodes first+1 .. first+_BLOCK."""
    last = min(first + _BLOCK, len(zh))
    lo, hi = max(0, first - MOST + 1), last
    at, end = max(0, int(band.lo[first + 1]) - MOST), int(band.hi[last])
    sizes = _bead_scores(zh, en, table, settings, (lo, hi, at, end)) if at < end else {}
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
    box: tuple[int, int, int, int],
) -> dict[tuple[int, int], Floats]:
    """Scores by bead size; element (r, c): Chinese sentences from lo+r, English ones from at+c."""
    lo, hi, at, end = box
    zh_share, en_share = table.zh_share * settings.lexicon_share, table.en_share * settings.lexicon_share
    forward = list(scores.one_way(zh, en, table.forward, table.en_rate, box, MOST, en_share))
    turned = (at, end, lo, hi)
    reverse = [a.T for a in scores.one_way(en, zh, table.reverse, table.zh_rate, turned, MOST, zh_share)]
    out: dict[tuple[int, int], Floats] = {}
    for (m, n), prior in PRIORS.items():
        if m > hi - lo or n > end - at:
            continue
        evidence = _summed(forward[m - 1], n, axis=1) + _summed(reverse[n - 1], m, axis=0)
        out[m, n] = settings.translation * evidence + np.float32(prior)
    return out


def with_lengths(
    lattice: Lattice, zh: Indexed, en: Indexed, settings: AlignSettings, ratio: float
) -> Lattice:
    """The lattice with the lengths' scores, for ``ratio`` English characters a Chinese one."""
    zh_sums, en_sums = (np.concatenate(([0.0], np.cumsum(side.lengths))) for side in (zh, en))
    rows = []
    for row, filled in enumerate(lattice.rows):
        columns = np.arange(int(lattice.band.lo[row]), int(lattice.band.hi[row]) + 1)
        ends = en_sums[columns]
        english = {n: ends - en_sums[np.maximum(0, columns - n)] for n in range(1, MOST + 1)}
        out = filled.copy()
        for kind, (m, n) in enumerate(SIZES):
            if m <= row:
                chinese = np.float32(zh_sums[row] - zh_sums[row - m])
                out[kind] += settings.length * scores.length_scores(chinese, english[n], settings, ratio)
        rows.append(out)
    return Lattice(lattice.band, tuple(rows))


def _summed(array: Floats, size: int, axis: int = 0) -> Floats:
    """Sums of ``size`` neighbours along ``axis``."""
    length = array.shape[axis] - size + 1
    parts = [array.take(range(k, k + length), axis=axis) for k in range(size)]
    summed: Floats = np.sum(parts, axis=0, dtype=np.float32)
    return summed


def shares(
    lattice: Lattice, columns: int, path: Sequence[tuple[int, int]], gap: float, temperature: float
) -> list[float]:
    """For each bead of ``path`` the share of all paths' weight that goes through it (0 to 1).

    ``temperature`` divides the scores: above 1 it makes up for evidence that is counted more than once.
    """
    ahead = _sums(lattice, columns, gap, temperature)
    behind = _sums(_reversed(lattice, columns), columns, gap, temperature)
    rows = len(lattice.rows) - 1
    total = ahead[rows][columns - int(lattice.band.lo[rows])]
    out, i, j = [], 0, 0
    for m, n in path:
        score = (
            gap
            if 0 in (m, n)
            else float(lattice.rows[i + m][SIZES.index((m, n)), j + n - int(lattice.band.lo[i + m])])
        )
        before = ahead[i][j - int(lattice.band.lo[i])]
        i, j = i + m, j + n
        after = behind[rows - i][int(lattice.band.hi[i]) - j]
        out.append(min(1.0, math.exp(before + score / temperature + after - total)))
    return out


def likely(
    lattice: Lattice, columns: int, gap: float, temperature: float, least: float
) -> dict[tuple[int, int, int, int], float]:
    """Beads (node before, Chinese and English sentences) with at least the share ``least`` of all paths'
    weight, gaps included, and the logarithm of that share.
    """
    ahead = _sums(lattice, columns, gap, temperature)
    behind = _sums(_reversed(lattice, columns), columns, gap, temperature)
    band, rows = lattice.band, len(lattice.rows) - 1
    total = float(ahead[rows][columns - int(band.lo[rows])])
    floor = math.log(least) + total
    kinds = (*SIZES, (1, 0), (0, 1))
    out: dict[tuple[int, int, int, int], float] = {}
    for row in range(rows + 1):
        left, right = int(band.lo[row]), int(band.hi[row])
        beyond = behind[rows - row][::-1]
        for kind, (m, n) in enumerate(kinds):
            if m > row:
                continue
            lo = max(left, int(band.lo[row - m]) + n)
            hi = min(right, int(band.hi[row - m]) + n)
            if lo > hi:
                continue
            start = int(band.lo[row - m]) + n
            own = (
                gap if kind >= len(SIZES) else lattice.rows[row][kind, lo - left : hi - left + 1]
            ) / temperature
            through = ahead[row - m][lo - start : hi - start + 1] + own + beyond[lo - left : hi - left + 1]
            for k in np.flatnonzero(through >= floor).tolist():
                out[row - m, lo + k - n, m, n] = float(through[k]) - total
    return out


def _reversed(lattice: Lattice, columns: int) -> Lattice:
    """The same beads read from the end, so that a bead ends where it began."""
    band, rows = lattice.band, len(lattice.rows) - 1
    turned = Band((columns - band.hi[::-1]).astype(np.int32), (columns - band.lo[::-1]).astype(np.int32))
    out = []
    for row in range(rows + 1):
        left, right = int(turned.lo[row]), int(turned.hi[row])
        filled = np.full((len(SIZES), right - left + 1), NEVER, np.float32)
        for kind, (m, n) in enumerate(SIZES):
            end = rows - row + m  # the bead's last node, read forwards
            if m > row:
                continue
            # columns of that node for each column here: columns - here + n
            lo, hi = int(band.lo[end]), int(band.hi[end])
            first, last = max(left, columns + n - hi), min(right, columns + n - lo)
            if first <= last:
                piece = lattice.rows[end][kind, columns + n - last - lo : columns + n - first - lo + 1]
                filled[kind, first - left : last - left + 1] = piece[::-1]
        out.append(filled)
    return Lattice(turned, tuple(out))


def _sums(lattice: Lattice, columns: int, gap: float, temperature: float) -> list[NDArray[np.float64]]:
    """Logarithm of the summed weight of all ways to each node."""
    gap, out = gap / temperature, []
    before: list[NDArray[np.float64]] = []
    for row, filled in enumerate(lattice.rows):
        left, right = int(lattice.band.lo[row]), int(lattice.band.hi[row])
        arrivals = np.full((len(SIZES) + 1, right - left + 1), NEVER, np.float64)
        for kind, (m, n) in enumerate(SIZES):
            if m <= row:
                arrivals[kind] = (
                    before[-m][left - n + MOST : right - n + MOST + 1] + filled[kind] / temperature
                )
        if row:
            arrivals[-1] = before[-1][left + MOST : right + MOST + 1] + gap
        top = arrivals.max(0)
        value = top + np.log(np.exp(arrivals - top).sum(0))
        if row == 0:
            value[0 - left] = 0.0
        slope = gap * np.arange(left, right + 1)
        value = np.logaddexp.accumulate(value - slope) + slope
        sums = np.full(columns + 1 + MOST, NEVER, np.float64)
        sums[left + MOST : right + MOST + 1] = value
        before = [*before[-MOST + 1 :], sums]
        out.append(value)
    return out


def best_path(lattice: Lattice, columns: int, gap: float) -> list[tuple[int, int]]:
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
            arrivals[-1] = before[-1][left + MOST : right + MOST + 1] + gap
        choice = arrivals.argmax(0).astype(np.int8)
        value = arrivals.max(0)
        if row == 0:
            value[0 - left] = 0.0
        slope = gap * np.arange(left, right + 1)
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
