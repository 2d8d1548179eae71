"""Parquet shards: plain pyarrow, an explicit schema, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tzcorpus.errors import FormatError, InputError
from tzcorpus.io import file_sha256
from tzcorpus.package.columns import encode
from tzcorpus.package.features import CONFIGS
from tzcorpus.package.rows import Row

if TYPE_CHECKING:
    import pyarrow as pa

# A row group is read as a whole: small enough to stream, large enough to pack well. As rows of Python a
# character takes some 300 bytes. A row that is as long as a group stands in one of its own.
ROWS_PER_GROUP = 1000
CHARACTERS_PER_GROUP = 300_000
# Shards above this many bytes are closed and the next one begun, so that streams can be split.
SHARD_BYTES = 256 * 2**20
HASH_LENGTH = 12
# Batches that wait are put together when there are so many: a batch of one short row takes ten kilobytes.
BATCHES = 64


@dataclass(frozen=True, slots=True)
class Shard:
    """A finished file. ``path`` is relative to the dataset folder; ``num_bytes`` counts the rows as Arrow
    holds them, ``size`` the file.
    """

    config: str
    split: str
    path: str
    rows: int
    num_bytes: int
    size: int
    sha256: str


# Fills the columns that all rows of a configuration share.
Shared = Callable[[str, "pa.Table"], "pa.Table"]


@dataclass(slots=True)
class _Open:
    """A split that is being written: what waits for its row group, the open file, what is finished."""

    waiting: list[Row] = field(default_factory=list)
    batches: list[pa.RecordBatch] = field(default_factory=list)
    count: int = 0
    characters: int = 0
    writer: Any = None
    path: Path | None = None
    rows: int = 0
    num_bytes: int = 0
    done: list[tuple[Path, int, int]] = field(default_factory=list)


class ShardWriter:
    """Takes rows of every configuration and split, a row group at a time, and names the shards at the end
    with a hash of all their contents. Rows keep their order, and row groups depend on the rows alone. For a
    configuration and split, give all as rows or all as batches.
    """

    def __init__(self, folder: Path, *, shard_bytes: int = SHARD_BYTES, shared: Shared | None = None) -> None:
        self.folder = folder
        self.shard_bytes = shard_bytes
        self.shared = shared
        self._open: dict[tuple[str, str], _Open] = {}

    def add(self, config: str, split: str, row: Row, characters: int = 0) -> None:
        """Take one row; ``characters`` is roughly how long its text is."""
        if row.keys() != CONFIGS[config].keys():
            raise ValueError(f"columns of {config}: {sorted(row.keys() ^ CONFIGS[config].keys())}")
        state = self._open.setdefault((config, split), _Open())
        if characters >= CHARACTERS_PER_GROUP:
            self._flush(config, split, state)
        state.waiting.append(row)
        self._grow(config, split, state, 1, characters)

    def add_batch(self, config: str, split: str, batch: pa.RecordBatch, characters: Sequence[int]) -> None:
        """Take rows, ``characters`` of each."""
        state = self._open.setdefault((config, split), _Open())
        rows, size = state.count + batch.num_rows, state.characters + sum(characters)
        if rows < ROWS_PER_GROUP and size < CHARACTERS_PER_GROUP:
            state.batches.append(batch)
            if len(state.batches) >= BATCHES:
                state.batches = _whole(state.batches).to_batches()
            self._grow(config, split, state, batch.num_rows, sum(characters))
            return
        for number, long in enumerate(characters):
            if long >= CHARACTERS_PER_GROUP:
                self._flush(config, split, state)
            state.batches.append(batch.slice(number, 1))
            self._grow(config, split, state, 1, long)

    def _grow(self, config: str, split: str, state: _Open, rows: int, characters: int) -> None:
        state.count += rows
        state.characters += characters
        if state.count >= ROWS_PER_GROUP or state.characters >= CHARACTERS_PER_GROUP:
            self._flush(config, split, state)

    def _flush(self, config: str, split: str, state: _Open) -> None:
        """Write what waits as a row group."""
        import pyarrow.parquet as pq

        if not state.count:
            return
        if state.waiting:
            state.batches.append(encode(config, state.waiting))
        # in one piece: how pages are cut must not depend on how the rows came
        table = _whole(state.batches)
        state.waiting, state.batches, state.count, state.characters = [], [], 0, 0
        if self.shared is not None:
            table = self.shared(config, table)
        if state.writer is None:
            state.path = self.folder / config / f"{split}-{len(state.done):05d}.parquet"
            state.path.parent.mkdir(parents=True, exist_ok=True)
            state.writer = pq.ParquetWriter(state.path, table.schema, compression="zstd")
        state.writer.write_table(table)
        state.rows += table.num_rows
        state.num_bytes += table.nbytes
        if state.path is not None and state.path.stat().st_size >= self.shard_bytes:
            self._close(state)

    def _close(self, state: _Open) -> None:
        if state.writer is not None and state.path is not None:
            state.writer.close()
            state.done.append((state.path, state.rows, state.num_bytes))
        state.writer, state.path, state.rows, state.num_bytes = None, None, 0, 0

    def abort(self) -> None:
        """Close what is open; the caller removes the folder."""
        for state in self._open.values():
            if state.writer is not None:
                state.writer.close()
                state.writer = None

    def finish(self) -> tuple[str, tuple[Shard, ...]]:
        """Close all files and give them their names: ``(build hash, shards)``.

        The hash stands in the names because `datasets` caches by the card's paths: an edited shard under
        an old name would be read stale.
        """
        for (config, split), state in self._open.items():
            self._flush(config, split, state)
            self._close(state)
        digests = {path: file_sha256(path) for state in self._open.values() for path, _, _ in state.done}
        listing = "".join(
            f"{path.relative_to(self.folder).as_posix()} {digest}\n"
            for path, digest in sorted(digests.items())
        )
        build = hashlib.sha256(listing.encode()).hexdigest()[:HASH_LENGTH]
        shards = [
            self._named(config, split, state, build, digests)
            for (config, split), state in sorted(self._open.items(), key=_order)
        ]
        return build, tuple(shard for group in shards for shard in group)

    def _named(
        self, config: str, split: str, state: _Open, build: str, digests: Mapping[Path, str]
    ) -> Iterator[Shard]:
        count = len(state.done)
        for number, (path, rows, num_bytes) in enumerate(state.done):
            name = f"{split}-{number:05d}-of-{count:05d}-{build}.parquet"
            size = path.stat().st_size
            path.rename(path.with_name(name))
            yield Shard(config, split, f"{config}/{name}", rows, num_bytes, size, digests[path])


def _whole(batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """Batches as a table in one piece."""
    import pyarrow as pa

    return pa.Table.from_batches(batches).combine_chunks()


def _order(item: tuple[tuple[str, str], _Open]) -> tuple[int, int]:
    (config, split), _ = item
    return list(CONFIGS).index(config), SPLITS.index(split)


SPLITS = ("train", "validation", "test")


def read_rows(folder: str | Path, config: str, split: str | None = None) -> Iterator[tuple[str, Row]]:
    """``(split, row)`` of a packaged dataset, splits in their order, rows as plain dicts.

    Raises `InputError` where the folder holds no such configuration, `FormatError` where a file cannot be
    read as Parquet.
    """
    root = Path(folder)
    if not root.is_dir():
        raise InputError("no such folder", where=str(folder), expected="a folder that tzcorpus packaged")
    if not (root / config).is_dir():
        raise InputError(
            f"no configuration {config!r}", where=str(folder), expected="a folder that tzcorpus packaged"
        )
    for name in SPLITS if split is None else (split,):
        for path in sorted((root / config).glob(f"{name}-*.parquet")):
            yield from ((name, row) for row in _rows_of(path))


def column(folder: str | Path, config: str, name: str) -> Iterator[Any]:
    """The values of one column of a configuration, all splits, or nothing where it has no rows."""
    import pyarrow.parquet as pq

    for path in sorted((Path(folder) / config).glob("*.parquet")):
        with pq.ParquetFile(path) as stream:
            for batch in stream.iter_batches(columns=[name]):
                yield from batch.column(0).to_pylist()


def _rows_of(path: Path) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as stream:
            for batch in stream.iter_batches(ROWS_PER_GROUP):
                yield from batch.to_pylist()
    except (pa.ArrowInvalid, OSError) as error:
        raise FormatError(f"cannot be read as Parquet ({error})", where=str(path)) from error
