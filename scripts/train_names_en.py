"""Train the learned recogniser of English names (src/tzcorpus/annotate/data/names_en.npz).

    python scripts/train_names_en.py [--splits train,dev] [--half tune] [--copies 2] [--networks 2] [-o FILE]
    python scripts/train_names_en.py --check 3 --networks 1

Learns from the English side of the articles of corpus/source in the named splits, from the named half of the
newspaper texts of tests/cases and scripts/names_train_en.json, from the sentences of
scripts/names_news_en.txt and tests/cases/names/news_en.txt, and from stories, as they are and in copies with
other names. ``--check N`` writes nothing: it scores rules and network together on every Nth document, from
which the network did not learn. Needs torch (``make env-all``) and some minutes of one core; the same input
gives the same bytes on one machine.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from names_renamed_en import Renamer, Text
from train_names import PAIRS, articles, lines, unmarked
from tzcorpus.annotate.aliases import link
from tzcorpus.annotate.annotator import names_of
from tzcorpus.annotate.english_features import DENSE, KINDS, Seen, features, syllables
from tzcorpus.annotate.english_learned import MODEL, SCALE, combine, guess, network_of
from tzcorpus.annotate.english_net import TAGS, Rows, rows_of
from tzcorpus.annotate.english_words import common, places, trade_words
from tzcorpus.evaluate.spans import Mention
from tzcorpus.records import Entity

ROOT = Path(__file__).parent.parent
OUT = ROOT / "src/tzcorpus/annotate/data" / MODEL
PRESS = ROOT / "scripts/names_train_en.json"
FRESH = ROOT / "tests/cases/names/fresh.json"
NEWS = ROOT / "scripts/names_news_en.txt"
STORIES = sorted((ROOT / "tests/cases/beads").glob("literary_dev*.txt"))
LINES = ROOT / "tests/cases/names/news_en.txt"
# Sizes and rates: usual values; few were tried (docs/benchmarks.md, Names).
HIDDEN, DROP = 96, 0.4
VECTORS = (24, 16, 16, 12, 12, 8, 12, 10, 8)
EPOCHS, BATCH, RATE, DECAY, CLIP = 10, 6, 2e-3, 1e-3, 5.0
# Share of the brands that a Chinese side tells.
TOLD = 0.8
# A value of a feature that is seen less often is "any other".
SEEN = 5


class Example(NamedTuple):
    """A document: its texts, what the rules make of it, and the number of each token's tag."""

    kind: str
    texts: list[str]
    gold: list[list[Mention]]
    names: list[list[Entity]]
    local: frozenset[str]
    seen: list[Seen]
    tags: list[list[int]]


def press(half: str) -> Iterator[list[Text]]:
    """The hard documents of a half: every other one."""
    documents = json.loads(PRESS.read_text(encoding="utf-8"))["docs"]
    for doc in documents[("tune", "held").index(half) :: 2]:
        yield [unmarked(line) for line in doc["text"].splitlines() if line]


def pairs(half: str) -> Iterator[list[Text]]:
    """The English sides of the pairs of a half, bead by bead."""
    for doc in json.loads(PAIRS.read_text(encoding="utf-8"))["docs"]:
        if doc["half"] == half:
            yield [unmarked(" ".join(bead["en"])) for bead in doc["beads"] if bead["en"]]


def fresh(half: str) -> Iterator[list[Text]]:
    cases = json.loads(FRESH.read_text(encoding="utf-8"))
    for item in cases["en"] + cases["en_negatives"]:
        if item["half"] == half:
            yield [unmarked(item["text"])]


def news() -> Iterator[list[Text]]:
    """Documents of marked lines, parted by empty lines."""
    if not NEWS.exists():
        return
    for part in NEWS.read_text(encoding="utf-8").split("\n\n"):
        lines = [unmarked(line) for line in part.splitlines() if line and not line.startswith("#")]
        if lines:
            yield lines


def stories() -> Iterator[list[Text]]:
    """The English sides of the stories that alignment is tuned on: no firm is in them."""
    for path in STORIES:
        lines = path.read_text(encoding="utf-8").splitlines()
        yield [(line[3:], []) for line in lines if line.startswith("en ")]


