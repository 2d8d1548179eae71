"""Hostile input through readers and stages: no hang, no error but ours, cost in proportion to size."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processes import Proportion
from tzcorpus.annotate.annotator import annotate_passages
from tzcorpus.clean.cleaner import clean
from tzcorpus.config import Settings
from tzcorpus.edits import PieceTable
from tzcorpus.errors import InputError, TzcorpusError
from tzcorpus.ingest import files
from tzcorpus.ingest.files import read_document
from tzcorpus.io import parse_line
from tzcorpus.pipeline import annotate_stream, segment_document
from tzcorpus.records import Document, Reject
from tzcorpus.segment.passages import segment

# What breaks text programs: surrogates, NUL, bidi and zero-width marks, other line ends, brackets, numerals,
# characters beyond the basic plane, and the words that rules look for.
PIECES = [
    "\ud800", "\udfff", "\x00", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028",
    "\x85", "\r", "\n", "\n\n", "\t", "　",
    *"（）《【“”([○%$□■𠮷éa",
    *"<b> &amp; =1+1 ../ 亿 万元 12 ３．５ 一百二十 US$".split(),
    *"有限公司 集团 开发区 工业园 公司 记者 本报讯 图为".split(),
    *"👩‍🔬 Ltd. Group Park e\u0301".split(),
]  # fmt: skip
garbage = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=60).map("".join)


@given(garbage, st.sampled_from(["zh", "en"]))
@settings(max_examples=60)
def test_any_text_goes_through_all_stages_or_is_refused(text: str, language: str) -> None:
    # half a surrogate pair, which no reader lets in, is all that may be refused
    document = Document("d", text, language)  # type: ignore[arg-type]
    cleaned = clean(document, Settings().clean)
    assert cleaned.raw == text
    assert not list(PieceTable.of(cleaned).problems())
    passages = segment_document(cleaned, Settings())
    if isinstance(passages, Reject):
        assert any("\ud800" <= letter <= "\udfff" for letter in text), passages.reason
        return
    for passage in annotate_stream(passages, Settings()):
        if isinstance(passage, Reject):
            assert any("\ud800" <= letter <= "\udfff" for letter in text), passage.reason
            continue
        for entity in passage.entities:
            assert passage.text[entity.span.start : entity.span.end] == entity.surface


@pytest.mark.parametrize("suffix", [".txt", ".hocr", ".xml", ".tsv", ".txt.gz"])
def test_any_bytes_are_read_or_refused_in_words(
    suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"x{suffix}"

    @given(
        st.one_of(st.binary(max_size=300), garbage.map(lambda text: text.encode("utf-8", "surrogatepass")))
    )
    @settings(max_examples=40)
    def check(data: bytes) -> None:
        path.write_bytes(data)
        with contextlib.suppress(TzcorpusError):
            assert read_document(path).raw.strip()

    check()


@given(st.one_of(st.binary(max_size=200), garbage.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_line_of_records_is_read_or_refused_in_words(line: bytes) -> None:
    with pytest.raises(TzcorpusError):
        parse_line(line, where="x:1")


WORST = [
    *"（ “ 《 1 1, 1. 亿 一百 有限公司 开发区 集团 — … 、 〇".split(),
    "a ", "A. ", " ", "　", "\n", "\n\n", "US$ ",
]  # fmt: skip


@pytest.mark.parametrize("piece", WORST)
def test_cost_of_repeated_pieces_is_linear(piece: str, in_proportion: Proportion) -> None:
    def through(count: int) -> None:
        cleaned = clean(Document("d", piece * count), Settings().clean)
        annotate_passages(list(segment(cleaned, Settings().segment)), Settings().annotate)

    assert in_proportion(lambda: through(500), lambda: through(2000), 10)


def test_a_pipe_without_a_writer_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.2)
    os.mkfifo(tmp_path / "page.txt")
    with pytest.raises(InputError, match="a pipe into which nobody wrote"):
        read_document(tmp_path / "page.txt")


def test_a_pipe_whose_writer_comes_late_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    os.mkfifo(path)
    text = "渡船每周三把新书送到。\n" * 20_000
    writer = threading.Timer(0.3, lambda: path.write_text(text, encoding="utf-8"))
    writer.start()
    try:
        assert read_document(path).raw == text
    finally:
        writer.join()
