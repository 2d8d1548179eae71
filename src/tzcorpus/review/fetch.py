"""Annotations from a server into layers: what changed since the last time, nothing dropped in silence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tzcorpus.io import open_atomic
from tzcorpus.records import LABELS, AlignedPassage, Document
from tzcorpus.review.client import LabelStudio
from tzcorpus.review.layers import read_layer
from tzcorpus.review.merge import Prefer
from tzcorpus.review.pull import Problem, Pulled, from_tasks
from tzcorpus.review.tasks import PULLED, Update, update_layers

# A change is stamped before it can be seen: look back this far (seconds) behind the newest stamp.
_LOOK_BACK = 60
_STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"
Task = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A pull, what it did to the layers, and how many tasks were read for it."""

    pulled: Pulled
    update: Update
    read: int


def fetch(
    server: LabelStudio,
    project: Mapping[str, Any],
    aligned: Iterable[AlignedPassage],
    folder: str | Path,
    *,
    documents: Mapping[str, Document] | None = None,
    names: Mapping[str, str] | None = None,
    prefer: Prefer | None = None,
    full: bool = False,
    watch: Callable[[Iterator[Task], int], Iterator[Task]] = lambda tasks, total: tasks,
) -> Fetched:
    """Pull a project's annotations into ``folder``, one layer an annotator, by a three-way merge.

    Only tasks that changed since the last pull are read, unless ``full``; a pull with errors or conflicts
    does not count as one. ``names`` gives the layer's name for an e-mail address. What was pulled of a task
    that is gone is kept, and said.
    """
    number = int(project["id"])
    base = Path(folder) / PULLED / f"project-{number}-{_digits(str(project.get('created_at', '')))}"
    users = {key: (names or {}).get(email, email) for key, email in server.users().items()}
    outline = list(server.tasks(number))
    newest = max((str(task["updated_at"]) for task in outline), default="")
    since = "" if full else _read_mark(base)
    changed = sum(str(task["updated_at"]) >= since for task in outline)
    tasks = list(watch(server.tasks(number, results=True, since=since), changed))
    pulled = from_tasks(tasks, aligned, labels=LABELS, annotators=users, documents=documents)
    pulled = replace(pulled, problems=(*pulled.problems, *_gone(base, outline)))
    update = update_layers(folder, pulled, prefer=prefer, base=base)
    errors = any(problem.level == "error" for problem in pulled.problems)
    if not errors and (prefer is not None or not update.conflicts):
        _write_mark(base, newest)
    return Fetched(pulled, update, len(tasks))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _gone(base: Path, outline: Iterable[Task]) -> Iterator[Problem]:
    there = {str(task["data"].get("passage_id", "")) for task in outline}
    for path in sorted(base.glob("*.jsonl")):
        for annotation in read_layer(path):
            if annotation.passage not in there:
                message = "the task is gone from the server; what was pulled of it is kept"
                yield Problem("warning", annotation.passage, annotation.annotator, message)


def _read_mark(base: Path) -> str:
    try:
        return str(json.loads((base / "state.json").read_bytes())["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _write_mark(base: Path, newest: str) -> None:
    if not newest:
        return
    stamp = newest if "." in newest else newest.replace("Z", ".0Z")
    since = datetime.strptime(stamp, _STAMP) - timedelta(seconds=_LOOK_BACK)
    with open_atomic(base / "state.json") as stream:
        stream.write(json.dumps({"since": since.strftime(_STAMP)}).encode() + b"\n")
