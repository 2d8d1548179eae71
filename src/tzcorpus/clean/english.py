"""English pages: paragraphs by blank lines or by short last lines, headings, bylines."""

from __future__ import annotations

import re

from tzcorpus.clean.chunks import Chunk
from tzcorpus.clean.lines import Line, read_lines
from tzcorpus.records import Role

_END = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_BYLINE = re.compile(
    r"(?:by|reporting by|story by|text by)\s+[A-Z][\w.'-]+(?:\s+(?:and|[A-Z][\w.'-]+),?){1,8}", re.I
)
_CREDIT = re.compile(r"(?:photo|photos|photograph|picture|image)s?\s*(?:by|:|courtesy)\s.{2,60}", re.I)
_FURNITURE = re.compile(
    r"(?:page\s*)?\d{1,3}|https?://\S+|.{0,30}all rights reserved.{0,40}|copyright.{0,60}", re.I
)
# A line of a hard-wrapped paragraph is at least this share of the longest line near it.
_FULL = 0.6
_LONGEST_HEADING = 110


def english_chunks(raw: str) -> list[Chunk]:
    """The pieces of an English text in order: unwrapped paragraphs and headings."""
    chunks: list[Chunk] = []
    lines = read_lines(raw, split=False)
    for k, line in enumerate(lines):
        role = _role(line.text)
        if role or not chunks or chunks[-1].role or not _goes_on(lines[k - 1], line, lines):
            chunks.append(Chunk([line], role))
        else:
            chunks[-1].extend([line])
    has_text = False
    for chunk in chunks:
        if chunk.role is None:
            heading = (
                len(chunk.text) <= _LONGEST_HEADING and len(chunk.lines) == 1 and not _END.search(chunk.text)
            )
            chunk.role = ("subhead" if has_text else "headline") if heading else "paragraph"
            has_text = True
    return chunks


def _role(text: str) -> Role | None:
    if len(text) > 120:
        return None
    if _BYLINE.fullmatch(text):
        return "byline"
    if _CREDIT.fullmatch(text):
        return "credit"
    return "furniture" if _FURNITURE.fullmatch(text) else None


def _goes_on(before: Line, line: Line, lines: list[Line]) -> bool:
    """Does ``line`` go on with the paragraph? Lines of a wrapped paragraph are alike in length."""
    if line.gap or line.indent:
        return line.gap <= 1 and not _END.search(before.text) and line.text[:1].islower()
    longest = max(len(before.text), len(line.text))
    if not _END.search(before.text):
        return line.text[:1].islower() or (len(before.text) >= _FULL * longest and len(before.text) >= 30)
    return False
