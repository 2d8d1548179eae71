"""``tzcorpus build``."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tzcorpus.cli import common
from tzcorpus.records import Reject

if TYPE_CHECKING:
    from tzcorpus.cli.build_tally import BuildTally
    from tzcorpus.config import Settings
    from tzcorpus.executors import Executor
    from tzcorpus.executors.store import Store
    from tzcorpus.ingest.manifest import Entry
    from tzcorpus.package.dataset import Prepared
    from tzcorpus.package.meta import Meta
    from tzcorpus.runs import Plan

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
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes to use. Default: all cores."
)
@click.option("--executor", type=click.Choice(["local", "spark"]), default="local", show_default=True,
              help="Processes here, or Apache Spark (extra [spark], and Java).")  # fmt: skip
@click.option("--master", metavar="URL", help="The Spark cluster, such as spark://HOST:7077 or local[2].")
@click.option("--work", metavar="DIR", help="Where finished shards are kept. Default: .NAME.run beside DIR.")
@click.option("--fresh", is_flag=True, help="Do all anew, whatever an earlier run has finished.")
@common.config_option
@common.force_option
@click.option("-q", "--quiet", is_flag=True, help="No progress and no counts.")
def command(
    corpus: str,
    output: str,
    annotations: str | None,
    rules_only: bool,
    jobs: int | None,
    executor: str,
    master: str | None,
    work: str | None,
    fresh: bool,
    config: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Make a dataset of a corpus folder: ingest, clean, segment, annotate, align, package.

    CORPUS holds raw/ (Chinese: OCR text, hOCR, ALTO or TSV) and en/ (translations with the same stems), or
    a manifest.jsonl that names the files. What cannot be used is listed with its reason, here and in the
    dataset's rejects.jsonl; the exit code is then 1.

    A run that was stopped goes on where it was when the same command is given again; a finished one does
    only what has changed since.

    \b
    Examples:
      tzcorpus build corpus -o build/dataset
      tzcorpus build my-archive -o dataset --jobs 2 --config tzcorpus.toml --force
      tzcorpus build my-archive -o dataset --executor spark --master spark://host:7077
    """
    from tzcorpus.annotate.annotator import refuse_unusable
    from tzcorpus.config import load_settings
    from tzcorpus.executors.store import Store
    from tzcorpus.package.dataset import refuse_foreign, remove_parts
    from tzcorpus.runs import unique

    settings = load_settings(config)
    refuse_unusable(settings.annotate)
    target = Path(output)
    if executor == "spark":
        # its processes have a working directory of their own
        corpus, annotations = (
            str(Path(corpus).absolute()),
            str(annotations_folder(corpus, annotations).absolute()),
        )
    refuse_foreign(target, force=force)
    outcome = common.Outcome()
    beside = annotations_folder(corpus, annotations) / REVIEWED
    reviews = beside if beside.is_file() and not rules_only else None
    found = unique(read_entries(corpus, annotations, settings, rules_only=rules_only))
    first = list(itertools.islice(found, 1))  # a folder that is no corpus is said before anything is written
    store = Store(Path(work) if work else target.with_name(f".{target.name}.run"))
    with store.locked():
        remove_parts(target)
        if fresh:
            store.clear()
        known = _accepted(itertools.chain(first, found), outcome)
        planned = _work(known, settings, store, _executor(executor, jobs, master), quiet=quiet)
        tally = _write(
            target, planned, store, outcome, _meta(Path(corpus), planned), reviews, force=force, quiet=quiet
        )
        store.prune(planned.tasks)
    if not quiet:
        for line in tally.report(output):
            click.echo(line)
    outcome.finish()


def _executor(name: str, jobs: int | None, master: str | None) -> Executor:
    if name == "spark":
        from tzcorpus.executors.spark import Spark

        return Spark(master)
    if master:
        raise click.UsageError("--master is for --executor spark")
    from tzcorpus.executors import executor_for

    return executor_for(jobs or len(os.sched_getaffinity(0)))


def _accepted(entries: Iterable[Entry | Reject], outcome: common.Outcome) -> Iterator[Entry]:
    for entry in entries:
        if isinstance(entry, Reject):
            outcome.reject(entry)
        else:
            yield entry


