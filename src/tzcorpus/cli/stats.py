"""``tzcorpus stats``."""

from __future__ import annotations

import click

from tzcorpus.errors import InputError


@click.command("stats")
@click.argument("dataset", metavar="DATASET")
@click.option("--json", "as_json", is_flag=True, help="All counts as JSON.")
def command(dataset: str, as_json: bool) -> None:
    """Count what a dataset holds: passages, sentence pairs, entities by label, links, findings, by split.

    \b
    Example:
      tzcorpus stats build/dataset
    """
    from pathlib import Path

    from tzcorpus.package.dataset import is_dataset
    from tzcorpus.package.stats import stats

    if not is_dataset(Path(dataset)):
        raise InputError(
            "not a dataset of tzcorpus", where=dataset, expected="a folder that build or package wrote"
        )
    counts = stats(dataset)
    if as_json:
        import json

        click.echo(json.dumps(counts.as_dict(), ensure_ascii=False, indent=1))
        return
    from tzcorpus.cli.tables import print_table

    splits = counts.splits()
    rows: list[tuple[str, list[int]]] = [
        ("passages", [counts.passages[split] for split in splits]),
        ("in both languages", [counts.pairs[split] for split in splits]),
        ("sentence pairs", [counts.beads[split] for split in splits]),
        ("sentences without partner", [counts.gaps[split] for split in splits]),
        ("entity links", [counts.links[split] for split in splits]),
    ]
    for language in ("zh", "en"):
        rows.append((f"documents {language}", [counts.documents[split, language] for split in splits]))
        rows.append((f"characters {language}", [counts.characters[split, language] for split in splits]))
        for label in counts.by_label():
            rows.append(
                (f"{label} {language}", [counts.entities[split, language, label] for split in splits])
            )
    cells = [(name, *(f"{number:,}" for number in (*numbers, sum(numbers)))) for name, numbers in rows]
    print_table(("", *splits, "all"), cells, title=dataset)
    if counts.findings:
        found = ", ".join(f"{kind} {count}" for kind, count in counts.findings.most_common())
        click.echo(f"figures compared: {found}")
