"""COMPANY and PARK on our own articles, and how fast the rules are.

    python benchmarks/names.py score --split dev [--side zh] [--mistakes] [--prefix j]
    python benchmarks/names.py fresh [--half tune|held] [--mistakes]
    python benchmarks/names.py speed

``score`` annotates the clean text of corpus/source (all blocks of an article are one document) and compares
it with the articles' gold; ``fresh`` scores the short paragraphs of tests/cases/names/fresh.json, each a
document, with its negatives; ``speed`` times the rules alone on one core over the train articles, repeated.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import corpus_source as source  # noqa: E402
from tzcorpus.annotate import aliases_en, aliases_zh  # noqa: E402
from tzcorpus.annotate.annotator import annotate_texts  # noqa: E402
from tzcorpus.annotate.names_lexicon import tokens  # noqa: E402
from tzcorpus.annotate.settings import AnnotateSettings  # noqa: E402
from tzcorpus.evaluate.spans import Mention, Pair, evaluate, match, tally  # noqa: E402
from tzcorpus.records import Span  # noqa: E402

NAMES = AnnotateSettings(labels=("COMPANY", "PARK"))
# Characters timed at least, so that a run lasts seconds.
ENOUGH = 1_000_000


def articles(split: str, prefix: str = "") -> list[source.Article]:
    """The articles of a split whose file name begins with ``prefix``."""
    paths = [path for path in source.sources(ROOT / "corpus/source") if path.name.startswith(prefix)]
    found = [source.check_file(path)[0] for path in paths]
    return [article for article in found if split in ("all", article.meta.get("split", "train"))]


def document(article: source.Article, side: str) -> tuple[list[str], list[list[Mention]]]:
    texts, gold = [], []
    for block in article.blocks:
        text = source.block_text(block, side)
        if not text:
            continue
        texts.append(text)
        gold.append(
            [
                Mention(Span(m.start, m.end), name.label, m.surface, name.form(side))
                for m in source.mentions(block, side)
                if (name := article.names.get(m.ref))
            ]
        )
    return texts, gold


def pair(article: source.Article, side: str) -> tuple[Pair, str]:
    """Gold and prediction with the blocks' offsets laid end to end, and the text they index."""
    texts, gold = document(article, side)
    found = annotate_texts(texts, side, NAMES)
    left: list[Mention] = []
    right: list[Mention] = []
    at = 0
    for text, wanted, mine in zip(texts, gold, found, strict=True):
        left += [shifted(m, at) for m in wanted]
        right += [shifted(Mention(e.span, e.label, e.surface, e.entity), at) for e in mine]
        at += len(text) + 1
    return (left, right), "\n".join(texts)


_MARK = re.compile(r"\[([^\]]+)\]([CP])")
_LABELS = {"C": "COMPANY", "P": "PARK"}


def unmarked(line: str) -> tuple[str, list[Mention]]:
    """A marked sentence without its marks, and its names."""
    text, names, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        span = Span(len(text), len(text) + len(mark[1]))
        names.append(Mention(span, _LABELS[mark[2]], mark[1], mark[1]))
        text += mark[1]
        at = mark.end()
    return text + line[at:], names


def fresh(half: str | None, sides: list[str], *, mistakes: bool) -> None:
    cases = json.loads((ROOT / "tests/cases/names/fresh.json").read_text(encoding="utf-8"))
    for side in sides:
        hits = {label: [0, 0, 0] for label in _LABELS.values()}
        for item in cases[side] + cases[f"{side}_negatives"]:
            if half not in (None, item["half"]):
                continue
            text, names = unmarked(item["text"])
            gold = {(m.span.start, m.span.end, m.label) for m in names}
            found = {(e.span.start, e.span.end, e.label) for e in annotate_texts([text], side, NAMES)[0]}
            for label, count in hits.items():
                mine = {m for m in found if m[2] == label}
                wanted = {m for m in gold if m[2] == label}
                for i, some in enumerate((mine & wanted, mine, wanted)):
                    count[i] += len(some)
            if mistakes and found != gold:
                missed, wrong = ([text[a:b] for a, b, _ in sorted(s)] for s in (gold - found, found - gold))
                print(f"  {item['id']} missed {missed} spurious {wrong}")
        for label, (right, found_count, gold_count) in hits.items():
            precision, recall = right / max(found_count, 1), right / max(gold_count, 1)
            f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            where = f"fresh {half or 'all'} {side} {label:8}"
            print(f"{where} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} gold {gold_count}")


def shifted(m: Mention, by: int) -> Mention:
    return Mention(Span(m.span.start + by, m.span.end + by), m.label, m.surface, m.entity)


def score(split: str, sides: list[str], *, mistakes: bool, prefix: str = "") -> None:
    for side in sides:
        pairs = [pair(article, side)[0] for article in articles(split, prefix)]
        report = evaluate(pairs)
        for label in ("COMPANY", "PARK"):
            counts, links, entities = report.scores[label], report.links[label], report.entities[label]
            low, high = report.interval[label]
            print(
                f"{split} {side} {label:8} P {counts['alt'].precision:.3f} R {counts['alt'].recall:.3f} "
                f"F1 {counts['alt'].f1:.3f} [{low:.3f}, {high:.3f}] partial {counts['partial'].f1:.3f} "
                f"gold {counts['alt'].gold} entities {entities.right}/{entities.total} "
                f"link {links.accuracy:.3f}"
            )
        if mistakes:
            for kind, gold, guess, count in tally(report.mistakes):
                print(f"  {count} {kind:9} gold {gold or '-'} | found {guess or '-'}")
            for left, right in pairs:
                for m, g in match(left, right):
                    if m.entity != g.entity:
                        print(f"  link {m.surface}: gold {m.entity} | found {g.entity}")


def speed() -> None:
    for side in ("zh", "en"):
        documents = [document(article, side)[0] for article in articles("train")]
        annotate_texts(documents[0], side, NAMES)  # tables are read once
        size, start = 0, time.process_time()
        while size < ENOUGH:
            for texts in documents:
                for cached in (tokens, aliases_zh.parts, aliases_zh.short_forms, aliases_en.short_forms):
                    cached.cache_clear()  # as if every article were new
                annotate_texts(texts, side, NAMES)
                size += sum(map(len, texts))
        seconds = time.process_time() - start
        print(f"{side}: {size / seconds:,.0f} characters per CPU second ({size:,} characters)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("score", "fresh", "speed"))
    parser.add_argument("--split", default="dev", choices=("train", "dev", "test", "all"))
    parser.add_argument("--prefix", default="", help="of the articles' file names")
    parser.add_argument("--half", choices=("tune", "held"))
    parser.add_argument("--side", choices=("zh", "en"))
    parser.add_argument("--mistakes", action="store_true")
    options = parser.parse_args()
    if options.what == "speed":
        speed()
        return
    sides = [options.side] if options.side else ["zh", "en"]
    if options.what == "fresh":
        fresh(options.half, sides, mistakes=options.mistakes)
    else:
        score(options.split, sides, mistakes=options.mistakes, prefix=options.prefix)


if __name__ == "__main__":
    main()
