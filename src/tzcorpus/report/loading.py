"""What a report is made of: documents and aligned passages, from a dataset or from files of records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tzcorpus.io import read_records
from tzcorpus.package.dataset import is_dataset
from tzcorpus.package.reading import read_aligned, read_documents
from tzcorpus.records import AlignedPassage, Document, Passage, Reject

# What counts the records of one kind as they pass by: the records, and what is done with them in a word.
Watch = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Material:
    """``passages`` and ``documents`` with the split they belong to ("" where there are no splits)."""

    passages: tuple[tuple[str, AlignedPassage], ...] = ()
    documents: tuple[tuple[str, Document], ...] = ()

    def __add__(self, other: Material) -> Material:
        return Material(self.passages + other.passages, self.documents + other.documents)


def load(path: str | Path, watch: Watch = lambda records, what: records) -> Material:
    """A dataset folder, or a JSONL file of documents, passages or aligned passages; ``watch`` counts them.

    Raises `InputError` or `FormatError` where it is neither.
    """
    if Path(path).is_dir():
        there = (Path(path) / "documents").is_dir()
        documents = tuple(watch(read_documents(path), "reading documents")) if there else ()
        return Material(tuple(watch(read_aligned(path), "reading passages")), documents)
    documents_of: list[tuple[str, Document]] = []
    passages: list[AlignedPassage] = []
    for record in watch(read_records(path), "reading records"):
        if isinstance(record, Document):
            documents_of.append(("", record))
        elif isinstance(record, Passage):
            passages.append(alone(record))
        elif not isinstance(record, Reject):
            passages.append(record)
    return Material(tuple(("", passage) for passage in passages), tuple(documents_of))


def alone(passage: Passage) -> AlignedPassage:
    """A passage without a partner."""
    zh, en = (passage, None) if passage.language == "zh" else (None, passage)
    return AlignedPassage(id=passage.id, zh=zh, en=en, method="unpaired")


def sides(passages: Iterable[tuple[str, AlignedPassage]]) -> Iterator[Passage]:
    """The passages of either language."""
    for _, aligned in passages:
        yield from (side for side in (aligned.zh, aligned.en) if side is not None)


def holds_records(path: str) -> bool:
    """Is ``path`` something that `load` reads, rather than raw text to be cleaned first?"""
    return path.endswith((".jsonl", ".jsonl.gz")) or is_dataset(Path(path))


def in_split(material: Material, split: str) -> Material:
    """Only what belongs to ``split``."""
    return replace(
        material,
        passages=tuple(item for item in material.passages if item[0] == split),
        documents=tuple(item for item in material.documents if item[0] == split),
    )
