"""The README and the docs say what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


def test_first_screen_shows_what_clean_prints(tmp_path: Path) -> None:
    (tmp_path / "damaged.txt").write_text(blocks(ROOT / "README.md", "text")[0], encoding="utf-8")
    shown = blocks(ROOT / "README.md", "console")[0].splitlines()
    assert shown[0].startswith("$ tzcorpus ")
    result = subprocess.run(
        [sys.executable, "-m", *shown[0].removeprefix("$ ").split()],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert result.stdout.splitlines() == shown[1:]


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_blocks_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for body in blocks(page, "python"):
        if "build/dataset" in body:
            continue  # `make run` builds it; tests/package loads a dataset built in the test
        exec(compile(body, str(page), "exec"), {})


def test_shell_blocks_name_verbs_and_targets_that_exist() -> None:
    from tzcorpus.cli import VERBS

    makefile = (ROOT / "Makefile").read_text()
    for page in PAGES:
        for body in blocks(page, "sh"):
            for verb in re.findall(r"^tzcorpus (\w+)", body, re.MULTILINE):
                assert verb in VERBS
            for target in re.findall(r"^make ([\w-]+)", body, re.MULTILINE):
                assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_table_of_cleaning_rules_is_complete() -> None:
    from tzcorpus.clean.settings import RULES

    page = (ROOT / "docs" / "cleaner.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \| (.*) \|$", page, re.MULTILINE) == list(RULES.items())
