"""Write a dataset folder that `load_dataset` reads: Parquet shards, card, digests, all or nothing."""

from __future__ import annotations

import glob
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tzcorpus import __version__
from tzcorpus.errors import ConfigError, OutputError, RecordError
from tzcorpus.io import file_sha256, write_records
from tzcorpus.package.card import card
from tzcorpus.package.clusters import Article, cluster_of
from tzcorpus.package.croissant import CROISSANT, croissant
from tzcorpus.package.making import Licences, RowMaker
from tzcorpus.package.meta import Meta
from tzcorpus.package.parquet import SPLITS, Shard, ShardWriter, Shared
from tzcorpus.package.shared import with_shared
from tzcorpus.package.stats import Count, Counts
from tzcorpus.records import AlignedPassage, Document, Reject

if TYPE_CHECKING:
    import pyarrow as pa

MARKER = "dataset.json"  # a folder with this file, and this format in it, is ours to replace
FORMAT = "tzcorpus dataset 1"
CARD, SUMS, REJECTS = "README.md", "SHA256SUMS", "rejects.jsonl"
# `dev` is what splits.tsv may call what the field's loaders call `validation`.
SPLIT_NAMES: Mapping[str, str] = {
    **{name: name for name in SPLITS},
    "dev": "validation",
    "valid": "validation",
}
DEFAULT_SPLIT = "train"


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written. ``rows`` is by configuration and split; ``rejects`` counts by ``stage: reason``."""

    path: Path
    build: str
    shards: tuple[Shard, ...]
    counts: Counts
    rejects: Mapping[str, int]

    @property
    def rows(self) -> dict[str, dict[str, int]]:
        """Rows by configuration and split."""
        out: dict[str, dict[str, int]] = {}
        for shard in self.shards:
            split = out.setdefault(shard.config, {})
            split[shard.split] = split.get(shard.split, 0) + shard.rows
        return out

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready, without the path."""
        return {
            "format": FORMAT,
            "build": self.build,
            "rows": self.rows,
            "counts": self.counts.as_dict(),
            "rejects": dict(sorted(self.rejects.items())),
        }


