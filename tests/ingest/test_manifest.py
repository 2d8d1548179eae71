from __future__ import annotations

import json
from pathlib import Path

import pytest

from tzcorpus.errors import InputError
from tzcorpus.ingest.manifest import Entry, read_corpus, split_of
from tzcorpus.records import Reject


def touch(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("渡船开了。")


def test_files_pair_up_by_stem(tmp_path: Path) -> None:
    touch(tmp_path, "raw/a.txt", "raw/b.hocr", "raw/b.txt", "en/a.txt", "en/c.txt")
    a, b, second, c = read_corpus(tmp_path)
    assert a == Entry("a", tmp_path / "raw/a.txt", tmp_path / "en/a.txt", split=split_of("a"), root=tmp_path)
    assert isinstance(b, Entry)
    assert (b.zh.name, b.en) == ("b.hocr", None)
    assert isinstance(second, Reject)
    assert "same name" in second.reason
    assert isinstance(c, Reject)
    assert "no Chinese file named c" in c.reason


def test_a_manifest_names_files_and_metadata(tmp_path: Path) -> None:
    lines = [
        {"id": "x", "title": "开航", "split": "dev", "kind": "invented",
         "zh": {"ocr": "raw/x/page.txt", "hocr": "raw/x/page.hocr"}, "en": "en/x.txt"},
        {"id": "y", "zh": {"ocr": "../../etc/passwd"}},
        {"id": "z", "zh": {}, "en": "en/z.txt"},
        {"title": "no id", "zh": {}},
        {"id": "w", "zh": {"ocr": "raw/w.txt"}, "split": "spare"},
    ]  # fmt: skip
    (tmp_path / "manifest.jsonl").write_text("\n".join(json.dumps(line) for line in lines) + "\n{\n")
    x, y, z, nameless, spare, broken = read_corpus(tmp_path)
    assert x == Entry("x", tmp_path / "raw/x/page.hocr", tmp_path / "en/x.txt", title="开航", kind="invented",
                      split="validation", root=tmp_path)  # fmt: skip
    for number, (reject, message) in enumerate(
        [(y, "leaves the corpus folder"), (z, "none of hocr, ocr, epaper"), (nameless, "`id`"),
         (spare, "split 'spare'"), (broken, "manifest.jsonl:6")], start=2,
    ):  # fmt: skip
        assert isinstance(reject, Reject)
        assert message in reject.reason
        assert f"manifest.jsonl:{number}" in reject.where
    (first, *_) = read_corpus(tmp_path, variants=["ocr"])
    assert isinstance(first, Entry)
    assert first.zh.name == "page.txt"


def test_splits_depend_on_the_id_alone_and_are_eight_to_one_to_one() -> None:
    found = [split_of(f"document-{n}") for n in range(2000)]
    assert 1500 < found.count("train") < 1700
    assert 140 < found.count("test") < 260


@pytest.mark.parametrize("make", [None, "file", "empty"])
def test_what_is_no_corpus_is_refused(tmp_path: Path, make: str | None) -> None:
    folder = tmp_path / "corpus"
    if make == "file":
        folder.write_text("")
    elif make == "empty":
        (folder / "raw").mkdir(parents=True)
    with pytest.raises(InputError, match=r"no such folder|not a folder|no text files"):
        list(read_corpus(folder))
