"""Training texts from a dataset, and how well a recogniser does on those that were held out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tzcorpus.annotate.overlaps import resolve
from tzcorpus.errors import ConfigError, InputError
from tzcorpus.evaluate.spans import Counts, evaluate, mentions
from tzcorpus.package.reading import read_aligned
from tzcorpus.records import Entity, Language, Passage

# Finds the entities of several texts of one language.
Recogniser = Callable[[Sequence[str]], Sequence[Sequence[Entity]]]
# One line of news about a run: the round, its loss, the F1 on validation.
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. ``base``: path or hub id of the model to start from, empty for a small one that starts
    from nothing. ``rounds`` go over the training texts; the round that does best on validation is kept.
    ``rate`` is the learning rate, 0 for the backend's own; ``batch`` counts texts.
    """

    language: Language = "zh"
    base: str = ""
    rounds: int = 10
    batch: int = 16
    rate: float = 0.0
    seed: int = 0
    device: str = ""

    def __post_init__(self) -> None:
        if self.rounds < 1 or self.batch < 1 or self.rate < 0:
            raise ConfigError(
                f"rounds {self.rounds}, batch {self.batch}, rate {self.rate}",
                expected="at least one round, one text a batch, and a rate that is not negative",
            )


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts with the entities that are to be learnt (without overlaps)."""

    train: tuple[Passage, ...]
    validation: tuple[Passage, ...]


def read_examples(dataset: str | Path, language: Language) -> Examples:
    """The train and validation passages of a packaged dataset in one language.

    Raises `InputError` where there is no dataset, or where train has no entity in that language.
    """
    splits: dict[str, list[Passage]] = {"train": [], "validation": []}
    for split, aligned in read_aligned(dataset):
        side = aligned.zh if language == "zh" else aligned.en
        if side is not None and split in splits:
            splits[split].append(side)
    if not any(passage.entities for passage in splits["train"]):
        raise InputError(
            f"no entity in the split train in {language}", where=str(dataset),
            expected="a dataset with annotated passages", hint="build one with tzcorpus build",
        )  # fmt: skip
    return Examples(tuple(splits["train"]), tuple(splits["validation"]))


def wanted(passage: Passage) -> tuple[Entity, ...]:
    """What a recogniser is to find: the passage's entities without overlaps."""
    return resolve(passage.entities)


@dataclass(frozen=True, slots=True)
class Figures:
    """Exact-span scores on the held-out texts, by label and for all."""

    scores: dict[str, Counts]

    @property
    def f1(self) -> float:
        """Of all labels together."""
        return self.scores["all"].f1

    @property
    def judged(self) -> bool:
        """Was there anything to find?"""
        return self.scores["all"].gold > 0

    def __str__(self) -> str:
        return f"F1 on validation {self.f1:.3f}" if self.judged else "no validation"

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            label: {
                "precision": round(counts.precision, 4),
                "recall": round(counts.recall, 4),
                "f1": round(counts.f1, 4),
                "gold": counts.gold,
            }
            for label, counts in self.scores.items()
        }


@dataclass(slots=True)
class Best:
    """The best round so far and what its model was."""

    figures: Figures = field(default_factory=lambda: Figures({"all": Counts()}))
    state: Any = None

    def takes(self, figures: Figures) -> bool:
        """Is this round as good as any before? Without validation the last is."""
        better = self.state is None or figures.f1 >= self.figures.f1
        if better:
            self.figures = figures
        return better


def score(recognise: Recogniser, passages: Sequence[Passage]) -> Figures:
    """How a recogniser does on passages, exact spans; nothing is right or wrong where there is none."""
    if not passages:
        return Figures({"all": Counts()})
    found = recognise([passage.text for passage in passages])
    documents: Iterable[tuple[Passage, Sequence[Entity]]] = zip(passages, found, strict=True)
    report = evaluate([(mentions(wanted(p)), mentions(mine)) for p, mine in documents], draws=1)
    return Figures({label: modes["strict"] for label, modes in report.scores.items()})
