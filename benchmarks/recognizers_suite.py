"""Microsoft Recognizers' own currency cases through our compatibility view: totals, and nothing of a case.

    python benchmarks/recognizers_suite.py SPECS [--culture Chinese English]

SPECS is the folder ``Specs/NumberWithUnit`` of your copy of the repository (MIT licence; no package of a
registry ships it). ``SPECS/<Culture>/CurrencyModel.json`` is read, a list of ``{"Input", "Results":
[{"Text", "Start", "End", "Resolution": {"value", "unit", "isoCurrency"}}], "NotSupported"}``, ends inclusive;
older copies have no places. A case is right when texts, places, values and ISO codes of all its results are,
and nothing else is found (`tzcorpus.annotate.money_compat.as_recognizers`). These suites are a measure: no
rule is made from a case.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tzcorpus.annotate.money_compat import as_recognizers
from tzcorpus.records import Language

LANGUAGES: dict[str, Language] = {"Chinese": "zh", "English": "en"}
Found = tuple[int | None, int | None, str, Decimal | None, str | None]


def expected(case: dict) -> list[Found]:
    """What a case wants, ends made exclusive."""
    out: list[Found] = []
    for result in case.get("Results", []):
        resolution = result.get("Resolution") or {}
        out.append(
            (
                result.get("Start"),
                result["End"] + 1 if "End" in result else None,
                result["Text"].casefold(),
                number(resolution.get("value")),
                resolution.get("isoCurrency"),
            )
        )
    return out


def number(text: object) -> Decimal | None:
    try:
        return None if text is None else Decimal(str(text)).normalize()
    except InvalidOperation:
        return None


def found(text: str, language: Language) -> list[Found]:
    return [
        (
            hit.span.start,
            hit.span.end,
            hit.text.casefold(),
            None if hit.value is None else hit.value.normalize(),
            hit.iso,
        )
        for hit in as_recognizers(text, language)
    ]


def score(cases: list[dict], language: Language) -> Counter[str]:
    """How many cases are right and wrong, apart those that the suite itself gives up everywhere."""
    counts: Counter[str] = Counter()
    for case in cases:
        wanted, got = expected(case), found(case["Input"], language)
        if any(one[0] is None for one in wanted):
            got = [(None, None, *one[2:]) for one in got]
        kind = "right" if got == wanted else "wrong"
        counts[kind] += 1
        counts[f"{kind}, not supported by some port"] += bool(case.get("NotSupported"))
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("specs", type=Path, help="the folder Specs/NumberWithUnit")
    parser.add_argument("--culture", nargs="+", choices=sorted(LANGUAGES), default=sorted(LANGUAGES))
    options = parser.parse_args()
    for culture in options.culture:
        path = options.specs / culture / "CurrencyModel.json"
        try:
            cases = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            sys.exit(
                f"{path}: cannot be read ({error}); give the folder Specs/NumberWithUnit of Recognizers-Text"
            )
        counts = score(cases, LANGUAGES[culture])
        print(f"{culture}: {counts['right']} of {len(cases)} cases right")
        for name, count in sorted(counts.items()):
            print(f"  {name}: {count}")


if __name__ == "__main__":
    main()
