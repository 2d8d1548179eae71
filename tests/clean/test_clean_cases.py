"""What the cleaner changes and what it must not: cases as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tzcorpus.clean.cleaner import clean
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.edits import PieceTable, clean_text
from tzcorpus.records import BODY_ROLES, Document

CASES = Path(__file__).parent.parent / "cases" / "clean"
# What happens to newspaper text, from line ends to continuation notes (docs/cleaner.md has the list).
CLASSES = range(1, 29)


def all_cases() -> list[tuple[str, dict[str, Any]]]:
    return [
        (path.stem, case)
        for path in sorted(CASES.glob("*.json"))
        for case in json.loads(path.read_text(encoding="utf-8"))
    ]


def cases() -> list[Any]:
    return [pytest.param(case, id=f"{name}: {case['label']}") for name, case in all_cases()]


def body(text: str, case: dict[str, Any]) -> str:
    if case.get("settings", {}).get("script"):
        pytest.importorskip("opencc", reason="conversion needs the extra script")
    document = clean(Document(id="case", raw=text), CleanSettings(**case.get("settings", {})))
    assert PieceTable.of(document).problems() == []
    return clean_text(document, roles=BODY_ROLES)


@pytest.mark.parametrize("case", cases())
def test_case(case: dict[str, Any]) -> None:
    assert body(case["original"], case) == case["cleaned"], case["comment"]
    if case["expect"] == "same":
        assert case["original"] == case["cleaned"]


@pytest.mark.parametrize("case", cases())
def test_case_is_stable(case: dict[str, Any]) -> None:
    assert body(case["cleaned"], case) == case["cleaned"]


@pytest.mark.parametrize("side", ["changes", "keeps"])
def test_every_class_of_damage_has_cases_of_what_is_changed_and_of_what_is_kept(side: str) -> None:
    found = {case["class"] for _, case in all_cases() if case["side"] == side}
    assert found == set(CLASSES)
