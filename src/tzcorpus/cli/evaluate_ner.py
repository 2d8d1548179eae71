"""``tzcorpus evaluate ner``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tzcorpus.evaluate.spans import Mention, Report, Share


@click.command("ner")
@click.argument("gold", metavar="GOLD", type=click.Path(exists=True))
@click.argument("system", metavar="SYSTEM", type=click.Path(exists=True))
@click.option("--train", metavar="DATASET|FILE", type=click.Path(exists=True),
              help="What the system learnt from: recall is also told for seen and unseen names.")  # fmt: skip
@click.option("--mistakes", is_flag=True, help="List every mistake, not the most frequent alone.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def ner(gold: str, system: str, train: str | None, mistakes: bool, as_json: bool) -> None:
    """Score COMPANY, PARK and MONEY against gold.

    Both sides are JSON lines: passages (from `tzcorpus annotate`), or texts {"id", "text", "entities":
    [{"start", "end", "label", "entity", "alt", "tier"}]}, or folders of what `tzcorpus annotate --text -o
    DIR` writes, one file a text. Where a text is given, its spans are held against it. Gold may give other
    spans that are right ("alt": [[2, 6]]) and mark mentions as optional ("tier": "optional"), which count
    neither way.

    \b
    strict    same span and label
    alt       the same, or another span that gold allows; with its 95 % interval over documents drawn anew
    partial   half a hit for an overlap with the same label
    entities  names (a document's firms and parks) of which at least one mention was found
    links     mentions found that point to the right fullest name

    \b
    Examples:
      tzcorpus evaluate ner gold.jsonl annotated.jsonl --train build/dataset
      tzcorpus annotate --text texts/*.txt -o found/ && tzcorpus evaluate ner gold/ found/ --mistakes
    """
    from tzcorpus.evaluate.mentions import pairs, read_texts
    from tzcorpus.evaluate.spans import evaluate

    documents = pairs(read_texts(gold), read_texts(system), where=f"{gold} and {system}")
    report = evaluate(documents, known=_known(train) if train else ())
    if as_json:
        click.echo(json.dumps(report_fields(report, seen=train is not None), ensure_ascii=False, indent=2))
        return
    _tables(report, documents=len(documents), seen=train is not None)
    _mistakes(report, every=mistakes)


def _known(path: str) -> frozenset[str]:
    from tzcorpus.evaluate.mentions import read_texts, surfaces, surfaces_of

    if not (Path(path) / "passages").is_dir():
        return surfaces(read_texts(path).values())
    from tzcorpus.package.reading import read_aligned

    sides = (side for _, aligned in read_aligned(path, "train") for side in (aligned.zh, aligned.en) if side)
    return surfaces_of(entity for side in sides for entity in side.entities)


def _tables(report: Report, *, documents: int, seen: bool) -> None:
    from tzcorpus.cli.tables import print_table

    spans: list[list[str]] = []
    names: list[list[str]] = []
    for label, scores in report.scores.items():
        low, high = report.interval[label]
        cells = [scores[mode] for mode in ("strict", "alt")]
        figures = [f"{x:.3f}" for one in cells for x in (one.precision, one.recall, one.f1)]
        figures += [f"{low:.3f}–{high:.3f}", f"{scores['partial'].f1:.3f}"]
        gold, predicted = cells[0].gold, cells[0].predicted
        if not gold and not predicted:  # nothing is right or wrong
            figures = ["–"] * len(figures)
        spans.append([label, *figures, str(gold), str(predicted)])
        if label != "MONEY":
            shares = [report.entities[label], report.links[label]]
            shares += [report.seen[label], report.unseen[label]] if seen else []
            names.append([label, *map(_share, shares)])
    columns = "label", "strict P", "R", "F1", "alt P", "R", "F1", "95 %", "partial F1", "gold", "found"
    print_table(columns, spans)
    print_table(("label", "entities", "links", *(("seen", "unseen") if seen else ())), names)
    click.echo(
        f"{documents} document{'' if documents == 1 else 's'}; money values right: {_share(report.values)}"
    )


def _share(share: Share) -> str:
    return f"{share.right} of {share.total}" + (f" ({share.accuracy:.3f})" if share.total else "")


# Lines of the confusion list where not every mistake is asked for.
_MOST = 20


def _mistakes(report: Report, *, every: bool) -> None:
    from tzcorpus.evaluate.spans import tally

    if every:
        for mistake in report.mistakes:
            click.echo(f"{mistake.kind}\t{_shown(mistake.gold)}\t{_shown(mistake.predicted)}")
        return
    counted = tally(report.mistakes)
    for kind, gold, found, count in counted[:_MOST]:
        click.echo(f"{count:>5}  {kind}: {gold or '–'} / {found or '–'}")
    if len(counted) > _MOST:
        click.echo(f"{len(counted) - _MOST} more kinds of mistake; --mistakes lists all")


def _shown(mention: Mention | None) -> str:
    return f"{mention.label} {mention.span.start}:{mention.span.end} {mention.surface}" if mention else "–"


def report_fields(report: Report, *, seen: bool = True) -> dict[str, Any]:
    """The report as a JSON-ready object."""

    def share(one: Share) -> dict[str, float]:
        return {"right": one.right, "total": one.total, "share": round(one.accuracy, 4)}

    out: dict[str, Any] = {}
    for label, scores in report.scores.items():
        row: dict[str, Any] = {
            mode: {
                "precision": round(counts.precision, 4), "recall": round(counts.recall, 4),
                "f1": round(counts.f1, 4),
            }
            for mode, counts in scores.items()
        }  # fmt: skip
        row |= {"interval": [round(end, 4) for end in report.interval[label]]}
        row |= {"gold": scores["strict"].gold, "found": scores["strict"].predicted}
        if label != "MONEY":
            row |= {"entities": share(report.entities[label]), "links": share(report.links[label])}
        if seen and label != "MONEY":
            row |= {"seen": share(report.seen[label]), "unseen": share(report.unseen[label])}
        out[label] = row
    return {**out, "values": share(report.values)}
