"""The order of the stages, and the one place where a record's failure becomes a reject.

Every function takes records and gives records; a record that a stage cannot take becomes a `Reject` with
the stage's name and one line of reason, and the others go on.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from tzcorpus.config import Settings
from tzcorpus.errors import TzcorpusError
from tzcorpus.executors import executor_for
from tzcorpus.ingest.manifest import Entry, Split
from tzcorpus.io import read_valid
from tzcorpus.records import AlignedPassage, Document, Label, Language, Passage, Reject

Kind = TypeVar("Kind", Document, Passage, AlignedPassage)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one entry of a corpus."""

    entry: str
    split: Split
    documents: tuple[Document, ...] = ()
    aligned: tuple[AlignedPassage, ...] = ()
    rejects: tuple[Reject, ...] = ()


def guarded(stage: str, identifier: str, where: str, work: Callable[[], Made]) -> Made | Reject:
    """The result of ``work``, or a reject in words. An error that is not one of ours is a fault of this
    program: it costs the one record, and the line says so.
    """
    try:
        return work()
    except TzcorpusError as error:
        return Reject(identifier, stage, str(error), where)
    except Exception as error:
        what = " ".join(str(error).split())[:200]
        reason = (
            f"internal error in {stage} ({type(error).__name__}: {what}); please report it with the input"
        )
        return Reject(identifier, stage, reason, where)


def read_stage(path: str | Path, kind: type[Kind]) -> Iterator[Kind | Reject]:
    """Records of one type from a JSONL file or pipe; broken lines become rejects."""
    return cast("Iterator[Kind | Reject]", read_valid(path, kind=kind, stage="read"))


def read_documents(paths: Iterable[str], *, language: Language = "zh") -> Iterator[Document | Reject]:
    """Documents from files, folders, document records (.jsonl, .jsonl.gz) or a pipe of either kind."""
    from tzcorpus.ingest.files import read_inputs

    for path in paths:
        if path.endswith((".jsonl", ".jsonl.gz")) or (path == "-" and _pipe_holds_records()):
            yield from read_stage(path, Document)
        else:
            yield from read_inputs([path], language=language)


def _pipe_holds_records() -> bool:
    """Does standard input start like our JSONL? Nothing is taken from it."""
    import sys

    peek = getattr(sys.stdin.buffer, "peek", None)
    return peek is not None and peek(16).lstrip().startswith(b'{"record"')


def clean_documents(
    documents: Iterable[Document | Reject], settings: Settings, *, jobs: int = 1
) -> Iterator[Document | Reject]:
    """Cleaned documents, in order; rejects pass through."""
    return executor_for(jobs).map(partial(_clean, settings=settings), documents)


def _clean(document: Document | Reject, settings: Settings) -> Document | Reject:
    from tzcorpus.clean.cleaner import clean

    if isinstance(document, Reject):
        return document
    work = partial(clean, document, settings.clean)
    return guarded("clean", document.id, document.source.path, work)


def segment_document(document: Document, settings: Settings) -> tuple[Passage, ...] | Reject:
    """The passages of a cleaned document."""
    from tzcorpus.segment.passages import segment

    return guarded("segment", document.id, document.source.path, lambda: segment(document, settings.segment))


def annotate_stream(
    passages: Iterable[Passage | Reject], settings: Settings, *, only: Label | None = None
) -> Iterator[Passage | Reject]:
    """Passages with entities. Those of one document and side stand together and are looked at together,
    since a full name in one explains the short names in the others.
    """
    from tzcorpus.annotate.annotator import annotate_passages

    for group in _by_document(passages):
        if isinstance(group, Reject):
            yield group
            continue
        work = partial(annotate_passages, group, settings.annotate)
        found = guarded("annotate", group[0].document, group[0].document, work)
        if isinstance(found, Reject):
            yield found
        elif only is None:
            yield from found
        else:
            for passage in found:
                yield replace(passage, entities=tuple(e for e in passage.entities if e.label == only))


def _by_document(passages: Iterable[Passage | Reject]) -> Iterator[list[Passage] | Reject]:
    def key(passage: Passage | Reject) -> tuple[str, str]:
        return ("", passage.id) if isinstance(passage, Reject) else (passage.document, passage.language)

    for _, group in itertools.groupby(passages, key=key):
        members = list(group)
        yield from (member for member in members if isinstance(member, Reject))
        if kept := [member for member in members if isinstance(member, Passage)]:
            yield kept


