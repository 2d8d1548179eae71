"""What a terminal shows: aligned under Chinese, coloured there and plain in a pipe; what doctor says."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from tzcorpus.cli import cli, doctor
from tzcorpus.cli.tables import print_table

RAW = "灯塔亮了。渡船每周三把新书送到周\n\n边五座小岛。\n"
ESCAPE = "\x1b["


def on_a_terminal(arguments: list[str], folder: Path, *, columns: int = 60) -> str:
    """What the command writes to a terminal of ``columns`` cells."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(
        [sys.executable, "-m", "tzcorpus", *arguments], stdout=follower, stderr=subprocess.DEVNULL,
        cwd=folder, env=environment,
    ) as process:  # fmt: skip
        os.close(follower)
        out = b""
        while select.select([leader], [], [], 60)[0]:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # the other end was closed
                break
            if not piece:
                break
            out += piece
        process.wait(60)
    os.close(leader)
    return out.decode()


def test_show_colours_a_terminal_and_not_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RAW, encoding="utf-8")
    shown = on_a_terminal(["show", "page.txt"], tmp_path)
    assert ESCAPE in shown
    assert "[-" not in shown
    piped = CliRunner().invoke(cli, ["show", str(tmp_path / "page.txt")]).output
    assert ESCAPE not in piped
    assert "送到周[-⏎⏎-]边五座小岛。" in piped


def test_columns_align_under_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("晨帆泵业股份有限公司", "1"), ("ferry", "200"), ("岛", "30")]
    print_table(("名", "n"), rows, title="数")
    lines = [line for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert len({cell_len(line) for line in lines[-len(rows) :]}) == 1
    assert ESCAPE not in "".join(lines)


def test_a_pipe_gets_whole_cells_and_brackets_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    long = "很长的一段话，" * 100
    print_table(("role", "text"), [("[bold]", long)], text=2)
    assert f"[bold]  {long}" in capsys.readouterr().out


def test_doctor_finds_nothing_needed_missing_here() -> None:
    result = CliRunner().invoke(cli, ["doctor", "--json"])
    assert result.exit_code == 0
    checks = json.loads(result.output)
    assert {
        "Python",
        "packages",
        "extra report",
        "Chromium",
        "Tesseract",
        "Chinese fonts",
        "Label Studio",
    } <= {check["what"] for check in checks}
    assert all(check["feature"] and check["found"] for check in checks)


def test_doctor_names_remedy_and_feature_of_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "version", _no_package)
    monkeypatch.setattr("shutil.which", lambda name: None)
    result = CliRunner().invoke(cli, ["doctor"])
    assert result.exit_code == 1
    assert 'pip install "tzcorpus[spacy]"' in result.output
    assert "apt install chromium" in result.output
    assert "cannot work here" in result.output


def _no_package(name: str) -> str:
    raise doctor.PackageNotFoundError(name)
