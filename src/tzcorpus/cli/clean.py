"""``tzcorpus clean``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click

from tzcorpus.cli import common
from tzcorpus.errors import OutputError
from tzcorpus.records import BODY_ROLES, Document, Language, Reject


@click.command("clean")
@common.inputs_argument
@click.option("-o", "--output", metavar="DIR", help="Write one file an input instead of standard output.")
@click.option("--sidecar", metavar="DIR",
              help="Write a JSON file an input, too: every edit, what was set aside, suspects.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["txt", "jsonl"]), default="txt", show_default=True,
              help="Plain text, or document records with every block and edit.")  # fmt: skip
@click.option("--roles", type=click.Choice(["body", "all"]), default="body", show_default=True,
              help="body: kicker, headline, subheads, paragraphs; all: every block, role first.")  # fmt: skip
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option(
    "--preset", type=click.Choice(["conservative", "default", "ocr"]), help="How bold the rules are."
)
@common.jobs_option
@common.config_option
@common.force_option
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
def command(
    paths: tuple[str, ...],
    output: str | None,
    sidecar: str | None,
    form: str,
    roles: str,
    lang: Language,
    preset: str | None,
    jobs: int,
    config: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Clean OCR or e-paper text: PATH is a .txt, .hocr, ALTO .xml or Tesseract .tsv file, a folder of
    such files, document records (.jsonl), or - for standard input.

    The clean text goes to standard output, a block a line, article by article; a summary to standard
    error. Exit code 1: some inputs were rejected; 2: all were.

    \b
    Examples:
      tzcorpus clean page.txt > clean.txt
      tzcorpus clean scans/ -o clean/ --jobs 2
      tzcorpus clean scans/ -o clean/ --sidecar edits/
      tzcorpus clean page.hocr --roles all
      cat page.txt | tzcorpus clean - --format jsonl | tzcorpus segment -
    """
    from tzcorpus.cli.sidecar import sidecar_text
    from tzcorpus.cli.summary import CleanTally
    from tzcorpus.config import load_settings
    from tzcorpus.pipeline import clean_documents, read_documents

    settings = load_settings(config, preset=preset)
    outcome = common.Outcome()
    tally = CleanTally()
    place = common.Place(output, suffix=f".{form}", force=force)
    beside = common.Place(sidecar, suffix=".edits.json", force=force) if sidecar else None
    documents = clean_documents(read_documents(paths, language=lang), settings, jobs=jobs)
    for document in common.progress(common.kept(documents, outcome), what="cleaning"):
        try:
            between = "\n" if form == "txt" else ""
            name = common.output_name(document)
            place.write(name, _shown(document, form, roles), between=between)
            if beside is not None:
                beside.write(name, sidecar_text(document))
        except OutputError as error:
            outcome.done -= 1
            outcome.reject(Reject(document.id, "clean", str(error), document.source.path))
        else:
            tally.add(document)
    if not quiet:
        sys.stdout.flush()
        tally.rejects = len(outcome.faults)
        click.echo(tally.report(), err=True)
    outcome.finish()


def _shown(document: Document, form: str, roles: str) -> str:
    if form == "jsonl":
        from tzcorpus.io import dump_line

        return dump_line(document) + "\n"
    return "".join(f"{line}\n" for line in _lines(document, roles))


def _lines(document: Document, roles: str) -> Iterator[str]:
    from tzcorpus.edits import PieceTable

    table = PieceTable.of(document)
    numbers: Iterable[int] = sorted(range(len(document.blocks)), key=lambda k: document.blocks[k].article)
    for number in numbers:
        block = document.blocks[number]
        # a block is a line: a table's own line ends are shown as blanks here, and kept in the record
        text = " ".join(table.text(number).split("\n")).strip()
        if roles == "all":
            yield f"{block.role}\t{text}"
        elif block.role in BODY_ROLES and text:
            yield text
