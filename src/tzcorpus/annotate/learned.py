"""A small learned recogniser of Chinese names beside the rules.

A linear-chain CRF over characters, trained by ``scripts/train_names.py`` on the corpus's own articles, with
the names in them replaced so that it learns where names stand and not which. It fills what the rules leave,
and moves the beginning of one where it is sure: the rules are seldom wrong about there being a name, more
often about where it begins.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from tzcorpus.annotate.lac import load_tagger
from tzcorpus.annotate.learned_checks import may_be_name, may_move
from tzcorpus.annotate.learned_features import features
from tzcorpus.annotate.names_lexicon import NOWHERE
from tzcorpus.errors import ConfigError
from tzcorpus.language.sentences import split
from tzcorpus.records import Entity, Label, Span

SOURCE = "learned:names"
MODEL = "names_zh.crf"
# Chosen on the dev split (benchmarks/names.py peers --split dev). A name that the rules do not see needs SEED
# somewhere in the document; its other mentions need LOW. Where rules and model disagree on where a name
# begins, the model needs SURE.
SEED, LOW, SURE = 0.7, 0.3, 0.9

# Characters of the longest name that is believed; what is longer is a run of something else.
LONGEST = 40


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
                if end - start > LONGEST:
                    continue
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
    """The names that the rules found in the texts of one document, with their beginning moved where the
    model is sure, and those that the model adds.
    """
    return combine(texts, names, load_learned().find(texts, local), local)


def combine(
    texts: Sequence[str],
    names: Sequence[Sequence[Entity]],
    learned: Sequence[Sequence[Entity]],
    local: frozenset[str] = NOWHERE,
    *,
    seed: float = SEED,
    low: float = LOW,
    sure: float = SURE,
) -> list[list[Entity]]:
    """Rules and model, by the policy of this module; nothing overlaps, if neither side overlaps itself."""
    moved = [_moved(mine, others, sure) for mine, others in zip(names, learned, strict=True)]
    known = {(e.surface, e.label) for mine in moved for e in mine}
    seeds = {
        (e.surface, e.label)
        for text, mine in zip(texts, learned, strict=True)
        for e in mine
        if e.score >= seed and may_be_name(e, text, local)
    }
    out: list[list[Entity]] = []
    for text, mine, others in zip(texts, moved, learned, strict=True):
        taken = Taken(mine)
        added = [
            e
            for e in others
            if e.score >= low
            and not taken.meets(e)
            and ((e.surface, e.label) in known or (e.surface, e.label) in seeds)
            and may_be_name(e, text, local)
        ]
        out.append(sorted([*mine, *added], key=lambda entity: entity.span))
    return out


def _moved(names: Sequence[Entity], learned: Sequence[Entity], sure: float) -> list[Entity]:
    """The names of the rules, with the ends of a sure span of the model where one overlaps a single name."""
    rules = Taken(names)
    moves: dict[Span, Entity] = {}
    for entity in learned:
        over = rules.met(entity) if entity.score >= sure else []
        if len(over) == 1 and over[0].label == entity.label and over[0].span != entity.span:
            rule = over[0]
            if rule.span not in moves and may_move(entity, rule):
                moves[rule.span] = entity
    return [moves.get(entity.span, entity) for entity in names]


class Taken:
    """Entities that do not overlap, to ask which of them another overlaps."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self.entities = sorted(entities, key=lambda entity: entity.span)
        self.ends = [entity.span.end for entity in self.entities]

    def met(self, entity: Entity) -> list[Entity]:
        """Those that ``entity`` overlaps, in order."""
        out: list[Entity] = []
        at = bisect_right(self.ends, entity.span.start)
        while at < len(self.entities) and self.entities[at].span.start < entity.span.end:
            out.append(self.entities[at])
            at += 1
        return out

    def meets(self, entity: Entity) -> bool:
        """Does ``entity`` overlap any?"""
        at = bisect_right(self.ends, entity.span.start)
        return at < len(self.entities) and self.entities[at].span.start < entity.span.end
