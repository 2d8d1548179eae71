"""Money in tables: a header's unit (单位：万元) over bare numbers; mentions as rows for CSV or Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from tzcorpus.annotate.money_currencies import Unit, words
from tzcorpus.annotate.money_reading import Reading, money
from tzcorpus.csvtable import csv_bytes
from tzcorpus.errors import OutputError, RecordError
from tzcorpus.io import open_atomic
from tzcorpus.language import numerals_en, numerals_zh
from tzcorpus.language.exact import times
from tzcorpus.language.numerals import parse_number
from tzcorpus.records import Entity, Language, Money, Passage, Span

# -- the unit in the header ----------------------------------------------------------------------------

_MAGNITUDE_ZH = re.compile(r"[十百千万亿兆]*")
_MAGNITUDE_EN = re.compile(
    r"(?:(?:hundreds?|thousands?|millions?|billions?|trillions?|mn|bn|tn)\b\s*(?:of\s+)?)*", re.I
)
_CANDIDATE_ZH = re.compile(
    r"(?:单位|金额单位)\s*[:：]?\s*(?:人民币)?([^\s，。；、（）()：:]+)|"
    r"[（(【\[]\s*(?:单位[:：]?)?\s*([^（）()【】\[\]]+)[)）】\]]|[/／]([^/／\s]+)$"
)
_CANDIDATE_EN = re.compile(
    r"[(\[]\s*(?:unit:?|in)?\s*([^()\[\]]+)[)\]]|\b(?:unit:|in)\s+([^,;()]+)$|,\s*([^,;()]+)$", re.IGNORECASE
)
_CODE_MAGNITUDE = re.compile(
    r"([A-Z]{3}|RMB|US\$|HK\$|\$|€|£|¥)\s*'?((?:thousand|million|billion|trillion|mn|bn|k|m)\b)?", re.I
)
_LETTERS = {"k": 10**3, "m": 10**6} | numerals_en.ABBREVIATIONS | numerals_en.MAGNITUDES
# A cell that is a figure and nothing else; accountants write a loss in brackets.
_CELL = re.compile(
    r"\s*+(?P<minus>[-−－])?\s*+(?P<open>[(（])?(?P<figure>[\d.,，．\s]++)(?P<close>[)）])?\s*+"
)


@dataclass(frozen=True, slots=True)
class HeaderUnit:
    """What a header says of the bare numbers below it: a number counts ``factor`` units of ``currency``."""

    currency: str | None
    factor: Decimal
    per: str | None = None


def header_unit(header: str, language: Language) -> HeaderUnit | None:
    """The unit of money that a header names, or None where it names none.

    >>> header_unit("规上工业产值（亿元）", "zh")
    HeaderUnit(currency='CNY', factor=Decimal('100000000'), per=None)
    >>> header_unit("Output, million yuan", "en").factor
    Decimal('1000000')
    """
    pattern, read = (_CANDIDATE_ZH, _unit_zh) if language == "zh" else (_CANDIDATE_EN, _unit_en)
    for match in pattern.finditer(header):
        unit = read(next(group for group in match.groups() if group is not None).strip())
        if unit is not None:
            return unit
    return read(header.strip())


def _unit_zh(text: str) -> HeaderUnit | None:
    folded = numerals_zh.fold(text)
    magnitude = _MAGNITUDE_ZH.match(folded)
    at = magnitude.end() if magnitude else 0
    hit = words("zh", "sign").at(folded, at)
    if hit is None:
        return None
    per = re.fullmatch(r"[/／](.+)", folded[hit[0] :])
    if hit[0] != len(folded) and per is None:
        return None
    value = numerals_zh.value_of(folded[:at])[0] if at and numerals_zh.value_of(folded[:at]) else Decimal(1)  # type: ignore[index]
    return HeaderUnit(hit[1].code, times(value, hit[1].worth), per[1] if per else None)


def _unit_en(text: str) -> HeaderUnit | None:
    text, _, per = (part.strip() for part in re.sub(r"\s+per\s+", "/", text).partition("/"))
    match = _MAGNITUDE_EN.match(text)
    big, rest = (match.group(), text[match.end() :]) if match else ("", text)
    unit: Unit | None = words("en").units.get(rest.lower()) or words("sign").units.get(rest)
    if unit is None:
        code = _CODE_MAGNITUDE.fullmatch(text)
        unit = words("sign").units.get(code[1]) if code else None
        big = (code[2] or "") if code else ""
    if unit is None:
        return None
    factor = unit.worth
    for word in re.findall(r"[a-z]+", big.lower()):
        if word != "of":
            size = 100 if word.startswith("hundred") else _LETTERS[word.removesuffix("s")]
            factor = times(factor, Decimal(size))
    return HeaderUnit(unit.code, factor, per or None)


def cell_money(cell: str, unit: HeaderUnit, language: Language = "zh") -> Money | None:
    """The value of a cell that holds a bare number, under its header's unit; None for any other cell.

    >>> str(cell_money("1,204.5", header_unit("单位：万元", "zh")).amount)
    '12045000'
    """
    match = _CELL.fullmatch(cell)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    figure = numerals_zh.fold(re.sub(r"\s", "", match["figure"])).replace("，", ",")
    value = parse_number(figure, language)
    if value is None:
        return None
    sign = Decimal(-1) if match["minus"] or match["open"] else Decimal(1)
    torn = bool(re.search(r"\s", match["figure"].strip()))
    reading = Reading(amount=times(value, sign), repaired=torn).scaled(unit.factor)
    return money(reading, currency=unit.currency, per=unit.per)


def column_money(header: str, cells: Sequence[str], *, language: Language = "zh") -> list[Entity | None]:
    """An entity (spans index the cell) for each cell under ``header`` that is a bare number.

    Raises `RecordError` where the header names no unit of money: applying one is on request only.
    """
    unit = header_unit(header, language)
    if unit is None:
        raise RecordError(
            f"header {header!r} names no unit of money", expected="such as 单位：万元 or (million yuan)"
        )
    out: list[Entity | None] = []
    for cell in cells:
        value = cell_money(cell, unit, language)
        surface = cell.strip()
        start = cell.find(surface)
        span = Span(start, start + len(surface))
        out.append(
            None if value is None else Entity(span, "MONEY", surface, None, value, None, "rule:money-header")
        )
    return out


# -- mentions as rows ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One mention of money. ``start`` and ``end`` are code points of the passage's text."""

    document: str
    passage: str
    start: int
    end: int
    surface: str
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    currency_implicit: bool
    approx: bool
    bound: str | None
    kind: str
    per: str | None
    repaired: bool
    sentence: str


