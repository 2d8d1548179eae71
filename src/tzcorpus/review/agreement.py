"""How far two annotators agree: span F1 by label, strict and partial, and what they disagree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tzcorpus.review.layers import Annotation, Mark

ALL = "all"


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of two layers; F1 is symmetric, so neither has to be the truth. ``exact`` marks have the same
    span and label; ``partial`` ones share a character and the label, each used once (exact ones included).
    """

    first: int = 0
    second: int = 0
    exact: int = 0
    partial: int = 0

    @property
    def strict_f1(self) -> float:
        """F1 of marks with the same span and label; 1 where neither layer has any."""
        return _f1(self.exact, self.first, self.second)

    @property
    def partial_f1(self) -> float:
        """F1 of marks that overlap and have the same label."""
        return _f1(self.partial, self.first, self.second)


def _f1(both: int, first: int, second: int) -> float:
    return 2 * both / (first + second) if first + second else 1.0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Marks that have no exact counterpart. ``kind`` is "boundary" (overlap, same label), "label" (same
    span, other label), "first only" or "second only".
    """

    passage: str
    side: str
    kind: str
    first: Mark | None
    second: Mark | None

    def __str__(self) -> str:
        shown = " / ".join(
            f"{mark.start}:{mark.end} {mark.label} {mark.surface!r}" if mark else "–"
            for mark in (self.first, self.second)
        )
        return f"{self.passage} {self.side}: {self.kind}: {shown}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Scores by ``(side, label)``, with "all" for either. Only passages that both layers annotated, on the
    same text, count; ``passages`` says how many, ``left_out`` names the others.
    """

    scores: dict[tuple[str, str], Score]
    disagreements: tuple[Disagreement, ...] = ()
    passages: int = 0
    left_out: tuple[str, ...] = ()

    def score(self, side: str = ALL, label: str = ALL) -> Score:
        """The score of a side and a label; all by default."""
        return self.scores.get((side, label), Score())


@dataclass(slots=True)
class _Tally:
    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def add(self, side: str, label: str, what: str, number: int) -> None:
        for key in {(side, label), (side, ALL), (ALL, label), (ALL, ALL)}:
            self.counts.setdefault(key, Counter())[what] += number


def agreement(first: Iterable[Annotation], second: Iterable[Annotation]) -> Agreement:
    """Compare two layers, one annotation a passage in each."""
    one = {each.passage: each for each in first}
    two = {each.passage: each for each in second}
    both = [
        passage
        for passage in sorted(one.keys() & two.keys())
        if not (one[passage].skipped or two[passage].skipped) and one[passage].sha256 == two[passage].sha256
    ]
    tally = _Tally()
    disagreements: list[Disagreement] = []
    for passage in both:
        for side, mine, other in (
            ("zh", one[passage].zh, two[passage].zh),
            ("en", one[passage].en, two[passage].en),
        ):
            _count(tally, side, mine, other)
            disagreements += _disagreements(passage, side, mine, other)
    left_out = tuple(sorted((one.keys() | two.keys()) - set(both)))
    scores = {
        key: Score(counts["first"], counts["second"], counts["exact"], counts["partial"])
        for key, counts in sorted(tally.counts.items())
    }
    return Agreement(scores, tuple(disagreements), len(both), left_out)


def _count(tally: _Tally, side: str, first: Sequence[Mark], second: Sequence[Mark]) -> None:
    for label in sorted({mark.label for mark in (*first, *second)}):
        mine = [mark for mark in first if mark.label == label]
        other = [mark for mark in second if mark.label == label]
        exact = sum((Counter(map(_place, mine)) & Counter(map(_place, other))).values())
        tally.add(side, label, "first", len(mine))
        tally.add(side, label, "second", len(other))
        tally.add(side, label, "exact", exact)
        tally.add(side, label, "partial", matching(mine, other))


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end


def matching(first: Sequence[Mark], second: Sequence[Mark]) -> int:
    """The largest number of pairs of overlapping marks, each mark in one pair at most."""
    partner: dict[int, int] = {}

    def assign(number: int, tried: set[int]) -> bool:
        for other, mark in enumerate(second):
            if other not in tried and _overlap(first[number], mark):
                tried.add(other)
                if other not in partner or assign(partner[other], tried):
                    partner[other] = number
                    return True
        return False

    return sum(assign(number, set()) for number in range(len(first)))


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _disagreements(
    passage: str, side: str, first: Sequence[Mark], second: Sequence[Mark]
) -> Iterator[Disagreement]:
    mine = {(mark.start, mark.end, mark.label): mark for mark in first}
    other = {(mark.start, mark.end, mark.label): mark for mark in second}
    left = [mark for key, mark in sorted(mine.items()) if key not in other]
    right = [mark for key, mark in sorted(other.items()) if key not in mine]
    for mark in left:
        twin = next((each for each in right if _place(each) == _place(mark)), None) or next(
            (each for each in right if each.label == mark.label and _overlap(each, mark)), None
        )
        if twin is None:
            yield Disagreement(passage, side, "first only", mark, None)
        else:
            right.remove(twin)
            kind = "label" if _place(twin) == _place(mark) else "boundary"
            yield Disagreement(passage, side, kind, mark, twin)
    yield from (Disagreement(passage, side, "second only", None, mark) for mark in right)
