"""A narrow band through a long document: sure sentence pairs first, then the space between them.

Pairs are proposed by rare features that both sentences share (figures, names, dictionary words), the best
chain of pairs that never goes back is kept, and the band is what lies between neighbouring anchors, with
a margin. Work and memory grow with the length of the document, not with its square.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from tzcorpus.align.lattice import Band, Ints, full_band
from tzcorpus.align.scores import Indexed
from tzcorpus.align.settings import AlignSettings
from tzcorpus.align.table import Table
from tzcorpus.records import Bead

# A feature that stands in more sentences of a side than this proposes no pairs.
_MOST_SENTENCES = 12
# A proposed pair must share this much evidence (summed inverse frequency, natural logarithm) to be kept.
_LEAST_EVIDENCE = 12.0
# and this much more than the best other pair of either sentence
_LEAST_MARGIN = 4.0
# Anchors further off the line between their neighbours than this many sentences need company.
_OUTLIER = 40
# Between anchors far apart the band is a corridor of this half width around the straight way.
_WIDEST = 150


def band(zh: Indexed, en: Indexed, table: Table, settings: AlignSettings) -> Band:
    """Every node of a short document; a band along anchors for a long one."""
    rows, columns = len(zh), len(en)
    if rows * columns <= settings.dense_cells:
        return full_band(rows, columns)
    chain = _chain(_proposed(zh, en, table))
    points = [(0, 0), *_steady([(i + 1, j + 1) for i, j in chain], rows, columns), (rows, columns)]
    return _around(points, rows, columns, settings.band)


def along(beads: Sequence[Bead], rows: int, columns: int, settings: AlignSettings) -> Band:
    """A narrow band around the way of an earlier pass; every node of a short document."""
    if rows * columns <= settings.dense_cells:
        return full_band(rows, columns)
    points, i, j = [(0, 0)], 0, 0
    for bead in beads:
        i, j = i + len(bead.zh), j + len(bead.en)
        points.append((i, j))
    return _around(points, rows, columns, settings.band // 2)


def _proposed(zh: Indexed, en: Indexed, table: Table) -> list[tuple[int, int, float]]:
    """Sentence pairs with the evidence they share, each the best of both its sentences."""
    where = _postings(en)
    by_word = _postings(zh)
    evidence: dict[tuple[int, int], float] = {}
    weigh = np.log(len(zh) + len(en))
    for word, sentences in by_word.items():
        if len(sentences) > _MOST_SENTENCES:
            continue
        start, end = int(table.forward.starts[word]), int(table.forward.starts[word + 1])
        for place in range(start, end):
            others = where.get(int(table.forward.columns[place]), ())
            if not others or len(others) > _MOST_SENTENCES:
                continue
            gain = float(weigh - np.log(max(len(sentences), len(others)))) * min(
                1.0, 2.0 * float(table.forward.values[place])
            )
            for i in sentences:
                for j in others:
                    evidence[i, j] = evidence.get((i, j), 0.0) + gain
    best_zh, best_en = _two_best(evidence, 0), _two_best(evidence, 1)
    out = []
    for (i, j), gain in evidence.items():
        rival = max(
            best_zh[i][1] if best_zh[i][0] == gain else gain, best_en[j][1] if best_en[j][0] == gain else gain
        )
        if gain >= _LEAST_EVIDENCE and gain - rival >= _LEAST_MARGIN:
            out.append((i, j, gain))
    return sorted(out)


def _postings(side: Indexed) -> dict[int, list[int]]:
    """The sentences of each word, each once."""
    out: dict[int, list[int]] = {}
    words = side.words.tolist()
    for k in range(len(side)):
        for word in set(words[side.starts[k] : side.starts[k + 1]]):
            out.setdefault(word, []).append(k)
    return out


def _two_best(evidence: dict[tuple[int, int], float], side: int) -> dict[int, tuple[float, float]]:
    """The best and second-best evidence of each sentence of a side."""
    best: dict[int, tuple[float, float]] = {}
    for pair, gain in evidence.items():
        first, second = best.get(pair[side], (0.0, 0.0))
        best[pair[side]] = (gain, first) if gain > first else (first, max(second, gain))
    return best


def _chain(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The heaviest run of pairs that rises on both sides (patience sorting over sums)."""
    tops: list[tuple[int, float, int]] = []  # (column, best sum ending there, pair), both rising
    before: list[int] = []
    for number, (_, j, gain) in enumerate(sorted(pairs, key=lambda p: (p[0], -p[1]))):
        place = bisect_right(tops, (j - 1, np.inf, 0)) - 1
        total = gain + (tops[place][1] if place >= 0 else 0.0)
        before.append(tops[place][2] if place >= 0 else -1)
        at = place + 1
        while at < len(tops) and tops[at][1] <= total:
            tops.pop(at)
        if at == 0 or tops[at - 1][0] < j or tops[at - 1][1] < total:
            tops.insert(at, (j, total, number))
    ordered = sorted(pairs, key=lambda p: (p[0], -p[1]))
    out: list[tuple[int, int]] = []
    number = tops[-1][2] if tops else -1
    while number >= 0:
        out.append(ordered[number][:2])
        number = before[number]
    return out[::-1]


def _steady(points: list[tuple[int, int]], rows: int, columns: int) -> list[tuple[int, int]]:
    """Anchors without those that stand alone, far off the way between their neighbours."""
    fenced = [(0, 0), *points, (rows, columns)]
    kept = []
    for before, point, after in zip(fenced, fenced[1:], fenced[2:], strict=False):
        share = (point[0] - before[0]) / max(1, after[0] - before[0])
        expected = before[1] + share * (after[1] - before[1])
        if abs(point[1] - expected) <= _OUTLIER:
            kept.append(point)
    return kept


def _around(points: Sequence[tuple[int, int]], rows: int, columns: int, margin: int) -> Band:
    """From each anchor to the next the rectangle or a corridor through it, with ``margin`` around."""
    lo = np.full(rows + 1, columns, np.int32)
    hi = np.zeros(rows + 1, np.int32)
    for (i, j), (k, m) in pairwise(points):
        first, last = max(0, i - margin), min(rows, k + margin)
        share = np.clip((np.arange(first, last + 1) - i) / max(1, k - i), 0.0, 1.0)
        middle = j + share * (m - j)
        low = np.maximum(middle - _WIDEST, j - margin)
        high = np.minimum(middle + _WIDEST, m + margin)
        lo[first : last + 1] = np.minimum(lo[first : last + 1], np.maximum(0, low).astype(np.int32))
        hi[first : last + 1] = np.maximum(
            hi[first : last + 1], np.minimum(columns, np.ceil(high)).astype(np.int32)
        )
    left: Ints = np.minimum.accumulate(lo[::-1])[::-1].astype(np.int32)
    right: Ints = np.maximum.accumulate(hi).astype(np.int32)
    left[0], right[-1] = 0, columns
    return Band(left, right)
