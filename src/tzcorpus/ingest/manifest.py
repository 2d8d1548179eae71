"""What a corpus folder holds: pairs of a Chinese raw file and its English translation.

Two layouts are read. With ``manifest.jsonl``, each line names the files of one document::

    {"id": "2026-03-05-07", "title": "…", "date": "2026-03-05", "split": "train",
     "zh": {"hocr": "raw/…/page.hocr", "ocr": "raw/…/page.txt"}, "en": "en/….txt", "rights": "CC-BY-4.0"}

where ``zh`` may hold several renderings of the same page.

Without one, ``raw/`` holds Chinese files and ``en/`` English ones with the same stems.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from tzcorpus.errors import FormatError, InputError
from tzcorpus.ingest.names import is_utf8, safe_id, shown
from tzcorpus.io import UNDECODABLE
from tzcorpus.records import Reject

Split = Literal["train", "validation", "test"]
SUFFIXES = (".hocr", ".html", ".xml", ".tsv", ".txt", ".text")
# Where no split is given, documents fall into train, validation and test as 8 : 1 : 1 by their id.
_TENTHS: tuple[Split, ...] = ("train",) * 8 + ("validation", "test")


@dataclass(frozen=True, slots=True)
class Gold:
    """Hand-checked annotations of one document: the file of mentions, which rendering of the Chinese page
    its offsets index (``variant``), and that rendering's text file.
    """

    mentions: Path
    variant: str
    text: Path


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a corpus: its files (absolute or relative to the working directory) and metadata."""

    id: str
    zh: Path
    en: Path | None = None
    title: str = ""
    date: str = ""
    page: str = ""
    rights: str = ""
    kind: str = ""
    split: Split = "train"
    gold: Gold | None = None
    root: Path = Path()

    def relative(self, path: Path) -> str:
        """A file's path in the corpus folder, the same wherever that folder stands."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name


class _Line(msgspec.Struct):
    id: str
    zh: dict[str, str]
    en: str = ""
    title: str = ""
    date: str = ""
    page: str = ""
    rights: str = ""
    kind: str = ""
    split: str = ""


def read_corpus(
    folder: str | Path,
    *,
    variants: Iterable[str] = ("hocr", "ocr", "epaper"),
    annotations: str | Path | None = None,
) -> Iterator[Entry | Reject]:
    """The documents of a corpus folder, in order. ``variants`` says which rendering of the Chinese side to
    take where there are several, best first. ``annotations`` is a folder with ``gold/<id>.jsonl``.

    Raises `InputError` where the folder holds neither a manifest nor a ``raw`` folder.
    """
    root = Path(folder)
    if not root.is_dir():
        raise InputError("not a folder" if root.exists() else "no such folder", where=shown(root),
                         expected="a corpus folder with raw/ and en/")  # fmt: skip
    if not is_utf8(str(root)):
        raise InputError("the folder's name is not UTF-8", where=shown(root), hint="rename it")
    manifest = root / "manifest.jsonl"
    if manifest.is_file():
        gold = Path(annotations) / "gold" if annotations else None
        yield from _from_manifest(root, manifest, tuple(variants), gold)
    elif (root / "raw").is_dir():
        yield from _from_stems(root)
    else:
        raise InputError("no raw/ folder and no manifest.jsonl", where=str(root),
                         expected="raw/ with Chinese files and en/ with their translations")  # fmt: skip


def split_of(identifier: str) -> Split:
    """The split of a document that none was given for; it depends on the id alone.

    >>> split_of("2026-03-05-07")
    'train'
    """
    return _TENTHS[hashlib.sha256(identifier.encode()).digest()[0] % 10]


def _from_manifest(
    root: Path, manifest: Path, variants: tuple[str, ...], gold: Path | None
) -> Iterator[Entry | Reject]:
    for number, line in enumerate(manifest.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        where = f"{manifest}:{number}"
        try:
            yield _entry(root, msgspec.json.decode(line, type=_Line), variants, gold, where)
        except UNDECODABLE as error:
            yield Reject(
                where, "ingest", str(FormatError(str(error), where=where, expected="a manifest line")), where
            )
        except InputError as error:
            yield Reject(where, "ingest", str(error), where)


def _entry(root: Path, line: _Line, variants: tuple[str, ...], gold: Path | None, where: str) -> Entry:
    def path_of(name: str) -> Path | None:
        if not name:
            return None
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts:
            raise InputError(f"path {name!r} leaves the corpus folder", where=where)
        return root / pure

    chosen = next((kind for kind in variants if line.zh.get(kind)), "")
    zh = path_of(line.zh.get(chosen, ""))
    if zh is None:
        raise InputError(f"document {line.id!r} has none of {', '.join(variants)}", where=where)
    split = {"dev": "validation", "": split_of(line.id)}.get(line.split, line.split)
    if split not in _TENTHS:
        raise InputError(f"split {line.split!r}", where=where, expected="train, dev, validation or test")
    # OCR's text and hOCR are two renderings of one page; the gold's offsets index the text
    indexed = "ocr" if chosen == "hocr" else chosen
    text = path_of(line.zh.get(indexed, ""))
    mentions = gold / f"{line.id}.jsonl" if gold else None
    return Entry(
        line.id, zh, path_of(line.en), title=line.title, date=line.date, page=line.page, rights=line.rights,
        kind=line.kind, split=split,
        gold=Gold(mentions, indexed, text) if mentions and text and mentions.is_file() else None,
        root=root,
    )  # fmt: skip


def _from_stems(root: Path) -> Iterator[Entry | Reject]:
    english: dict[str, Path] = {}
    for path in _files(root / "en") if (root / "en").is_dir() else ():
        if is_utf8(path.name):
            english[path.stem] = path
        else:
            yield _other_name(path)
    seen: dict[str, Path] = {}
    for path in _files(root / "raw"):
        stem = path.stem
        if not is_utf8(path.name):
            yield _other_name(path)
            continue
        if stem in seen:
            reason = f"{path} has the same name as {seen[stem]}; the better layout is kept"
            yield Reject(str(path), "ingest", reason, str(path))
            continue
        seen[stem] = path
        name = stem if stem.isprintable() else safe_id(stem)  # an id stands in lines and in tables
        yield Entry(name, path, english.get(stem), split=split_of(name), root=root)
    for stem in english.keys() - seen.keys():
        where = str(english[stem])
        yield Reject(f"{stem}.en", "ingest", f"{where}: no Chinese file named {stem}", where)
    if not seen:
        raise InputError("no text files in raw/", where=str(root), expected=", ".join(SUFFIXES))


def _other_name(path: Path) -> Reject:
    """A file whose name is in another encoding: a build hands its path to other processes as text."""
    error = InputError(
        "the file's name is not UTF-8", where=shown(path),
        hint=f"rename it; convmv -r -f GB18030 -t UTF-8 --notest {shown(path.parent)} renames all",
    )  # fmt: skip
    return Reject(safe_id(f"{path.parent.name}-{path.stem}"), "ingest", str(error), shown(path))


def _files(folder: Path) -> list[Path]:
    """Text files of a folder, by stem, and within one stem the richest layout first."""
    found = [path for path in folder.iterdir() if path.is_file() and path.suffix in SUFFIXES]
    return sorted(found, key=lambda path: (path.stem, SUFFIXES.index(path.suffix)))
