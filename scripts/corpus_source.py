"""The corpus's source format: load an article, or check files.

    python scripts/corpus_source.py check corpus/source/*.md
    python scripts/corpus_source.py show corpus/source/r01-first-voyage.md

``check`` prints a line a fault (file:line: what; remedy) and exits with 1 if there is any; ``show`` prints
the clean text of both sides, the mentions and the beads.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from corpus_check import check
from corpus_model import (
    SIDES,
    Article,
    Bead,
    Block,
    Mention,
    Name,
    Sentence,
    Value,
    beads,
    block_text,
    body_blocks,
    body_order,
    en_text,
    mentions,
    zh_text,
)
from corpus_parse import Problem, parse, read

__all__ = [
    "Article", "Bead", "Block", "Mention", "Name", "Problem", "Sentence", "SourceError", "Value",
    "beads", "block_text", "body_blocks", "body_order", "check", "check_file", "en_text", "load", "mentions",
    "parse", "sources", "zh_text",
]  # fmt: skip


class SourceError(Exception):
    """A source file with faults, one a line."""


def check_file(path: Path | str) -> tuple[Article, list[Problem]]:
    """An article with every fault of reading and of checking."""
    article, problems = read(path)
    return article, problems + (check(article) if article.meta else [])


def load(path: Path | str) -> Article:
    """An article that passed the checker. Raises `SourceError` with its faults otherwise."""
    article, problems = check_file(path)
    if problems:
        raise SourceError("\n".join(map(str, problems)))
    return article


def sources(root: Path | str = Path("corpus/source")) -> list[Path]:
    """The source files of a folder, by name."""
    return sorted(Path(root).glob("*.md"))


def run_check(paths: list[str]) -> int:
    tally: Counter[str] = Counter()
    faults, ids = 0, Counter[str]()
    for path in paths:
        article, problems = check_file(path)
        ids[article.id] += 1
        if ids[article.id] > 1:
            problems.append(Problem(path, 1, f"id {article.id!r} stands in two files", "rename one"))
        for problem in problems:
            print(problem)
        faults += len(problems)
        tally["articles"] += 1
        for block in article.blocks:
            tally["beads"] += len(block.beads)
            tally["planted"] += sum(bead.planted is not None for bead in block.beads)
            for side in SIDES:
                tally[f"{side} entities"] += len(mentions(block, side))
    print(", ".join(f"{n} {what}" for what, n in tally.items()) + f"; {faults} faults", file=sys.stderr)
    return 1 if faults else 0


def show(path: str) -> None:
    article = check_file(path)[0]
    for n in body_order(article):
        block = article.blocks[n]
        print(f"@{block.role}  article {block.article} box {block.box}")
        for side in SIDES:
            text = block_text(block, side)
            print(f"  {side} {text}" if text else "", end="\n" if text else "")
            for m in mentions(block, side):
                assert text[m.start : m.end] == m.surface
                what = m.value.to_dict() if m.value else m.ref
                print(f"     {m.start}:{m.end} {m.surface} {what} {m.same or ''}")
    zh, en, links = beads(article)
    for left, right in links:
        print(f"{left}:{right}  {''.join(zh[i] for i in left)} | {' '.join(en[i] for i in right)}")


def main(arguments: list[str]) -> int:
    match arguments:
        case ["check", *paths] if paths:
            return run_check(paths)
        case ["show", path]:
            show(path)
            return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
