"""ALTO XML, any version: TextBlock, TextLine, String with HPOS, VPOS, WIDTH, HEIGHT and WC."""

from __future__ import annotations

import math

from tzcorpus.errors import FormatError
from tzcorpus.ingest.markup import parse_xml
from tzcorpus.ingest.page import LineBox, WordBox, assemble
from tzcorpus.records import Box, LayoutLine

EXPECTED = "ALTO with TextLine and String elements"


def read_alto(text: str, *, where: str) -> tuple[str, tuple[LayoutLine, ...]]:
    """Raw text and layout of an ALTO file. Boxes are in the unit the file measures in.

    A ComposedBlock is an area and a TextBlock a paragraph; without composed blocks a TextBlock is both.
    Raises `FormatError` with file and line.
    """
    target = _Builder(where)
    parse_xml(text, target, where=where, expected=EXPECTED)
    if not target.is_alto:
        raise FormatError("XML of another kind", where=where, expected=EXPECTED)
    return assemble(target.lines)


class _Builder:
    def __init__(self, where: str) -> None:
        self.where = where
        self.is_alto = False
        self.lines: list[LineBox] = []
        self._pages = 0
        self._area = self._paragraph = -1
        self._composed = 0  # composed blocks that are open
        self._line: LineBox | None = None
        self._sizes: dict[str, float] = {}

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name.lower() == "alto":
            self.is_alto = True
        elif name == "TextStyle":
            size = _float(attributes.get("FONTSIZE"))
            if size is not None:
                self._sizes[attributes.get("ID", "")] = size
        elif name == "Page":
            self._pages += 1
        elif name == "ComposedBlock":
            self._composed += 1
            self._area += 1
        elif name == "TextBlock":
            self._area += 0 if self._composed else 1
            self._paragraph += 1
        elif name == "TextLine":
            styles = (self._sizes.get(style) for style in attributes.get("STYLEREFS", "").split())
            size = next((size for size in styles if size is not None), None)
            self._line = LineBox(
                self._box(attributes, line), max(0, self._area), max(0, self._paragraph), size
            )
            self.lines.append(self._line)
        elif name in ("String", "HYP"):
            self._string(attributes, line)

    def end(self, name: str, line: int) -> None:
        if name == "TextLine":
            self._line = None
        elif name == "ComposedBlock":
            self._composed -= 1

    def data(self, text: str) -> None:
        pass  # ALTO keeps text in attributes

    def _string(self, attributes: dict[str, str], line: int) -> None:
        text = " ".join(attributes.get("CONTENT", "").split())
        if not text or self._line is None:
            return
        box = self._box(attributes, line)
        if box is None:
            raise FormatError("a String without a box", where=f"{self.where}:{line}", expected=EXPECTED)
        confidence = _float(attributes.get("WC"))
        share = None if confidence is None else min(1.0, max(0.0, confidence))
        self._line.words.append(WordBox(text, box, share))

    def _box(self, attributes: dict[str, str], line: int) -> Box | None:
        names = ("HPOS", "VPOS", "WIDTH", "HEIGHT")
        given = [attributes[name] for name in names if name in attributes]
        if len(given) < len(names):
            return None
        left, top, width, height = (_float(value) for value in given)
        if left is None or top is None or width is None or height is None:
            raise FormatError(
                f"box {' '.join(given)!r}", where=f"{self.where}:{line}", expected="four numbers"
            )
        return Box(left, top, left + max(0.0, width), top + max(0.0, height), max(0, self._pages - 1))


def _float(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
