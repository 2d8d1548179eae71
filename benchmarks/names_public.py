"""Firms on a public test set of your own: recall at a stated precision.

    python benchmarks/names_public.py FILE [--map company=COMPANY] [--precision .6] [--seen NAMES]
        [--system tzcorpus|rules|lac] [--weight 5]

``FILE`` is JSON lines with a ``text`` and ``label`` as {class: {name: [[start, last], …]}} (last inclusive),
or ``label``, ``entities`` or ``spans`` as a list of {start, end, label} or [start, end, label] (end
exclusive); or two columns (character and BIO, BMES or BIOES tag, a blank line between sentences). Each
sentence is a document of its own. ``--map`` says which classes are firms or parks; the others are none.
A name is seen that stands in the table of firms, in jieba's dictionary or among the names that the learned
recogniser learned from, or in the file of ``--seen``, one a line; recall is also given over the others.
``--system`` measures the rules alone, or jieba's small tagger. ``--weight`` is for a file that holds only one
in so many of the sentences without a name: what is found in these counts that often in the precision.
Nothing is learned from the file. No public sentence is part of this project.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from names_peers import lac  # noqa: E402

import corpus_source as source  # noqa: E402
from tzcorpus.annotate.annotator import annotate_texts  # noqa: E402
from tzcorpus.annotate.names_lexicon import cued_firms, is_word, known_firms  # noqa: E402
from tzcorpus.annotate.settings import AnnotateSettings  # noqa: E402

# What scripts/train_names.py learns from, beside the train and dev articles.
LEARNED = ("scripts/names_*_news.txt", "tests/cases/names/news_zh.txt", "tests/cases/names/wild_zh.json",
           "tests/cases/pairs/wild.json", "scripts/names_train_zh.json")  # fmt: skip
LABELS = ("COMPANY", "PARK")
MAPS = {"company": "COMPANY", "COMPANY": "COMPANY", "ORG": "COMPANY", "ORG.NAM": "COMPANY", "PARK": "PARK"}


class Marked(NamedTuple):
    """A sentence and the spans (half-open) of its names, by class."""

    text: str
    names: frozenset[tuple[int, int, str]]


def read(path: Path) -> list[Marked]:
    """The sentences of a file. Raises `ValueError` with the line that cannot be read."""
    text = path.read_text(encoding="utf-8-sig")
    first = text.lstrip()[:1]
    return list(_json_lines(text) if first == "{" else _columns(text))


def _json_lines(text: str) -> Iterator[Marked]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            yield Marked(record["text"], frozenset(_spans(record)))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"line {number}: a sentence with spans was expected ({error})") from error


def _spans(record: dict[str, object]) -> Iterator[tuple[int, int, str]]:
    labels = record.get("label")
    if isinstance(labels, dict):
        for label, names in labels.items():
            for places in names.values():
                yield from ((start, last + 1, label) for start, last in places)
        return
    listed = labels if isinstance(labels, list) else record.get("entities", record.get("spans", []))
    if not isinstance(listed, list):
        raise TypeError("label, entities or spans is no list")
    for one in listed:
        if isinstance(one, dict):
            yield one["start"], one["end"], one.get("label", one.get("type"))
        else:
            yield one[0], one[1], one[2]


def _columns(text: str) -> Iterator[Marked]:
    letters: list[str] = []
    tags: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        cells = line.split()
        if cells and (len(cells) < 2 or cells[0] == "-DOCSTART-"):
            if cells[0] == "-DOCSTART-":
                continue
            raise ValueError(f"line {number}: a character and a tag were expected")
        if cells:
            letters.append(cells[0])
            tags.append(cells[-1])
        elif letters:
            yield Marked("".join(letters), frozenset(_tagged(letters, tags)))
            letters, tags = [], []


def _tagged(letters: Sequence[str], tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Spans from BIO, BMES or BIOES tags; a class that begins without B begins there all the same."""
    start, at, label = 0, 0, ""
    for letter, tag in zip([*letters, ""], [*tags, "O"], strict=True):
        place, _, name = tag.partition("-")
        if label and (place in "OBS" or name != label):
            yield start, at, label
            label = ""
        if name and not label:
            start, label = at, name
        at += len(letter)
        if label and place in "ES":
            yield start, at, label
            label = ""


