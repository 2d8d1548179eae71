"""Agreement of a second annotation layer with the gold, on the articles that it covers.

The second layer was made from the guideline and the plain texts alone, without sight of the first:
``annotations/second_layer.jsonl``, one mention a line, with offsets into the article's text on that side
(its blocks, one a line, as corpus/source has them). A mention agrees when span and label are the same.

    python scripts/agreement.py            # the table
    python scripts/agreement.py --differences
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import corpus_source
from corpus_model import SIDES, Article, Mention, Side, block_text, mentions

ROOT = Path(__file__).resolve().parents[1]
LAYER = ROOT / "annotations" / "second_layer.jsonl"
Key = tuple[str, str, int, int, str]


def side_text(article: Article, side: Side) -> tuple[str, list[Mention]]:
    """The text of one side, its blocks one a line, and the gold mentions in it."""
    texts: list[str] = []
    found: list[Mention] = []
    at = 0
    for block in article.blocks:
        text = block_text(block, side)
        if not text.strip():
            continue
        found += [replace(m, start=m.start + at, end=m.end + at) for m in mentions(block, side)]
        texts.append(text)
        at += len(text) + 1
    return "".join(f"{text}\n" for text in texts), found


def label_of(article: Article, mention: Mention) -> str:
    """COMPANY, PARK or MONEY."""
    return "MONEY" if mention.value is not None else article.names[mention.ref].label


def read(ids: set[str]) -> tuple[dict[Key, str], dict[Key, str]]:
    """Gold and second layer as span → value or name, over the articles with ``ids``."""
    gold: dict[Key, str] = {}
    for name in sorted(ids):
        article = corpus_source.load(ROOT / "corpus" / "source" / f"{name}.md")
        for side in SIDES:
            _, found = side_text(article, side)
            for mention in found:
                label = label_of(article, mention)
                what = (
                    plain(mention.value.to_dict())
                    if mention.value is not None
                    else article.names[mention.ref].form(side)
                )
                gold[name, side, mention.start, mention.end, label] = what
    second: dict[Key, str] = {}
    for line in LAYER.read_text(encoding="utf-8").splitlines():
        m = json.loads(line)
        what = plain(m["value"]) if m["value"] else m["entity"]
        second[m["document"], m["side"], m["start"], m["end"], m["label"]] = what
    return gold, second


def plain(value: dict[str, object]) -> str:
    """The part of a value that both layers state: amount and currency."""
    return f"{value.get('amount')} {value.get('currency')}"


def documents() -> set[str]:
    """The articles that the second layer covers."""
    lines = LAYER.read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["document"] for line in lines}


def f1(gold: set[Key], second: set[Key]) -> float:
    """Strict agreement: the F1 of one layer against the other, the same either way."""
    return 2 * len(gold & second) / (len(gold) + len(second)) if gold or second else 1.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--differences", action="store_true", help="list what one layer has and the other has not"
    )
    arguments = parser.parse_args()
    ids = documents()
    gold, second = read(ids)
    print(f"{len(ids)} articles, {len(gold)} mentions in the gold, {len(second)} in the second layer")
    for side in (*SIDES, "both"):
        for label in ("COMPANY", "PARK", "MONEY", "all"):

            def wanted(keys: dict[Key, str], side: str = side, label: str = label) -> set[Key]:
                return {k for k in keys if side in (k[1], "both") and label in (k[4], "all")}

            one, other = wanted(gold), wanted(second)
            same = one & other
            right = sum(gold[key] == second[key] for key in same)
            print(
                f"{side:<5}{label:<8} F1 {f1(one, other):.3f}  {len(one)} and {len(other)}, "
                f"{len(same)} in both, of which {right} with the same value or name"
            )
    if arguments.differences:
        for only, keys in (("gold", gold.keys() - second.keys()), ("second", second.keys() - gold.keys())):
            for key in sorted(keys):
                print(only, *key, gold.get(key) or second.get(key), sep="\t")
        print(Counter(key[4] for key in gold.keys() ^ second.keys()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
