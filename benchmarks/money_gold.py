"""Our amounts beside gold: corpus/source and the probes of tests/cases/money, every field counted.

Used by `benchmarks/money.py` (--corpus, --probes, --wild).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, cast

from tzcorpus.annotate.money import find_money
from tzcorpus.records import Language, Money

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus" / "source"
CASES = ROOT / "tests" / "cases" / "money"
WILD = ROOT / "tests" / "cases" / "pairs" / "wild.json"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
NUMBERS = ("amount", "low", "high")
FIELDS = (*NUMBERS, "currency", "currency_implicit", "approx", "bound", "kind", "per")


_LOOSE_PER = re.compile(r" an? [a-z]+$|一[\u4e00-\u9fff]{1,2}$")


class Block(NamedTuple):
    """A text with its gold: span to the value as the gold has it, numbers as strings."""

    document: str
    split: str
    language: Language
    text: str
    gold: dict[tuple[int, int], dict]


def corpus(split: str | None) -> Iterator[Block]:
    """Every block of our own corpus, or of one split."""
    sys.path.insert(0, str(ROOT / "scripts"))
    import corpus_source  # type: ignore[import-not-found]

    for path in corpus_source.sources(CORPUS):
        article = corpus_source.load(path)
        if split is not None and article.meta["split"] != split:
            continue
        for block in article.blocks:
            for side in corpus_source.SIDES:
                gold = {
                    (m.start, m.end): m.value.to_dict()
                    for m in corpus_source.mentions(block, side)
                    if m.value is not None
                }
                yield Block(
                    article.id, article.meta["split"], side, corpus_source.block_text(block, side), gold
                )


def probes(half: str | None) -> Iterator[Block]:
    """The probes, each a document of its own; a probe without an amount is a trap."""
    for language in LANGUAGES:
        cases = json.loads((CASES / f"probes_{language}.json").read_text(encoding="utf-8"))
        for index, case in enumerate(cases):
            if half is None or case["split"] == half:
                gold = {
                    (m["start"], m["start"] + len(m["surface"])): dict.fromkeys(NUMBERS) | m
                    for m in case["money"]
                }
                yield Block(str(index), case["split"], language, case["text"], gold)


def wild(half: str | None) -> Iterator[Block]:
    """The paragraphs of tests/cases/pairs/wild.json, whose marks name spans and no values."""
    for document in json.loads(WILD.read_text(encoding="utf-8"))["docs"]:
        if half is None or document["half"] == half:
            for language in LANGUAGES:
                for paragraph in _paragraphs(document["beads"], language):
                    text, gold = _marked(paragraph)
                    yield Block(document["id"], document["half"], language, text, gold)


def _paragraphs(beads: list[dict], language: Language) -> list[str]:
    out: list[list[str]] = []
    for bead in beads:
        if bead.get("par") or not out:
            out.append([])
        out[-1] += bead[language]
    return [("" if language == "zh" else " ").join(sentences) for sentences in out if sentences]


def _marked(paragraph: str) -> tuple[str, dict[tuple[int, int], dict]]:
    """The text without its marks, and the spans of its amounts."""
    text, opened, gold = "", [], {}
    for piece in re.split(r"(\[|\][CPM])", paragraph):
        if piece == "[":
            opened.append(len(text))
        elif re.fullmatch(r"\][CPM]", piece):
            start = opened.pop()
            if piece == "]M":
                # the guideline leaves a denominator without "per" outside: 68 yuan a tin
                gold[start, len(_LOOSE_PER.sub("", text))] = {}
        else:
            text += piece
    return text, gold


def faults(block: Block, counts: Counter[str]) -> list[str]:
    """Compares one block; counts the mentions, and names what differs."""
    found = {(e.span.start, e.span.end): cast(Money, e.value) for e in find_money(block.text, block.language)}
    counts.update(gold=len(block.gold), found=len(found))
    out = []
    for span, value in block.gold.items():
        mine = found.pop(span, None)
        if mine is None:
            out.append(f"missed {_shown(block.text, span)}")
            continue
        counts["exact"] += 1
        off = [name for name in FIELDS if name in value and _given(value, name) != getattr(mine, name)]
        right = not set(off) & {*NUMBERS, "currency"}
        counts["quantity"] += right
        counts["value"] += not off
        # an open currency is a miss, not a wrong one
        open_one = set(off) & {*NUMBERS, "currency"} == {"currency"} and mine.currency is None
        counts["silent"] += not right and not mine.repaired and not open_one
        out += [
            f"{name} {getattr(mine, name)}, gold {value.get(name)}: {_shown(block.text, span)}"
            for name in off
        ]
    for span, mine in found.items():
        over = [value for (a, b), value in block.gold.items() if a < span[1] and span[0] < b]
        counts["false"] += not over
        counts["silent"] += bool(over) and not mine.repaired and not any(_agrees(mine, v) for v in over)
        out.append(f"extra {mine.amount or (mine.low, mine.high)} {_shown(block.text, span)}")
    return out


def _agrees(mine: Money, value: dict) -> bool:
    """Is the quantity right, though the span is not?"""
    return all(_given(value, name) == getattr(mine, name) for name in ("amount", "currency") if name in value)


def _given(value: dict, name: str) -> object:
    given = value.get(name)
    return Decimal(given) if name in NUMBERS and given is not None else given


def _shown(text: str, span: tuple[int, int]) -> str:
    start, end = span
    return f"{text[start:end]!r} in {text[max(0, start - 14) : end + 8]!r}"


def score(blocks: Iterator[Block], *, mistakes: bool) -> None:
    """Prints the figures by split and side; only spans mean anything where the gold has no values."""
    table: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for block in blocks:
        for fault in faults(block, table[block.split, block.language]):
            if mistakes:
                print(f"{block.document} {block.split} {block.language}: {fault}")
    for (split, language), counts in sorted(table.items()):
        total, seen = max(1, counts["gold"]), max(1, counts["found"])
        print(
            f"{split:6}{language}  mentions {counts['gold']}  "
            f"span F1 {2 * counts['exact'] / (seen + total):.3f}  "
            f"amount, ends and currency {counts['quantity']}/{counts['gold']}  "
            f"whole value {counts['value']}/{counts['gold']}  "
            f"silent wrong {counts['silent']}  false alarms {counts['false']}"
        )
