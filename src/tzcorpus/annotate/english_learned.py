"""A small learned recogniser of English names beside the rules.

Trained by ``scripts/train_names_en.py`` on the English side of the corpus's own articles and sentences, with
the names in them replaced so that it learns where names stand and not which. It fills what the rules leave,
moves the ends of what they found where it is sure, and speaks against their weakest findings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tzcorpus.annotate.aliases import link
from tzcorpus.annotate.english_features import features, persons, span_of, surnames, syllables, things
from tzcorpus.annotate.english_net import Network, names_in
from tzcorpus.annotate.english_words import UNITS, bodies, common, counties, places, trade_words
from tzcorpus.annotate.learned import Taken
from tzcorpus.annotate.model_arrays import read_arrays
from tzcorpus.annotate.names_brand import ACRONYMS
from tzcorpus.language.tables import rows
from tzcorpus.language.threads import one_thread
from tzcorpus.records import Entity, Label

SOURCE = "learned:names"
MODEL = "names_en.npz"
# Chosen on documents that the networks at hand had not learned from (`scripts/train_names_en.py --check`). A
# name that the rules do not see needs SEED somewhere in the document, its other mentions LOW. Where rules and
# model disagree on where a name begins or ends, the model needs SURE. What a weak rule found goes where the
# model gives its words less than DOUBT.
SEED, LOW, SURE, DOUBT = 0.45, 0.25, 0.8, 0.1
# A county's name alone needs OF_COUNTY, what ends like a body OF_BODY.
OF_COUNTY, OF_BODY = 0.85, 0.9
# Rules that go by what stands beside a word.
_WEAK = ("agent", "context", "foreign", "pinyin", "list", "pair", "short", "rule:alias")
# Rules that know where a name ends.
_SURE_ENDS = ("legal", "bank", "zone", "house")
# Tokens of the longest name that is believed.
LONGEST = 14
# Behind the name of a matrix of whole numbers: what its columns are to be multiplied by.
SCALE = "#scale"
_LABELS: dict[str, Label] = {"COMPANY": "COMPANY", "PARK": "PARK"}


@dataclass(frozen=True, slots=True)
class Guess:
    """What the model makes of a text: names, and the probability that each token is in one."""

    names: list[Entity]
    starts: list[int]
    inside: list[float]

    def weight(self, entity: Entity) -> float:
        """The mean probability of the tokens in ``entity``."""
        first = bisect_left(self.starts, entity.span.start)
        within = self.inside[first : bisect_left(self.starts, entity.span.end)]
        return sum(within) / len(within) if within else 1.0


@cache
def load_learned() -> Network:
    """The model of the package. Raises `ConfigError` where it cannot be read."""
    return network_of(read_arrays(MODEL))


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
        if not part.endswith(SCALE):
            weights.setdefault(number, {})[part] = array.astype(np.float32) * arrays.get(name + SCALE, 1)
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
    linked = link(texts, names, "en", local=local)
    return combine(texts, linked, guess(load_learned(), texts, linked, local, brands), local)


def combine(
    texts: Sequence[str],
    names: Sequence[Sequence[Entity]],
    guesses: Sequence[Guess],
    local: frozenset[str] = frozenset(),
) -> list[list[Entity]]:
    """Rules and model, by the policy of this module; nothing overlaps, if neither side overlaps itself."""
    others = persons(texts) | things(texts) | local
    guessed = [
        [e for e in one.names if e.score >= LOW and not is_hopeless(e, text, others)]
        for text, one in zip(texts, guesses, strict=True)
    ]
    kept = [
        _moved([e for e in mine if not _doubted(e, one)], more)
        for mine, one, more in zip(names, guesses, guessed, strict=True)
    ]
    known = {(e.surface, e.label) for mine in kept for e in mine}
    known |= {(e.surface, e.label) for more in guessed for e in more if e.score >= SEED}
    out: list[list[Entity]] = []
    for mine, more in zip(kept, guessed, strict=True):
        taken = Taken(mine)
        added = [e for e in more if (e.surface, e.label) in known and not taken.meets(e)]
        out.append(sorted([*mine, *added], key=lambda entity: entity.span))
    return out


def _rule(entity: Entity) -> str:
    return entity.source.rpartition("-")[2]


def _doubted(entity: Entity, one: Guess) -> bool:
    """Did a weak rule find what the model sees no name in?"""
    return _rule(entity) in _WEAK and one.weight(entity) < DOUBT


def _moved(names: Sequence[Entity], learned: Sequence[Entity]) -> list[Entity]:
    """The names of the rules, with the ends of a sure span of the model where one overlaps a single name."""
    rules = Taken(names)
    moves: dict[Any, Entity] = {}
    for entity in learned:
        over = rules.met(entity) if entity.score >= SURE else []
        if len(over) == 1 and over[0].span != entity.span and over[0].label == entity.label:
            rule = over[0]
            if _rule(rule) not in _SURE_ENDS or rule.span.end == entity.span.end:
                moves.setdefault(rule.span, entity)
    return [moves.get(entity.span, entity) for entity in names]


_ABBREVIATED = frozenset(
    "CNY RMB USD EUR HKD CEO CFO CTO CPPCC NPC CPC UN EU US UK UAE ASEAN APEC BRICS UNESCO OECD IMF "
    "CPTPP LNG LPG NEV NEVs EVs SUV SUVs IPO IPOs SME SMEs VAT PhD MBA ISO GMP QR HD TV TVs DVD USB PDF "
    "COVID SARS HIV ICU CI BMI LFP NCM HBM EUV CLTC MOU MoU NGO FDI CIIE CIFTIS".split()
)


@cache
def _no_names() -> frozenset[str]:
    currencies = {cell for row in rows("currencies") for cell in row if cell.isascii() and cell[:1].isupper()}
    return frozenset(currencies | common() | UNITS | ACRONYMS | _ABBREVIATED)


# the name goes on to a body (Lanzhou Beef| Noodle Guild), or is a part of a word
_ON = re.compile(r"(?:[ \u00a0][A-Z][\w-]*){1,3}")
_CUT = re.compile(r"[\w-]")


def is_hopeless(entity: Entity, text: str, others: frozenset[str] = frozenset()) -> bool:
    """Is this surely none: a place, a body, a currency, a surname, a part of a word? ``others`` are the
    document's places, persons and things.
    """
    start, end = entity.span.start, entity.span.end
    words = entity.surface.split()
    if _CUT.match(text, end) or (start and _CUT.match(text, start - 1)):
        return True
    if entity.label == "PARK":
        return len(words) < 2
    on = _ON.match(text, end)
    if (words[-1] in bodies() and entity.score < OF_BODY) or (
        on and any(word in bodies() for word in on.group().split())
    ):
        return True
    if len(words) > 1:
        return entity.surface in others or all(word in places() or word in others for word in words)
    word = words[0]
    if len(word) == 1:
        return True
    if word in surnames() and syllables(word.lower()) == 1:
        return True
    if word in counties():
        return word in others or entity.score < OF_COUNTY
    return word in places() or word in others or word in _no_names() or word in trade_words()
