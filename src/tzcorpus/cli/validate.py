"""``tzcorpus validate``."""

from __future__ import annotations

import click

from tzcorpus.cli import common


@click.command("validate")
@click.argument("dataset", metavar="DATASET")
@common.quiet_option
def command(dataset: str) -> None:
    """Look for faults in a dataset folder: digests, card, columns, spans, values, ids, links, splits,
    licences. A line a fault; the exit code is 1 where there is one.

    \b
    Example:
      tzcorpus validate build/dataset
    """
    from tzcorpus.package.validate import row_total, validate

    with common.counter("checking rows", row_total(dataset)) as meter:
        faults = validate(dataset, step=meter.advance)
    for fault in faults:
        click.echo(fault)
    common.say(f"{len(faults)} faults")
    if faults:
        raise click.exceptions.Exit(1)
