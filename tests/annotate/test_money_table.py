"""Header units over bare numbers, and the table of mentions as CSV and Parquet."""

import csv
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from tzcorpus.annotate.money import find_money
from tzcorpus.annotate.money_table import (
    COLUMNS,
    HeaderUnit,
    cell_money,
    column_money,
    header_unit,
    money_rows,
    write_money_table,
)
from tzcorpus.errors import OutputError, RecordError
from tzcorpus.records import Passage, Span

HEADERS = {
    ("单位：万元", "zh"): ("CNY", "10000", None),
    ("产值（亿元）", "zh"): ("CNY", "100000000", None),
    ("实际利用外资（万美元）", "zh"): ("USD", "10000", None),
    ("均价（元/平方米）", "zh"): ("CNY", "1", "平方米"),
    ("金额单位：人民币万元", "zh"): ("CNY", "10000", None),
    ("外资/万美元", "zh"): ("USD", "10000", None),
    ("Output (million yuan)", "en"): ("CNY", "1000000", None),
    ("Investment, USD million", "en"): ("USD", "1000000", None),
    ("in billions of yuan", "en"): ("CNY", "1000000000", None),
    ("Price (yuan per mu)", "en"): ("CNY", "1", "mu"),
    ("Unit: RMB million", "en"): ("CNY", "1000000", None),
}


@pytest.mark.parametrize(("header", "unit"), HEADERS.items(), ids=lambda value: str(value[0]))
def test_header_names_a_unit(header, unit):
    currency, factor, per = unit
    assert header_unit(*header) == HeaderUnit(currency, Decimal(factor), per)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("户数（户）", "zh"),
        ("面积（亩）", "zh"),
        ("县市", "zh"),
        ("年份", "zh"),
        ("Firms", "en"),
        ("Area (mu)", "en"),
    ],
)
def test_header_without_money(header, language):
    assert header_unit(header, language) is None


def test_bare_numbers_of_a_column_take_the_unit():
    cells = ["1,204.5", "-3", "(12)", " １２．５ ", "台州", "", "—", "3万元"]
    found = column_money("单位：万元", cells)
    assert [None if entity is None else entity.value.amount for entity in found] == [
        Decimal(12045000),
        Decimal(-30000),
        Decimal(-120000),
        Decimal(125000),
        None,
        None,
        None,
        None,
    ]
    assert found[3].surface == "１２．５"
    assert found[3].span == Span(1, 5)


def test_blank_inside_a_cell_is_flagged():
    value = cell_money("1 204", HeaderUnit("CNY", Decimal(10000)))
    assert (value.amount, value.repaired) == (Decimal(12040000), True)


def test_a_unit_is_applied_on_request_only():
    with pytest.raises(RecordError, match="names no unit of money"):
        column_money("户数", ["12"])
    assert find_money("单位：万元\n1204\n380", "zh") == []


def passage():
    text = "=1+1亿元不是公式。税收超3亿元，亩均税收40.47万元。\n亏损-2亿元。"
    pieces = ("=1+1亿元不是公式。", "税收超3亿元，亩均税收40.47万元。", "亏损-2亿元。")
    sentences = tuple(Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces)
    return Passage(
        id="d1:p1",
        document="d1",
        language="zh",
        text=text,
        sentences=sentences,
        entities=tuple(find_money(text, "zh")),
    )


def test_rows_hold_value_and_sentence():
    rows = list(money_rows([passage()]))
    assert [(row.surface, row.amount, row.low, row.per) for row in rows[1:3]] == [
        ("超3亿元", Decimal(300000000), Decimal(300000000), None),
        ("40.47万元", Decimal(404700), None, "亩"),
    ]
    assert rows[1].sentence == "税收超3亿元，亩均税收40.47万元。"
    assert {(row.document, row.passage) for row in rows} == {("d1", "d1:p1")}


def test_csv_is_exact_and_runs_no_formula(tmp_path):
    path = tmp_path / "money.csv"
    count = write_money_table(path, [passage()])
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == count == 4
    assert tuple(rows[0]) == COLUMNS
    assert rows[2]["amount"] == "404700"
    assert rows[0]["sentence"].startswith("'=1+1")
    texts = [row[name] for row in rows for name in ("surface", "sentence", "document", "passage", "per")]
    assert not [text for text in texts if text[:1] in set("=+-@\t\r＝＋－＠")]


def test_parquet_keeps_decimals(tmp_path):
    path = tmp_path / "money.parquet"
    write_money_table(path, [passage()])
    table = pq.read_table(path)
    assert table.column_names == list(COLUMNS)
    assert table.column("amount").to_pylist()[2] == Decimal(404700)
    assert table.column("surface").to_pylist()[1] == "超3亿元"


def test_empty_table_has_its_columns(tmp_path):
    for name in ("money.csv", "money.parquet"):
        assert write_money_table(tmp_path / name, []) == 0
    assert (tmp_path / "money.csv").read_bytes().decode() == ",".join(COLUMNS) + "\r\n"
    assert pq.read_table(tmp_path / "money.parquet").column_names == list(COLUMNS)


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(OutputError, match=r"expected a name that ends in .csv or .parquet"):
        write_money_table(tmp_path / "money.xlsx", [])
