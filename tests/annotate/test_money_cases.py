"""The amounts of ``tests/cases/money``: every span and value, and silence on what only looks like money."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tzcorpus.annotate.money import find_money
from tzcorpus.records import Entity

CASES = Path(__file__).parents[1] / "cases" / "money"
FLAGS = ("currency_implicit", "approx", "repaired")


def load(name: str) -> list[dict]:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def expected(case: dict) -> list[tuple]:
    return [
        (
            money["start"],
            money["surface"],
            number(money["amount"]),
            number(money.get("low")),
            number(money.get("high")),
            money.get("currency"),
            *(money.get(flag, False) for flag in FLAGS),
            money["kind"],
            money.get("per"),
            money.get("same_as"),
        )
        for money in case["money"]
    ]


def found(entity: Entity) -> tuple:
    value = entity.value
    assert value is not None
    return (
        entity.span.start,
        entity.surface,
        value.amount,
        value.low,
        value.high,
        value.currency,
        *(getattr(value, flag) for flag in FLAGS),
        value.kind,
        value.per,
        None if entity.same_as is None else entity.same_as.start,
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_case_files_are_large_enough(language):
    assert len(load(language)) >= 150
    assert len(load(f"traps_{language}")) >= 100


@pytest.mark.parametrize(
    ("language", "case"),
    [pytest.param(lang, case, id=case["text"][:24]) for lang in ("zh", "en") for case in load(lang)],
)
def test_span_and_value(language, case):
    assert [found(entity) for entity in find_money(case["text"], language)] == expected(case)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param(lang, case["text"], id=case["text"][:24])
        for lang in ("zh", "en")
        for case in load(f"traps_{lang}")
    ],
)
def test_trap_stays_silent(language, text):
    assert [entity.surface for entity in find_money(text, language)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_around_an_amount_does_not_matter(language):
    """A case keeps its spans between two others that end in a full stop."""
    stop = {"zh": "。", "en": ". "}[language]
    cases = [case for case in load(language) if "\n" not in case["text"]][::5]
    text = stop.join(case["text"].rstrip("。.") for case in cases)
    surfaces = [money["surface"] for case in cases for money in case["money"]]
    assert [entity.surface for entity in find_money(text, language)] == surfaces
