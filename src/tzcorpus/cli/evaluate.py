"""``tzcorpus evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tzcorpus.cli import common
from tzcorpus.cli.evaluate_clean import clean
from tzcorpus.cli.evaluate_ner import ner


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
command.add_command(ner)


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
    from tzcorpus.cli.tables import print_table
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
    ratios = {name: getattr(total, name) for name in ("strict", "lax", "pairs", "gaps")}
    print_table(
        ("", "P", "R", "F1"),
        [(n, *(f"{x:.3f}" for x in (r.precision, r.recall, r.f1))) for n, r in ratios.items()],
    )
    sizes = "  ".join(f"{size} {right}/{n}" for size, (right, n) in sorted(total.by_size.items()))
    click.echo(f"strict recall by size: {sizes}")


def _beads(path: Path) -> Any:
    from tzcorpus.align.beads import lines_to_beads

    return lines_to_beads(common.read_text(str(path)).splitlines(), where=str(path))
