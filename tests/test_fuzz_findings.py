"""What `benchmarks/fuzz.py` found: input that once ended in an error that was not ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tzcorpus.cli import cli
from tzcorpus.config import load_settings
from tzcorpus.errors import ConfigError, FormatError, TzcorpusError
from tzcorpus.evaluate.cleaning import load_gold
from tzcorpus.ingest.files import read_document
from tzcorpus.ingest.manifest import read_corpus
from tzcorpus.io import parse_line
from tzcorpus.package.meta import read_meta
from tzcorpus.records import Reject
from tzcorpus.review.gold import read_gold
from tzcorpus.review.layers import read_layer

DIGITS = b"x = " + b"9" * 5000


@pytest.mark.parametrize("page", ["<![CD}TA[", "<div class='ocr_page'><!DOCTYPE a [<!ELEMENT"])
def test_a_broken_declaration_in_hocr_is_a_reject(page: str, tmp_path: Path) -> None:
    path = tmp_path / "page.hocr"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(TzcorpusError, match="page.hocr"):
        read_document(path)
    result = CliRunner().invoke(cli, ["clean", str(path)])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("name", [[], {}, None, 3, True])
def test_a_record_type_that_is_no_name_is_refused(name: object) -> None:
    with pytest.raises(FormatError, match="record type"):
        parse_line(json.dumps({"record": name}), where="x:1")


def test_a_manifest_line_that_is_not_utf_8_costs_itself_alone(tmp_path: Path) -> None:
    lines = [b'{"id": "a", "zh": {"ocr": "a.txt"}}', b'{"id": "\xff", "zh": {"ocr": "b.txt"}}', b"[" * 9000]
    (tmp_path / "manifest.jsonl").write_bytes(b"\n".join(lines))
    first, *bad = read_corpus(tmp_path)
    assert not isinstance(first, Reject)
    assert [isinstance(each, Reject) for each in bad] == [True, True]


@pytest.mark.parametrize("data", [DIGITS, b"x = \xff", b"x = " + b"[" * 9000])
def test_settings_with_endless_numbers_or_brackets_are_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match="not TOML"):
        load_settings(path)
    with pytest.raises(ConfigError, match="not TOML"):
        read_meta(path)


@pytest.mark.parametrize("data", [b"3", b"[]", b"null", b'"a"', b"[" * 9000, b'{"files": 3}', b"\xff"])
def test_a_cleaning_gold_of_another_shape_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "gold.json"
    path.write_bytes(data)
    with pytest.raises(FormatError):
        load_gold(path, b"raw")
    with pytest.raises(FormatError):
        load_gold(tmp_path / "none.json", b"raw")


def test_brackets_without_end_are_no_gold_and_no_layer(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"[" * 9000)
    with pytest.raises(FormatError, match="a.jsonl"):
        read_gold(path)
    with pytest.raises(FormatError, match="a.jsonl"):
        read_layer(path)


@pytest.mark.parametrize("line", ["[" * 9000, "3", "{}", "no json"])
def test_scoring_a_corpus_names_the_line_of_its_manifest_that_is_none(line: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text(line, encoding="utf-8")
    result = CliRunner().invoke(cli, ["evaluate", "clean", str(tmp_path)])
    assert isinstance(result.exception, FormatError)
    assert "manifest.jsonl:1" in str(result.exception)
