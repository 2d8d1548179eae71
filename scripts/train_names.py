"""Train the learned recogniser of Chinese names (src/tzcorpus/annotate/data/names_zh.crf).

    python scripts/train_names.py [--splits train] [--copies 5] [-o FILE]

Learns from the articles of corpus/source in the named splits, as they are and in copies with other names,
and from scripts/names_other_news.txt. The same input gives the same bytes. How it does:
benchmarks/names.py peers.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pycrfsuite

import corpus_source as source
from names_renamed import Renamer, Text
from tzcorpus.annotate.lac import load_tagger
from tzcorpus.annotate.learned import MODEL
from tzcorpus.annotate.learned_features import features
from tzcorpus.annotate.names_places import document_places
from tzcorpus.evaluate.spans import Mention
from tzcorpus.language.sentences import split
from tzcorpus.records import Span

ROOT = Path(__file__).parent.parent
OTHER = ROOT / "scripts/names_other_news.txt"
OUT = ROOT / "src/tzcorpus/annotate/data" / MODEL
# Penalties on weights, the fewest times a feature must be seen, and rounds: usual values, not searched for.
PARAMETERS = {"c1": 0.2, "c2": 0.02, "feature.minfreq": 3, "max_iterations": 80}
_MARK = re.compile(r"\[([^\]]+)\]([CP])")


def articles(splits: Sequence[str]) -> Iterator[list[Text]]:
    """The blocks of each article with their names; names without a reference are left out."""
    for path in source.sources(ROOT / "corpus/source"):
        article = source.check_file(path)[0]
        if article.meta.get("split", "train") not in splits:
            continue
        yield [
            (text, [
                Mention(Span(m.start, m.end), name.label, m.surface)
                for m in source.mentions(block, "zh") if (name := article.names.get(m.ref))
            ])
            for block in article.blocks if (text := source.block_text(block, "zh"))
        ]  # fmt: skip


def other_news() -> Iterator[list[Text]]:
    """Each sentence of `OTHER` as a document."""
    for line in OTHER.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        text, gold, at = "", [], 0
        for mark in _MARK.finditer(line):
            text += line[at : mark.start()]
            label = "COMPANY" if mark[2] == "C" else "PARK"
            gold.append(Mention(Span(len(text), len(text) + len(mark[1])), label, mark[1]))
            text += mark[1]
            at = mark.end()
        yield [(text + line[at:], gold)]


def tags(size: int, gold: Sequence[Mention]) -> list[str]:
    out = ["O"] * size
    for mention in gold:
        last = mention.span.end - 1
        for at in range(mention.span.start, mention.span.end):
            position = "B" if at == mention.span.start else "E" if at == last else "I"
            out[at] = f"{position}-{mention.label}"
    return out


def sentences(document: Sequence[Text]) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Features and tags of each sentence; one that cuts a name is left out."""
    texts = [text for text, _ in document]
    local = document_places(texts)
    for (text, gold), chunks in zip(document, load_tagger().all_chunks(texts), strict=True):
        seen, wanted = features(text, chunks, local), tags(len(text), gold)
        for sentence in split(text, "zh"):
            edges = (sentence.start, sentence.end)
            if not any(m.span.start < edge < m.span.end for m in gold for edge in edges):
                yield seen[sentence.start : sentence.end], wanted[sentence.start : sentence.end]


def train(splits: Sequence[str], copies: int, out: Path) -> None:
    trainer = pycrfsuite.Trainer(verbose=False)
    renamer = Renamer(seed=1)
    count = 0
    for document in [*articles(splits), *other_news()]:
        for texts in [document, *(renamer.copy(document) for _ in range(copies))]:
            for seen, wanted in sentences(texts):
                trainer.append(seen, wanted)
                count += 1
    trainer.set_params(PARAMETERS)
    out.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(out))
    print(f"{count} sentences, {out.stat().st_size:,} bytes: {out}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--splits", default="train", help="separated by commas")
    parser.add_argument("--copies", type=int, default=5)
    parser.add_argument("-o", "--out", type=Path, default=OUT)
    options = parser.parse_args()
    train(options.splits.split(","), options.copies, options.out)


if __name__ == "__main__":
    main()
