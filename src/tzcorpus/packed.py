"""What became of an entry, as bytes: frames of packed JSON that are written and read one after the other.

An entry may be a page or a book of a million lines. Neither who writes it nor who reads it holds all its
passages at once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from tzcorpus.package.clusters import Signature, Signatures
from tzcorpus.pipeline import Built, Part, Rest
from tzcorpus.records import AlignedPassage, Document, Language, Reject

# Bytes of JSON in a frame of passages.
_FRAME = 2**20
# Before each frame: its kind, its bytes unpacked and packed.
_HEAD = struct.Struct("<cII")
_DOCUMENT, _PASSAGES, _END = b"D", b"P", b"E"


class End(msgspec.Struct, frozen=True):
    """What an entry comes to, beside its documents and passages. ``lone``: it has no English file."""

    entry: str
    languages: tuple[Language, ...] = ()
    rejects: tuple[Reject, ...] = ()
    placed: int = 0
    torn: tuple[str, ...] = ()
    lone: bool = False
    signatures: tuple[Signature, ...] = ()


def pack(parts: Iterable[Part]) -> Packed:
    """Parts of one entry, the `Rest` last, as bytes."""
    out: list[bytes] = []
    languages: list[Language] = []
    signatures = Signatures()
    waiting: list[bytes] = []
    rest = Rest("")

    def flush() -> None:
        if waiting:
            out.extend(_frame(_PASSAGES, b"[" + b",".join(waiting) + b"]"))
            waiting.clear()

    size = 0
    for part in parts:
        if isinstance(part, AlignedPassage):
            signatures.add(part)
            waiting.append(msgspec.json.encode(part))
            size += len(waiting[-1])
            if size > _FRAME:
                flush()
                size = 0
        elif isinstance(part, Document):
            languages.append(part.language)
            out.extend(_frame(_DOCUMENT, msgspec.json.encode(part)))
        else:
            rest = part
    flush()
    end = End(
        rest.entry, tuple(languages), rest.rejects, rest.placed, rest.torn, rest.lone, signatures.found()
    )
    out.extend(_frame(_END, msgspec.json.encode(end)))
    return Packed(b"".join(out))


def _frame(kind: bytes, data: bytes) -> tuple[bytes, bytes]:
    import pyarrow as pa

    packed = pa.compress(data, codec="zstd", asbytes=True)
    return _HEAD.pack(kind, len(data), len(packed)), packed


class Packed:
    """The parts of one entry, unpacked as they are asked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.end: End = next(self._frames(_END, End))

    def documents(self) -> Iterator[Document]:
        """The cleaned documents: Chinese, then English."""
        return self._frames(_DOCUMENT, Document)

    def aligned(self) -> Iterator[AlignedPassage]:
        """The passages, a frame of them in memory at a time."""
        for passages in self._frames(_PASSAGES, list[AlignedPassage]):
            yield from passages

    def built(self, *, split: Any = "train") -> Built:
        """All of it at once."""
        end = self.end
        return Built(
            end.entry,
            split,
            tuple(self.documents()),
            tuple(self.aligned()),
            end.rejects,
            end.placed,
            end.torn,
        )

    def _frames(self, wanted: bytes, kind: Any) -> Iterator[Any]:
        import pyarrow as pa

        view = memoryview(self.data)
        at = 0
        while at < len(view):
            name, size, packed = _HEAD.unpack_from(view, at)
            at += _HEAD.size
            if name == wanted:
                # no name for the bytes: they would live as long as what is made of them is looked at
                yield msgspec.json.decode(
                    pa.decompress(view[at : at + packed], decompressed_size=size, codec="zstd"), type=kind
                )
            at += packed


def refused(entry: str, rejects: Iterable[Reject]) -> Packed:
    """An entry of which nothing came but rejects."""
    return pack([Rest(entry, tuple(rejects))])
