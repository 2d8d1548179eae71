"""Fits the weights of the second look, ``src/tzcorpus/align/weights.tsv``, on our dev texts.

    python benchmarks/align_fit.py [--folds] [--write]
    python benchmarks/align_fit.py --pairs       write ``pairs.tsv``, the word translations of the dev texts

A conditional random field over whole paths: the weights under which the gold's paths are likeliest among
all paths through the beads in the running, with a pull to nought. ``--folds`` prints strict and lax F1 of
each set by weights fitted without the text at hand (articles, documents and stories in five parts). After
``--write`` run ``benchmarks/align.py --calibrate``.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from align_texts import COPIES, ROOT, Text, sets

from tzcorpus.align import beads, english, learn, lexicon, scores, second, table
from tzcorpus.align.beads import beads_of, in_running
from tzcorpus.align.evidence import NAMES, Place
from tzcorpus.align.features import FIGURE, MARK, READING
from tzcorpus.align.lattice import PRIORS
from tzcorpus.align.second import Running
from tzcorpus.evaluate.beads import BeadScores, score_beads
from tzcorpus.records import Bead

WEIGHTS = ROOT / "src" / "tzcorpus" / "align" / "weights.tsv"
PAIRS = WEIGHTS.with_name("pairs.tsv")
# A pair is kept from so many texts on, and from these probabilities on, either way and one way.
LEAST_TEXTS, LEAST_EITHER, LEAST_ONE = 2, 0.02, 0.1
MARKED = {FIGURE, READING, MARK}
FOLDS = 5
PULL = 10.0
ROUNDS = 40
# How much each set's texts count: a set of copies counts as much as the texts as they are.
WEIGH = {"literary": 8.0, "literary thin": 1.0, "news": 1.0, "wild": 1.0}


@dataclass
class Example:
    set: str
    fold: int
    text: Text
    of: Running
    gold: list[int]  # numbers of the gold's beads in ``of``


def places(text: Text) -> list[Place] | None:
    """The gold's beads as places in path order; None where one has a size that is never proposed."""
    out, i, j = [], 0, 0
    beads = sorted(text.gold, key=lambda b: (min(b.zh, default=-1), min(b.en, default=-1)))
    waiting = {("zh", b.zh[0]): b for b in beads if b.zh} | {("en", b.en[0]): b for b in beads if not b.zh}
    while i < len(text.zh) or j < len(text.en):
        bead = waiting.get(("en", j)) or waiting.get(("zh", i))
        if bead is None:
            return None
        m, n = len(bead.zh), len(bead.en)
        if m and n and (m, n) not in PRIORS:
            return None
        if (m and bead.zh[0] != i) or (n and bead.en[0] != j):
            return None
        out.append((i, j, m, n))
        i, j = i + m, j + n
    return out


