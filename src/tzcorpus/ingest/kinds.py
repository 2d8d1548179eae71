"""What a file holds: by its name, and by its first characters where the name does not say."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

Kind = Literal["text", "hocr", "alto", "tsv"]
# File name endings (lower case, without .gz) and what they promise; .html and .xml are looked into.
SUFFIXES: dict[str, Kind | None] = {
    ".hocr": "hocr", ".html": "hocr", ".htm": "hocr", ".xhtml": "hocr",
    ".xml": None, ".alto": "alto",
    ".tsv": "tsv",
    ".txt": "text", ".text": "text",
}  # fmt: skip
# Of several files with one stem in a folder, the one that knows most of the page stands first.
PREFERENCE = tuple(SUFFIXES)
_HEAD = 65_536  # characters looked into
_ALTO = re.compile(r"<(?:\w{1,20}:)?alto[\s>]", re.IGNORECASE)
_HOCR = re.compile(
    r"""class\s{0,9}=\s{0,9}["']?(?:ocr_page|ocr_carea|ocr_line|ocrx_word)\b|name=["']ocr-system"""
)
_TSV = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\t"


def suffix_of(path: PurePath) -> str:
    """The ending that says what a file holds, lower case; ``.gz`` is looked through."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def kind_of(text: str, suffix: str) -> Kind:
    """What ``text`` is, from a file that ends in ``suffix``.

    A promise is believed, so that a broken file is refused and not read as plain text; ``.txt`` is always
    plain text. Without one the text is looked into.
    """
    promised = SUFFIXES.get(suffix)
    if promised is not None:
        return promised
    head = text[:_HEAD]
    if _ALTO.search(head):
        return "alto"
    if _HOCR.search(head):
        return "hocr"
    if head.lstrip("\ufeff").startswith(_TSV):
        return "tsv"
    return "alto" if suffix == ".xml" else "text"