COLUMNS = tuple(field.name for field in fields(MoneyRow))
_NUMBERS = ("amount", "low", "high")
# decimal128 holds 38 digits: 30 before the point as numerals have at most, 8 behind it.
_PRECISION, _SCALE = 38, 8


def money_rows(passages: Iterable[Passage]) -> Iterator[MoneyRow]:
    """A row for each MONEY entity of the passages, in their order."""
    for passage in passages:
        for entity in passage.entities:
            if entity.label == "MONEY" and entity.value is not None:
                yield _row(passage, entity, entity.value)


def _row(passage: Passage, entity: Entity, value: Money) -> MoneyRow:
    start, end = entity.span.start, entity.span.end
    inside = [s for s in passage.sentences if s.start < end and start < s.end]
    sentence = passage.text[inside[0].start : inside[-1].end] if inside else passage.text
    return MoneyRow(
        document=passage.document, passage=passage.id, start=start, end=end, surface=entity.surface,
        amount=value.amount, low=value.low, high=value.high, currency=value.currency,
        currency_implicit=value.currency_implicit, approx=value.approx, bound=value.bound, kind=value.kind,
        per=value.per, repaired=value.repaired, sentence=sentence,
    )  # fmt: skip


def write_money_table(path: str | Path, passages: Iterable[Passage]) -> int:
    """Write the mentions as CSV or Parquet, by the name's ending; returns how many.

    CSV is UTF-8 with exact plain decimals; a text cell that a spreadsheet would run as a formula gets an
    apostrophe in front. Parquet holds the text as it is and decimals of 38 digits, 8 of them decimals.
    Raises `OutputError` for another ending, or for a sum that has no room in Parquet's decimals.
    """
    ending = Path(path).suffix.lower()
    if ending not in (".csv", ".parquet") and str(path) != "-":
        raise OutputError(
            f"table format {ending!r}", where=str(path), expected="a name that ends in .csv or .parquet"
        )
    rows = list(money_rows(passages))
    data = (
        _parquet(rows, str(path))
        if ending == ".parquet"
        else csv_bytes(COLUMNS, (asdict(row).values() for row in rows))
    )
    with open_atomic(path) as stream:
        stream.write(data)
    return len(rows)


def _parquet(rows: Sequence[MoneyRow], where: str) -> bytes:
    import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

    kinds: dict[str, Any] = {name: pa.string() for name in COLUMNS}
    kinds |= {name: pa.int64() for name in ("start", "end")}
    kinds |= {name: pa.bool_() for name in ("currency_implicit", "approx", "repaired")}
    kinds |= {name: pa.decimal128(_PRECISION, _SCALE) for name in _NUMBERS}
    try:
        table = pa.Table.from_pylist([asdict(row) for row in rows], schema=pa.schema(kinds))
    except pa.ArrowInvalid as error:
        raise OutputError(
            f"a sum does not fit ({error})",
            where=where,
            expected=f"at most {_SCALE} decimals",
            hint="write CSV",
        ) from error
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return bytes(sink.getvalue())
