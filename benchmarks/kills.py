"""Runs of the whole chain that are killed with SIGKILL at random points, and what is left of them.

    python benchmarks/kills.py [--kills 200] [--seed 7]

A corpus of own made-up pages is built without disturbance; then again and again with the driver or one of
its workers killed after a random time, resuming each time. When the corpus is finished the dataset is
compared with the undisturbed one and the next round begins, until there were enough kills. Prints rows lost,
rows there twice, and datasets that differ.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
from scale import write_corpus

from tzcorpus.package.parquet import column

# Seconds after which a kill falls.
WINDOW = (0.5, 5.0)
# Exit codes of a run that came to its end; 1: some inputs were rejected, here for want of an English side.
OVER = (0, 1)


def start(corpus: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "tzcorpus", "build", str(corpus), "-o", str(out),
        "--jobs", "2", "--force", "-q",
    ]  # fmt: skip
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def disturb(run: subprocess.Popen[bytes], chance: random.Random) -> str:
    """Kill the driver or one of its workers; what was killed, or nothing where the run was over."""
    time.sleep(chance.uniform(*WINDOW))
    if run.poll() is not None:
        return ""
    try:
        children = psutil.Process(run.pid).children()
        workers = [child for child in children if any("spawn_main" in part for part in child.cmdline())]
        if workers and chance.random() < 0.5:
            chance.choice(workers).kill()
            return "worker"
    except psutil.Error:
        return ""
    run.kill()
    return "driver"


def build_of(out: Path) -> str:
    return str(json.loads((out / "dataset.json").read_text())["build"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--size", type=float, default=0.6, help="megabytes of raw text a round")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    killed: Counter[str] = Counter()
    lost = twice = different = rounds = 0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_corpus(root / "corpus", int(options.size * 2**20))
        inputs = {path.stem for path in (root / "corpus" / "raw").iterdir()}
        assert start(root / "corpus", root / "calm").wait() in OVER
        calm = build_of(root / "calm")
        while killed.total() < options.kills:
            shutil.rmtree(root / ".out.run", ignore_errors=True)
            shutil.rmtree(root / "out", ignore_errors=True)
            code = -1
            while code not in OVER:
                run = start(root / "corpus", root / "out")
                while killed.total() < options.kills and (what := disturb(run, chance)):
                    killed[what] += 1
                    if what == "driver":
                        break
                code = run.wait()
            rounds += 1
            there = Counter(column(root / "out", "documents", "id"))
            lost += len(inputs - there.keys())
            twice += sum(count > 1 for count in there.values())
            different += build_of(root / "out") != calm
    said = ", ".join(f"{count} {what}s" for what, count in sorted(killed.items()))
    print(f"{killed.total()} kills ({said}) in {rounds} builds of {len(inputs)} documents:")
    print(f"{lost} rows lost, {twice} there twice, {different} datasets that differ from the undisturbed one")
    sys.exit(bool(lost or twice or different))


if __name__ == "__main__":
    main()
