"""``tzcorpus review export | import | config``: by files, without a server at hand."""

from __future__ import annotations

from typing import Literal

import click

from tzcorpus.cli import common
from tzcorpus.cli.review import sources


@click.command("export")
@click.argument("aligned", metavar="ALIGNED.jsonl|-")
@click.option("-o", "--output", required=True, metavar="FILE", help="JSON tasks for Label Studio's import.")
@click.option("--labelling-config", metavar="FILE", help="Write the labelling interface (XML) here, too.")
@common.force_option
def export(aligned: str, output: str, labelling_config: str | None, force: bool) -> None:
    """Write tasks with predictions. Spans that do not fit their text are refused before anything is written.

    \b
    Example:
      tzcorpus review export aligned.jsonl -o tasks.json --labelling-config desk.xml
    """
    from tzcorpus.io import check_output, open_atomic
    from tzcorpus.review.config import labelling_config as interface
    from tzcorpus.review.tasks import write_tasks

    for path in filter(None, (output, labelling_config)):
        check_output(path, force=force)
    outcome = common.Outcome()
    count = write_tasks(output, list(sources.aligned(aligned, outcome)))
    if labelling_config:
        with open_atomic(labelling_config) as stream:
            stream.write(interface().encode())
    click.echo(f"{count} tasks, {len(outcome.faults)} rejected", err=True)
    outcome.finish()


@click.command("import")
@click.argument("exported", metavar="EXPORT.json")
@click.argument("aligned", metavar="ALIGNED.jsonl")
@click.option("-o", "--output", required=True, metavar="DIR", help="Folder of layers, one file an annotator.")
@click.option("--documents", multiple=True, metavar="FILE",
              help="Cleaned documents (.jsonl): spans then carry raw offsets, too.")  # fmt: skip
@sources.prefer_options
def import_(
    exported: str,
    aligned: str,
    output: str,
    documents: tuple[str, ...],
    prefer: Literal["ours", "theirs"] | None,
) -> None:
    """Read Label Studio's JSON export back. Offsets are checked against our own text; what does not fit, and
    what was changed both in the files and in the export, is listed and left out, and the exit code is then 1.

    \b
    Example:
      tzcorpus review import export.json aligned.jsonl -o annotations/layers
    """
    from tzcorpus.review.tasks import read_tasks, update_layers

    outcome = common.Outcome()
    known = {document.id: document for path in documents for document in sources.documents(path, outcome)}
    pulled = read_tasks(exported, list(sources.aligned(aligned, outcome)), documents=known)
    update = update_layers(output, pulled, prefer=prefer)
    sources.tell(pulled, update, output, chosen=prefer is not None)
    if outcome.rejects:
        raise click.exceptions.Exit(1)


@click.command("config")
def config() -> None:
    """Print the labelling interface (XML) for a Label Studio project.

    \b
    Example:
      tzcorpus review config > desk.xml
    """
    from tzcorpus.review.config import labelling_config

    click.echo(labelling_config(), nl=False)
