"""``tzcorpus review push | pull | status``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import click

from tzcorpus.cli import common
from tzcorpus.cli.review import sources

if TYPE_CHECKING:
    from tzcorpus.review.client import LabelStudio
    from tzcorpus.review.sync import Pushed


@click.command("push")
@sources.source_argument
@sources.build_options
@sources.server_options
@click.option("--overlap", type=click.IntRange(1, 20), default=1, show_default=True, metavar="N",
              help="How many people annotate each passage (for a new project).")  # fmt: skip
@click.option("--batch", type=click.IntRange(1, 1000), default=200, show_default=True, metavar="N",
              help="Passages a request.")  # fmt: skip
@common.quiet_option
def push(
    source: str, project: str, url: str | None, token: str | None, overlap: int, batch: int, **reading: Any
) -> None:
    """Put passages onto the server as tasks with predicted spans. Pushing again adds and changes nothing;
    after a kill it goes on where it was. New predictions replace old ones only where nobody worked on the
    passage. Spans that do not fit their text are refused before anything is sent.

    \b
    Examples:
      tzcorpus review push corpus
      tzcorpus review push aligned.jsonl --project "March papers" --overlap 2
    """
    from tzcorpus.review.push import to_tasks

    outcome = common.Outcome()
    passages = sources.read_source(source, outcome, **reading)
    tasks = to_tasks(passages.aligned)
    server = sources.connect(url, token)
    pushed, number = push_tasks(server, project, tasks, overlap=overlap, batch=batch)
    for line in _lines(pushed):
        click.echo(line, err=True)
    click.echo(f"{server.url}/projects/{number}/data?labeling=1")
    outcome.finish()


def push_tasks(
    server: LabelStudio, title: str, tasks: list[dict[str, Any]], *, overlap: int = 1, batch: int = 200
) -> tuple[Pushed, int]:
    """Push tasks to the project with this title, which is made where it is not there."""
    from tzcorpus.review.project import prepare_project
    from tzcorpus.review.sync import Journal, Push

    project = prepare_project(server, title, sources.find_project(server, title), overlap=overlap)
    number = int(project["id"])
    with common.counter("pushing", len(tasks)) as meter:
        work = Push(server, number, Journal.of(server.url, project), batch=batch, done=meter.at)
        return work.run(tasks), number


def _lines(pushed: Pushed) -> list[str]:
    lines = [f"{pushed.created} tasks made, {pushed.updated} renewed, {pushed.unchanged} as they were"]
    if pushed.kept:
        lines.append(
            f"tzcorpus: {len(pushed.kept)} passages were worked on and keep their older predictions, "
            f"the first: {pushed.kept[0]}"
        )
    if pushed.stale:
        lines.append(
            f"tzcorpus: {len(pushed.stale)} tasks hold a text that is no longer ours and were left alone: "
            f"{', '.join(map(str, pushed.stale[:10]))}"
        )
    if pushed.doubles:
        lines.append(f"tzcorpus: {len(pushed.doubles)} doubles of an earlier, broken push were removed")
    return lines


@click.command("pull")
@sources.source_argument
@click.option("-o", "--output", required=True, metavar="DIR", help="Folder of layers, one file an annotator.")
@sources.build_options
@sources.server_options
@sources.prefer_options
@click.option("--annotator", "names", multiple=True, metavar="E-MAIL=NAME", help="What a layer is called.")
@click.option("--full", is_flag=True, help="Read every task, not only those changed since the last pull.")
@common.quiet_option
def pull(
    source: str,
    output: str,
    project: str,
    url: str | None,
    token: str | None,
    prefer: Literal["ours", "theirs"] | None,
    names: tuple[str, ...],
    full: bool,
    **reading: Any,
) -> None:
    """Bring annotations back into layers. Offsets are checked against our own text; edits made in the files
    since the last pull are kept. What does not fit, and what was changed both here and there, is listed;
    the exit code is then 1.

    \b
    Example:
      tzcorpus review pull corpus -o annotations/layers --annotator li@example.org=li
    """
    from tzcorpus.review.fetch import fetch

    outcome = common.Outcome()
    called = dict(_name(each) for each in names)
    passages = sources.read_source(source, outcome, **reading)
    server = sources.connect(url, token)
    fetched = fetch(
        server, sources.the_project(server, project), passages.aligned, output, documents=passages.documents,
        names=called, prefer=prefer, full=full,
        watch=lambda tasks, total: common.progress(tasks, what="pulling", total=total),
    )  # fmt: skip
    done = len(fetched.pulled.annotations) - len(fetched.pulled.skips)
    click.echo(f"{fetched.read} tasks read: {done} annotations, {len(fetched.pulled.skips)} skips", err=True)
    sources.tell(fetched.pulled, fetched.update, output, chosen=prefer is not None)
    outcome.finish()


def _name(option: str) -> tuple[str, str]:
    email, sign, name = option.partition("=")
    if not sign or not email or not name:
        raise click.BadParameter(f"{option!r}; expected e-mail=name", param_hint="--annotator")
    return email, name


@click.command("status")
@sources.server_options
def status(project: str, url: str | None, token: str | None) -> None:
    """Count what each annotator did: submitted, skipped, in draft, in disagreement with another.

    \b
    Example:
      tzcorpus review status --project "March papers"
    """
    from tzcorpus.review.status import count

    server = sources.connect(url, token)
    number = int(sources.the_project(server, project)["id"])
    tasks = common.progress(server.tasks(number, results=True), what="reading")
    counted = count(tasks, server.users())
    click.echo(f"passages   {counted.tasks}: {counted.done} done, {counted.untouched} untouched")
    width = max((len(name) for name in counted.people), default=0)
    for name, person in sorted(counted.people.items()):
        click.echo(
            f"{name:{width}}  {person.submitted} submitted, {person.skipped} skipped, "
            f"{person.drafts} in draft, {person.disagreements} in disagreement"
        )
