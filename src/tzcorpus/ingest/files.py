"""Paths to documents: files, folders, packed files and standard input.

What cannot be read becomes a `Reject` with the reason and the remedy, and the next input is read.
"""

from __future__ import annotations

import gzip
import os
import stat
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePath

from tzcorpus.errors import InputError, TzcorpusError
from tzcorpus.ingest.encoding import decode
from tzcorpus.ingest.kinds import PREFERENCE, SUFFIXES, kind_of, suffix_of
from tzcorpus.ingest.names import UniqueNames, base_id, shown
from tzcorpus.ingest.readers import READERS
from tzcorpus.records import SUPERSEDED, Document, Language, Reject, Source

STAGE = "ingest"
STDIN = "-"
# A file that unpacks to more is taken for a bomb: a newspaper's whole decade of text is smaller.
MOST_UNPACKED = 1 << 30
_CHUNK = 1 << 20
# Seconds that a named pipe may stay without a writer, and between two looks.
_PATIENCE, _LOOK = 10.0, 0.05
_FORMATS = "text (.txt, .text), hOCR (.hocr, .html), ALTO (.xml) or Tesseract TSV (.tsv), each also .gz"


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read and the id its document gets; ``path`` is ``-`` for standard input."""

    path: str
    id: str


def find_inputs(paths: Iterable[str | Path]) -> Iterator[Input | Reject]:
    """The files behind ``paths``, in the order given; a folder's files sorted, its subfolders included.

    Of a folder, files with a known ending are taken, hidden ones are not, and of several files with one
    stem (``page.txt``, ``page.hocr``) the one that knows the page's layout; the others are rejects of stage
    ``superseded``. Links are followed, each folder is read once. A folder without text is one `Reject`, as
    is a path that does not exist.
    """
    names = UniqueNames()
    for path in paths:
        if str(path) == STDIN:
            yield Input(STDIN, names.take("stdin"))
            continue
        root = Path(path)
        try:
            kind = root.stat().st_mode
        except (OSError, ValueError) as error:
            yield _reject(names.take(base_id(PurePath(root.name))), shown(path), _cause(error))
            continue
        if not stat.S_ISDIR(kind):
            yield Input(str(path), names.take(base_id(PurePath(root.name))))
            continue
        yield from _of_folder(root, names)


def _of_folder(root: Path, names: UniqueNames) -> Iterator[Input | Reject]:
    some = False
    for found in _walk(root):
        some = True
        if isinstance(found, Reject):
            yield replace(found, id=names.take(found.id))
        else:
            yield Input(str(found), names.take(base_id(found.relative_to(root))))
    if not some:
        name = root.name or root.resolve().name
        error = InputError("the folder holds no text", where=shown(root), expected=_FORMATS)
        yield _reject(names.take(base_id(PurePath(name + "."))), shown(root), str(error))


def _walk(root: Path) -> Iterator[Path | Reject]:
    """The files to read under ``root`` in sorted order, without recursion; each folder once."""
    seen: set[tuple[int, int]] = set()
    stack: list[Path] = [root]
    while stack:
        folder = stack.pop()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue  # a link that leads back
            seen.add((status.st_dev, status.st_ino))
            entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        except OSError as error:
            yield _reject(base_id(folder.relative_to(root) / "x.x"), shown(folder), _cause(error))
            continue
        entries = [entry for entry in entries if not entry.name.startswith(".")]
        stack += [entry for entry in reversed(entries) if _is_folder(entry)]
        yield from _one_per_page(
            entry for entry in entries if suffix_of(entry) in SUFFIXES and _may_read(entry)
        )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _may_read(path: Path) -> bool:
    """A regular file, or a link to nothing, which is worth a reject; no pipe, device or socket."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _one_per_page(paths: Iterable[Path]) -> Iterator[Path | Reject]:
    """Of each page the rendering that knows most of it; the others are named, since nothing is skipped
    in silence.
    """
    pages: dict[str, list[Path]] = {}
    for path in paths:
        pages.setdefault(base_id(PurePath(path.name)), []).append(path)
    for stem, renderings in sorted(pages.items(), key=lambda item: item[1][0].name):
        best, *others = sorted(renderings, key=lambda path: PREFERENCE.index(suffix_of(path)))
        yield best
        for other in others:
            yield Reject(
                stem, SUPERSEDED, f"{shown(other)}: the same page as {best.name}, which is read", shown(other)
            )


