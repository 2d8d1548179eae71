"""``tzcorpus segment``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tzcorpus.cli import common


@click.command("segment")
@click.argument("documents", metavar="DOCUMENTS.jsonl|-")
@click.option("-o", "--output", default="-", metavar="FILE", help="Default: standard output.")
@common.config_option
@common.force_option
@common.quiet_option
def command(documents: str, output: str, config: str | None, force: bool) -> None:
    """Cut cleaned documents into passages with sentences and words.

    \b
    Example:
      tzcorpus clean scans/ --format jsonl | tzcorpus segment - -o passages.jsonl
    """
    from tzcorpus.config import load_settings
    from tzcorpus.io import check_output, write_records
    from tzcorpus.pipeline import read_stage, segment_document
    from tzcorpus.records import Document, Passage, Reject

    settings = load_settings(config)
    check_output(output, force=force)
    outcome = common.Outcome()
    count = 0

    def passages() -> Iterator[Passage]:
        nonlocal count
        for document in common.kept(read_stage(documents, Document), outcome):
            made = segment_document(document, settings)
            if isinstance(made, Reject):
                outcome.done -= 1
                outcome.reject(made)
                continue
            count += len(made)
            yield from made

    write_records(output, common.progress(passages(), what="segmenting"))
    common.say(f"{outcome.done} documents, {count} passages, {len(outcome.faults)} rejected")
    outcome.finish()