def tags(seen: Seen, gold: Sequence[Mention]) -> list[int]:
    out = [0] * len(seen.tokens)
    for mention in gold:
        inside = [
            n
            for n, token in enumerate(seen.tokens)
            if mention.span.start <= token.start and token.end <= mention.span.end
        ]
        for n in inside:
            position = "B" if n == inside[0] else "E" if n == inside[-1] else "I"
            tag = f"{'S' if len(inside) == 1 else position}-{mention.label}"
            out[n] = TAGS.index(tag) if tag in TAGS else 0
    return out


def example(kind: str, document: Sequence[Text], brands: frozenset[str] = frozenset()) -> Example:
    texts = [text for text, _ in document]
    gold = [names for _, names in document]
    names, local = names_of(texts, "en", learned=False, brands=brands)
    names = link(texts, names, "en", local=local)
    seen = features(texts, names, local, brands)
    return Example(
        kind, texts, gold, names, local, seen, [tags(s, g) for s, g in zip(seen, gold, strict=True)]
    )


class Net(nn.Module):
    """The network of `tzcorpus.annotate.english_net`."""

    def __init__(self, sizes: Sequence[int]) -> None:
        super().__init__()
        self.emb = nn.ModuleList(nn.Embedding(n, size) for n, size in zip(sizes, VECTORS, strict=True))
        self.near = nn.Linear(5 * (sum(VECTORS) + DENSE), HIDDEN)
        self.far = nn.Linear(3 * 2 * HIDDEN, HIDDEN)
        self.out = nn.Linear(2 * HIDDEN, len(TAGS))

    def forward(self, rows: Rows) -> Any:
        ids, flags, words, real = (torch.from_numpy(a) for a in (rows.ids, rows.flags, rows.words, rows.real))
        vectors = [one(ids[:, kind]) for kind, one in enumerate(self.emb)]
        x = self._drop(torch.cat([*vectors, flags], 1) * real)
        near = torch.tanh(self.near(_around(x, 2))) * real
        sums = torch.zeros(int(words.max()) + 1, HIDDEN).index_add(0, words, near)
        counts = torch.bincount(words, minlength=len(sums)).clamp(min=1)
        mean = (sums / counts[:, None])[words] * (words > 0)[:, None]
        far = torch.tanh(self.far(_around(self._drop(torch.cat([near, mean], 1)), 1)))
        return self.out(self._drop(torch.cat([far, near], 1)))

    def _drop(self, x: Any) -> Any:
        return nn.functional.dropout(x, DROP, self.training)


def _around(x: Any, reach: int) -> Any:
    return torch.cat([torch.roll(x, by, 0) for by in range(-reach, reach + 1)], 1)


