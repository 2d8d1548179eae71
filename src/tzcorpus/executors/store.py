"""A folder of finished shards: what a run has done, so that the next one need not.

A shard is an Arrow file of rows, in which their results lie as they are, written under a temporary name,
flushed to the disk and renamed, then recorded with its digest. A file without a record, or that does not
match it, counts for nothing. Rows are found by key, a digest of everything they depend on; so what changed is
done anew and the rest is kept.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tzcorpus.errors import OutputError, TzcorpusError
from tzcorpus.executors.tasks import Done, Row, Task
from tzcorpus.io import UNDECODABLE, file_sha256, open_atomic

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("key", "id", "result", "error", "refused")
# Rows of a row group: what is unpacked together when one of them is asked for. Long results get fewer.
_GROUP, _GROUP_BYTES = 64, 4 * 2**20
# Row groups kept unpacked: rows are asked for in the order of their tasks, which is nearly theirs.
_KEPT = 4


class Record(msgspec.Struct, frozen=True):
    """What stands beside a shard: digest (sha256) of the file, and how many rows it has."""

    sha256: str
    rows: int


class Store:
    """The shards under one folder. Safe for many writers; `locked` keeps a second run out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dropped: list[str] = []
        self._places: dict[str, tuple[Path, int, int]] = {}
        self._failed: set[str] = set()
        self._groups: OrderedDict[tuple[Path, int], list[Row]] = OrderedDict()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder alone. Raises `OutputError` where another run holds it."""
        import fcntl

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            stream = (self.folder / "lock").open("wb")
        except OSError as error:
            raise OutputError(f"cannot be written ({error.strerror})", where=str(self.folder)) from error
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise OutputError(
                    "another run is at work here", where=str(self.folder), hint="wait for it, or stop it"
                ) from error
            yield

    def write(self, rows: Sequence[Row]) -> Done:
        """Write one shard and its record. The same keys have the same name: written twice is written once.

        Raises `OutputError` where the disk is full or the folder gone.
        """
        digest = hashlib.sha256("\n".join(row.key for row in rows).encode()).hexdigest()[:24]
        path = self.folder / f"{digest}.arrow"
        try:
            with open_atomic(path) as stream:
                _write(stream, rows)
            record = Record(file_sha256(path), len(rows))
            with open_atomic(path.with_suffix(".json")) as stream:
                stream.write(msgspec.json.encode(record))
            _sync(self.folder)
        except OSError as error:
            raise OutputError(
                f"a shard cannot be written ({error.strerror or error})", where=str(self.folder),
                hint="make room and run the same command again: finished shards are kept",
            ) from error  # fmt: skip
        return Done(len(rows), sum(row.refused for row in rows))

    def open(self) -> None:
        """Read which rows are there. What a killed run left half done is removed, what does not match its
        record too, and named in `dropped`.
        """
        self._places.clear()
        self._failed.clear()
        self._groups.clear()
        self.dropped = []
        for left in self.folder.glob(".*"):
            left.unlink(missing_ok=True)
        for path in sorted(self.folder.glob("*.arrow")):
            if self._sound(path):
                self._index(path)
            else:
                self.dropped.append(path.name)
                path.unlink()
                path.with_suffix(".json").unlink(missing_ok=True)

    def _sound(self, path: Path) -> bool:
        try:
            record = msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=Record)
        except (OSError, *UNDECODABLE):
            return False
        return record.sha256 == file_sha256(path)

    def _index(self, path: Path) -> None:
        import pyarrow as pa

        with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
            for group in range(file.num_record_batches):
                batch = file.get_batch(group)
                pairs = zip(batch["key"].to_pylist(), batch["error"].to_pylist(), strict=True)
                for number, (key, error) in enumerate(pairs):
                    if error and key not in self._places:
                        self._failed.add(key)
                    elif not error:
                        self._failed.discard(key)
                    if not error or key in self._failed:
                        self._places[key] = (path, group, number)

    def holds(self, key: str) -> bool:
        """Is there a row of this key, without an error?"""
        return key in self._places and key not in self._failed

    def rows(self, tasks: Iterable[Task]) -> Iterator[Row]:
        """The rows of ``tasks``, in their order. Raises `TzcorpusError` where one is missing."""
        for task in tasks:
            if task.key not in self._places:
                raise TzcorpusError(
                    f"no row for {task.id}", where=str(self.folder), hint="please report this"
                )
            yield self.row(*self._places[task.key])

    def place(self, key: str) -> tuple[Path, int, int]:
        """Where the row of a key is: file, row group, number."""
        return self._places[key]

    def row(self, path: Path, group: int, number: int) -> Row:
        """The row at a place."""
        return self._group(path, group)[number]

    def _group(self, path: Path, group: int) -> list[Row]:
        import pyarrow as pa

        if (path, group) not in self._groups:
            with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
                columns = file.get_batch(group).to_pydict()
            self._groups[path, group] = [Row(*row) for row in zip(*columns.values(), strict=True)]
            if len(self._groups) > _KEPT:
                self._groups.popitem(last=False)
        self._groups.move_to_end((path, group))
        return self._groups[path, group]

    def clear(self) -> None:
        """Remove every shard."""
        for path in (*self.folder.glob("*.arrow"), *self.folder.glob("*.json")):
            path.unlink(missing_ok=True)

    def prune(self, tasks: Iterable[Task]) -> int:
        """Remove the shards of which no row belongs to ``tasks``; how many there were."""
        used = {self._places[task.key][0] for task in tasks if task.key in self._places}
        old = [path for path in self.folder.glob("*.arrow") if path not in used]
        for path in old:
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
        return len(old)


def schema() -> pa.Schema:
    """The Arrow schema of rows: fixed, so that a row can never change it."""
    import pyarrow as pa

    kinds = {"result": pa.large_binary(), "refused": pa.int32()}
    return pa.schema([pa.field(name, kinds.get(name, pa.string())) for name in COLUMNS])


def digest(rows: Iterable[Row]) -> str:
    """A digest of rows that does not depend on their order: equal where two runs did the same."""
    total = hashlib.sha256()
    for line in sorted(f"{row.id}\t{hashlib.sha256(row.result).hexdigest()}\t{row.error}\n" for row in rows):
        total.update(line.encode("utf-8", errors="surrogatepass"))
    return total.hexdigest()


def _write(stream: Any, rows: Sequence[Row]) -> None:
    import pyarrow as pa

    with pa.ipc.new_file(stream, schema()) as writer:
        for group in _groups(rows):
            columns = [_column(each.type, [getattr(row, each.name) for row in group]) for each in schema()]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema()))


def _column(kind: pa.DataType, values: Sequence[Any]) -> pa.Array:
    """What `pyarrow.array` makes of ``values``, without loading pandas for it."""
    import pyarrow as pa

    if pa.types.is_integer(kind):
        return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(array("i", values))])
    data = [value.encode() if isinstance(value, str) else value for value in values]
    offsets = array("q" if pa.types.is_large_binary(kind) else "i", accumulate(map(len, data), initial=0))
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(b"".join(data))]
    return pa.Array.from_buffers(kind, len(values), buffers)


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row.result)
        if len(group) == _GROUP or size > _GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _sync(folder: Path) -> None:
    import os

    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
