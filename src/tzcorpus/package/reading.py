"""Read a packaged dataset back into records, with nothing but pyarrow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tzcorpus.package.parquet import read_rows
from tzcorpus.package.rows import aligned_of
from tzcorpus.records import AlignedPassage, Block, Box, Document, Edit, Source, Span, Suspect


def read_aligned(folder: str | Path, split: str | None = None) -> Iterator[tuple[str, AlignedPassage]]:
    """``(split, passage)`` of a dataset folder, in its order; of one ``split`` where named.

    Raises `InputError` where ``folder`` is no dataset, `FormatError` where a file cannot be read.
    """
    for name, row in read_rows(folder, "passages", split):
        yield name, aligned_of(row)


def read_documents(folder: str | Path) -> Iterator[tuple[str, Document]]:
    """``(split, document)`` of a dataset folder: raw text, blocks, edits, suspects and source. The layout of
    single lines and words is not kept in a dataset; the boxes of blocks are.

    Raises as `read_aligned`.
    """
    sources = {row["id"]: row for _, row in read_rows(folder, "documents")}
    for split, row in read_rows(folder, "cleaning"):
        yield split, document_of(row, sources.get(row["id"], {}))


def document_of(row: Mapping[str, Any], source: Mapping[str, Any]) -> Document:
    """The document of a row of `cleaning`, and of `documents`, which names its ``source``."""
    return Document(
        id=row["id"],
        raw=row["raw"],
        language="en" if row["language"] else "zh",
        source=Source(**{name: source[name] for name in _SOURCE if name in source}),
        blocks=tuple(
            Block(
                block["role"],
                tuple(Span(**span) for span in block["fragments"]),
                block["article"],
                Box(**block["box"]) if block["box"] and block["box"]["left"] is not None else None,
                block["confidence"],
            )
            for block in row["blocks"]
        ),
        edits=tuple(
            Edit(Span(edit["start"], edit["end"]), edit["replacement"], edit["rule"], edit["confidence"])
            for edit in row["edits"]
        ),
        suspects=tuple(
            Suspect(
                Span(each["start"], each["end"]), each["rule"], each["message"], tuple(each["candidates"])
            )
            for each in row["suspects"]
        ),
    )


_SOURCE = ("path", "digest", "encoding", "title", "date", "page", "rights")
