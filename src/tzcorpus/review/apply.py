"""Corrections back into the corpus: what people said replaces what rules said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tzcorpus.records import (
    LABELS,
    AlignedPassage,
    Document,
    Entity,
    EntityLink,
    Language,
    Money,
    Passage,
    Span,
)
from tzcorpus.review.config import SAME_AMOUNT, SAME_ENTITY
from tzcorpus.review.layers import Annotation, Mark, Tables, passage_span, text_digest
from tzcorpus.review.pull import Problem

ValueOf = Callable[[str, Language], Money | None]


@dataclass(frozen=True, slots=True)
class Applied:
    """The passages after correction, and the marks that no longer fit, which are left out."""

    passages: tuple[AlignedPassage, ...]
    problems: tuple[Problem, ...] = ()
    corrected: int = 0


def apply_layer(
    aligned: Iterable[AlignedPassage],
    annotations: Iterable[Annotation],
    *,
    documents: Mapping[str, Document] | None = None,
    value_of: ValueOf | None = None,
) -> Applied:
    """Put a layer's spans, links and relations in place of what the passages held.

    A mark that stands as it was predicted keeps the value and name that the rule gave it; others get
    their value from ``value_of`` (surface, language), and the source ``person:<annotator>``. Skipped
    passages stay as they are. Where a passage's text has changed since, marks are carried along by their
    raw spans if ``documents`` holds the document; a mark whose surface then differs is a problem, not a
    guess.
    """
    said = {each.passage: each for each in annotations if not each.skipped}
    into = _Applying(Tables(documents or {}), value_of or (lambda surface, language: None))
    out = []
    corrected = 0
    for passage in aligned:
        annotation = said.get(passage.id)
        if annotation is not None:
            corrected += 1
            passage = into.apply(passage, annotation)
        out.append(passage)
    return Applied(tuple(out), tuple(into.problems), corrected)


@dataclass(slots=True)
class _Applying:
    """The context of one `apply_layer`."""

    tables: Tables
    value_of: ValueOf
    problems: list[Problem] = field(default_factory=list)

    def apply(self, aligned: AlignedPassage, annotation: Annotation) -> AlignedPassage:
        """One passage with one annotation."""
        moved = annotation.sha256 != text_digest(aligned)
        places: dict[str, tuple[Language, int]] = {}
        zh = self.side("zh", aligned.zh, annotation, annotation.zh, moved, places)
        en = self.side("en", aligned.en, annotation, annotation.en, moved, places)
        return replace(aligned, zh=zh, en=en, links=tuple(_links(annotation, places)))

    def side(
        self,
        language: Language,
        passage: Passage | None,
        annotation: Annotation,
        marks: Sequence[Mark],
        moved: bool,
        places: dict[str, tuple[Language, int]],
    ) -> Passage | None:
        """One side with its new entities; ``places`` learns where each mark's entity stands."""
        if passage is None:
            return None
        found = []
        for mark in sorted(marks):
            span = self.locate(passage, mark, moved)
            if span is None:
                message = (
                    f"{language} {mark.start}:{mark.end} {mark.label} {mark.surface!r} is not there any more"
                )
                self.problems.append(Problem("error", annotation.passage, annotation.annotator, message))
            elif mark.label not in LABELS:
                message = f"{language} {mark.start}:{mark.end} has the unknown label {mark.label!r}"
                self.problems.append(Problem("error", annotation.passage, annotation.annotator, message))
            else:
                found.append((span, mark))
        found.sort(key=lambda item: (item[0], item[1].label))
        entities = [self.entity(passage, span, mark, annotation.annotator) for span, mark in found]
        spans = {mark.id: span for span, mark in found}
        for number, (_, mark) in enumerate(found):
            places[mark.id] = language, number
        entities = _with_same_amounts(entities, found, annotation, spans)
        return replace(passage, entities=tuple(entities))

    def locate(self, passage: Passage, mark: Mark, moved: bool) -> Span | None:
        """Where the mark stands in the passage's text, if it still says the same."""
        span: Span | None = Span(mark.start, mark.end)
        table = self.tables.get(passage.document) if moved and mark.raw else None
        if table is not None:
            span = passage_span(passage, table, mark.raw)
        return span if span is not None and passage.text[span.start : span.end] == mark.surface else None

    def entity(self, passage: Passage, span: Span, mark: Mark, annotator: str) -> Entity:
        """The entity of a mark: the rule's where the person left it alone."""
        for before in passage.entities:
            if before.span == span and before.label == mark.label:
                return replace(before, same_as=None)
        value = self.value_of(mark.surface, passage.language) if mark.label == "MONEY" else None
        label = next(label for label in LABELS if label == mark.label)
        return Entity(span, label, mark.surface, value=value, source=f"person:{annotator}")


def _with_same_amounts(
    entities: Sequence[Entity],
    found: Sequence[tuple[Span, Mark]],
    annotation: Annotation,
    spans: Mapping[str, Span],
) -> list[Entity]:
    other = {
        relation.source: spans[relation.target]
        for relation in annotation.relations
        if relation.label == SAME_AMOUNT and relation.target in spans
    }
    return [
        replace(entity, same_as=other.get(mark.id)) for entity, (_, mark) in zip(entities, found, strict=True)
    ]


def _links(annotation: Annotation, places: Mapping[str, tuple[Language, int]]) -> Iterator[EntityLink]:
    method = f"person:{annotation.annotator}"
    found = set()
    for relation in annotation.relations:
        if relation.label != SAME_ENTITY:
            continue
        ends = dict(places[end] for end in (relation.source, relation.target) if end in places)
        if len(ends) == 2:
            found.add((ends["zh"], ends["en"]))
    yield from (EntityLink(zh, en, 1.0, method) for zh, en in sorted(found))
