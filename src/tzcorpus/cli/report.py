"""``tzcorpus report``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tzcorpus.cli import common

if TYPE_CHECKING:
    from tzcorpus.config import Settings
    from tzcorpus.records import AlignedPassage, Document
    from tzcorpus.report.loading import Material


@click.command("report")
@common.inputs_argument
@click.option("-o", "--output", required=True, metavar="FILE.html", help="The report's file.")
@click.option("--gold", metavar="PATH", help="Dataset or passages (.jsonl) that are right: a page of errors.")
@click.option("--split", metavar="NAME", help="Only this split of the datasets.")
@click.option("--title", metavar="TEXT", help="The report's title. Default: the first input's name.")
@common.config_option
@common.force_option
@common.quiet_option
def command(
    paths: tuple[str, ...],
    output: str,
    gold: str | None,
    split: str | None,
    title: str | None,
    config: str | None,
    force: bool,
) -> None:
    """Make one HTML file to look at: the corpus in numbers, each document raw beside clean with every edit,
    passages in both languages with entities and findings, errors against gold. It opens from disk and needs
    no network.

    Inputs are datasets, files of records (.jsonl), or raw files and folders, which are cleaned and annotated
    first.

    \b
    Examples:
      tzcorpus report build/dataset -o report.html
      tzcorpus report scans/ -o report.html
      tzcorpus report build/rules --gold build/dataset -o errors.html
    """
    from tzcorpus.config import load_settings
    from tzcorpus.ingest.names import shown
    from tzcorpus.io import check_output, open_atomic
    from tzcorpus.report import loading
    from tzcorpus.report.page import render

    check_output(output, force=force)
    outcome = common.Outcome()
    material = _material(paths, load_settings(config), outcome)
    right = loading.load(gold, _watch) if gold else None
    if split:
        material = loading.in_split(material, split)
        right = right and loading.in_split(right, split)
    named = title or (Path(os.path.realpath(paths[0])).name if paths[0] != "-" else "standard input")
    html = render(material, title=shown(named), gold=right, where=f"{gold} and {paths[0]}")
    with open_atomic(output) as stream:
        stream.write(html.encode("utf-8"))
    if output != "-":
        size = Path(output).stat().st_size / 1_000_000
        held = f"{len(material.documents)} documents, {len(material.passages)} passages"
        common.say(f"{output}: {held}, {size:.1f} MB")
    outcome.finish()


def _material(paths: tuple[str, ...], settings: Settings, outcome: common.Outcome) -> Material:
    """What the inputs hold; raw ones go through cleaning, segmenting and annotation."""
    from tzcorpus.report.loading import Material, holds_records, load

    found = Material()
    raw = []
    for path in paths:
        if path != "-" and holds_records(path):
            found += load(path, _watch)
            outcome.done += 1
        else:
            raw.append(path)
    if raw:
        documents, passages = _cleaned(raw, settings, outcome)
        found += Material(
            tuple(("", passage) for passage in passages), tuple(("", each) for each in documents)
        )
    return found


def _cleaned(
    paths: list[str], settings: Settings, outcome: common.Outcome
) -> tuple[list[Document], list[AlignedPassage]]:
    from tzcorpus.pipeline import annotate_stream, clean_documents, read_documents, segment_document
    from tzcorpus.records import Reject
    from tzcorpus.report.loading import alone

    cleaned = common.progress(clean_documents(read_documents(paths), settings), what="cleaning")
    documents = list(common.kept(cleaned, outcome))
    passages: list[AlignedPassage] = []
    for document in common.progress(documents, what="annotating", total=len(documents)):
        cut = segment_document(document, settings)
        if isinstance(cut, Reject):
            outcome.reject(cut)
            continue
        for passage in annotate_stream(cut, settings):
            if isinstance(passage, Reject):
                outcome.reject(passage)
            else:
                passages.append(alone(passage))
    return documents, passages


def _watch(records: Iterable[Any], what: str) -> Iterable[Any]:
    return common.progress(records, what=what)
