"""What holds for any text: spans, order, no overlap, time; and for the seeds, where they are at hand."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.names import find_names
from tzcorpus.annotate.overlaps import resolve
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.records import Entity, Span

NAMES = AnnotateSettings(labels=("COMPANY", "PARK"))
SEEDS = Path(__file__).parent.parent.parent.parent / "shared" / "seeds"
PIECES = (
    "晨帆", "科技", "有限公司", "（台州）", "温岭", "经开区", "产业园", "集团", "的", "与", "、", "等企业",
    "银行", "园", "𠮷禾", "(", "）", "\n", " ", "3亿元", "“", "董事长",
    "Co., Ltd.", "Chenfan", "Group", "Park", "the", "Bank of", "and",
)  # fmt: skip


def check(texts, found):
    for text, mine in zip(texts, found, strict=True):
        assert all(text[e.span.start : e.span.end] == e.surface and e.surface for e in mine)
        assert all(a.span.end <= b.span.start for a, b in pairwise(mine))
        assert all(e.entity for e in mine)


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), max_size=3))
@settings(max_examples=60, deadline=None)
def test_spans_are_exact_ordered_and_apart(texts):
    for language in ("zh", "en"):
        check(texts, annotate_texts(texts, language, NAMES))


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_taken(text):
    check([text], annotate_texts([text], "zh", NAMES))
    check([text], annotate_texts([text], "en", NAMES))


def test_same_text_same_names():
    text = "晨帆泵业、海特光电等企业落户滨江经开区。"
    assert find_names(text) == find_names(text)


@pytest.mark.parametrize(
    ("unit", "language"),
    [
        ("有限公司", "zh"), ("科技", "zh"), ("甲乙科技、", "zh"), ("开发区", "zh"), ("（", "zh"),
        ("等一批", "zh"), ("园", "zh"),
        ("Chenfan Pump Co., Ltd. ", "en"), ("Technology ", "en"), ("Abcd ", "en"), ("from Quorvia to ", "en"),
    ],
)  # fmt: skip
def test_time_grows_with_the_text_alone(unit, language, in_proportion):
    """Four times the text may take at most some ten times as long."""

    def annotate(size):
        annotate_texts([unit * (size // len(unit))], language, NAMES)

    assert in_proportion(lambda: annotate(5_000), lambda: annotate(20_000), 10)


def test_longer_beats_shorter_and_gazetteer_beats_both():
    long = Entity(Span(0, 6), "COMPANY", "甲乙科技集团", source="rule:a")
    short = Entity(Span(0, 4), "COMPANY", "甲乙科技", source="gazetteer:user")
    later = Entity(Span(5, 8), "PARK", "团产业", source="rule:b")
    assert resolve([later, long]) == (long,)
    assert resolve([long, short, later]) == (short, later)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not beside the repository")
@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_seeds_give_no_bodies(seed):
    text = seed.read_text(encoding="utf-8")
    (found,) = annotate_texts([text], "zh", NAMES)
    check([text], [found])
    firms = {e.surface for e in found if e.label == "COMPANY"}
    assert len(firms) > 10
    assert not [
        name
        for name in firms
        if name.endswith(("局", "委员会", "中心", "大学", "学院", "研究所", "政府", "号"))
    ]
