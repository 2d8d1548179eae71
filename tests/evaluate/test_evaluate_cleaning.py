"""Cleaning scores, on a page small enough to count by hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tzcorpus.errors import FormatError
from tzcorpus.evaluate.cleaning import Fix, GoldBlock, GoldPage, load_gold, score_cleaning

RAW = "渡船开航。大家都\n\n何小舟摄\n\n很高兴。\n\n老周来了。\n"


def page(*fixes: Fix) -> GoldPage:
    return GoldPage(
        RAW,
        (
            GoldBlock("paragraph", ((0, 8), (16, 20)), True),
            GoldBlock("credit", ((10, 14),), False),
            GoldBlock("paragraph", ((22, 27),), True),
        ),
        fixes,
    )


def test_a_perfect_text_scores_everything() -> None:
    scores = score_cleaning(page(), "渡船开航。大家都很高兴。\n老周来了。")
    assert (scores.whole, scores.sentences, scores.lost, dict(scores.leaked)) == (3, 3, 0, {})
    assert scores.boundaries.f1 == 1.0


def test_the_raw_text_leaks_the_credit_and_has_one_sentence_torn() -> None:
    scores = score_cleaning(page(), RAW)
    assert (scores.whole, scores.lost, dict(scores.leaked)) == (2, 0, {"credit": 4})
    assert (scores.boundaries.right, scores.boundaries.predicted) == (1, 3)


def test_lost_and_foreign_text_is_counted() -> None:
    scores = score_cleaning(page(), "渡船开航。\n老周来了。天气预报说明天有雨")
    assert scores.lost == 7
    assert dict(scores.leaked) == {"other": 9}


def test_body_text_out_of_its_place_is_moved_and_lost() -> None:
    scores = score_cleaning(page(), "老周来了。\n渡船开航。大家都很高兴。")
    assert sum(scores.leaked.values()) == scores.lost
    assert 5 <= scores.lost <= 6  # a full stop may match by chance
    assert scores.whole == 3


@pytest.mark.parametrize("reading", ["渡船开航", "渡般开航"])
def test_a_damaged_character_counts_neither_way(reading: str) -> None:
    raw = RAW.replace("渡船", "渡般")
    gold = GoldPage(raw, page().blocks, (Fix(1, "般", "船"),))
    scores = score_cleaning(gold, f"{reading}。大家都很高兴。\n老周来了。")
    assert (scores.whole, scores.lost, sum(scores.leaked.values())) == (3, 0, 0)


def test_widths_and_blanks_do_not_matter() -> None:
    assert score_cleaning(page(), "渡船 开航｡大家都很高兴。\n老周来了。").sentences == 3


def test_scores_add_up() -> None:
    one = score_cleaning(page(), RAW)
    both = one + one
    assert (both.whole, both.sentences, both.leaked["credit"]) == (4, 6, 8)


def test_gold_is_found_by_the_raw_files_digest(tmp_path: Path) -> None:
    path = tmp_path / "gold.json"
    entry = {
        "sha256": hashlib.sha256(RAW.encode()).hexdigest(),
        "blocks": [{"id": "b0", "role": "paragraph", "keep_in_body": True, "spans": [[0, 5]]}],
        "char_fixes": [{"offset": 0, "wrong": "渡", "right": "度"}],
    }
    path.write_text(json.dumps({"files": {"page.txt": entry}}), encoding="utf-8")
    gold = load_gold(path, RAW.encode())
    assert gold.blocks == (GoldBlock("paragraph", ((0, 5),), True),)
    assert gold.fixes == (Fix(0, "渡", "度"),)
    with pytest.raises(FormatError, match="no entry for the raw file"):
        load_gold(path, b"other")
    path.write_text("{", encoding="utf-8")
    with pytest.raises(FormatError, match="not a cleaning gold"):
        load_gold(path, b"other")
