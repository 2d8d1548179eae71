"""Aligned passages to Label Studio tasks with predictions, checked here because the server does not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tzcorpus.errors import RecordError
from tzcorpus.records import LABELS, AlignedPassage, Entity, Language, Passage
from tzcorpus.review.config import CHOICE_CONTROL, CONTROLS, NUMBER_MISMATCH, SAME_AMOUNT
from tzcorpus.review.layers import text_digest
from tzcorpus.review.panel import DISAGREE, findings_text, uncertainty_score, values_text

MODEL_VERSION = "rules"
_ID_DIGITS = 12  # 48 bits: a clash would need millions of spans with the same offsets
Task = dict[str, Any]


def to_tasks(
    aligned: Iterable[AlignedPassage],
    *,
    labels: Sequence[str] = LABELS,
    model_version: str = MODEL_VERSION,
) -> list[Task]:
    """One task a passage, with its entities, links and findings as a prediction.

    ``data`` holds the passage id, both texts, and values and findings as lines to read; ``meta`` and
    ``data`` hold the digest of the texts. Region ids are the same on every call. Line ends stay as they
    are (``\\r\\n`` counts two, here as there). ``model_version`` must be the version that the project
    shows: other predictions are invisible at the desk.

    Raises `RecordError` with passage, side and span where a span does not fit its text, an id comes
    twice, or a label is not in ``labels``; then nothing is returned.
    """
    tasks: list[Task] = []
    seen: set[str] = set()
    for passage in aligned:
        if passage.id in seen:
            raise RecordError("a second passage has this id", where=passage.id, expected="ids that differ")
        seen.add(passage.id)
        tasks.append(to_task(passage, labels=labels, model_version=model_version))
    return tasks


def to_task(
    aligned: AlignedPassage, *, labels: Sequence[str] = LABELS, model_version: str = MODEL_VERSION
) -> Task:
    """The task of one passage; see `to_tasks`."""
    _check(aligned, labels)
    digest = text_digest(aligned)
    result = list(_result(aligned))
    return {
        "data": {
            "passage_id": aligned.id,
            "sha256": digest,
            "zh": aligned.zh.text if aligned.zh else "",
            "en": aligned.en.text if aligned.en else "",
            "values": values_text(aligned),
            "findings": findings_text(aligned),
        },
        "meta": {"passage_id": aligned.id, "sha256": digest},
        "predictions": [
            {"model_version": model_version, "score": uncertainty_score(aligned), "result": result},
        ],
    }


def region_id(aligned: AlignedPassage, side: Language, entity: Entity) -> str:
    """The id of the region that predicts ``entity``: the same for the same passage, span and label.

    Letters, digits and hyphens only: the editor makes a CSS class of it, and with any other character in
    it the span has no colour (seen in 1.23.2).
    """
    named = f"{aligned.id}\n{entity.label}".encode()
    tail = hashlib.sha256(named).hexdigest()[:_ID_DIGITS]
    return f"{side}-{entity.span.start}-{entity.span.end}-{tail}"


def _sides(aligned: AlignedPassage) -> Iterator[tuple[Language, Passage]]:
    if aligned.zh is not None:
        yield "zh", aligned.zh
    if aligned.en is not None:
        yield "en", aligned.en


def _check(aligned: AlignedPassage, labels: Sequence[str]) -> None:
    for side, passage in _sides(aligned):
        where = f"{aligned.id}, {side}"
        if any("\ud800" <= character <= "\udfff" for character in passage.text):
            raise RecordError("the text holds half of a surrogate pair", where=where)
        seen: set[str] = set()
        for entity in passage.entities:
            span = f"{entity.span.start}:{entity.span.end}"
            found = passage.text[entity.span.start : entity.span.end]
            if len(entity.span) == 0 or entity.span.end > len(passage.text):
                raise RecordError(
                    f"span {span} is empty or outside of the text", where=where,
                    expected=f"offsets up to {len(passage.text)}",
                )  # fmt: skip
            if found != entity.surface:
                raise RecordError(
                    f"span {span} says {entity.surface!r}, the text says {found!r}", where=where
                )
            if entity.label not in labels:
                raise RecordError(
                    f"span {span} has the label {entity.label!r}", where=where,
                    expected=f"one of {', '.join(labels)}",
                )  # fmt: skip
            identifier = region_id(aligned, side, entity)
            if identifier in seen:
                raise RecordError(f"span {span} {entity.label} stands there twice", where=where)
            seen.add(identifier)


def _result(aligned: AlignedPassage) -> Iterator[dict[str, Any]]:
    for side, passage in _sides(aligned):
        for entity in passage.entities:
            yield {
                "id": region_id(aligned, side, entity),
                "from_name": CONTROLS[side],
                "to_name": side,
                "type": "labels",
                "score": entity.score,
                # shown beside the span, and carried through corrections
                "meta": {"text": [entity.source or "unknown"]},
                "value": {
                    "start": entity.span.start,
                    "end": entity.span.end,
                    "text": entity.surface,
                    "labels": [entity.label],
                },
            }
        yield from _same_amounts(aligned, side, passage)
    if aligned.zh is not None and aligned.en is not None:
        for link in aligned.links:
            if not (0 <= link.zh < len(aligned.zh.entities) and 0 <= link.en < len(aligned.en.entities)):
                raise RecordError(f"link {link.zh}–{link.en} names no entities", where=aligned.id)
            # without a label: a dozen labels on the arrows would cover the text
            yield _relation(
                region_id(aligned, "zh", aligned.zh.entities[link.zh]),
                region_id(aligned, "en", aligned.en.entities[link.en]),
            )
    if any(finding.kind in DISAGREE for finding in aligned.findings):
        yield {
            "id": CHOICE_CONTROL,
            "from_name": CHOICE_CONTROL,
            "to_name": "zh",
            "type": "choices",
            "value": {"choices": [NUMBER_MISMATCH]},
        }


def _same_amounts(aligned: AlignedPassage, side: Language, passage: Passage) -> Iterator[dict[str, Any]]:
    by_span = {entity.span: entity for entity in passage.entities if entity.label == "MONEY"}
    for entity in passage.entities:
        other = by_span.get(entity.same_as) if entity.same_as is not None else None
        if other is not None and other is not entity:
            yield _relation(region_id(aligned, side, entity), region_id(aligned, side, other), SAME_AMOUNT)


def _relation(source: str, target: str, *labels: str) -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": source,
        "to_id": target,
        "direction": "right",
        "labels": list(labels),
    }
