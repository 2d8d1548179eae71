"""Bad input: one clear line, an exit code, the others still done. Run as a user would, in a process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = "渡船每周三把新书送到周边五座小岛。\n岛上的孩子等在码头。\n"


def tzcorpus(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        [sys.executable, "-m", "tzcorpus", *map(str, arguments)],
        input=stdin, capture_output=True, cwd=cwd, check=False, timeout=60,
    )  # fmt: skip
    stderr = result.stderr.decode()
    assert "Traceback" not in stderr, stderr
    return subprocess.CompletedProcess(result.args, result.returncode, result.stdout.decode(), stderr)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", b"\x7fELF\x00\x01\x02\x03" * 40, "binary"),
        ("broken.txt", GOOD.encode() * 3 + b"\xff\xfe\xfd" + GOOD.encode(), "byte"),
        ("broken.hocr", b"<html><body><div class='ocr_page'", "broken.hocr"),
        ("broken.jsonl", b'{"record": "document"\n', "broken.jsonl:1"),
    ],
)
def test_a_bad_file_costs_itself_alone(
    tmp_path: Path, good: Path, name: str, content: bytes, message: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    result = tzcorpus("clean", bad, good, "-q")
    assert result.returncode == 1
    assert result.stdout == GOOD
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert name in lines[0]
    assert message in lines[0]
    alone = tzcorpus("clean", bad)
    assert alone.returncode == 2
    assert "0 documents, 1 rejected" in alone.stderr


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = GOOD * 4
    if encoding == "big5":
        text = "渡船每週三把新書送到周邊五座小島。島上的孩子等在碼頭。\n" * 8
    path = tmp_path / "page.txt"
    path.write_bytes(text.encode(encoding))
    result = tzcorpus("ingest", path)
    assert result.returncode == 0
    assert text.strip()[:10] in result.stdout
    named = {"big5": "cp950"}.get(encoding, encoding.removesuffix("-sig"))  # Big5 with Microsoft's additions
    assert f'"encoding":"{named}' in result.stdout.lower()


def test_no_such_file_and_folder_without_text(tmp_path: Path, good: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "photo.png").write_bytes(b"\x89PNG")
    result = tzcorpus("clean", tmp_path / "none.txt", tmp_path / "folder", good, "-q")
    assert result.returncode == 1
    assert result.stdout == GOOD
    first, second = result.stderr.splitlines()
    assert "none.txt" in first
    assert "folder" in second


def test_output_that_exists_is_refused_without_force(tmp_path: Path, good: Path) -> None:
    out = tmp_path / "out"
    assert tzcorpus("clean", good, "-o", out).returncode == 0
    assert (out / "good.txt").read_text(encoding="utf-8") == GOOD
    (out / "good.txt").write_text("mine", encoding="utf-8")
    again = tzcorpus("clean", good, "-o", out, "-q")
    assert again.returncode == 2
    assert "exists already; use --force" in again.stderr
    assert tzcorpus("clean", good, "-o", out, "--force").returncode == 0
    assert [path.name for path in out.iterdir()] == ["good.txt"]


def test_one_very_long_line(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("一" * 2_000_000 + "。", encoding="utf-8")
    result = tzcorpus("clean", path, "-q")
    assert result.returncode == 0
    assert len(result.stdout) == 2_000_002


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[clean]\npresett = 'ocr'\n", "unknown key presett"),
        ("[cleen]\n", "did you mean clean?"),
        ("[segment]\nwords = 'no'\n", "segment.words"),
        ("clean = 3\n", "clean is not a table"),
        ("[clean\n", "not TOML"),
    ],
)
def test_a_wrong_setting_is_named_by_its_key(tmp_path: Path, good: Path, toml: str, message: str) -> None:
    config = tmp_path / "tzcorpus.toml"
    config.write_text(toml)
    result = tzcorpus("clean", good, "--config", config)
    assert result.returncode == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("gazetteer = 'none.tsv'", "none.tsv: gazetteer cannot be read"),
        ("gazetteer = 'names.tsv'", "names.tsv:1: header 'name,label'; expected"),
        ("model = './none'", "none: no such folder"),
    ],
)
def test_what_no_text_could_be_annotated_with_is_told_once(
    tmp_path: Path, good: Path, setting: str, message: str
) -> None:
    config, out = tmp_path / "tzcorpus.toml", tmp_path / "dataset"
    config.write_text(f"[annotate]\n{setting}\n")
    (tmp_path / "names.tsv").write_text("name,label\n")
    (tmp_path / "corpus/raw").mkdir(parents=True)
    shutil.copy(good, tmp_path / "corpus/raw")
    for command in (("build", tmp_path / "corpus", "-o", out), ("annotate", "--text", good, good)):
        result = tzcorpus(*command, "--config", config)
        assert result.returncode == 2
        assert message in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert not out.exists()


def test_a_folder_in_place_of_a_text_is_called_one(tmp_path: Path) -> None:
    result = tzcorpus("annotate", "--text", tmp_path)
    assert result.returncode == 2
    assert f"{tmp_path}: a folder; expected its files" in result.stderr


def test_several_texts_on_standard_output_are_told_apart(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("新厂投资3亿元。", encoding="utf-8")
    files = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    lines = tzcorpus("annotate", "--no-learned", "--text", *files).stdout.splitlines()
    assert [json.loads(line)["file"] for line in lines] == files
    (line,) = tzcorpus("annotate", "--no-learned", "--text", files[0]).stdout.splitlines()
    assert "file" not in json.loads(line)


def test_stages_refuse_records_of_another_kind(tmp_path: Path, good: Path) -> None:
    documents = tzcorpus("clean", good, "--format", "jsonl").stdout
    result = tzcorpus("annotate", "-", stdin=documents.encode())
    assert result.returncode == 2
    assert "<stdin>:1: a document record; expected passage records" in result.stderr


class TestBuild:
    def corpus(self, folder: Path, zh: dict[str, str], en: dict[str, str]) -> Path:
        for side, files in (("raw", zh), ("en", en)):
            (folder / side).mkdir(parents=True)
            for stem, text in files.items():
                (folder / side / f"{stem}.txt").write_text(text, encoding="utf-8")
        return folder

    def test_missing_english_side(self, tmp_path: Path) -> None:
        corpus = self.corpus(tmp_path / "c", {"a": GOOD, "b": GOOD}, {"a": "The ferry sails.\n"})
        result = tzcorpus("build", corpus, "-o", tmp_path / "out")
        assert result.returncode == 1
        assert "b: no English side" in result.stderr
        assert "rejects     1" in result.stdout

    def test_english_side_of_another_article(self, tmp_path: Path) -> None:
        zh = (
            "晨帆泵业股份有限公司去年投资3.5亿元，在滨江产业园建成新厂房。\n"
            "董事长林知远说，新厂房今年可以生产水泵12万台，出口四十个国家。\n"
            "当地银行为企业提供贷款8000万元，帮助它度过难关。\n"
            "工人们三班倒，机器昼夜不停。\n"
            "市长到车间看望他们，带来了新的订单。\n"
        )
        en = (
            "The tea harvest in the southern hills began two weeks late this spring.\n"
            "Farmers blame a dry winter, and most of the pickers have gone home to wait.\n"
            "Prices at the morning auction rose by a third in a single day.\n"
            "Old trees on the ridge have not put out a leaf.\n"
            "Nobody remembers a season like it.\n"
        )
        corpus = self.corpus(tmp_path / "c", {"a": zh}, {"a": en})
        result = tzcorpus("build", corpus, "-o", tmp_path / "out")
        assert result.returncode == 1
        assert "a: the English side does not translate this document" in result.stderr

    def test_existing_output_is_refused_and_foreign_folders_are_never_replaced(self, tmp_path: Path) -> None:
        corpus = self.corpus(tmp_path / "c", {"a": GOOD}, {"a": "The ferry brings books to the islands.\n"})
        out = tmp_path / "out"
        tzcorpus("build", corpus, "-o", out)
        refused = tzcorpus("build", corpus, "-o", out)
        assert refused.returncode == 2
        assert "--force" in refused.stderr
        mine = tmp_path / "mine"
        mine.mkdir()
        (mine / "thesis.txt").write_text("x")
        assert tzcorpus("build", corpus, "-o", mine, "--force").returncode == 2
        assert (mine / "thesis.txt").read_text() == "x"

    def test_not_a_corpus(self, tmp_path: Path) -> None:
        result = tzcorpus("build", tmp_path, "-o", tmp_path / "out")
        assert result.returncode == 2
        assert "no raw/ folder" in result.stderr
        assert not (tmp_path / "out").exists()


def test_files_of_one_name_get_ids_and_outputs_of_their_own(tmp_path: Path) -> None:
    for folder in ("1", "2"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "page.txt").write_text(GOOD, encoding="utf-8")
    assert tzcorpus("clean", tmp_path / "in", "-o", tmp_path / "a", "-q").returncode == 0
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["1__page.txt", "2__page.txt"]
    files = sorted((tmp_path / "in").rglob("page.txt"))
    assert tzcorpus("clean", *files, "-o", tmp_path / "b", "-q").returncode == 0
    assert len(list((tmp_path / "b").iterdir())) == 2


def shell(command: str) -> subprocess.CompletedProcess[str]:
    line = command.replace("tzcorpus", f"{sys.executable} -m tzcorpus", 1)
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("redirection", [">&-", "> /dev/full"])
def test_an_output_that_is_closed_or_full_ends_in_one_line(good: Path, redirection: str) -> None:
    result = shell(f"tzcorpus clean -q {good} {redirection}")
    assert result.returncode in (1, 2)
    assert len(result.stderr.splitlines()) == 1, result.stderr


def test_a_closed_input_is_empty_and_a_reader_that_leaves_is_no_error() -> None:
    closed = shell("tzcorpus clean - <&-")
    assert closed.returncode == 2
    assert "Traceback" not in closed.stderr
    assert shell("tzcorpus --help | head -1").stderr == ""


def test_standard_input_twice_and_nested_json(tmp_path: Path) -> None:
    twice = tzcorpus("clean", "-", "-", stdin=GOOD.encode())
    assert twice.returncode == 2
    assert "given twice" in twice.stderr
    (tmp_path / "deep.jsonl").write_text("[" * 100_000)
    deep = tzcorpus("segment", tmp_path / "deep.jsonl")
    assert deep.returncode == 2
    assert "deep.jsonl:1: not JSON" in deep.stderr
