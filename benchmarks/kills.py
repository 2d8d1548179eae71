"""Builds that are killed with SIGKILL at random moments, and what is left of them.

    python benchmarks/kills.py [--kills 200] [--seed 7] [--documents 60]

A corpus of own made-up pages is built without disturbance; then again and again with the driver or one of its
workers killed, resuming each time: a moment after some more pages are done, or after packaging began. When
the corpus is finished the dataset is compared with the undisturbed one and the next round begins, until there
were enough kills. Prints rows lost, rows there twice, and datasets that differ.

So that hundreds of kills fit into minutes, each driver is a fork of this process, which has the program and
its tables loaded, its workers are forks of the driver (``--spawn``: started anew, as the program does), and a
shard holds one page.
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
# Up to so many more pages are finished before a kill, and the share of kills that fall on workers, where
# there are any. In packaging the driver is alone.
STEP, WORKERS = 3, 0.6
# Seconds.
MOMENT = 0.1
START = "fork"
_LOOK = 0.02


@dataclass
class Round:
    """The folders of a build, and how long its packaging lasts undisturbed."""

    corpus: Path
    out: Path
    config: Path
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

    @property
    def pages(self) -> int:
        """How many pages the corpus has."""
        return len(list((self.corpus / "raw").iterdir()))

    def done(self) -> int:
        """How many of them have a shard."""
        return len(list((self.out.parent / f".{self.out.name}.run").glob("*.arrow")))

    def parcels(self) -> set[Path]:
        """Folders of datasets that are being packaged, or were when their driver was killed."""
        return set(self.out.parent.glob(f".{self.out.name}.part-*"))


def drive(corpus: Path, out: Path, config: Path) -> int:
    """The program as a driver of its own: its exit code."""
    from tzcorpus.cli import main
    from tzcorpus.executors import local, tasks

    tasks.SHARD_BYTES, tasks.SHARD_TASKS = 1, 1
    local._START = START
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


def warm(this: Round) -> None:
    """Load here what drivers and workers need: they are forks."""
    import tzcorpus.cli.build  # noqa: F401
    from tzcorpus.config import load_settings
    from tzcorpus.ingest.manifest import Entry, read_corpus
    from tzcorpus.packed import pack
    from tzcorpus.pipeline import build_parts
    from tzcorpus.runs import state_of

    settings = load_settings(this.config)
    state_of(settings)
    entry = next(iter(read_corpus(this.corpus)))
    assert isinstance(entry, Entry)
    pack(build_parts(entry, settings))


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
    this.packaging = time.monotonic() - (parcel or began)
    return build_of(out)


def disturb(this: Round, chance: random.Random, most: int) -> int:
    """Start a driver, watch it to its end and kill it, or workers of it, on the way; its exit code.

    A kill falls a moment after so many more pages are done, or, once all are, a moment after packaging began.
    """
    left = this.parcels()
    pid = this.start(this.out)
    while this.killed.total() < most:
        goal = this.done() + chance.randint(0, STEP)
        in_parcel = goal >= this.pages
        due = None
        while due is None or time.monotonic() < due:
            if (code := ended(pid)) is not None:
                return code
            if due is None and (this.parcels() - left if in_parcel else this.done() >= goal):
                due = time.monotonic() + chance.uniform(0, this.packaging if in_parcel else MOMENT)
            time.sleep(_LOOK)
        workers = [] if in_parcel else workers_of(pid)
        if workers and chance.random() < WORKERS:
            chance.choice(workers).kill()
            this.killed["worker"] += 1
            continue
        packaging = bool(this.parcels() - left)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if code != -signal.SIGKILL:
            return code  # it was over
        this.killed["driver while packaging" if packaging else "driver"] += 1
        if not packaging or chance.random() < 0.5:
            return code
        break
    else:
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status)
    _, status = os.waitpid(this.start(this.out), 0)
    return os.waitstatus_to_exitcode(status)


def workers_of(pid: int) -> list[psutil.Process]:
    """The workers of a driver."""
    try:
        children = psutil.Process(pid).children()
        return [
            child for child in children if not any("resource_tracker" in part for part in child.cmdline())
        ]
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
    parser.add_argument("--documents", type=int, default=60, help="pages of a build")
    parser.add_argument("--spawn", action="store_true", help="workers that load the program anew")
    options = parser.parse_args()
    global START
    START = "spawn" if options.spawn else "fork"

    chance = random.Random(options.seed)
    lost = twice = different = rounds = 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_corpus(root / "corpus", options.documents * 3000)
        (root / "config.toml").write_text("[annotate]\nlearned = false\n")
        inputs = {path.stem for path in (root / "corpus" / "raw").iterdir()}
        this = Round(root / "corpus", root / "out", root / "config.toml")
        warm(this)
        build = calm(this, root / "calm")
        while this.killed.total() < options.kills:
            for left in root.glob(".out*"):
                shutil.rmtree(left)
            shutil.rmtree(root / "out", ignore_errors=True)
            while disturb(this, chance, options.kills) not in OVER:
                pass
            rounds += 1
            there = Counter(column(root / "out", "documents", "id"))
            lost += len(inputs - there.keys())
            twice += sum(count > 1 for count in there.values())
            different += build_of(root / "out") != build
            said = ", ".join(f"{what} {count}" for what, count in sorted(this.killed.items()))
            wrong = f"{lost} lost, {twice} twice, {different} differ"
            print(
                f"{this.killed.total():4d} kills ({said}): {wrong}, {time.monotonic() - began:.0f} s",
                flush=True,
            )
    print(f"{this.killed.total()} kills ({said}) in {rounds} builds of {len(inputs)} documents:")
    print(f"{lost} rows lost, {twice} there twice, {different} datasets that differ from the undisturbed one")
    sys.exit(bool(lost or twice or different))


if __name__ == "__main__":
    main()