def write_dataset(
    out: str | Path,
    *,
    aligned: Iterable[AlignedPassage],
    documents: Iterable[Document] = (),
    splits: Mapping[str, str] | None = None,
    meta: Meta | None = None,
    rejects: Iterable[Reject] = (),
    force: bool = False,
    clusters: Mapping[Article, str] | None = None,
    check: Callable[[Path], None] | None = None,
) -> Summary:
    """Write the folder ``out`` and say what is in it.

    ``aligned`` is consumed first, then ``documents`` (cleaned, both languages), then ``rejects`` (of the
    earlier stages); all may be lazy. ``splits`` maps document ids to train, validation (or dev) and test;
    ``clusters`` names near-duplicate articles (`tzcorpus.package.clusters`);
    a document takes its partner's split, and train where neither is named. Records that contradict
    themselves are not written: they join the rejects with stage ``package``. The same input gives the
    same bytes, and the folder appears under its name only when it is complete and ``check``, which is given
    the folder as it stands before, raised nothing.

    Raises `OutputError` where ``out`` exists and ``force`` is not set or the folder is not one of ours;
    `ConfigError` for an unknown split; `RecordError` where a document and its translation are in
    different splits.
    """
    described = _described(meta)
    with _written(out, described, force=force, check=check) as (writer, ended):
        build = _Build(writer, described, _Splits(splits or {}), clusters or {})
        for passage in aligned:
            build.add_passage(passage)
        build.release()
        for document in documents:
            build.add_document(document)
        ended.counts, ended.rejects = build.maker.counts, [*build.maker.refused, *rejects]
    return ended.summary


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one entry comes to, made ready elsewhere: for each of ``batches`` the configuration, the rows
    (with nothing in the columns that `with_shared` fills) and roughly how many characters each holds;
    ``counts`` as `Counts.dump` wrote them; ``refused`` by the packaging.
    """

    split: str
    batches: Iterable[tuple[str, pa.RecordBatch, Sequence[int]]]
    counts: Iterable[Count]
    refused: Sequence[Reject] = ()
    kind: str = ""


def write_prepared(
    out: str | Path,
    prepared: Iterable[Prepared],
    *,
    meta: Meta | None = None,
    rejects: Iterable[Reject] = (),
    force: bool = False,
    clusters: Mapping[Article, str] | None = None,
    check: Callable[[Path], None] | None = None,
) -> Summary:
    """`write_dataset` for entries whose rows are made; ``rejects`` is read after them. Raises the same."""
    described = _described(meta)
    shared = partial(with_shared, meta=described, clusters=clusters or {})
    with _written(out, described, force=force, check=check, shared=shared) as (writer, ended):
        refused: list[Reject] = []
        for each in prepared:
            for config, batch, characters in each.batches:
                writer.add_batch(config, each.split, batch, characters)
            ended.counts.merge(each.counts, split=each.split, kind=each.kind)
            refused += each.refused
        ended.rejects = [*refused, *rejects]
    return ended.summary


def _described(meta: Meta | None) -> Meta:
    described = meta or Meta()
    return described if described.tool else replace(described, tool=f"tzcorpus {__version__}")


@dataclass(slots=True)
class _Ended:
    """What is known of a dataset when its rows are written."""

    counts: Counts = field(default_factory=Counts)
    rejects: list[Reject] = field(default_factory=list)
    written: Summary | None = None

    @property
    def summary(self) -> Summary:
        """Of the finished folder."""
        assert self.written is not None
        return self.written


@contextmanager
def _written(
    out: str | Path,
    meta: Meta,
    *,
    force: bool,
    check: Callable[[Path], None] | None,
    shared: Shared | None = None,
) -> Iterator[tuple[ShardWriter, _Ended]]:
    """A writer for the rows; afterwards shards are named, the side files written and ``check`` asked."""
    target = Path(out)
    refuse_foreign(target, force=force)
    ended = _Ended()
    with _atomic_folder(target) as folder:
        writer = ShardWriter(folder, shared=shared)
        try:
            yield writer, ended
            name, shards = writer.finish()
        except BaseException:
            writer.abort()
            raise
        by_reason = Counter(_kind(reject) for reject in ended.rejects)
        ended.written = Summary(target, name, shards, ended.counts, by_reason)
        _write_side_files(folder, ended.written, meta, ended.rejects)
        if check is not None:
            check(folder)


def _kind(reject: Reject) -> str:
    """``stage: reason`` without the name of the entry, so that a thousand alike are one line."""
    entry = reject.id.removesuffix(".en").removesuffix(".zh")
    reason = reject.reason.removeprefix(f"{reject.id}: ").removeprefix(f"{entry}: ")
    return f"{reject.stage}: {reason}"


def _write_side_files(folder: Path, summary: Summary, meta: Meta, rejects: list[Reject]) -> None:
    text = card(meta, summary.counts, summary.shards, build=summary.build, rejects=len(rejects))
    _write_text(folder / CARD, text)
    write_records(folder / REJECTS, rejects)
    _write_json(folder / MARKER, {**summary.as_dict(), "version": meta.version, "tool": meta.tool})
    _write_json(folder / CROISSANT, croissant(meta, summary.shards, build=summary.build))
    _write_text(folder / SUMS, "".join(_sums(folder, summary.shards)))


def _write_json(path: Path, data: Any) -> None:
    _write_text(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _sums(folder: Path, shards: Iterable[Shard]) -> Iterator[str]:
    """Lines as `sha256sum -c` reads them."""
    known = {shard.path: shard.sha256 for shard in shards}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        yield f"{known.get(name) or file_sha256(path)}  {name}\n"


@dataclass(slots=True)
class _Splits:
    """Where each document goes; a document nobody names follows its partner."""

    named: Mapping[str, str]
    taken: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for document, split in self.named.items():
            if split not in SPLIT_NAMES:
                raise ConfigError(
                    f"split {split!r}", where=document, expected=f"one of {', '.join(SPLIT_NAMES)}"
                )

    def knows(self, document: str) -> bool:
        """Is the document's split decided?"""
        return not self.named or document in self.named or document in self.taken

    def of(self, *documents: str) -> str:
        """The split of documents that translate each other. Raises `RecordError` where they disagree."""
        found = {
            document: SPLIT_NAMES[self.named[document]] if document in self.named else self.taken[document]
            for document in documents
            if document in self.named or document in self.taken
        }
        if len(set(found.values())) > 1:
            raise RecordError(
                "documents that translate each other are in different splits: "
                + ", ".join(f"{document} in {split}" for document, split in sorted(found.items())),
                expected="one split for a document and its translation", hint="correct splits.tsv",
            )  # fmt: skip
        split = next(iter(found.values()), DEFAULT_SPLIT)
        self.taken.update((name, split) for name in documents if name not in self.named)
        return split


