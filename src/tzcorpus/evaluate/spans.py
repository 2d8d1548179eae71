"""How well entities were found: exact and partial spans, entities, values, seen and unseen names.

Spans are half-open and compared as they stand. Counts of several documents are added before precision and
recall are taken (micro average); the confidence interval draws documents with replacement.

======== =================================================================================
strict   same span and label
alt      the same, or one of the gold mention's other spans
partial  an overlap with the same label earns half a hit on both sides, an exact span a whole one
======== =================================================================================

Optional gold counts neither way under any of them: it need not be found, and what is found of it is no fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import astuple, dataclass, field
from typing import Literal

from tzcorpus.errors import InputError
from tzcorpus.evaluate.bootstrap import DRAWS, f1_interval
from tzcorpus.records import Entity, Label, Money, Span

Mode = Literal["strict", "alt", "partial"]
Outcome = Literal["boundary", "label", "missed", "spurious"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A gold or predicted mention. ``alternatives`` are other spans of the same text that count as right;
    an ``optional`` one need not be found and is no fault where it is found.
    """

    span: Span
    label: Label
    surface: str = ""
    entity: str | None = None
    value: Money | None = None
    alternatives: tuple[Span, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits (halves in partial scoring) on the predicted and on the gold side, with their totals."""

    hits_predicted: float = 0.0
    predicted: int = 0
    hits_gold: float = 0.0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.hits_predicted + other.hits_predicted,
            self.predicted + other.predicted,
            self.hits_gold + other.hits_gold,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right; 1 where nothing was."""
        return self.hits_predicted / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of gold that was found; 1 where there is none."""
        return self.hits_gold / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Mistake:
    """One line of the confusion list; ``gold`` or ``predicted`` is None where the other side has nothing."""

    document: int
    kind: Outcome
    gold: Mention | None = None
    predicted: Mention | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` of ``total``."""

    right: int = 0
    total: int = 0

    @property
    def accuracy(self) -> float:
        """1 where there is nothing to judge."""
        return self.right / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """Scores by label (and ``"all"``), each under the three modes, and what else there is to know.

    ``interval`` holds the 95 % interval of alt F1. ``entities``: distinct gold entities of which at least one
    mention was found. ``links``: mentions found whose `entity` is the gold one. ``values``: money found whose
    value is the gold one. ``seen`` and ``unseen``: recall of gold names by whether they were known before.
    """

    scores: dict[str, dict[Mode, Counts]]
    interval: dict[str, tuple[float, float]]
    entities: dict[str, Share]
    links: dict[str, Share]
    values: Share
    seen: dict[str, Share]
    unseen: dict[str, Share]
    mistakes: tuple[Mistake, ...] = field(default=())


Pair = tuple[Sequence[Mention], Sequence[Mention]]
_LABELS: tuple[Label, ...] = ("COMPANY", "PARK", "MONEY")


def mentions(entities: Iterable[Entity]) -> list[Mention]:
    """Entities of the records as mentions."""
    return [Mention(e.span, e.label, e.surface, e.entity, e.value) for e in entities]


def evaluate(
    documents: Sequence[Pair], *, known: Collection[str] = (), draws: int = DRAWS, seed: int = 0
) -> Report:
    """Score predictions against gold; each document is (gold mentions, predicted mentions) of one text or of
    several texts whose offsets were made disjoint.

    ``known``: surfaces of the training data, for seen and unseen recall. Raises `InputError` where there
    is no document.
    """
    if not documents:
        raise InputError("no document to score", expected="at least one pair of gold and prediction")
    labels: tuple[str, ...] = (*_LABELS, "all")
    names = [label for label in labels if label != "MONEY"]
    per_document = [{label: _counts(_of(pair, label)) for label in labels} for pair in documents]
    scores = {
        label: {mode: _sum(counts[label][mode] for counts in per_document) for mode in _MODES}
        for label in labels
    }
    interval = {
        label: f1_interval([astuple(counts[label]["alt"]) for counts in per_document], draws=draws, seed=seed)
        for label in labels
    }
    return Report(
        scores=scores,
        interval=interval,
        entities={label: _entities(documents, label) for label in names},
        links={label: _links(documents, label) for label in names},
        values=_values(documents),
        seen={label: _recall(documents, label, lambda m: m.surface in known) for label in names},
        unseen={label: _recall(documents, label, lambda m: m.surface not in known) for label in names},
        mistakes=tuple(mistake for n, pair in enumerate(documents) for mistake in confusion(pair, n)),
    )


_MODES: tuple[Mode, ...] = ("strict", "alt", "partial")


def _of(pair: Pair, label: str) -> Pair:
    if label == "all":
        return pair
    gold, predicted = pair
    return [m for m in gold if m.label == label], [m for m in predicted if m.label == label]


def _counts(pair: Pair) -> dict[Mode, Counts]:
    gold, predicted = pair
    core = [mention for mention in gold if not mention.optional]
    optional = [mention for mention in gold if mention.optional]
    pairs = match(gold, predicted)
    taken = {id(guess) for mention, guess in pairs if not mention.optional}
    excused = {id(guess) for mention, guess in pairs if mention.optional}
    excused |= {
        id(guess) for guess in predicted if id(guess) not in taken and _near(guess, optional)
        and not _near(guess, core)
    }  # fmt: skip
    counted = [guess for guess in predicted if id(guess) not in excused]
    return {
        "strict": _strict(core, counted),
        "alt": Counts(len(taken), len(counted), len(taken), len(core)),
        "partial": _partial(core, counted),
    }


def _near(guess: Mention, others: Iterable[Mention]) -> bool:
    return any(guess.label == other.label and _overlap(guess, other) for other in others)


def _key(mention: Mention) -> tuple[int, int, Label]:
    return mention.span.start, mention.span.end, mention.label


def _strict(gold: Sequence[Mention], predicted: Sequence[Mention]) -> Counts:
    hits = len({_key(m) for m in gold} & {_key(m) for m in predicted})
    return Counts(hits, len({_key(m) for m in predicted}), hits, len({_key(m) for m in gold}))


def match(gold: Sequence[Mention], predicted: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """Pairs of gold and predicted mentions with the same label and an accepted span, one to one."""
    index: dict[tuple[int, int, Label], Mention] = {_key(mention): mention for mention in gold}
    for mention in gold:
        for span in mention.alternatives:  # no mention's other span hides another mention
            index.setdefault((span.start, span.end, mention.label), mention)
    pairs: list[tuple[Mention, Mention]] = []
    taken: set[int] = set()
    exact = {_key(mention) for mention in gold}
    for guess in sorted(predicted, key=lambda guess: _key(guess) not in exact):
        mention = index.get(_key(guess))  # type: ignore[assignment]
        if mention is not None and id(mention) not in taken:
            taken.add(id(mention))
            pairs.append((mention, guess))
    return pairs


def _partial(gold: Sequence[Mention], predicted: Sequence[Mention]) -> Counts:
    exact = {_key(m) for m in gold} & {_key(m) for m in predicted}

    def credit(mine: Sequence[Mention], others: Sequence[Mention]) -> float:
        return sum(1.0 if _key(m) in exact else 0.5 * _near(m, others) for m in mine)

    return Counts(credit(predicted, gold), len(predicted), credit(gold, predicted), len(gold))


def _overlap(one: Mention, other: Mention) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end


def _sum(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for count in counts:
        total += count
    return total


def _entities(documents: Sequence[Pair], label: str) -> Share:
    """Distinct entities (per document) with at least one mention found."""
    right = total = 0
    for pair in documents:
        gold, predicted = _of(pair, label)
        names = {(m.label, m.entity or m.surface) for m in gold if m.label != "MONEY" and not m.optional}
        found = {(m.label, m.entity or m.surface) for m, _ in match(gold, predicted)}
        right += len(names & found)
        total += len(names)
    return Share(right, total)


def _links(documents: Sequence[Pair], label: str) -> Share:
    right = total = 0
    for pair in documents:
        for mention, guess in match(*_of(pair, label)):
            if mention.label != "MONEY" and mention.entity is not None and not mention.optional:
                total += 1
                right += guess.entity == mention.entity
    return Share(right, total)


def _values(documents: Sequence[Pair]) -> Share:
    right = total = 0
    for pair in documents:
        for mention, guess in match(*_of(pair, "MONEY")):
            if mention.value is not None:
                total += 1
                right += guess.value == mention.value
    return Share(right, total)


def _recall(documents: Sequence[Pair], label: str, keep: Callable[[Mention], bool]) -> Share:
    right = total = 0
    for pair in documents:
        gold, predicted = _of(pair, label)
        wanted = [m for m in gold if m.label != "MONEY" and not m.optional and keep(m)]
        hits = {id(mention) for mention, _ in match(gold, predicted)}
        total += len(wanted)
        right += sum(id(m) in hits for m in wanted)
    return Share(right, total)


def confusion(pair: Pair, document: int = 0) -> list[Mistake]:
    """What went wrong in one document, in order: a wrong boundary, a wrong label, a miss, an invention."""
    gold, predicted = pair
    pairs = match(gold, predicted)
    hit = {id(m) for m, _ in pairs} | {id(m) for _, m in pairs}
    out: list[Mistake] = []
    used: set[int] = set()
    for mention in gold:
        if id(mention) in hit:
            continue
        near = [g for g in predicted if id(g) not in hit and _overlap(mention, g)]
        used.update(id(guess) for guess in near)
        if mention.optional:
            continue
        if not near:
            out.append(Mistake(document, "missed", gold=mention))
        else:
            same = next((g for g in near if g.label == mention.label), None)
            out.append(Mistake(document, "boundary" if same else "label", mention, same or near[0]))
    out += [
        Mistake(document, "spurious", predicted=guess)
        for guess in predicted
        if id(guess) not in hit and id(guess) not in used
    ]
    return sorted(out, key=lambda m: (m.gold or m.predicted or Mention(Span(0, 0), "MONEY")).span)


def tally(mistakes: Iterable[Mistake]) -> list[tuple[Outcome, str, str, int]]:
    """The confusion list counted: (kind, gold surface, predicted surface, how often), most frequent first."""
    counter = Counter(
        (m.kind, m.gold.surface if m.gold else "", m.predicted.surface if m.predicted else "")
        for m in mistakes
    )
    return [(kind, gold, guess, count) for (kind, gold, guess), count in counter.most_common()]