def listed() -> frozenset[str]:
    """Names in the package's table of firms or among those that its learned recogniser learned from."""
    out = set(known_firms() | cued_firms())
    for path in (path for glob in LEARNED for path in ROOT.glob(glob)):
        out.update(re.findall(r"\[([^\[\]]+)\][CP]", path.read_text(encoding="utf-8")))
    for path in source.sources(ROOT / "corpus/source"):
        article = source.check_file(path)[0]
        if article.meta.get("split", "train") != "test":
            out.update(m.surface for block in article.blocks for m in source.mentions(block, "zh"))
    return frozenset(out)


class Guess(NamedTuple):
    """A found name with its score, whether it is right, whether the name was seen before, and how often it
    counts where it is wrong.
    """

    score: float
    right: bool
    seen: bool
    weight: float = 1


def _found(text: str, label: str, system: str) -> list[tuple[int, int, float]]:
    """Spans of a label in a sentence, with scores."""
    if system == "lac":
        return [(span.start, span.end, 1) for span, kind in lac([text])[0] if kind == label]
    settings = AnnotateSettings(labels=LABELS, learned=system == "tzcorpus")
    entities = annotate_texts([text], "zh", settings)[0]
    return [(e.span.start, e.span.end, e.score) for e in entities if e.label == label]


def measure(
    sentences: Sequence[Marked],
    maps: dict[str, str],
    seen: frozenset[str],
    label: str,
    system: str = "tzcorpus",
    weight: float = 1,
) -> tuple[list[Guess], int, int]:
    """The guesses of a label, and how many names there are, all and unseen."""
    guesses: list[Guess] = []
    total = unseen = 0
    for text, names in sentences:
        gold = {(a, b) for a, b, kind in names if maps.get(kind) == label}
        total += len(gold)
        unseen += sum(not _is_seen(text[a:b], seen) for a, b in gold)
        for start, end, score in _found(text, label, system):
            known = _is_seen(text[start:end], seen)
            guesses.append(Guess(score, (start, end) in gold, known, 1 if gold else weight))
    return guesses, total, unseen


def _is_seen(name: str, seen: frozenset[str]) -> bool:
    return name in seen or is_word(name)


def report(guesses: Sequence[Guess], total: int, unseen: int, least: float) -> list[str]:
    """Precision and recall of all guesses, and the best recall of those above a score whose precision is
    ``least`` or more.
    """
    out = [_row("all", guesses, total, unseen)]
    cuts = sorted({g.score for g in guesses})
    for cut in cuts:
        kept = [g for g in guesses if g.score >= cut]
        if _precision(kept) >= least:
            out.append(_row(f"score >= {cut:.2f}", kept, total, unseen))
            return out
    return [*out, f"no score with precision {least} or more"]


def _precision(guesses: Sequence[Guess]) -> float:
    right = sum(g.right for g in guesses)
    return right / max(right + sum(g.weight for g in guesses if not g.right), 1)


def _row(name: str, guesses: Sequence[Guess], total: int, unseen: int) -> str:
    right = sum(g.right for g in guesses)
    new = sum(g.right and not g.seen for g in guesses)
    return (
        f"{name:14} P {_precision(guesses):.3f} R {right / max(total, 1):.3f} of {total}  "
        f"unseen R {new / max(unseen, 1):.3f} of {unseen}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--map", action="append", default=[], metavar="CLASS=LABEL")
    parser.add_argument("--precision", type=float, default=0.6)
    parser.add_argument("--seen", type=Path, metavar="NAMES", help="more that count as seen, one a line")
    parser.add_argument("--system", choices=("tzcorpus", "rules", "lac"), default="tzcorpus")
    parser.add_argument("--weight", type=float, default=1, help="how often one without a name counts")
    options = parser.parse_args(arguments)
    maps = dict(one.partition("=")[::2] for one in options.map) or MAPS
    try:
        sentences = read(options.file)
        seen = frozenset(options.seen.read_text(encoding="utf-8").split("\n") if options.seen else ())
    except (OSError, ValueError) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 1
    seen |= listed()
    marked = {maps.get(kind) for sentence in sentences for *_, kind in sentence.names}
    for label in LABELS:
        if label in marked:
            print(label)
            counts = measure(sentences, maps, seen, label, options.system, options.weight)
            print("\n".join(report(*counts, options.precision)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
