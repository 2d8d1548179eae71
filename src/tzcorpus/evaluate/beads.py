"""Scores of sentence beads against gold: strict, lax, single pairs, gaps.

*strict*: a bead counts where gold has the same bead. *lax*: a bead counts where it shares at least one
Chinese and one English sentence with one gold bead. Precision is over all predicted beads, gaps
included (a gap is right, strictly and laxly, only where gold has the same gap); recall is over the gold
beads with both sides filled. This is the convention of Vecalign's scorer, so figures compare with the
published ones. *pairs* are the single sentence pairs that beads expand to. *gaps* are sentences left
without a partner, of either side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tzcorpus.records import Bead

Link = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Precision and recall as counts: right ones among the predicted, found ones among the gold."""

    right: int = 0
    predicted: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 where gold is empty."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(
            self.right + other.right,
            self.predicted + other.predicted,
            self.found + other.found,
            self.gold + other.gold,
        )


@dataclass(frozen=True, slots=True)
class BeadScores:
    """Scores of one document or, added up, of several. ``by_size`` counts gold beads strictly found and all
    gold beads, by size such as ``"1-2"`` (3 stands for 3 and more).
    """

    strict: Ratio = Ratio()
    lax: Ratio = Ratio()
    pairs: Ratio = Ratio()
    gaps: Ratio = Ratio()
    by_size: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __add__(self, other: BeadScores) -> BeadScores:
        sizes = {**self.by_size}
        for size, (found, gold) in other.by_size.items():
            before = sizes.get(size, (0, 0))
            sizes[size] = (before[0] + found, before[1] + gold)
        return BeadScores(
            self.strict + other.strict,
            self.lax + other.lax,
            self.pairs + other.pairs,
            self.gaps + other.gaps,
            sizes,
        )


def score_beads(gold: Iterable[Bead], predicted: Iterable[Bead]) -> BeadScores:
    """Compare the beads of one document; beads without any sentence are left out.

    >>> gold = [Bead((0,), (0,)), Bead((1,), (1, 2)), Bead((2,), ())]
    >>> scores = score_beads(gold, [Bead((0,), (0,)), Bead((1,), (1,)), Bead((), (2,)), Bead((2,), ())])
    >>> scores.strict.precision, scores.strict.recall, scores.lax.recall, scores.gaps.precision
    (0.5, 0.5, 1.0, 0.5)
    """
    true, given = _links(gold), _links(predicted)
    true_filled, given_filled = [_ for _ in true if all(_)], [_ for _ in given if all(_)]
    true_set, given_set = set(true), set(given)
    gaps_right = sum(link in true_set for link in given if not all(link))
    strict = Ratio(
        sum(link in true_set for link in given), len(given),
        sum(link in given_set for link in true_filled), len(true_filled),
    )  # fmt: skip
    true_pairs, given_pairs = _pairs(true_filled), _pairs(given_filled)
    lax = Ratio(
        gaps_right + sum(_touches(link, true_pairs) for link in given_filled), len(given),
        sum(_touches(link, given_pairs) for link in true_filled), len(true_filled),
    )  # fmt: skip
    both = len(true_pairs & given_pairs)
    true_gaps, given_gaps = _unpaired(true), _unpaired(given)
    same_gaps = len(true_gaps & given_gaps)
    return BeadScores(
        strict=strict,
        lax=lax,
        pairs=Ratio(both, len(given_pairs), both, len(true_pairs)),
        gaps=Ratio(same_gaps, len(given_gaps), same_gaps, len(true_gaps)),
        by_size=_by_size(true_filled, given_set),
    )


def _links(beads: Iterable[Bead]) -> list[Link]:
    return sorted({(tuple(sorted(b.zh)), tuple(sorted(b.en))) for b in beads if b.zh or b.en})


def _pairs(links: Iterable[Link]) -> set[tuple[int, int]]:
    return {(i, j) for zh, en in links for i in zh for j in en}


def _touches(link: Link, pairs: set[tuple[int, int]]) -> bool:
    return any((i, j) in pairs for i in link[0] for j in link[1])


def _unpaired(links: Sequence[Link]) -> set[tuple[int, int]]:
    """(side, sentence) of every sentence that stands in no filled link."""
    out: set[tuple[int, int]] = set()
    for side in (0, 1):
        paired = {k for link in links if all(link) for k in link[side]}
        out |= {(side, k) for link in links for k in link[side] if k not in paired}
    return out


def _by_size(gold: Iterable[Link], predicted: set[Link]) -> dict[str, tuple[int, int]]:
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for link in gold:
        size = f"{min(len(link[0]), 3)}-{min(len(link[1]), 3)}"
        total[size] += 1
        found[size] += link in predicted
    return {size: (found[size], total[size]) for size in sorted(total)}
