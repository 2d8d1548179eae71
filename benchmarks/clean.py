"""Cleaning: tzcorpus beside doing nothing, one unwrap regex, and what other tools offer, on our own pages.

    python benchmarks/clean.py [--kind page|epaper] [--split dev] [--speed]

A peer is run where its package can be imported (ftfy always; datatrove, jionlp, data-juicer if installed)
and left out with a line saying so where not. ``--speed`` times every tool on one core over the same pages, as
a ratio to ``ftfy.fix_text``: ``speed`` and ``speed_joined`` repeat them to a few hundred thousand characters,
so that what a tool remembers of a line helps it; ``speed_first`` is the first sight of each page, after
others of its kind. Figures: sentences whole inside one line, F1 of paragraph boundaries, characters leaked
and lost (`tzcorpus.evaluate.cleaning`).
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import ftfy

from tzcorpus.clean.cleaner import clean
from tzcorpus.edits import clean_text
from tzcorpus.evaluate.cleaning import CleaningScores, load_gold, score_cleaning
from tzcorpus.records import BODY_ROLES, Document

ROOT = Path(__file__).parent.parent
UNWRAP = re.compile(r"(?<![。！？”…：\n])\n+(?=\S)")
# Characters timed at least, so that a run lasts about a second; other pages that a tool meets before that.
ENOUGH = 300_000
WARM = 60
Tool = Callable[[str], str]


def tzcorpus(text: str) -> str:
    return clean_text(clean(Document(id="page", raw=text)), roles=BODY_ROLES)


def ftfy_chinese(text: str) -> str:
    """ftfy with what damages Chinese switched off (widths, quotes)."""
    return ftfy.fix_text(text, uncurl_quotes=False, fix_character_width=False)


def tools() -> Iterator[tuple[str, Tool]]:
    """Every tool that can be run here, by name."""
    yield "nothing", lambda text: text
    yield "unwrap regex", lambda text: UNWRAP.sub("", text)
    yield "ftfy", ftfy_chinese
    yield from _datatrove()
    yield from _jionlp()
    yield from _data_juicer()
    yield "tzcorpus", tzcorpus


def _datatrove() -> Iterator[tuple[str, Tool]]:
    try:
        from datatrove.pipeline.formatters import FTFYFormatter
    except ImportError:
        print("datatrove: not installed, left out")
        return
    yield "datatrove FTFYFormatter", FTFYFormatter().format


def _jionlp() -> Iterator[tuple[str, Tool]]:
    try:
        import jionlp
    except ImportError:
        print("jionlp: not installed, left out")
        return
    yield "jionlp clean_text", jionlp.clean_text


def _data_juicer() -> Iterator[tuple[str, Tool]]:
    try:
        from data_juicer.ops.mapper import WhitespaceNormalizationMapper
    except ImportError:
        print("data-juicer: not installed, left out")
        return
    mapper = WhitespaceNormalizationMapper()
    yield "data-juicer whitespace", lambda text: str(mapper.process_batched({"text": [text]})["text"][0])


def pages(kind: str, split: str) -> list[tuple[Path, Path]]:
    """Raw file and gold of every page of ``split``."""
    gold = "gold.json" if kind == "page" else "epaper.gold.json"
    found = []
    for source in sorted((ROOT / "corpus/source").glob("*.md")):
        match = re.search(r'^split = "(\w+)"', source.read_text(encoding="utf-8"), re.M)
        folder = ROOT / "corpus/raw" / source.stem
        if match and split in ("all", match[1]) and (folder / gold).exists():
            found.append((folder / f"{kind}.txt", folder / gold))
    return found


def measure(tool: Tool, found: list[tuple[Path, Path]]) -> CleaningScores:
    total = CleaningScores()
    for raw, gold in found:
        data = raw.read_bytes()
        total += score_cleaning(load_gold(gold, data), tool(data.decode("utf-8")))
    return total


def seconds(tool: Tool, texts: list[str], warm: list[str]) -> float:
    """Processor time of ``tool`` over ``texts``, once it has met those of ``warm``."""
    for text in warm:
        tool(text)
    start = time.process_time()
    for text in texts:
        tool(text)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--kind", choices=("page", "epaper"), default="page", help="OCR pages or web editions"
    )
    parser.add_argument("--split", choices=("train", "dev", "test", "all"), default="dev")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    found = pages(options.kind, options.split)
    once = [raw.read_bytes().decode("utf-8") for raw, _ in found]
    others = [each for each in pages(options.kind, "all") if each not in found][:WARM]
    warm = [raw.read_bytes().decode("utf-8") for raw, _ in others]
    texts = once * max(1, ENOUGH // max(1, sum(map(len, once))))
    runs = {
        "speed_first": (once, warm),
        "speed": (texts, once[:1]),
        "speed_joined": (["\n\n".join(texts)], once[:1]),
    }
    base = {name: seconds(ftfy.fix_text, *run) for name, run in runs.items()} if options.speed else {}
    print(f"{len(found)} pages, {options.kind}, {options.split}")
    figures = {}
    for name, tool in tools():
        timed = base if name != "nothing" else {}
        spent = {each: seconds(tool, *runs[each]) for each in timed}
        scores = measure(tool, found)
        row = {
            "whole": scores.whole,
            "sentences": scores.sentences,
            "boundary_f1": round(scores.boundaries.f1, 3),
            "leaked": sum(scores.leaked.values()), "lost": scores.lost,
        }  # fmt: skip
        row |= {each: round(base[each] / max(1e-9, spent[each]), 2) for each in timed}
        figures[name] = row
        print(f"{name:<24}", "  ".join(f"{key} {value}" for key, value in row.items()))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
