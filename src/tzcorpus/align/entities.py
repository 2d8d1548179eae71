"""Which English mention is which Chinese one, and where an unmarked English mention stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tzcorpus.align.names import name_score, reads_otherwise
from tzcorpus.align.originals import Originals, find_original
from tzcorpus.align.projection import Partners, amounts_of, find_rendering, full_form
from tzcorpus.records import AlignedPassage, Entity, EntityLink, Passage, Span

# A pair of mentions below this is no pair, in one bead and elsewhere in the passage; set on own articles.
_LEAST = 0.3
_LEAST_APART = 0.8
# What a name's partner elsewhere in the document adds.
_KNOWN = 0.3
# Who says so in a mention's source where people marked a text whole.
_BY_PEOPLE = ("gold", "person")
# Source of a mention that repeats a name found elsewhere.
_ALIAS = "rule:alias"
# Only one of a label left on each side of a bead: a foreign brand has no reading to compare.
_LEFT_OVER = 0.35
# The score of two names that cannot be one.
_STRANGERS = -1.0


@dataclass(frozen=True, slots=True)
class _Pair:
    zh: int
    en: int
    score: float
    method: str


def link(aligned: Sequence[AlignedPassage]) -> tuple[AlignedPassage, ...]:
    """The aligned passages of one document with their entity links, and with mentions projected from those
    of the other side that had no partner (``source`` and link method "projected"). Nothing is projected
    onto a Chinese side that people marked.
    """
    partners = _partners(aligned)
    originals = _known_originals(aligned, partners)
    guessed = _guessed(aligned) - originals.keys()
    return tuple(_linked(passage, partners, originals, guessed) for passage in aligned)


def _guessed(aligned: Sequence[AlignedPassage]) -> frozenset[str]:
    """The English names (fullest forms) that only a learned recogniser saw, or that are short for such."""
    by: defaultdict[str, set[str]] = defaultdict(set)
    for passage in aligned:
        for entity in passage.en.entities if passage.en else ():
            by[full_form(entity)].add(entity.source.partition(":")[0] if entity.source != _ALIAS else "")
    return frozenset(name for name, sources in by.items() if sources - {""} == {"learned"})


def _linked(
    passage: AlignedPassage, partners: Partners, originals: Originals, guessed: frozenset[str]
) -> AlignedPassage:
    if passage.zh is None or passage.en is None:
        return passage
    pairs = _chosen(_pairs(passage, partners))
    en, projected = _projected(passage, {pair.zh for pair in pairs}, partners)
    zh, found = _originals(passage, {pair.en for pair in pairs}, originals, guessed)
    links = [EntityLink(p.zh, p.en, round(p.score, 4), p.method) for p in (*pairs, *projected, *found)]
    zh_at, en_at = ({old: new for new, old in enumerate(_order(side))} for side in (zh, en))
    moved = (replace(li, zh=zh_at[li.zh], en=en_at[li.en]) for li in links)
    return replace(
        passage,
        zh=replace(passage.zh, entities=tuple(zh[k] for k in _order(zh))),
        en=replace(passage.en, entities=tuple(en[k] for k in _order(en))),
        links=tuple(sorted(moved, key=lambda li: (li.zh, li.en))),
    )


def _order(entities: Sequence[Entity]) -> list[int]:
    return sorted(range(len(entities)), key=lambda k: (entities[k].span, k))


def _known_originals(aligned: Sequence[AlignedPassage], partners: Partners) -> Originals:
    """For each English name (its fullest form) the Chinese forms of its partner in the document."""
    surfaces: dict[str, set[str]] = defaultdict(set)
    for passage in aligned:
        for entity in passage.zh.entities if passage.zh else ():
            surfaces[full_form(entity)].add(entity.surface)
    return {en: frozenset(surfaces[zh]) for zh, en in partners.items()}


def _partners(aligned: Sequence[AlignedPassage]) -> dict[str, str]:
    """For each Chinese name (its fullest form) the English one it goes with over the whole document."""
    weight: dict[tuple[str, str], float] = defaultdict(float)
    for passage in aligned:
        if passage.zh is None or passage.en is None:
            continue
        for i, j, together in _together(passage):
            a, b = passage.zh.entities[i], passage.en.entities[j]
            if together and a.label == b.label != "MONEY":
                alike = max(name_score(a.surface, b.surface), name_score(full_form(a), full_form(b)))
                if alike >= _LEAST or not reads_otherwise(full_form(a), full_form(b)):
                    weight[full_form(a), full_form(b)] += 0.1 + alike
    out: dict[str, str] = {}
    taken: set[str] = set()
    for (zh, en), _ in sorted(weight.items(), key=lambda item: (-item[1], item[0])):
        if zh not in out and en not in taken:
            out[zh] = en
            taken.add(en)
    return out


def _together(passage: AlignedPassage) -> Iterator[tuple[int, int, bool]]:
    """All pairs of mentions of a passage, and whether a filled bead holds both."""
    assert passage.zh is not None
    assert passage.en is not None
    zh_beads = _beads_of(passage.zh, [bead.zh if bead.en else () for bead in passage.beads])
    en_beads = _beads_of(passage.en, [bead.en if bead.zh else () for bead in passage.beads])
    for i in range(len(passage.zh.entities)):
        for j in range(len(passage.en.entities)):
            yield i, j, bool(zh_beads[i] & en_beads[j])


def _beads_of(passage: Passage, sides: Sequence[Iterable[int]]) -> list[set[int]]:
    spans = [(number, passage.sentences[k]) for number, side in enumerate(sides) for k in side]
    return [
        {number for number, s in spans if s.start < entity.span.end and entity.span.start < s.end}
        for entity in passage.entities
    ]


def _pairs(passage: AlignedPassage, partners: Partners) -> list[_Pair]:
    assert passage.zh is not None
    assert passage.en is not None
    out = []
    for i, j, together in _together(passage):
        a, b = passage.zh.entities[i], passage.en.entities[j]
        if a.label != b.label:
            continue
        score, method = _money(a, b, passage) if a.label == "MONEY" else _name(a, b, partners)
        if together or score >= _LEAST_APART:
            out.append(_Pair(i, j, score if together else score * 0.8, method))
    return out


def _name(a: Entity, b: Entity, partners: Partners) -> tuple[float, str]:
    surface = name_score(a.surface, b.surface)
    score = max(surface, 0.95 * name_score(full_form(a), full_form(b)))
    if partners.get(full_form(a)) == full_form(b):
        return min(1.0, max(score, _LEFT_OVER) + _KNOWN), "name" if score >= _LEAST else "document"
    return (_STRANGERS if score < _LEAST and reads_otherwise(a.surface, b.surface) else score), "name"


def _money(a: Entity, b: Entity, passage: AlignedPassage) -> tuple[float, str]:
    x, y = amounts_of(a, "zh"), amounts_of(b, "en")
    currency = not (x[1] and y[1]) or x[1] == y[1]
    if x[0] and x[0] & y[0]:
        return (1.0 if currency else 0.7), "value"
    same_digits = {v.normalize().as_tuple().digits for v in x[0]} & {
        v.normalize().as_tuple().digits for v in y[0]
    }
    if same_digits:
        return 0.6, "digits"
    return (0.32 if currency else 0.3), "bead"


def _chosen(pairs: Sequence[_Pair]) -> list[_Pair]:
    """One partner for each mention: best score first, then the order of the text."""
    zh_rank = {i: n for n, i in enumerate(sorted({pair.zh for pair in pairs}))}
    en_rank = {j: n for n, j in enumerate(sorted({pair.en for pair in pairs}))}
    out: list[_Pair] = []
    zh_taken: set[int] = set()
    en_taken: set[int] = set()
    for pair in sorted(
        pairs, key=lambda p: (-round(p.score, 2), abs(zh_rank[p.zh] - en_rank[p.en]), p.zh, p.en)
    ):
        if pair.score >= _LEAST and pair.zh not in zh_taken and pair.en not in en_taken:
            out.append(pair)
            zh_taken.add(pair.zh)
            en_taken.add(pair.en)
    rest = [p for p in pairs if p.zh not in zh_taken and p.en not in en_taken and p.score > _STRANGERS]
    for pair in rest:
        alone = sum(p.zh == pair.zh for p in rest) == sum(p.en == pair.en for p in rest) == 1
        if alone:
            out.append(replace(pair, score=_LEFT_OVER, method="bead"))
    return out


def _projected(
    passage: AlignedPassage, linked: set[int], partners: Partners
) -> tuple[list[Entity], list[_Pair]]:
    """The English mentions with those found for Chinese ones that are not in ``linked``."""
    assert passage.zh is not None
    assert passage.en is not None
    entities = list(passage.en.entities)
    pairs: list[_Pair] = []
    beads = ((bead.zh, bead.en) for bead in passage.beads)
    for i, entity, sentences in _alone(passage.zh, passage.en, beads, linked):
        found = find_rendering(entity, passage.en, sentences, entities, partners)
        if found is not None:
            pairs.append(_Pair(i, len(entities), found.score, "projected"))
            entities.append(found)
    return entities, pairs


def _originals(
    passage: AlignedPassage, linked: set[int], originals: Originals, guessed: frozenset[str]
) -> tuple[list[Entity], list[_Pair]]:
    """The Chinese mentions with those found for English ones that are not in ``linked``; what is only
    ``guessed`` is not carried over.
    """
    assert passage.zh is not None
    assert passage.en is not None
    entities = list(passage.zh.entities)
    pairs: list[_Pair] = []
    if any(entity.source.startswith(_BY_PEOPLE) for entity in entities):
        return entities, pairs
    beads = ((bead.en, bead.zh) for bead in passage.beads)
    for j, entity, sentences in _alone(passage.en, passage.zh, beads, linked):
        if entity.label != "MONEY" and full_form(entity) in guessed:
            continue
        found = find_original(entity, passage.zh, sentences, entities, originals)
        if found is not None:
            pairs.append(_Pair(len(entities), j, found.score or 0.0, "projected"))
            entities.append(found)
    return entities, pairs


def _alone(
    own: Passage, other: Passage, beads: Iterable[tuple[Sequence[int], Sequence[int]]], linked: set[int]
) -> Iterator[tuple[int, Entity, list[Span]]]:
    """The mentions of one side that are not in ``linked``, each with its bead's sentences of the other."""
    for mine, theirs in beads:
        if not (mine and theirs):
            continue
        spans = [own.sentences[k] for k in mine]
        for number, entity in enumerate(own.entities):
            if number not in linked and any(s.start <= entity.span.start < s.end for s in spans):
                yield number, entity, [other.sentences[k] for k in theirs]