def examples() -> list[Example]:
    out = []
    for name, texts in sets(dev=True).items():
        copies = 1 if name in ("literary", "news", "wild") else COPIES
        for number, text in enumerate(texts):
            gold = places(text)
            if gold is None:
                continue
            of = in_running(text.zh, text.en, also=gold)
            at = {place: k for k, place in enumerate(of.places)}
            out.append(Example(name, number // copies % FOLDS, text, of, [at[place] for place in gold]))
    return out


def slope(weights: Any, some: Sequence[Example]) -> tuple[float, Any]:
    """Log-likelihood of the gold's paths and its derivative."""
    total, gradient = 0.0, np.zeros_like(weights)
    for example in some:
        of, weigh = example.of, WEIGH.get(example.set, 1.0 / COPIES)
        scores = of.values @ weights + of.extra
        share = np.array(second.shares(of, scores.tolist()))
        gradient += weigh * (of.values[example.gold].sum(0) - share @ of.values)
        total += weigh * sum(math.log(max(share[k], 1e-12)) for k in example.gold)
    return total, gradient


def fitted(some: Sequence[Example]) -> Any:
    """Weights by gradient steps of a size for each weight (Adam), on shuffled parts."""
    values = np.vstack([e.of.values for e in some])
    scale = np.maximum(values.std(0), 1e-6)
    chance = np.random.default_rng(0)
    weights = np.zeros(len(NAMES))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    step = 0
    for round_ in range(ROUNDS):
        rate = 0.1 * 0.5 ** (round_ / 30)
        order = chance.permutation(len(some))
        for part in np.array_split(order, max(1, len(some) // 60)):
            step += 1
            _, gradient = slope(weights, [some[k] for k in part])
            gradient = (gradient - PULL * weights * scale**2 * len(part) / len(some)) / scale
            mean, square = 0.9 * mean + 0.1 * gradient, 0.99 * square + 0.01 * gradient**2
            move = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
            weights += rate * move / scale
    return weights


def score(weights: Any, some: Sequence[Example]) -> dict[str, BeadScores]:
    totals: dict[str, BeadScores] = {}
    for example in some:
        of = example.of
        path = second.best(of, (of.values @ weights + of.extra).tolist())
        found = beads_of([of.places[k][2:] for k in path], [0.0] * len(path))
        totals[example.set] = totals.get(example.set, BeadScores()) + score_beads(example.text.gold, found)
    return totals


def line(name: str, total: BeadScores) -> str:
    return (
        f"{name:16} strict {total.strict.f1:.3f}  lax {total.lax.f1:.3f}  "
        f"gaps {total.gaps.precision:.3f}/{total.gaps.recall:.3f}"
    )


def taught() -> list[str]:
    """Lines of ``pairs.tsv``: IBM model 1 both ways over the gold beads of the texts as they are."""
    texts = [(name, t) for name in ("literary", "news", "wild") for t in sets(dev=True)[name]]
    sides = beads._sides([beads.Text(t.zh, t.en) for _, t in texts])
    words = table.build(sides, lexicon.load())
    indexed = [(scores.indexed(zh, words.zh_ids), scores.indexed(en, words.en_ids)) for zh, en in sides]
    links, owners = [], []
    for number, ((zh, en), (_, text)) in enumerate(zip(indexed, texts, strict=True)):
        own = learn.links_of([(zh, en, [Bead(b.zh, b.en, 1.0) for b in text.gold])])
        links += own
        owners += [number] * len(own)
    forward = rows(learn.model(links, len(words.zh_ids), len(words.en_ids)))
    backward = rows(learn.model([(en, zh) for zh, en in links], len(words.en_ids), len(words.zh_ids)))
    seen: dict[tuple[int, int], set[int]] = {}
    wanted = set(forward) | {(z, e) for e, z in backward}
    for (left, right), owner in zip(links, owners, strict=True):
        for pair in itertools.product(left.tolist(), right.tolist()):
            if pair in wanted:
                seen.setdefault(pair, set()).add(owner)
    zh_words, en_words = list(words.zh_ids), list(words.en_ids)
    known = {  # words, not the names of our articles: what stands in lower case somewhere
        english.stem(word)
        for _, text in texts
        for sentence in text.en
        for word in english.tokens(sentence)
        if word.islower()
    }
    out = []
    for z, e in sorted(wanted, key=lambda pair: (zh_words[pair[0]], en_words[pair[1]])):
        names = zh_words[z], en_words[e]
        plain = names[1] in known and not {n[0] for n in names} & MARKED
        if len(seen[z, e]) < LEAST_TEXTS or not plain:
            continue
        p, q = forward.get((z, e), 0.0), backward.get((e, z), 0.0)
        if min(p, q) >= LEAST_EITHER and max(p, q) >= LEAST_ONE:
            out.append(f"{names[0]}\t{names[1]}\t{p:.2g}\t{q:.2g}")
    return out


def rows(sparse: table.Sparse) -> dict[tuple[int, int], float]:
    numbers = np.repeat(np.arange(len(sparse.starts) - 1), np.diff(sparse.starts)).tolist()
    pairs = zip(numbers, sparse.columns.tolist(), strict=True)
    return dict(zip(pairs, sparse.values.tolist(), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--pairs", action="store_true")
    options = parser.parse_args()
    if options.pairs:
        head = "# Chinese word, English stem, t(en | zh), t(zh | en); by benchmarks/align_fit.py --pairs\n"
        lines = taught()
        PAIRS.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        print(len(lines), "pairs")
        return
    every = examples()
    print(len(every), "texts", sum(len(e.of.places) for e in every), "beads")
    if options.folds:
        totals: dict[str, BeadScores] = {}
        for fold in range(FOLDS):
            weights = fitted([e for e in every if e.fold != fold])
            for name, own in score(weights, [e for e in every if e.fold == fold]).items():
                totals[name] = totals.get(name, BeadScores()) + own
        for name, total in totals.items():
            print(line(name, total))
    weights = fitted(every)
    for name, total in score(weights, every).items():
        print("fitted", line(name, total))
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"{name}\t{weight:.4f}")
    if options.write:
        head = "# feature and weight of the second look; fitted by benchmarks/align_fit.py\n"
        rows = (f"{name}\t{weight:.4f}\n" for name, weight in zip(NAMES, weights, strict=True))
        WEIGHTS.write_text(head + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
