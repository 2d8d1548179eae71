"""What cleaning did to one document, as JSON beside its clean text."""

from __future__ import annotations

import json
from typing import Any

from tzcorpus.records import BODY_ROLES, Document


def sidecar(document: Document) -> dict[str, Any]:
    """Every edit (rule, raw span, before, after, confidence), what was set aside, and the suspects.

    Offsets are half-open, in code points of the raw text.
    """
    raw = document.raw
    return {
        "id": document.id,
        "source": document.source.path,
        "offsets": "code points of the raw text, half-open",
        "edits": [
            {"rule": edit.rule, "start": edit.span.start, "end": edit.span.end,
             "before": raw[edit.span.start : edit.span.end], "after": edit.replacement,
             "confidence": edit.confidence}
            for edit in document.edits
        ],
        "set_aside": [
            {"role": block.role, "spans": [[span.start, span.end] for span in block.fragments],
             "text": "".join(raw[span.start : span.end] for span in block.fragments),
             "confidence": block.confidence}
            for block in document.blocks if block.role not in BODY_ROLES
        ],
        "suspects": [
            {"rule": suspect.rule, "start": suspect.span.start, "end": suspect.span.end,
             "text": raw[suspect.span.start : suspect.span.end], "message": suspect.message,
             "candidates": list(suspect.candidates)}
            for suspect in document.suspects
        ],
    }  # fmt: skip


def sidecar_text(document: Document) -> str:
    """The same as a JSON text."""
    return json.dumps(sidecar(document), ensure_ascii=False, indent=1) + "\n"