@dataclass(slots=True)
class _Build:
    """The state of one run over records. ``held`` are one-sided passages of documents whose partner is not
    known yet.
    """

    writer: ShardWriter
    meta: Meta
    splits: _Splits
    clusters: Mapping[Article, str] = field(default_factory=dict)
    maker: RowMaker = field(init=False)
    held: dict[str, list[AlignedPassage]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.maker = RowMaker(self.writer.add, Licences(self.meta.license_text, self.meta.license_annotation))

    def add_passage(self, aligned: AlignedPassage) -> None:
        """Take one passage for `passages`, `sentences` and `tokens`, or refuse it."""
        if not self.maker.takes(aligned):
            return
        names = _documents_of(aligned)
        if len(names) == 1 and not self.splits.knows(names[0]):
            self.held.setdefault(names[0], []).append(aligned)
            return
        self.splits.of(*names)
        for name in names:
            for earlier in self.held.pop(name, ()):
                self.write_passage(earlier)
        self.write_passage(aligned)

    def release(self) -> None:
        """Write what was held: no passage named a partner of these documents."""
        for passages in self.held.values():
            for aligned in passages:
                self.write_passage(aligned)
        self.held.clear()

    def write_passage(self, aligned: AlignedPassage) -> None:
        """The rows of a passage whose documents' split is decided."""
        names = _documents_of(aligned)
        cluster = cluster_of(aligned, self.clusters)
        self.maker.passage(aligned, self.splits.of(*names), kind=self.kind(names), cluster=cluster)

    def add_document(self, document: Document) -> None:
        """Write one document to `cleaning` and `documents`, or refuse it."""
        split = self.splits.of(document.id)
        kind = self.kind([document.id, *sorted(self.maker.partners.get(document.id, ()))])
        row = self.maker.document(document, split, kind=kind, gold=self.meta.gold.get(document.id))
        if row is not None:
            self.maker.settle(row, split)

    def kind(self, names: Iterable[str]) -> str:
        """The kind of the first of these documents whose kind is told."""
        return next((self.meta.kinds[name] for name in names if name in self.meta.kinds), "")


def _documents_of(aligned: AlignedPassage) -> list[str]:
    return [side.document for side in (aligned.zh, aligned.en) if side is not None]


def is_dataset(folder: Path) -> bool:
    """Did `write_dataset` write this folder?"""
    try:
        data = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("format") == FORMAT


def refuse_foreign(out: Path, *, force: bool) -> None:
    """Raise `OutputError` unless ``out`` may be written: absent, an empty folder, or ours and ``force``.

    Cheap: call it before long work.
    """
    if not out.exists() and not out.is_symlink():
        return
    if out.is_symlink() or not out.is_dir():
        raise OutputError("exists and is not a folder", where=str(out), hint="name another place")
    if not any(out.iterdir()):
        return
    if not is_dataset(out):
        raise OutputError(
            "the folder holds something that is not a tzcorpus dataset", where=str(out),
            expected="a new or empty folder, or one that tzcorpus wrote", hint="name another place",
        )  # fmt: skip
    if not force:
        raise OutputError("a dataset is there already", where=str(out), hint="give --force to replace it")


def _part(target: Path) -> str:
    return f".{target.name[:64]}.part-"


def remove_parts(target: Path) -> None:
    """Remove what runs that were killed while they wrote ``target`` have left beside it. No other may write
    it now.
    """
    for left in target.parent.glob(f"{glob.escape(_part(target))}????????"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _atomic_folder(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` that takes its name on success and vanishes on failure."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=_part(target), dir=target.parent))
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror})", where=str(target)) from error
    try:
        yield work
        work.chmod(0o755)
        if target.exists():
            aside = Path(tempfile.mkdtemp(prefix=f".{target.name[:64]}.old.", dir=target.parent))
            target.rename(aside / target.name)
            try:
                work.rename(target)
            except BaseException:
                (aside / target.name).rename(target)
                raise
            finally:
                shutil.rmtree(aside, ignore_errors=True)
        else:
            work.rename(target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
