"""A small learned recogniser of English names beside the rules.

Trained by ``scripts/train_names_en.py`` on the English side of the corpus's own articles and sentences, with
the names in them replaced so that it learns where names stand and not which. It fills what the rules leave,
moves the ends of what they found where it is sure, and speaks against their weakest findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tzcorpus.annotate.aliases import link
from tzcorpus.annotate.english_features import features, span_of
from tzcorpus.annotate.english_net import Network, names_in
from tzcorpus.annotate.english_words import UNITS, bodies, common, places, trade_words
from tzcorpus.annotate.learned import Taken
from tzcorpus.errors import ConfigError
from tzcorpus.language.tables import rows
from tzcorpus.language.threads import one_thread
from tzcorpus.records import Entity, Label

SOURCE = "learned:names"
MODEL = "names_en.npz"
# Chosen on documents that the networks at hand had not learned from (`scripts/train_names_en.py --folds`). A
# name that the rules do not see needs SEED somewhere in the document, its other mentions LOW. Where rules and
# model disagree on where a name begins or ends, the model needs SURE. What a weak rule found goes where the
# model gives its words less than DOUBT.
SEED, LOW, SURE, DOUBT = 0.6, 0.3, 0.8, 0.1
# Rules that go by what stands beside a word.
_WEAK = ("agent", "context", "foreign", "pinyin", "list", "pair", "short", "rule:alias")
# Rules that know where a name ends.
_SURE_ENDS = ("legal", "bank", "zone", "house")
# Tokens of the longest name that is believed.
LONGEST = 14
_LABELS: dict[str, Label] = {"COMPANY": "COMPANY", "PARK": "PARK"}


@dataclass(frozen=True, slots=True)
class Guess:
    """What the model makes of a text: names, and the probability that each token is in one."""

    names: list[Entity]
    starts: list[int]
    inside: list[float]

    def weight(self, entity: Entity) -> float:
        """The mean probability of the tokens in ``entity``."""
        within = [
            p
            for at, p in zip(self.starts, self.inside, strict=True)
            if entity.span.start <= at < entity.span.end
        ]
        return sum(within) / len(within) if within else 1.0


@cache
def load_learned() -> Network:
    """The model of the package. Raises `ConfigError` where it cannot be read."""
    import numpy as np

    path = files("tzcorpus.annotate").joinpath("data", MODEL)
    try:
        with path.open("rb") as stream, np.load(stream) as held:
            arrays = {name: held[name] for name in held.files}
    except (OSError, ValueError) as error:
        raise ConfigError(f"the model of names cannot be read ({error})", where=str(path)) from error
    return network_of(arrays)


def network_of(arrays: dict[str, Any]) -> Network:
    """The network whose arrays the training wrote."""
    import numpy as np

    arrays = dict(arrays)
    vocabulary = tuple(
        {word: number for number, word in enumerate(line.split("\t"), 1)}
        for line in str(arrays.pop("words")).split("\n")
    )
    weights: dict[str, dict[str, Any]] = {}
    for name, array in arrays.items():
        number, _, part = name.partition("/")
        weights.setdefault(number, {})[part] = array.astype(np.float32)
    return Network(vocabulary, tuple(weights[number] for number in sorted(weights)))


def guess(
    network: Network,
    texts: Sequence[str],
    names: Sequence[Sequence[Entity]],
    local: frozenset[str] = frozenset(),
    brands: frozenset[str] = frozenset(),
) -> list[Guess]:
    """What the network makes of the texts of one document. ``names`` are the rules' findings."""
    seen = features(texts, names, local, brands)
    with one_thread():
        found = network.probabilities(seen)
    out = []
    for text, mine, probabilities in zip(texts, seen, found, strict=True):
        inside = [1 - float(p) for p in probabilities[:, 0]]
        entities: list[Entity] = []
        for start, end, label in names_in(probabilities, LOW):
            if end - start <= LONGEST:
                span, score = span_of(mine.tokens, start, end), round(min(inside[start:end]), 3)
                name, kind = text[span.start : span.end], _LABELS[label]
                entities.append(Entity(span, kind, name, name, source=SOURCE, score=score))
        out.append(Guess(entities, [token.start for token in mine.tokens], inside))
    return out


def with_learned(
    texts: Sequence[str],
    names: Sequence[Sequence[Entity]],
    local: frozenset[str] = frozenset(),
    brands: frozenset[str] = frozenset(),
) -> list[list[Entity]]:
    """The names that the rules found in the texts of one document, less those that the model speaks against,
    with their ends moved where it is sure, and those that it adds.
    """
    linked = link(texts, names, "en", local=local)  # a park's acronym is taken, too
    return combine(texts, linked, guess(load_learned(), texts, names, local, brands), local)


def combine(
    texts: Sequence[str],
    names: Sequence[Sequence[Entity]],
    guesses: Sequence[Guess],
    local: frozenset[str] = frozenset(),
) -> list[list[Entity]]:
    """Rules and model, by the policy of this module; nothing overlaps, if neither side overlaps itself."""
    kept = [
        _moved([e for e in mine if not _doubted(e, one)], one.names, local)
        for mine, one in zip(names, guesses, strict=True)
    ]
    known = {(e.surface, e.label) for mine in kept for e in mine}
    known |= {(e.surface, e.label) for one in guesses for e in one.names if e.score >= SEED}
    out: list[list[Entity]] = []
    for mine, one in zip(kept, guesses, strict=True):
        taken = Taken(mine)
        added = [
            e
            for e in one.names
            if e.score >= LOW
            and (e.surface, e.label) in known
            and not taken.meets(e)
            and not is_hopeless(e.surface, e.label, local)
        ]
        out.append(sorted([*mine, *added], key=lambda entity: entity.span))
    return out


def _rule(entity: Entity) -> str:
    return entity.source.rpartition("-")[2]


def _doubted(entity: Entity, one: Guess) -> bool:
    """Did a weak rule find what the model sees no name in?"""
    return _rule(entity) in _WEAK and one.weight(entity) < DOUBT


def _moved(names: Sequence[Entity], learned: Sequence[Entity], local: frozenset[str]) -> list[Entity]:
    """The names of the rules, with the ends of a sure span of the model where one overlaps a single name."""
    rules = Taken(names)
    moves: dict[Any, Entity] = {}
    for entity in learned:
        over = rules.met(entity) if entity.score >= SURE else []
        if len(over) != 1 or over[0].span == entity.span or over[0].label != entity.label:
            continue
        rule = over[0]
        if _rule(rule) in _SURE_ENDS and rule.span.end != entity.span.end:
            continue
        if not is_hopeless(entity.surface, entity.label, local):
            moves.setdefault(rule.span, entity)
    return [moves.get(entity.span, entity) for entity in names]


@cache
def _no_names() -> frozenset[str]:
    currencies = {cell for row in rows("currencies") for cell in row if cell.isascii() and cell[:1].isupper()}
    return frozenset(
        currencies | common() | UNITS | {"GDP", "RCEP", "WTO", "CNY", "RMB", "USD", "EUR", "AI", "CEO"}
    )


def is_hopeless(surface: str, label: str, local: frozenset[str] = frozenset()) -> bool:
    """Is this surely none: a place, a body, a currency, a person with a title?"""
    words = surface.split()
    if label == "PARK":
        return len(words) < 2
    if surface in places() or surface in local or surface in _no_names() or words[-1] in bodies():
        return True
    return all(
        word in places() or word in local or (word in trade_words() and len(words) == 1) for word in words
    )