def read_inputs(paths: Iterable[str | Path], *, language: Language = "zh") -> Iterator[Document | Reject]:
    """The documents behind ``paths``, lazily and in order; what cannot be read is a `Reject`."""
    for found in find_inputs(paths):
        if isinstance(found, Reject):
            yield found
            continue
        try:
            yield replace(read_document(found.path, language=language), id=found.id)
        except TzcorpusError as error:
            yield _reject(found.id, shown(found.path), str(error))


def read_document(path: str | Path, *, language: Language = "zh") -> Document:
    """The document in one file; ``-`` is standard input.

    `Document.raw` of plain text is the decoded file to the character: line ends are kept, and only a byte
    order mark, which belongs to the encoding, is gone. For hOCR, ALTO and TSV it is the text of the lines
    in the order of the file, with `Document.layout` beside it. The id is made of the file's name alone.
    Raises `InputError` and its kinds.
    """
    where = "<stdin>" if str(path) == STDIN else shown(path)
    data = _bytes_of(path, where)
    decoded = decode(data, where=where)
    suffix = "" if str(path) == STDIN else suffix_of(PurePath(path))
    kind = kind_of(decoded.text, suffix)
    raw, layout = READERS[kind](decoded.text, where=where)
    if not raw.strip():
        raise InputError("the file holds no text", where=where, expected="words")
    name = "stdin" if str(path) == STDIN else base_id(PurePath(PurePath(path).name))
    source = Source(path=where, digest=sha256(data).hexdigest(), encoding=decoded.encoding)
    return Document(id=name, raw=raw, language=language, source=source, layout=layout)


def _bytes_of(path: str | Path, where: str) -> bytes:
    """The bytes of a file, unpacked where its name ends in .gz."""
    try:
        if str(path) == STDIN:
            return sys.stdin.buffer.read()
        mode = Path(path).stat().st_mode
        if stat.S_ISCHR(mode):
            raise InputError("a device, not a file", where=where, hint="use - for standard input")
        if stat.S_ISFIFO(mode):
            return _of_pipe(path, where)
        if not str(path).lower().endswith(".gz"):
            return Path(path).read_bytes()
        with gzip.open(path, "rb") as stream:
            chunks, size = [], 0
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > MOST_UNPACKED:
                    raise InputError(
                        f"unpacks to more than {MOST_UNPACKED} bytes", where=where, hint="unpack and split it"
                    )
                chunks.append(chunk)
            return b"".join(chunks)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise InputError(_cause(error), where=where) from error


def _of_pipe(path: str | Path, where: str) -> bytes:
    """All that comes through a named pipe. A plain read would wait for ever where nobody writes."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with open(handle, "rb", buffering=0) as stream:  # noqa: PTH123 - a handle, no path
        end = time.monotonic() + _PATIENCE
        while (first := stream.read(_CHUNK)) == b"":  # None where somebody has it open and is not ready
            if time.monotonic() > end:
                raise InputError(
                    f"a pipe into which nobody wrote for {_PATIENCE:.0f} s", where=where,
                    expected="a file, or a pipe that is written to",
                )  # fmt: skip
            time.sleep(_LOOK)
        os.set_blocking(handle, True)
        return (first or b"") + stream.readall()


def _cause(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "may not be read (permission denied)"
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"cannot be read ({said})"


def _reject(name: str, where: str, reason: str) -> Reject:
    return Reject(id=name, stage=STAGE, reason=reason, where=where)
