"""Tables for spreadsheets and pandas: every mention, and which company stands with which park and amount.

Each is written as CSV for reading and as Parquet for exact amounts. A CSV cell never starts a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

from tzcorpus.io import open_atomic
from tzcorpus.package.exports.base import Exported, Options, Passages, sides
from tzcorpus.package.features import DECIMAL, Columns, Scalar, arrow_schema, string
from tzcorpus.package.rows import entity_out, plain
from tzcorpus.records import Entity, Passage, Span

# What a spreadsheet takes for the start of a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
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


def export_entities(passages: Passages, out: Path, options: Options) -> Exported:
    """``entities.csv`` and ``entities.parquet``: a mention a row, both languages."""
    rows = (
        {**_place(split, aligned.id, side), **{key: entity_out(entity)[key] for key in _entity_keys()}}
        for split, aligned in passages
        for side in sides(aligned)
        for entity in side.entities
    )
    return _write("entities", rows, ENTITIES, out)


def _entity_keys() -> list[str]:
    return [key for key in ENTITIES if key not in _PLACE]


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
    return _write("cooccurrence", rows, COOCCURRENCE, out)


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


def _write(name: str, rows: Iterable[Mapping[str, Any]], columns: Columns, out: Path) -> Exported:
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = list(rows)
    table = pa.Table.from_pylist(found, schema=arrow_schema(columns))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)  # line ends as RFC 4180 has them: cells with either half are quoted
    writer.writerow(columns)
    writer.writerows([cell(row.get(key)) for key in columns] for row in found)
    with open_atomic(out / f"{name}.csv") as stream:
        stream.write(buffer.getvalue().encode())
    with open_atomic(out / f"{name}.parquet") as stream:
        pq.write_table(table, stream, compression="zstd")
    return Exported((out / f"{name}.csv", out / f"{name}.parquet"), len(found))


def cell(value: object) -> str:
    """A CSV cell that no spreadsheet runs: text that could start a formula gets a leading apostrophe.

    >>> cell("=1+1"), cell(Decimal("-5.000000")), cell("晨帆泵业"), cell(None)
    ("'=1+1", '-5', '晨帆泵业', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{plain(value):f}"
        case str():
            return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
        case _:
            return str(value)
