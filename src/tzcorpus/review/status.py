"""How far a project is, by annotator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Person:
    """What one annotator did. ``disagreements``: passages that another one marked otherwise."""

    submitted: int = 0
    skipped: int = 0
    drafts: int = 0
    disagreements: int = 0


@dataclass(slots=True)
class Counted:
    """Tasks of a project: ``done`` by anybody (skips included), ``untouched``, and counts by person."""

    tasks: int = 0
    done: int = 0
    untouched: int = 0
    people: dict[str, Person] = field(default_factory=dict)


def count(tasks: Iterable[Mapping[str, Any]], users: Mapping[str, str]) -> Counted:
    """Count tasks as a server lists them, with their annotations and drafts; ``users``: names by id."""
    counted = Counted()
    for task in tasks:
        counted.tasks += 1
        annotations = list(task.get("annotations") or ())
        drafts = [*(task.get("drafts") or ()), *(d for a in annotations for d in a.get("drafts") or ())]
        counted.done += bool(annotations)
        counted.untouched += not annotations and not drafts
        said: dict[str, frozenset[tuple[Any, ...]]] = {}
        for annotation in annotations:
            name = _who(annotation.get("completed_by"), users)
            person = counted.people.setdefault(name, Person())
            if annotation.get("was_cancelled"):
                person.skipped += 1
            else:
                person.submitted += 1
                said[name] = frozenset(_spans(annotation))
        for draft in drafts:
            counted.people.setdefault(_who(draft.get("user"), users), Person()).drafts += 1
        if len(set(said.values())) > 1:
            for name in said:
                counted.people[name].disagreements += 1
    return counted


def _who(user: Any, users: Mapping[str, str]) -> str:
    if isinstance(user, Mapping):
        return str(user.get("email") or user.get("id"))
    return users.get(str(user), str(user))


def _spans(annotation: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    for region in annotation.get("result") or ():
        value = region.get("value") or {}
        if region.get("type") == "labels":
            yield (
                region.get("to_name"),
                value.get("start"),
                value.get("end"),
                tuple(value.get("labels") or ()),
            )
