"""Label Studio tasks and exports as files: the public face of the two directions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tzcorpus.errors import FormatError, InputError
from tzcorpus.io import open_atomic
from tzcorpus.records import LABELS, AlignedPassage, Document
from tzcorpus.review.layers import Annotation, write_layer
from tzcorpus.review.pull import Pulled, from_tasks
from tzcorpus.review.push import MODEL_VERSION, to_tasks

__all__ = ["from_tasks", "read_tasks", "to_tasks", "write_layers", "write_tasks"]


def write_tasks(
    path: str | Path,
    aligned: Iterable[AlignedPassage],
    labels: Sequence[str] = LABELS,
    *,
    model_version: str = MODEL_VERSION,
) -> int:
    """Write a JSON file that Label Studio imports; returns the number of tasks. See `to_tasks`."""
    tasks = to_tasks(aligned, labels=labels, model_version=model_version)
    with open_atomic(path) as stream:
        stream.write(json.dumps(tasks, ensure_ascii=False, indent=1).encode() + b"\n")
    return len(tasks)


def read_tasks(
    path: str | Path,
    aligned: Iterable[AlignedPassage],
    labels: Sequence[str] = LABELS,
    *,
    annotators: Mapping[str, str] | None = None,
    documents: Mapping[str, Document] | None = None,
) -> Pulled:
    """The annotations in a JSON export of Label Studio. See `from_tasks`.

    Raises `InputError` where the file cannot be opened, `FormatError` where it is not such an export.
    """
    tasks = load_export(path)
    return from_tasks(tasks, aligned, labels=labels, annotators=annotators, documents=documents)


def load_export(path: str | Path) -> list[dict[str, Any]]:
    """The tasks of an export file. Raises `InputError` and `FormatError`."""
    try:
        data = json.loads(Path(path).read_bytes())
    except OSError as error:
        raise InputError(f"cannot be opened ({error.strerror})", where=str(path)) from error
    except ValueError as error:
        raise FormatError(
            f"not JSON ({error})", where=str(path), expected="Label Studio's JSON export"
        ) from error
    if not isinstance(data, list) or not all(isinstance(task, dict) and "data" in task for task in data):
        raise FormatError(
            "not a list of tasks", where=str(path), expected="Label Studio's JSON export",
            hint="choose JSON, not JSON-MIN, CSV or CoNLL: those lose offsets or relations",
        )  # fmt: skip
    return data


def write_layers(folder: str | Path, pulled: Pulled) -> dict[str, int]:
    """Write each annotator's layer to ``<folder>/<annotator>.jsonl``; returns how many lines each got."""
    files: dict[str, list[Annotation]] = {}
    for name, layer in pulled.layers().items():
        files.setdefault(file_stem(name), []).extend(layer)
    return {stem: write_layer(Path(folder) / f"{stem}.jsonl", layer) for stem, layer in files.items()}


def file_stem(annotator: str) -> str:
    """A file name for an annotator that no folder separator or leading dot can leave.

    >>> file_stem("li.wei@example.org"), file_stem("../x")
    ('li.wei@example.org', '_.._x')
    """
    name = "".join(c if c.isalnum() or c in ".-_@+" else "_" for c in annotator)
    return f"_{name}" if name.startswith(".") or not name else name
