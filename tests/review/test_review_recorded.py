"""What a real Label Studio 1.23.2 sent back, after real mouse work in Chromium.

``label_studio_1_23_2.json`` is its JSON export of `pair` three times: in the first task the Chinese amount
was deleted, and three spans were drawn (a longer amount, the character 😀 alone, English words that start
inside of a company's name); in the second the right edge of the first span was moved; the third was
skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from review_samples import EN, ZH, pair

from tzcorpus.review.tasks import read_tasks

RECORDED = Path(__file__).parents[1] / "cases/label_studio_1_23_2.json"


@pytest.fixture(scope="module")
def pulled():
    return read_tasks(RECORDED, [pair("d1.0"), pair("d1.1"), pair("d1.2")], annotators={"1": "li"})


def marks(pulled, number, side):
    return [(mark.surface, mark.label, mark.origin) for mark in getattr(pulled.annotations[number], side)]


def test_nothing_is_quarantined_and_only_the_planted_overlaps_are_warned_about(pulled):
    assert not pulled.quarantined
    assert [str(problem) for problem in pulled.problems] == [
        "warning: d1.0: li: en 0:14 COMPANY overlaps 13:22 COMPANY",
        "warning: d1.0: li: en 13:22 COMPANY overlaps 19:35 MONEY",
    ]


def test_drawn_spans_are_exact_around_an_astral_character(pulled):
    assert marks(pulled, 0, "zh") == [
        ("晨帆泵业", "COMPANY", "prediction"),
        ("投资3.5亿元", "MONEY", "manual"),
        ("😀", "PARK", "manual"),
        ("滨江产业园", "PARK", "prediction"),
    ]
    face = pulled.annotations[0].zh[2]
    assert ZH[face.start : face.end] == "😀"


def test_a_span_drawn_over_other_spans_is_exact(pulled):
    assert ("s put 350", "COMPANY", "manual") in marks(pulled, 0, "en")
    assert EN[13:22] == "s put 350"


def test_the_deleted_span_took_its_link_along(pulled):
    assert [len(annotation.relations) for annotation in pulled.annotations] == [2, 3, 3]
    assert {relation.label for a in pulled.annotations for relation in a.relations} == {"same_entity"}


def test_a_moved_edge_keeps_the_prediction_it_came_from(pulled):
    first = pulled.annotations[1].zh[0]
    assert (first.surface, first.origin, first.source) == (
        "晨帆泵业投资",
        "prediction-changed",
        "rule:suffix",
    )


def test_a_skip_is_a_skip(pulled):
    assert [annotation.skipped for annotation in pulled.annotations] == [False, False, True]
