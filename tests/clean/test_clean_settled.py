"""What is clean already stays as it is; assignment and time on texts that nobody would print."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from processes import Proportion
from tzcorpus.clean.cleaner import clean
from tzcorpus.edits import clean_text
from tzcorpus.pipeline import read_documents
from tzcorpus.records import BODY_ROLES, Document, Reject

PAGES = sorted((Path(__file__).parents[2] / "corpus" / "raw").glob("*/epaper.txt"))
CLEAN = (
    "旧灯塔变成新书房\n雨停了，渡船开航，码头上挤满了人。\n灯塔引航\n技术员换下旧灯泡，擦亮了镜片。\n"
    "工人正在码头上调试新的缆车。\n雨停了，渡船开航，码头上挤满了人。\n书房里灯火通明"
)


def body(raw: str) -> str:
    return clean_text(clean(Document(id="x", raw=raw)), roles=BODY_ROLES)


def test_clean_text_keeps_every_line_where_it_is() -> None:
    assert body(CLEAN) == CLEAN


def test_halves_that_surely_belong_together_are_joined_in_clean_text_too() -> None:
    first = "码头上挤满了人，岛上的民宿老板忙得团团转，灯塔边的书房也来了三百多位客人，渡船公司只好再开两班"
    raw = f"渡船开航了，老周也来了。\n{first}\n，一直忙到深夜才歇下来。"
    assert body(raw).count("\n") == 1


def unit(kind: str, rng: random.Random) -> str:
    words = "".join(rng.choice("灯塔渡船书房海岛码头工厂投资") for _ in range(rng.randint(6, 14)))
    return {
        "unfinished": f"{words}，\n\n",
        "credits": f"{words}\n\n何小舟 摄\n\n",
        "captions": f"图为{words}\n",
        "one character": f"{'船' * rng.randint(6, 200)}\n\n",
        "broken": f"{words}\n",
        "identical": "灯塔渡船开航，推动海岛\n\n",
    }[kind]


@pytest.mark.parametrize(
    "kind", ["unfinished", "credits", "captions", "one character", "broken", "identical"]
)
def test_wild_pages_take_time_in_proportion(kind: str, in_proportion: Proportion) -> None:
    rng = random.Random(7)
    long = "".join(unit(kind, rng) for _ in range(1600))
    short = Document(id="short", raw=long[: len(long) // 8])
    # eight times the text; a quadratic path would take sixty-four times as long
    assert in_proportion(lambda: clean(short), lambda: clean(Document(id="long", raw=long)), 30)


@pytest.mark.parametrize("name", ["page.txt", "page.hocr", "epaper.txt"])
def test_every_page_of_the_corpus_comes_out_of_a_second_cleaning_unchanged(name: str) -> None:
    changed = []
    for page in PAGES:
        (document,) = read_documents([str(page.with_name(name))])
        assert not isinstance(document, Reject)
        once = clean_text(clean(document), roles=BODY_ROLES)
        if body(once) != once:
            changed.append(page.parent.name)
    assert changed == []
