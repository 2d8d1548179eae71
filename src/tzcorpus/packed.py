"""What became of an entry, as bytes: its rows of the dataset as Arrow record batches, and the rest.

An entry may be a page or a book of a million lines. Neither who writes it nor who reads it holds all its
passages at once.
"""

from __future__ import annotations

import io
import struct
from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from tzcorpus.ingest.manifest import Split
from tzcorpus.package.clusters import Signature, Signatures
from tzcorpus.package.columns import encode
from tzcorpus.package.dataset import Prepared
from tzcorpus.package.features import CONFIGS, schema_of
from tzcorpus.package.making import RowMaker
from tzcorpus.package.parquet import CHARACTERS_PER_GROUP, ROWS_PER_GROUP
from tzcorpus.package.reading import document_of
from tzcorpus.package.rows import Row, aligned_of
from tzcorpus.package.stats import UNTOLD, Count
from tzcorpus.pipeline import Built, Part, Rest
from tzcorpus.records import AlignedPassage, Document, Language, Reject

if TYPE_CHECKING:
    import pyarrow as pa

# Before each frame: which configuration (or the end), rows, bytes unpacked (0: a stream) and packed. Behind
# the head of rows stand the characters of each.
_HEAD = struct.Struct("<bIQQ")
_CONFIGS = tuple(CONFIGS)
_END = -1
# Bytes of a batch from which it is packed piece by piece.
_LARGE = 16 * 2**20


class End(msgspec.Struct, frozen=True):
    """What an entry comes to, beside its rows. ``lone``: it has no English file; ``refused``: by the
    packaging; ``counts`` as `Counts.dump` gives them.
    """

    entry: str
    languages: tuple[Language, ...] = ()
    rejects: tuple[Reject, ...] = ()
    placed: int = 0
    torn: tuple[str, ...] = ()
    lone: bool = False
    signatures: tuple[Signature, ...] = ()
    refused: tuple[Reject, ...] = ()
    counts: tuple[Count, ...] = ()


class _Frames:
    """Rows that are packed when there are enough of them."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self._waiting: dict[str, list[tuple[Row, int]]] = {}
        self._characters: dict[str, int] = {}

    def put(self, config: str, _: str, row: Row, characters: int) -> None:
        """Take a row."""
        waiting = self._waiting.setdefault(config, [])
        waiting.append((row, characters))
        size = self._characters[config] = self._characters.get(config, 0) + characters
        if size >= CHARACTERS_PER_GROUP or len(waiting) >= ROWS_PER_GROUP:
            self._flush(config)

    def _flush(self, config: str) -> None:
        waiting = self._waiting.pop(config)
        self._characters.pop(config)
        lengths = array("i", [characters for _, characters in waiting])
        batch = encode(config, [row for row, _ in waiting])
        del waiting
        size, packed = _stream(batch) if batch.nbytes > _LARGE else _packed(batch.serialize())
        self._frame(_CONFIGS.index(config), size, packed, lengths)

    def end(self, end: End) -> bytes:
        """All frames, the end last."""
        for config in tuple(self._waiting):
            self._flush(config)
        self._frame(_END, *_packed(msgspec.json.encode(end)), array("i"))
        return self.out.getvalue()

    def _frame(self, kind: int, size: int, packed: bytes, lengths: array[int]) -> None:
        self.out.writelines((_HEAD.pack(kind, len(lengths), size, len(packed)), lengths.tobytes(), packed))


def _packed(data: Any) -> tuple[int, bytes]:
    import pyarrow as pa

    return memoryview(data).nbytes, pa.compress(data, codec="zstd", asbytes=True)


def _stream(batch: pa.RecordBatch) -> tuple[int, bytes]:
    """A large batch, without a copy of it in one piece: as a packed stream, whose size nobody needs."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as out, pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch)
    return 0, sink.getvalue().to_pybytes()


