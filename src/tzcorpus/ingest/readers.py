"""One reader for each kind of file: decoded text to raw text and layout."""

from __future__ import annotations

from typing import Protocol

from tzcorpus.ingest.alto import read_alto
from tzcorpus.ingest.hocr import read_hocr
from tzcorpus.ingest.kinds import Kind
from tzcorpus.ingest.tsv import read_tsv
from tzcorpus.records import LayoutLine


class Reader(Protocol):
    """Raw text and layout of a decoded file; ``where`` names it in errors (`FormatError`)."""

    def __call__(self, text: str, *, where: str) -> tuple[str, tuple[LayoutLine, ...]]:
        """Read one decoded file."""


def read_text(text: str, *, where: str) -> tuple[str, tuple[LayoutLine, ...]]:
    """Plain text is its own raw text."""
    return text, ()


READERS: dict[Kind, Reader] = {"text": read_text, "hocr": read_hocr, "alto": read_alto, "tsv": read_tsv}
