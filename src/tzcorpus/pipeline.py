"""The order of the stages, and the one place where a record's failure becomes a reject.

Every function takes records and gives records; a record that a stage cannot take becomes a `Reject` with
the stage's name and one line of reason, and the others go on.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from tzcorpus.config import Settings
from tzcorpus.errors import TzcorpusError
from tzcorpus.executors import executor_for
from tzcorpus.ingest.manifest import Entry, Gold, Split
from tzcorpus.io import read_valid
from tzcorpus.records import AlignedPassage, Document, Label, Language, Money, Passage, Reject, Span

if TYPE_CHECKING:
    from tzcorpus.review.layers import Annotation

# Characters that are annotated at once: a newspaper page has some thousands.
TOGETHER = 500_000

Kind = TypeVar("Kind", Document, Passage, AlignedPassage)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one entry of a corpus. ``placed`` counts gold mentions that took the place of what rules
    found; ``torn`` names those that the clean text does not hold in one piece.
    """

    entry: str
    split: Split
    documents: tuple[Document, ...] = ()
    aligned: tuple[AlignedPassage, ...] = ()
    rejects: tuple[Reject, ...] = ()
    placed: int = 0
    torn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rest:
    """What an entry comes to beside documents and passages. ``lone``: it has no English file."""

    entry: str
    rejects: tuple[Reject, ...] = ()
    placed: int = 0
    torn: tuple[str, ...] = ()
    lone: bool = False


# An entry's documents, then its passages, at last the rest.
Part = Document | AlignedPassage | Rest


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

    # runs of files are read together, so that their ids are told apart
    for records, group in itertools.groupby(paths, key=_holds_records):
        if records:
            for path in group:
                yield from read_stage(path, Document)
        else:
            yield from read_inputs(list(group), language=language)


def _holds_records(path: str) -> bool:
    return path.endswith((".jsonl", ".jsonl.gz")) or (path == "-" and _pipe_holds_records())


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
    passages: Iterable[Passage | Reject],
    settings: Settings,
    *,
    only: Label | None = None,
    brands: frozenset[str] = frozenset(),
) -> Iterator[Passage | Reject]:
    """Passages with entities. Those of one document and side stand together and are looked at together,
    since a full name in one explains the short names in the others; of a book, `TOGETHER` characters at a
    time. ``brands``: of the firms of the Chinese side, where these are its translation.
    """
    from tzcorpus.annotate.annotator import annotate_passages

    for group in _by_document(passages, most=TOGETHER):
        if isinstance(group, Reject):
            yield group
            continue
        work = partial(annotate_passages, group, settings.annotate, brands=brands)
        found = guarded("annotate", group[0].document, group[0].document, work)
        if isinstance(found, Reject):
            yield found
        elif only is None:
            yield from found
        else:
            for passage in found:
                yield replace(passage, entities=tuple(e for e in passage.entities if e.label == only))


def _by_document(
    passages: Iterable[Passage | Reject], *, most: int | None = None
) -> Iterator[list[Passage] | Reject]:
    """The passages of each document and side; of a long one, ``most`` characters at a time."""
    group: list[Passage] = []
    size = 0
    for passage in passages:
        if isinstance(passage, Reject):
            yield passage
            continue
        other = group and (group[0].document, group[0].language) != (passage.document, passage.language)
        if other or (group and most is not None and size + len(passage.text) > most):
            yield group
            group, size = [], 0
        group.append(passage)
        size += len(passage.text)
    if group:
        yield group


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
        yield from (_alone(passage) for passage in left)
        yield Reject(identifier, "align", f"{identifier}: no Chinese side for these English passages")


def _align(
    identifier: str, zh: list[Passage], en: list[Passage], settings: Settings
) -> tuple[tuple[AlignedPassage, ...], tuple[Reject, ...]]:
    """The aligned passages, and what was refused. Chinese passages are kept, alone, in any case."""
    from tzcorpus.align.aligner import align_documents

    alone = tuple(_alone(passage) for passage in zh)
    if not en:
        reason = f"{identifier}: no English side; expected a translation with the same name"
        return alone, (Reject(f"{identifier}.en", "align", reason),)
    found = guarded("align", f"{identifier}.en", identifier, lambda: align_documents(zh, en, settings.align))
    if isinstance(found, Reject):
        return (*alone, *(_alone(passage) for passage in en)), (found,)
    return found, ()


