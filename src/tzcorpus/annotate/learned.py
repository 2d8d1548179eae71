"""A small learned recogniser of Chinese names beside the rules.

A linear-chain CRF over characters, trained by ``scripts/train_names.py`` on the corpus's own articles, with
the names in them replaced so that it learns where names stand and not which. It fills what the rules leave,
and moves the ends of a name where it is sure: the rules are seldom wrong about there being a name, more
often about where it begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from tzcorpus.annotate.lac import load_tagger
from tzcorpus.annotate.learned_features import features
from tzcorpus.annotate.names_lexicon import NOWHERE
from tzcorpus.errors import ConfigError
from tzcorpus.language.sentences import split
from tzcorpus.records import Entity, Label, Span

SOURCE = "learned:names"
MODEL = "names_zh.crf"
# Chosen on the dev split (benchmarks/names.py peers --split dev). A name that the rules do not see needs SEED
# somewhere in the document; its other mentions need LOW. Where rules and model disagree on the ends, the
# model needs SURE.
SEED, LOW, SURE = 0.5, 0.3, 0.9


@dataclass(frozen=True, slots=True)
class Learned:
    """The model; ``tagger`` is python-crfsuite's."""

    tagger: Any

    def find(
        self, texts: Sequence[str], local: frozenset[str] = NOWHERE, *, least: float = LOW
    ) -> list[list[Entity]]:
        """The names in each text that score ``least`` or more. The score is the lowest probability of a
        character's tag.
        """
        chunks = load_tagger().all_chunks(texts)
        return [
            [entity for entity in self._read(text, mine, local) if entity.score >= least]
            for text, mine in zip(texts, chunks, strict=True)
        ]

    def _read(self, text: str, chunks: Any, local: frozenset[str]) -> Iterator[Entity]:
        seen = features(text, chunks, local)
        for sentence in split(text, "zh"):
            self.tagger.set(seen[sentence.start : sentence.end])
            tags = self.tagger.tag()
            for start, end, label in spans_of(tags):
                score = min(self.tagger.marginal(tags[n], n) for n in range(start, end))
                span = Span(sentence.start + start, sentence.start + end)
                surface = text[span.start : span.end]
                yield Entity(span, label, surface, surface, source=SOURCE, score=score)


def spans_of(tags: Sequence[str]) -> Iterator[tuple[int, int, Label]]:
    """Spans from the tags B, I, E of a label; what begins with another is no span.

    >>> list(spans_of(["O", "B-PARK", "I-PARK", "E-PARK", "O", "E-PARK"]))
    [(1, 4, 'PARK')]
    """
    at = 0
    while at < len(tags):
        start, at = at, at + 1
        position, _, name = tags[start].partition("-")
        if position != "B":
            continue
        while at < len(tags) and tags[at] == f"I-{name}":
            at += 1
        if at < len(tags) and tags[at] == f"E-{name}":
            at += 1
            yield start, at, "COMPANY" if name == "COMPANY" else "PARK"


@cache
def load_learned() -> Learned:
    """The model of the package. Raises `ConfigError` where it cannot be read."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    with as_file(files("tzcorpus.annotate").joinpath("data", MODEL)) as path:
        try:
            tagger.open(str(path))  # read whole, so that the file may go
        except (OSError, ValueError) as error:
            raise ConfigError(f"the model of names cannot be read ({error})", where=str(path)) from error
    return Learned(tagger)


def with_learned(
    texts: Sequence[str], names: Sequence[Sequence[Entity]], local: frozenset[str] = NOWHERE
) -> list[list[Entity]]:
    """The names that the rules found in the texts of one document, with their ends moved where the model is
    sure, and those that the model adds.
    """
    return combine(names, load_learned().find(texts, local))


def combine(
    names: Sequence[Sequence[Entity]],
    learned: Sequence[Sequence[Entity]],
    *,
    seed: float = SEED,
    low: float = LOW,
    sure: float = SURE,
) -> list[list[Entity]]:
    """Rules and model, by the policy of this module; what comes out does not overlap."""
    moved = [_moved(mine, others, sure) for mine, others in zip(names, learned, strict=True)]
    known = {(e.surface, e.label) for mine in moved for e in mine}
    known |= {(e.surface, e.label) for mine in learned for e in mine if e.score >= seed}
    return [
        sorted(
            [
                *mine,
                *(
                    e
                    for e in others
                    if e.score >= low and (e.surface, e.label) in known and not _meets(e, mine)
                ),
            ],
            key=lambda entity: entity.span,
        )
        for mine, others in zip(moved, learned, strict=True)
    ]


def _moved(names: Sequence[Entity], learned: Sequence[Entity], sure: float) -> list[Entity]:
    """The names of the rules, those replaced that a sure span of the model with the same label overlaps."""
    strong = [e for e in learned if e.score >= sure]
    out = [
        e
        for e in names
        if not any(o.label == e.label and o.span != e.span and _overlap(o, e) for o in strong)
    ]
    return out + [o for o in strong if _meets(o, names) and not _meets(o, out)]


def _meets(entity: Entity, others: Sequence[Entity]) -> bool:
    return any(_overlap(entity, other) for other in others)


def _overlap(one: Entity, other: Entity) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end
