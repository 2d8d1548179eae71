"""What the cleaner changes and what it must not: cases as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tzcorpus.clean.cleaner import clean
from tzcorpus.edits import PieceTable, clean_text
from tzcorpus.records import BODY_ROLES, Document

CASES = Path(__file__).parent.parent / "cases" / "clean"


def cases() -> list[Any]:
    found = []
    for name in ("characters", "roles", "joins"):
        for case in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{name}: {case['label']}"))
    return found


def body(text: str) -> str:
    document = clean(Document(id="case", raw=text))
    assert PieceTable.of(document).problems() == []
    return clean_text(document, roles=BODY_ROLES)


@pytest.mark.parametrize("case", cases())
def test_case(case: dict[str, str]) -> None:
    assert body(case["original"]) == case["cleaned"], case["comment"]
    if case["expect"] == "same":
        assert case["original"] == case["cleaned"]


@pytest.mark.parametrize("case", cases())
def test_case_is_stable(case: dict[str, str]) -> None:
    assert body(case["cleaned"]) == case["cleaned"]
