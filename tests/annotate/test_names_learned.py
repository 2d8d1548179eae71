"""The learned recogniser of Chinese names: what it adds, and what it moves."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.annotate.annotator import annotate_text, annotate_texts
from tzcorpus.annotate.learned import combine, load_learned, spans_of
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.records import Entity, Span


def firm(start, end, score=1.0, *, surface="", label="COMPANY", source="rule:name-short"):
    return Entity(Span(start, end), label, surface or "甲" * (end - start), source=source, score=score)


def guess(start, end, score, **more):
    return firm(start, end, score, source="learned:names", **more)


def spans(entities):
    return [(e.span.start, e.span.end, e.source.partition(":")[0]) for e in entities]


def test_what_the_rules_leave_is_filled():
    (out,) = combine([[firm(0, 4)]], [[guess(0, 4, 0.8), guess(8, 12, 0.6), guess(14, 16, 0.2)]])
    assert spans(out) == [(0, 4, "rule"), (8, 12, "learned")]


def test_an_unsure_mention_counts_where_the_name_is_known_elsewhere():
    sure, unsure = guess(0, 2, 0.8, surface="晨帆"), guess(5, 7, 0.35, surface="晨帆")
    alone = guess(5, 7, 0.35, surface="远舟")
    assert [len(mine) for mine in combine([[], []], [[sure], [unsure]])] == [1, 1]
    assert [len(mine) for mine in combine([[], []], [[sure], [alone]])] == [1, 0]


def test_ends_are_moved_only_where_the_model_is_sure():
    rule = firm(1, 8)
    assert spans(combine([[rule]], [[guess(0, 8, 0.95)]])[0]) == [(0, 8, "learned")]
    assert spans(combine([[rule]], [[guess(0, 8, 0.8)]])[0]) == [(1, 8, "rule")]
    # another label does not move it
    assert spans(combine([[rule]], [[guess(0, 8, 0.99, label="PARK")]])[0]) == [(1, 8, "rule")]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8), st.floats(0, 1)), max_size=12),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=6),
)
def test_nothing_overlaps_and_no_rule_is_lost_without_a_replacement(learned, rules):
    def apart(entities):
        out = []
        for entity in entities:
            if all(entity.span.end <= o.span.start or o.span.end <= entity.span.start for o in out):
                out.append(entity)
        return out

    mine = apart([firm(start, start + size) for start, size in rules])
    model = apart([guess(start, start + size, score) for start, size, score in learned])
    (out,) = combine([mine], [model])
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
    for entity in load_learned().find([text], least=0.0)[0]:
        assert text[entity.span.start : entity.span.end] == entity.surface
        assert 0 <= entity.score <= 1


def test_a_firm_that_only_the_model_sees_is_found_by_default_and_not_by_the_rules_alone():
    text = "用户在闪驿外卖上投诉餐品撒漏。导演说，后期特效交给了浮屿视效，做了十一个月。"
    alone = AnnotateSettings(learned=False)
    assert "浮屿视效" in {e.surface for e in annotate_text(text)}
    assert "浮屿视效" not in {e.surface for e in annotate_texts([text], "zh", alone)[0]}


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
