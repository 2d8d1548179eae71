"""What the counts of news say, and what they were counted from."""

from __future__ import annotations

import json
import lzma
from importlib.resources import files
from pathlib import Path

import pytest

from tzcorpus.clean.news import FILE, goes_on_with

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize(
    ("before", "good", "bad"),
    [("公司", "投资", "的投"), ("产业", "园区", "元区"), ("去年", "，公", "公，"), ("总投", "资3", "元3")],
)
def test_what_news_says_is_likelier_than_what_it_does_not(before: str, good: str, bad: str) -> None:
    assert goes_on_with(before, good) > goes_on_with(before, bad)


def test_fewer_than_two_characters_say_nothing() -> None:
    assert goes_on_with("", "投资") == goes_on_with("投", "资3") == goes_on_with("公司", "投") == 0.0


def test_no_article_of_the_test_split_was_counted() -> None:
    text = lzma.decompress((files("tzcorpus.clean") / "data" / FILE).read_bytes()).decode("utf-8")
    entries = map(json.loads, (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    titles = {split: [] for split in ("train", "dev", "test")}  # type: dict[str, list[str]]
    for entry in entries:
        titles[entry["split"]].append(entry["title"])
    assert all(title in text for title in titles["train"] + titles["dev"])
    assert not any(title in text for title in titles["test"])
