"""JSON lines in the fields of doccano, Prodigy and Label Studio, a side of a passage a line.

Positions count code points; tools that count as JavaScript does get UTF-16 units on request, because a
character outside the basic plane would shift every later span there. For work at a Label Studio desk use
`tzcorpus.review`, which brings both sides, links and corrections back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from tzcorpus.package.exports.base import Exported, Lines, Options, Passages, Positions, sides
from tzcorpus.package.rows import entity_out, plain
from tzcorpus.package.tokens import tokens
from tzcorpus.records import Entity, Passage

_VALUE_FIELDS = ("entity", "amount", "low", "high", "currency", "approx", "bound", "kind", "per")


def export_doccano(passages: Passages, out: Path, options: Options) -> Exported:
    """``{"text", "label": [[start, end, label], …]}`` with id, document and language beside them."""
    return _export(passages, out, options, _doccano)


def export_prodigy(passages: Passages, out: Path, options: Options) -> Exported:
    """``{"text", "tokens": […], "spans": […], "meta"}`` for Prodigy's span and NER recipes."""
    return _export(passages, out, options, _prodigy)


def export_labelstudio(passages: Passages, out: Path, options: Options) -> Exported:
    """``{"text", "label": [{"start", "end", "text", "labels"}, …]}``, as Label Studio's JSON-MIN has it."""
    return _export(passages, out, options, _labelstudio)


Make = Callable[[Passage, Positions], dict[str, Any]]


def _export(passages: Passages, out: Path, options: Options, make: Make) -> Exported:
    files = Lines(out)
    for split, aligned in passages:
        for side in sides(aligned):
            data = make(side, Positions(side.text, options.offsets))
            files.add(f"{split}.{side.language}.jsonl", json.dumps(data, ensure_ascii=False) + "\n")
            files.items += 1
    return files.write()


def _about(side: Passage) -> dict[str, Any]:
    return {"id": side.id, "document": side.document, "language": side.language}


def _doccano(side: Passage, at: Positions) -> dict[str, Any]:
    spans = [[at.of(e.span.start), at.of(e.span.end), e.label] for e in side.entities]
    return {"text": side.text, "label": spans, **_about(side)}


def _labelstudio(side: Passage, at: Positions) -> dict[str, Any]:
    spans = [
        {"start": at.of(e.span.start), "end": at.of(e.span.end), "text": e.surface, "labels": [e.label]}
        for e in side.entities
    ]
    return {"text": side.text, "label": spans, **_about(side)}


def _prodigy(side: Passage, at: Positions) -> dict[str, Any]:
    spans = tokens(side.text, side.language)
    first = {span.start: number for number, span in enumerate(spans)}
    last = {span.end: number for number, span in enumerate(spans)}
    marks = []
    for entity in side.entities:
        mark = {"start": at.of(entity.span.start), "end": at.of(entity.span.end), "label": entity.label}
        if entity.span.start in first and entity.span.end in last:
            mark |= {"token_start": first[entity.span.start], "token_end": last[entity.span.end]}
        marks.append({**mark, **_value(entity)})
    return {
        "text": side.text,
        "tokens": [
            {
                "text": side.text[span.start : span.end],
                "start": at.of(span.start),
                "end": at.of(span.end),
                "id": number,
                "ws": side.text[span.end : span.end + 1] == " ",
            }
            for number, span in enumerate(spans)
        ],
        "spans": marks,
        "meta": _about(side),
    }


def _value(entity: Entity) -> dict[str, Any]:
    row = entity_out(entity)
    out = {}
    for key in _VALUE_FIELDS:
        value = row[key]
        if value is not None:
            out[key] = str(plain(value)) if isinstance(value, Decimal) else value
    return out
