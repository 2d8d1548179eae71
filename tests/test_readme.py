"""The README and the docs say what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


def test_first_screen_names_the_entities_of_its_line() -> None:
    from tzcorpus.annotate.annotator import annotate_text

    text = blocks(ROOT / "README.md", "console")[0].splitlines()[1]
    table = re.findall(
        r"^\| (\S+) \| (COMPANY|PARK|MONEY) \|", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    assert [(e.surface, e.label) for e in annotate_text(text, "zh")] == table


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", prose):
        assert (page.parent / target).exists(), target


def test_the_table_of_cleaning_rules_is_complete() -> None:
    from tzcorpus.clean.settings import RULES

    page = (ROOT / "docs" / "cleaner.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \| (.*) \|$", page, re.MULTILINE) == list(RULES.items())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_scripts_that_are_named_exist(page: Path) -> None:
    for script in re.findall(r"`python ([\w/.]+\.py)", page.read_text(encoding="utf-8")):
        assert (ROOT / script).is_file(), script
