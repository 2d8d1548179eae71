"""Hostile input by name, as a user gives it: no hang, no traceback, nothing written outside of the output."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from processes import Proportion
from tzcorpus.align.aligner import align_documents
from tzcorpus.annotate.annotator import annotate_passages
from tzcorpus.annotate.money import find_money
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.clean.cleaner import clean
from tzcorpus.cli import cli
from tzcorpus.config import load_settings
from tzcorpus.csvtable import csv_bytes
from tzcorpus.errors import InputError
from tzcorpus.io import read_valid
from tzcorpus.pipeline import annotate_pair
from tzcorpus.records import Document, Language, Passage, Reject
from tzcorpus.segment.passages import segment

NEWS = "灯塔社区建起图书馆\n渡船每周三把新书送到周边五座小岛，港口集团投资350万元。\n"
BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
HOCR = (
    '<?xml version="1.0"?>{head}<html xmlns="http://www.w3.org/1999/xhtml"><body><div class="ocr_page">{body}'
    "</div></body></html>"
)
RULES = load_settings(annotate={"learned": False})

# name: file name, its bytes, is it read?
FILES: dict[str, tuple[str, bytes, bool]] = {
    "random bytes": ("a.txt", bytes(range(256)) * 40, False),
    "lone surrogate": ("a.txt", NEWS.encode() + "\ud800".encode("utf-8", "surrogatepass"), False),
    "NUL": ("a.txt", NEWS.encode() + b"\x00" + NEWS.encode(), False),
    "bidi and zero width": ("a.txt", "灯塔\u202e社区\u2066建\u200b起\ufeff图书馆。\n".encode(), True),
    "a million brackets": ("a.txt", ("（" * 1_000_000).encode(), True),
    "a million square brackets": ("a.txt", b"[" * 1_000_000, True),
    "a name like a zip's": ("a.zip.txt", NEWS.encode(), True),
    "a zip": ("a.txt", b"PK\x03\x04" + b"\x00" * 99, False),
    "entity bomb in hOCR": ("a.hocr", HOCR.format(head=BOMB, body="&c;").encode(), False),
    "entity bomb in ALTO": ("a.xml", f'<?xml version="1.0"?>{BOMB}<alto>&c;</alto>'.encode(), False),
    "a file from outside in ALTO": (
        "a.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alto>&x;</alto>', False
    ),
    "a gzip bomb's start": ("a.txt.gz", gzip.compress(b"\x00" * 10_000_000), False),
    "half a gzip": ("a.txt.gz", gzip.compress(NEWS.encode())[:-9], False),
    "a numeral of a million digits": ("a.txt", ("投资" + "9" * 1_000_000 + "亿元。").encode(), True),
    "a Chinese numeral of a million digits": ("a.txt", ("投资" + "九" * 1_000_000 + "万元。").encode(), True),
    "empty": ("a.txt", b"", False),
    "only blanks": ("a.txt", "　 \t\n".encode() * 99, False),
    "byte order mark": ("a.txt", b"\xef\xbb\xbf" + NEWS.encode(), True),
    "a mark alone": ("a.txt", b"\xff\xfe", False),
    "mixed encodings": ("a.txt", (NEWS * 9).encode() + (NEWS * 9).encode("gb18030"), False),
    "two marks": ("a.txt", b"\xef\xbb\xbf\xef\xbb\xbf" + NEWS.encode(), True),
    "markup": ("a.txt", f"<script>alert(1)</script>{NEWS}".encode(), True),
    "a formula": ("a.txt", f"=cmd|' /C calc'!A0\n{NEWS}".encode(), True),
}  # fmt: skip


def invoke(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def tree(folder: Path, but: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*") if but not in (path, *path.parents)}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_or_refused_in_one_line(name: str, tmp_path: Path) -> None:
    file, data, readable = FILES[name]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / file).write_bytes(data)
    (tmp_path / "in" / "good.txt").write_text(NEWS, encoding="utf-8")
    before = tree(tmp_path, tmp_path / "out")
    began = time.process_time()
    result = invoke("clean", tmp_path / "in", "-o", tmp_path / "out", "-q")
    assert time.process_time() - began < 20
    assert result.exit_code == (0 if readable else 1), result.stderr
    assert len(result.stderr.splitlines()) == (0 if readable else 1)
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert len(written) == 1 + readable
    assert "good.txt" in written
    assert {path for path in tree(tmp_path, tmp_path / "out") if ".out.run" not in path} == before


def test_all_of_them_go_through_a_build(tmp_path: Path) -> None:
    raw = tmp_path / "corpus" / "raw"
    raw.mkdir(parents=True)
    small = {name: each for name, each in FILES.items() if len(each[1]) < 100_000}
    for number, (file, data, _) in enumerate(small.values()):
        (raw / f"{number:02d}{file}").write_bytes(data)
    (tmp_path / "rules.toml").write_text("[annotate]\nlearned = false\n", encoding="utf-8")
    before = tree(tmp_path, tmp_path / "out")
    result = invoke(
        "build", raw.parent, "-o", tmp_path / "out", "--config", tmp_path / "rules.toml", "--jobs", 1, "-q"
    )
    assert result.exit_code == 1
    assert "internal error" not in result.stderr
    assert invoke("validate", tmp_path / "out").exit_code == 0
    assert {path for path in tree(tmp_path, tmp_path / "out") if ".out.run" not in path} == before


def test_links_in_a_ring_and_files_that_are_none(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "good.txt").write_text(NEWS, encoding="utf-8")
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere")
    (folder / "page.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    result = invoke("clean", folder, "-o", tmp_path / "out", "-q")
    assert result.exit_code == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.txt"]
    assert all("self.txt" in line or "gone.txt" in line for line in result.stderr.splitlines())


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    if os.access(tmp_path / "a.txt", os.R_OK):
        pytest.skip("this user reads everything")
    result = invoke("clean", tmp_path / "a.txt")
    assert "permission denied" in result.stderr
    (tmp_path / "a.txt").chmod(stat.S_IRUSR)


@pytest.mark.parametrize(
    "identifier", ["../../evil", "/etc/evil", "..", "a/../../b", "C:\\evil", "con", "a\nb"]
)
def test_an_id_leads_nowhere(identifier: str, tmp_path: Path) -> None:
    from tzcorpus.io import dump_line

    records = tmp_path / "in" / "d.jsonl"
    records.parent.mkdir()
    records.write_text(dump_line(Document(identifier, NEWS)) + "\n", encoding="utf-8")
    result = invoke("clean", records, "-o", tmp_path / "a" / "out", "-q")
    assert result.exit_code == 0
    (made,) = (tmp_path / "a" / "out").iterdir()
    assert made.suffix == ".txt"
    assert not made.name.startswith(".")
    assert {path.name for path in tmp_path.iterdir()} == {"in", "a"}
    assert {path.name for path in (tmp_path / "a").iterdir()} <= {"out", ".out.run"}


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/passwd", "raw/../../x.txt"])
def test_a_manifest_leads_nowhere(name: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text(f'{{"id": "a", "zh": {{"ocr": "{name}"}}}}\n', encoding="utf-8")
    result = invoke("build", tmp_path, "-o", tmp_path / "out", "-q", "--jobs", 1)
    assert "leaves the corpus folder" in result.stderr


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " ="])
def test_no_cell_of_a_table_starts_a_formula(first: str) -> None:
    (row,) = list(csv.reader(io.StringIO(csv_bytes(["a"], [[f"{first}1+1"]]).decode(), newline="")))[1:]
    assert row[0].startswith("'")


@pytest.mark.parametrize(
    "line", [b"[" * 1_000_000, b'{"a":' * 100_000, b'{"record": "document", "raw": 9' + b"9" * 9999]
)
def test_json_without_end_is_a_reject(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line + b"\n")
    (reject,) = read_valid(path, kind=Document, stage="read")
    assert isinstance(reject, Reject)
    assert len(reject.reason) < 1000


def test_a_pipe_in_place_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tzcorpus.ingest import files

    monkeypatch.setattr(files, "_PATIENCE", 0.1)
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(InputError, match="nobody wrote"):
        files.read_document(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("9" * 1_000_000 + "亿元", "zh"), ("九" * 1_000_000 + "万元", "zh"), ("1," * 500_000 + "000元", "zh"),
        ("US$" + "9" * 1_000_000 + " billion", "en"), ("one hundred " * 100_000 + "yuan", "en"),
        ("0." + "3" * 1_000_000 + "万元", "zh"),
    ],
)  # fmt: skip
def test_enormous_numerals_end_soon(text: str, language: Language) -> None:
    began = time.process_time()
    for entity in find_money(text, language):
        assert text[entity.span.start : entity.span.end] == entity.surface
    assert time.process_time() - began < 20


WORST = [
    *"( “ 1 1, 1. - Ltd. Group Park Inc. million the ’ … A, US$ RMB".split(),
    "a ", "A. ", "Mr. ", "of the ", "1 million, ", "\n", "\n\n", "- \n", "Co., Ltd. ", "and ",
]  # fmt: skip


@pytest.mark.parametrize("piece", WORST)
def test_cost_of_repeated_english_pieces_is_linear(piece: str, in_proportion: Proportion) -> None:
    def through(count: int) -> None:
        cleaned = clean(Document("d", piece * count, "en"))
        annotate_passages(list(segment(cleaned)), AnnotateSettings())

    assert in_proportion(lambda: through(500), lambda: through(2000), 10)


def passages(text: str, language: Language) -> list[Passage]:
    return list(annotate_passages(list(segment(clean(Document("d", text, language)))), RULES.annotate))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("投资3亿元。", "It invests 300 million yuan. "), ("一。", "A. "), ("1、", "1, "),
        ("港口集团有限公司，", "Harbour Group Co., Ltd. "),
        ("灯塔\n", "Light\n"), ("（", "("), ("。", "."),
    ],
)  # fmt: skip
def test_cost_of_aligning_repeated_pieces_is_linear(zh: str, en: str, in_proportion: Proportion) -> None:
    # a document of pieces that are all alike fits in every place: only a band of places is looked at
    def sides(count: int) -> tuple[list[Passage], list[Passage]]:
        return passages(zh * count, "zh"), passages(en * count, "en")

    def align(of: tuple[list[Passage], list[Passage]]) -> Callable[[], object]:
        def work() -> object:
            try:
                return align_documents(*of)
            except InputError:
                return None

        return work

    short, long = sides(60), sides(240)
    assert in_proportion(align(short), align(long), 16)


def test_html_in_text_is_data_in_a_report() -> None:
    from tzcorpus.report.page import as_data

    shown = as_data({"text": "</script><script>alert(1)</script><!--"})
    assert not re.search(r"</?script|<!--", shown)


def test_two_hostile_texts_side_by_side() -> None:
    found = annotate_pair(
        "p", "（" * 3000 + NEWS, "(" * 3000 + "Harbour Group invested 3.5 million yuan.", RULES
    )
    assert found.zh is not None
    assert found.en is not None
