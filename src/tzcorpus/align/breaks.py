"""Paragraphs as evidence: beads seldom run over a break, and breaks of both sides tend to meet."""

from __future__ import annotations

from collections.abc import Set

import numpy as np

from tzcorpus.align.lattice import SIZES, Lattice

# Log scores: a bead across a break of one side; a bead that begins a paragraph on both sides, on one.
# Set so that one strong word outweighs them: translators move breaks.
CROSSED = -1.5
BOTH_BEGIN = 0.8
ONE_BEGINS = -0.4


def with_breaks(lattice: Lattice, zh: Set[int], en: Set[int]) -> Lattice:
    """The lattice with what paragraph breaks say; unchanged where either side has none inside.

    ``zh`` and ``en`` are the numbers of the sentences that begin a paragraph.
    """
    if not any(zh) or not any(en):
        return lattice
    columns = int(lattice.band.hi[-1])
    begins = np.zeros(columns + 1, bool)
    begins[[number for number in en if number <= columns]] = True
    before = np.concatenate(([0], np.cumsum(begins)))  # breaks among sentences 0..k-1
    rows = []
    for row, filled in enumerate(lattice.rows):
        ends = np.arange(int(lattice.band.lo[row]), int(lattice.band.hi[row]) + 1)
        out = filled.copy()
        for kind, (m, n) in enumerate(SIZES):
            if m > row:
                continue
            starts = np.maximum(ends - n, 0)
            zh_begins = row - m in zh
            zh_crossed = any(k in zh for k in range(row - m + 1, row))
            en_begins = begins[starts]
            en_crossed = before[ends] - before[np.minimum(starts + 1, columns + 1)] > 0
            out[kind] += CROSSED * (zh_crossed + en_crossed.astype(np.float32))
            out[kind] += np.where(en_begins == zh_begins, BOTH_BEGIN * zh_begins, ONE_BEGINS)
        rows.append(out)
    return Lattice(lattice.band, tuple(rows))
