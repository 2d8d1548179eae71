"""The number check on our own articles: errors put into the English, and findings where there is none.

    python benchmarks/figures.py [--split dev|train|test|all] [--mistakes]
    python benchmarks/figures.py --wild tune|held [--mistakes]

Pairs are the gold's filled beads. Into every English amount of money that the gold pairs with a Chinese one
(and whose bead has no planted error) an error of each kind is put, one at a time: another power of ten
(million for billion, or a nought more), another currency, another digit. "found": a finding that is neither
agrees nor rounded lies on the changed amount and was not there before; "named": it is of the kind put in.

Untouched pairs: findings that are neither agrees nor rounded. Those of beads with a planted error, and
amounts that the gold marks without a partner in the bead, are sorted out; the rest counts as false, though
a few are true: counts other than money that a translator left out have no mark in the gold. ``--mistakes``
prints misses and every such finding with its cause before the figures.

``--wild`` does the same with a half of ``tests/cases/pairs/wild.json``, whose writer did not see the rules
and listed the translator's errors; all else that is found there is false. Errors are put into amounts of
beads with as many amounts on either side.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import corpus_model as model  # noqa: E402
import corpus_source  # noqa: E402
from tzcorpus.align.numbers import check_numbers  # noqa: E402
from tzcorpus.records import Finding, Span  # noqa: E402

SEED = 7
QUIET = ("agrees", "rounded")
SCALES = {"thousand": "million", "million": "billion", "billion": "million", "trillion": "billion"}
# An amount in the second is given as the first: English names before codes and signs.
CURRENCIES = (("dollars", r"yuan|RMB|renminbi|CNY"), ("yuan", r"(?:US )?dollars?|euros?|pounds?|yen"))
KINDS = {"power-of-ten": ("power-of-ten",), "currency": ("currency",), "digit": ("differs", "power-of-ten")}

Marked = tuple[int, int, str | None]


def joined(bead: model.Bead, side: model.Side) -> tuple[str, list[Marked]]:
    """A bead's text on one side, and its money: start, end, mark."""
    text, money = "", []
    for sentence in bead.side(side):
        text += " " if text and side == "en" else ""
        money += [(len(text) + m.start, len(text) + m.end, m.same) for m in sentence.mentions if m.ref == "m"]
        text += sentence.text
    return text, money


def power_of_ten(amount: str, _: random.Random) -> str | None:
    scale = re.search(r"\b(?:thousand|million|billion|trillion)\b", amount)
    if scale:
        return amount[: scale.start()] + SCALES[scale[0]] + amount[scale.end() :]
    figure = re.search(r"\d[\d,]*(?:\.\d+)?", amount)
    if figure is None:
        return None
    return f"{amount[: figure.start()]}{moved(figure[0])}{amount[figure.end() :]}"


def moved(figure: str) -> str:
    """Ten times as much."""
    whole, _, rest = figure.replace(",", "").partition(".")
    return f"{int(whole + rest[:1]):,}.{rest[1:]}".rstrip(".") if rest else f"{int(whole) * 10:,}"


def currency(amount: str, _: random.Random) -> str | None:
    prefixed = re.match(r"(?:RMB|CNY)\s?(?=\d)", amount)
    if prefixed:
        return "US$" + amount[prefixed.end() :]
    for new, old in CURRENCIES:
        changed = re.sub(rf"\b(?:{old})\b", new, amount)
        if changed != amount:
            return changed
    return None


def digit(amount: str, chance: random.Random) -> str | None:
    places = [k for k, c in enumerate(amount) if c in "123456789"]
    if not places:
        return None
    place = chance.choice(places)
    new = chance.choice([d for d in "123456789" if d != amount[place]])
    return amount[:place] + new + amount[place + 1 :]


ERRORS = {"power-of-ten": power_of_ten, "currency": currency, "digit": digit}


def spoken(finding: Finding) -> tuple[str, str | None, str | None]:
    return finding.kind, finding.zh_value, finding.en_value


def injected(bead: model.Bead, chance: random.Random, tally: Counter[str]) -> Iterator[str]:
    """Put errors into a bead one at a time; yields what was not found."""
    zh, zh_money = joined(bead, "zh")
    en, en_money = joined(bead, "en")
    marks = {m for _, _, m in zh_money}
    amounts = [Span(start, end) for start, end, mark in en_money if mark is not None and mark in marks]
    yield from put_in(zh, en, amounts, chance, tally)


def put_in(
    zh: str, en: str, amounts: list[Span], chance: random.Random, tally: Counter[str]
) -> Iterator[str]:
    before = {spoken(f) for f in check_numbers(zh, en)}
    for span in amounts:
        start, end = span.start, span.end
        for name, make in ERRORS.items():
            wrong = make(en[start:end], chance)
            if wrong is None:
                continue
            text, place = en[:start] + wrong + en[end:], Span(start, start + len(wrong))
            here = [
                f
                for f in check_numbers(zh, text)
                if f.kind not in QUIET and spoken(f) not in before and (f.en is None or meets(f.en, place))
            ]
            tally[f"{name} put in"] += 1
            tally[f"{name} found"] += bool(here)
            tally[f"{name} named"] += any(f.kind in KINDS[name] for f in here)
            if not here:
                yield f"not found  {name}: {en[start:end]} -> {wrong} | {zh}"


MARK = re.compile(r"\[([^\]]+)\]([CPM])")


def unmarked(text: str) -> tuple[str, list[tuple[Span, str]]]:
    """A marked text without its marks, and what they marked."""
    out, marks, at = "", [], 0
    for mark in MARK.finditer(text):
        out += text[at : mark.start()]
        marks.append((Span(len(out), len(out) + len(mark[1])), mark[2]))
        out += mark[1]
        at = mark.end()
    return out + text[at:], marks


