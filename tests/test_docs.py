"""Every block of code in the README and in the docs runs: commands, Python, settings, cases.

A block that cannot run in a test says so in a comment before it, ``<!-- not run: why -->``.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from docs_workplace import call, make_workplace

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"as `([\w./-]+)`")
# programs of others: their lines are looked at, not run
_OTHERS = ("make ", "pip install ", ". .venv", "git ", "cd ", "jupyter ")
# the recipes have a test of their own, which runs each block and looks at what it made
_RECIPES = "recipes.md"


@dataclass(frozen=True)
class Block:
    kind: str
    body: str
    before: str

    @property
    def excused(self) -> bool:
        return "<!-- not run: " in self.before


def blocks(page: Path) -> list[Block]:
    """The blocks of a page, each with the paragraph before it."""
    text, at, found = page.read_text(encoding="utf-8"), 0, []
    for match in _FENCE.finditer(text):
        before = text[at : match.start()].strip().rpartition("\n\n")[2]
        found.append(Block(match[1], match[2], before))
        at = match.end()
    return found


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("docs")
    make_workplace(root)
    return root


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_blocks_of_a_page_run(
    page: Path, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "work"
    shutil.copytree(prepared, folder)
    monkeypatch.chdir(folder)
    for block in blocks(page):
        if block.kind == "text" and (named := _NAMED.search(block.before)):
            Path(named[1]).parent.mkdir(parents=True, exist_ok=True)
            Path(named[1]).write_text(block.body, encoding="utf-8")
        elif not block.excused:
            run(block, page, folder)


def run(block: Block, page: Path, folder: Path) -> None:
    match block.kind:
        case "sh":
            for line in filter(None, map(str.strip, block.body.replace("\\\n", " ").splitlines())):
                shell(line, folder)
        case "console":
            for command, *shown in (part.splitlines() for part in block.body.split("$ ")[1:]):
                printed = call(command.removeprefix("tzcorpus "), folder)
                assert [line.rstrip() for line in printed.strip("\n").splitlines()] == shown, command
        case "python" if page.name != _RECIPES:
            exec(compile(block.body, f"{page.name}: {block.body[:40]}", "exec"), {})
        case "toml":
            settings(block.body, folder)
        case "json":
            json.loads(block.body)
        case "python" | "text" | "":
            pass
        case other:
            pytest.fail(f"{page.name}: a block of {other}, which no test runs")


def shell(line: str, folder: Path) -> None:
    if line.startswith("#"):
        return
    if line.startswith(_OTHERS):
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        for target in re.findall(r"^make ([\w-]+)", line):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
        for extra in re.findall(r"\[([\w,]+)\]", line):
            known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
            assert set(extra.split(",")) <= known["project"]["optional-dependencies"].keys()
        return
    if line.startswith(("mkdir ", "cp ")):
        import subprocess

        subprocess.run(line, shell=True, check=True, cwd=folder)
        return
    assert line.startswith("tzcorpus "), f"no test runs {line!r}"
    call(line.removeprefix("tzcorpus "), folder)


def settings(body: str, folder: Path) -> None:
    from tzcorpus.config import load_settings

    path = folder / "settings-of-the-page.toml"
    path.write_text(body, encoding="utf-8")
    load_settings(path)


def test_what_is_not_run_says_why() -> None:
    excused = [block for page in PAGES for block in blocks(page) if block.excused]
    assert all(re.search(r"<!-- not run: \w.{8,} -->", block.before) for block in excused)
    assert len(excused) < sum(len(blocks(page)) for page in PAGES) / 4


def test_what_measured_the_figures_of_the_readme_stands_on_the_page_of_benchmarks() -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| | tzcorpus | others |")[2]
    rows = [line.strip("| ").split(" | ") for line in table.partition("\n\n")[0].splitlines()[2:]]
    assert len(rows) >= 5
    for what, *_, command in rows:
        if command != "the same":
            assert re.search(r"benchmarks/\w+\.py|evaluate \w+", command)[0] in page, what  # type: ignore[index]
