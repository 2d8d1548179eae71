"""The documentation site: links that leave docs/, the list of messages."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

import site_commands
import site_messages
import site_pages
from tzcorpus import errors
from tzcorpus.cli import VERBS

DOCS = Path(__file__).parents[2] / "docs"


def test_every_kind_of_error_is_on_the_page() -> None:
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    kinds = {
        name
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.TzcorpusError) and kind is not errors.TzcorpusError
    }
    assert len(kinds) >= 7
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == kinds | {"Reject"}


def test_every_message_of_the_source_is_listed_with_a_remedy() -> None:
    listed = site_messages.as_markdown()
    found = list(site_messages.messages())
    assert len(found) > 100
    rows = [line for line in listed.splitlines() if line.startswith("| ") and "---" not in line]
    assert len(rows) - len({each.part for each in found}) == len(found)
    for kind, said in (
        ("OutputError", "exists already"),
        ("FormatError", "not JSON (…)"),
        ("ConfigError", "unknown key …"),
    ):
        assert any(each.kind == kind and each.what == said for each in found), said
    assert all(re.split(r"(?<!\\) \| ", row)[3].strip(" |") for row in rows)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[g](../annotations/guidelines.md#money)", "[g](guidelines.md#money)"),
        ("[code](../src/tzcorpus/io.py)", "code (`src/tzcorpus/io.py`)"),
        ("[out](https://example.org/a)", "[out](https://example.org/a)"),
        ("[up](#here)", "[up](#here)"),
        ("![shot](assets/report-document.png)", "![shot](assets/report-document.png)"),
    ],
)
def test_links_of_a_page_fit_the_site(written: str, read: str) -> None:
    assert site_pages.relinked(written, Path("docs")) == read


def test_links_of_pages_outside_docs_fit_too() -> None:
    assert site_pages.relinked("[b](docs/benchmarks.md)", Path()) == "[b](benchmarks.md)"


def test_the_reference_holds_every_verb_and_the_verbs_below() -> None:
    page = site_commands.as_markdown()
    headings = re.findall(r"^#+ tzcorpus (.+)$", page, re.MULTILINE)
    assert {heading for heading in headings if " " not in heading} == set(VERBS)
    assert {"evaluate ner", "review push"} <= set(headings)
    assert page.count("Example") >= len(VERBS)
