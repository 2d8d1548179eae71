"""Confidence intervals by drawing documents with replacement."""

from __future__ import annotations

from collections.abc import Sequence

# Draws of documents: the ends of the interval then move by less than a point between seeds.
DRAWS = 1000
# The share of draws that the interval holds.
LEVEL = 0.95


def f1_interval(
    counts: Sequence[tuple[float, float, float, float]], *, draws: int = DRAWS, seed: int = 0
) -> tuple[float, float]:
    """The 95 % percentile interval of micro-averaged F1. ``counts`` gives for each document the hits among
    the predicted, the predicted, the hits among gold, and gold.

    >>> f1_interval([(1, 1, 1, 1), (1, 1, 1, 1)])
    (1.0, 1.0)
    """
    import numpy as np

    table = np.array(counts, dtype=float)
    drawn = np.random.default_rng(seed).multinomial(len(table), [1 / len(table)] * len(table), size=draws)
    right, predicted, found, gold = (drawn @ table).T
    # as for one set: nothing predicted is precise, nothing wanted is complete
    precision = np.divide(right, predicted, out=np.ones(draws), where=predicted > 0)
    recall = np.divide(found, gold, out=np.ones(draws), where=gold > 0)
    total = precision + recall
    f1 = np.divide(2 * precision * recall, total, out=np.zeros(draws), where=total > 0)
    low, high = np.quantile(f1, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
