"""What all exports share: options, results, offsets of other tools, file names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tzcorpus.errors import OutputError
from tzcorpus.io import open_atomic
from tzcorpus.records import AlignedPassage, Passage

Offsets = Literal["codepoints", "utf16"]
Passages = Iterable[tuple[str, AlignedPassage]]


@dataclass(frozen=True, slots=True)
class Options:
    """``offsets``: what positions in the files count."""

    offsets: Offsets = "codepoints"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written. ``items`` counts sequences, pairs or table rows; ``lost`` counts, by reason, the
    entities or characters that the format could not hold.
    """

    files: tuple[Path, ...]
    items: int
    lost: Mapping[str, int] = field(default_factory=dict)


Exporter = Callable[[Passages, Path, Options], Exported]


def refuse_existing(folder: Path, *, force: bool) -> None:
    """Raise `OutputError` unless ``folder`` is absent, empty, or ``force`` is set."""
    if folder.exists() and not folder.is_dir():
        raise OutputError("exists and is not a folder", where=str(folder), hint="name another place")
    if not force and folder.is_dir() and any(folder.iterdir()):
        raise OutputError(
            "the folder is not empty", where=str(folder), hint="name another place or give --force"
        )


def sides(aligned: AlignedPassage) -> Iterator[Passage]:
    """The sides that are there, Chinese first."""
    yield from (side for side in (aligned.zh, aligned.en) if side is not None)


@dataclass(slots=True)
class Lines:
    """Text files that grow a piece at a time; each appears, whole, when `write` is called."""

    folder: Path
    parts: dict[str, list[str]] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    items: int = 0

    def add(self, name: str, text: str) -> None:
        """Append to the file ``name``."""
        self.parts.setdefault(name, []).append(text)

    def write(self) -> Exported:
        """Write all files as UTF-8 with LF ends."""
        for name, parts in self.parts.items():
            with open_atomic(self.folder / name) as stream:
                stream.writelines(part.encode() for part in parts)
        files = tuple(self.folder / name for name in self.parts)
        return Exported(files, self.items, dict(sorted(self.lost.items())))


class Positions:
    """Offsets of one text in another tool's units.

    >>> [Positions("𠮷野家", "utf16").of(k) for k in range(4)]
    [0, 2, 3, 4]
    """

    def __init__(self, text: str, offsets: Offsets) -> None:
        self._table: list[int] | None = None
        if offsets == "utf16" and any(character > "\uffff" for character in text):
            table = [0]
            for character in text:
                table.append(table[-1] + (2 if character > "\uffff" else 1))
            self._table = table

    def of(self, position: int) -> int:
        """The position, counted in the tool's units."""
        return position if self._table is None else self._table[position]


def safe_name(identifier: str) -> str:
    """A file name for an id: letters, digits and ``.-_`` as they are, others as their code in hex, so that
    two ids never share a file and none leaves its folder.

    >>> safe_name("d1.zh.0003"), safe_name("../x")
    ('d1.zh.0003', '%2E.%2Fx')
    """
    out = "".join(
        c if c.isascii() and (c.isalnum() or c in ".-_") else "".join(f"%{b:02X}" for b in c.encode())
        for c in identifier
    )
    return f"%2E{out[1:]}" if out.startswith(".") else out
