"""What a bead's score means: the probability that the bead is exactly right.

A logistic regression over the share of all paths that go through the bead and how much of it is answered. Its
weights were fitted on the perturbed own texts, with articles beside another article's English as wrong
beads (``benchmarks/align.py --calibrate``). Precision of the filled beads at or above a score on texts kept
apart (``--precision``): stories 0.5 → 0.97, 0.8 → 0.99; news lines dropped and run together 0.5 → 0.98,
0.8 → 0.99; unseen documents 0.5 → 0.94, 0.8 → 0.96, 0.95 → 0.97, 0.98 → 0.98.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tzcorpus.align.evidence import NAMES
from tzcorpus.align.second import Running

# Fitted: constant, logit of the paths' share, share of both sides' words that is answered, being a gap.
WEIGHTS = (-1.59, 0.914, 5.1, 2.529)
_EDGE = 1e-4
_ANSWERED = NAMES.index("share answered")

Row = tuple[float, float, float, float]


def probabilities(rows: Sequence[Row]) -> list[float]:
    """For each bead the probability that it is right."""
    return [
        1 / (1 + math.exp(-sum(weight * value for weight, value in zip(WEIGHTS, row, strict=True))))
        for row in rows
    ]


def described(of: Running, number: int, share: float) -> Row:
    """What the regression sees of a bead: 1, logit of its share of the paths, evidence, is it a gap."""
    _, _, m, n = of.places[number]
    share = min(max(share, _EDGE), 1 - _EDGE)
    answered = float(of.values[number][_ANSWERED])
    return 1.0, math.log(share / (1 - share)), answered, float(not (m and n))
