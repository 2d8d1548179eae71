"""``tzcorpus review agreement | gold | report``: layers compared, decided, held against the rules."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from tzcorpus.cli import common
from tzcorpus.cli.review import sources

if TYPE_CHECKING:
    from tzcorpus.review.layers import Annotation

_LAYERS = click.argument("layers", nargs=-1, required=True, metavar="LAYER.jsonl|DIR…")


def read_layers(paths: tuple[str, ...]) -> dict[str, tuple[Annotation, ...]]:
    """Layers by name (the file's, without its suffix); a folder stands for its files."""
    from tzcorpus.errors import InputError
    from tzcorpus.review.layers import read_layer

    found: dict[str, tuple[Annotation, ...]] = {}
    for path in map(Path, paths):
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            raise InputError("holds no layers", where=str(path), expected="files that end in .jsonl")
        for file in files:
            if file.stem in found:
                raise InputError(f"a second layer is called {file.stem}", where=str(file))
            found[file.stem] = read_layer(file)
    return found


@click.command("agreement")
@sources.source_argument
@_LAYERS
@click.option("--adjudicate", metavar="TITLE", help="Push what is in dispute as a project of this title.")
@click.option("--url", metavar="URL", help="Server. Default: the last one of serve or init.")
@click.option("--token", metavar="TOKEN", help="Its token; better in LABEL_STUDIO_API_KEY.")
@sources.build_options
def agreement(
    source: str,
    layers: tuple[str, ...],
    adjudicate: str | None,
    url: str | None,
    token: str | None,
    **reading: Any,
) -> None:
    """How far annotators agree: F1 of spans for each pair and label, strict and partial, Krippendorff's alpha
    over characters, and the list of what they disagree on (standard output, a line each).

    \b
    Examples:
      tzcorpus review agreement corpus annotations/layers
      tzcorpus review agreement corpus annotations/layers --adjudicate "Adjudication"
    """
    from tzcorpus.errors import InputError
    from tzcorpus.review.adjudicate import disputed
    from tzcorpus.review.agreement import agreement as compare
    from tzcorpus.review.alpha import alphas

    found = read_layers(layers)
    if len(found) < 2:
        raise InputError("one layer", expected="two or more to compare")
    outcome = common.Outcome()
    passages = sources.read_source(source, outcome, **reading)
    for one, other in combinations(sorted(found), 2):
        result = compare(found[one], found[other])
        click.echo(f"{one} / {other}: {result.passages} passages", err=True)
        for (side, label), score in result.scores.items():
            click.echo(
                f"  {side:4}{label:9} strict {score.strict_f1:.3f}  partial {score.partial_f1:.3f}  "
                f"({score.first} and {score.second} spans, {score.exact} the same)",
                err=True,
            )
        for disagreement in result.disagreements:
            click.echo(f"{one} / {other}: {disagreement}")
    for label, value in alphas(found, passages.aligned).items():
        shown = "not defined: nothing varies" if value is None else f"{value:.3f}"
        click.echo(f"alpha {label:9} {shown}", err=True)
    if adjudicate:
        from tzcorpus.cli.review.server import push_tasks
        from tzcorpus.review.push import to_tasks

        tasks = to_tasks(disputed(passages.aligned, found))
        server = sources.connect(url, token)
        pushed, number = push_tasks(server, adjudicate, tasks)
        click.echo(f"{pushed.created} passages to adjudicate: {server.url}/projects/{number}/data?labeling=1")
    outcome.finish()


@click.command("gold")
@_LAYERS
@click.option("-o", "--output", required=True, metavar="FILE",
              help="What all agree on; build reads annotations/reviewed.jsonl.")  # fmt: skip
@click.option("--decisions", multiple=True, metavar="LAYER.jsonl|DIR", help="An adjudicator's: they win.")
@sources.prefer_options
def gold(
    layers: tuple[str, ...],
    output: str,
    decisions: tuple[str, ...],
    prefer: Literal["ours", "theirs"] | None,
) -> None:
    """Make one layer of several. What one annotator did alone, and what several did alike, is taken; where
    they differ and no adjudicator decided, the passage is listed and left out; the exit code is then 1. Edits
    of FILE since the last time are kept.

    \b
    Example:
      tzcorpus review gold annotations/layers --decisions annotations/decisions -o annotations/reviewed.jsonl
    """
    from tzcorpus.review.adjudicate import adjudicate
    from tzcorpus.review.layers import read_layer, write_layer
    from tzcorpus.review.merge import merge
    from tzcorpus.review.tasks import PULLED

    judged = [each for layer in read_layers(decisions).values() for each in layer] if decisions else []
    found = adjudicate(read_layers(layers), judged)
    target = Path(output)
    last = target.parent / PULLED / target.name
    base = read_layer(last) if last.is_file() else ()
    ours = read_layer(target) if target.is_file() else base
    merged = merge(base, ours, found.agreed, prefer=prefer)
    for conflict in merged.conflicts:
        click.echo(f"tzcorpus: conflict: {conflict}", err=True)
    for passage in found.open_:
        click.echo(f"tzcorpus: {passage}: the annotators differ; left out until one is decided", err=True)
    if merged.conflicts and prefer is None:
        click.echo("tzcorpus: nothing was written; choose with --ours or --theirs", err=True)
        raise click.exceptions.Exit(1)
    count = write_layer(target, merged.annotations)
    write_layer(last, found.agreed)
    click.echo(f"{target}: {count} passages; {len(found.skipped)} skipped by all", err=True)
    if found.open_:
        raise click.exceptions.Exit(1)


@click.command("report")
@sources.source_argument
@_LAYERS
@click.option("--examples", type=click.IntRange(0), default=3, show_default=True, metavar="N",
              help="Corrections to show for each rule.")  # fmt: skip
@sources.build_options
def report(source: str, layers: tuple[str, ...], examples: int, **reading: Any) -> None:
    """Which rules the corrections contradict most: of the spans that each rule predicts today, how many
    people kept, moved, relabelled or deleted; and what no rule predicted.

    \b
    Example:
      tzcorpus review report corpus annotations/layers
    """
    from tzcorpus.review.report import contradictions

    outcome = common.Outcome()
    reading["rules_only"] = True
    found = contradictions(sources.read_source(source, outcome, **reading).aligned, read_layers(layers))
    click.echo(f"{found.passages} annotations compared with what the rules say today")
    for name, rule in found.worst():
        click.echo(
            f"{name}: {rule.contradicted} of {rule.predicted} contradicted ({rule.moved} moved, "
            f"{rule.relabelled} relabelled, {rule.deleted} deleted)"
        )
        for line in rule.examples[:examples]:
            click.echo(f"  {line}")
    for (side, label), missed in sorted(found.missed.items()):
        click.echo(f"no rule: {missed.deleted} × {side} {label}")
        for line in missed.examples[:examples]:
            click.echo(f"  {line}")
    outcome.finish()
