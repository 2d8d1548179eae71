"""What a document's own links say of it: its length ratio and how readily it leaves sentences out."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tzcorpus.align.scores import Indexed
from tzcorpus.align.settings import AlignSettings

# Chinese links that count as much as the general length ratio does.
_RATIO_PRIOR = 20.0
# Share of gaps among beads for which `AlignSettings.gap` stands, and the beads that it counts as much as.
# Chosen on the sets "dev" of ``benchmarks/align.py``.
_GAP_SHARE = 0.08
_GAP_PRIOR = 5.0

Path = Sequence[tuple[int, int]]


def length_ratio(path: Path, zh: Indexed, en: Indexed, settings: AlignSettings) -> float:
    """English characters a Chinese one: the median over the links of a pass, drawn to the general ratio.
    The document's totals would lie where one side is abridged.
    """
    ratios, i, j = [], 0, 0
    for m, n in path:
        if m and n:
            ratios.append(float(en.lengths[j : j + n].sum() / max(1.0, zh.lengths[i : i + m].sum())))
        i, j = i + m, j + n
    median = sorted(ratios)[len(ratios) // 2] if ratios else settings.length_ratio
    weight = len(ratios) / (len(ratios) + _RATIO_PRIOR)
    return weight * median + (1 - weight) * settings.length_ratio


def wealth(path: Path) -> float:
    """Logarithm of the share of gaps in a path over the usual share, drawn to it."""
    gaps = sum(0 in bead for bead in path)
    return math.log((gaps + _GAP_SHARE * _GAP_PRIOR) / (len(path) + _GAP_PRIOR) / _GAP_SHARE)


def gap(path: Path, settings: AlignSettings) -> float:
    """The score of a gap: dearer where a pass found hardly any, as in a free but whole translation. It never
    gets cheaper: an abridged text gives its gaps away, and cheap ones would eat short sentences.
    """
    return settings.gap + min(0.0, wealth(path))
