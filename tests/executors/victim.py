"""A driver to kill: runs cheap tasks in a store, `python victim.py FOLDER TASKS JOBS`."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

from tzcorpus.executors import executor_for
from tzcorpus.executors.store import Store
from tzcorpus.executors.tasks import Task


def work(payload: bytes) -> tuple[bytes, int]:
    """A digest, after a moment; some payloads raise, one kills its process each time."""
    if payload == b"raise":
        raise ValueError("no such page")
    if payload == b"kill":
        os.kill(os.getpid(), 9)
    time.sleep(0.002)
    return hashlib.sha256(payload).hexdigest().encode(), 0


def tasks(count: int) -> list[Task]:
    # big enough that a shard holds eight
    return [Task(f"k{number}", f"d{number}", 2**15, str(number).encode()) for number in range(count)]


def main() -> None:
    store = Store(Path(sys.argv[1]))
    with store.locked():
        store.open()
        todo = [task for task in tasks(int(sys.argv[2])) if not store.holds(task.key)]
        for _ in executor_for(int(sys.argv[3])).run(work, todo, store):
            pass


if __name__ == "__main__":
    main()
