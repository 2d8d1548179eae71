"""Every rule can be switched off by its name, on pages with and without layout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tzcorpus.clean.cleaner import clean
from tzcorpus.clean.settings import RULES, CleanSettings
from tzcorpus.edits import PieceTable, clean_text
from tzcorpus.pipeline import read_documents
from tzcorpus.records import BODY_ROLES, Document

RAW = Path(__file__).parents[2] / "corpus" / "raw"
# Text that the rule of this name changes.
TEXTS = {
    "mojibake": "渡船每周三开航，" + "孩子们早早等在码头。".encode("gb18030").decode("latin-1"),
    "control": "渡船每周三\u200b开航，孩子们早早等在码头。",
    "markup": "渡船每周三开航。<br/>孩子们早早等在码头。&nbsp;",
    "gloss": "灯塔的历史(lìshǐ)悠久，孩子们都知道。",
    "wide-alphanumerics": "渡船运了１２箱书，孩子们早早等在码头。",
    "number-blanks": "渡船运了4 .6万本书，孩子们早早等在码头。",
    "widths": "渡船每周三开航,孩子们早早等在码头。",
    "quotes": '书记说："来吧。"大家笑了。',
    "blanks": "渡船每周 三开航，孩子们早早等在码头。",
    "latin-blanks": "渡船每周三开航，孩子们用 APP买票。小店的APP卖书，岸上的APP卖灯，船上的APP卖票。",
    "lookalikes": "书屋的创始入说，机组有8万干瓦。",
    "doubled": "渡船开航了，海海岛岛书书屋屋开开门门，孩子们早早等在码头。",
    "closing-quote": "“晚一天要罚钱，他们敢签。船厂老板笑着说。",
    "split-lines": "灯塔书房开门了 本报记者 何小舟 渡船每周三开航，孩子们早早等在码头。",
    "tables": "今年的账都在这里。\n\n单位：亿元\n码头 2.8 增5%\n灯塔 1.2 减3%\n\n渡船每周三开航。",
    "columns": "\n".join(
        f"{left}    {right}"
        for left, right in zip(
            ("渡船每周三把新书送到", "周边的五座小岛，孩子", "们早早等在码头上边，", "老周也来借了一本书。"),
            ("灯塔今年改成了书房，", "每天傍晚都亮着灯火，", "读书的人一天比一天多", "船长说明年还要再修。"),
            strict=True,
        )
    ),
    "unwrap": "渡船每周三把新书送到周\n边五座小岛，孩子们来了。\n早早等在码头，书箱一开，\n"
    "岸上全是笑声，连看灯塔\n的老周也来借了一本书。",
    "captions": "渡船每周三开航，孩子们早早等着。\n\n孩子们在灯塔里读书\n\n何小舟 摄\n\n老周也来借了一本。",
    "join": "两份文件规定了渡船的班次，《海岛书香实施方\n\n案》也随后出台，渔村的书屋有了着落。",
    "duplicates": "渡船每周三把新书送到岛上，孩子们\n\n渡船每周三把新书送到岛上，孩子们早早等在码头。",
}


def text_of(name: str, *, off: str | None = None) -> tuple[Document, str]:
    settings = CleanSettings(off=frozenset() if off is None else frozenset({off}))
    document = clean(Document(id=name, raw=TEXTS[name]), settings)
    assert PieceTable.of(document).problems() == []
    return document, clean_text(document, roles=BODY_ROLES)


def test_there_is_a_text_for_every_rule() -> None:
    assert set(TEXTS) == set(RULES)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_that_is_off_changes_nothing(rule: str) -> None:
    document, text = text_of(rule, off=rule)
    assert text != text_of(rule)[1]
    assert rule not in {edit.rule for edit in document.edits}


# Pages with boxes: what each rule has to do there. The others find nothing on them, or work on characters
# alone and are shared with pages without layout.
PAGES = {
    "widths": "i01-pump-town",
    "columns": "i01-pump-town",
    "unwrap": "i01-pump-town",
    "captions": "i01-pump-town",
    "join": "i01-pump-town",
    "closing-quote": "i07-bay-shipyard",
    "doubled": "x03-glass-interview",
    "duplicates": "i09-toy-livestream",
    "quotes": "j04-take-off-list",
    "tables": "j04-take-off-list",
}


@cache
def page(name: str) -> Document:
    (document,) = read_documents([str(RAW / name / "page.hocr")])
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize("rule", sorted(PAGES))
def test_a_rule_that_is_off_changes_nothing_on_a_page_with_boxes(rule: str) -> None:
    document = clean(page(PAGES[rule]), CleanSettings(off=frozenset({rule})))
    assert PieceTable.of(document).problems() == []
    before = clean_text(clean(page(PAGES[rule])), roles=BODY_ROLES)
    assert clean_text(document, roles=BODY_ROLES) != before
    assert rule not in {edit.rule for edit in document.edits}
