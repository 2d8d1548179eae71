"""How far the work is: every long verb says so, is quiet when asked to, and ends cleanly at Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from processes import STOPPED, hears_ctrl_c
from tzcorpus.cli import VERBS, cli, main
from tzcorpus.cli import progress as module
from tzcorpus.io import dump_line
from tzcorpus.records import AlignedPassage, Document, Passage

LONG = [
    *"build clean ingest segment annotate align package export check train report validate publish".split(),
    *("evaluate clean", "review push", "review pull"),
]
NEWS = "渡船每周三把新书送到周边五座小岛，港口集团投资350万元。"


@pytest.mark.parametrize("verb", LONG)
def test_long_verbs_can_be_quiet(verb: str) -> None:
    assert "-q, --quiet" in CliRunner().invoke(cli, [*verb.split(), "--help"]).output


@pytest.fixture
def passages(tmp_path: Path) -> Path:
    path = tmp_path / "p.jsonl"
    records = (Passage(f"d.zh.{n:04}", "d", "zh", NEWS) for n in range(5))
    path.write_text("".join(dump_line(each) + "\n" for each in records), encoding="utf-8")
    return path


def test_a_log_gets_plain_lines_and_none_when_quiet(passages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EVERY", -1.0)
    said = CliRunner().invoke(cli, ["annotate", str(passages)]).stderr.splitlines()
    assert len(said) >= 5
    assert said[2].startswith("tzcorpus: annotating 3, ")
    assert "0 rejects" in said[2]
    assert CliRunner().invoke(cli, ["annotate", str(passages), "-q"]).stderr == ""


def test_clean_says_how_many_are_to_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_EVERY", -1.0)
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x00")
    said = CliRunner().invoke(cli, ["clean", str(tmp_path), "-o", str(tmp_path / "out")]).stderr
    assert "tzcorpus: cleaning 5/5, " in said
    assert "1 rejects" in said
    assert "s left" in said


def test_a_dataset_that_is_checked_or_shown_says_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aligned = tmp_path / "a.jsonl"
    passages = [Passage(f"d.zh.{n:04}", "d", "zh", NEWS) for n in range(3)]
    records = [AlignedPassage(each.id, zh=each, method="unpaired") for each in passages]
    aligned.write_text("".join(dump_line(each) + "\n" for each in records), encoding="utf-8")
    dataset = str(tmp_path / "dataset")
    assert CliRunner().invoke(cli, ["package", str(aligned), "-o", dataset, "-q"]).exit_code == 0
    monkeypatch.setattr(module, "_EVERY", -1.0)
    report = ["report", dataset, "-o", str(tmp_path / "r.html"), "--force"]
    for verb, line in (
        (["validate", dataset], "tzcorpus: checking rows 2/6, "),
        (["publish", "a/b", "--dry-run", "--dataset", dataset], "tzcorpus: checking rows 6/6, "),
        (report, "tzcorpus: reading passages 3, "),
    ):
        assert line in CliRunner().invoke(cli, verb).stderr
        assert CliRunner().invoke(cli, [*verb, "-q"]).stderr == ""


@pytest.mark.parametrize("verb", VERBS)
def test_what_ctrl_c_stops_says_how_to_go_on(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("click.Command.parse_args", stopped)
    monkeypatch.setattr("sys.stdout", sys.__stdout__)
    with pytest.raises(SystemExit) as end:
        main([verb])
    assert end.value.code == 130
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert line.startswith("tzcorpus: stopped; ")
    assert "the same command again" in line


@pytest.mark.parametrize("verb", ["clean", "segment", "annotate", "ingest"])
def test_ctrl_c_ends_any_verb_in_one_line(verb: str, tmp_path: Path) -> None:
    kind = {"clean": "text", "ingest": "text", "segment": "document", "annotate": "passage"}[verb]
    if kind == "text":
        (tmp_path / "in").mkdir()
        for number in range(2000):
            (tmp_path / "in" / f"{number}.txt").write_text(NEWS * 200, encoding="utf-8")
        source = tmp_path / "in"
    else:
        source = tmp_path / "in.jsonl"
        one = Document("d", NEWS * 200) if kind == "document" else Passage("d.zh.0", "d", "zh", NEWS * 200)
        source.write_text((dump_line(one) + "\n") * 20_000, encoding="utf-8")
    out = tmp_path / "out"
    run = subprocess.Popen(
        [sys.executable, "-m", "tzcorpus", verb, str(source), "-o", str(out)],
        stderr=subprocess.PIPE, text=True, preexec_fn=hears_ctrl_c,
    )  # fmt: skip
    end = time.monotonic() + 60
    while not out.exists() and not list(tmp_path.glob(".out.*")):
        assert time.monotonic() < end
        assert run.poll() is None
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode in STOPPED, said
    assert "Traceback" not in said
    assert "stopped" in said.splitlines()[-1]
    assert verb == "clean" or not out.exists()
