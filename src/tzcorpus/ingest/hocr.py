"""hOCR: HTML whose ``class`` says page, area, paragraph, line, word and whose ``title`` holds the boxes."""

from __future__ import annotations

import math
import re
from html.parser import HTMLParser

from tzcorpus.errors import FormatError
from tzcorpus.ingest.markup import parse_xml
from tzcorpus.ingest.page import LineBox, WordBox, assemble
from tzcorpus.records import Box, LayoutLine

EXPECTED = "hOCR with ocr_page, ocr_line and ocrx_word elements"
# Every class of the hOCR 1.2 specification that is a line of text.
_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"})
_AREAS = frozenset({"ocr_carea", "ocr_column", "ocrx_block"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "area", "base", "col", "wbr"})
_XHTML = re.compile(r"\A\s*(?:<\?xml\b|<!DOCTYPE[^>]{0,300}XHTML|<html[^>]{0,300}\bxmlns\s*=)", re.IGNORECASE)


def read_hocr(text: str, *, where: str) -> tuple[str, tuple[LayoutLine, ...]]:
    """Raw text and layout of an hOCR file: XHTML strictly, other HTML as browsers read it.

    Raises `FormatError` with file and line.
    """
    target = _Builder(where)
    if _XHTML.match(text):
        parse_xml(text, target, where=where, expected=EXPECTED)
    else:
        _parse_html(text, target)
    if not target.pages:
        raise FormatError("no OCR page in it", where=where, expected=EXPECTED)
    if target.open_line:
        raise FormatError(
            "the file ends inside a line of text", where=f"{where}:{target.last}", expected=EXPECTED
        )
    return assemble(target.lines)


def _parse_html(text: str, target: _Builder) -> None:
    parser = _Html(target)
    try:
        parser.feed(text)
        parser.close()
    except AssertionError as error:  # how Python's parser says that a declaration (<![…) is broken
        raise FormatError(
            f"not HTML ({error})", where=f"{target.where}:{parser.getpos()[0]}", expected="hOCR"
        ) from error


class _Html(HTMLParser):
    def __init__(self, target: _Builder) -> None:
        super().__init__(convert_charrefs=True)
        self._target = target

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._target.start(tag, {key: value or "" for key, value in attrs}, self.getpos()[0])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._target.start(tag, {key: value or "" for key, value in attrs}, self.getpos()[0])
            self._target.end(tag, self.getpos()[0])

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._target.end(tag, self.getpos()[0])

    def handle_data(self, data: str) -> None:
        self._target.data(data)


class _Builder:
    """Takes the events; ``lines`` is the result."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.pages = 0
        self.lines: list[LineBox] = []
        self.last = 0
        self._area = self._paragraph = -1
        self._new_area = self._new_paragraph = True
        self._stack: list[tuple[str, str]] = []  # (tag, what it opened)
        self._line: LineBox | None = None
        self._word: dict[str, list[str]] | None = None
        self._text: list[str] = []

    @property
    def open_line(self) -> bool:
        """Is a line still open? At the end of the file: it was cut off."""
        return self._line is not None

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        classes = set(attributes.get("class", "").split())
        title = properties(attributes.get("title", ""))
        opened, self.last = "", line
        if "ocr_page" in classes:
            self.pages += 1
            self._new_area = True
        elif classes & _AREAS:
            self._new_area = True
        elif "ocr_par" in classes:
            self._new_paragraph = True
        elif classes & _LINES:
            opened = "line"
            self._count()
            size = title.get("x_size") or title.get("x_fsize")
            self._line = LineBox(
                self._box(title, line), max(0, self._area), max(0, self._paragraph),
                _number(size[0]) if size else None,
            )  # fmt: skip
            self.lines.append(self._line)
        elif "ocrx_word" in classes and self._line is not None:
            opened = "word"
            self._word, self._text = title, []
        self._stack.append((name, opened))

    def end(self, name: str, line: int) -> None:
        self.last = line
        while self._stack:
            tag, opened = self._stack.pop()
            if opened == "word":
                self._close_word(line)
            elif opened == "line":
                self._line = None
            if tag == name:
                return

    def data(self, text: str) -> None:
        if self._word is not None:
            self._text.append(text)

    def _count(self) -> None:
        """Number area and paragraph when their first line comes: empty ones do not count."""
        if self._new_area:
            self._area += 1
        if self._new_area or self._new_paragraph:
            self._paragraph += 1
        self._new_area = self._new_paragraph = False

    def _close_word(self, line: int) -> None:
        text = " ".join("".join(self._text).split())
        title, self._word = self._word or {}, None
        if not text or self._line is None:
            return
        box = self._box(title, line)
        confidence = title.get("x_wconf") or title.get("x_conf")
        if box is None:
            raise FormatError("a word without a box", where=f"{self.where}:{line}", expected=EXPECTED)
        share = _number(confidence[0]) if confidence else None
        self._line.words.append(
            WordBox(text, box, None if share is None else min(1.0, max(0.0, share / 100)))
        )

    def _box(self, title: dict[str, list[str]], line: int) -> Box | None:
        values = title.get("bbox")
        if values is None:
            return None
        numbers = [_number(value) for value in values]
        if len(numbers) != 4 or None in numbers:
            raise FormatError(
                f"bbox {' '.join(values)!r}", where=f"{self.where}:{line}", expected="four numbers"
            )
        left, top, right, bottom = (number or 0.0 for number in numbers)
        return Box(
            min(left, right), min(top, bottom), max(left, right), max(top, bottom), max(0, self.pages - 1)
        )


def properties(title: str) -> dict[str, list[str]]:
    """The properties in an hOCR ``title``, each with its values.

    >>> properties("bbox 1 2 3 4; x_wconf 96")
    {'bbox': ['1', '2', '3', '4'], 'x_wconf': ['96']}
    """
    out: dict[str, list[str]] = {}
    for part in title.split(";"):
        values = part.split()
        if values:
            out[values[0]] = values[1:]
    return out


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
