"""Whole pages: articles, boxes, suspects, settings, English, and the seed articles' properties."""

from __future__ import annotations

from pathlib import Path

import pytest

from tzcorpus.clean.cleaner import clean
from tzcorpus.clean.settings import RULES, CleanSettings
from tzcorpus.edits import PieceTable, clean_text
from tzcorpus.errors import ConfigError
from tzcorpus.records import BODY_ROLES, Block, Document

PAGE = """\
第05版：文化周刊 上一版 下一版

海岛文化观察

旧灯塔变成新书房

本报记者 何小舟

雨停了，渡船开航，码头上挤满了人。

灯塔引航

技术员换下旧灯泡，擦亮了镜片。

渡船换上新发动机

本报记者 林知远

新发动机比旧的省油三成，船长说这笔账很好算。

责编：沈一苇
"""
SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))


def blocks(raw: str, settings: CleanSettings | None = None) -> list[tuple[Block, str]]:
    document = clean(Document(id="page", raw=raw), settings)
    table = PieceTable.of(document)
    return [(block, table.text(k)) for k, block in enumerate(document.blocks)]


def test_articles_are_told_apart_and_headings_named() -> None:
    found = [(block.article, block.role, text) for block, text in blocks(PAGE) if block.role in BODY_ROLES]
    assert found == [
        (0, "kicker", "海岛文化观察"),
        (0, "headline", "旧灯塔变成新书房"),
        (0, "paragraph", "雨停了，渡船开航，码头上挤满了人。"),
        (0, "subhead", "灯塔引航"),
        (0, "paragraph", "技术员换下旧灯泡，擦亮了镜片。"),
        (1, "headline", "渡船换上新发动机"),
        (1, "paragraph", "新发动机比旧的省油三成，船长说这笔账很好算。"),
    ]


def test_text_that_nothing_goes_on_with_is_left_and_reported() -> None:
    cut = "船长收起缆绳，对岸上的人喊了一声，然后把船头转向了最远的那座"
    raw = f"雨停了，渡船开航。\n\n{cut}\n\n旧灯塔变成新书房"
    document = clean(Document(id="x", raw=raw))
    assert [suspect.rule for suspect in document.suspects] == ["join"]
    assert "最远的那座" in clean_text(document)


def test_traditional_script_is_kept_and_reported_once() -> None:
    raw = "海島書房開門\n\n本報記者 何小舟\n\n雨停了，渡船開航，碼頭上擠滿了人。\n\n老周說，這是島上的大事。"
    document = clean(Document(id="x", raw=raw))
    assert [suspect.rule for suspect in document.suspects] == ["script"]
    assert clean_text(document, roles=BODY_ROLES) == raw.replace("本報記者 何小舟\n\n", "").replace(
        "\n\n", "\n"
    )
    simplified = clean(Document(id="x", raw="雨停了，渡船开航，码头上挤满了人。老板姓歐陽，爱说这些。"))
    assert not simplified.suspects


def test_a_box_with_its_own_byline_is_an_article_of_its_own() -> None:
    raw = (
        "旧灯塔变书房\n\n本报记者 何小舟\n\n雨停了，渡船开航，码头上挤满了人。\n\n编余\n\n渡船也是书房\n\n"
        "■ 林知远\n\n海岛书房开门，\n渡船带来新书。\n孩子们早早等在\n码头，老周也来\n了。\n"
    )
    found = [(block.article, text) for block, text in blocks(raw) if block.role in BODY_ROLES]
    assert found == [
        (0, "旧灯塔变书房"),
        (0, "雨停了，渡船开航，码头上挤满了人。"),
        (1, "编余"),
        (1, "渡船也是书房"),
        (1, "海岛书房开门，渡船带来新书。"),
        (1, "孩子们早早等在码头，老周也来了。"),
    ]


def test_a_pull_quote_with_misread_characters_is_no_heading() -> None:
    raw = (
        "旧灯塔变书房\n\n岛上的人说，灯塔亮着的时候书房也亮着，渡船一靠岸孩子们就跑来借书。\n\n"
        "灯培亮着的时候书房也亮着渡般一靠岸\n\n码头上挤满了人，老周也来借走了两本。"
    )
    assert [text for block, text in blocks(raw) if block.role == "pullquote"] == [
        "灯培亮着的时候书房也亮着渡般一靠岸"
    ]


def test_lines_that_a_user_knows_of_a_paper_go() -> None:
    raw = "海风轻轻吹\n\n雨停了，渡船开航。\n\n阿黑哥"
    settings = CleanSettings(furniture=("海风轻轻吹",), bylines=("阿黑哥",))
    roles = [(block.role, text) for block, text in blocks(raw, settings)]
    assert ("furniture", "海风轻轻吹") in roles
    assert ("byline", "阿黑哥") in roles


def test_a_rule_can_be_switched_off_by_name() -> None:
    raw = "书记说:“来吧”,大家笑了。"
    assert clean_text(clean(Document(id="x", raw=raw), CleanSettings(off=frozenset({"widths"})))) == raw


def test_every_rule_has_a_description_and_unknown_ones_are_refused() -> None:
    assert all(text and text[0].islower() for text in RULES.values())
    with pytest.raises(ConfigError, match="unknown rule 'unwarp'"):
        CleanSettings(off=frozenset({"unwarp"}))
    with pytest.raises(ConfigError, match="preset"):
        CleanSettings(preset="strong")  # type: ignore[arg-type]


def test_conservative_leaves_full_width_digits() -> None:
    document = clean(Document(id="x", raw="投资３．５亿元。"), CleanSettings(preset="conservative"))
    assert clean_text(document) == "投资３．５亿元。"


def test_empty_and_blank_documents_have_no_blocks() -> None:
    for raw in ("", " \n\n\u3000\n", "\ufeff"):
        document = clean(Document(id="x", raw=raw))
        assert PieceTable.of(document).problems() == []
        assert clean_text(document).strip() == ""


def test_english_paragraphs_are_unwrapped() -> None:
    raw = (
        "New lamps for an old lighthouse\n\nBy He Xiaozhou\n\n"
        "The rain had stopped and the ferry sailed on time with\n"
        "three hundred new books on board for the five islands\nthat wait for it.\n\nThe captain laughed."
    )
    document = clean(Document(id="x", raw=raw, language="en"))
    assert clean_text(document, roles=BODY_ROLES).split("\n") == [
        "New lamps for an old lighthouse",
        "The rain had stopped and the ferry sailed on time with three hundred new books on board for the "
        "five islands that wait for it.",
        "The captain laughed.",
    ]


@pytest.mark.skipif(not SEEDS, reason="the seed articles are not beside this checkout")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seed_articles_come_out_whole_and_stable(path: Path) -> None:
    raw = path.read_bytes().decode("utf-8")
    found = blocks(raw)
    paragraphs = [text for block, text in found if block.role == "paragraph"]
    assert all(text.endswith(("。", "”", "？", "！")) for text in paragraphs)
    body = [text for block, text in found if block.role in BODY_ROLES]
    assert not any(text.endswith(("摄", "图片)")) for text in body)
    again = [text for block, text in blocks("\n".join(body)) if block.role in BODY_ROLES]
    assert again == body
