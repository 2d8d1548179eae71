"""Write a dataset folder that `load_dataset` reads: Parquet shards, card, digests, all or nothing."""

from __future__ import annotations

import glob
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tzcorpus import __version__
from tzcorpus.errors import ConfigError, OutputError, RecordError
from tzcorpus.io import write_records
from tzcorpus.package.card import card
from tzcorpus.package.checks import encodable, faults
from tzcorpus.package.clusters import Article, cluster_of
from tzcorpus.package.croissant import CROISSANT, croissant
from tzcorpus.package.features import NER_TAGS
from tzcorpus.package.meta import Meta
from tzcorpus.package.parquet import SPLITS, Shard, ShardWriter, file_sha256
from tzcorpus.package.rows import cleaning_row, document_row, passage_row, sentence_rows, token_row
from tzcorpus.package.stats import Counts
from tzcorpus.package.tokens import tag
from tzcorpus.records import AlignedPassage, Document, Reject

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
    target = Path(out)
    refuse_foreign(target, force=force)
    described = meta or Meta()
    described = described if described.tool else replace(described, tool=f"tzcorpus {__version__}")
    with _atomic_folder(target) as folder:
        build = _Build(ShardWriter(folder), described, _Splits(splits or {}), clusters or {})
        try:
            for passage in aligned:
                build.add_passage(passage)
            build.release()
            for document in documents:
                build.add_document(document)
            build.rejects += rejects
            name, shards = build.writer.finish()
        except BaseException:
            build.writer.abort()
            raise
        by_reason = Counter(f"{reject.stage}: {reject.reason}" for reject in build.rejects)
        summary = Summary(target, name, shards, build.counts, by_reason)
        _write_side_files(folder, summary, described, build.rejects)
        if check is not None:
            check(folder)
    return summary


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
    """The state of one run. ``held`` are one-sided passages of documents whose partner is not known yet."""

    writer: ShardWriter
    meta: Meta
    splits: _Splits
    clusters: Mapping[Article, str] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    rejects: list[Reject] = field(default_factory=list)
    passages: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    partners: dict[str, set[str]] = field(default_factory=dict)
    per_document: Counter[str] = field(default_factory=Counter)
    held: dict[str, list[AlignedPassage]] = field(default_factory=dict)

    def add_passage(self, aligned: AlignedPassage) -> None:
        """Take one passage for `passages`, `sentences` and `tokens`, or refuse it."""
        found = faults(aligned)
        if aligned.id in self.passages:
            found.append("another passage has the same id")
        if found:
            self.refuse(aligned.id, "; ".join(found))
            return
        self.passages.add(aligned.id)
        names = [side.document for side in (aligned.zh, aligned.en) if side is not None]
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
        sides = [side for side in (aligned.zh, aligned.en) if side is not None]
        names = [side.document for side in sides]
        split = self.splits.of(*names)
        self.per_document.update(set(names))
        if len(names) > 1:
            for name in names:
                self.partners.setdefault(name, set()).update(other for other in names if other != name)
        size = sum(len(side.text) for side in sides)
        kind = next((self.meta.kinds[name] for name in names if name in self.meta.kinds), "")
        row = passage_row(
            aligned, kind=kind, cluster=cluster_of(aligned, self.clusters),
            license_text=self.meta.license_text, license_annotation=self.meta.license_annotation,
        )  # fmt: skip
        self.writer.add("passages", split, row, characters=size)
        for pair in sentence_rows(aligned):
            self.writer.add("sentences", split, pair)
        tagged = [tag(side) for side in sides]
        for side, each in zip(sides, tagged, strict=True):
            self.writer.add("tokens", split, token_row(aligned, side, each, NER_TAGS), characters=size)
        self.counts.add(split, aligned, tagged)

    def add_document(self, document: Document) -> None:
        """Write one document to `cleaning` and `documents`, or refuse it."""
        if document.id in self.documents:
            self.refuse(document.id, "another document has the same id")
            return
        if not encodable(document.raw):
            self.refuse(document.id, "the text holds half of a surrogate pair, which UTF-8 cannot write")
            return
        try:
            cleaning = cleaning_row(document, gold=self.meta.gold.get(document.id))
        except RecordError as error:
            self.refuse(document.id, str(error))
            return
        self.documents.add(document.id)
        split = self.splits.of(document.id)
        kind = self.meta.kinds.get(document.id) or next(
            (
                self.meta.kinds[name]
                for name in sorted(self.partners.get(document.id, ()))
                if name in self.meta.kinds
            ),
            "",
        )
        self.writer.add("cleaning", split, cleaning, characters=2 * len(document.raw))
        self.writer.add("documents", split, self.document_row(document, len(cleaning["clean"]), kind))
        self.counts.add_document(split, document.language, kind, (edit.rule for edit in document.edits))

    def document_row(self, document: Document, clean_characters: int, kind: str) -> dict[str, Any]:
        """The row of `documents`."""
        return document_row(
            document,
            clean_characters=clean_characters,
            partners=sorted(self.partners.get(document.id, ())),
            passages=self.per_document[document.id],
            kind=kind,
            license_text=self.meta.license_text,
            license_annotation=self.meta.license_annotation,
        )

    def refuse(self, identifier: str, reason: str) -> None:
        """Put the record aside, with the reason."""
        self.rejects.append(Reject(identifier, "package", reason))


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
