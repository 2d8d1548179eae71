"""Learn what tells of money before a figure without a currency (language/tables/money_sense_*.tsv).

    python scripts/train_money.py [--splits train,dev] [--check]

Learns from the articles of corpus/source in the named splits, from tests/cases/money/{zh,en}.json with their
traps, from the halves called "tune" of the probes and of tests/cases/pairs/wild.json, and from
scripts/money_bare_*.txt. The same input gives the same bytes. ``--check`` cross-validates instead of writing:
how many figures without a unit at a clause's end are money, and how many are not, above some thresholds.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import money_gold as gold_of  # noqa: E402  (benchmarks is no package)

from tzcorpus.annotate import money_sense, money_words_zh, money_zh  # noqa: E402
from tzcorpus.annotate.money_cues_en import FOLLOW  # noqa: E402
from tzcorpus.annotate.money_quantity_en import SCAN as SCAN_EN  # noqa: E402
from tzcorpus.annotate.money_quantity_en import read as read_en  # noqa: E402
from tzcorpus.annotate.money_quantity_zh import SCAN as SCAN_ZH  # noqa: E402
from tzcorpus.annotate.money_quantity_zh import read as read_zh  # noqa: E402
from tzcorpus.records import Language  # noqa: E402

TABLES = ROOT / "src/tzcorpus/language/tables"
ROUNDS, RATE, DECAY = 30, 0.2, 0.0025
BARE_COUNTS = 3  # what has no unit is what the weights are for
SEEN = 2  # a feature seen less often is left out
LEAST = 15  # hundredths: a smaller weight says nothing
FOLDS = 5
LEAST_FIGURE = 20


class Figure(NamedTuple):
    """A figure of a training text: its features, whether it is money, and whether no unit follows it."""

    features: tuple[str, ...]
    money: bool
    bare: bool


def texts(language: Language, splits: Sequence[str]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Every training text with the spans of its amounts."""
    for split in splits:
        yield from _of(gold_of.corpus(split), language)
    for name in (language, f"traps_{language}"):
        for case in json.loads((gold_of.CASES / f"{name}.json").read_text(encoding="utf-8")):
            spans = [(m["start"], m["start"] + len(m["surface"])) for m in case.get("money", [])]
            yield case["text"], spans
    yield from _of(gold_of.probes("tune"), language)
    yield from _of(gold_of.wild("tune"), language)
    for line in (ROOT / f"scripts/money_bare_{language}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, marked = "", []
            for piece in re.split(r"(\[[^\]]*\])", line):
                inner = piece.strip("[]") if piece.startswith("[") else piece
                if inner != piece:
                    marked.append((len(text), len(text) + len(inner)))
                text += inner
            yield text, marked


def _of(blocks: Iterator[gold_of.Block], language: Language) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    for block in blocks:
        if block.language == language:
            yield block.text, list(block.gold)


def figures_zh(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Figure]:
    folded = text.translate(money_zh.FORMS)
    for match in SCAN_ZH.finditer(folded):
        start, end = match.span()
        reading = read_zh(match.group())
        value = reading and (reading.low if reading.amount is None else reading.amount)
        if value is None or (value < LEAST_FIGURE and "." not in match.group()):
            continue
        if re.match("[年月日%时点号]", folded[end : end + 1]) or re.fullmatch(
            r"(?:19|20)\d\d", match.group()
        ):
            continue
        bare = money_words_zh.CLAUSE_END.match(folded, end) is not None and folded[end : end + 1] != "元"
        yield Figure(
            tuple(sorted(set(money_sense.features_zh(folded, start, end)))), _inside(spans, start, end), bare
        )


def figures_en(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Figure]:
    for match in SCAN_EN.finditer(text):
        start, end = match.span()
        reading = read_en(match.group(), letters=True)
        value = reading and (reading.low if reading.amount is None else reading.amount)
        if value is None or (value < LEAST_FIGURE and "." not in match.group()):
            continue
        if re.fullmatch(r"(?:19|20)\d\d", match.group()) or re.match(
            r"\s?(?:%|per\s?cent)", text[end : end + 9]
        ):
            continue
        bare = FOLLOW.match(text, end) is not None and not re.search(
            r"[$€£¥]\s?$", text[max(0, start - 2) : start]
        )
        yield Figure(
            tuple(sorted(set(money_sense.features_en(text, start, end)))), _inside(spans, start, end), bare
        )


def _inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)


def learn(figures: Sequence[Figure]) -> dict[str, float]:
    """Weights by logistic regression (AdaGrad, a fixed order of examples)."""
    seen = Counter(feature for figure in figures for feature in figure.features)
    weights = {feature: 0.0 for feature in sorted(seen) if seen[feature] >= SEEN}
    squares = dict.fromkeys(weights, 1e-6)
    order = list(range(len(figures)))
    shuffle = random.Random(0)
    for _ in range(ROUNDS):
        shuffle.shuffle(order)
        for index in order:
            figure = figures[index]
            known = [feature for feature in figure.features if feature in weights]
            odds = max(-30.0, min(30.0, sum(weights[feature] for feature in known)))
            off = (1 / (1 + math.exp(-odds)) - figure.money) * (BARE_COUNTS if figure.bare else 1)
            for feature in known:
                step = off + DECAY * weights[feature]
                squares[feature] += step * step
                weights[feature] -= RATE * step / math.sqrt(squares[feature])
    return weights


def check(figures: Sequence[Figure]) -> None:
    """Prints what cross-validation finds of the bare figures, at some thresholds."""
    order = list(range(len(figures)))
    random.Random(1).shuffle(order)
    scored = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        weights = learn([figures[index] for index in order if index not in held])
        for index in sorted(held):
            if figures[index].bare:
                found = sum(weights.get(feature, 0.0) for feature in figures[index].features)
                scored.append((found, figures[index].money))
    money = sum(is_money for _, is_money in scored)
    for least in (0, 1, 2, 3, 4):
        right = sum(is_money for found, is_money in scored if found > least)
        false = sum(not is_money for found, is_money in scored if found > least)
        print(
            f"above {least}: {right} of {money} that are money, {false} of {len(scored) - money} that are not"
        )


def write(language: Language, weights: dict[str, float]) -> int:
    """Writes the table; returns how many weights it holds."""
    lines = [f"{feature}\t{round(100 * weight)}" for feature, weight in sorted(weights.items())
             if abs(round(100 * weight)) >= LEAST]  # fmt: skip
    head = "# Made by scripts/train_money.py: weights of what stands before a figure, in hundredths.\n"
    head += "feature\tweight\n"
    (TABLES / f"money_sense_{language}.tsv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--splits", default="train,dev", help="splits of corpus/source, by comma")
    parser.add_argument("--check", action="store_true", help="cross-validate and write nothing")
    options = parser.parse_args()
    for language in gold_of.LANGUAGES:
        finder = figures_zh if language == "zh" else figures_en
        splits = options.splits.split(",")
        figures = [figure for text, spans in texts(language, splits) for figure in finder(text, spans)]
        bare = sum(figure.bare for figure in figures)
        print(f"{language}: {len(figures)} figures, {bare} of them bare")
        if options.check:
            check(figures)
        else:
            print(f"{write(language, learn(figures))} weights")


if __name__ == "__main__":
    main()
