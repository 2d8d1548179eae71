"""``tzcorpus validate``."""

from __future__ import annotations

import click


@click.command("validate")
@click.argument("dataset", metavar="DATASET")
def command(dataset: str) -> None:
    """Look for faults in a dataset folder: digests, card, columns, spans, values, ids, links, splits,
    licences. A line a fault; the exit code is 1 where there is one.

    \b
    Example:
      tzcorpus validate build/dataset
    """
    from tzcorpus.package.validate import validate

    faults = validate(dataset)
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} faults", err=True)
    if faults:
        raise click.exceptions.Exit(1)
