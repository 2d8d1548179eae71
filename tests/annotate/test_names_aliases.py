"""Short names of a document and the full names they stand for."""

from dataclasses import replace

import pytest

from tzcorpus.annotate.aliases import link
from tzcorpus.annotate.annotator import annotate_passages, annotate_texts
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.records import Entity, Passage, Span

NAMES = AnnotateSettings(labels=("COMPANY", "PARK"))


def mentions(texts, language="zh"):
    return [(e.surface, e.entity) for mine in annotate_texts(texts, language, NAMES) for e in mine]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("浙江翼帆智能科技股份有限公司", "翼帆科技"),
        ("浙江翼帆智能科技股份有限公司", "翼帆"),
        ("台州法雷森温岭汽车零部件有限公司", "法雷森"),
        ("中科寒陆科技股份有限公司", "中科寒陆"),
        ("格灿光电（台州）有限公司", "格灿光电"),
        ("温岭市海城集团", "海城集团"),
        ("温岭市国有资产投资集团有限公司", "温岭国投"),
        ("温岭经济开发区", "温岭经开区"),
        ("临海鹿芯园", "鹿芯园"),
        ("嘉善数字内容产业园", "数字内容产业园"),
        ("宁波榉语家居集团股份有限公司", "榉语家居"),
    ],
)
def test_short_form_is_found_and_names_the_full_one(full, short):
    texts = [f"走进{full}，记者看到了变化。", f"今年，{short}将扩大投资。"]
    assert (short, full) in mentions(texts)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Zhejiang Yufan Intelligent Technology Co., Ltd.", "Yufan Technology"),
        ("Zhejiang Yufan Intelligent Technology Co., Ltd.", "Yufan"),
        ("Wenling Economic Development Zone", "Wenling ETDZ"),
        ("Wanglan Yunli Biopharmaceutical Co., Ltd.", "Yunli Pharma"),
        ("Wenling Haicheng Group", "Haicheng Group"),
    ],
)
def test_english_short_form_names_the_full_one(full, short):
    texts = [f"Reporters visited the {full} in March.", f"This year {short} will invest more."]
    assert (short, full) in mentions(texts, "en")


def test_given_short_names_and_acronyms_are_linked():
    zh = ["江苏岚桥液压股份有限公司（以下简称“岚桥”）扩产。岚桥说，订单很多。"]
    assert ("岚桥", "江苏岚桥液压股份有限公司") in mentions(zh)
    en = ["The Kunshan Economic and Technological Development Zone (KETD) grows. KETD leads."]
    assert mentions(en, "en").count(("KETD", "Kunshan Economic and Technological Development Zone")) == 2


def test_a_county_is_a_firm_only_where_it_has_what_firms_have():
    full = "Jiangsu Hecheng Machinery Co., Ltd."
    texts = [f"{full} opened a hall. Hecheng's general manager is Hu Mengqi. Rain fell on Hecheng."]
    rules = replace(NAMES, learned=False)
    found = [(e.surface, e.entity) for e in annotate_texts(texts, "en", rules)[0]]
    assert found == [(full, full), ("Hecheng", full)]


def test_house_goes_before_its_local_branch():
    texts = ["中科寒陆科技股份有限公司来了。", "寒陆（台州）科技有限公司负责人说，寒陆看好这里。"]
    linked = dict(mentions(texts))
    assert linked["寒陆（台州）科技有限公司"] == "寒陆（台州）科技有限公司"


def test_place_alone_is_no_short_name():
    surfaces = [
        surface for surface, _ in mentions(["朔漠国有资本投资有限责任公司成立。朔漠在西部，朔漠市很大。"])
    ]
    assert "朔漠" not in surfaces


def test_ordinary_word_alone_is_no_short_name():
    surfaces = [surface for surface, _ in mentions(["浙江远景体育用品有限公司投产。远景可期，前景广阔。"])]
    assert surfaces == ["浙江远景体育用品有限公司"]


def test_places_are_learnt_from_the_document():
    texts = ["澄屿经开区扩建，澄屿市委很重视。", "澄屿晨帆泵业有限公司投产。", "晨帆泵业说，澄屿很好。"]
    found = mentions(texts)
    assert ("晨帆泵业", "澄屿晨帆泵业有限公司") in found
    assert "澄屿" not in [surface for surface, _ in found]


def test_every_mention_carries_an_entity():
    texts = ["晨帆泵业有限公司在滨江经开区扩产，晨帆泵业投资3亿元。"]
    for entity in annotate_texts(texts)[0]:
        assert (entity.entity is None) == (entity.label == "MONEY")


def test_passages_of_one_document_share_their_aliases():
    texts = ["浙江翼帆智能科技股份有限公司投产。", "翼帆将动工。"]
    passages = [Passage(f"p{n}", "d", "zh", text) for n, text in enumerate(texts)]
    first, second = annotate_passages(passages)
    assert [e.entity for e in second.entities] == [first.entities[0].surface]
    rules = AnnotateSettings(labels=("COMPANY",), learned=False)
    assert annotate_texts([texts[1]], "zh", rules) == [[]]


def test_gold_and_persons_win():
    text = "晨帆泵业有限公司投产"
    gold = Entity(Span(0, 4), "COMPANY", "晨帆泵业", "晨帆泵业", source="gold")
    (passage,) = annotate_passages([Passage("p", "d", "zh", text, entities=(gold,))])
    assert [e.surface for e in passage.entities] == ["晨帆泵业"]


def test_no_passages_no_work():
    assert annotate_passages([]) == ()
    assert link([], []) == []
