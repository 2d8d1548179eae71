"""`clean -o` that is stopped, changed and run again does what is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from processes import STOPPED, hears_ctrl_c
from tzcorpus.cli import cli

PAGE = "灯塔社区建起图书馆\n第{0}号渡船每周三把新书送到周\n边五座小岛，港口集团投资{0}万元。\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(6):
        (folder / f"p{number}.txt").write_text(PAGE.format(number + 2), encoding="utf-8")
    return folder


def clean(pages: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, ["clean", str(pages), "-o", str(pages.parent / "out"), *more])


def times(pages: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (pages.parent / "out").iterdir()}


def test_what_is_finished_is_kept_and_what_changed_is_done_anew(pages: Path) -> None:
    assert clean(pages).exit_code == 0
    before = times(pages)
    (pages / "p3.txt").write_text(PAGE.format(77), encoding="utf-8")
    (pages / "new.txt").write_text(PAGE.format(88), encoding="utf-8")
    again = clean(pages)
    assert again.exit_code == 0
    assert "5 outputs are unchanged since an earlier run and kept" in again.stderr
    after = times(pages)
    assert {name for name in after if before.get(name) != after[name]} == {"p3.txt", "new.txt"}
    assert "77" in (pages.parent / "out" / "p3.txt").read_text(encoding="utf-8")


def test_an_output_that_is_gone_or_damaged_is_done_anew(pages: Path) -> None:
    clean(pages)
    out = pages.parent / "out"
    whole = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "p1.txt").unlink()
    assert "5 outputs are unchanged" in clean(pages).stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == whole


def test_a_file_that_somebody_edited_is_not_replaced_without_force(pages: Path) -> None:
    clean(pages)
    mine = pages.parent / "out" / "p2.txt"
    mine.write_text("mine", encoding="utf-8")
    again = clean(pages)
    assert again.exit_code == 1
    assert "p2.txt: exists already" in again.stderr
    assert mine.read_text(encoding="utf-8") == "mine"
    assert clean(pages, "--force").exit_code == 0
    assert mine.read_text(encoding="utf-8") != "mine"


def test_changed_settings_are_named_and_redo_all(pages: Path) -> None:
    clean(pages)
    again = clean(pages, "--preset", "conservative")
    assert again.exit_code == 0
    assert 'clean.preset: "default" before, "conservative" now' in again.stderr
    assert "unchanged since" not in again.stderr
    assert "6 outputs are unchanged" in clean(pages, "--preset", "conservative").stderr


def test_settings_of_other_stages_change_nothing(pages: Path, tmp_path: Path) -> None:
    config = tmp_path / "tz.toml"
    config.write_text("[annotate]\nlearned = false\n", encoding="utf-8")
    clean(pages)
    again = clean(pages, "--config", str(config))
    assert "6 outputs are unchanged" in again.stderr
    assert "tzcorpus: changed" not in again.stderr


def test_a_sidecar_that_is_missing_is_written(pages: Path, tmp_path: Path) -> None:
    side = tmp_path / "side"
    clean(pages, "--sidecar", str(side))
    (side / "p4.edits.json").unlink()
    assert "5 outputs are unchanged" in clean(pages, "--sidecar", str(side)).stderr
    assert (side / "p4.edits.json").exists()


def test_a_torn_list_of_what_is_finished_costs_one_output(pages: Path) -> None:
    clean(pages)
    listed = pages.parent / ".out.run" / "finished.jsonl"
    listed.write_bytes(listed.read_bytes()[:-9])
    again = clean(pages)
    assert again.exit_code == 0
    assert "5 outputs are unchanged" in again.stderr
    assert "6 outputs are unchanged" in clean(pages).stderr


def test_where_nothing_may_be_written_beside_the_folder_the_list_is_inside(pages: Path) -> None:
    (pages.parent / ".out.run").write_text("in the way", encoding="utf-8")
    assert clean(pages).exit_code == 0
    assert (pages.parent / "out" / ".run" / "finished.jsonl").is_file()
    assert "6 outputs are unchanged" in clean(pages).stderr


def test_two_runs_do_not_share_a_folder(pages: Path) -> None:
    import fcntl

    clean(pages)
    with (pages.parent / ".out.run" / "finished.jsonl").open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        result = clean(pages)
    assert "another run is at work here" in str(result.exception)


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(400):
        (folder / f"p{number:03d}.txt").write_text(PAGE.format(number) * 100, encoding="utf-8")
    out = tmp_path / "out"
    run = subprocess.Popen(
        [sys.executable, "-m", "tzcorpus", "clean", str(folder), "-o", str(out)],
        stderr=subprocess.PIPE, text=True, preexec_fn=hears_ctrl_c,
    )  # fmt: skip
    end = time.monotonic() + 60
    while not (out.is_dir() and len(list(out.iterdir())) > 3):
        assert time.monotonic() < end
        assert run.poll() is None
        time.sleep(0.02)
    os.kill(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode in STOPPED
    assert "Traceback" not in said
    assert "run the same command again to go on" in said
    assert not [path for path in out.iterdir() if path.name.startswith(".")]