def _work(
    entries: Iterable[Entry], settings: Settings, store: Store, executor: Executor, *, quiet: bool
) -> Plan:
    """Do what no earlier run has done."""
    from tzcorpus.cli.progress import Meter
    from tzcorpus.runs import execute, plan

    planned = plan(entries, settings, store)
    if planned.pairs:
        common.say_what_the_aligner_lacks()
    kept = len(planned.tasks) - len(planned.todo)
    if not quiet:
        for name in store.dropped:
            click.echo(f"tzcorpus: shard {name} was not finished or is damaged; it is done anew", err=True)
        for line in planned.changed:
            click.echo(f"tzcorpus: changed since the last run: {line}", err=True)
        if planned.cleaned:
            said = f"the cleaning of {planned.cleaned} entries is not touched by that and kept"
            click.echo(f"tzcorpus: {said}", err=True)
        if kept:
            said = f"{kept} of {len(planned.tasks)} entries are unchanged since an earlier run and kept"
            click.echo(f"tzcorpus: {said}", err=True)
    done = kept
    try:
        with Meter("building", total=len(planned.tasks), start=kept, quiet=quiet) as meter:
            for finished in execute(planned, settings, executor, store):
                done += finished.tasks
                meter.advance(finished.tasks, finished.refused)
    except KeyboardInterrupt:
        said = f"stopped: {done} of {len(planned.tasks)} entries are finished and kept in {store.folder}"
        click.echo(f"tzcorpus: {said}; run the same command again to go on", err=True)
        raise click.exceptions.Exit(130) from None
    return planned


def _write(
    target: Path, planned: Plan, store: Store, outcome: common.Outcome, meta: Meta, reviews: Path | None,
    *, force: bool, quiet: bool,
) -> BuildTally:  # fmt: skip
    """Package the results; they pass by twice, and are never held together."""
    from tzcorpus.cli.build_tally import BuildTally
    from tzcorpus.cli.progress import Meter
    from tzcorpus.package.clusters import clusters
    from tzcorpus.package.dataset import write_prepared
    from tzcorpus.review.layers import read_layer
    from tzcorpus.runs import check_arrived, results, reviewed, without_partner

    tally = BuildTally()
    annotations = list(read_layer(reviews)) if reviews else []
    tally.translations = planned.pairs > 0

    def prepared() -> Iterator[Prepared]:
        made = reviewed(results(planned, store), annotations, outcome.reject)
        for entry, (packed, corrected) in zip(planned.entries, made, strict=True):
            end = packed.end
            outcome.done += bool(end.languages)
            for reject in end.rejects:
                outcome.reject(reject)
            if end.lone and end.languages and tally.translations:
                outcome.reject(without_partner(packed))
            tally.add(end, corrected)
            meter.advance(1)
            yield packed.prepared(split=entry.split, kind=entry.kind)

    alike = clusters(each for packed in results(planned, store) for each in packed.end.signatures)
    tally.alike = len(alike), len(set(alike.values()))
    with Meter("packaging", total=len(planned.tasks), quiet=quiet) as meter:
        summary = write_prepared(
            target,
            prepared(),
            meta=meta,
            rejects=outcome.rejects,
            clusters=alike,
            force=force,
            check=lambda folder: check_arrived(planned.entries, folder),
        )
    tally.rejects, tally.counts = summary.rejects, summary.counts
    return tally


def read_entries(
    corpus: str, annotations: str | None, settings: Settings, *, rules_only: bool
) -> Iterator[Entry | Reject]:
    """The entries of a corpus folder, with the gold of ``annotations`` (beside the corpus by default)."""
    from tzcorpus.ingest.manifest import read_corpus

    gold = None if rules_only else annotations_folder(corpus, annotations)
    return read_corpus(corpus, variants=settings.corpus.variants, annotations=gold)


def annotations_folder(corpus: str, annotations: str | None) -> Path:
    """The folder that was named, or annotations/ beside the corpus."""
    return Path(annotations) if annotations else Path(os.path.realpath(corpus)).parent / "annotations"


def _meta(corpus: Path, planned: Plan) -> Meta:
    """What dataset.toml in the corpus folder says of it, and the kind of each document."""
    from tzcorpus.package.meta import Meta, read_meta
    from tzcorpus.runs import names_of

    kinds = {name: entry.kind for entry in planned.entries if entry.kind for name in names_of(entry)}
    gold = {entry.id: text for entry in planned.entries if (text := _clean_gold(entry))}
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
