"""``tzcorpus package``."""

from __future__ import annotations

from pathlib import Path

import click

from tzcorpus.cli import common


@click.command("package")
@click.argument("aligned", metavar="ALIGNED.jsonl|-")
@click.option("-o", "--output", required=True, metavar="DIR", help="The dataset's folder.")
@click.option("--documents", multiple=True, metavar="FILE",
              help="Cleaned documents (.jsonl), for `cleaning` and `documents`; repeatable.")  # fmt: skip
@click.option("--splits", "split_file", metavar="FILE",
              help="TSV: document id, train/validation/test. Otherwise everything is train.")  # fmt: skip
@click.option(
    "--meta", "meta_file", metavar="FILE", help="TOML with title, description, licence … of the card."
)
@common.force_option
@common.quiet_option
def command(
    aligned: str,
    output: str,
    documents: tuple[str, ...],
    split_file: str | None,
    meta_file: str | None,
    force: bool,
) -> None:
    """Write aligned passages as a dataset folder: Parquet shards and a card that load_dataset reads.

    \b
    Example:
      tzcorpus package aligned.jsonl --documents zh.docs.jsonl --documents en.docs.jsonl -o dataset
    """
    from tzcorpus.package.dataset import refuse_foreign, write_dataset
    from tzcorpus.package.meta import Meta, read_meta
    from tzcorpus.pipeline import read_stage
    from tzcorpus.records import AlignedPassage, Document

    refuse_foreign(Path(output), force=force)
    outcome = common.Outcome()
    summary = write_dataset(
        Path(output),
        aligned=common.progress(common.kept(read_stage(aligned, AlignedPassage), outcome), what="packaging"),
        documents=(d for path in documents for d in common.kept(read_stage(path, Document), outcome)),
        splits=_splits(split_file) if split_file else None,
        meta=read_meta(meta_file) if meta_file else Meta(),
        rejects=outcome.rejects,
        force=force,
    )
    for config, splits in summary.rows.items():
        common.say(f"{config:<10} " + ", ".join(f"{split} {rows}" for split, rows in splits.items()))
    for reason, count in summary.rejects.items():
        click.echo(f"rejected {count}: {reason}", err=True)
    if summary.rejects:
        raise click.exceptions.Exit(1)


def _splits(path: str) -> dict[str, str]:
    from tzcorpus.errors import FormatError

    out = {}
    for number, line in enumerate(common.read_text(path).splitlines(), start=1):
        if not line.strip() or line.startswith(("#", "document\t")):
            continue
        fields = line.split("\t")
        if len(fields) < 2:
            raise FormatError("no tab", where=f"{path}:{number}", expected="document id, a tab, a split")
        out[fields[0]] = fields[1]
    return out
