"""Firms on a public test set of your own: recall at a stated precision.

    python benchmarks/names_public.py FILE [--map company=COMPANY] [--precision .6] [--unseen NAMES]

``FILE`` is JSON lines with a ``text`` and ``label`` as {class: {name: [[start, last], …]}} (last inclusive),
or ``label``, ``entities`` or ``spans`` as a list of {start, end, label} or [start, end, label] (end
exclusive); or two columns (character and BIO, BMES or BIOES tag, a blank line between sentences). Each
sentence is a document of its own. ``--map`` says which classes are firms or parks; the others are none.
``--unseen`` is a file of names, one a line, that count as seen: recall is then also given over the others.
Nothing is learned from the file. No public sentence is part of this project.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.settings import AnnotateSettings

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


class Guess(NamedTuple):
    """A found name with its score, whether it is right, and whether the name was seen before."""

    score: float
    right: bool
    seen: bool


def measure(
    sentences: Sequence[Marked], maps: dict[str, str], seen: frozenset[str], label: str
) -> tuple[list[Guess], int, int]:
    """The guesses of a label, and how many names there are, all and unseen."""
    settings = AnnotateSettings(labels=LABELS)
    guesses: list[Guess] = []
    total = unseen = 0
    for text, names in sentences:
        gold = {(a, b) for a, b, kind in names if maps.get(kind) == label}
        total += len(gold)
        unseen += sum(text[a:b] not in seen for a, b in gold)
        for entity in annotate_texts([text], "zh", settings)[0]:
            if entity.label == label:
                span = (entity.span.start, entity.span.end)
                guesses.append(Guess(entity.score, span in gold, entity.surface in seen))
    return guesses, total, unseen


def report(guesses: Sequence[Guess], total: int, unseen: int, least: float) -> list[str]:
    """Precision and recall of all guesses, and the best recall of those above a score whose precision is
    ``least`` or more.
    """
    out = [_row("all", guesses, total, unseen)]
    cuts = sorted({g.score for g in guesses})
    for cut in cuts:
        kept = [g for g in guesses if g.score >= cut]
        if sum(g.right for g in kept) >= least * len(kept):
            out.append(_row(f"score >= {cut:.2f}", kept, total, unseen))
            return out
    return [*out, f"no score with precision {least} or more"]


def _row(name: str, guesses: Sequence[Guess], total: int, unseen: int) -> str:
    right = sum(g.right for g in guesses)
    new = sum(g.right and not g.seen for g in guesses)
    return (
        f"{name:14} P {right / max(len(guesses), 1):.3f} R {right / max(total, 1):.3f} of {total}  "
        f"unseen R {new / max(unseen, 1):.3f} of {unseen}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--map", action="append", default=[], metavar="CLASS=LABEL")
    parser.add_argument("--precision", type=float, default=0.6)
    parser.add_argument("--unseen", type=Path, metavar="NAMES", help="names that count as seen, one a line")
    options = parser.parse_args(arguments)
    maps = dict(one.partition("=")[::2] for one in options.map) or MAPS
    try:
        sentences = read(options.file)
        seen = frozenset(options.unseen.read_text(encoding="utf-8").split("\n") if options.unseen else ())
    except (OSError, ValueError) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 1
    for label in LABELS:
        if label in maps.values():
            print(label)
            print("\n".join(report(*measure(sentences, maps, seen, label), options.precision)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
