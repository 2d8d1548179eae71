"""A Chinese mention of money while it is being read, and small steps over its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tzcorpus.annotate import money_words_zh as around
from tzcorpus.annotate.money_currencies import Unit
from tzcorpus.annotate.money_quantity_zh import read
from tzcorpus.annotate.money_reading import Reading
from tzcorpus.language import numerals_zh

BLANKS = " \t\u00a0\u3000\n"
BLANK_SET = frozenset(BLANKS)
MAGNITUDES = frozenset("万亿兆")


@dataclass(slots=True)
class Draft:
    """A mention in the making: offsets of the quantity and of the span as it grows."""

    text: str
    floor: int  # where the mention before ends
    number: int  # where the quantity starts
    start: int
    end: int
    reading: Reading
    unit: Unit | None = None
    implicit: bool = False
    scale: bool = False
    per: str | None = None
    lead: bool = False  # a currency stands in front
    level: bool = False  # 级, 以上 … stand behind
    hedged: bool = False
    quantity: str = ""


def over_blanks(text: str, at: int) -> int:
    """Over a blank or a line end, two at most."""
    if text[at : at + 1] not in BLANK_SET:
        return at
    stop = min(len(text), at + 2)
    while at < stop and text[at] in BLANKS:
        at += 1
    return at


def back_over_blanks(text: str, at: int) -> int:
    """Back over a blank or a line end, two at most."""
    if text[at - 1 : at] not in BLANK_SET:
        return at
    stop = max(0, at - 2)
    while at > stop and text[at - 1] in BLANKS:
        at -= 1
    return at


def readable_start(text: str, start: int, end: int) -> int:
    """数 and 几 that end another word (户数, 总数) are not part of the quantity; a run of words and digits
    that cannot be read is cut before its last figure."""
    if text[start] == "数" and start and text[start - 1] in "总指户人次个倍基参函变系多少件台单岁套":
        return start + 1
    if read(text[start:end]) is None:
        last = re.search(rf"{numerals_zh.ARABIC}[十百千万亿兆余多来]*$", text[start:end])
        if last:
            return start + last.start()
    return start


def is_denominator(draft: Draft) -> bool:
    """Is the whole amount what another figure is divided by: 每万元, 吨标煤/万元?"""
    return around.DENOMINATOR_BEFORE.search(draft.text[max(0, draft.start - 2) : draft.start]) is not None
