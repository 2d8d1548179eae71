"""The lines of a Tesseract page: text with raw offsets, and boxes from its hOCR."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

BBOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
LINE_CLASSES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})


@dataclass(frozen=True, slots=True)
class OcrLine:
    """One line as the engine read it: non-blank characters, their raw offsets, and the line's box."""

    text: str
    offsets: tuple[int, ...]
    left: int
    top: int
    right: int
    bottom: int


def words(line: Element) -> str:
    """All text of a line without blanks."""
    return re.sub(r"\s+", "", "".join(line.itertext()))


def read_lines(raw: str, hocr: bytes) -> list[OcrLine]:
    """The lines of the hOCR, each with the offsets of its characters in the text output.

    Raises ValueError where the two outputs do not hold the same characters in the same order.
    """
    solid = [n for n, ch in enumerate(raw) if not ch.isspace()]
    out, at = [], 0
    for node in fromstring(hocr).iter():
        if node.get("class") not in LINE_CLASSES:
            continue
        text = words(node)
        offsets = tuple(solid[at : at + len(text)])
        if "".join(raw[n] for n in offsets) != text:
            raise ValueError(f"text and hOCR differ at {text[:20]!r}; make both in one run of the engine")
        at += len(text)
        box = BBOX.search(node.get("title", ""))
        if text and box:
            out.append(OcrLine(text, offsets, *map(int, box.groups())))
    if at != len(solid):
        raise ValueError(f"{len(solid) - at} characters of the text output stand in no hOCR line")
    return out
