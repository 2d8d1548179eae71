"""Rows as Arrow record batches, a column at a time: the same bytes wherever they are made.

`pyarrow.array` and its like look at each cell, and load pandas to do so. Here each column is one list, and
one buffer is made of it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from tzcorpus.package.features import (
    CONFIGS,
    DECIMAL,
    DECIMAL_SCALE,
    ClassLabel,
    Feature,
    List,
    Scalar,
    Struct,
    Translation,
    arrow_type,
    schema_of,
)
from tzcorpus.package.rows import Row, Rows

if TYPE_CHECKING:
    import pyarrow as pa

# Makes a column of its values; None is null.
Column = Callable[[Sequence[Any]], "pa.Array"]
# Array type codes by the name of the Arrow type.
_CODES = {"int32": "i", "int64": "q", "float64": "d"}


def encode(config: str, rows: Sequence[Row]) -> pa.RecordBatch:
    """Rows of a configuration as one record batch."""
    import pyarrow as pa

    arrays = [make([row[name] for row in rows]) for name, make in columns_of(config).items()]
    return pa.RecordBatch.from_arrays(arrays, schema=schema_of(config))


@cache
def columns_of(config: str) -> dict[str, Column]:
    """What makes each column of a configuration."""
    return {name: _column(feature) for name, feature in CONFIGS[config].items()}


def _column(feature: Feature) -> Column:
    match feature:
        case Scalar("string"):
            return _strings(feature)
        case Scalar("bool"):
            return _fixed(feature, lambda values: _bits([bool(value) for value in values]))
        case Scalar(dtype) if dtype == DECIMAL:
            return _fixed(feature, lambda values: _buffer(b"".join(map(_decimal, values))))
        case Scalar(dtype):
            return _numbers(feature, _CODES[dtype])
        case ClassLabel():
            return _numbers(feature, _CODES["int64"])
        case Translation(languages):
            return _struct(feature, {name: _column(Scalar("string")) for name in sorted(languages)})
        case Struct(fields):
            return _struct(feature, {name: _column(inner) for name, inner in fields})
        case List(Struct(fields) as item):
            return _list(feature, _structs(item, {name: _column(inner) for name, inner in fields}))
        case List(item):
            flat = _column(item)
            return _list(feature, lambda values: flat(list(chain.from_iterable(values))))


def _array(feature: Feature) -> Callable[..., pa.Array]:
    """Makes an array of values, of buffers behind that of what is null, and of children."""
    import pyarrow as pa

    kind = arrow_type(feature)

    def make(values: Sequence[Any], *buffers: Any, children: Sequence[pa.Array] | None = None) -> pa.Array:
        nulls, valid = 0, None
        if None in values:
            there = [value is not None for value in values]
            nulls, valid = len(there) - sum(there), _bits(there)
        return pa.Array.from_buffers(kind, len(values), [valid, *buffers], nulls, children=children)

    return make


def _buffer(data: Any) -> Any:
    import pyarrow as pa

    return pa.py_buffer(data)


def _bits(flags: Sequence[bool]) -> Any:
    import numpy as np

    return _buffer(np.packbits(np.array(flags, dtype=bool), bitorder="little").tobytes())


def _fixed(feature: Feature, data: Callable[[Sequence[Any]], Any]) -> Column:
    make = _array(feature)
    return lambda values: make(values, data(values))


def _numbers(feature: Feature, code: str) -> Column:
    def data(values: Sequence[Any]) -> Any:
        try:
            return _buffer(array(code, values))
        except TypeError:  # there are nulls
            return _buffer(array(code, [0 if value is None else value for value in values]))

    return _fixed(feature, data)


def _decimal(value: Decimal | None) -> bytes:
    """A number as 16 bytes, in units of the column's last digit."""
    return int(value.scaleb(DECIMAL_SCALE) if value else 0).to_bytes(16, "little", signed=True)


def _strings(feature: Feature) -> Column:
    make = _array(feature)

    def column(values: Sequence[str | None]) -> pa.Array:
        data = [value.encode() if value else b"" for value in values]
        return make(values, _offsets(data), _buffer(b"".join(data)))

    return column


def _offsets(values: Sequence[Any]) -> Any:
    return _buffer(array("i", accumulate(map(len, values), initial=0)))


def _struct(feature: Feature, fields: dict[str, Column]) -> Column:
    make = _array(feature)

    def column(values: Sequence[Row | None]) -> pa.Array:
        children = [
            inner([None if value is None else value[name] for value in values])
            for name, inner in fields.items()
        ]
        return make(values, children=children)

    return column


def _list(feature: Feature, flat: Column) -> Column:
    """``flat`` makes the array of what is in the lists."""
    make = _array(feature)

    def column(values: Sequence[Any]) -> pa.Array:
        full = [() if value is None else value for value in values]
        return make(values, _offsets(full), children=[flat(full)])

    return column


def _structs(feature: Feature, fields: dict[str, Column]) -> Column:
    """Of lists of structs; records need not become a dict each."""
    make, single = _array(feature), _struct(feature, fields)

    def column(values: Sequence[Sequence[Any]]) -> pa.Array:
        like = next((value for value in values if value), None)
        if not isinstance(like, Rows):
            return single(list(chain.from_iterable(values)))
        items = list(chain.from_iterable(value.items for value in values if value))  # type: ignore[attr-defined]
        children = [inner(list(map(like.fields[name], items))) for name, inner in fields.items()]
        return make(items, children=children)

    return column
