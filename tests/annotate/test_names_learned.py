"""The learned recogniser of Chinese names: what it adds, and what it moves."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.annotate.annotator import annotate_text, annotate_texts
from tzcorpus.annotate.learned import Guess, combine, load_learned, spans_of
from tzcorpus.annotate.learned_checks import is_doubtful, is_hopeless
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.records import Entity, Span


def firm(start, end, text, score=1.0, *, label="COMPANY", source="rule:name-short"):
    return Entity(Span(start, end), label, text[start:end], source=source, score=score)


def guess(start, end, score, text, **more):
    return firm(start, end, text, score, source="learned:names", **more)


def spans(entities):
    return [(e.span.start, e.span.end, e.source.partition(":")[0]) for e in entities]


def test_what_the_rules_leave_is_filled():
    text = "晨帆泵业与远舟印染、青禾合作。"
    learned = [guess(0, 4, 0.95, text), guess(5, 9, 0.95, text), guess(10, 12, 0.2, text)]
    (out,) = combine([text], [[firm(0, 4, text)]], [Guess(learned)])
    assert spans(out) == [(0, 4, "rule"), (5, 9, "learned")]


def test_an_unsure_mention_counts_where_the_name_is_known_elsewhere():
    texts = ["昉澜来了。", "后来昉澜走了。"]
    sure, unsure = guess(0, 2, 0.95, texts[0]), guess(2, 4, 0.5, texts[1])
    assert [len(m) for m in combine(texts, [[], []], [Guess([sure]), Guess([unsure])])] == [1, 1]
    assert [len(m) for m in combine(texts, [[], []], [Guess(), Guess([unsure])])] == [0, 0]


def test_an_ordinary_word_needs_more():
    text = "老地方的酸菜卖完了。"
    assert combine([text], [[]], [Guess([guess(0, 3, 0.92, text)])]) == [[]]
    assert len(combine([text], [[]], [Guess([guess(0, 3, 0.97, text)])])[0]) == 1


def test_ends_are_moved_only_where_the_model_is_sure():
    text = "来自乌昉澜科技集团的人"
    rule = firm(3, 9, text, source="rule:name-group")

    def moved(*learned):
        return spans(combine([text], [[rule]], [Guess(list(learned))])[0])

    assert moved(guess(2, 9, 0.97, text)) == [(2, 9, "learned")]
    assert moved(guess(2, 9, 0.8, text)) == [(3, 9, "rule")]
    # another label does not move it, and a span over two names moves neither
    assert moved(guess(2, 9, 0.99, text, label="PARK")) == [(3, 9, "rule")]
    # nor does a span that ends elsewhere: a group ends in 集团
    assert moved(guess(2, 7, 0.99, text)) == [(3, 9, "rule")]
    two = [firm(2, 5, text), firm(5, 9, text)]
    assert len(combine([text], [two], [Guess([guess(2, 9, 0.99, text)])])[0]) == 2


def test_a_short_name_ends_where_the_model_is_sure():
    text = "与桦澜石化合作"
    (out,) = combine([text], [[firm(1, 3, text)]], [Guess([guess(1, 5, 0.97, text)])])
    assert spans(out) == [(1, 5, "learned")]


def test_a_weak_finding_goes_where_the_model_sees_no_name_and_a_registered_one_stays():
    text = "一车八百度，半小时进炉。"
    nowhere = Guess([], [0.001] * len(text))
    assert combine([text], [[firm(3, 5, text, source="rule:name-known")]], [nowhere]) == [[]]
    legal = firm(3, 5, text, source="rule:name-legal")
    assert combine([text], [[legal]], [nowhere]) == [[legal]]
    half = Guess([], [0.5] * len(text))
    assert len(combine([text], [[firm(3, 5, text, source="rule:name-known")]], [half])[0]) == 1


@pytest.mark.parametrize(
    ("text", "start", "end", "hopeless", "doubtful"),
    [
        ("昉澜科技来了", 0, 4, False, False),
        ("昉澜来了", 0, 2, False, False),
        ("韦佳明来了", 0, 3, False, False),
        ("贝格菲尔德来了", 0, 5, False, False),
        ("竹里来了", 0, 2, False, True),  # an ordinary word
        ("驭风逐绿向新", 0, 4, False, True),  # more likely a phrase
        ("海南冷链来了", 0, 4, False, True),
        ("黄岩模具、温岭泵业", 0, 4, True, True),  # a list of industries
        ("千帆竞渡，驭风逐绿，向新", 5, 9, True, True),  # a clause by itself
        ("新能源汽车来了", 0, 5, True, True),  # a trade
        ("在光电产业创新中心里", 1, 9, True, True),  # a body
        ("玉环市港航事业发展中心", 0, 5, True, True),  # the first half of one
        ("温岭下雪了", 0, 2, True, True),
    ],
)
def test_what_the_rules_know_against_a_firm(text, start, end, hopeless, doubtful):
    entity = guess(start, end, 1.0, text)
    assert is_hopeless(entity, text) is hopeless
    assert is_doubtful(entity) is doubtful


def test_words_that_look_ordinary_need_a_surer_model():
    for text, end, score, taken in (
        ("昉澜来了", 2, 0.85, 1),
        ("竹里来了", 2, 0.85, 0),
        ("竹里来了", 2, 0.97, 1),
    ):
        assert len(combine([text], [[]], [Guess([guess(0, end, score, text)])])[0]) == taken


@pytest.mark.parametrize(
    ("surface", "may"),
    [
        ("怀来大数据产业园", True),
        ("经开区", False),
        ("国家级经济技术开发区", False),
        ("浙江首个零碳产业园", False),
    ],
)
def test_a_park_needs_a_place_in_front(surface, may):
    assert is_hopeless(guess(0, len(surface), 1.0, surface, label="PARK"), surface) is not may


def test_the_unit_of_an_elided_city_and_a_country_are_not_taken_in():
    for text, start in (("市海城集团", 1), ("法国维黛集团", 2)):
        rule, wide = firm(start, len(text), text), guess(0, len(text), 1.0, text)
        assert spans(combine([text], [[rule]], [Guess([wide])])[0]) == [(start, len(text), "rule")]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8), st.floats(0, 1)), max_size=12),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=6),
)
def test_nothing_overlaps_and_every_name_of_the_rules_stays_or_is_moved(learned, rules):
    text = "晨帆泵业与远舟视效青禾合作在乌昉澜科技集团有限公司来自温岭的人那里" * 2

    def apart(entities):
        out = []
        for entity in entities:
            if all(entity.span.end <= o.span.start or o.span.end <= entity.span.start for o in out):
                out.append(entity)
        return out

    mine = apart([firm(start, start + size, text) for start, size in rules])
    model = apart([guess(start, start + size, score, text) for start, size, score in learned])
    (out,) = combine([text], [mine], [Guess(model)])
    for one, other in itertools.pairwise(out):
        assert one.span.end <= other.span.start
    for rule in mine:
        assert any(e.span.start < rule.span.end and rule.span.start < e.span.end for e in out)


def test_tags_that_end_without_a_beginning_are_no_name():
    assert list(spans_of(["B-PARK", "I-PARK", "O", "E-PARK", "B-COMPANY", "E-PARK"])) == []


TEXT = st.text(st.sampled_from("晨帆泵业投资3.5亿元，在北京。！”\n a😀𠮷"), max_size=60)


@settings(deadline=None, max_examples=40)
@given(TEXT)
def test_names_are_slices_of_the_text(text):
    (found,) = load_learned().find([text], least=0.0)
    assert len(found.inside) == len(text)
    for entity in found.names:
        assert text[entity.span.start : entity.span.end] == entity.surface
        assert 0 <= entity.score <= 1


def test_a_firm_that_only_the_model_sees_is_found_by_default_and_not_by_the_rules_alone():
    text = "接手的是本地的澜图，价格没有公开。澜图今年添了两条线。"
    alone = AnnotateSettings(learned=False)
    assert {e.surface for e in annotate_text(text)} == {"澜图"}
    assert annotate_texts([text], "zh", alone)[0] == []


@pytest.mark.parametrize(
    "text",
    [
        "云溪大学附属第二医院儿科主任阮静怡提醒家长要及时就诊。",
        "国际泳联宣布，下一届世锦赛的预选赛将分三站举行。",
        "省教育厅、省财政厅联合下发通知，提高乡村教师的交通补贴。",
    ],
)
def test_bodies_are_no_firms(text):
    assert annotate_text(text) == []
