"""Entity links across languages, and projection of what English left unmarked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tzcorpus.align.entities import link
from tzcorpus.align.names import name_score
from tzcorpus.records import AlignedPassage, Bead, Entity, Label, Language, Money, Passage, Span


def passage(language: Language, text: str, *found: tuple[str, Label]) -> Passage:
    entities, at = [], 0
    for surface, label in found:
        start = text.index(surface, at)
        value = None
        entities.append(Entity(Span(start, start + len(surface)), label, surface, surface, value))
        at = start + len(surface)
    return Passage("p", "d", language, text, sentences=(Span(0, len(text)),), entities=tuple(entities))


def linked(zh: Passage, en: Passage) -> AlignedPassage:
    return link([AlignedPassage("p", zh, en, beads=(Bead((0,), (0,), 1.0),))])[0]


def surfaces(aligned: AlignedPassage) -> list[tuple[str, str]]:
    assert aligned.zh is not None
    assert aligned.en is not None
    return [(aligned.zh.entities[k.zh].surface, aligned.en.entities[k.en].surface) for k in aligned.links]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("海城集团", "Haicheng Group"),
        ("温岭市国投集团", "Wenling State Investment Group"),
        ("澄屿晨帆泵业有限公司", "Chengyu Chenfan Pump Co., Ltd."),
        ("云岫高新区", "Yunxiu High-Tech Zone"),
        ("温岭经开区", "Wenling ETDZ"),
        ("温岭经济开发区", "Wenling Economic Development Zone"),
        ("国网浙江省电力有限公司", "State Grid Zhejiang Electric Power Co., Ltd."),
        ("鹤汀综合保税区", "Heting Comprehensive Bonded Zone"),
        ("Bergfeld Spindel", "Bergfeld Spindel"),
    ],
)
def test_names_of_one_thing_score_high(zh: str, en: str) -> None:
    assert name_score(zh, en) >= 0.75


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("海城集团", "Jinhe Group"),
        ("温岭经开区", "Luozhou Economic Development Zone"),
        ("法雷奥", "Aishida"),
        ("", "A"),
    ],
)
def test_names_of_two_things_score_low(zh: str, en: str) -> None:
    assert name_score(zh, en) < 0.6


def test_names_link_whatever_their_order() -> None:
    zh = passage("zh", "晨帆泵业和海城集团进了流潮泵业产业园。",
                 ("晨帆泵业", "COMPANY"), ("海城集团", "COMPANY"), ("流潮泵业产业园", "PARK"))  # fmt: skip
    en = passage("en", "Liuchao Pump Industrial Park took in Haicheng Group and Chenfan Pump.",
                 ("Liuchao Pump Industrial Park", "PARK"), ("Haicheng Group", "COMPANY"),
                 ("Chenfan Pump", "COMPANY"))  # fmt: skip
    assert surfaces(linked(zh, en)) == [
        ("晨帆泵业", "Chenfan Pump"),
        ("海城集团", "Haicheng Group"),
        ("流潮泵业产业园", "Liuchao Pump Industrial Park"),
    ]


def test_amounts_link_by_value() -> None:
    zh = passage("zh", "先投2亿元，再投3.5亿元。", ("2亿元", "MONEY"), ("3.5亿元", "MONEY"))
    en = passage("en", "It adds 350 million yuan to the first 200 million yuan.",
                 ("350 million yuan", "MONEY"), ("200 million yuan", "MONEY"))  # fmt: skip
    aligned = linked(zh, en)
    assert surfaces(aligned) == [("2亿元", "200 million yuan"), ("3.5亿元", "350 million yuan")]
    assert {k.method for k in aligned.links} == {"value"}


def test_annotated_value_counts_before_the_surface() -> None:
    zh = passage("zh", "投了数亿元。", ("数亿元", "MONEY"))
    en = passage("en", "It put in several hundred million yuan.", ("several hundred million yuan", "MONEY"))
    value = Money(low=Decimal("1e8"), high=Decimal("1e9"), currency="CNY")
    both = [
        Passage(**{f: getattr(p, f) for f in p.__slots__} | {
            "entities": tuple(Entity(e.span, e.label, e.surface, value=value) for e in p.entities)
        })
        for p in (zh, en)
    ]  # fmt: skip
    (found,) = linked(both[0], both[1]).links
    assert (found.method, found.score) == ("value", 1.0)


def test_foreign_brand_links_as_what_is_left_over() -> None:
    zh = passage("zh", "法雷奥来了。", ("法雷奥", "COMPANY"))
    en = passage("en", "Valeo came.", ("Valeo", "COMPANY"))
    aligned = linked(zh, en)
    assert surfaces(aligned) == [("法雷奥", "Valeo")]
    assert aligned.links[0].score < 0.9


def test_labels_do_not_mix() -> None:
    zh = passage("zh", "海城集团来了。", ("海城集团", "COMPANY"))
    en = passage("en", "Haicheng Group came.", ("Haicheng Group", "PARK"))
    assert [k for k in linked(zh, en).links if k.method != "projected"] == []


def test_unmarked_english_mentions_are_projected() -> None:
    zh = passage("zh", "晨帆泵业在云岫高新区投了3.5亿元。",
                 ("晨帆泵业", "COMPANY"), ("云岫高新区", "PARK"), ("3.5亿元", "MONEY"))  # fmt: skip
    en = passage("en", "In Yunxiu High-Tech Zone, Chenfan Pump invested 350 million yuan.")
    aligned = linked(zh, en)
    assert aligned.en is not None
    assert [(e.surface, e.label, e.source) for e in aligned.en.entities] == [
        ("Yunxiu High-Tech Zone", "PARK", "projected"),
        ("Chenfan Pump", "COMPANY", "projected"),
        ("350 million yuan", "MONEY", "projected"),
    ]
    assert {k.method for k in aligned.links} == {"projected"}
    assert all(en.text[e.span.start : e.span.end] == e.surface for e in aligned.en.entities)


def test_nothing_is_projected_into_a_gap() -> None:
    zh = passage("zh", "晨帆泵业来了。", ("晨帆泵业", "COMPANY"))
    en = passage("en", "Chenfan Pump came.")
    aligned = link([AlignedPassage("p", zh, en, beads=(Bead((0,), ()), Bead((), (0,))))])[0]
    assert aligned.links == ()
    assert aligned.en is not None
    assert aligned.en.entities == ()


def test_one_sided_passage_stays_as_it_is() -> None:
    alone = AlignedPassage("p", passage("zh", "晨帆泵业来了。", ("晨帆泵业", "COMPANY")), None)
    assert link([alone]) == (alone,)


@pytest.mark.parametrize(
    ("text", "english", "name", "label", "original"),
    [
        ("灶上把价格写进合同。", "Zaoshang has the price in the contract.", "Zaoshang", "COMPANY", "灶上"),
        ("听说光伏产业园要扩建。", "Photovoltaic Industrial Park grows.", "Photovoltaic Industrial Park",
         "PARK", "光伏产业园"),
        ("口外集团没有回答。", "Kouwai did not answer.", "Kouwai", "COMPANY", "口外集团"),
        ("每套近68万，年底交货。", "Each costs 680,000 yuan.", "680,000 yuan", "MONEY", "近68万"),
        ("样机是Brenlok寄来的。", "Brenlok sent the prototype.", "Brenlok", "COMPANY", "Brenlok"),
    ],
)  # fmt: skip
def test_unmarked_chinese_mentions_are_projected(
    text: str, english: str, name: str, label: Label, original: str
) -> None:
    aligned = linked(passage("zh", text), passage("en", english, (name, label)))
    assert surfaces(aligned) == [(original, name)]
    assert aligned.zh is not None
    assert [(e.source, e.label) for e in aligned.zh.entities] == [("projected", label)]


def test_what_only_a_learned_recogniser_saw_is_not_carried_over() -> None:
    text, english = "样机是Brenlok寄来的。", "Brenlok sent the prototype."
    en = passage("en", english, ("Brenlok", "COMPANY"))
    guessed = replace(en, entities=(replace(en.entities[0], source="learned:names"),))
    assert surfaces(linked(passage("zh", text), guessed)) == []
    # a rule saw it as well, elsewhere
    more = passage("en", f"{english} Brenlok is old.", ("Brenlok", "COMPANY"), ("Brenlok", "COMPANY"))
    first, second = more.entities
    sources = ("learned:names", "rule:english-context")
    seen = tuple(replace(e, source=source) for e, source in zip((first, second), sources, strict=True))
    assert surfaces(linked(passage("zh", text), replace(more, entities=seen))) == [("Brenlok", "Brenlok")]


@pytest.mark.parametrize(
    ("text", "english", "name", "label"),
    [
        ("公司把价格写进合同。", "Zaoshang has the price in the contract.", "Zaoshang", "COMPANY"),
        (
            "园区要扩建。",
            "Photovoltaic Industrial Park grows.",
            "Photovoltaic Industrial Park",
            "PARK",
        ),
        ("Brenloks寄来样机。", "Brenlok sent the prototype.", "Brenlok", "COMPANY"),
        ("每套重68万吨。", "Each costs 680,000 yuan.", "680,000 yuan", "MONEY"),
        ("每套68万美元。", "Each costs 680,000 yuan.", "680,000 yuan", "MONEY"),
    ],
)
def test_nothing_is_projected_where_chinese_does_not_say_it(
    text: str, english: str, name: str, label: Label
) -> None:
    aligned = linked(passage("zh", text), passage("en", english, (name, label)))
    assert aligned.links == ()
    assert aligned.zh is not None
    assert aligned.zh.entities == ()


def test_nothing_is_projected_onto_a_side_that_people_marked() -> None:
    zh = passage("zh", "海城集团把价格告诉灶上。", ("海城集团", "COMPANY"))
    zh = replace(zh, entities=tuple(replace(e, source="gold") for e in zh.entities))
    en = passage("en", "Haicheng Group tells Zaoshang the price.",
                 ("Haicheng Group", "COMPANY"), ("Zaoshang", "COMPANY"))  # fmt: skip
    assert surfaces(linked(zh, en)) == [("海城集团", "Haicheng Group")]


def test_a_short_form_is_the_word_of_its_name_that_is_no_word() -> None:
    zh = passage("zh", "维黛集团来了，维黛要买地。", ("维黛集团", "COMPANY"), ("维黛", "COMPANY"))
    long, short = zh.entities
    zh = replace(zh, entities=(long, replace(short, entity="维黛集团")))
    en = passage("en", "Groupe Verdelle came; Verdelle wants land.", ("Groupe Verdelle", "COMPANY"))
    assert surfaces(linked(zh, en)) == [("维黛集团", "Groupe Verdelle"), ("维黛", "Verdelle")]


def test_what_is_left_over_is_no_pair_where_the_readings_differ() -> None:
    zh = passage("zh", "星河来了。", ("星河", "COMPANY"))
    en = passage("en", "Zaoshang came.", ("Zaoshang", "COMPANY"))
    assert linked(zh, en).links == ()
