"""Small versions of the long runs: kills of whole builds, and hostile bytes for every reader and stage."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def run(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS / name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_builds_that_are_killed_lose_nothing() -> None:
    result = run("kills.py", "--kills", "12", "--documents", "12")
    assert "0 rows lost, 0 there twice, 0 datasets that differ" in result.stdout, result.stderr
    assert "12 kills" in result.stdout


@pytest.mark.slow
def test_hostile_bytes_end_in_words(tmp_path: Path) -> None:
    result = run("fuzz.py", "--inputs", "40", "--keep", str(tmp_path))
    assert result.returncode == 0, result.stdout
    assert result.stdout.count(" 0 findings") >= 20
