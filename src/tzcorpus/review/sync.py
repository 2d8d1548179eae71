"""Tasks onto a server so that every passage stands there once, whatever was killed or repeated.

The server's list is the truth: it is read before anything is sent, and again before anything is sent a
second time. What a run had under way when it was killed is in its journal, and is waited for.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tzcorpus.errors import ServerError
from tzcorpus.io import open_atomic
from tzcorpus.review.client import LabelStudio, UnsureError

BATCH = 200  # tasks a request: about a second of the server's time
_TRIES = 3
# Seconds in which a batch of unknown fate turns up: ten times what one takes on a busy machine.
_PATIENCE = 15.0
_PAUSE = 0.5
Task = Mapping[str, Any]
Key = tuple[str, str]  # passage id and digest of its texts


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did. ``kept``: passages whose prediction is an older one because somebody worked on them;
    ``stale``: ids of tasks whose text is no longer ours, left alone; ``doubles``: ids of tasks that were
    deleted because another one held the same passage and nobody had touched them.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: tuple[str, ...] = ()
    stale: tuple[int, ...] = ()
    doubles: tuple[int, ...] = ()


@dataclass(slots=True)
class Journal:
    """The keys of the batch that is under way, in a file that outlives a kill."""

    path: Path

    @classmethod
    def of(cls, url: str, project: Task) -> Journal:
        """The journal of a project, in the user's state folder."""
        from platformdirs import user_state_path

        name = hashlib.sha256(f"{url} {project['id']} {project.get('created_at')}".encode()).hexdigest()
        return cls(user_state_path("tzcorpus") / "pushes" / f"{name[:20]}.json")

    def under_way(self) -> list[Key]:
        """What an earlier run may have sent; empty where it ended well."""
        try:
            return [(str(passage), str(digest)) for passage, digest in json.loads(self.path.read_bytes())]
        except (OSError, ValueError, TypeError):
            return []

    def note(self, keys: Iterable[Key]) -> None:
        """Say what is about to be sent."""
        with open_atomic(self.path) as stream:
            stream.write(json.dumps(list(keys)).encode())

    def clear(self) -> None:
        """Nothing is under way."""
        self.path.unlink(missing_ok=True)


