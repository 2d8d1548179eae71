"""Two real articles, where they are at hand: every sentence whole, nothing leaked, nothing lost.

The gold holds offsets, roles and the digest of each raw file, none of its text; it was made by reading the
raw files line by line. ``tzcorpus evaluate clean ../shared/seeds/FILE tests/cases/seeds.gold.json`` prints
the figures.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tzcorpus.clean.cleaner import clean
from tzcorpus.edits import clean_text
from tzcorpus.evaluate.cleaning import CleaningScores, load_gold, score_cleaning
from tzcorpus.records import BODY_ROLES, Document

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
GOLD = ROOT / "tests" / "cases" / "seeds.gold.json"
NAMES = sorted(json.loads(GOLD.read_text(encoding="utf-8"))["files"])


def scores(name: str) -> CleaningScores:
    if not (SEEDS / name).is_file():
        pytest.skip(f"the article is not at hand ({SEEDS / name})")
    raw = (SEEDS / name).read_bytes()
    document = clean(Document(id=name, raw=raw.decode("utf-8")))
    return score_cleaning(load_gold(GOLD, raw), clean_text(document, roles=BODY_ROLES))


@pytest.mark.parametrize("name", NAMES)
def test_a_real_article_is_whole(name: str) -> None:
    found = scores(name)
    assert found.sentences > 80
    assert (found.whole, found.lost, dict(found.leaked)) == (found.sentences, 0, {})
    assert found.boundaries.f1 == 1.0
