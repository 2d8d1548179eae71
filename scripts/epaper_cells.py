"""Text as cells that know whose they are, and the damage that stays inside a line.

A cell is a character with its `Owner`, or without one where the character belongs to no block (blanks, line
ends, scraps). A line is a list of cells.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from page_gold import Owner

Cell = tuple[str, Owner | None]
Line = list[Cell]

HALF = {"，": ",", "：": ":", "；": ";", "？": "?", "！": "!", "（": "(", "）": ")", "“": '"', "”": '"'}
FULL = {chr(n): chr(n + 0xFEE0) for n in range(ord("0"), ord("9") + 1)} | {"%": "％"}
# Characters taken for one another in scans of newsprint; a small choice from public lists of similar shapes.
ALIKE = dict(
    zip(
        "末己人日天土千太岛塔休忙岗签船舱侯籍拨辩折析治郎晴汽部",
        "未已入曰夭士干大鸟培体信岚笺般枪候藉拔辨拆折冶朗睛气郡",
        strict=True,
    )
)
CLOSERS = "”》）"
NO_LINE_START = frozenset("，。；：？！”’）》、,;:?!)%％")
IN_NUMBER = frozenset("0123456789.%")
HAN = re.compile(r"[\u3400-\u9fff]")


def cells_of(key: str, text: str) -> Line:
    """The cells of a block's text; blanks have no owner."""
    out: Line = []
    index = 0
    for ch in text:
        if ch.isspace():
            out.append((ch, None))
        else:
            out.append((ch, Owner(key, index)))
            index += 1
    return out


def plain(text: str) -> Line:
    """Cells without an owner, for blanks and line ends."""
    return [(ch, None) for ch in text]


def text_of(line: Line) -> str:
    """The characters of a line."""
    return "".join(ch for ch, _ in line)


def swap(line: Line, table: dict[str, str], chance: float, dice: random.Random) -> Line:
    """Replaces characters by a table."""
    return [(table[ch] if ch in table and dice.random() < chance else ch, owner) for ch, owner in line]


def drop(line: Line, marks: str, chance: float, dice: random.Random) -> Line:
    """Loses marks."""
    return [(ch, owner) for ch, owner in line if ch not in marks or dice.random() >= chance]


def loosen(line: Line, chance: float, dice: random.Random) -> Line:
    """Blanks between Chinese characters, and after half-width marks."""
    out: Line = []
    for n, cell in enumerate(line):
        out.append(cell)
        after = line[n + 1][0] if n + 1 < len(line) else "x"
        chance_here = chance if HAN.match(cell[0]) else 12 * chance if cell[0] in ",:;?!" else 0
        if HAN.match(after) and dice.random() < chance_here:
            out += plain(" ")
    return out


def mojibake(line: Line) -> Line:
    """A line stored as GB18030 and read as Latin-1."""
    out: Line = []
    for ch, owner in line:
        for n, byte in enumerate(ch.encode("gb18030")):
            # control characters would be lost on the way to a page
            shown = chr(byte) if byte >= 0xA0 or byte < 0x7F else "?"
            if shown.isspace():
                shown = "?"
            out.append((shown, owner if owner is None or n == 0 else replace(owner, extra=True)))
    return out


def breaks_here(line: Line, n: int) -> bool:
    """Whether a typesetter may end a line before a character."""
    before, ch = line[n - 1][0], line[n][0]
    return ch not in NO_LINE_START and before not in "“（《" and not (before in IN_NUMBER and ch in IN_NUMBER)


def wrap(line: Line, width: int, *, indent: str) -> Line:
    """A paragraph broken every ``width`` full characters; letters and digits count half."""
    out, column = plain(indent), float(len(indent))
    for n, (ch, owner) in enumerate(line):
        if column >= width and n and breaks_here(line, n):
            out += plain("\n")
            column = 0
        out.append((ch, owner))
        column += 0.5 if ch.isascii() else 1
    return out


def cut_points(line: Line, *, margin: int = 8) -> list[int]:
    """Where a column may end inside a sentence: at its line ends if it is wrapped, else between two Chinese
    characters; away from both ends of the paragraph.
    """
    inner = range(margin, len(line) - margin)
    wrapped = any(ch == "\n" for ch, _ in line)
    if wrapped:
        return [n for n in inner if line[n][0] == "\n" and line[n - 1][0] not in "。！？”"]
    return [
        n
        for n in inner
        if HAN.match(line[n - 1][0]) and HAN.match(line[n][0]) and line[n][1] and line[n - 1][1]
    ]


def sentence_start(line: Line, at: int) -> int:
    """Where the sentence around a place begins."""
    while at and line[at - 1][0] not in "。！？":
        at -= 1
    while at < len(line) and line[at][0] in "”’」』）":
        at += 1
    return at
