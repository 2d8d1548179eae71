"""Tesseract TSV: a row for each page, block, paragraph, line and word."""

from __future__ import annotations

import math

from tzcorpus.errors import FormatError
from tzcorpus.ingest.page import LineBox, WordBox, assemble
from tzcorpus.records import Box, LayoutLine

COLUMNS = (
    "level", "page_num", "block_num", "par_num", "line_num", "word_num",
    "left", "top", "width", "height", "conf", "text",
)  # fmt: skip
EXPECTED = f"Tesseract TSV with the columns {' '.join(COLUMNS)}"
_LINE, _WORD = 4, 5


def read_tsv(text: str, *, where: str) -> tuple[str, tuple[LayoutLine, ...]]:
    """Raw text and layout of a Tesseract TSV file. Raises `FormatError` with file and line."""
    rows = text.replace("\r\n", "\n").split("\n")
    if tuple(rows[0].split("\t")) != COLUMNS:
        raise FormatError("another header line", where=f"{where}:1", expected=EXPECTED)
    lines: dict[tuple[int, ...], LineBox] = {}
    blocks: dict[tuple[int, ...], int] = {}
    paragraphs: dict[tuple[int, ...], int] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        cells = row.split("\t")
        if len(cells) == len(COLUMNS) - 1:
            cells.append("")  # some versions leave out the empty text
        values = _numbers(cells, f"{where}:{number}")
        level, page = int(values[0]), int(values[1])
        key = tuple(int(value) for value in values[1:5])
        if level not in (_LINE, _WORD):
            continue
        left, top, width, height = values[6:10]
        box = Box(left, top, left + max(0.0, width), top + max(0.0, height), max(0, page - 1))
        area = blocks.setdefault(key[:2], len(blocks))
        paragraph = paragraphs.setdefault(key[:3], len(paragraphs))
        line = lines.setdefault(key, LineBox(None, area, paragraph))
        word = " ".join(cells[11].split())
        if level == _LINE:
            line.box = box
        elif word:
            share = None if values[10] < 0 else min(1.0, values[10] / 100)
            line.words.append(WordBox(word, box, share))
    return assemble(lines.values())


def _numbers(cells: list[str], where: str) -> list[float]:
    if len(cells) != len(COLUMNS):
        raise FormatError(f"{len(cells)} columns", where=where, expected=EXPECTED)
    try:
        values = [float(cell) for cell in cells[:11]]
    except ValueError as error:
        raise FormatError(f"not a number ({error})", where=where, expected=EXPECTED) from error
    if not all(map(math.isfinite, values)):
        raise FormatError("a number that is not finite", where=where, expected=EXPECTED)
    return values
