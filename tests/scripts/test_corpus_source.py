from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus_source import SourceError, beads, check_file, en_text, load, mentions, sources, zh_text

FRONT = """+++
id = "{id}"
kind = "invented"
title = "渡船加开一班"
title_en = "One more ferry"
date = "2026-01-05"
paper = "灯岬日报"
page = "02"
topic = "ports"
split = "train"
[entities]
c1 = {{ label = "COMPANY", zh = "灯岬轮渡有限公司", en = "Dengjia Ferry Co., Ltd." }}
+++

@headline
zh 渡船加开一班
en One more ferry

"""
BODY = """@paragraph
zh [灯岬轮渡有限公司](c1)花[近两亿元](m:200000000 CNY high=200000000 approx #m1)买船。
en [Dengjia Ferry Co., Ltd.](c1) spends [nearly 200 million yuan](m:200000000 CNY high=200000000 approx #m1).
en ¶ On ships.

zh 没有人反对。

"""


def write(tmp_path: Path, body: str, *, front: str = FRONT) -> Path:
    path = tmp_path / "ferry.md"
    path.write_text(front.format(id="ferry") + body, encoding="utf-8")
    return path


def faults(tmp_path: Path, body: str) -> list[str]:
    return [f"{p.line}: {p.message}" for p in check_file(write(tmp_path, body))[1]]


def test_an_article_reads_as_texts_mentions_and_beads(tmp_path: Path) -> None:
    article = load(write(tmp_path, BODY))
    paragraph = article.blocks[1]
    assert zh_text(paragraph) == "灯岬轮渡有限公司花近两亿元买船。没有人反对。"
    english = "Dengjia Ferry Co., Ltd. spends nearly 200 million yuan.\n\nOn ships."
    assert en_text(paragraph) == english
    company, money = mentions(paragraph, "en")
    assert english[company.start : company.end] == "Dengjia Ferry Co., Ltd."
    assert english[money.start : money.end] == "nearly 200 million yuan"
    assert money.value is not None
    assert (money.value.amount, money.value.approx, money.same) == (Decimal(200_000_000), True, "m1")
    zh, en, links = beads(article)
    assert links == [([0], [0]), ([1], [1, 2]), ([2], [])]
    assert (len(zh), len(en)) == (3, 3)


def test_boxes_stand_behind_their_article(tmp_path: Path) -> None:
    box = "@box\n@subhead\nzh 船票\nen Tickets\n@endbox\n"
    article = load(write(tmp_path, box + BODY))
    assert beads(article)[0] == [
        "渡船加开一班", "灯岬轮渡有限公司花近两亿元买船。", "没有人反对。", "船票",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("](c1)花", "](c2)花", "[灯岬轮渡有限公司](c2): no such entity"),
        ("[灯岬轮渡有限公司](c1)", "灯岬轮渡有限公司", "'灯岬轮渡有限公司' stands unmarked"),
        ("[灯岬轮渡有限公司]", "[港务公司]", "[港务公司](c1) is no form of"),
        ("买船。", "买船", "sentence without a final mark"),
        ("买船。", "买船。再买。", "two sentences in one zh line"),
        ("买船。", "买船,修船。", "half-width ','"),
        ("买船。", "买 船。", "blank inside Chinese"),
        ("买船。", "“买船。", "“ and ” do not pair"),
        ("zh 没有人反对。", "zh 还要5亿元。", "money '5亿元' stands unmarked"),
        ("zh 没有人反对。", "en 没有人反对。", "Chinese in an en line"),
        ("zh 没有人反对。", "zh Nobody minds.", "no Chinese in a zh line"),
        (
            "[nearly 200 million yuan](m:200000000",
            "[nearly 200 million yuan](m:2000000000",
            "spells 200000000",
        ),
        (
            "m:200000000 CNY high=200000000 approx #m1)买",
            "m:20000000 CNY #m1)买",
            "#m1: zh says 20000000 CNY",
        ),
        (" #m1)买", ")买", "#m1 stands on one mention only"),
        ("(m:200000000 CNY high", "(m:lots CNY high", "'lots' is no amount"),
        ("@paragraph", "@paragraf", "unknown role @paragraf"),
        ("zh 没有人反对。", "没有人反对。", "neither a zh nor an en line"),
        ("@paragraph", "@box\n@paragraph", "@box without @endbox"),
    ],
)
def test_what_does_not_add_up_is_refused(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in BODY
    found = faults(tmp_path, BODY.replace(before, after, 1))
    assert any(message in fault for fault in found), found
    with pytest.raises(SourceError, match="ferry.md:"):
        load(tmp_path / "ferry.md")


def test_a_planted_error_is_no_fault_and_is_named(tmp_path: Path) -> None:
    body = """@paragraph
zh [灯岬轮渡有限公司](c1)花[2亿元](m:200000000 CNY #m1)买船。
en [Dengjia Ferry Co., Ltd.](c1) spends [20 million yuan](m:20000000 CNY #m1) on ships. !planted power-of-ten
"""
    article = load(write(tmp_path, body))
    assert [bead.planted for bead in article.blocks[1].beads] == ["power-of-ten"]
    assert any("#m1" in fault for fault in faults(tmp_path, body.replace(" !planted power-of-ten", "")))


def test_faults_name_the_line_and_a_remedy(tmp_path: Path) -> None:
    (problem,) = check_file(write(tmp_path, BODY.replace("买船。", "买船")))[1]
    lines = (tmp_path / "ferry.md").read_text(encoding="utf-8").splitlines()
    assert "买船" in lines[problem.line - 1]
    assert problem.remedy == "end it with 。！？ or …"


def test_every_committed_source_passes_the_checker() -> None:
    root = Path(__file__).parents[2] / "corpus" / "source"
    found = [str(problem) for path in sources(root) for problem in check_file(path)[1]]
    assert not found
    assert sources(root)