def annotate_pair(identifier: str, zh: str, en: str, settings: Settings) -> AlignedPassage:
    """Two texts, as they are, as one aligned passage with entities, links and findings; an empty text is a
    side that is not there. Raises `TzcorpusError`.
    """
    from tzcorpus.align.aligner import align_documents
    from tzcorpus.annotate.annotator import annotate_passages
    from tzcorpus.language.sentences import split

    texts: list[tuple[Language, str]] = [("zh", zh), ("en", en)]
    sides: dict[Language, Passage] = {}
    for language, text in texts:
        if text:
            passage = Passage(
                f"{identifier}.{language}", identifier, language, text, sentences=split(text, language)
            )
            brands = _brands(sides.values())
            (sides[language],) = annotate_passages([passage], settings.annotate, brands=brands)
    apart = AlignedPassage(identifier, sides.get("zh"), sides.get("en"), method="unpaired")
    if len(sides) < 2:
        return apart
    found = align_documents([sides["zh"]], [sides["en"]], settings.align)
    # two texts that are no translations of each other stay together here, without links
    return replace(found[0], id=identifier) if len(found) == 1 else apart


def _brands(zh: Iterable[Passage]) -> frozenset[str]:
    """What the firms of the Chinese passages are called in English."""
    from tzcorpus.annotate.english_pair import brands_in_pinyin

    return brands_in_pinyin(entity for passage in zh for entity in passage.entities)


def build_entry(entry: Entry, settings: Settings) -> Built:
    """One entry of a corpus through ingest, clean, segment, annotate and align; gold annotations, where the
    entry has them, take the place of what the rules found.
    """
    parts = list(build_parts(entry, settings))
    rest = next(part for part in parts if isinstance(part, Rest))
    return Built(
        entry.id,
        entry.split,
        tuple(part for part in parts if isinstance(part, Document)),
        tuple(part for part in parts if isinstance(part, AlignedPassage)),
        rest.rejects,
        rest.placed,
        rest.torn,
    )


def build_parts(entry: Entry, settings: Settings, cleaned: Sequence[Document] = ()) -> Iterator[Part]:
    """The same, a part at a time: documents, passages, and the `Rest`. Documents that are ``cleaned`` already
    are not read again.
    """
    known = {document.language: document for document in cleaned}
    if entry.en is None and entry.gold is None:
        yield from _lone_parts(entry, settings, known)
        return
    documents: list[Document] = []
    sides: dict[Language, list[Passage]] = {"zh": [], "en": []}
    rejects: list[Reject] = []
    pairs: list[tuple[Language, Path | None]] = [("zh", entry.zh), ("en", entry.en)]
    gold = _Gold()
    brands = frozenset[str]()
    for language, path in pairs:
        made = None if path is None else _side(entry, path, language, settings, known, brands)
        if isinstance(made, Reject):
            rejects.append(made)
        elif made is not None:
            documents.append(made[0])
            brands = _brands(made[1])
            sides[language] = gold.put(entry, *made)
    if not sides["zh"] and not rejects:
        rejects.append(_no_body(entry))
    if rejects or entry.en is None:
        aligned = tuple(_alone(passage) for passage in (*sides["zh"], *sides["en"]))
    else:
        aligned, refused = _align(entry.id, sides["zh"], sides["en"], settings)
        rejects += refused
    yield from documents
    yield from (gold.link(passage) for passage in aligned)
    rejects += gold.rejects
    yield Rest(entry.id, tuple(rejects), gold.placed, tuple(gold.torn), entry.en is None)


def _lone_parts(entry: Entry, settings: Settings, known: Mapping[Language, Document]) -> Iterator[Part]:
    """An entry without an English side: its passages pass by, so that a book needs little more memory than
    a page.
    """
    document = known.get("zh") or _document(entry, entry.zh, "zh", settings)
    if isinstance(document, Reject):
        yield Rest(entry.id, (document,), lone=True)
        return
    found = _annotated(document, settings)
    first = next(found, None)
    if isinstance(first, Reject):
        yield Rest(entry.id, (first,), lone=True)
        return
    yield document
    rejects = [_no_body(entry)] if first is None else []
    for passage in itertools.chain(() if first is None else (first,), found):
        if isinstance(passage, Reject):
            rejects.append(passage)
        else:
            yield _alone(passage)
    yield Rest(entry.id, tuple(rejects), lone=True)


def _annotated(
    document: Document, settings: Settings, brands: frozenset[str] = frozenset()
) -> Iterator[Passage | Reject]:
    """The passages of a document with entities. Words come last: they are most of a passage's memory."""
    from tzcorpus.segment.passages import passages, with_words

    apart = replace(settings.segment, words=False)
    made = guarded("segment", document.id, document.source.path, lambda: passages(document, apart))
    if isinstance(made, Reject):
        yield made
        return
    for passage in annotate_stream(made, settings, brands=brands):
        if isinstance(passage, Reject) or not settings.segment.words:
            yield passage
        else:
            yield guarded("segment", document.id, document.source.path, partial(with_words, passage))


