"""``tzcorpus export``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tzcorpus.cli import common
from tzcorpus.errors import InputError

# kept here as words so that --help imports nothing; a test compares them with package.exports.FORMATS
FORMATS = (
    "conll",
    "docbin",
    "tmx",
    "moses",
    "brat",
    "doccano",
    "prodigy",
    "labelstudio",
    "entities",
    "mentions",
    "cooccurrence",
    "money",
)


@click.command("export")
@click.argument("dataset", metavar="DATASET")
@click.option("--format", "form", type=click.Choice(FORMATS), required=True)
@click.option("-o", "--output", required=True, metavar="DIR")
@click.option("--split", metavar="NAME", help="Only this split.")
@click.option(
    "--offsets",
    type=click.Choice(["codepoints", "utf16"]),
    default="codepoints",
    show_default=True,
    help="What positions count; JavaScript tools count UTF-16 units.",
)
@common.force_option
@common.quiet_option
def command(dataset: str, form: str, output: str, split: str | None, offsets: Any, force: bool) -> None:
    """Write a dataset in another format, and say what that format could not hold.

    \b
    Examples:
      tzcorpus export build/dataset --format conll -o conll/
      tzcorpus export build/dataset --format entities -o tables/       # a firm or park a row
      tzcorpus export build/dataset --format cooccurrence -o tables/   # company–park–money as CSV and Parquet
      tzcorpus export build/dataset --format docbin -o spacy/ --split train
    """
    from tzcorpus.package.exports import export
    from tzcorpus.package.reading import read_aligned

    if split is not None and not any(Path(dataset, "passages").glob(f"{split}-*.parquet")):
        raise InputError(
            f"no split {split!r}", where=dataset, expected="train, validation or test, if not empty"
        )
    passages = common.progress(read_aligned(dataset, split), what="exporting")
    done = export(form, passages, output, offsets=offsets, force=force)
    for path in done.files:
        click.echo(str(path))
    lost = "".join(f"; not held: {reason} {count}" for reason, count in done.lost.items())
    common.say(f"{done.items} items{lost}")
