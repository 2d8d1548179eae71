"""Columns that no single entry knows: licences of the corpus, clusters of near-duplicates, gold texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tzcorpus.package.clusters import Article
from tzcorpus.package.columns import columns_of
from tzcorpus.package.meta import Meta

if TYPE_CHECKING:
    import pyarrow as pa


def with_shared(config: str, table: pa.Table, *, meta: Meta, clusters: Mapping[Article, str]) -> pa.Table:
    """The rows of ``config`` with these columns filled."""
    import pyarrow as pa

    values, make = _values(config, table, meta, clusters), columns_of(config)
    columns = [
        make[name](values[name]) if name in values else table.column(name) for name in table.column_names
    ]
    return pa.Table.from_arrays(columns, schema=table.schema)


def _values(
    config: str, table: pa.Table, meta: Meta, clusters: Mapping[Article, str]
) -> dict[str, Sequence[Any]]:
    count = table.num_rows
    licences: dict[str, Sequence[Any]] = {
        "license_text": [meta.license_text] * count,
        "license_annotation": [meta.license_annotation] * count,
    }
    if config == "passages":
        return {**licences, "cluster": list(_clusters(table, clusters))} if clusters else licences
    if config == "documents":
        return licences
    if config == "cleaning" and meta.gold:
        return {"gold": [meta.gold.get(name) for name in table.column("id").to_pylist()]}
    return {}


def _clusters(table: pa.Table, clusters: Mapping[Article, str]) -> Iterator[str | None]:
    """The cluster of each passage's article, by its Chinese side where that has one."""
    zh, en, article, en_article = (
        table.column(name).to_pylist() for name in ("zh_document", "en_document", "article", "en_article")
    )
    for one, other, number, en_number in zip(zh, en, article, en_article, strict=True):
        yield clusters.get((one, number)) or clusters.get((other, en_number))
