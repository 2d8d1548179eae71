"""CoNLL in two columns, IOB2: characters for Chinese, words for English.

Readers reject comment lines and white-space tokens, and the format forgets where tokens stood. So each
``<split>.<language>.conll`` has an ``.ids.tsv`` beside it: one line a sequence with the passage's id and
the offsets of its tokens.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tzcorpus.errors import FormatError
from tzcorpus.package.exports.base import Exported, Lines, Options, Passages, sides
from tzcorpus.package.tokens import spans_of, tag
from tzcorpus.records import Span

_HEADER = "passage\ttokens\tspans\n"


def export_conll(passages: Passages, out: Path, options: Options) -> Exported:
    """Write a sequence a passage and side; a passage without a token is left out and counted."""
    files = Lines(out)
    for split, aligned in passages:
        for side in sides(aligned):
            tagged = tag(side)
            if not tagged.spans:
                files.lost["passages without a token"] += 1
                continue
            stem = f"{split}.{side.language}"
            if f"{stem}.conll" not in files.parts:
                files.add(f"{stem}.ids.tsv", _HEADER)
            rows = zip(tagged.spans, tagged.tags, strict=True)
            files.add(
                f"{stem}.conll",
                "".join(f"{side.text[s.start : s.end]}\t{name}\n" for s, name in rows) + "\n",
            )
            spans = " ".join(f"{span.start}-{span.end}" for span in tagged.spans)
            files.add(f"{stem}.ids.tsv", f"{side.id}\t{len(tagged.spans)}\t{spans}\n")
            files.lost.update(dict(tagged.lost))
            files.items += 1
    return files.write()


def read_conll(path: str | Path) -> Iterator[tuple[list[str], list[str]]]:
    """``(tokens, tags)`` of each sequence of a two-column file. Raises `FormatError` with the line."""
    tokens: list[str] = []
    tags: list[str] = []
    lines = Path(path).read_text(encoding="utf-8").split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        if line:
            token, _, name = line.partition("\t")
            if not token or not name:
                raise FormatError(f"{line!r}", where=f"{path}:{number}", expected="token, tab, tag")
            tokens.append(token)
            tags.append(name)
        elif tokens:
            yield tokens, tags
            tokens, tags = [], []


def read_conll_entities(path: str | Path) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """``(passage id, entities as start, end, label)`` from a ``.conll`` file and the ``.ids.tsv`` beside it.

    Raises `FormatError` where the two do not belong together.
    """
    beside = Path(path).with_suffix(".ids.tsv")
    rows = beside.read_text(encoding="utf-8").split("\n")[1:-1]
    sequences = list(read_conll(path))
    if len(rows) != len(sequences):
        raise FormatError(
            f"{len(rows)} rows", where=str(beside), expected=f"{len(sequences)} as in the other"
        )
    for number, (row, (tokens, tags)) in enumerate(zip(rows, sequences, strict=True), start=2):
        passage, _, spans = row.split("\t")
        places = [Span(*map(int, each.split("-"))) for each in spans.split()]
        if len(places) != len(tokens):
            raise FormatError(f"{len(places)} spans", where=f"{beside}:{number}", expected=f"{len(tokens)}")
        yield (
            passage,
            [(places[first].start, places[last - 1].end, label) for first, last, label in spans_of(tags)],
        )
