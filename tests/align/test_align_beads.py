"""Sentence beads: own gold, gaps, order, scores, Vecalign lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.align.beads import align_many, align_sentences, beads_to_lines, lines_to_beads
from tzcorpus.align.settings import AlignSettings
from tzcorpus.errors import FormatError
from tzcorpus.evaluate.beads import score_beads
from tzcorpus.records import Bead

CASES = Path(__file__).parents[1] / "cases" / "beads"


def gold(name: str) -> tuple[list[str], list[str], list[Bead]]:
    """A text of beads, an empty line between two: ``zh`` and ``en`` lines, a line without either goes on in
    English.
    """
    zh: list[str] = []
    en: list[str] = []
    beads: list[Bead] = []
    for paragraph in (CASES / f"{name}.txt").read_text("utf-8").split("\n\n"):
        lines = [line for line in paragraph.split("\n") if line.strip() and not line.startswith("#")]
        left = [line[3:] for line in lines if line.startswith("zh ")]
        right = [line.removeprefix("en ") for line in lines if not line.startswith("zh ")]
        i, j = range(len(zh), len(zh) + len(left)), range(len(en), len(en) + len(right))
        zh, en = zh + left, en + right
        if left and right:
            beads.append(Bead(tuple(i), tuple(j)))
        else:
            beads += [Bead((k,), ()) for k in i] + [Bead((), (k,)) for k in j]
    return zh, en, beads


# Floors are what the test texts reached when they were written, less one bead (`benchmarks/align.py`).
@pytest.mark.parametrize(
    ("name", "strict", "lax"),
    [("literary_dev", 0.96, 0.99), ("literary_test", 0.95, 0.98), ("medical_test", 0.97, 0.99)],
)
def test_beads_of_own_gold(name: str, strict: float, lax: float) -> None:
    zh, en, beads = gold(name)
    scores = score_beads(beads, align_sentences(zh, en))
    assert scores.strict.f1 >= strict
    assert scores.lax.f1 >= lax


def test_one_setting_serves_a_mixed_set() -> None:
    names = ("literary_dev", "literary_test", "medical_test")
    texts = [gold(name) for name in names]
    found = align_many([(zh, en) for zh, en, _ in texts])
    total = sum((score_beads(b, f).strict.f1 for (_, _, b), f in zip(texts, found, strict=True)), 0.0)
    assert total / len(names) >= 0.96


def test_left_out_sentences_become_gaps() -> None:
    zh, en, _ = gold("medical_test")
    kept = [*en[:6], *en[12:]]
    beads = align_sentences(zh, kept)
    gaps = {k for bead in beads if not bead.en for k in bead.zh}
    assert len(gaps) >= 5
    # what follows the hole is paired again
    assert beads[-1].zh == (len(zh) - 1,)
    assert beads[-1].en == (len(kept) - 1,)


def test_scores_fall_where_texts_do_not_belong_together() -> None:
    zh, en, _ = gold("literary_dev")
    _, other, _ = gold("medical_test")
    right = [bead.score for bead in align_sentences(zh, en) if bead.zh and bead.en]
    wrong = [bead.score for bead in align_sentences(zh, other) if bead.zh and bead.en]
    assert sum(right) / len(right) > 0.9 > 0.6 > sum(wrong) / len(wrong)


def test_figures_and_names_find_each_other() -> None:
    zh = ["甲厂的订单是3.5亿元。", "李海城说是1200万元。"]
    en = ["In the words of Li Haicheng, 12 million yuan.", "At another works, 350 million yuan."]
    apart = align_sentences(zh, en[:1]), align_sentences(zh, en[1:])
    assert [[b.zh for b in beads if b.en] for beads in apart] == [[(1,)], [(0,)]]


@pytest.mark.parametrize(
    ("zh", "en"), [([], []), (["好。"], []), ([], ["Good."]), ([""], [""]), (["。"], ["..."])]
)
def test_empty_sides_align(zh: list[str], en: list[str]) -> None:
    beads = align_sentences(zh, en)
    assert sorted(k for bead in beads for k in bead.zh) == list(range(len(zh)))
    assert sorted(k for bead in beads for k in bead.en) == list(range(len(en)))


SENTENCES = st.lists(st.text("台州港投资3亿元，。“”? ", max_size=12), max_size=9)
ENGLISH = st.lists(
    st.sampled_from(["Taizhou port.", "It cost 300 million yuan.", "", "?", "He said so."]), max_size=9
)


@settings(max_examples=60, deadline=None)
@given(SENTENCES, ENGLISH)
def test_every_sentence_is_in_exactly_one_bead_in_order(zh: list[str], en: list[str]) -> None:
    beads = align_sentences(zh, en)
    assert [k for bead in beads for k in bead.zh] == list(range(len(zh)))
    assert [k for bead in beads for k in bead.en] == list(range(len(en)))
    assert all(bead.zh or bead.en for bead in beads)
    assert all(0.0 <= bead.score <= 1.0 for bead in beads)


def test_alignment_is_deterministic() -> None:
    zh, en, _ = gold("literary_test")
    assert align_sentences(zh, en) == align_sentences(zh, en)


def test_higher_gap_score_leaves_more_out() -> None:
    zh, en, _ = gold("literary_test")
    counts = [
        sum(not (bead.zh and bead.en) for bead in align_sentences(zh, en, AlignSettings(gap=gap)))
        for gap in (-6.0, -1.0, 2.0)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_lines_round_trip() -> None:
    beads = (Bead((0, 1), (0,), 0.5), Bead((), (1,), 0.25), Bead((2,), (), 1.0))
    lines = beads_to_lines(beads)
    assert lines == ["[0, 1]:[0]:0.500000", "[]:[1]:0.250000", "[2]:[]:1.000000"]
    assert lines_to_beads([*lines, "", "# a remark"]) == beads


@pytest.mark.parametrize("line", ["0:0", "[a]:[1]", "[0]:[1", "[0]:[1]:x"])
def test_broken_line_names_its_number(line: str) -> None:
    with pytest.raises(FormatError, match=r"gold\.txt:2"):
        lines_to_beads(["[0]:[0]", line], where="gold.txt")
