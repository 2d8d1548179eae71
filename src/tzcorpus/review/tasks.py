"""Label Studio tasks and exports as files: the public face of the two directions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tzcorpus.errors import FormatError, InputError, OutputError
from tzcorpus.io import open_atomic
from tzcorpus.records import LABELS, AlignedPassage, Document
from tzcorpus.review.layers import Annotation, read_layer, write_layer
from tzcorpus.review.merge import Conflict, Merged, Prefer, merge
from tzcorpus.review.pull import Pulled, from_tasks
from tzcorpus.review.push import MODEL_VERSION, to_tasks

__all__ = ["Update", "from_tasks", "read_tasks", "to_tasks", "update_layers", "write_layers", "write_tasks"]

# Folder beside the layers with the state of the last pull: the base of the next merge.
PULLED = ".pulled"


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
    except (ValueError, RecursionError) as error:
        raise FormatError(
            f"not JSON ({error})", where=str(path), expected="Label Studio's JSON export"
        ) from error
    if not isinstance(data, list) or not all(isinstance(task, dict) and "data" in task for task in data):
        raise FormatError(
            "not a list of tasks", where=str(path), expected="Label Studio's JSON export",
            hint="choose JSON, not JSON-MIN, CSV or CoNLL: those lose offsets or relations",
        )  # fmt: skip
    return data


@dataclass(frozen=True, slots=True)
class Update:
    """``written``: annotations in each layer file, by its stem. With ``conflicts`` that no side was preferred
    in, nothing was written.
    """

    written: Mapping[str, int]
    conflicts: tuple[Conflict, ...] = ()


def update_layers(
    folder: str | Path, pulled: Pulled, *, prefer: Prefer | None = None, base: str | Path | None = None
) -> Update:
    """Merge a pull into ``<folder>/<annotator>.jsonl``.

    What was edited in the files since the last pull is kept: the last pull's state stands in ``base``
    (``<folder>/.pulled``) and is the base of a three-way merge. Passages that the export does not speak of
    stay as they are; an annotation that the server no longer has goes. A layer's file that is not there is
    written anew. A conflict leaves all files alone unless ``prefer`` says which side counts.
    """
    root = Path(folder)
    last = root / PULLED if base is None else Path(base)
    layers: dict[str, list[Annotation]] = {}
    for name, layer in pulled.layers().items():
        layers.setdefault(file_stem(name), []).extend(layer)
    known = {path.stem for path in last.glob("*.jsonl")}
    seen = set(pulled.seen)
    merged: dict[str, Merged] = {}
    theirs: dict[str, list[Annotation]] = {}
    for stem in sorted(layers.keys() | known):
        before = _layer(last / f"{stem}.jsonl")
        kept = [annotation for annotation in before if annotation.passage not in seen]
        theirs[stem] = kept + layers.get(stem, [])
        file = root / f"{stem}.jsonl"
        ours = read_layer(file) if file.is_file() else before
        merged[stem] = merge(before, ours, theirs[stem], prefer=prefer)
    conflicts = tuple(conflict for each in merged.values() for conflict in each.conflicts)
    if conflicts and prefer is None:
        return Update({}, conflicts)
    written = {stem: write_layer(root / f"{stem}.jsonl", each.annotations) for stem, each in merged.items()}
    for stem, state in theirs.items():
        write_layer(last / f"{stem}.jsonl", state)
    return Update(written, conflicts)


def _layer(path: Path) -> tuple[Annotation, ...]:
    return read_layer(path) if path.is_file() else ()


def write_layers(folder: str | Path, pulled: Pulled, *, prefer: Prefer | None = None) -> Mapping[str, int]:
    """`update_layers` that raises `OutputError` on a conflict; returns the annotations in each file."""
    update = update_layers(folder, pulled, prefer=prefer)
    if update.conflicts and prefer is None:
        raise OutputError(
            f"{len(update.conflicts)} conflicts with edits of the files, the first: {update.conflicts[0]}",
            where=str(folder), hint="nothing was written; say whether ours or theirs counts",
        )  # fmt: skip
    return update.written


def file_stem(annotator: str) -> str:
    """A file name for an annotator that no folder separator or leading dot can leave.

    >>> file_stem("li.wei@example.org"), file_stem("../x")
    ('li.wei@example.org', '_.._x')
    """
    name = "".join(c if c.isalnum() or c in ".-_@+" else "_" for c in annotator)
    return f"_{name}" if name.startswith(".") or not name else name
