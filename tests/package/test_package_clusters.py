from __future__ import annotations

from collections.abc import Iterable

import pytest

from processes import Proportion
from tzcorpus.package import clusters as module
from tzcorpus.package.clusters import SHORTEST, Article, Signature, Signatures, cluster_of
from tzcorpus.records import AlignedPassage, Passage

STORY = (
    "灯塔社区的图书馆昨天开门，渡船每周三把新书送到周边五座小岛。岛上的孩子等在码头，"
    "老师说，有人为了一本讲星星的书等了一个月。港务局答应，冬天风大的时候书也照送。"
)
OTHER = (
    "泵厂的试验台今年换了三次，工程师说新机组比旧的省电两成。第一批水泵下个月运往南方，"
    "厂里的老师傅已经开始教徒弟装配。"
)


def passage(document: str, text: str, article: int = 0) -> AlignedPassage:
    side = Passage(f"{document}/{article}", document, "zh", text, article)
    return AlignedPassage(side.id, zh=side)


def signatures(passages: Iterable[AlignedPassage]) -> tuple[Signature, ...]:
    made = Signatures()
    for each in passages:
        made.add(each)
    return made.found()


def clusters(passages: Iterable[AlignedPassage]) -> dict[Article, str]:
    return module.clusters(signatures(passages))


def test_copies_share_a_cluster_named_by_the_first() -> None:
    copy = STORY.replace("昨天", "三日") + "（本报综合）"
    found = clusters(
        [passage("a", STORY), passage("b", OTHER), passage("c", OTHER * 3 + STORY), passage("d", copy, 2)]
    )
    assert found == {("a", 0): "a#0", ("d", 2): "a#0"}
    assert cluster_of(passage("d", copy, 2), found) == "a#0"
    assert cluster_of(passage("b", OTHER), found) is None


@pytest.mark.parametrize("kept", [1.0, 0.8, 0.65])
def test_a_copy_under_another_headline_whose_tail_was_cut_is_found(kept: float) -> None:
    story = STORY + OTHER + STORY[::-1] + OTHER[::-1]
    copy = "五岛有了流动书架" + story[: int(len(story) * kept)]
    assert len(clusters([passage("a", story), passage("b", copy)])) == 2


def test_a_quotation_or_a_round_up_of_several_is_no_copy() -> None:
    # a third of the longer one, and half of either with an end of its own
    assert clusters([passage("a", STORY), passage("b", STORY + OTHER + OTHER[::-1])]) == {}
    assert clusters([passage("a", STORY + OTHER), passage("b", STORY + OTHER[::-1])]) == {}


def test_notices_of_one_form_are_no_copies() -> None:
    form = (
        "{0}市交警{1}日通报：{2}时许，{3}某驾车沿{4}路由{5}行至{6}街口，与{7}某的电动车相撞，"
        "致{8}人受伤。伤者已送{9}医院，没有生命危险。"
    )
    words = "临港 东溪 南屏 石桥 青柳 北渡 云岭 西塘 金沙 白鹭".split()
    notices = [
        passage(f"d{n}", form.format(*(words[(n * k + n + k) % 10] for k in range(10)))) for n in range(10)
    ]
    assert clusters(notices) == {}


def test_line_ends_and_blanks_make_no_difference() -> None:
    lines = "\n　　".join(STORY[k : k + 9] for k in range(0, len(STORY), 9))
    assert len(clusters([passage("a", STORY), passage("b", lines)])) == 2


def test_copies_of_copies_are_one_cluster() -> None:
    found = clusters([passage(name, STORY) for name in "abc"])
    assert set(found.values()) == {"a#0"}
    assert len(found) == 3


def test_short_articles_are_not_compared() -> None:
    short = STORY[: SHORTEST - 1]
    assert clusters([passage("a", short), passage("b", short)]) == {}


def test_an_article_in_several_passages_is_compared_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [STORY[k : k + 30] for k in range(0, len(STORY), 30)]
    (whole,) = signatures([passage("a", STORY)])
    assert signatures(passage("a", part) for part in parts) == (whole,)
    monkeypatch.setattr(module, "_STRETCH", 7)
    assert signatures([passage("a", STORY)]) == (whole,)


def test_thousands_of_copies_cost_in_proportion(in_proportion: Proportion) -> None:
    (one,) = signatures([passage("a", STORY)])

    def many(count: int) -> None:
        found = module.clusters(Signature(f"d{k}", 0, one.length, one.hashes) for k in range(count))
        assert set(found.values()) == {"d0#0"}
        assert len(found) == count

    assert in_proportion(lambda: many(500), lambda: many(2000), 8)
