"""How often a word is met at all: the counts of the set at hand, smoothed by general rates.

A short article says little about the rate of its own words; without a general rate the same evidence
would weigh less in a short text than in a long one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tzcorpus.align.english import stem
from tzcorpus.records import Language

# The general rates count as much as a text of this many words.
_WEIGHT = 3000.0
# Rate of a word that the table of frequent words lacks: an English word of rank about 5,000.
_RARE = 2e-5


@cache
def _frequent(language: Language) -> dict[str, float]:
    """Relative frequencies of function words, per mille in the table."""
    rates: dict[str, float] = {}
    for line in (files(__package__) / f"frequent_{language}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            rate, *words = line.split()
            for word in words:
                key = stem(word) if language == "en" else word
                rates[key] = max(rates.get(key, 0.0), float(rate) / 1000)
    return rates


def rates(ids: Iterable[str], counts: NDArray[np.float64], language: Language) -> NDArray[np.float32]:
    """Smoothed relative frequency of each word."""
    table = _frequent(language)
    general = np.array([table.get(word, _RARE) for word in ids])
    smoothed: NDArray[np.float64] = (counts + _WEIGHT * general) / (counts.sum() + _WEIGHT)
    return smoothed.astype(np.float32)
