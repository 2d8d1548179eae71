"""``tzcorpus ingest``."""

from __future__ import annotations

import click

from tzcorpus.cli import common
from tzcorpus.records import Language


@click.command("ingest")
@common.inputs_argument
@click.option("-o", "--output", default="-", metavar="FILE", help="Default: standard output.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@common.force_option
@common.quiet_option
def command(paths: tuple[str, ...], output: str, lang: Language, force: bool) -> None:
    """Read files of any kind (.txt, .hocr, ALTO .xml, Tesseract .tsv; folders; - for a pipe) into document
    records, one JSON object a line. Encodings are detected and named.

    \b
    Examples:
      tzcorpus ingest scans/ -o documents.jsonl
      tzcorpus ingest page.hocr | tzcorpus clean - --format jsonl
    """
    from tzcorpus.io import check_output, write_records
    from tzcorpus.pipeline import read_documents

    check_output(output, force=force)
    outcome = common.Outcome()
    documents = common.kept(read_documents(paths, language=lang), outcome)
    count = write_records(output, common.progress(documents, what="reading"))
    common.say(f"{count} documents, {len(outcome.faults)} rejected")
    outcome.finish()
