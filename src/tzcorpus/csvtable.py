"""Tables as CSV that a spreadsheet may open: exact decimals, and no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

# What a spreadsheet takes for the start of a formula (OWASP, CSV injection), with or without blanks in front.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Between the parts of a cell that holds a list.
LIST = " | "


def cell(value: object) -> str:
    """The text of a cell. Text that could start a formula gets a leading apostrophe; lists are joined.

    >>> cell("=1+1"), cell(Decimal("-5.50")), cell("晨帆泵业"), cell(None), cell(True), cell(["晨帆", "帆"])
    ("'=1+1", '-5.5', '晨帆泵业', '', 'true', '晨帆 | 帆')
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case list() | tuple():
            return cell(LIST.join(map(str, value)))
        case str():
            return f"'{value}" if value[:1] in _FORMULA or value.lstrip().startswith(_FORMULA) else value
        case _:
            return str(value)


def csv_bytes(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A header and rows as UTF-8; lines end as RFC 4180 has them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode()
