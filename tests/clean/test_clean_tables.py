"""Rows of figures are set aside; lists, names and sentences with figures are not."""

from __future__ import annotations

import pytest

from tzcorpus.clean.cleaner import clean
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.edits import PieceTable
from tzcorpus.records import Document


def roles(raw: str, **options: object) -> dict[str, str]:
    document = clean(Document(id="x", raw=raw), CleanSettings(**options))  # type: ignore[arg-type]
    table = PieceTable.of(document)
    assert table.problems() == []
    return {table.text(k): block.role for k, block in enumerate(document.blocks)}


def test_a_table_goes_with_its_head_and_its_unit() -> None:
    raw = (
        "海岛上半年账单\n\n单位：亿元\n货种 收入 增长\n冷藏箱 5.4 21%\n普通箱 11.2 -3%\n\n"
        "渡船多开了两班，码头上挤满了人。"
    )
    found = roles(raw)
    assert [text for text, role in found.items() if role == "table"] == [
        "单位：亿元",
        "货种 收入 增长",
        "冷藏箱 5.4 21%",
        "普通箱 11.2 -3%",
    ]
    assert found["渡船多开了两班，码头上挤满了人。"] == "paragraph"
    assert found["海岛上半年账单"] == "headline"
    assert "table" not in roles(raw, off=frozenset({"tables"})).values()


@pytest.mark.parametrize(
    "lines",
    [
        "海岛书房 3年",
        "林知远 何小舟\n沈一苇 陆青",
        "渡船每周三开航，运来书300本。\n老周借走了12本，还了 10本。",
        "投资3.5亿元 年产水泵12万台",
    ],
)
def test_what_is_no_table_is_none(lines: str) -> None:
    raw = f"旧灯塔变书房\n\n雨停了，渡船开航。\n\n{lines}\n\n码头上挤满了人。"
    assert "table" not in roles(raw).values()
