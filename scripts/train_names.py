"""Train the learned recogniser of Chinese names (src/tzcorpus/annotate/data/names_zh.npz).

    python scripts/train_names.py [--splits train,dev] [--half tune] [--copies 2] [--networks 2] [-o FILE]

Learns from the articles of corpus/source in the named splits, from the texts of scripts/names_*_news.txt, of
tests/cases/names/news_zh.txt, and from the named half of the newspaper texts of tests/cases and of
scripts/names_train_zh.json: as they are, and those that are not full of names in copies with other names too.
Needs torch (``make env-all``) and some five minutes of one core; the same input gives the same bytes on one
machine. How it does: benchmarks/names.py wild --half held.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

import corpus_source as source
from names_renamed import Renamer, Text
from tzcorpus.annotate.lac import chunks_of, load_tagger
from tzcorpus.annotate.learned import MODEL
from tzcorpus.annotate.learned_features import KINDS, features
from tzcorpus.annotate.learned_net import TAGS
from tzcorpus.annotate.names_places import document_places
from tzcorpus.evaluate.spans import Mention
from tzcorpus.records import Span

ROOT = Path(__file__).parent.parent
OUT = ROOT / "src/tzcorpus/annotate/data" / MODEL
NEWS = ROOT / "tests/cases/names/news_zh.txt"
OTHER = ROOT / "scripts/names_other_news.txt"
# Prose without names.
PLAIN = ROOT / "scripts/names_plain_news.txt"
# Names stand far denser in these than in news: they are learned once, without copies.
SHORT = ROOT / "scripts/names_short_news.txt"
REGIONAL = ROOT / "scripts/names_regional_news.txt"
HARD = ROOT / "scripts/names_train_zh.json"
WILD = ROOT / "tests/cases/names/wild_zh.json"
PAIRS = ROOT / "tests/cases/pairs/wild.json"
# Sizes and rates: usual values; epochs and dropout were tried at two values each.
HIDDEN, RECURRENT, DROP = 128, 64, 0.5
EPOCHS, BATCH, RATE, DECAY, CLIP = 6, 32, 2e-3, 1e-4, 5.0
# A value of a feature that is seen less often is "any other"; kinds with more values have larger vectors.
SEEN, SMALL = 5, 40
_MARK = re.compile(r"\[([^\]]+)\]([CPM])")
_LABELS = {"C": "COMPANY", "P": "PARK"}


class Sentence(NamedTuple):
    """What a sentence's characters look like, and their tags."""

    states: Any
    features: list[tuple[str, ...]]
    tags: list[int]


def articles(splits: Sequence[str], side: str = "zh") -> Iterator[list[Text]]:
    """The blocks of each article with their names; names without a reference are left out."""
    for path in source.sources(ROOT / "corpus/source"):
        article = source.check_file(path)[0]
        if article.meta.get("split", "train") not in splits:
            continue
        yield [
            (text, [
                Mention(Span(m.start, m.end), name.label, m.surface)
                for m in source.mentions(block, side) if (name := article.names.get(m.ref))
            ])
            for block in article.blocks if (text := source.block_text(block, side))
        ]  # fmt: skip


def unmarked(line: str) -> Text:
    """A line without its marks, and its names."""
    text, gold, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        if mark[2] in _LABELS:
            gold.append(Mention(Span(len(text), len(text) + len(mark[1])), _LABELS[mark[2]], mark[1]))
        text += mark[1]
        at = mark.end()
    return text + line[at:], gold


