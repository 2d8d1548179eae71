"""Tables for spreadsheets and pandas: every firm and park, every mention, and what stands together.

Each is written as CSV for reading and as Parquet for exact amounts. A CSV cell never starts a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from tzcorpus.csvtable import csv_bytes
from tzcorpus.io import open_atomic
from tzcorpus.package.exports.base import Exported, Options, Passages, sides
from tzcorpus.package.features import DECIMAL, Columns, List, Scalar, arrow_schema, string
from tzcorpus.package.rows import entity_out
from tzcorpus.records import Entity, Passage, Span

_VALUE: Columns = {
    "amount": Scalar(DECIMAL),
    "low": Scalar(DECIMAL),
    "high": Scalar(DECIMAL),
    "currency": string(),
    "approx": Scalar("bool"),
    "bound": string(),
    "kind": string(),
    "per": string(),
}
_PLACE: Columns = {"split": string(), "passage": string(), "document": string(), "language": string()}
ENTITIES: Columns = {
    "entity": string(),
    "label": string(),
    "english": string(),
    "mentions": Scalar("int32"),
    "mentions_zh": Scalar("int32"),
    "mentions_en": Scalar("int32"),
    "documents": Scalar("int32"),
    "aliases": List(string()),
    "aliases_en": List(string()),
}
MENTIONS: Columns = {
    **_PLACE,
    "start": Scalar("int32"),
    "end": Scalar("int32"),
    "label": string(),
    "text": string(),
    "entity": string(),
    **_VALUE,
    "source": string(),
    "score": Scalar("float64"),
}
COOCCURRENCE: Columns = {
    **_PLACE,
    "sentence": Scalar("int32"),
    "company": string(),
    "park": string(),
    "money": string(),
    **_VALUE,
    "text": string(),
}


def export_mentions(passages: Passages, out: Path, options: Options) -> Exported:
    """``mentions.csv`` and ``mentions.parquet``: a mention a row, both languages."""
    keys = [key for key in MENTIONS if key not in _PLACE]
    rows = (
        {**_place(split, aligned.id, side), **{key: found[key] for key in keys}}
        for split, aligned in passages
        for side in sides(aligned)
        for found in map(entity_out, side.entities)
    )
    return write_table("mentions", rows, MENTIONS, out)


def _place(split: str, passage: str, side: Passage) -> dict[str, Any]:
    return {"split": split, "passage": passage, "document": side.document, "language": side.language}


def export_cooccurrence(passages: Passages, out: Path, options: Options) -> Exported:
    """``cooccurrence.csv`` and ``.parquet``: what one sentence says together.

    A row for every combination of a company, a park and an amount named in a sentence that names at least
    two of the three; what a sentence does not name is empty. Companies and parks stand under their fullest
    name, once a sentence. It says that they stand together, not that one invested in the other.
    """
    rows = (
        {**_place(split, aligned.id, side), "sentence": number, **row}
        for split, aligned in passages
        for side in sides(aligned)
        for number, sentence in enumerate(side.sentences)
        for row in _combinations(side, sentence)
    )
    return write_table("cooccurrence", rows, COOCCURRENCE, out)


def _combinations(side: Passage, sentence: Span) -> Iterator[dict[str, Any]]:
    inside = [e for e in side.entities if sentence.start <= e.span.start and e.span.end <= sentence.end]
    companies, parks = _names(inside, "COMPANY"), _names(inside, "PARK")
    amounts = [entity for entity in inside if entity.label == "MONEY"]
    if sum(map(bool, (companies, parks, amounts))) < 2:
        return
    text = side.text[sentence.start : sentence.end]
    nothing = [None]  # so that the other two still combine
    for company, park, money in product(companies or nothing, parks or nothing, amounts or nothing):
        value = entity_out(money) if money is not None else {}
        yield {
            "company": company,
            "park": park,
            "money": money.surface if money is not None else None,
            **{key: value.get(key) for key in _VALUE},
            "text": text,
        }


def _names(entities: Iterable[Entity], label: str) -> list[str]:
    return list(dict.fromkeys(e.entity or e.surface for e in entities if e.label == label))


def write_table(name: str, rows: Iterable[Mapping[str, Any]], columns: Columns, out: Path) -> Exported:
    """``NAME.csv`` and ``NAME.parquet`` in the folder ``out``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = list(rows)
    table = pa.Table.from_pylist(found, schema=arrow_schema(columns))
    with open_atomic(out / f"{name}.csv") as stream:
        stream.write(csv_bytes(list(columns), ([row.get(key) for key in columns] for row in found)))
    with open_atomic(out / f"{name}.parquet") as stream:
        pq.write_table(table, stream, compression="zstd")
    return Exported((out / f"{name}.csv", out / f"{name}.parquet"), len(found))
