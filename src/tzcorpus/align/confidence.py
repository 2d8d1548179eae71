"""What a bead's score means: the probability that the bead is exactly right.

A logistic regression over the share of all paths that go through the bead and the evidence inside it. Its
weights were fitted on the perturbed own texts, with articles beside another article's English as wrong
beads (``benchmarks/align.py --calibrate``). Precision of the filled beads at or above a score on texts kept
apart (``--precision``): free literary translation 0.5 → 0.96, 0.9 → 0.98, 0.98 → 0.99 and more; lines of news
dropped and run together 0.5 → 0.97, 0.8 → 0.98, 0.9 → 0.99. Where gold counts two sentences beside two as one
bead and a system splits them, which scores call sure, 0.95 to 0.97 is the most that is reached.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tzcorpus.align import lattice
from tzcorpus.align.lattice import Lattice
from tzcorpus.align.scores import Indexed
from tzcorpus.align.settings import AlignSettings

# Flattens the paths' weights: evidence is counted in both directions.
TEMPERATURE = 1.5
# Fitted: constant, logit of the paths' share, evidence by the root of the length, being a gap.
WEIGHTS = (0.368, 1.039, 0.343, 1.457)
_EDGE = 1e-4


def confidences(
    net: Lattice,
    path: Sequence[tuple[int, int]],
    zh: Indexed,
    en: Indexed,
    gap: float,
    settings: AlignSettings,
) -> list[float]:
    """For each bead of ``path`` the probability that it is right; ``gap`` is the score of a gap."""
    return [_probability(row) for row in described(net, path, zh, en, gap, settings)]


def described(
    net: Lattice,
    path: Sequence[tuple[int, int]],
    zh: Indexed,
    en: Indexed,
    gap: float,
    settings: AlignSettings,
) -> list[tuple[float, float, float, float]]:
    """What the regression sees of a bead: 1, logit of its share of the paths, evidence, is it a gap."""
    shares = lattice.shares(net, len(en), path, gap, TEMPERATURE)
    out, i, j = [], 0, 0
    for (m, n), share in zip(path, shares, strict=True):
        evidence = 0.0
        if m and n:
            place = j + n - int(net.band.lo[i + m])
            score = float(net.rows[i + m][lattice.SIZES.index((m, n)), place]) - lattice.PRIORS[m, n]
            length = (
                float(zh.lengths[i : i + m].sum() * settings.length_ratio + en.lengths[j : j + n].sum()) / 2
            )
            evidence = score / math.sqrt(max(1.0, length))
        share = min(max(share, _EDGE), 1 - _EDGE)
        out.append((1.0, math.log(share / (1 - share)), evidence, float(not (m and n))))
        i, j = i + m, j + n
    return out


def _probability(row: tuple[float, float, float, float]) -> float:
    return 1 / (1 + math.exp(-sum(weight * value for weight, value in zip(WEIGHTS, row, strict=True))))
