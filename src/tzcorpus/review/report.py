"""Which rules people's corrections contradict most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tzcorpus.records import AlignedPassage, Entity
from tzcorpus.review.layers import Annotation, Mark, text_digest


@dataclass(slots=True)
class Rule:
    """What became of the spans that a rule predicted on passages that people did: ``moved`` has other edges,
    ``relabelled`` another label, ``deleted`` is gone. ``examples`` are lines to read.
    """

    kept: int = 0
    moved: int = 0
    relabelled: int = 0
    deleted: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def contradicted(self) -> int:
        """How many were changed in any way."""
        return self.moved + self.relabelled + self.deleted

    @property
    def predicted(self) -> int:
        """How many there were."""
        return self.kept + self.contradicted


@dataclass(slots=True)
class Contradictions:
    """Rules by name, spans that no rule predicted by side and label, and how many passages were compared."""

    rules: dict[str, Rule] = field(default_factory=dict)
    missed: dict[tuple[str, str], Rule] = field(default_factory=dict)
    passages: int = 0

    def worst(self) -> list[tuple[str, Rule]]:
        """The rules, most contradicted first."""
        return sorted(self.rules.items(), key=lambda item: (-item[1].contradicted, item[0]))


def contradictions(
    aligned: Iterable[AlignedPassage], layers: Mapping[str, Iterable[Annotation]]
) -> Contradictions:
    """Compare what the rules predict with what people left standing, passage by passage and person by person.
    Skips, and annotations made on another text, do not count.
    """
    said: dict[str, list[Annotation]] = {}
    for layer in layers.values():
        for annotation in layer:
            if not annotation.skipped:
                said.setdefault(annotation.passage, []).append(annotation)
    found = Contradictions()
    for passage in aligned:
        digest = text_digest(passage)
        for annotation in said.get(passage.id, ()):
            if annotation.sha256 != digest:
                continue
            found.passages += 1
            for side, text, marks in (
                ("zh", passage.zh, annotation.zh),
                ("en", passage.en, annotation.en),
            ):
                _compare(found, passage.id, side, text.entities if text is not None else (), marks)
    return found


def _compare(
    found: Contradictions, passage: str, side: str, entities: Sequence[Entity], marks: Sequence[Mark]
) -> None:
    left = sorted(marks)
    doubtful: list[Entity] = []
    for entity in entities:
        same = next((mark for mark in left if _place(mark) == _place(entity)), None)
        if same is None:
            doubtful.append(entity)
        else:
            left.remove(same)
            _rule(found, entity).kept += 1
    for entity in doubtful:
        rule = _rule(found, entity)
        twin = _twin(entity, left)
        if twin is None:
            rule.deleted += 1
        elif twin.label != entity.label:
            rule.relabelled += 1
        else:
            rule.moved += 1
        if twin is not None:
            left.remove(twin)
        after = f"{twin.label} {twin.surface!r}" if twin is not None else "–"
        where = f"{passage} {side} {entity.span.start}:{entity.span.end}"
        rule.examples.append(f"{where} {entity.label} {entity.surface!r} → {after}")
    for mark in left:
        missed = found.missed.setdefault((side, mark.label), Rule())
        missed.deleted += 1
        missed.examples.append(f"{passage} {side} {mark.start}:{mark.end} {mark.label} {mark.surface!r}")


def _rule(found: Contradictions, entity: Entity) -> Rule:
    return found.rules.setdefault(entity.source or "unknown", Rule())


def _place(thing: Mark | Entity) -> tuple[int, int, str]:
    if isinstance(thing, Mark):
        return thing.start, thing.end, thing.label
    return thing.span.start, thing.span.end, thing.label


def _twin(entity: Entity, marks: Sequence[Mark]) -> Mark | None:
    """The mark that took the entity's place: one that overlaps it, best with the same label."""
    start, end = entity.span.start, entity.span.end
    overlapping = [mark for mark in marks if mark.start < end and start < mark.end]
    return min(overlapping, key=lambda mark: (mark.label != entity.label, mark), default=None)
