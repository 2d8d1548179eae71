"""The word tables, and the tables that are exported."""

import csv

import pytest

from tzcorpus.annotate.annotator import annotate_passages
from tzcorpus.annotate.tables_export import entity_table, together_table, write_table
from tzcorpus.errors import FormatError, OutputError
from tzcorpus.language.tables import column, parse, rows
from tzcorpus.records import Passage, Span

TABLES = (
    "bodies", "common_nouns", "english_bodies", "english_common", "english_forms", "english_trades",
    "english_zones", "facilities", "firms", "generic", "jargon", "legal_forms", "places",
    "regions", "roles", "trades", "transliteration", "zones",
)  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_table_is_readable_without_blank_or_doubled_rows(name):
    cells = rows(name)
    assert cells
    assert all(all(row) for row in cells)
    if name != "places":
        assert len({(row[0], row[-1]) for row in cells}) == len(cells)


def test_places_reach_down_to_counties():
    levels = {row[2] for row in rows("places")}
    assert levels == {"province", "city", "county"}
    assert {"浙江省", "台州市", "温岭市", "昆山市", "莆田市"} <= column("places")
    assert len(column("places")) > 3000


def test_row_of_another_width_is_named():
    with pytest.raises(FormatError, match="t.tsv:3"):
        parse("a\tb\n1\t2\n3\n", where="t.tsv")


@pytest.fixture
def passages():
    first = "浙江晨帆泵业有限公司投资3.5亿元在滨江经开区建厂。晨帆泵业很高兴。"
    second = "晨帆泵业来了。"
    cut = first.index("。") + 1
    return annotate_passages(
        [
            Passage("p1", "d1", "zh", first, sentences=(Span(0, cut), Span(cut, len(first)))),
            Passage("p2", "d1", "zh", second, sentences=(Span(0, len(second)),)),
        ]
    )


def test_entities_are_counted_with_their_aliases(passages):
    firm, park = entity_table(passages, english={"浙江晨帆泵业有限公司": "Chenfan"})
    assert (firm.canonical, firm.mentions, firm.documents) == ("浙江晨帆泵业有限公司", 3, 1)
    assert (firm.aliases, firm.english) == ("晨帆泵业", "Chenfan")
    assert (park.canonical, park.label) == ("滨江经开区", "PARK")


def test_sentence_gives_firm_park_and_amount_in_one_row(passages):
    (row,) = together_table(passages)
    assert (row.company, row.park, row.money) == ("浙江晨帆泵业有限公司", "滨江经开区", "3.5亿元")
    assert (row.amount, row.currency, row.start) == ("350000000", "CNY", 0)


def test_tables_are_written_for_spreadsheets_and_programs(passages, tmp_path):
    table = entity_table(passages)
    assert write_table(tmp_path / "e.csv", table) == 2
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [line["canonical"] for line in csv.DictReader(stream)] == [
            "浙江晨帆泵业有限公司",
            "滨江经开区",
        ]
    write_table(tmp_path / "e.parquet", table)
    import pyarrow.parquet

    assert pyarrow.parquet.read_table(tmp_path / "e.parquet").column("mentions").to_pylist() == [3, 1]
    with pytest.raises(OutputError):
        write_table(tmp_path / "e.xlsx", table)
