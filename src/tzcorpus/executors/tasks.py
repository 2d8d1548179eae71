"""A task, the row it becomes, and how tasks are cut into shards. Nothing here knows what is computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

# A shard is one unit of work, of loss when a worker dies, and one file: bytes of input, and tasks.
SHARD_BYTES = 256 * 2**10
MOST_SHARD_BYTES = 16 * 2**20
SHARD_TASKS = 256
# Shards that a run is cut into at least, where it is large enough: the loss of one is small.
_SHARDS = 256
# Python looks for cycles after so many new objects (700 by default). Records are hundreds of thousands of
# objects and no cycles: looking less often saves a fifteenth of the time of a build.
COLLECT = (50_000, 20, 50)


@dataclass(frozen=True, slots=True)
class Task:
    """One input. ``key`` is a digest of all that the result depends on, ``size`` its bytes, ``payload`` what
    the function takes.
    """

    key: str
    id: str
    size: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a task: ``result``, or else ``error`` in words. ``refused`` counts what was rejected."""

    key: str
    id: str
    result: bytes
    error: str = ""
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """So many more tasks are done, and so many inputs of theirs were rejected."""

    tasks: int
    refused: int = 0


# Payload to result and number of rejects. Pure and importable by name: it runs in other processes and on
# other machines.
Function = Callable[[bytes], tuple[bytes, int]]


def perform(function: Function, tasks: Iterable[Task]) -> list[Row]:
    """A row for each task. A task that raises becomes a row with its error, and the others go on."""
    return [_row(function, task) for task in tasks]


def _row(function: Function, task: Task) -> Row:
    try:
        result, refused = function(task.payload)
        return Row(task.key, task.id, result, refused=refused)
    except Exception as error:
        what = " ".join(str(error).split())[:200]
        said = f"internal error ({type(error).__name__}: {what}); please report it with the input"
        return Row(task.key, task.id, b"", said, 1)


def cut(tasks: Sequence[Task]) -> Iterator[tuple[Task, ...]]:
    """Tasks in order as shards of about one size."""
    most = min(MOST_SHARD_BYTES, max(SHARD_BYTES, sum(task.size for task in tasks) // _SHARDS))
    shard: list[Task] = []
    size = 0
    for task in tasks:
        if shard and (size + task.size > most or len(shard) == SHARD_TASKS):
            yield tuple(shard)
            shard, size = [], 0
        shard.append(task)
        size += task.size
    if shard:
        yield tuple(shard)
