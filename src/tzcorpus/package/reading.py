"""Read a packaged dataset back into records, with nothing but pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tzcorpus.package.parquet import read_rows
from tzcorpus.package.rows import aligned_of
from tzcorpus.records import AlignedPassage


def read_aligned(folder: str | Path, split: str | None = None) -> Iterator[tuple[str, AlignedPassage]]:
    """``(split, passage)`` of a dataset folder, in its order; of one ``split`` where named.

    Raises `InputError` where ``folder`` is no dataset, `FormatError` where a file cannot be read.
    """
    for name, row in read_rows(folder, "passages", split):
        yield name, aligned_of(row)