def lines(path: Path) -> Iterator[list[Text]]:
    """Each line of a file of marked sentences as a document."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [unmarked(line)]


def stretches(path: Path) -> Iterator[list[Text]]:
    """The documents of a file of marked texts, parted by empty lines."""
    document: list[Text] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line and not line.startswith("#"):
            document.append(unmarked(line))
        elif document:
            yield document
            document = []


def hard(half: str) -> Iterator[list[Text]]:
    """The hard documents of a half: the first is of the tune half, the second held, and so on."""
    for number, doc in enumerate(json.loads(HARD.read_text(encoding="utf-8"))["docs"]):
        if half == ("held" if number % 2 else "tune"):
            yield [unmarked(line) for line in doc["text"].splitlines() if line]


def wild(half: str) -> Iterator[list[Text]]:
    """The newspaper texts of a half, paragraph by paragraph (beads of the pairs)."""
    for doc in json.loads(WILD.read_text(encoding="utf-8"))["docs"]:
        if doc["half"] == half:
            yield [unmarked(line) for line in doc["text"].splitlines() if line]
    for doc in json.loads(PAIRS.read_text(encoding="utf-8"))["docs"]:
        if doc["half"] == half:
            yield [unmarked("".join(bead["zh"])) for bead in doc["beads"] if bead["zh"]]


def tags(size: int, gold: Sequence[Mention]) -> list[int]:
    out = [0] * size
    for mention in gold:
        last = mention.span.end - 1
        for at in range(mention.span.start, mention.span.end):
            position = "B" if at == mention.span.start else "E" if at == last else "I"
            out[at] = TAGS.index(f"{position}-{mention.label}")
    return out


def sentences(document: Sequence[Text]) -> Iterator[Sentence]:
    """The sentences of a document; one that cuts a name is left out."""
    texts = [text for text, _ in document]
    pieces = load_tagger().read(texts, states=True)
    seen = features(texts, [chunks_of(mine) for mine in pieces], document_places(texts))
    for (text, gold), mine, values in zip(document, pieces, seen, strict=True):
        wanted = tags(len(text), gold)
        for piece in mine:
            start, end = piece.span.start, piece.span.end
            if not any(m.span.start < edge < m.span.end for m in gold for edge in (start, end)):
                yield Sentence(piece.states.astype(np.float16), values[start:end], wanted[start:end])


class Net(nn.Module):
    """The network of `tzcorpus.annotate.learned_net`."""

    def __init__(self, width: int, sizes: Sequence[int]) -> None:
        super().__init__()
        self.lin = nn.Linear(width, HIDDEN)
        self.emb = nn.ModuleList(nn.Embedding(size, 16 if size < SMALL else 32) for size in sizes)
        vectors = sum(int(one.embedding_dim) for one in self.emb)
        self.mix = nn.Linear(HIDDEN + vectors, HIDDEN)
        self.rnn = nn.GRU(HIDDEN, RECURRENT, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * RECURRENT + HIDDEN, len(TAGS))
        self.tr = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))

    def forward(self, x: Any, ids: Any, lengths: Any) -> Any:
        seen = torch.tanh(self.lin(self._drop(x)))
        vectors = [one(ids[..., kind]) for kind, one in enumerate(self.emb)]
        mixed = torch.tanh(self.mix(self._drop(torch.cat([seen, *vectors], -1))))
        packed = nn.utils.rnn.pack_padded_sequence(mixed, lengths, batch_first=True, enforce_sorted=False)
        read, _ = nn.utils.rnn.pad_packed_sequence(self.rnn(packed)[0], batch_first=True)
        return self.out(self._drop(torch.cat([read, mixed], -1)))

    def _drop(self, x: Any) -> Any:
        return nn.functional.dropout(x, DROP, self.training)

    def loss(self, scores: Any, wanted: Any, mask: Any) -> Any:
        """The negative logarithm of the probability of the wanted tags over the chain."""
        path = (scores.gather(2, wanted[..., None])[..., 0] * mask).sum(1)
        path = path + (self.tr[wanted[:, :-1], wanted[:, 1:]] * mask[:, 1:]).sum(1)
        ahead = scores[:, 0]
        for step in range(1, scores.shape[1]):
            new = torch.logsumexp(ahead[:, :, None] + self.tr[None], 1) + scores[:, step]
            ahead = torch.where(mask[:, step, None] > 0, new, ahead)
        return (torch.logsumexp(ahead, 1) - path).mean()


def fit(found: Sequence[Sentence], words: Sequence[dict[str, int]], seed: int) -> dict[str, Any]:
    """The weights of one network."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    ids = [
        np.array([[w.get(v, 0) for w, v in zip(words, values, strict=True)] for values in one.features])
        for one in found
    ]
    net = Net(found[0].states.shape[1], [len(kind) + 1 for kind in words])
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * math.ceil(len(found) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    net.train()
    for _ in range(EPOCHS):
        order = sorted(range(len(found)), key=lambda n: len(found[n].tags) + draw.random() * 20)
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        draw.shuffle(batches)
        for batch in batches:
            x, numbers, wanted, mask, lengths = padded([(found[n], ids[n]) for n in batch])
            loss = net.loss(net(x, numbers, lengths), wanted, mask)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), CLIP)
            optimizer.step()
            schedule.step()
    return {name: value.detach().numpy().astype(np.float16) for name, value in net.state_dict().items()}


def padded(batch: Sequence[tuple[Sentence, Any]]) -> tuple[Any, Any, Any, Any, Any]:
    longest = max(len(one.tags) for one, _ in batch)
    x = torch.zeros(len(batch), longest, batch[0][0].states.shape[1])
    numbers = torch.zeros(len(batch), longest, KINDS, dtype=torch.long)
    wanted = torch.zeros(len(batch), longest, dtype=torch.long)
    mask = torch.zeros(len(batch), longest)
    for row, (one, ids) in enumerate(batch):
        size = len(one.tags)
        x[row, :size] = torch.from_numpy(one.states.astype(np.float32))
        numbers[row, :size] = torch.from_numpy(ids)
        wanted[row, :size] = torch.tensor(one.tags)
        mask[row, :size] = 1
    return x, numbers, wanted, mask, torch.tensor([len(one.tags) for one, _ in batch])


def examples(splits: Sequence[str], half: str, copies: int) -> list[Sentence]:
    renamer = Renamer(seed=1)
    once = [*lines(SHORT), *stretches(REGIONAL), *hard(half)]
    copied = [*articles(splits), *lines(OTHER), *lines(PLAIN), *lines(NEWS), *wild(half)]
    documents = [*once, *copied, *(renamer.copy(doc) for doc in copied for _ in range(copies))]
    return [one for document in documents for one in sentences(document)]


def vocabulary(found: Sequence[Sentence]) -> list[dict[str, int]]:
    """The numbers of the values of each kind of feature."""
    counts: list[Counter[str]] = [Counter() for _ in range(KINDS)]
    for one in found:
        for values in one.features:
            for count, value in zip(counts, values, strict=True):
                count[value] += 1
    return [
        {word: n for n, word in enumerate(sorted(w for w, times in count.items() if times >= SEEN), 1)}
        for count in counts
    ]


def train(splits: Sequence[str], half: str, copies: int, networks: int, out: Path) -> None:
    torch.set_num_threads(1)  # the same sums in the same order
    found = examples(splits, half, copies)
    words = vocabulary(found)
    arrays = {"words": np.array("\n".join("\t".join(kind) for kind in words))}
    for seed in range(networks):
        arrays |= {f"{seed}/{name}": value for name, value in fit(found, words, seed).items()}
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, **arrays)
    print(f"{len(found)} sentences, {out.stat().st_size:,} bytes: {out}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--splits", default="train,dev", help="separated by commas")
    parser.add_argument("--half", default="tune", help="of the newspaper texts; empty for none")
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--networks", type=int, default=2)
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    options = parser.parse_args()
    train(options.splits.split(","), options.half, options.copies, options.networks, options.out)


if __name__ == "__main__":
    main()
