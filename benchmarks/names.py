"""COMPANY and PARK on our own articles, and how fast the rules are.

    python benchmarks/names.py score --split dev [--side zh] [--mistakes]
    python benchmarks/names.py speed

``score`` annotates the clean text of corpus/source (all blocks of an article are one document) and compares
it with the articles' gold; ``speed`` times the rules alone on one core over the train articles, repeated.
"""

from __future__ import annotations

import argparse
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


def articles(split: str) -> list[source.Article]:
    found = [source.check_file(path)[0] for path in source.sources(ROOT / "corpus/source")]
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


def shifted(m: Mention, by: int) -> Mention:
    return Mention(Span(m.span.start + by, m.span.end + by), m.label, m.surface, m.entity)


def score(split: str, sides: list[str], *, mistakes: bool) -> None:
    for side in sides:
        pairs = [pair(article, side)[0] for article in articles(split)]
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
    parser.add_argument("what", choices=("score", "speed"))
    parser.add_argument("--split", default="dev", choices=("train", "dev", "test", "all"))
    parser.add_argument("--side", choices=("zh", "en"))
    parser.add_argument("--mistakes", action="store_true")
    options = parser.parse_args()
    if options.what == "speed":
        speed()
    else:
        score(options.split, [options.side] if options.side else ["zh", "en"], mistakes=options.mistakes)


if __name__ == "__main__":
    main()
