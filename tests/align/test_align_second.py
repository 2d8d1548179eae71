"""The second look: finer evidence, the best path, and the shares of all paths."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tzcorpus.align import evidence, features, lexicon, scores, second, table
from tzcorpus.align.beads import align_sentences, in_running
from tzcorpus.align.evidence import NAMES, Evidence
from tzcorpus.align.second import Running
from tzcorpus.align.settings import AlignSettings

# every bead over two sentences a side, in order
PLACES = (
    (0, 0, 0, 1), (0, 0, 1, 0), (0, 0, 1, 1), (0, 0, 2, 2), (0, 1, 1, 0), (0, 1, 1, 1), (1, 0, 0, 1),
    (1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0), (1, 1, 1, 1), (1, 2, 1, 0), (2, 1, 0, 1),
)  # fmt: skip


def over(values: list[float]) -> Running:
    return Running(PLACES, np.array(values)[:, None], np.zeros(len(values)))


def paths(at: tuple[int, int] = (0, 0)) -> list[list[int]]:
    if at == (2, 2):
        return [[]]
    return [
        [number, *rest]
        for number, (i, j, m, n) in enumerate(PLACES)
        if (i, j) == at
        for rest in paths((i + m, j + n))
    ]


SCORES = st.lists(st.floats(-5, 5), min_size=len(PLACES), max_size=len(PLACES))


@given(SCORES)
def test_best_path_is_the_heaviest_of_all(values: list[float]) -> None:
    found = second.best(over(values), values)
    heaviest = max(sum(values[k] for k in path) for path in paths())
    assert math.isclose(sum(values[k] for k in found), heaviest, abs_tol=1e-9)


@given(SCORES)
def test_shares_are_those_of_all_paths(values: list[float]) -> None:
    weights = [math.exp(sum(values[k] for k in path)) for path in paths()]
    for number, share in enumerate(second.shares(over(values), values)):
        through = sum(w for w, path in zip(weights, paths(), strict=True) if number in path)
        assert math.isclose(share, through / sum(weights), abs_tol=1e-9)


def looked_at(zh: list[str], en: list[str]) -> Evidence:
    names = features.names_in(en)
    sides = features.chinese_side(zh, lexicon.load(), names), features.english_side(en, names)
    words = table.build([sides], lexicon.load())
    left, right = scores.indexed(sides[0], words.zh_ids), scores.indexed(sides[1], words.en_ids)
    return evidence.of(left, right, (zh, en), words, ratio=3.6, gaps=0.0)


def value(of: Evidence, place: evidence.Place, name: str) -> float:
    of.note([place])
    return of.row(place, 0.0, 0.0, 0.0)[NAMES.index(name)]


def test_a_word_answers_one_word() -> None:
    once = looked_at(["他喝茶。"], ["He drinks tea."])
    twice = looked_at(["他喝茶。"], ["He drinks tea, tea, tea."])
    assert value(once, (0, 0, 1, 1), "answered") == pytest.approx(
        value(twice, (0, 0, 1, 1), "answered"), abs=0.15
    )
    assert value(twice, (0, 0, 1, 1), "en left") > value(once, (0, 0, 1, 1), "en left") + 0.5


@pytest.mark.parametrize(
    ("zh", "en", "name", "expected"),
    [
        ("“走吗？”", '"Shall we go?"', "speech opens both", 1.0),
        ("“走吗？”", '"Shall we go?"', "last marks differ", 0.0),
        ("“走吗？”", "He wanted to go.", "speech opens one", 1.0),
        ("走吗？", "Go!", "last marks differ", 1.0),
        ("有350人。", "There are 350 people.", "figures answered", 1.0),
        ("有350人。", "There are 360 people.", "figures left", 2.0),
    ],
)
def test_marks_and_figures(zh: str, en: str, name: str, expected: float) -> None:
    assert value(looked_at([zh], [en]), (0, 0, 1, 1), name) == expected


def test_a_sentence_that_nothing_answers_is_the_poorest() -> None:
    of = looked_at(["工厂生产水泵。"], ["The factory makes pumps.", "Swans sleep."])
    assert value(of, (0, 0, 1, 2), "poorest sentence") == 0.0
    assert value(of, (0, 0, 1, 2), "unanswered sentences") == 1.0


def test_the_gold_can_be_put_in_the_running() -> None:
    zh, en = ["下雨了。", "他在喝茶。"], ["It was raining.", "He was drinking tea."]
    plain, with_odd = in_running(zh, en), in_running(zh, en, also=[(0, 0, 2, 2)])
    assert set(plain.places) <= set(with_odd.places)
    assert (0, 0, 2, 2) in with_odd.places


def test_what_the_translator_added_is_left_out() -> None:
    zh = ["茶农说，今年采茶比去年早了五天。", "老茶农七十四岁了，他的账很简单。"]
    en = [
        "Tea growers say that picking began five days earlier than last year.",
        "The museum across the river stays closed on Mondays.",
        "The old grower is seventy-four and his sums are simple.",
    ]
    assert [(b.zh, b.en) for b in align_sentences(zh, en)] == [((0,), (0,)), ((), (1,)), ((1,), (2,))]


def test_gap_setting_reaches_the_second_look() -> None:
    zh, en = ["下雨了。", "他在喝茶。"], ["It was raining.", "Swans sleep.", "He was drinking tea."]
    counts = [
        sum(not (b.zh and b.en) for b in align_sentences(zh, en, AlignSettings(gap=gap)))
        for gap in (-30.0, -3.0, 30.0)
    ]
    assert counts == sorted(counts)
    assert counts[0] == 0 < counts[2]


def test_every_feature_has_a_weight() -> None:
    assert len(second.weights()) == len(NAMES) == len(set(NAMES))