def align_stream(
    zh: Iterable[Passage | Reject], en: Iterable[Passage | Reject], settings: Settings
) -> Iterator[AlignedPassage | Reject]:
    """Aligned passages of the documents of ``zh``, each with the English passages of the document of the same
    id, or of that id with ``.en`` behind it.
    """
    english: dict[str, list[Passage]] = {}
    for passage in en:
        if isinstance(passage, Reject):
            yield passage
        else:
            english.setdefault(passage.document, []).append(passage)
    for group in _by_document(zh):
        if isinstance(group, Reject):
            yield group
            continue
        identifier = group[0].document
        other = english.pop(identifier, []) or english.pop(f"{identifier}.en", [])
        aligned, rejects = _align(identifier, group, other, settings)
        yield from aligned
        yield from rejects
    for identifier, left in english.items():
        yield from (AlignedPassage(id=passage.id, en=passage, method="unpaired") for passage in left)
        yield Reject(identifier, "align", f"{identifier}: no Chinese side for these English passages")


def _align(
    identifier: str, zh: list[Passage], en: list[Passage], settings: Settings
) -> tuple[tuple[AlignedPassage, ...], tuple[Reject, ...]]:
    """The aligned passages, and what was refused. Chinese passages are kept, alone, in any case."""
    from tzcorpus.align.aligner import align_documents

    alone = tuple(AlignedPassage(id=passage.id, zh=passage, method="unpaired") for passage in zh)
    if not en:
        reason = f"{identifier}: no English side; expected a translation with the same name"
        return alone, (Reject(f"{identifier}.en", "align", reason),)
    found = guarded("align", f"{identifier}.en", identifier, lambda: align_documents(zh, en, settings.align))
    if isinstance(found, Reject):
        return alone, (found,)
    return found, ()


def build_entry(entry: Entry, settings: Settings) -> Built:
    """One entry of a corpus through ingest, clean, segment, annotate and align."""
    documents: list[Document] = []
    sides: dict[Language, list[Passage]] = {"zh": [], "en": []}
    rejects: list[Reject] = []
    pairs: list[tuple[Language, Path | None]] = [("zh", entry.zh), ("en", entry.en)]
    for language, path in pairs:
        made = None if path is None else _side(entry, path, language, settings)
        if isinstance(made, Reject):
            rejects.append(made)
        elif made is not None:
            documents.append(made[0])
            sides[language] = made[1]
    if not sides["zh"]:
        if not rejects:
            rejects.append(Reject(entry.id, "segment", f"{entry.zh}: no body text was found", str(entry.zh)))
        unpaired = tuple(AlignedPassage(id=p.id, en=p, method="unpaired") for p in sides["en"])
        return Built(entry.id, entry.split, tuple(documents), unpaired, tuple(rejects))
    if any(reject.id == f"{entry.id}.en" for reject in rejects):
        alone = tuple(AlignedPassage(id=p.id, zh=p, method="unpaired") for p in sides["zh"])
        return Built(entry.id, entry.split, tuple(documents), alone, tuple(rejects))
    aligned, refused = _align(entry.id, sides["zh"], sides["en"], settings)
    return Built(entry.id, entry.split, tuple(documents), aligned, (*rejects, *refused))


def _side(
    entry: Entry, path: Path, language: Language, settings: Settings
) -> tuple[Document, list[Passage]] | Reject:
    from tzcorpus.ingest.files import read_document

    identifier = entry.id if language == "zh" else f"{entry.id}.en"
    read = guarded("ingest", identifier, str(path), lambda: read_document(path, language=language))
    if isinstance(read, Reject):
        return read
    source = replace(read.source, title=entry.title, date=entry.date, page=entry.page, rights=entry.rights)
    document = _clean(replace(read, id=identifier, source=source), settings)
    if isinstance(document, Reject):
        return document
    passages = segment_document(document, settings)
    if isinstance(passages, Reject):
        return passages
    annotated: list[Passage] = []
    for passage in annotate_stream(passages, settings):
        if isinstance(passage, Reject):
            return passage
        annotated.append(passage)
    return document, annotated


def build_entries(
    entries: Iterable[Entry | Reject], settings: Settings, *, jobs: int = 1
) -> Iterator[Built | Reject]:
    """Every entry through the chain, in order."""
    return executor_for(jobs).map(partial(_build, settings=settings), entries)


def _build(entry: Entry | Reject, settings: Settings) -> Built | Reject:
    return entry if isinstance(entry, Reject) else build_entry(entry, settings)


def reconcile(identifiers: Iterable[str], built: Iterable[Built], rejects: Iterable[Reject]) -> None:
    """Every input is in the output or among the rejects, once. Raises `TzcorpusError` where one is not."""
    ended = Counter(each.entry for each in built if each.documents or each.rejects)
    ended.update(reject.id for reject in rejects)
    lost = [identifier for identifier in identifiers if not ended[identifier]]
    twice = [identifier for identifier, count in ended.items() if count > 1]
    if lost or twice:
        raise TzcorpusError(
            f"{len(lost)} inputs are neither in the output nor rejected ({', '.join(lost[:5])}), "
            f"{len(twice)} stand there twice ({', '.join(twice[:5])})",
            expected="every input exactly once",
            hint="give every document an id of its own; if they have one, please report this",
        )
