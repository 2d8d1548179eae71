"""Text read in the wrong encoding, repaired in the runs where it stands and nowhere else.

Three kinds are met in newspaper files: GBK read as Latin-1 (``Ì¨ÖÝ``), UTF-8 read as Latin-1 or
Windows-1252 (``å°å·ž``), UTF-8 read as GBK (``鍙板窞``). A run is changed only where all of it turns
into common Chinese, so an accented name or a rare character stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tzcorpus.records import Edit, Span

# What bytes 80-FF become in Latin-1 and Windows-1252.
_CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_LATIN_RUN = re.compile(f"[\u0080-\u00ff{_CP1252}]{{3,}}")
_HIGH = re.compile("[\u0080-\u00ff]")
# Two Chinese characters; shorter runs are accented letters.
_SHORTEST_GBK = 4
_SHORTEST_UTF8 = 3
# Share of a run that must be lead characters (below) before it is tried: one in three is what the text
# `"台州渡船".encode().decode("gbk")` shows, less what the run's ends take.
_LEAD_SHARE = 0.2


def mojibake_edits(raw: str) -> Iterator[Edit]:
    """Runs in a wrong encoding, read in the right one."""
    for match in _LATIN_RUN.finditer(raw):
        if _HIGH.search(match.group()):
            yield from _latin_run(match.group(), match.start())
    first = _gbk_lead().search(raw)
    if first and _gbk_lead().search(raw, first.end()):  # a run holds two of them
        for match in _gbk_run().finditer(raw):
            yield from _han_run(match.group(), match.start())


def readable(line: str) -> str:
    """The line with its runs in a wrong encoding read in the right one."""
    if line.isascii():
        return line
    at, parts = 0, []
    for edit in mojibake_edits(line):
        parts += [line[at : edit.span.start], edit.replacement]
        at = edit.span.end
    return "".join([*parts, line[at:]]) if parts else line


def _latin_run(run: str, at: int) -> Iterator[Edit]:
    if len(run) >= _SHORTEST_UTF8:
        import ftfy

        fixed = ftfy.fix_encoding(run)
        if fixed != run and _is_chinese(fixed):
            yield Edit(Span(at, at + len(run)), fixed, "mojibake", 0.95)
            return
    for start in (0, 1):  # a byte may have been lost before the run
        piece = run[start : start + (len(run) - start) // 2 * 2]
        if len(piece) < _SHORTEST_GBK:
            continue
        try:
            fixed = piece.encode("latin-1").decode("gb18030")
        except UnicodeError:
            continue
        if _is_chinese(fixed):
            yield Edit(Span(at + start, at + start + len(piece)), fixed, "mojibake", 0.95)
            return


def _han_run(run: str, at: int) -> Iterator[Edit]:
    if len(_gbk_lead().findall(run)) < max(2, len(run) * _LEAD_SHARE):
        return
    for start in range(min(3, len(run))):
        for end in range(len(run), max(len(run) - 3, start + 2), -1):
            try:
                fixed = run[start:end].encode("gb18030").decode("utf-8")
            except UnicodeError:
                continue
            if _is_chinese(fixed):
                yield Edit(Span(at + start, at + end), fixed, "mojibake", 0.95)
                return


def _is_chinese(text: str) -> bool:
    """Is all of it common Chinese: GB2312 level 1 or Chinese marks, with at least one ideograph?"""
    han = 0
    for character in text:
        try:
            code = character.encode("gb2312")
        except UnicodeError:
            return False
        if len(code) == 1:
            if not character.isascii() or character.isspace():
                return False
        elif 0xB0 <= code[0] <= 0xF7:
            han += code[0] <= 0xD7  # level 1: the 3755 most frequent
        elif code[0] > 0xA3:
            return False
    wide = sum(not character.isascii() for character in text)
    return han * 3 >= wide * 2 > 0


@cache
def _gbk_lead() -> re.Pattern[str]:
    """Characters whose GBK code is the first two bytes of a Chinese character in UTF-8."""
    return re.compile(f"[{_gbk_lead_class()}]")


@cache
def _gbk_run() -> re.Pattern[str]:
    lead = _gbk_lead_class()
    # GBK characters that two lead characters show to be misread: leads stand two or three apart
    other = r"[^\x00-\x7f\u3001\u3002\uff0c\u201c\u201d]"
    return re.compile(f"{other}?{other}?[{lead}]{other}{{1,2}}[{lead}]{other}*")


@cache
def _gbk_lead_class() -> str:
    codes = (bytes((lead, trail)) for lead in range(0xE4, 0xEA) for trail in range(0x80, 0xC0))
    # trail bytes from A1 on are everyday GB2312 characters; below that they are rare ones
    return "".join(code.decode("gbk") for code in codes if code[1] < 0xA1 and code[1] != 0x7F)
