"""Records as JSON lines: plain or gzip, files or pipes, written atomically.

Each line is one object with ``"record"`` (type name) and ``"schema"`` (version) beside the fields.
Decimals are strings, spans are objects with ``start`` and ``end``. Reading checks types and says file,
line and key path of what is wrong.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from tzcorpus.errors import FormatError, InputError, OutputError, RecordError
from tzcorpus.records import AlignedPassage, Document, Passage, Record, Reject

SCHEMA = 1
_NOT_JSON = "not JSON"
# The first lines, so many, that tell a file without records.
_ODD_LINES = 10
# What decoding bytes that are no JSON of the wanted type raises; the last for brackets without end.
UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
TYPES: dict[str, type[Record]] = {
    "document": Document,
    "passage": Passage,
    "aligned_passage": AlignedPassage,
    "reject": Reject,
}
_NAMES = {kind: name for name, kind in TYPES.items()}


def to_dict(record: Record) -> dict[str, Any]:
    """A JSON-ready dict of a record, tagged with its type and the schema version."""
    fields = msgspec.to_builtins(record)
    return {"record": _NAMES[type(record)], "schema": SCHEMA, **fields}


def from_dict(data: dict[str, Any], *, where: str = "") -> Record:
    """The record that `to_dict` made ``data`` of. Raises `FormatError` with the key path."""
    tagged = dict(data)
    if "record" not in tagged:
        raise FormatError("no field record", where=where, expected="records as tzcorpus writes them")
    name = tagged.pop("record")
    schema = tagged.pop("schema", None)
    if not isinstance(name, str) or name not in TYPES:
        raise FormatError(
            f"record type {name!r}", where=where, expected=f'"record" to be one of {", ".join(TYPES)}'
        )
    if schema != SCHEMA:
        raise FormatError(
            f"schema {schema!r}", where=where, expected=f"schema {SCHEMA}",
            hint="write the file again with this version of tzcorpus",
        )  # fmt: skip
    try:
        return msgspec.convert(tagged, type=TYPES[name])
    except msgspec.ValidationError as error:
        raise FormatError(f"{name}: {error}", where=where) from error
    except RecordError as error:
        raise FormatError(f"{name}: {error}", where=where) from error


def dump_line(record: Record) -> str:
    """One line of JSON, without the line feed."""
    return msgspec.json.encode(to_dict(record)).decode()


def read_records(path: str | Path, *, kind: type[Record] | None = None) -> Iterator[Record]:
    """Records of a JSONL file (``.gz`` is unpacked, ``-`` is standard input), blank lines skipped.

    Raises `FormatError` with file and line number; `InputError` where the file cannot be opened.
    """
    name = "<stdin>" if str(path) == "-" else str(path)
    with _open_read(path) as stream:
        for number, line in enumerate(_lines(stream, name), start=1):
            if not line.strip():
                continue
            record = parse_line(line, where=f"{name}:{number}")
            if kind is not None and not isinstance(record, kind):
                raise FormatError(
                    f"a {_NAMES[type(record)]} record",
                    where=f"{name}:{number}",
                    expected=f"{_NAMES[kind]} records",
                )
            yield record


def _lines(stream: IO[bytes], name: str) -> Iterator[bytes]:
    try:
        yield from stream
    except (OSError, EOFError) as error:
        raise InputError(f"cannot be read ({error})", where=name) from error


def parse_line(line: str | bytes, *, where: str) -> Record:
    """The record on one line of JSON. Raises `FormatError`."""
    try:
        data = msgspec.json.decode(line)
    except UNDECODABLE as error:
        raise FormatError(f"{_NOT_JSON} ({error})", where=where, expected="one JSON object a line") from error
    if not isinstance(data, dict):
        raise FormatError(f"JSON {type(data).__name__}", where=where, expected="one JSON object a line")
    return from_dict(data, where=where)


@contextmanager
def _open_read(path: str | Path) -> Iterator[IO[bytes]]:
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            stream: IO[bytes] = stack.enter_context(Path(path).open("rb"))
        except OSError as error:
            raise InputError(f"cannot be opened ({error.strerror})", where=str(path)) from error
        if str(path).endswith(".gz"):
            stream = cast(IO[bytes], stack.enter_context(gzip.open(stream, "rb")))
        yield stream


def read_lines(path: str | Path) -> Iterator[tuple[str, bytes]]:
    """``(where, line)`` of the lines of a file (``.gz`` is unpacked, ``-`` is standard input) that are not
    blank; ``where`` is file and line number. Raises `InputError` where it cannot be opened or read.
    """
    name = "<stdin>" if str(path) == "-" else str(path)
    with _open_read(path) as stream:
        lines = b"".join(_lines(stream, name)).splitlines()
    yield from ((f"{name}:{number}", line) for number, line in enumerate(lines, start=1) if line.strip())


def write_records(path: str | Path, records: Iterable[Record]) -> int:
    """Write records as JSONL (``.gz`` packs, ``-`` is standard output); returns how many.

    A file appears under its name only when it is complete.
    """
    count = 0
    with open_atomic(path) as stream:
        for record in records:
            stream.write(dump_line(record).encode() + b"\n")
            count += 1
    return count


def check_output(path: str | Path, *, force: bool) -> None:
    """Refuse an output file that cannot be made, before any work is done for it.

    Raises `OutputError` where ``path`` is a folder, or a file and ``force`` is not set. A device, a pipe or
    ``-`` may be written to.
    """
    if str(path) == "-":
        return
    _refuse_folder(Path(path), str(path))
    if Path(path).is_file() and not force:
        raise OutputError("exists already", where=str(path), hint="use --force to replace it")


def _refuse_folder(target: Path, path: str) -> None:
    if not target.name or target.is_dir():
        raise OutputError("is a folder", where=path or ".", expected="a file for -o")


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes, in hex. Raises `OSError`."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def open_atomic(path: str | Path, *, sync: bool = True) -> Iterator[IO[bytes]]:
    """Open for writing under a temporary name; on success rename to ``path``, on failure leave nothing.

    Without ``sync`` the disk is not waited for: for many small files of which somebody keeps the digests.
    Raises `OutputError` where the place cannot be written.
    """
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    _refuse_folder(target, str(path))
    if target.exists() and not target.is_file():
        # a device or a pipe (/dev/null, >(gzip > x)) is written to: a rename would put a file in its place
        with target.open("wb") as stream:
            yield stream
        return
    # named before it is made, so that an interrupt which comes in between leaves nothing either
    temporary = target.with_name(f".{target.name[:48]}.{secrets.token_hex(8)}")
    try:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            raw = temporary.open("xb")
        except OSError as error:
            raise OutputError(f"cannot be written ({error.strerror})", where=str(path)) from error
        with raw:
            if target.name.endswith(".gz"):
                # no name and no time in the header: the same records give the same bytes
                with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
                    yield cast(IO[bytes], packed)
            else:
                yield raw
            raw.flush()
            if sync:
                os.fsync(raw.fileno())
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def read_valid(path: str | Path, *, kind: type[Record], stage: str) -> Iterator[Record | Reject]:
    """Like `read_records`, but a line that is broken or of another type becomes a `Reject` for ``stage``, and
    a file whose first ten lines are no JSON (a text, a picture) is one.
    """
    each = _valid(path, kind, stage)
    odd: list[Reject] = []
    for item in each:
        if isinstance(item, Reject) and item.reason.startswith(f"{item.where}: {_NOT_JSON}"):
            odd.append(item)
            if len(odd) < _ODD_LINES:
                continue
            name = item.where.rpartition(":")[0]
            error = FormatError(
                f"{_NOT_JSON}, none of its first {_ODD_LINES} lines", where=name,
                expected=f"{_NAMES[kind]} records, one JSON object a line", hint="nothing was read of it",
            )  # fmt: skip
            yield Reject(name, stage, str(error), name)
            return
        yield from odd
        yield item
        yield from each
        return
    yield from odd


def _valid(path: str | Path, kind: type[Record], stage: str) -> Iterator[Record | Reject]:
    name = "<stdin>" if str(path) == "-" else str(path)
    try:
        with _open_read(path) as stream:
            for number, line in enumerate(_lines(stream, name), start=1):
                if not line.strip():
                    continue
                where = f"{name}:{number}"
                try:
                    record = parse_line(line, where=where)
                except FormatError as error:
                    yield Reject(where, stage, str(error), where)
                    continue
                if isinstance(record, kind):
                    yield record
                elif not isinstance(record, Reject):  # rejects of earlier stages pass by
                    found, wanted = _NAMES[type(record)], _NAMES[kind]
                    other = FormatError(f"a {found} record", where=where, expected=f"{wanted} records")
                    yield Reject(where, stage, str(other), where)
    except InputError as error:
        yield Reject(name, stage, str(error), name)
