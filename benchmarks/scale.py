"""The whole chain over more and more raw text: time, memory, and whether cost stays linear.

    python benchmarks/scale.py --sizes 1,4,16 [--jobs 1] [--plot build/scale.svg] [--shape pages|one]

Each size (megabytes of UTF-8) is a corpus of own made-up pages of some 3 kB (``one``: a single document),
built in a process of its own. Prints megabytes a second, peak memory of the driver and of its largest worker
(getrusage), and the slope of log time against log size: 1 is linear.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

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


def page(chance: random.Random) -> str:
    """A page of made-up news in short lines, as OCR leaves it."""
    lines = [f"{chance.choice(PLACES)}{chance.choice(TRADES)}业又添新项目"]
    for _ in range(PARAGRAPHS):
        text = "".join(
            chance.choice(SENTENCES).format(
                place=chance.choice(PLACES), trade=chance.choice(TRADES), thing=chance.choice(THINGS),
                n=chance.randint(2, 98), m=chance.randint(1, 9), month=chance.randint(1, 12),
            )
            for _ in range(PARAGRAPH)
        )  # fmt: skip
        text = f"　　{text}"
        lines += [text[k : k + WIDTH] for k in range(0, len(text), WIDTH)]
    return "\n".join(lines) + "\n"


def write_corpus(folder: Path, size: int, *, seed: int = 1, one: bool = False) -> None:
    """``size`` bytes of pages under ``folder``/raw."""
    chance = random.Random(seed)
    raw = folder / "raw"
    raw.mkdir(parents=True)
    left, number = size, 0
    pages: list[str] = []
    while left > 0:
        text = page(chance)
        left -= len(text.encode())
        if one:
            pages.append(text)
        else:
            (raw / f"p{number:06d}.txt").write_text(text, encoding="utf-8")
        number += 1
    if one:
        (raw / "all.txt").write_text("".join(pages), encoding="utf-8")


CODE = """
import resource, sys
from tzcorpus.cli import main
try:
    main(sys.argv[1:])
finally:
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print("peak", *(resource.getrusage(each).ru_maxrss / 1024 for each in who))
"""


def measure(corpus: Path, out: Path, jobs: int) -> tuple[float, float, float, float]:
    """Wall and processor seconds, peak megabytes of the driver and of its largest worker."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    arguments = ["build", str(corpus), "-o", str(out), "--jobs", str(jobs), "-q"]
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments], capture_output=True, text=True, check=False
    )
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # 1: some inputs were rejected, which here is that none has an English side
    assert done.returncode in (0, 1), done.stderr
    driver, worker = map(float, done.stdout.rsplit("peak", 1)[1].split())
    return wall, cpu, driver, worker


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
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--shape", choices=["pages", "one"], default="pages")
    parser.add_argument("--plot", type=Path, help="an .svg or .png to draw")
    options = parser.parse_args()
    sizes = [float(size) for size in options.sizes.split(",")]
    seconds = []
    print("   MB   wall s    cpu s  MB/cpu s  driver MB  worker MB")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            write_corpus(Path(name, "corpus"), int(size * 2**20), one=options.shape == "one")
            wall, cpu, driver, worker = measure(Path(name, "corpus"), Path(name, "out"), options.jobs)
        seconds.append(cpu)
        print(f"{size:5g} {wall:8.1f} {cpu:8.1f} {size / cpu:9.3f} {driver:10.0f} {worker:10.0f}", flush=True)
    if len(sizes) > 1:
        slope = float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
        print(f"log-log slope {slope:.2f}")
        if options.plot:
            plot(options.plot, sizes, seconds, slope)


if __name__ == "__main__":
    main()
