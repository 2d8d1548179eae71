"""Which outputs of a folder an earlier run has finished, so that the next one need not do them again.

A list beside the folder (``.NAME.run``) names each output with a digest of all it depends on (the input, the
settings, this program) and digests of what was written. A file that somebody has changed since is not taken
for ours.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import IO

import msgspec

from tzcorpus.errors import OutputError
from tzcorpus.io import UNDECODABLE, file_sha256
from tzcorpus.records import Document
from tzcorpus.runs import State, changes

NAME = "finished.jsonl"


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One output: ``files`` are those that were written for it, with their sha256."""

    key: str
    files: dict[str, str]


class Finished:
    """The finished outputs of one folder; ``state`` is what all of them depend on."""

    def __init__(self, folder: Path, state: State) -> None:
        self.kept = 0
        self.changed: tuple[str, ...] = ()
        self._base = msgspec.json.encode(state, order="sorted")
        self._files: dict[str, str] = {}
        self._of: dict[str, Line] = {}
        place = Path(os.path.realpath(folder))  # no error for links in a ring, which cannot be written
        try:
            self._stream = _opened(place.with_name(f".{place.name}.run"))
        except OSError:
            # beside the folder nothing may be written: a disk of its own, say
            try:
                self._stream = _opened(place / ".run")
            except OSError as error:
                raise OutputError(f"cannot be written ({error.strerror})", where=str(folder)) from error
        _lock(self._stream, folder)
        self._stream.seek(0)
        before: State | None = None
        raw = b"\n"
        for raw in self._stream:
            # the last line of a run that was killed may be torn
            try:
                if raw.startswith(b'{"settings"'):
                    before = msgspec.json.decode(raw, type=State)
                else:
                    line = msgspec.json.decode(raw, type=Line)
                    self._of[line.key] = line
                    self._files.update(line.files)
            except UNDECODABLE:
                continue
        if not raw.endswith(b"\n"):
            self._stream.write(b"\n")
        if before is not None:
            self.changed = tuple(changes(before, state))
        if before != state:
            self._stream.write(msgspec.json.encode(state) + b"\n")

    def holds(self, document: Document, files: int) -> bool:
        """Is the output of this document, not yet cleaned, there as it was written, all its ``files``?"""
        line = self._of.get(self._key(document))
        if line is None or len(line.files) != files:
            return False
        if all(_sha256(Path(name)) == digest for name, digest in line.files.items()):
            self.kept += 1
            return True
        return False

    def _key(self, document: Document) -> str:
        """A digest of all that the output depends on. Cleaning changes neither raw text nor layout."""
        bare = replace(document, blocks=(), edits=(), suspects=())
        data = msgspec.json.encode(bare)
        return hashlib.sha256(self._base + b"\0" + data).hexdigest()[:32]

    def ours(self, path: Path, text: str) -> bool:
        """Did an earlier run write this file, and did nobody change it since? A run that was killed may have
        written it and not said so: then it holds ``text``.
        """
        return _sha256(path) in (self._files.get(str(path.resolve()), "none"), _digest(text))

    def add(self, document: Document, files: dict[Path, str]) -> None:
        """An output is written: its files with their texts."""
        digests = {str(path.resolve()): _digest(text) for path, text in files.items()}
        self._stream.write(msgspec.json.encode(Line(self._key(document), digests)) + b"\n")
        self._stream.flush()

    def close(self) -> None:
        """Let go of the folder."""
        self._stream.close()


def _opened(work: Path) -> IO[bytes]:
    work.mkdir(parents=True, exist_ok=True)
    return (work / NAME).open("a+b")


def _lock(stream: IO[bytes], folder: Path) -> None:
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        stream.close()
        raise OutputError(
            "another run is at work here", where=str(folder), hint="wait for it, or stop it"
        ) from error


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _sha256(path: Path) -> str:
    try:
        return file_sha256(path)
    except OSError:
        return ""
