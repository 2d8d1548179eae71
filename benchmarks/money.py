"""Amounts of money: tzcorpus beside jionlp and Microsoft Recognizers on our own cases.

    python benchmarks/money.py              every peer that this Python can import
    python benchmarks/money.py --speed      speed too, as a ratio to jionlp on the same Chinese text
    python benchmarks/money.py --corpus     our own corpus by split and side; --mistakes lists what differs
    python benchmarks/money.py --probes     sentences written before the rules saw them; --half tune or held
    python benchmarks/money.py --wild       the documents of tests/cases/pairs/wild.json, spans alone

The peers are no dependency of tzcorpus. In an environment of your own:

    pip install jionlp                                             (Chinese; needs the GPL package jiojio)
    pip install recognizers-text-suite "emoji<2" setuptools        (Chinese and English)

Rows: spans (exact, and exact once hedges and denominators are cut from ours), values (amount, or both ends,
and the currency, of gold mentions that the system touches), silent wrong values (a definite amount that is
not the one of the text, without a flag), false alarms (mentions that touch no gold mention, traps included).
The own cases were written together with the rules: compare, but do not take the figures for an estimate.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tzcorpus.annotate.money import find_money
from tzcorpus.annotate.money_compat import core_span
from tzcorpus.records import Language

CASES = Path(__file__).parents[1] / "tests" / "cases" / "money"
# Seconds of CPU that a peer may spend on the speed text.
PATIENCE = 20.0
UNITS_ZH = {
    "元": "CNY", "美元": "USD", "港元": "HKD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP", "韩元": "KRW",
    "澳元": "AUD", "加元": "CAD", "泰铢": "THB", "卢布": "RUB", "新加坡元": "SGD", "澳门元": "MOP",
    "台币": "TWD", "新台币": "TWD", "瑞士法郎": "CHF", "越南盾": "VND", "马来西亚林吉特": "MYR",
}  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """What a system found: code points, an amount or the two ends, and whether it admitted damage."""

    start: int
    end: int
    amount: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    flagged: bool = False


System = Callable[[str], list[Mention]]


def ours(language: Language) -> System:
    def run(text: str) -> list[Mention]:
        out = []
        for entity in find_money(text, language):
            value = entity.value
            assert value is not None
            out.append(
                Mention(
                    entity.span.start, entity.span.end, value.amount, value.low, value.high, value.currency,
                    value.repaired,
                )
            )  # fmt: skip
        return out

    return run


def jionlp_system() -> System:
    import jionlp  # type: ignore[import-not-found]

    def run(text: str) -> list[Mention]:
        out = []
        for hit in jionlp.ner.extract_money(text, with_parsing=True) or []:
            detail = hit.get("detail") or {}
            number = detail.get("num")
            ends = [decimal(part) for part in number] if isinstance(number, list) else None
            out.append(
                Mention(
                    *hit["offset"],
                    None if ends else decimal(number),
                    ends[0] if ends else None,
                    ends[-1] if ends else None,
                    UNITS_ZH.get(str(detail.get("case")), str(detail.get("case"))),
                )
            )
        return out

    return run


def recognizers_system(language: Language) -> System:
    from recognizers_number_with_unit import recognize_currency  # type: ignore[import-not-found]
    from recognizers_text import Culture  # type: ignore[import-not-found]

    culture = Culture.Chinese if language == "zh" else Culture.English

    def run(text: str) -> list[Mention]:
        out = []
        for hit in recognize_currency(text, culture):
            resolution = hit.resolution or {}
            currency = resolution.get("isoCurrency") or {"Dollar": "USD", "Pound": "GBP"}.get(
                resolution.get("unit")
            )
            out.append(Mention(hit.start, hit.end + 1, decimal(resolution.get("value")), currency=currency))
        return [mention for mention in out if mention.amount is not None]

    return run


def decimal(text: object) -> Decimal | None:
    try:
        return None if text is None else Decimal(str(text))
    except InvalidOperation:
        return None


def load(name: str) -> list[dict]:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def gold_of(case: dict) -> list[dict]:
    return [money | {"end": money["start"] + len(money["surface"])} for money in case.get("money", [])]


def score(system: System, language: Language, split: str | None) -> dict[str, object]:
    """The counts of one system on the cases of one language."""
    counts = dict.fromkeys(("gold", "found", "exact", "core", "value", "wrong", "false"), 0)
    for name in (language, f"traps_{language}"):
        for case in load(name):
            if split is None or case["split"] == split:
                score_case(case["text"], gold_of(case), system(case["text"]), language, counts)
    precision, recall = counts["exact"] / max(1, counts["found"]), counts["exact"] / max(1, counts["gold"])
    core_p, core_r = counts["core"] / max(1, counts["found"]), counts["core"] / max(1, counts["gold"])
    return {
        "span F1": f"{f1(precision, recall):.3f}",
        "core F1": f"{f1(core_p, core_r):.3f}",
        "values": f"{counts['value']}/{counts['gold']}",
        "silent wrong": counts["wrong"],
        "false alarms": counts["false"],
    }


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score_case(
    text: str, gold: list[dict], mentions: list[Mention], language: Language, counts: dict[str, int]
) -> None:
    counts["gold"] += len(gold)
    counts["found"] += len(mentions)
    for mention in mentions:
        touched = [money for money in gold if money["start"] < mention.end and mention.start < money["end"]]
        if not touched:
            counts["false"] += 1
            continue
        money = touched[0]
        counts["exact"] += (mention.start, mention.end) == (money["start"], money["end"])
        counts["core"] += core(text, mention.start, mention.end, language) == core(
            text, money["start"], money["end"], language
        )
        right = is_right(mention, money)
        counts["value"] += right
        counts["wrong"] += not right and not mention.flagged and is_definite_and_off(mention, money)


def core(text: str, start: int, end: int, language: Language) -> tuple[int, int]:
    span = core_span(text[start:end], language)
    return start + span.start, start + span.end


def is_right(mention: Mention, money: dict) -> bool:
    if mention.currency != money.get("currency"):
        return False
    if money["amount"] is not None:
        return mention.amount == Decimal(money["amount"])
    return (mention.low, mention.high) == (decimal(money.get("low")), decimal(money.get("high")))


def is_definite_and_off(mention: Mention, money: dict) -> bool:
    """Does it state an amount that the text does not?"""
    if mention.amount is None:
        return False
    ends = {decimal(money["amount"]), decimal(money.get("low")), decimal(money.get("high"))}
    return mention.amount not in ends or mention.currency not in (None, money.get("currency"))


def speed_text(language: Language, path: Path | None) -> str:
    if path is not None and language == "zh":
        return path.read_text(encoding="utf-8")
    texts = [case["text"] for name in (language, f"traps_{language}") for case in load(name)]
    return "\n".join(texts)


def speed(system: System, text: str) -> float:
    """Characters per CPU second, the text given passage by passage."""
    passages = text.split("\n")
    done, start = 0, time.process_time()
    while time.process_time() - start < 1.0:
        for passage in passages:
            system(passage)
            done += len(passage)
            if time.process_time() - start > PATIENCE:
                return done / (time.process_time() - start)
    return done / (time.process_time() - start)


def systems(language: Language) -> dict[str, System]:
    out: dict[str, System] = {"tzcorpus": ours(language)}
    makers: dict[str, Callable[[], System]] = {"recognizers": lambda: recognizers_system(language)}
    if language == "zh":
        makers["jionlp"] = jionlp_system
    for name, make in makers.items():
        try:
            out[name] = make()
        except ImportError as error:
            print(
                f"{name}: left out ({error}); see the top of this file for how to install it", file=sys.stderr
            )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speed", action="store_true", help="measure speed too")
    parser.add_argument("--text", type=Path, help="measure speed on this Chinese text, not on the cases")
    parser.add_argument("--split", choices=("train", "dev", "test"), help="only these cases or articles")
    parser.add_argument("--corpus", action="store_true", help="the gold markup of corpus/source, ours alone")
    parser.add_argument("--probes", action="store_true", help="tests/cases/money/probes_*.json, ours alone")
    parser.add_argument("--wild", action="store_true", help="tests/cases/pairs/wild.json, ours alone")
    parser.add_argument("--half", choices=("tune", "held"), help="with --probes and --wild: only this half")
    parser.add_argument("--mistakes", action="store_true", help="every miss and difference of a gold")
    options = parser.parse_args()
    if options.corpus or options.probes or options.wild:
        import money_gold

        gold = {"corpus": options.corpus, "probes": options.probes, "wild": options.wild}
        for name in (name for name, wanted in gold.items() if wanted):
            part = options.split if name == "corpus" else options.half
            money_gold.score(getattr(money_gold, name)(part), mistakes=options.mistakes)
        return
    for language in ("zh", "en"):
        base, rates = None, {}
        for name, system in systems(language).items():
            row = score(system, language, options.split)
            if options.speed:
                rates[name] = rate = speed(system, speed_text(language, options.text))
                base = rate if name == "jionlp" else base
                row["chars/CPU s"] = f"{rate:,.0f}"
            print(language, f"{name:12}", "  ".join(f"{key} {value}" for key, value in row.items()))
        if base:
            print(f"{language} tzcorpus / jionlp speed: {rates['tzcorpus'] / base:.2f}")


if __name__ == "__main__":
    main()
