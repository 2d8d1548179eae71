"""A disk that is full in mid-run: one clear line, and the same command goes on when there is room."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PAGE = "灯塔社区建起图书馆\n第{0}号渡船每周三把新书送到周\n边五座小岛，港口集团投资{0}万元。\n"
RULES = "[annotate]\nlearned = false\n"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "raw").mkdir()
    for number in range(12):
        (folder / "raw" / f"p{number}.txt").write_text(PAGE.format(number + 2) * 9, encoding="utf-8")
    (folder / "rules.toml").write_text(RULES, encoding="utf-8")
    return folder


def run(
    verb: str, corpus: Path, out: Path, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    of = corpus if verb == "build" else corpus / "raw"
    command = [sys.executable, "-m", "tzcorpus", verb, str(of), "-o", str(out), "-q", "--jobs", "1"]
    return subprocess.run(
        [*command, "--config", str(corpus / "rules.toml")],
        capture_output=True, text=True, check=False, preexec_fn=before,
    )  # fmt: skip


def state(verb: str, out: Path) -> object:
    if verb == "build":
        return json.loads((out / "dataset.json").read_text(encoding="utf-8"))["build"]
    return {path.name: path.read_bytes() for path in out.iterdir()}


@pytest.fixture(scope="module")
def undisturbed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    root = tmp_path_factory.mktemp("calm")
    found = {}
    for verb in ("build", "clean"):
        assert run(verb, corpus, root / verb).returncode == 0
        found[verb] = state(verb, root / verb)
    return found


def check_refused(result: subprocess.CompletedProcess[str], words: tuple[str, ...]) -> None:
    assert result.returncode in (1, 2), result.stderr
    assert "Traceback" not in result.stderr
    assert any(word in result.stderr for word in words), result.stderr


@pytest.mark.parametrize(("verb", "limit"), [("build", 700), ("build", 9_000), ("clean", 100)])
def test_files_that_may_not_grow(
    verb: str, limit: int, corpus: Path, undisturbed: dict[str, object], tmp_path: Path
) -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    out = tmp_path / "out"
    check_refused(run(verb, corpus, out, small), ("File too large",))
    assert verb == "clean" or not out.exists()
    assert run(verb, corpus, out).returncode == 0
    assert state(verb, out) == undisturbed[verb]
    assert not list(tmp_path.glob(".out.part-*"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A file system in memory of so many bytes; called again, it is made larger."""
    place = tmp_path / "disk"
    place.mkdir()

    def sized(size: int) -> Path:
        remount = ["-o", f"remount,size={size}"] if os.path.ismount(place) else ["-o", f"size={size}"]
        command = ["mount", "-t", "tmpfs", *remount, "tmpfs", str(place)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("a small disk needs the right to mount one")
        return place

    yield sized
    if os.path.ismount(place):
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["build", "clean"])
@pytest.mark.parametrize("kilobytes", [4, 12, 24, 48, 96, 160])
def test_a_small_disk(
    verb: str, kilobytes: int, corpus: Path, undisturbed: dict[str, object], disk: Callable[[int], Path]
) -> None:
    place = disk(kilobytes * 1024)
    result = run(verb, corpus, place / "out")
    if result.returncode:
        check_refused(result, ("No space left on device", "disk is full", "make room"))
        assert verb == "clean" or not (place / "out").exists()
    disk(50 * 2**20)
    assert run(verb, corpus, place / "out").returncode == 0
    assert state(verb, place / "out") == undisturbed[verb]