def wild(half: str, chance: random.Random, tally: Counter[str]) -> Iterator[str]:
    """The pairs of a half of wild.json: listed errors, false findings, errors put in."""
    cases = json.loads((ROOT / "tests" / "cases" / "pairs" / "wild.json").read_text(encoding="utf-8"))
    for document in cases["docs"]:
        if document["half"] != half:
            continue
        listed = [(error["zh"], error["en"]) for error in document.get("errors") or ()]
        for bead in document["beads"]:
            zh, zh_marks = unmarked("".join(bead["zh"]))
            en, en_marks = unmarked(" ".join(bead["en"]))
            if not (zh and en):
                continue
            tally["pairs"] += 1
            wrong = [(z, e) for z, e in listed if z in zh and e in en]
            tally["planted beads"] += len(wrong)
            found: set[tuple[str, str]] = set()
            for finding in check_numbers(zh, en):
                own = (finding.zh, zh_marks), (finding.en, en_marks)
                if finding.kind in QUIET or (
                    finding.kind == "missing"
                    and any(s and kind != "M" and meets(s, at) for s, marks in own for at, kind in marks)
                ):
                    continue
                there = [w for w in wrong if lies(finding.zh, zh, w[0]) or lies(finding.en, en, w[1])]
                found.update(there)
                tally["false"] += not there
                tally["false, missing"] += not there and finding.kind == "missing"
                if not there:
                    yield f"{document['id']} false     {finding.kind}: {finding.message} | {zh} | {en}"
            tally["planted beads found"] += len(found)
            for missed in set(wrong) - found:
                yield f"{document['id']} listed, not found: {missed} | {zh} | {en}"
            amounts = [span for span, kind in en_marks if kind == "M"]
            if not wrong and len(amounts) == sum(kind == "M" for _, kind in zh_marks):
                yield from (f"{document['id']} {fault}" for fault in put_in(zh, en, amounts, chance, tally))


def lies(span: Span | None, text: str, quote: str) -> bool:
    at = text.find(quote)
    return span is not None and meets(span, Span(at, at + len(quote)))


def meets(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def untouched(bead: model.Bead, tally: Counter[str]) -> Iterator[str]:
    """Findings of a bead as it is, with their cause."""
    zh, zh_money = joined(bead, "zh")
    en, en_money = joined(bead, "en")
    tally["pairs"] += 1
    for finding in check_numbers(zh, en):
        if finding.kind in QUIET:
            continue
        if finding.kind == "missing" and (named(finding.zh, bead, "zh") or named(finding.en, bead, "en")):
            continue
        if bead.planted:
            cause = "planted"
        elif alone(finding.zh, zh_money, en_money) or alone(finding.en, en_money, zh_money):
            cause = "omitted"
        else:
            cause = "false"
        tally[cause] += 1
        tally["false, missing"] += cause == "false" and finding.kind == "missing"
        yield f"{cause:9} {finding.kind}: {finding.message} | {zh} | {en}"


def named(span: Span | None, bead: model.Bead, side: model.Side) -> bool:
    """Does ``span`` lie in a name? `tzcorpus.align.checks` leaves such findings out."""
    at = 0
    for sentence in bead.side(side):
        at += 1 if at and side == "en" else 0
        for m in sentence.mentions:
            if m.ref not in ("m", "-") and span and at + m.start <= span.start and span.end <= at + m.end:
                return True
        at += len(sentence.text)
    return False


def alone(span: Span | None, own: list[Marked], others: list[Marked]) -> bool:
    """Does ``span`` lie in an amount that has no partner on the other side?"""
    marks = {mark for _, _, mark in others}
    return span is not None and any(
        meets(span, Span(start, end)) and (mark is None or mark not in marks) for start, end, mark in own
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--split", default="all", choices=("train", "dev", "test", "all"))
    parser.add_argument("--wild", choices=("tune", "held"))
    parser.add_argument("--mistakes", action="store_true")
    options = parser.parse_args()
    chance, tally = random.Random(SEED), Counter[str]()
    if options.wild:
        for fault in wild(options.wild, chance, tally):
            if options.mistakes:
                print(fault)
    for path in corpus_source.sources(ROOT / "corpus" / "source"):
        article = corpus_source.load(path)
        if options.wild or options.split not in ("all", article.meta["split"]):
            continue
        for bead in (bead for block in article.blocks for bead in block.beads):
            if not (bead.zh and bead.en):
                continue
            faults = list(untouched(bead, tally))
            tally["planted beads"] += bool(bead.planted)
            tally["planted beads found"] += bool(bead.planted and faults)
            faults += [] if bead.planted else list(injected(bead, chance, tally))
            if options.mistakes:
                for fault in faults:
                    print(f"{article.id}:{bead.line} {fault}")
    for name in ERRORS:
        there = tally[f"{name} put in"]
        print(f"{name:13} {there:4} put in, {tally[f'{name} found']} found, {tally[f'{name} named']} named")
    print(f"planted       {tally['planted beads']:4} there, {tally['planted beads found']} found")
    rate = 100 * tally["false"] / max(1, tally["pairs"])
    print(
        f"untouched     {tally['pairs']:4} pairs, {tally['false']} false findings ({rate:.2f} in 100; "
        f"{tally['false, missing']} of them say only that a side lacks a figure), "
        f"{tally['omitted']} omitted amounts"
    )


if __name__ == "__main__":
    main()
