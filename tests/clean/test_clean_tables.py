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


@pytest.mark.parametrize(
    "rows",
    [
        "1.汐州渡船公司新码头，灯塔产业园，2.8亿元\n2.海风（汐州）公司电动渡船，海岛新区，1.2亿美元\n"
        "3.北屿冷库，灯塔产业园，3200万元",
        "汐州渡船公司，新码头，2.8亿元\n海风公司，电动渡船，1.2亿元\n北屿冷库，扩建，3200万元",
        "汐州渡船公司 收入2.8亿元 税金1200万元 灯塔产业园\n海风 收入8300万元 税金310万元 海岛新区",
    ],
)
def test_rows_of_a_name_and_figures_between_commas_or_blanks_are_a_table(rows: str) -> None:
    found = roles(f"海岛签了三个项目\n\n渡船开航，部分项目如下。\n\n{rows}\n\n码头上挤满了人。")
    assert [text for text, role in found.items() if role == "table"] == rows.split("\n")


@pytest.mark.parametrize(
    "lines",
    [
        "渡船今年多开两班，运书，3000册\n码头上挤满了人，书屋天天开到很晚",
        "码头投资2.8亿元，今年，\n海风公司又追加投资，1.2亿\n元，渡船换成电动的，明年开航。",
        "渡船开航，运书，3000册。\n书屋开门，借出，1200册。\n码头扩建，投资，2.8亿元。",
    ],
)
def test_lines_between_commas_that_are_sentences_are_no_table(lines: str) -> None:
    assert "table" not in roles(f"旧灯塔变书房\n\n雨停了，渡船开航。\n\n{lines}\n\n人都来了。").values()


def test_numbered_rows_that_a_column_breaks_are_a_list() -> None:
    rows = (
        "1.汐州渡船公司新码头和栈桥，\n灯塔产业园，2.8亿元\n2.海风（汐州）公司电动渡船，\n海岛新区，1.2亿元\n"
        "3.北屿冷库，灯塔产业园，\n\n3200万元"
    )
    found = roles(f"海岛签了三个项目\n\n渡船开航，部分项目如下。\n\n{rows}\n\n码头上挤满了人，渡船开航了。")
    assert "".join(text for text, role in found.items() if role == "table") == rows.replace("\n", "")
    assert found["码头上挤满了人，渡船开航了。"] == "paragraph"


def test_numbered_sentences_are_no_list() -> None:
    rows = (
        "1.渡船公司要修新码头，今年，\n投资2.8亿元。\n2.海风公司要换渡船，明年，\n投资1.2亿元。\n"
        "3.北屿要建冷库，后年，\n投资3200万元。"
    )
    assert "table" not in roles(f"海岛的三件事\n\n渡船开航，三件事如下。\n\n{rows}\n\n人都来了。").values()


def tables(raw: str) -> list[str]:
    return [text for text, role in roles(raw).items() if role == "table"]


def test_cells_one_below_the_other_are_a_table() -> None:
    raw = "单位：万元\n项目\n金额\n同比\n渡船\n280\n5%\n书屋\n120\n-3%\n\n渡船每周三开航，孩子们都笑了。"
    assert len(tables(raw)) == 10
    assert "渡船每周三开航，孩子们都笑了。" not in tables(raw)


def test_rows_that_a_column_breaks_are_a_table() -> None:
    raw = (
        "细目见表。孩子们早早等在码头，书箱一开，岸上全是笑声。\n\n"
        "湾畔渡船运输有限公司 收入\n2.66亿元 税金412万元 湾畔\n物流园\n灯塔书店 收入8300万元 税\n"
        "金296万元 书香街区\n南屿码头 收入1.2亿元 税金\n110万元 书香街区\n\n"
        "下半年，渡船每周三照旧开航，老周也来了。"
    )
    assert len(tables(raw)) == 7


def test_several_rows_in_one_line_are_a_table() -> None:
    row = "签约项目 北屿书屋 2.8亿元 南屿书屋 1.1亿元 渡船码头 3.2亿元"
    assert len(tables(f"渡船每周三开航，孩子们都笑了。\n{row}\n下半年，渡船照旧开航。")) == 1


@pytest.mark.parametrize(
    "raw",
    [
        "签约47个项目263亿元\n10亿元以上项目5个\n湾畔市昨天办了一场大会\n\n渡船每周三开航，孩子们都笑了。",
        "渡船每周三把新书送到周边\n的五座小岛，投资2.8亿元，\n占地300平方米，用工120人\n，年产值3.2亿元，税金1200\n"
        "万元，孩子们都笑了。",
        "今年的账：\n海里风电：装机120万千瓦，投资43亿元；\n岸上光伏：装机60万千瓦，投资18亿元；\n"
        "储能电站：装机20万千瓦，投资9亿元。",
    ],
)
def test_headings_and_sentences_full_of_figures_are_no_table(raw: str) -> None:
    assert tables(raw) == []


def test_headings_over_one_paragraph_stay_apart_when_cleaned_again() -> None:
    raw = "签约47个项目263亿元\n10亿元以上项目5个\n湾畔市昨天办了一场大会\n渡船每周三开航，孩子们都笑了。"
    assert len(roles(raw)) == 4


@pytest.mark.parametrize(
    "rows",
    [
        [
            "项目 建设单位 总投资 园区",
            "水泵总装线二期 湾畔水泵股份有限公司 3.5亿元 湾畔高新区",
            "书屋改造 湾畔渡船运输有限公司 1200万元 书香街区",
            "冷库扩建 南屿冷链 8800万元 南屿港区",
        ],
        [
            "项目：水泵总装线二期　投资：3.5亿元　园区：湾畔高新区",
            "项目：书屋改造　投资：1200万元　园区：书香街区",
            "项目：冷库扩建　投资：8800万元　园区：南屿港区",
        ],
    ],
)
def test_rows_alike_with_one_figure_among_names_are_a_table(rows: list[str]) -> None:
    assert tables("重点项目如下：\n\n" + "\n".join(rows) + "\n\n渡船每周三开航，孩子们都笑了。") != []
    assert len(tables("重点项目如下：\n\n" + "\n".join(rows) + "\n\n渡船每周三开航。")) == len(rows)


def test_rows_between_commas_may_stand_apart() -> None:
    rows = [
        "总装线二期，湾畔水泵公司，3.5亿元",
        "书屋改造，湾畔渡船公司，1200万元",
        "冷库扩建，南屿冷链，8800万元",
    ]
    assert tables("重点项目如下：\n\n" + "\n\n".join(rows) + "\n\n渡船每周三开航，孩子们都笑了。") == rows
