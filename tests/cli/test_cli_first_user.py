"""What a first user does wrong: one line that says so, the exit code as documented, nothing lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tzcorpus.cli import main
from tzcorpus.io import dump_line
from tzcorpus.records import Document


class Ended(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line as its script runs it, without the start of a process."""

    def ended(*arguments: object) -> Ended:
        with pytest.raises(SystemExit) as end:
            main([str(each) for each in arguments])
        said = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return Ended(end.value.code, said.out, said.err)

    return ended


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text("渡船每周三把新书送到周边五座小岛。\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "arguments", [["clean", "--nope", "x"], ["export", "x"], ["align", "x"], ["build", "x"], ["nope"]]
)
def test_a_wrong_call_is_one_line_that_names_the_help(run: Run, arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    (line,) = ended.err.splitlines()
    assert line.startswith("tzcorpus: ")
    assert "--help" in line


@pytest.mark.parametrize(
    "arguments", [["clean", ""], ["clean", "x.txt", "-o", ""], ["build", "x", "--output", ""]]
)
def test_an_empty_path_is_not_taken_for_this_folder(run: Run, arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert "an empty path" in ended.err


@pytest.mark.parametrize("verb", ["ingest", "segment", "annotate", "align"])
def test_an_output_file_is_not_replaced_without_force(
    run: Run, verb: str, tmp_path: Path, good: Path
) -> None:
    documents, passages = tmp_path / "d.jsonl", tmp_path / "p.jsonl"
    assert run("clean", good, "--format", "jsonl", "-o", tmp_path / "clean").code == 0
    (tmp_path / "clean" / f"{good.stem}.jsonl").rename(documents)
    assert run("segment", documents, "-o", passages).code == 0
    inputs = {
        "ingest": [good],
        "segment": [documents],
        "annotate": [passages],
        "align": [passages, passages],
    }[verb]
    kept = good.read_bytes()
    result = run(verb, *inputs, "-o", good)
    assert "exists already; use --force" in result.err
    assert good.read_bytes() == kept
    assert run(verb, *inputs, "-o", good, "--force").code in (0, 1)
    assert good.read_bytes() != kept
    for folder in (tmp_path, tmp_path / "clean", "."):
        assert "is a folder; expected a file" in run(verb, *inputs, "-o", folder).err


def test_an_output_that_is_a_pipe_or_a_device_stays_one(run: Run, tmp_path: Path, good: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("ingest", good, "-o", pipe).code == 0
        assert b'"record":"document"' in os.read(reader, 100_000)
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_text_in_place_of_records_is_one_line(run: Run, tmp_path: Path, good: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("没有记录\n" * 99, encoding="utf-8")
    result = run("segment", text, "-q")
    assert result.code == 2
    (line,) = result.err.splitlines()
    assert "none of its first 10 lines; expected document records" in line


def test_lines_that_are_no_records_before_one_that_is_cost_themselves_alone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("x\n" * 9 + dump_line(Document("d", "灯塔亮了。")) + "\n" + "x\n" * 20, encoding="utf-8")
    result = run("clean", path, "-q")
    assert result.code == 1
    assert len(result.err.splitlines()) == 29
    assert result.out == "灯塔亮了。\n"


@pytest.mark.parametrize("pairs", [[], ["--pairs"]])
def test_check_of_nothing_usable_ends_as_one(run: Run, pairs: list[str], tmp_path: Path, good: Path) -> None:
    assert run("check", *pairs, tmp_path / "missing").code == 2
    assert run("check", *pairs, good).code == 2


def test_links_in_a_ring_are_refused_in_words(run: Run, tmp_path: Path, good: Path) -> None:
    ring = tmp_path / "ring"
    ring.symlink_to(ring)
    for arguments in (["build", ring, "-o", tmp_path / "out"], ["clean", "-q", good, "-o", ring]):
        ended = run(*arguments)
        assert ended.code == 2
        assert len(ended.err.splitlines()) == 1


def test_show_names_the_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    assert str(tmp_path / "missing.txt") in run("show", tmp_path / "missing.txt").err


@pytest.mark.parametrize("raw", ["missing.txt", "empty.jsonl", "folder"])
def test_scoring_no_page_or_several_names_what_was_given(
    run: Run, raw: str, tmp_path: Path, good: Path
) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "folder").mkdir()
    for name in "ab":
        (tmp_path / "folder" / f"{name}.txt").write_bytes(good.read_bytes())
    ended = run("evaluate", "clean", tmp_path / raw, tmp_path / "gold.json")
    assert ended.code == 2
    (line,) = ended.err.splitlines()
    assert raw in line


def test_a_gold_of_bytes_is_refused_in_a_short_line(run: Run, tmp_path: Path, good: Path) -> None:
    (tmp_path / "gold.json").write_bytes(bytes(range(256)) * 99)
    ended = run("evaluate", "clean", good, tmp_path / "gold.json")
    assert ended.code == 2
    assert len(ended.err) < 400


def test_a_file_whose_name_is_in_another_encoding(run: Run, tmp_path: Path, good: Path) -> None:
    old = os.fsdecode("旧报".encode("gb18030"))
    raw = tmp_path / "corpus" / "raw"
    raw.mkdir(parents=True)
    for name in (old, "new", "tab\tname"):
        (raw / f"{name}.txt").write_bytes(good.read_bytes())
    ended = run("clean", raw, "-o", tmp_path / "clean", "-q")
    assert ended.code == 0
    assert {path.name for path in (tmp_path / "clean").iterdir()} == {"旧报.txt", "new.txt", "tab_name.txt"}
    # a build hands paths to processes as text: such a file is put aside with the remedy
    rules = tmp_path / "rules.toml"
    rules.write_text("[annotate]\nlearned = false\n", encoding="utf-8")
    ended = run("build", raw.parent, "-o", tmp_path / "out", "--jobs", 1, "--config", rules, "-q")
    assert ended.code == 1
    (line,) = ended.err.splitlines()
    assert "旧报.txt: the file's name is not UTF-8; rename it; convmv" in line
    assert run("validate", tmp_path / "out").code == 0
    assert run("report", raw / f"{old}.txt", "-o", tmp_path / "r.html", "--config", rules, "-q").code == 0
    ended = run("build", tmp_path / old, "-o", tmp_path / "out2", "-q")
    assert ended.err.startswith(f"tzcorpus: {tmp_path}/旧报: no such folder")
    ended = run("validate", tmp_path / "out", "-q")
    assert ended.code == 0
    (tmp_path / "out").rename(tmp_path / old)
    ended = run("validate", tmp_path / old, "-q")
    assert ended.code == 2
    assert ended.err.splitlines() == [
        f"tzcorpus: {tmp_path}/旧报: the name is not UTF-8, which this verb needs; rename it"
    ]


def test_text_beside_the_layout_of_many_pages_is_told_in_a_few_lines(run: Run, tmp_path: Path) -> None:
    page = (
        "<html><body><div class='ocr_page' title='bbox 0 0 900 900'>"
        "<span class='ocr_line' title='bbox 10 10 800 40'>"
        "<span class='ocrx_word' title='bbox 10 10 800 40'>灯塔亮了。</span></span></div></body></html>"
    )
    for number in range(6):
        (tmp_path / f"in/{number}").mkdir(parents=True)
        (tmp_path / f"in/{number}/page.hocr").write_text(page, encoding="utf-8")
        (tmp_path / f"in/{number}/page.txt").write_text("灯塔亮了。\n", encoding="utf-8")
    code, out, err = run("clean", "-q", str(tmp_path / "in"))
    assert code == 0
    assert out.count("灯塔亮了。") == 6
    assert err.count("the same page as page.hocr") == 3
    assert err.endswith("3 more files stand beside a better rendering of their page\n")
