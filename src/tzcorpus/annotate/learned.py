"""A small learned recogniser of Chinese names beside the rules.

A network over the states of jieba's small tagger (`tzcorpus.annotate.learned_net`), trained by
``scripts/train_names.py`` on the corpus's own articles and sentences, with the names in them replaced so that
it learns where names stand and not which. It fills what the rules leave, moves the ends of what they found
where it is sure, and speaks against their weakest findings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tzcorpus.annotate.lac import chunks_of, load_tagger
from tzcorpus.annotate.learned_checks import is_doubtful, is_hopeless, may_move
from tzcorpus.annotate.learned_features import features
from tzcorpus.annotate.learned_net import TAGS, Network, best_tags
from tzcorpus.annotate.model_arrays import read_arrays
from tzcorpus.annotate.names_lexicon import NOWHERE
from tzcorpus.language.threads import one_thread
from tzcorpus.records import Entity, Label, Span

SOURCE = "learned:names"
MODEL = "names_zh.npz"
# Chosen on the tune halves with a model that had not learned from the hard documents among them. A name that
# the rules do not see needs SEED somewhere in the document, its other mentions LOW; one that looks like an
# ordinary word or phrase needs FORCE. Where rules and model disagree on where a name begins or ends, the
# model needs SURE. What a weak rule found goes where the model gives its characters less than DOUBT.
SEED, LOW, FORCE, SURE, DOUBT = 0.85, 0.4, 0.95, 0.9, 0.03
# Rules whose findings need another witness: no form, no zone word, no post says that they are right.
_WEAK_RULES = ("name-known", "name-short", "name-bare", "name-context", "name-list")

# Characters of the longest name that is believed; what is longer is a run of something else.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Guess:
    """What the model makes of a text: names, and for each character the probability that it is in one."""

    names: list[Entity] = field(default_factory=list)
    inside: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Learned:
    """The model."""

    network: Network

    def find(
        self, texts: Sequence[str], local: frozenset[str] = NOWHERE, *, least: float = LOW
    ) -> list[Guess]:
        """The names in each text that score ``least`` or more. The score is the lowest probability of a
        character's tag.
        """
        pieces = load_tagger().read(texts, states=True)
        seen = features(texts, [chunks_of(mine) for mine in pieces], local)
        flat = [(number, piece) for number, mine in enumerate(pieces) for piece in mine]
        with one_thread():
            found = self.network.probabilities(
                [piece.states for _, piece in flat],
                [seen[number][piece.span.start : piece.span.end] for number, piece in flat],
            )
        out = [Guess([], [0.0] * len(text)) for text in texts]
        for (number, piece), probabilities in zip(flat, found, strict=True):
            guess, start, end = out[number], piece.span.start, piece.span.end
            guess.inside[start:end] = (1 - probabilities[:, 0]).tolist()  # type: ignore[index]
            if probabilities[:, 0].min() < 1 - least:
                guess.names.extend(
                    entity for entity in _names(texts[number], start, probabilities) if entity.score >= least
                )
        return out


def _names(text: str, at: int, probabilities: Any) -> Iterator[Entity]:
    """The names of a piece of a text that begins at ``at``."""
    tags = best_tags(probabilities)
    for start, end, label in spans_of([TAGS[tag] for tag in tags]):
        if end - start <= LONGEST:
            score = min(float(probabilities[n, tags[n]]) for n in range(start, end))
            span = Span(at + start, at + end)
            surface = text[span.start : span.end]
            yield Entity(span, label, surface, surface, source=SOURCE, score=round(min(score, 1.0), 3))


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
    import numpy as np

    arrays = read_arrays(MODEL)
    words = [
        {word: number for number, word in enumerate(text.split("\t"), 1)}
        for text in str(arrays.pop("words")).split("\n")
    ]
    weights: dict[str, dict[str, Any]] = {}
    for name, array in arrays.items():
        network, _, part = name.partition("/")
        weights.setdefault(network, {})[part] = array.astype(np.float32)
    return Learned(Network(tuple(words), tuple(weights[number] for number in sorted(weights))))


def with_learned(
    texts: Sequence[str], names: Sequence[Sequence[Entity]], local: frozenset[str] = NOWHERE
) -> list[list[Entity]]:
    """The names that the rules found in the texts of one document, less those that the model speaks against,
    with their ends moved where it is sure, and those that it adds.
    """
    return combine(texts, names, load_learned().find(texts, local), local)


def combine(
    texts: Sequence[str],
    names: Sequence[Sequence[Entity]],
    guesses: Sequence[Guess],
    local: frozenset[str] = NOWHERE,
) -> list[list[Entity]]:
    """Rules and model, by the policy of this module; nothing overlaps, if neither side overlaps itself."""
    kept = [
        _moved([e for e in mine if not _doubted(e, guess)], guess.names, text, local)
        for text, mine, guess in zip(texts, names, guesses, strict=True)
    ]
    known = {(e.surface, e.label) for mine in kept for e in mine}
    known |= {
        (e.surface, e.label)
        for text, guess in zip(texts, guesses, strict=True)
        for e in guess.names
        if e.score >= (FORCE if is_doubtful(e, local) else SEED) and not is_hopeless(e, text, local)
    }
    out: list[list[Entity]] = []
    for text, mine, guess in zip(texts, kept, guesses, strict=True):
        taken = Taken(mine)
        added = [
            e
            for e in guess.names
            if e.score >= LOW
            and not taken.meets(e)
            and (e.surface, e.label) in known
            and not is_hopeless(e, text, local)
        ]
        out.append(sorted([*mine, *added], key=lambda entity: entity.span))
    return out


def _doubted(entity: Entity, guess: Guess) -> bool:
    """Did a weak rule find what the model sees no name in?"""
    if not entity.source.partition(":")[2].startswith(_WEAK_RULES) or not guess.inside:
        return False
    inside = guess.inside[entity.span.start : entity.span.end]
    return sum(inside) < DOUBT * len(inside)


def _moved(
    names: Sequence[Entity], learned: Sequence[Entity], text: str, local: frozenset[str]
) -> list[Entity]:
    """The names of the rules, with the ends of a sure span of the model where one overlaps a single name."""
    rules = Taken(names)
    moves: dict[Span, Entity] = {}
    for entity in learned:
        over = rules.met(entity) if entity.score >= SURE else []
        if len(over) == 1 and over[0].label == entity.label and over[0].span != entity.span:
            rule = over[0]
            if rule.span not in moves and may_move(entity, rule) and not is_hopeless(entity, text, local):
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
