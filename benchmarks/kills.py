"""Builds that are killed with SIGKILL at random moments, and what is left of them.

    python benchmarks/kills.py [--kills 200] [--seed 7] [--documents 24]

A corpus of own made-up pages is built without disturbance; then again and again with the driver or one of its
workers killed, resuming each time. Of each build one driver is killed while it packages, the others at any
moment. When the corpus is finished the dataset is compared with the undisturbed one and the next
round begins, until there were enough kills. Prints rows lost, rows there twice, and datasets that differ.

So that hundreds of kills fit into minutes, each driver is a fork of this process, which has the program
loaded, and a shard holds one page; workers are started as always.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from scale import write_corpus

from tzcorpus.package.parquet import column

# Exit codes of a run that came to its end; 1: some inputs were rejected.
OVER = (0, 1)
# Once less than this share of the pages is left to do, a driver is killed while it packages.
LATE = 0.3
_LOOK = 0.005


@dataclass
class Round:
    """The folders of a build, and how long it and its packaging last undisturbed."""

    corpus: Path
    out: Path
    config: Path
    seconds: float = 0.0
    packaging: float = 0.0
    killed: Counter[str] = field(default_factory=Counter)

    def start(self, out: Path) -> int:
        """The process id of a new driver."""
        pid = os.fork()
        if pid:
            return pid
        code = 70
        try:
            code = drive(self.corpus, out, self.config)
        finally:
            os._exit(code)

    def left(self) -> float:
        """The share of the pages that have no shard yet."""
        pages = len(list((self.corpus / "raw").iterdir()))
        done = len(list((self.out.parent / f".{self.out.name}.run").glob("*.json")))
        return max(0.1, 1 - done / pages)

    def parcels(self) -> set[Path]:
        """Folders of datasets that are being packaged, or were when their driver was killed."""
        return set(self.out.parent.glob(f".{self.out.name}.part-*"))


def drive(corpus: Path, out: Path, config: Path) -> int:
    """The program as a driver of its own: its exit code."""
    from tzcorpus.cli import main
    from tzcorpus.executors import tasks

    tasks.SHARD_BYTES, tasks.SHARD_TASKS = 1, 1
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    command = ["build", str(corpus), "-o", str(out), "--config", str(config), "--jobs", "2", "--force", "-q"]
    try:
        main(command)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def ended(pid: int) -> int | None:
    """The exit code of a driver, negative for a signal; None where it still runs."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def calm(this: Round, out: Path) -> str:
    """Build without disturbance; note how long it lasts."""
    began = time.monotonic()
    pid = this.start(out)
    parcel = 0.0
    watched = Round(this.corpus, out, this.config)
    while (code := ended(pid)) is None:
        parcel = parcel or (time.monotonic() if watched.parcels() else 0.0)
        time.sleep(_LOOK)
    assert code in OVER, code
    this.seconds, this.packaging = time.monotonic() - began, time.monotonic() - (parcel or began)
    return build_of(out)


def disturb(this: Round, chance: random.Random, most: int, *, in_parcel: bool) -> int:
    """Start a driver, watch it to its end and kill it, or workers of it, on the way; its exit code."""
    left = this.parcels()
    pid = this.start(this.out)
    while this.killed.total() < most:
        # what is left to do is shorter than a whole build
        due = None if in_parcel else time.monotonic() + chance.uniform(0, this.seconds * this.left())
        while due is None or time.monotonic() < due:
            if (code := ended(pid)) is not None:
                return code
            if due is None and this.parcels() - left:
                due = time.monotonic() + chance.uniform(0, this.packaging)
            time.sleep(_LOOK)
        workers = [] if in_parcel else workers_of(pid)
        if workers and chance.random() < 0.5:
            chance.choice(workers).kill()
            this.killed["worker"] += 1
            continue
        packaging = bool(this.parcels() - left)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGKILL:
            this.killed["driver while packaging" if packaging else "driver"] += 1
        return code
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def workers_of(pid: int) -> list[psutil.Process]:
    """The workers of a driver."""
    try:
        children = psutil.Process(pid).children()
        return [child for child in children if any("spawn_main" in part for part in child.cmdline())]
    except psutil.Error:
        return []


def build_of(out: Path) -> str:
    return str(json.loads((out / "dataset.json").read_text())["build"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--documents", type=int, default=24, help="pages of a build")
    options = parser.parse_args()
    import tzcorpus.cli.build
    import tzcorpus.runs  # noqa: F401 - for the drivers, which are forks

    chance = random.Random(options.seed)
    lost = twice = different = rounds = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_corpus(root / "corpus", options.documents * 3000)
        (root / "config.toml").write_text("[annotate]\nlearned = false\n")
        inputs = {path.stem for path in (root / "corpus" / "raw").iterdir()}
        this = Round(root / "corpus", root / "out", root / "config.toml")
        build = calm(this, root / "calm")
        while this.killed.total() < options.kills:
            for left in root.glob(".out*"):
                shutil.rmtree(left)
            shutil.rmtree(root / "out", ignore_errors=True)
            # of each build one driver is killed while it packages, and the others at any moment
            code, before = -1, this.killed["driver while packaging"]
            while code not in OVER:
                last = this.left() < LATE and this.killed["driver while packaging"] == before
                code = disturb(this, chance, options.kills, in_parcel=last)
            rounds += 1
            there = Counter(column(root / "out", "documents", "id"))
            lost += len(inputs - there.keys())
            twice += sum(count > 1 for count in there.values())
            different += build_of(root / "out") != build
            said = ", ".join(f"{what} {count}" for what, count in sorted(this.killed.items()))
            print(f"{this.killed.total():4d} kills ({said}), {time.monotonic() - began:.0f} s", flush=True)
    print(f"{this.killed.total()} kills ({said}) in {rounds} builds of {len(inputs)} documents:")
    print(f"{lost} rows lost, {twice} there twice, {different} datasets that differ from the undisturbed one")
    sys.exit(bool(lost or twice or different))


if __name__ == "__main__":
    main()
