"""Bead scores: the convention of Vecalign's scorer, and agreement with the project's outside scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tzcorpus.align.beads import beads_to_lines
from tzcorpus.evaluate.beads import BeadScores, Ratio, score_beads
from tzcorpus.records import Bead

OUTSIDE = Path(__file__).parents[2].parent / "shared" / "tools" / "score_align.py"
GOLD = [Bead((0,), (0,)), Bead((1,), (1, 2)), Bead((2, 3), (3,)), Bead((4,), ()), Bead((), (4,))]
FOUND = [Bead((0,), (0,)), Bead((1,), (1,)), Bead((), (2,)), Bead((2, 3), (3,)), Bead((4,), (4,))]


def test_perfect_beads_score_one() -> None:
    scores = score_beads(GOLD, GOLD)
    assert (scores.strict.f1, scores.lax.f1, scores.pairs.f1, scores.gaps.f1) == (1.0, 1.0, 1.0, 1.0)


def test_gaps_count_in_precision_and_not_in_recall() -> None:
    scores = score_beads(GOLD, FOUND)
    assert scores.strict == Ratio(2, 5, 2, 3)
    assert scores.lax == Ratio(3, 5, 3, 3)
    assert scores.gaps == Ratio(0, 1, 0, 2)
    assert scores.pairs == Ratio(4, 5, 4, 5)
    assert scores.by_size == {"1-1": (1, 1), "1-2": (0, 1), "2-1": (1, 1)}


def test_order_of_sentences_in_a_bead_does_not_matter() -> None:
    assert score_beads([Bead((1, 0), (0,))], [Bead((0, 1), (0,))]).strict.f1 == 1.0


def test_nothing_scores_nought() -> None:
    assert score_beads([], []).strict.f1 == 0.0
    assert score_beads(GOLD, []).lax.recall == 0.0


def test_documents_add_up() -> None:
    total = score_beads(GOLD, FOUND) + score_beads(GOLD, GOLD)
    assert total.strict == Ratio(7, 10, 5, 6)
    assert total.by_size["1-2"] == (1, 2)
    assert BeadScores() + total == total


def cut(sizes: list[tuple[int, int]]) -> list[Bead]:
    beads, i, j = [], 0, 0
    for m, n in sizes:
        beads.append(Bead(tuple(range(i, i + m)), tuple(range(j, j + n))))
        i, j = i + m, j + n
    return beads


SIZES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12)


@given(SIZES, SIZES)
def test_scores_lie_between_nought_and_one(gold: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    scores = score_beads(cut(gold), cut(found))
    for ratio in (scores.strict, scores.lax, scores.pairs, scores.gaps):
        assert 0.0 <= ratio.precision <= 1.0
        assert 0.0 <= ratio.recall <= 1.0
    assert scores.strict.precision <= scores.lax.precision


@pytest.mark.skipif(not OUTSIDE.exists(), reason="needs ../shared/tools/score_align.py beside the repository")
@pytest.mark.parametrize(
    ("gold", "found"),
    [
        (GOLD, FOUND),
        (cut([(1, 1), (2, 1), (0, 1), (1, 2), (3, 3)]), cut([(1, 1), (1, 1), (1, 0), (1, 3), (3, 3)])),
        (cut([(1, 0), (1, 0), (2, 2)]), cut([(2, 0), (1, 1), (1, 1)])),
    ],
)
def test_scores_agree_with_the_outside_scorer(tmp_path: Path, gold: list[Bead], found: list[Bead]) -> None:
    paths = []
    for name, beads in (("gold", gold), ("found", found)):
        paths.append(tmp_path / name)
        paths[-1].write_text("\n".join(beads_to_lines(beads)), "utf-8")
    command = [sys.executable, str(OUTSIDE), "--json", "--gold", str(paths[0]), "--auto", str(paths[1])]
    outside = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = score_beads(gold, found)
    for name in ("strict", "lax", "pairs", "gaps"):
        ratio = getattr(ours, name)
        assert outside[name]["p"] == pytest.approx(ratio.precision, abs=1e-4)
        assert outside[name]["r"] == pytest.approx(ratio.recall, abs=1e-4)
        assert outside[name]["f1"] == pytest.approx(ratio.f1, abs=1e-4)
