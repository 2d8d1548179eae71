"""``tzcorpus evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tzcorpus.cli import common
from tzcorpus.cli.evaluate_clean import clean

if TYPE_CHECKING:
    from tzcorpus.evaluate.spans import Mention


@click.group("evaluate")
def command() -> None:
    """Score cleaning, entities or alignment against gold.

    \b
    Examples:
      tzcorpus evaluate clean page.txt gold.json
      tzcorpus evaluate ner gold.jsonl system.jsonl
      tzcorpus evaluate align gold/ beads/
    """


command.add_command(clean)


@command.command("ner")
@click.argument("gold", metavar="GOLD.jsonl")
@click.argument("system", metavar="SYSTEM.jsonl")
@click.option("--mistakes", is_flag=True, help="List every mistake.")
def ner(gold: str, system: str, mistakes: bool) -> None:
    """Score the entities of passages (.jsonl) against those of the same passages in a gold file: strict
    spans, other spans the gold allows, partial overlap, entities, values; intervals by document bootstrap.

    \b
    Example:
      tzcorpus evaluate ner gold.jsonl annotated.jsonl --mistakes
    """
    from tzcorpus.errors import InputError
    from tzcorpus.evaluate.spans import evaluate, mentions, tally

    outcome = common.Outcome()
    wanted = _by_passage(gold, outcome)
    found = _by_passage(system, outcome)
    alone = sorted(wanted.keys() ^ found.keys())
    if alone:
        raise InputError(
            f"{len(alone)} passages are in one file only (such as {alone[0]})", where=f"{gold} and {system}",
            expected="the same passages in both",
        )  # fmt: skip
    report = evaluate([(mentions(wanted[key]), mentions(found[key])) for key in wanted])
    from rich.console import Console
    from rich.table import Table

    table = Table("label", "strict P", "R", "F1", "95 %", "alt F1", "partial F1", "gold")
    for label, scores in report.scores.items():
        strict = scores["strict"]
        low, high = report.interval[label]
        figures = (strict.precision, strict.recall, strict.f1)
        others = (scores["alt"].f1, scores["partial"].f1)
        table.add_row(
            label, *(f"{figure:.3f}" for figure in figures), f"{low:.2f}–{high:.2f}",
            *(f"{figure:.3f}" for figure in others), str(strict.gold),
        )  # fmt: skip
    Console().print(table)
    click.echo(f"values right: {report.values.right} of {report.values.total}")
    for kind, one, other, count in tally(report.mistakes):
        click.echo(f"{count:>5}  {kind}: {one} / {other}")
    if mistakes:
        for mistake in report.mistakes:
            click.echo(f"{mistake.kind}\t{_shown(mistake.gold)}\t{_shown(mistake.predicted)}")
    outcome.finish()


def _shown(mention: Mention | None) -> str:
    return f"{mention.label} {mention.surface}" if mention else "–"


def _by_passage(path: str, outcome: common.Outcome) -> dict[str, Any]:
    from tzcorpus.pipeline import read_stage
    from tzcorpus.records import Passage

    return {passage.id: passage.entities for passage in common.kept(read_stage(path, Passage), outcome)}


@command.command("align")
@click.argument("gold", metavar="GOLD", type=click.Path(exists=True))
@click.argument("system", metavar="SYSTEM", type=click.Path(exists=True))
def align(gold: str, system: str) -> None:
    """Score bead files, [0, 1]:[0] a line, against gold ones; files, or folders matched by stem. Precision
    counts gaps, recall counts beads with both sides, as published figures do.

    \b
    Example:
      tzcorpus evaluate align gold/ beads/
    """
    from tzcorpus.errors import InputError
    from tzcorpus.evaluate.beads import BeadScores, score_beads

    pairs = [(Path(gold), Path(system))]
    if Path(gold).is_dir():
        others = {path.stem: path for path in Path(system).iterdir() if path.is_file()}
        names = sorted(path for path in Path(gold).iterdir() if path.is_file())
        missing = [path.stem for path in names if path.stem not in others]
        if missing:
            raise InputError(f"no file for {', '.join(missing[:5])}", where=system,
                             expected="the stems of the gold files")  # fmt: skip
        pairs = [(path, others[path.stem]) for path in names]
    total = BeadScores()
    for wanted, found in pairs:
        total += score_beads(_beads(wanted), _beads(found))
    for name in ("strict", "lax", "pairs", "gaps"):
        ratio = getattr(total, name)
        click.echo(f"{name:<7} P {ratio.precision:.3f}  R {ratio.recall:.3f}  F1 {ratio.f1:.3f}")
    sizes = "  ".join(f"{size} {right}/{n}" for size, (right, n) in sorted(total.by_size.items()))
    click.echo(f"strict recall by size: {sizes}")


def _beads(path: Path) -> Any:
    from tzcorpus.align.beads import lines_to_beads

    return lines_to_beads(common.read_text(str(path)).splitlines(), where=str(path))
