"""Several layers to one: what all say is taken, what they differ on is asked, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tzcorpus.records import LABELS, AlignedPassage, Entity, EntityLink, Label, Passage, Span
from tzcorpus.review.config import SAME_ENTITY
from tzcorpus.review.layers import Annotation, Mark, in_order, text_digest

Place = tuple[str, int, int, str]  # side, start, end, label


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """``agreed``: one annotation a passage, its annotator naming all its sources; ``open_``: passages on
    which the annotators differ and nobody decided; ``skipped``: passages that all who saw them skipped.
    """

    agreed: tuple[Annotation, ...]
    open_: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


def adjudicate(
    layers: Mapping[str, Iterable[Annotation]], decisions: Iterable[Annotation] = ()
) -> Adjudicated:
    """One annotation a passage. ``decisions`` (an adjudicator's layer) win; a passage that one annotator did
    is theirs; of those that several did, those with the same spans, links and choices are taken.
    """
    decided = {each.passage: each for each in decisions if not each.skipped}
    said: dict[str, list[Annotation]] = {}
    for name in sorted(layers):
        for annotation in layers[name]:
            said.setdefault(annotation.passage, []).append(annotation)
    agreed: list[Annotation] = list(decided.values())
    open_: list[str] = []
    skipped: list[str] = []
    for passage, mine in sorted(said.items()):
        if passage in decided:
            continue
        made = [each for each in mine if not each.skipped]
        if not made:
            skipped.append(passage)
        elif len({content(each) for each in made}) > 1:
            open_.append(passage)
        else:
            names = "+".join(sorted({each.annotator for each in made}))
            newest = max(each.updated_at for each in made)
            agreed.append(in_order(replace(made[0], annotator=names, annotation="", updated_at=newest)))
    return Adjudicated(tuple(sorted(agreed, key=lambda e: e.passage)), tuple(open_), tuple(skipped))


def content(annotation: Annotation) -> tuple[object, ...]:
    """What an annotation says, without ids and times: equal for two people who say the same."""
    places = _places(annotation)
    relations = {
        (places[each.source], places[each.target], each.label)
        for each in annotation.relations
        if each.source in places and each.target in places
    }
    return (
        annotation.sha256,
        frozenset(places.values()),
        frozenset(relations),
        tuple(sorted(annotation.choices)),
    )


def _places(annotation: Annotation) -> dict[str, Place]:
    return {mark.id: (side, mark.start, mark.end, mark.label) for side, mark in annotation.marks()}


def disputed(
    aligned: Iterable[AlignedPassage], layers: Mapping[str, Iterable[Annotation]]
) -> list[AlignedPassage]:
    """The passages on which the layers differ, with everybody's spans as entities: a disputed one has half
    the score, and its source names who said it. To be pushed as a project of its own.
    """
    said: dict[str, list[Annotation]] = {}
    for name in sorted(layers):
        for annotation in layers[name]:
            if not annotation.skipped:
                said.setdefault(annotation.passage, []).append(annotation)
    out = []
    for passage in aligned:
        digest = text_digest(passage)
        mine = [each for each in said.get(passage.id, ()) if each.sha256 == digest]
        if len({content(each) for each in mine}) > 1:
            out.append(_union(passage, mine))
    return out


def _union(aligned: AlignedPassage, annotations: Sequence[Annotation]) -> AlignedPassage:
    zh = _side(aligned.zh, [each.zh for each in annotations], annotations)
    en = _side(aligned.en, [each.en for each in annotations], annotations)
    numbers: dict[Place, int] = {}
    for side, passage in (("zh", zh), ("en", en)):
        for number, entity in enumerate(passage.entities if passage is not None else ()):
            numbers[side, entity.span.start, entity.span.end, entity.label] = number
    links = set()
    for annotation in annotations:
        places = _places(annotation)
        for relation in annotation.relations:
            ends = [places[end] for end in (relation.source, relation.target) if end in places]
            if relation.label == SAME_ENTITY and {end[0] for end in ends} == {"zh", "en"}:
                first, second = sorted(ends, reverse=True)  # zh before en
                links.add((numbers[first], numbers[second]))
    made = tuple(EntityLink(zh_, en_, 1.0, "annotators") for zh_, en_ in sorted(links))
    return replace(aligned, zh=zh, en=en, links=made)


def _side(
    passage: Passage | None, marks: Sequence[Sequence[Mark]], annotations: Sequence[Annotation]
) -> Passage | None:
    if passage is None:
        return None
    who: dict[tuple[int, int, Label], list[str]] = {}
    for mine, annotation in zip(marks, annotations, strict=True):
        for mark in mine:
            label = next((label for label in LABELS if label == mark.label), None)
            if label is not None and mark.end <= len(passage.text):
                who.setdefault((mark.start, mark.end, label), []).append(annotation.annotator)
    values = {(e.span.start, e.span.end, e.label): e.value for e in passage.entities}
    entities = tuple(
        Entity(
            Span(start, end), label, passage.text[start:end], value=values.get((start, end, label)),
            source="person:" + "+".join(sorted(set(names))),
            score=1.0 if len(set(names)) == len(annotations) else 0.5,
        )
        for (start, end, label), names in sorted(who.items())
    )  # fmt: skip
    return replace(passage, entities=entities)