@dataclass(slots=True)
class Push:
    """One push to one project. ``done`` is told how many of the tasks are dealt with."""

    server: LabelStudio
    project: int
    journal: Journal
    batch: int = BATCH
    patience: float = _PATIENCE
    done: Callable[[int], None] = lambda count: None
    doubles: list[int] = field(default_factory=list)

    def run(self, tasks: Sequence[Task]) -> Pushed:
        """Bring the project to hold every task once, with its newest prediction where nobody worked on it.

        Raises `ServerError` where the server refuses, or where a passage has two tasks and both were worked
        on; what was done stays done, and the next push goes on from there.
        """
        wanted = {key(task): task for task in tasks}
        self.settle(self.journal.under_way())
        self.journal.clear()
        there = self.listing(results=True)
        missing = [task for each, task in wanted.items() if each not in there]
        outdated = [
            (there[each], task)
            for each, task in wanted.items()
            if each in there and differs(there[each], task)
        ]
        old = len(wanted) - len(missing)
        self.done(old - len(outdated))
        kept = tuple(key(new)[0] for task, new in outdated if touched(task))
        fresh = [(task, new) for task, new in outdated if not touched(task)]
        for start in range(0, len(fresh), self.batch):
            self.renew(fresh[start : start + self.batch])
            self.done(old - len(fresh) + min(start + self.batch, len(fresh)))
        for start in range(0, len(missing), self.batch):
            self.send(missing[start : start + self.batch])
            self.done(old + min(start + self.batch, len(missing)))
        if missing and (lost := wanted.keys() - self.listing().keys()):
            raise ServerError(
                f"{len(lost)} tasks are not there after all, the first: {min(lost)[0]}",
                where=self.server.url, hint="push again",
            )  # fmt: skip
        ids = {passage for passage, _ in wanted}
        stale = tuple(
            int(task["id"]) for each, task in there.items() if each not in wanted and each[0] in ids
        )
        return Pushed(len(missing), len(fresh), old - len(outdated), kept, stale, tuple(self.doubles))

    def send(self, tasks: Sequence[Task]) -> None:
        """Import a batch; where its fate is unknown, look before sending it again."""
        left = list(tasks)
        for _ in range(_TRIES):
            keys = [key(task) for task in left]
            self.journal.note(keys)
            problem: UnsureError | None = None
            try:
                made = self.server.import_tasks(self.project, left)
            except UnsureError as error:
                problem, made = error, 0
            if made < len(left):
                there = self.settle(keys)
                left = [task for task in left if key(task) not in there]
            if made == len(keys) or not left:
                self.journal.clear()
                return
        raise problem or ServerError(
            f"{len(left)} tasks were sent {_TRIES} times and are not there", where=self.server.url,
            hint="see the server's own log",
        )  # fmt: skip

    def settle(self, keys: Iterable[Key]) -> dict[Key, Task]:
        """What is there, once ``keys`` are, or once they have had their time."""
        expected = set(keys)
        until = time.monotonic() + self.patience
        there = self.listing()
        while not expected <= there.keys() and time.monotonic() < until:
            time.sleep(_PAUSE)
            there = self.listing()
        return there

    def listing(self, *, results: bool = False) -> dict[Key, Task]:
        """The project's tasks by key; of doubles, the one that somebody worked on, or the oldest, stays."""
        found: dict[Key, list[Task]] = {}
        for task in self.server.tasks(self.project, results=results):
            found.setdefault(key(task), []).append(task)
        return {each: self.single(each, tasks) for each, tasks in found.items()}

    def single(self, passage: Key, tasks: Sequence[Task]) -> Task:
        """One of the tasks; the others are deleted where nobody touched them."""
        if len(tasks) == 1 or not passage[0]:
            return tasks[0]
        worked = [task for task in tasks if touched(task)]
        if len(worked) > 1:
            raise ServerError(
                f"several tasks of this passage were worked on ({', '.join(str(t['id']) for t in worked)})",
                where=passage[0], hint="delete all but one of them at the desk",
            )  # fmt: skip
        stays = worked[0] if worked else min(tasks, key=lambda task: int(task["id"]))
        for task in tasks:
            if task is not stays:
                self.server.delete_task(int(task["id"]))
                self.doubles.append(int(task["id"]))
        return stays

    def renew(self, pairs: Sequence[tuple[Task, Task]]) -> None:
        """Put new predictions in the place of old ones, the new one first, so that nobody meets a task
        without any. Stopped anywhere, it is done again next time.
        """
        lacking = [(task, new) for task, new in pairs if not any(same(p, new) for p in task["predictions"])]
        self.server.import_predictions(
            self.project, [{"task": int(task["id"]), **new["predictions"][0]} for task, new in lacking]
        )
        for task, new in pairs:
            if task["data"] != new["data"]:
                self.server.update_task(int(task["id"]), data=new["data"], meta=new["meta"])
            current = [prediction for prediction in task["predictions"] if same(prediction, new)][:1]
            for prediction in task["predictions"]:
                if prediction not in current:
                    self.server.delete_prediction(int(prediction["id"]))


def key(task: Task) -> Key:
    """Passage id and digest: what makes a task the same task."""
    data = task.get("data") or {}
    return str(data.get("passage_id", "")), str(data.get("sha256", ""))


def differs(task: Task, new: Task) -> bool:
    """Does the server's task show anything but what ``new`` would?"""
    predictions = list(task.get("predictions") or [])
    return task["data"] != new["data"] or len(predictions) != 1 or not same(predictions[0], new)


def same(prediction: Task, new: Task) -> bool:
    """Is this the prediction that ``new`` brings?"""
    return all(prediction.get(name) == value for name, value in new["predictions"][0].items())


def touched(task: Task) -> bool:
    """Did somebody annotate, skip or begin it?"""
    marks = ("total_annotations", "cancelled_annotations", "draft_exists", "drafts", "is_labeled")
    return any(task.get(mark) for mark in marks)
