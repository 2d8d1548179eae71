"""What the review verbs share: passages from a file or a corpus, the server, what is said of a pull."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tzcorpus.cli import common

if TYPE_CHECKING:
    from tzcorpus.records import AlignedPassage, Document
    from tzcorpus.review.client import LabelStudio
    from tzcorpus.review.pull import Pulled
    from tzcorpus.review.tasks import Update

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
PROJECT = "tzcorpus review"


@dataclass
class Passages:
    """Aligned passages and, where they are known, the cleaned documents that they come from."""

    aligned: list[AlignedPassage]
    documents: dict[str, Document] = field(default_factory=dict)


def source_argument(function: Decorated) -> Decorated:
    """``ALIGNED.jsonl|CORPUS``"""
    return click.argument("source", metavar="ALIGNED.jsonl|CORPUS")(function)


def build_options(function: Decorated) -> Decorated:
    """``--documents``, ``--annotations``, ``--rules-only``, ``--config``, ``--jobs``: how SOURCE is read."""
    options = [
        click.option("--documents", "papers", multiple=True, metavar="FILE",
                     help="Cleaned documents (.jsonl) of ALIGNED: spans then carry raw offsets, too."),
        click.option("--annotations", metavar="DIR",
                     help="For CORPUS: folder with gold that wins over the rules. Default: as in build."),
        click.option("--rules-only", is_flag=True, help="For CORPUS: leave gold and corrections out."),
        common.config_option,
        common.jobs_option,
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def server_options(function: Decorated) -> Decorated:
    """``--project``, ``--url``, ``--token``."""
    options = [
        click.option("--project", default=PROJECT, show_default=True, metavar="TITLE", help="Its project."),
        click.option("--url", metavar="URL", help="Server. Default: the last one of serve or init."),
        click.option("--token", metavar="TOKEN", help="Its token; better in LABEL_STUDIO_API_KEY."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def prefer_options(function: Decorated) -> Decorated:
    """``--ours`` and ``--theirs``."""
    ours = click.option("--ours", "prefer", flag_value="ours", help="Where both changed: keep the files'.")
    theirs = click.option("--theirs", "prefer", flag_value="theirs", help="Where both changed: take theirs.")
    return ours(theirs(function))


def read_source(
    source: str, outcome: common.Outcome, *, papers: tuple[str, ...] = (), annotations: str | None = None,
    rules_only: bool = False, config: str | None = None, jobs: int = 1,
) -> Passages:  # fmt: skip
    """The passages of a file of records, or of a corpus folder as `build` makes them."""
    if not Path(source).is_dir():
        known = {document.id: document for path in papers for document in documents(path, outcome)}
        return Passages(list(aligned(source, outcome)), known)
    from tzcorpus.cli.build import read_entries
    from tzcorpus.config import load_settings
    from tzcorpus.pipeline import build_entries
    from tzcorpus.records import Reject

    settings = load_settings(config)
    entries = list(read_entries(source, annotations, settings, rules_only=rules_only))
    found = Passages([])
    results = build_entries(entries, settings, jobs=jobs)
    for result in common.progress(results, what="reading the corpus", total=len(entries)):
        if isinstance(result, Reject):
            outcome.reject(result)
            continue
        for reject in result.rejects:
            outcome.reject(reject)
        outcome.done += 1
        found.aligned += result.aligned
        found.documents.update({document.id: document for document in result.documents})
    return found


def aligned(path: str, outcome: common.Outcome) -> Iterator[AlignedPassage]:
    """The aligned passages of a file of records."""
    from tzcorpus.pipeline import read_stage
    from tzcorpus.records import AlignedPassage

    return common.kept(read_stage(path, AlignedPassage), outcome)


def documents(path: str, outcome: common.Outcome) -> Iterator[Document]:
    """The documents of a file of records."""
    from tzcorpus.pipeline import read_stage
    from tzcorpus.records import Document

    return common.kept(read_stage(path, Document), outcome)


def connect(url: str | None, token: str | None) -> LabelStudio:
    """The server that was named, here or before; a note where its version is not a tested one."""
    from tzcorpus.review.client import LabelStudio
    from tzcorpus.review.connection import find_connection

    server = LabelStudio(find_connection(url, token))
    click.get_current_context().call_on_close(server.close)
    if note := server.version_note():
        click.echo(f"tzcorpus: {note}", err=True)
    return server


def find_project(server: LabelStudio, title: str) -> dict[str, Any] | None:
    """The project with this title, or this number; None where there is none."""
    from tzcorpus.errors import ServerError

    if title.isdecimal():
        return server.project(int(title))
    found = server.projects(title)
    if len(found) > 1:
        numbers = ", ".join(str(each["id"]) for each in found)
        raise ServerError(
            f"several projects are called {title!r} (numbers {numbers})", where=server.url,
            hint="give one of the numbers as --project",
        )  # fmt: skip
    return found[0] if found else None


def the_project(server: LabelStudio, title: str) -> dict[str, Any]:
    """The project with this title or number. Raises `ServerError` where there is none."""
    from tzcorpus.errors import ServerError

    found = find_project(server, title)
    if found is None:
        raise ServerError(f"no project {title!r}", where=server.url, hint="'tzcorpus review push' makes it")
    return found


def tell(pulled: Pulled, update: Update, folder: str, *, chosen: bool) -> None:
    """Say what came back and what it did; exit with 1 for errors and for conflicts that nobody decided."""
    for problem in pulled.problems:
        click.echo(f"tzcorpus: {problem}", err=True)
    for annotator, count in update.written.items():
        click.echo(f"{Path(folder) / annotator}.jsonl: {count} passages", err=True)
    for conflict in update.conflicts:
        click.echo(f"tzcorpus: conflict: {conflict}", err=True)
    open_ = bool(update.conflicts) and not chosen
    if open_:
        click.echo("tzcorpus: nothing was written; choose with --ours or --theirs", err=True)
    if open_ or any(problem.level == "error" for problem in pulled.problems):
        raise click.exceptions.Exit(1)