def pack(parts: Iterable[Part]) -> Packed:
    """Parts of one entry, the `Rest` last, as bytes. Which split it is in, and of what kind it is, is not
    asked before the dataset is written.
    """
    frames = _Frames()
    maker = RowMaker(frames.put)
    documents: list[Row] = []
    languages: list[Language] = []
    signatures = Signatures()
    rest = Rest("")
    for part in parts:
        if isinstance(part, AlignedPassage):
            signatures.add(part)
            if maker.takes(part):
                maker.passage(part, UNTOLD)
        elif isinstance(part, Document):
            languages.append(part.language)
            row = maker.document(part, UNTOLD)
            documents += [] if row is None else [row]
        else:
            rest = part
    for row in documents:
        maker.settle(row, UNTOLD)
    end = End(
        rest.entry, tuple(languages), rest.rejects, rest.placed, rest.torn, rest.lone,
        signatures.found(), tuple(maker.refused), tuple(maker.counts.dump()),
    )  # fmt: skip
    return Packed(frames.end(end))


class Packed:
    """The rows of one entry, unpacked as they are asked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        (end,) = (self._unpacked(at, size, packed) for at, size, packed, _ in self._frames(_END))
        self.end: End = msgspec.json.decode(end, type=End)

    def prepared(self, *, split: Split, kind: str) -> Prepared:
        """For the writer of the dataset."""
        return Prepared(split, self.batches(), self.end.counts, self.end.refused, kind)

    def batches(self, *configs: str) -> Iterator[tuple[str, pa.RecordBatch, array[int]]]:
        """Record batches of ``configs`` (of all, by default), with the characters of each row."""
        for config in configs or _CONFIGS:
            for at, size, packed, lengths in self._frames(_CONFIGS.index(config)):
                # no name for the batch: it would live until the next is there
                yield config, self._batch(config, at, size, packed), lengths

    def rows(self, config: str) -> Iterator[Row]:
        """The rows of a configuration."""
        for _, batch, _ in self.batches(config):
            yield from batch.to_pylist()

    def documents(self) -> Iterator[Document]:
        """The cleaned documents, Chinese, then English, without the layout of their lines."""
        for cleaning, document in zip(self.rows("cleaning"), self.rows("documents"), strict=True):
            yield document_of(cleaning, document)

    def passages(self) -> Iterator[str]:
        """The ids of the passages."""
        for _, batch, _ in self.batches("passages"):
            yield from batch.column("id").to_pylist()

    def aligned(self) -> Iterator[AlignedPassage]:
        """The passages, a batch of them in memory at a time."""
        return map(aligned_of, self.rows("passages"))

    def built(self, *, split: Split = "train") -> Built:
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

    def _frames(self, wanted: int) -> Iterator[tuple[int, int, int, array[int]]]:
        """Where frames start, their bytes unpacked and packed, and the characters of their rows."""
        at = 0
        while at < len(self.data):
            kind, rows, size, packed = _HEAD.unpack_from(self.data, at)
            at += _HEAD.size
            if kind == wanted:
                lengths = array("i", self.data[at : at + 4 * rows])
                yield at + 4 * rows, size, packed, lengths
            at += 4 * rows + packed

    def _batch(self, config: str, at: int, size: int, packed: int) -> pa.RecordBatch:
        import pyarrow as pa

        if size:
            return pa.ipc.read_record_batch(self._unpacked(at, size, packed), schema_of(config))
        source = pa.BufferReader(pa.py_buffer(self.data).slice(at, packed))
        with pa.ipc.open_stream(pa.CompressedInputStream(source, "zstd")) as stream:
            return stream.read_next_batch()

    def _unpacked(self, at: int, size: int, packed: int) -> Any:
        import pyarrow as pa

        view = memoryview(self.data)[at : at + packed]
        return pa.decompress(view, decompressed_size=size, codec="zstd")


def refused(entry: str, rejects: Iterable[Reject]) -> Packed:
    """An entry of which nothing came but rejects."""
    return pack([Rest(entry, tuple(rejects))])
