"""``tzcorpus check``."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from tzcorpus.cli import common
from tzcorpus.errors import FormatError, TzcorpusError
from tzcorpus.records import Finding, Reject, Span


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="FILE…|-")
@click.option("--pairs", is_flag=True, help="Inputs are TSV: a Chinese sentence, a tab, its English, a line.")
@click.option("--all", "everything", is_flag=True, help="Print the figures that agree, too.")
@click.option("-o", "--output", metavar="DIR", help="Write one .jsonl file an input.")
@common.force_option
@common.quiet_option
def command(paths: tuple[str, ...], pairs: bool, everything: bool, output: str | None, force: bool) -> None:
    """Compare the figures of a text with those of its translation: amounts, counts, percentages, years.

    FILE holds aligned passages (.jsonl), or with --pairs tab-separated lines. Each finding is a JSON line:
    the line number (or passage id), kind (missing, power-of-ten, differs, unit, currency, rounded), both
    spans, both values.

    \b
    Examples:
      tzcorpus check --pairs translation.tsv
      tzcorpus check aligned.jsonl
    """
    outcome = common.Outcome()
    place = common.Place(output, suffix=".jsonl", force=force)
    for path in common.progress(paths, what="checking", total=len(paths)):
        before = outcome.done
        try:
            rows = _of_pairs(path, outcome) if pairs else _of_passages(path, outcome)
            found = [row for row in rows if everything or row["kind"] != "agrees"]
            place.write(
                common.stem_of(path), "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in found)
            )
        except TzcorpusError as error:
            outcome.done = before
            outcome.reject(Reject(path, "check", str(error)))
    outcome.finish()


def _of_pairs(path: str, outcome: common.Outcome) -> Iterator[dict[str, object]]:
    from tzcorpus.align.numbers import check_numbers

    for number, line in enumerate(common.read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        zh, tab, en = line.rstrip("\r").partition("\t")
        if not tab:
            error = FormatError("no tab", where=f"{path}:{number}", expected="Chinese, a tab, English")
            outcome.reject(Reject(f"{path}:{number}", "check", str(error)))
            continue
        outcome.done += 1
        for finding in check_numbers(zh, en):
            yield {"line": number, **_row(finding, zh, en)}


def _of_passages(path: str, outcome: common.Outcome) -> Iterator[dict[str, object]]:
    from tzcorpus.pipeline import read_stage
    from tzcorpus.records import AlignedPassage

    for record in common.kept(read_stage(path, AlignedPassage), outcome):
        for finding in record.findings:
            zh = record.zh.text if record.zh else ""
            en = record.en.text if record.en else ""
            yield {"passage": record.id, **_row(finding, zh, en)}


def _row(finding: Finding, zh: str, en: str) -> dict[str, object]:
    def span(span: Span | None, text: str) -> dict[str, object] | None:
        if span is None:
            return None
        return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}

    return {
        "kind": finding.kind,
        "zh": span(finding.zh, zh),
        "en": span(finding.en, en),
        "zh_value": finding.zh_value,
        "en_value": finding.en_value,
        "message": finding.message,
    }
