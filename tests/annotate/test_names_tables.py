"""The word tables."""

import pytest

from tzcorpus.errors import FormatError
from tzcorpus.language.tables import column, parse, rows

TABLES = (
    "bodies", "common_nouns", "english_bodies", "english_common", "english_forms", "english_trades",
    "english_zones", "facilities", "firm_signs", "firms", "generic", "jargon", "legal_forms",
    "national_firms", "national_parks", "places",
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
