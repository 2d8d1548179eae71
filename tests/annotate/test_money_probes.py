"""The probes of ``tests/cases/money``: written before the rules saw them, and one half only measured."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tzcorpus.annotate.money import find_money

CASES = Path(__file__).parents[1] / "cases" / "money"
# What the halves reach today (span, amount, ends and currency right); no change of rules may fall below it.
FLOORS = {("zh", "tune"): 135, ("zh", "held"): 123, ("en", "tune"): 105, ("en", "held"): 88}
# Mentions that touch no amount.
FALSE_ALARMS = {("zh", "tune"): 0, ("zh", "held"): 0, ("en", "tune"): 0, ("en", "held"): 0}


def number(text):
    return None if text is None else Decimal(text)


def compared(case, language):
    """How many amounts are right, and how many mentions touch none."""
    found = {(e.span.start, e.span.end): e.value for e in find_money(case["text"], language)}
    gold = {(m["start"], m["start"] + len(m["surface"])): m for m in case["money"]}
    right = sum(
        span in found
        and (found[span].amount, found[span].low, found[span].high, found[span].currency)
        == (number(m["amount"]), number(m.get("low")), number(m.get("high")), m["currency"])
        for span, m in gold.items()
    )
    return right, sum(not any(a < end and start < b for a, b in gold) for start, end in found)


@pytest.mark.parametrize(("language", "half"), FLOORS)
def test_probes_stay_as_good(language, half):
    cases = json.loads((CASES / f"probes_{language}.json").read_text(encoding="utf-8"))
    counts = [compared(case, language) for case in cases if case["split"] == half]
    assert sum(right for right, _ in counts) >= FLOORS[language, half]
    assert sum(false for _, false in counts) <= FALSE_ALARMS[language, half]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_are_enough_probes(language):
    cases = json.loads((CASES / f"probes_{language}.json").read_text(encoding="utf-8"))
    assert len(cases) >= 150
    assert sum(not case["money"] for case in cases) >= 60