def fit(found: Sequence[Example], words: Sequence[dict[str, int]], seed: int) -> dict[str, Any]:
    """The weights of one network."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    net = Net([len(kind) + 1 for kind in words])
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * math.ceil(len(found) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    net.train()
    order = list(range(len(found)))
    for _ in range(EPOCHS):
        draw.shuffle(order)
        for at in range(0, len(order), BATCH):
            batch = [found[n] for n in order[at : at + BATCH]]
            rows = rows_of([one.seen for one in batch], words)
            wanted = torch.zeros(len(rows.real), dtype=torch.long)
            for (start, size), mine in zip(rows.where, (t for one in batch for t in one.tags), strict=True):
                wanted[start : start + size] = torch.tensor(mine, dtype=torch.long)
            real = torch.from_numpy(rows.real)[:, 0]
            losses = nn.functional.cross_entropy(net(rows), wanted, reduction="none")
            loss = (losses * real).sum() / real.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), CLIP)
            optimizer.step()
            schedule.step()
    return packed({name: value.detach().numpy() for name, value in net.state_dict().items()})


def packed(weights: dict[str, Any]) -> dict[str, Any]:
    """The matrices as whole numbers of eight bits with a scale for each column, the rest in sixteen bits."""
    out: dict[str, Any] = {}
    for name, value in weights.items():
        if value.ndim == 2:
            scale = np.maximum(np.abs(value).max(0), 1e-8) / 127
            out[name] = np.round(value / scale).astype(np.int8)
            out[name + SCALE] = scale.astype(np.float32)
        else:
            out[name] = value.astype(np.float16)
    return out


def vocabulary(found: Sequence[Example]) -> list[dict[str, int]]:
    """The numbers of the values of each kind of feature."""
    counts: list[Counter[str]] = [Counter() for _ in range(KINDS)]
    for one in found:
        for seen in one.seen:
            for values in seen.values:
                for count, value in zip(counts, values, strict=True):
                    count[value] += 1
    return [
        {word: n for n, word in enumerate(sorted(w for w, times in count.items() if times >= SEEN), 1)}
        for count in counts
    ]


def arrays_of(found: Sequence[Example], networks: int) -> dict[str, Any]:
    words = vocabulary(found)
    arrays: dict[str, Any] = {"words": np.array("\n".join("\t".join(kind) for kind in words))}
    for seed in range(networks):
        arrays |= {f"{seed}/{name}": value for name, value in fit(found, words, seed).items()}
    return arrays


def documents(splits: Sequence[str], half: str) -> list[tuple[str, list[Text]]]:
    found = [("article", one) for one in articles(splits, "en")] + [("news", one) for one in news()]
    found += [("stories", one) for one in stories()]
    found += [("lines", one) for one in lines(LINES)]
    if half:
        for kind, some in (("press", press), ("pairs", pairs), ("fresh", fresh)):
            found += [(kind, one) for one in some(half)]
    return found


def examples(splits: Sequence[str], half: str, copies: int) -> list[list[Example]]:
    """Each document with its copies, of which every other one knows brands of the Chinese side."""
    renamer = Renamer(seed=1)
    out = []
    for kind, one in documents(splits, half):
        others = [renamer.copy(one) for _ in range(copies)]
        known = [
            brands_of(other, renamer.draw) if n % 2 == 0 else frozenset() for n, other in enumerate(others)
        ]
        out.append(
            [example(kind, one), *(example(kind, *other) for other in zip(others, known, strict=True))]
        )
    return out


def brands_of(document: Sequence[Text], draw: random.Random) -> frozenset[str]:
    """Most of the brands in pinyin of a document, as if its Chinese side had told them."""
    words = {
        word
        for _, gold in document
        for mention in gold
        if mention.label == "COMPANY"
        for word in mention.surface.split()
        if syllables(word.lower()) > 1 and word not in places() | common() | trade_words()
    }
    return frozenset(word for word in sorted(words) if draw.random() < TOLD)


def check(found: Sequence[Sequence[Example]], nth: int, networks: int) -> None:
    """Scores by kind of document, with networks that did not see every ``nth`` one."""
    torch.set_num_threads(1)
    network = network_of(
        arrays_of([one for n, some in enumerate(found) if n % nth for one in some], networks)
    )
    own = (some[0] for some in found[::nth])
    report([(one, guess(network, one.texts, one.names, one.local)) for one in own])


def report(held: Sequence[tuple[Example, Sequence[Any]]]) -> None:
    counts: defaultdict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one, guesses in held:
        for system, names in (
            ("rules", one.names),
            ("both", combine(one.texts, one.names, guesses, one.local)),
        ):
            linked = link(one.texts, names, "en", local=one.local)
            for gold, found in zip(one.gold, linked, strict=True):
                for label in ("COMPANY", "PARK"):
                    wanted = {m.span for m in gold if m.label == label}
                    mine = {e.span for e in found if e.label == label}
                    for n, some in enumerate((wanted & mine, mine, wanted)):
                        counts[label, one.kind, system][n] += len(some)
    for (label, kind, system), (right, found, wanted) in sorted(counts.items()):
        print(
            f"{label:8} {kind:8} {system:6} P {right / max(found, 1):.3f} R {right / max(wanted, 1):.3f} "
            f"F1 {2 * right / max(found + wanted, 1):.3f} gold {wanted}"
        )


def train(found: Sequence[Sequence[Example]], networks: int, out: Path) -> None:
    torch.set_num_threads(1)  # the same sums in the same order
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, **arrays_of([one for some in found for one in some], networks))
    print(f"{len(found)} documents, {out.stat().st_size:,} bytes: {out}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--splits", default="train,dev", help="separated by commas")
    parser.add_argument("--half", default="tune", help="of the newspaper texts; empty for none")
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--networks", type=int, default=2)
    parser.add_argument("--check", type=int, default=0, metavar="N")
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    options = parser.parse_args()
    found = examples(options.splits.split(","), options.half, options.copies)
    if options.check:
        check(found, options.check, options.networks)
    else:
        train(found, options.networks, options.out)


if __name__ == "__main__":
    main()
