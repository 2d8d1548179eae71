"""A verb over more and more raw text: time, memory, and whether cost stays linear.

    python benchmarks/scale.py --sizes 1,4,16 [--verb build|clean] [--jobs 1] [--rules]
                               [--shape pages|tiny|article|line] [--plot docs/scale.svg]

Each size (megabytes of UTF-8) is a corpus of own made-up text, worked on by a process of its own: ``pages``
of some 3 kB, ``tiny`` documents of 100 bytes, one ``article`` in short lines, or one ``line``. ``--rules``
leaves the learned recogniser out. Prints processor seconds of all processes and of the driver alone (what no
worker can take off it), megabytes a processor second, peak memory of the driver, of its largest worker, and
of all processes together (looked at every tenth of a second; what they share is counted for each), and the
slope of log time against log size: 1 is linear.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil

PLACES = "澄江 临港 青柳 南浦 云岭 松湾 石桥 东渡 白鹭洲 长汀".split()
TRADES = "轴承 泵业 纺织 光电 食品 造纸 船舶 陶瓷 生物医药 新材料".split()
THINGS = "一条自动生产线 三座冷库 两栋研发楼 一处培训中心 新的货运码头 四台大型压机".split()
SENTENCES = (
    "{place}{trade}集团有限公司在{place}经济开发区投资{n}.{m}亿元，建设{thing}。",
    "据介绍，该项目占地{n}{m}亩，预计明年{month}月投产，年产值可达{n}亿元。",
    "“我们先把路修到厂门口，再谈别的。”{place}高新区负责人说，去年园区新增企业{n}家。",
    "今年一季度，{place}实现出口{n}{m}0万美元，比上年同期增长{m}.{n}%。",
    "走进车间，{n}台机床一字排开，工人正在调试{thing}，再过{m}天就要交货。",
)
WIDTH, PARAGRAPH, PARAGRAPHS = 28, 5, 6


def sentence(chance: random.Random) -> str:
    """A sentence of made-up news."""
    return chance.choice(SENTENCES).format(
        place=chance.choice(PLACES), trade=chance.choice(TRADES), thing=chance.choice(THINGS),
        n=chance.randint(2, 98), m=chance.randint(1, 9), month=chance.randint(1, 12),
    )  # fmt: skip


def page(chance: random.Random) -> str:
    """A page of made-up news in short lines, as OCR leaves it."""
    lines = [f"{chance.choice(PLACES)}{chance.choice(TRADES)}业又添新项目"]
    for _ in range(PARAGRAPHS):
        text = "　　" + "".join(sentence(chance) for _ in range(PARAGRAPH))
        lines += [text[k : k + WIDTH] for k in range(0, len(text), WIDTH)]
    return "\n".join(lines) + "\n"


def write_corpus(folder: Path, size: int, *, seed: int = 1, shape: str = "pages") -> int:
    """``size`` bytes of documents under ``folder``/raw; how many documents."""
    chance = random.Random(seed)
    raw = folder / "raw"
    raw.mkdir(parents=True)
    left, number = size, 0
    with contextlib.ExitStack() as files:
        whole = None
        if shape in ("article", "line"):
            whole = files.enter_context((raw / "all.txt").open("w", encoding="utf-8"))
        while left > 0:
            text = page(chance)
            if shape == "tiny":
                text = sentence(chance) + "\n"
            elif shape == "line":
                text = "".join(text.split())
            left -= len(text.encode())
            if whole is not None:
                whole.write(text)
            else:
                (raw / f"p{number:06d}.txt").write_text(text, encoding="utf-8")
            number += 1
    return 1 if whole is not None else number


CODE = """
import resource, sys
from tzcorpus.cli import main
try:
    main(sys.argv[1:])
finally:
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(each) for each in who]
    print("peak", *(each.ru_maxrss / 1024 for each in used), used[0].ru_utime + used[0].ru_stime)
"""


class Cost(NamedTuple):
    """Wall and processor seconds, those of the driver alone; peak megabytes of the driver, of its largest
    worker, of all together.
    """

    wall: float
    cpu: float
    alone: float
    driver: float
    worker: float
    together: float


def measure(arguments: list[str]) -> Cost:
    """What ``tzcorpus`` with these arguments costs."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        run = subprocess.Popen([sys.executable, "-c", CODE, *arguments], stdout=said, stderr=said)
        together = 0.0
        while run.poll() is None:
            together = max(together, resident(run.pid))
            time.sleep(0.1)
        said.seek(0)
        out = said.read()
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # 1: some inputs were rejected
    assert run.returncode in (0, 1), out[-2000:]
    driver, worker, alone = map(float, out.rsplit("peak", 1)[1].split()[:3])
    return Cost(wall, cpu, alone, driver, worker, max(together, driver))


def resident(pid: int) -> float:
    """Megabytes that a process and its children hold now."""
    total = 0
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(pid)
        for each in (parent, *parent.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += each.memory_info().rss
    return total / 2**20


def plot(path: Path, sizes: list[float], seconds: list[float], slope: float) -> None:
    import altair as alt

    data = alt.Data(values=[{"size": size, "time": each} for size, each in zip(sizes, seconds, strict=True)])
    chart = alt.Chart(data, title=f"Raw text to dataset: log-log slope {slope:.2f}").mark_line(point=True)
    chart = chart.encode(
        x=alt.X("size:Q", scale=alt.Scale(type="log"), title="raw text, MB"),
        y=alt.Y("time:Q", scale=alt.Scale(type="log"), title="processor time, s"),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    chart.save(str(path))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1,4,16", help="megabytes, with commas between")
    parser.add_argument("--verb", choices=["build", "clean"], default="build")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--rules", action="store_true", help="without the learned recogniser")
    parser.add_argument("--shape", choices=["pages", "tiny", "article", "line"], default="pages")
    parser.add_argument("--plot", type=Path, help="an .svg or .png to draw")
    options = parser.parse_args()
    sizes = [float(size) for size in options.sizes.split(",")]
    seconds = []
    print(
        "   MB  documents   wall s    cpu s  driver s  MB/cpu s  driver MB  worker MB  together MB",
        flush=True,
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            count = write_corpus(root / "corpus", int(size * 2**20), shape=options.shape)
            (root / "config.toml").write_text("[annotate]\nlearned = false\n" if options.rules else "")
            of = root / "corpus" if options.verb == "build" else root / "corpus" / "raw"
            arguments = [options.verb, str(of), "-o", str(root / "out"), "--jobs", str(options.jobs)]
            cost = measure([*arguments, "--config", str(root / "config.toml"), "-q"])
        seconds.append(cost.cpu)
        print(
            f"{size:5g} {count:10d} {cost.wall:8.1f} {cost.cpu:8.1f} {cost.alone:9.1f} {size / cost.cpu:9.3f}"
            f" {cost.driver:10.0f} {cost.worker:10.0f} {cost.together:12.0f}",
            flush=True,
        )
    if len(sizes) > 1:
        slope = float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
        print(f"log-log slope {slope:.2f}")
        if options.plot:
            plot(options.plot, sizes, seconds, slope)


if __name__ == "__main__":
    main()
