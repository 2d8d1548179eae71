"""``tzcorpus evaluate clean``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tzcorpus.cli import common
from tzcorpus.errors import FormatError, InputError

if TYPE_CHECKING:
    from tzcorpus.config import Settings
    from tzcorpus.evaluate.cleaning import CleaningScores

# rendering of a page -> the file that is cleaned; the gold speaks of the text the engine gave
_FILES = {"ocr": ("page.txt", "page.txt", "gold.json"), "hocr": ("page.hocr", "page.txt", "gold.json"),
          "epaper": ("epaper.txt", "epaper.txt", "epaper.gold.json")}  # fmt: skip


@click.command("clean")
@click.argument("paths", nargs=-1, required=True, metavar="RAW GOLD [CLEANED] | CORPUS")
@click.option("--split", multiple=True, metavar="NAME", help="With CORPUS: only documents of this split.")
@click.option("--variant", type=click.Choice(list(_FILES)), default="ocr", show_default=True,
              help="With CORPUS: which rendering of its pages.")  # fmt: skip
@click.option("--by-document", is_flag=True, help="A line a document, too.")
@common.jobs_option
@common.config_option
@common.quiet_option
def clean(
    paths: tuple[str, ...],
    split: tuple[str, ...],
    variant: str,
    by_document: bool,
    jobs: int,
    config: str | None,
) -> None:
    """Score cleaning: sentences whole inside one paragraph, paragraph boundaries, characters leaked into the
    body (by role) and lost from it. Give a raw file, its gold and the cleaned text (made now where it is left
    out), or a corpus folder whose pages have gold.

    \b
    Examples:
      tzcorpus evaluate clean page.txt gold.json
      tzcorpus evaluate clean corpus --split dev --variant hocr --by-document
    """
    from tzcorpus.cli.tables import print_table
    from tzcorpus.config import load_settings
    from tzcorpus.evaluate.cleaning import CleaningScores

    settings = load_settings(config)
    if len(paths) == 1:
        cases = list(_of_corpus(Path(paths[0]), split, variant))
    elif len(paths) in (2, 3):
        cases = [(paths[0], Path(paths[0]), Path(paths[0]), Path(paths[1]))]
    else:
        raise click.UsageError("RAW GOLD [CLEANED], or one corpus folder")
    if not cases:
        raise InputError("no page with gold", where=paths[0], expected="a manifest with such a split")
    given = common.read_text(paths[2]) if len(paths) == 3 else None
    total = CleaningScores()
    lines: list[tuple[str, ...]] = []
    texts = [given] if given is not None else _cleaned([case[1] for case in cases], settings, jobs)
    rows = zip(cases, texts, strict=True)
    for (name, _, raw, gold), text in common.progress(rows, what="scoring", total=len(cases)):
        scores = _score(gold, raw, text)
        total += scores
        if by_document:
            lines.append(_cells(name, scores))
    print_table(_COLUMNS, [*lines, _cells(f"{len(cases)} pages", total)])
    click.echo("leaked by role: " + (", ".join(f"{r} {n}" for r, n in total.leaked.most_common()) or "none"))


def _of_corpus(root: Path, splits: tuple[str, ...], variant: str) -> Iterator[tuple[str, Path, Path, Path]]:
    try:
        lines = (root / "manifest.jsonl").read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"no manifest.jsonl ({error.strerror})", where=str(root)) from error
    source, raw, gold = _FILES[variant]
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            folder = root / "raw" / entry["id"]
        except (ValueError, RecursionError, KeyError, TypeError) as error:
            raise FormatError(
                f"not an entry ({type(error).__name__}: {error})",
                where=f"{root / 'manifest.jsonl'}:{number}",
                expected="an object with an id",
            ) from error
        if (not splits or entry.get("split") in splits) and (folder / gold).is_file():
            yield entry["id"], folder / source, folder / raw, folder / gold


def _cleaned(paths: list[Path], settings: Settings, jobs: int) -> list[str]:
    from tzcorpus.edits import clean_text
    from tzcorpus.pipeline import clean_documents, read_documents
    from tzcorpus.records import BODY_ROLES, Reject

    read = (document for path in paths for document in read_documents([str(path)]))
    out = []
    for document in clean_documents(read, settings, jobs=jobs):
        if isinstance(document, Reject):
            raise common.refused(document)
        out.append(clean_text(document, roles=BODY_ROLES))
    if len(out) != len(paths):
        raise InputError(f"{len(out)} documents", where=str(paths[0]), expected="one page for one gold")
    return out


def _score(gold: Path, raw: Path, text: str) -> CleaningScores:
    from tzcorpus.evaluate.cleaning import load_gold, score_cleaning

    return score_cleaning(load_gold(gold, common.read_bytes(str(raw))), text)


# sentences inside one paragraph, of how many; characters that are not body and stand in it; body lost
_COLUMNS = ("", "whole", "of", "boundary F1", "leaked", "lost", "of characters")


def _cells(name: str, scores: CleaningScores) -> tuple[str, ...]:
    leaked = sum(scores.leaked.values())
    numbers = (leaked, scores.lost, scores.body)
    boundary = f"{scores.boundaries.f1:.3f}"
    return (name, str(scores.whole), str(scores.sentences), boundary, *(f"{number:,}" for number in numbers))