def _no_body(entry: Entry) -> Reject:
    return Reject(entry.id, "segment", f"{entry.zh}: no body text was found", str(entry.zh))


def _alone(passage: Passage) -> AlignedPassage:
    zh, en = (passage, None) if passage.language == "zh" else (None, passage)
    return AlignedPassage(id=passage.id, zh=zh, en=en, method="unpaired")


class _Gold:
    """Puts one entry's gold annotations in place, and counts what did not fit."""

    def __init__(self) -> None:
        self.placed = 0
        self.torn: list[str] = []
        self.rejects: list[Reject] = []
        self._ids: dict[tuple[str, Span], str] = {}

    def put(self, entry: Entry, document: Document, passages: list[Passage]) -> list[Passage]:
        """The passages with gold entities, or as they are where there is no gold for them."""
        if entry.gold is None or not passages:
            return passages
        work = partial(self._put, entry.gold, document, passages)
        found = guarded("gold", f"{document.id}.gold", str(entry.gold.mentions), work)
        if isinstance(found, Reject):
            self.rejects.append(found)
            return passages
        return found

    def _put(self, gold: Gold, document: Document, passages: list[Passage]) -> list[Passage]:
        from tzcorpus.ingest.files import read_document
        from tzcorpus.review.gold import apply_gold, carry, read_gold

        variant = gold.variant if document.language == "zh" else "en"
        mentions = [mention for mention in read_gold(gold.mentions) if mention.variant == variant]
        if document.language == "zh":
            mentions = list(carry(mentions, read_document(gold.text).raw, document.raw))
        placed = apply_gold(document, passages, mentions)
        self.placed += sum(len(passage.entities) for passage in placed.passages)
        self.torn += [f"{document.id}: {mention.label} {mention.surface}" for mention in placed.torn]
        self._ids.update(placed.ids)
        return list(placed.passages)

    def link(self, aligned: AlignedPassage) -> AlignedPassage:
        """Links by the gold's shared ids; those of the aligner stay where the gold says nothing."""
        if not self._ids:
            return aligned
        from tzcorpus.review.gold import link_gold

        links = link_gold(aligned, self._ids).links
        zh, en = {link.zh for link in links}, {link.en for link in links}
        more = tuple(link for link in aligned.links if link.zh not in zh and link.en not in en)
        return replace(aligned, links=tuple(sorted((*links, *more), key=lambda link: (link.zh, link.en))))


def put_reviewed(
    built: Sequence[Built], annotations: Sequence[Annotation]
) -> tuple[list[Built], list[Reject], int]:
    """Entries with what people said in place of what rules and gold said; what no longer fits, as rejects;
    and how many passages were reviewed. Where a text has changed since, spans move along by raw offsets.
    """
    from tzcorpus.annotate.money import find_money
    from tzcorpus.review.apply import apply_layer

    def value_of(surface: str, language: Language) -> Money | None:
        found = find_money(surface, language)
        return found[0].value if len(found) == 1 and len(found[0].span) == len(surface) else None

    documents = {document.id: document for each in built for document in each.documents}
    known = {passage.id for each in built for passage in each.aligned}
    rejects = [
        Reject(each.passage, "reviewed", f"{each.passage}: no such passage any more; its review is left out")
        for each in annotations
        if each.passage not in known
    ]
    out = []
    count = 0
    for each in built:
        applied = apply_layer(each.aligned, annotations, documents=documents, value_of=value_of)
        count += applied.corrected
        rejects += [Reject(p.passage, "reviewed", f"{p.passage}: {p.message}") for p in applied.problems]
        out.append(replace(each, aligned=applied.passages))
    return out, rejects, count


def _document(entry: Entry, path: Path, language: Language, settings: Settings) -> Document | Reject:
    """One file of an entry, cleaned."""
    from tzcorpus.ingest.files import read_document

    identifier = entry.id if language == "zh" else f"{entry.id}.en"
    read = guarded("ingest", identifier, str(path), lambda: read_document(path, language=language))
    if isinstance(read, Reject):
        return read
    source = replace(
        read.source, path=entry.relative(path), title=entry.title, date=entry.date, page=entry.page,
        rights=entry.rights,
    )  # fmt: skip
    return _clean(replace(read, id=identifier, source=source), settings)


def _side(
    entry: Entry,
    path: Path,
    language: Language,
    settings: Settings,
    known: Mapping[Language, Document],
    brands: frozenset[str],
) -> tuple[Document, list[Passage]] | Reject:
    document = known.get(language) or _document(entry, path, language, settings)
    if isinstance(document, Reject):
        return document
    annotated: list[Passage] = []
    for passage in _annotated(document, settings, brands):
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
