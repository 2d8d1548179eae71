"""``tzcorpus build``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tzcorpus.cli import common
from tzcorpus.records import AlignedPassage, Document, Reject

if TYPE_CHECKING:
    from tzcorpus.config import Settings
    from tzcorpus.ingest.manifest import Entry
    from tzcorpus.package.dataset import Summary
    from tzcorpus.package.meta import Meta
    from tzcorpus.pipeline import Built

# rejects shown at the end; all stand in the dataset's rejects.jsonl
_SHOWN = 20
# what annotators said, made by `tzcorpus review gold`; it wins over gold and rules
REVIEWED = "reviewed.jsonl"


@click.command("build")
@click.argument("corpus", metavar="CORPUS")
@click.option("-o", "--output", required=True, metavar="DIR", help="The dataset's folder.")
@click.option(
    "--annotations",
    metavar="DIR",
    help="Folder whose reviewed.jsonl and gold/ win over the rules. Default: annotations/ beside CORPUS.",
)
@click.option("--rules-only", is_flag=True, help="Leave gold annotations out.")
@common.jobs_option
@common.config_option
@common.force_option
def command(
    corpus: str,
    output: str,
    annotations: str | None,
    rules_only: bool,
    jobs: int,
    config: str | None,
    force: bool,
) -> None:
    """Make a dataset of a corpus folder: ingest, clean, segment, annotate, align, package.

    CORPUS holds raw/ (Chinese: OCR text, hOCR, ALTO or TSV) and en/ (translations with the same stems), or
    a manifest.jsonl that names the files. What cannot be used is listed with its reason, here and in the
    dataset's rejects.jsonl; the exit code is then 1.

    \b
    Examples:
      tzcorpus build corpus -o build/dataset
      tzcorpus build my-archive -o dataset --jobs 2 --config tzcorpus.toml --force
    """
    from tzcorpus.config import load_settings
    from tzcorpus.package.dataset import refuse_foreign, write_dataset
    from tzcorpus.pipeline import build_entries, put_reviewed, reconcile
    from tzcorpus.review.layers import read_layer

    settings = load_settings(config)
    refuse_foreign(Path(output), force=force)
    common.say_what_the_aligner_lacks()
    entries = read_entries(corpus, annotations, settings, rules_only=rules_only)
    outcome = common.Outcome()
    built: list[Built] = []
    results = build_entries(entries, settings, jobs=jobs)
    for result in common.progress(results, what="building", total=len(entries)):
        if isinstance(result, Reject):
            outcome.reject(result)
            continue
        built.append(result)
        outcome.done += bool(result.documents)
        for reject in result.rejects:
            outcome.reject(reject)
    names = [entry.id for entry in entries]
    standing = [result for result in outcome.rejects if not any(result in each.rejects for each in built)]
    reconcile(names, built, standing)
    reviewed = 0
    beside = annotations_folder(corpus, annotations) / REVIEWED
    if beside.is_file() and not rules_only:
        built, unfit, reviewed = put_reviewed(built, read_layer(beside))
        for reject in unfit:
            outcome.reject(reject)
    summary = write_dataset(
        Path(output),
        aligned=(passage for each in built for passage in each.aligned),
        documents=(document for each in built for document in each.documents),
        splits={name: each.split for each in built for name in (each.entry, f"{each.entry}.en")},
        meta=_meta(Path(corpus), entries),
        rejects=outcome.rejects,
        force=force,
    )
    if reviewed:
        click.echo(f"reviewed    {reviewed} passages as annotators left them")
    for line in _report(built, outcome.rejects, summary, output):
        click.echo(line)
    outcome.finish()


def read_entries(
    corpus: str, annotations: str | None, settings: Settings, *, rules_only: bool
) -> list[Entry | Reject]:
    """The entries of a corpus folder, with the gold of ``annotations`` (beside the corpus by default)."""
    from tzcorpus.ingest.manifest import read_corpus

    gold = None if rules_only else annotations_folder(corpus, annotations)
    return list(read_corpus(corpus, variants=settings.corpus.variants, annotations=gold))


def annotations_folder(corpus: str, annotations: str | None) -> Path:
    """The folder that was named, or annotations/ beside the corpus."""
    return Path(annotations) if annotations else Path(corpus).resolve().parent / "annotations"


def _meta(corpus: Path, entries: list[Entry | Reject]) -> Meta:
    """What dataset.toml in the corpus folder says of it, and the kind of each document."""
    from tzcorpus.ingest.manifest import Entry
    from tzcorpus.package.meta import Meta, read_meta

    known = [entry for entry in entries if isinstance(entry, Entry)]
    kinds = {entry.id: entry.kind for entry in known if entry.kind}
    gold = {entry.id: text for entry in known if (text := _clean_gold(entry))}
    described = corpus / "dataset.toml"
    return (
        read_meta(described, kinds=kinds, gold=gold) if described.is_file() else Meta(kinds=kinds, gold=gold)
    )


def _clean_gold(entry: Entry) -> str:
    """The body as it should read, where the corpus has a cleaning gold beside the page."""
    from tzcorpus.evaluate.cleaning import body_text, load_gold

    if entry.gold is None:
        return ""
    prefix = "" if entry.gold.text.stem == "page" else f"{entry.gold.text.stem}."
    path = entry.gold.text.with_name(f"{prefix}gold.json")
    if not path.is_file():
        return ""
    return body_text(load_gold(path, common.read_bytes(str(entry.gold.text))))


def _report(built: list[Built], rejects: list[Reject], summary: Summary, output: str) -> Iterator[str]:
    documents: list[Document] = [document for each in built for document in each.documents]
    aligned: list[AlignedPassage] = [passage for each in built for passage in each.aligned]
    labels = {side: Counter[str]() for side in ("zh", "en")}
    for passage in aligned:
        for side in ("zh", "en"):
            text = passage.zh if side == "zh" else passage.en
            if text is not None:
                labels[side].update(entity.label for entity in text.entities)
    both = sum(passage.zh is not None and passage.en is not None for passage in aligned)
    beads = sum(bool(bead.zh and bead.en) for passage in aligned for bead in passage.beads)
    languages = Counter(document.language for document in documents)
    yield f"documents   {languages['zh']} zh, {languages['en']} en"
    yield f"passages    {len(aligned)}, of which {both} in both languages; {beads} aligned sentence pairs"
    for side in ("zh", "en"):
        found = ", ".join(f"{label} {count}" for label, count in sorted(labels[side].items()))
        yield f"entities    {side}: {found or 'none'}"
    links = sum(len(passage.links) for passage in aligned)
    findings = Counter(finding.kind for passage in aligned for finding in passage.findings)
    yield f"links       {links} entities linked across the languages"
    yield "figures     " + (", ".join(f"{kind} {count}" for kind, count in findings.most_common()) or "none")
    torn = sum(len(each.torn) for each in built)
    if placed := sum(each.placed for each in built):
        yield f"gold        {placed} of the entities are gold; {torn} more were torn apart on the page"
    yield f"rejects     {sum(summary.rejects.values())}"
    for reason, count in list(summary.rejects.items())[:_SHOWN]:
        yield f"            {count} × {reason}"
    yield ""
    yield f"The dataset is in {output}. Load it with:"
    yield "  from datasets import load_dataset"
    yield f'  passages = load_dataset("{output}", "passages")'
