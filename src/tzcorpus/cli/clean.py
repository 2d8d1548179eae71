"""``tzcorpus clean``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tzcorpus.cli import common
from tzcorpus.errors import OutputError
from tzcorpus.records import BODY_ROLES, Document, Language, Reject

if TYPE_CHECKING:
    from tzcorpus.cli.finished import Finished
    from tzcorpus.config import Settings


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
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
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
    error. With -o, a run that was stopped goes on when the same command is given again, and a later one does
    only what has changed. Exit code 1: some inputs were rejected; 2: all were.

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
    finished = _finished(output, settings, (form, roles, bool(sidecar)))
    place = common.Place(output, suffix=f".{form}", force=force, finished=finished)
    beside = common.Place(sidecar, suffix=".edits.json", force=force, finished=finished) if sidecar else None
    if finished is not None and not quiet:
        for line in finished.changed:
            click.echo(f"tzcorpus: changed since the last run: {line}", err=True)
    inputs = read_documents(paths, language=lang)
    if finished is not None:
        inputs = _not_finished(inputs, finished, files=1 + (beside is not None))
    documents = common.progress(
        clean_documents(inputs, settings, jobs=jobs), what="cleaning", total=_total(paths, quiet), quiet=quiet
    )

    def write(document: Document) -> None:
        name = common.output_name(document)
        text = _shown(document, form, roles)
        place.write(name, text, between="\n" if form == "txt" else "")
        files = {place.path(name): text}
        if beside is not None:
            edits = sidecar_text(document)
            beside.write(name, edits)
            files[beside.path(name)] = edits
        if finished is not None:
            finished.add(document, files)

    try:
        for document in common.kept(documents, outcome):
            try:
                write(document)
            except OutputError as error:
                outcome.done -= 1
                outcome.reject(Reject(document.id, "clean", str(error), document.source.path))
            else:
                tally.add(document)
    except KeyboardInterrupt:
        if finished is None:
            raise
        said = f"stopped: {finished.kept + outcome.done} documents are finished and kept in {output}"
        click.echo(f"tzcorpus: {said}; run the same command again to go on", err=True)
        raise click.exceptions.Exit(130) from None
    if not quiet:
        sys.stdout.flush()
        tally.rejects = len(outcome.faults)
        if finished is not None and finished.kept:
            click.echo(f"{finished.kept} outputs are unchanged since an earlier run and kept", err=True)
        click.echo(tally.report(), err=True)
    outcome.done += finished.kept if finished is not None else 0
    outcome.finish()


def _finished(output: str | None, settings: Settings, more: tuple[str | bool, ...]) -> Finished | None:
    """What an earlier run into the same folder has finished; nothing where the output is a pipe."""
    if output in (None, "-") or (Path(str(output)).exists() and not Path(str(output)).is_dir()):
        return None
    from tzcorpus.cli.finished import Finished
    from tzcorpus.runs import State, state_of

    state = state_of(settings)
    mine = {key: value for key, value in state.settings.items() if key.startswith("clean.")}
    names = ("--format", "--roles", "--sidecar")
    mine |= {name: str(value) for name, value in zip(names, more, strict=True)}
    found = Finished(Path(str(output)), State(mine, state.code))
    click.get_current_context().call_on_close(found.close)
    return found


def _not_finished(
    documents: Iterable[Document | Reject], finished: Finished, *, files: int
) -> Iterator[Document | Reject]:
    for document in documents:
        if isinstance(document, Reject) or not finished.holds(document, files):
            yield document


def _total(paths: tuple[str, ...], quiet: bool) -> int | None:
    """How many documents there are to come, where a look at the folders says so."""
    if quiet or any(path == "-" or path.endswith((".jsonl", ".jsonl.gz")) for path in paths):
        return None
    from tzcorpus.ingest.files import find_inputs

    return sum(1 for _ in find_inputs(paths))


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
