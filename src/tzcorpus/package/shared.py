"""Columns that the work on an entry does not depend on: licences, kinds, clusters, gold texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    said: dict[str, Sequence[Any]] = {
        "license_text": [meta.license_text] * count,
        "license_annotation": [meta.license_annotation] * count,
    }
    if config == "passages":
        if clusters:
            said["cluster"] = list(_clusters(table, clusters))
        if meta.kinds:
            pairs: Iterable[tuple[str, ...]] = zip(
                *(table.column(f"{side}_document").to_pylist() for side in ("zh", "en")), strict=True
            )
            said["kind"] = [_kind(pair, meta) for pair in pairs]
        return said
    if config == "documents":
        if meta.kinds:
            partners = zip(table.column("id").to_pylist(), table.column("partners").to_pylist(), strict=True)
            said["kind"] = [_kind((name, *others), meta) for name, others in partners]
        return said
    if config == "cleaning" and meta.gold:
        return {"gold": [meta.gold.get(name) for name in table.column("id").to_pylist()]}
    return {}


def _kind(names: Iterable[str], meta: Meta) -> str:
    """The kind of the first of these documents whose kind is told."""
    return next((meta.kinds[name] for name in names if name in meta.kinds), "")


def _clusters(table: pa.Table, clusters: Mapping[Article, str]) -> Iterator[str | None]:
    """The cluster of each passage's article, by its Chinese side where that has one."""
    zh, en, article, en_article = (
        table.column(name).to_pylist() for name in ("zh_document", "en_document", "article", "en_article")
    )
    for one, other, number, en_number in zip(zh, en, article, en_article, strict=True):
        yield clusters.get((one, number)) or clusters.get((other, en_number))
