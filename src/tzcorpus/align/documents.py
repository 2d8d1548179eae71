"""Which English document belongs to which Chinese one, and whether two belong together at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tzcorpus.align import features, lexicon, table
from tzcorpus.align.table import Sparse
from tzcorpus.records import Bead

# A bead counts as a true link from this score on: nine in ten such are right.
SURE = 0.7
# Documents with fewer sentences on both sides say too little to be judged.
FEWEST_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Match:
    """Documents ``zh`` and ``en`` (numbers in their lists) and the cosine of their words; ``margin`` is the
    distance to the best other partner of either. One side is None where nothing fits.
    """

    zh: int | None
    en: int | None
    score: float = 0.0
    margin: float = 0.0


def agreement(beads: Sequence[Bead]) -> float:
    """Share of sentences that stand in a sure bead, of the side where it is higher: an abridged translation
    is still a translation. Own articles: 0.7 and more, another article's English 0.56 at most.
    """
    shares = [0.0]
    for side in ("zh", "en"):
        total = sum(len(getattr(bead, side)) for bead in beads)
        sure = sum(len(getattr(bead, side)) for bead in beads if bead.zh and bead.en and bead.score >= SURE)
        shares.append(sure / total if total else 0.0)
    return max(shares)


def match_documents(
    zh: Sequence[Sequence[str]], en: Sequence[Sequence[str]], *, least: float = 0.05
) -> tuple[Match, ...]:
    """Pair documents, given as lists of sentences: best cosine first, each at most once. What is left, or
    below ``least``, comes alone at the end.
    """
    scores = _cosines(zh, en)
    out: list[Match] = []
    free_zh, free_en = set(range(len(zh))), set(range(len(en)))
    for place in np.argsort(-scores, axis=None, kind="stable").tolist():
        i, j = divmod(place, len(en))
        if scores[i, j] < least:
            break
        if i in free_zh and j in free_en:
            others = [scores[i, k] for k in range(len(en)) if k != j]
            others += [scores[k, j] for k in range(len(zh)) if k != i]
            score = float(scores[i, j])
            out.append(Match(i, j, round(score, 4), round(score - float(max(others, default=0.0)), 4)))
            free_zh.discard(i)
            free_en.discard(j)
    out.sort(key=lambda match: (match.zh is None, match.zh))
    return (*out, *(Match(i, None) for i in sorted(free_zh)), *(Match(None, j) for j in sorted(free_en)))


def _cosines(zh: Sequence[Sequence[str]], en: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Cosine of each pair's English words, Chinese ones translated by the dictionary, rare ones heavier."""
    if not zh or not en:
        return np.zeros((len(zh), len(en)))
    dictionary = lexicon.load()
    names = frozenset().union(*(features.names_in(document) for document in en))
    sides = [
        (
            features.chinese_side(zh[k] if k < len(zh) else (), dictionary, names),
            features.english_side(en[k] if k < len(en) else (), names),
        )
        for k in range(max(len(zh), len(en)))
    ]
    words = table.build(sides, dictionary)
    left = np.zeros((len(zh), len(words.en_ids)))
    right = np.zeros((len(en), len(words.en_ids)))
    for k, (chinese, english) in enumerate(sides):
        if k < len(zh):
            _add_translated(left[k], [words.zh_ids[w] for row in chinese.tokens for w in row], words.forward)
        if k < len(en):
            np.add.at(right[k], [words.en_ids[w] for row in english.tokens for w in row], 1.0)
    rarity = np.log((1.0 + len(en)) / (1.0 + (right > 0).sum(0))) + 0.1
    return _unit(np.sqrt(left) * rarity) @ _unit(np.sqrt(right) * rarity).T


def _add_translated(row: NDArray[np.float64], ids: Sequence[int], forward: Sparse) -> None:
    for word in ids:
        places = slice(int(forward.starts[word]), int(forward.starts[word + 1]))
        np.add.at(row, forward.columns[places], forward.values[places])


def _unit(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: NDArray[np.float64] = matrix / np.maximum(lengths, 1e-12)
    return unit
