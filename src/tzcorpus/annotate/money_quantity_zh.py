"""The quantity in a Chinese amount: 数十亿, 十几亿, 100余万, 三四亿, 1亿2000万.

All functions take folded text (see `tzcorpus.language.numerals_zh.fold`).
"""

from __future__ import annotations

import re
from decimal import Decimal

from tzcorpus.annotate.money_reading import Reading
from tzcorpus.language import numerals_zh
from tzcorpus.language.exact import plain, plus, times

_CN = "零一二两三四五六七八九"
_UNITS = "十百千万亿兆"
_BLANK = r"[ \t\u00a0\u3000\n]"
_BLANKS = re.compile(_BLANK)
_LOOSE_PARTS = frozenset(" \t\u00a0\u3000\n个")
# OCR sets blanks, or the line ends, between figure and magnitude.
_GAP = rf"(?:{_BLANK}{{1,3}}(?=[十百千]?[万亿兆]))"
# First characters of the commoner currencies; what follows decides, this only lets the quantity run on.
_MONEY = "元块美欧日韩英港台新澳加卢泰越林人法瑞马印"
_VAGUE = (
    rf"(?:[余多](?=[{_UNITS}]|{_BLANK}?[{_MONEY}])|[余多](?=[，。；、！？）)的]|$)|把(?=[元块])|(?<=[百千])把(?=[万亿])"
    rf"|几(?=[{_UNITS}{_MONEY}毛]|个[百千]?亿(?![元级美欧吨斤千]))|来(?=[{_UNITS}元块])|儿(?=八[十百]))"
)
# The colloquial counter of 两个亿; in 2个亿元级集群 it counts the clusters.
_COUNTER = r"个(?=多?[百千]?亿(?!元|级|美|欧|吨|斤|千))|(?<=个)多(?=亿)"
_START = (
    rf"(?:{numerals_zh.ARABIC}|[{_CN}廿卅{_UNITS}]|(?:好几|[数几])(?=[{_UNITS}元]|个[百千]?亿(?![元级美欧吨斤千]))|个把(?=[百千]?[万亿])"
    r"|半(?=亿[元美港欧日]))"
)
_POINT = rf"点(?=[{_CN}]+[{_UNITS}元块]|\d+[万亿兆])"
SCAN = re.compile(
    rf"{_START}(?:{numerals_zh.ARABIC}|[{_CN}廿卅{_UNITS}]|{_GAP}|{_VAGUE}|{_POINT}|{_COUNTER})*"
)
_LEADING_INDEFINITE = re.compile(rf"好?([数几])([{_UNITS}]*)$")
_DIGIT_INDEFINITE = re.compile(rf"(.*[十百千万亿])几([{_UNITS}]*)$")
_LOOSE = re.compile(r"(.+?)([余多来把])([十百千万亿兆]*)$")
_PAIR = re.compile(r"(.*?)([一二两三四五六七八九])([二两三四五六七八九])([十百千万亿兆]*)$")
# 百八十, 千八百, 百儿八十: from eight tenths of the unit to one of it.
_SHORT_OF = re.compile(r"(百儿?八十|千儿?八百|万儿?八千)([万亿]?)$")
_ONLY_UNITS = re.compile(r"[百千万亿兆][十百千万亿兆]*")
# The magnitude that a range shares: 3-5亿.
_TAIL_UNITS = re.compile(r"[十百千]*[万亿兆]+$")


def read(text: str) -> Reading | None:
    """What the quantity ``text`` says, or None where it cannot be read."""
    if text.startswith("个把"):
        unit = _value(_BLANKS.sub("", text[2:]))
        return None if unit is None else Reading(amount=unit, approx=True)
    if not _LOOSE_PARTS.isdisjoint(text):
        text = _BLANKS.sub("", text).replace("个", "")
    if text[0] in "好数几":
        return _indefinite(text)
    if text[0] in "百千万" and _SHORT_OF.match(text):
        return _short_of(text)
    if text[0] == "半":
        whole = _value(text[1:])
        return None if whole is None else Reading(amount=plain(times(whole, Decimal("0.5"))))
    value = numerals_zh.value_of(text)
    if value is not None:
        bare = text[0] in "百千万亿兆" and _ONLY_UNITS.fullmatch(text) is not None
        return Reading(amount=value[0], bare=bare)
    return _digit_indefinite(text) or _loose(text) or _pair(text)


def tail_units(text: str) -> str:
    """The magnitude words at the end of a quantity, 亿 of 3.5亿."""
    match = _TAIL_UNITS.search(text)
    return match.group() if match else ""


def _value(text: str) -> Decimal | None:
    read = numerals_zh.value_of(text) if text else (Decimal(1), Decimal(1))
    return read[0] if read else None


def _indefinite(text: str) -> Reading | None:
    """数亿, 几十万, 好几百: from one of the unit to ten of it, that end excluded."""
    match = _LEADING_INDEFINITE.match(text)
    unit = _value(match.group(2)) if match else None
    if unit is None:
        return None
    return Reading(low=unit, high=times(unit, Decimal(10)), approx=True)


def _short_of(text: str) -> Reading | None:
    """百八十万: eight hundred thousand to a million."""
    high = _value(text[0] + text[-1] if text[-1] in "万亿" else text[0])
    return None if high is None else Reading(low=plain(times(high, Decimal("0.8"))), high=high, approx=True)


def _digit_indefinite(text: str) -> Reading | None:
    """十几亿 is 10 to 20 of them, 三十几万 30 to 40."""
    match = _DIGIT_INDEFINITE.match(text)
    if match is None:
        return None
    read, unit = numerals_zh.value_of(match.group(1)), _value(match.group(2))
    if read is None or unit is None:
        return None
    base, step = read
    return Reading(low=plain(times(base, unit)), high=plain(times(plus(base, step), unit)), approx=True)


def _loose(text: str) -> Reading | None:
    """100余万, 三十多亿: the figure and more; 来 and 把 (一百来万, 万把元) say only about."""
    match = _LOOSE.match(text)
    value = _value(match.group(1) + match.group(3)) if match else None
    if match is None or value is None:
        return None
    if match.group(2) in "来把":
        return Reading(amount=value, approx=True)
    return Reading(amount=value, low=value, approx=True)


def _pair(text: str) -> Reading | None:
    """三四亿, 二三十万, 十七八亿: two neighbouring figures are a range (三五 too)."""
    match = _PAIR.match(text)
    if match is None:
        return None
    head, first, second, units = match.groups()
    a, b = numerals_zh.DIGITS[first], numerals_zh.DIGITS[second]
    if b != a + 1 and (a, b) != (3, 5):
        return None
    low, high = _value(head + first + units), _value(head + second + units)
    if low is None or high is None:
        return None
    return Reading(low=low, high=high, approx=True)


# -- figures that scanning tore apart ------------------------------------------------------------------

# What stands between two pieces of a torn figure; the first piece ends right before it.
_TEAR = re.compile(
    rf"(?<![\d.,])(?P<head>\d{{1,3}}(?:[,，]\d{{3}})+|\d{{1,12}})(?P<tear>{_BLANK}?[.·．。•,，]{_BLANK}?|"
    rf"{_BLANK})$"
)
_PIECE = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
TEAR_CHARACTERS = frozenset(" \t\u00a0\u3000\n.·．。•,，")
_WINDOW = 20


def torn_head(folded: str, start: int) -> tuple[int, str, str] | None:
    """The piece of a torn figure before ``start``: its offset, its digits and what tore it off.

    >>> torn_head("达2562. 3亿元", 7)
    (1, '2562', '. ')
    """
    match = _TEAR.search(folded[max(0, start - _WINDOW) : start])
    if match is None:
        return None
    head = re.sub("[,，]", "", match["head"])
    if (match["tear"].strip() == "" or match["tear"].strip() in "。，,") and _YEAR.fullmatch(head):
        return None
    return max(0, start - _WINDOW) + match.start(), head, match["tear"]


def mended(head: str, tear: str, text: str) -> Reading | None:
    """The reading of a torn figure and what else it may have been.

    A point or a dot in the gap is the decimal point; a comma is one unless three digits follow; a blank
    alone joins the digits. The other ways, and the last piece alone, are the alternatives.
    """
    tail = _PIECE.match(text)
    if tail is None:
        return None
    rest = text[len(tail.group()) :]
    if rest.startswith("."):
        rest = text[tail.end() :]
    joined, point = _value_of_text(head + text), None
    if "." not in text[: tail.end() + 1]:
        point = _value_of_text(f"{head}.{text}")
    alone = _value_of_text(text)
    mark = tear.strip()
    if mark in {".", "·", "．", "•", "。"}:
        best = point
    elif mark:
        best = joined if len(tail.group()) == 3 else point
    elif "\n" in tear:
        best = alone
    else:
        best = joined
    best = best if best is not None else joined
    others = dict.fromkeys(v for v in (point, joined, alone) if v is not None and v != best)
    if best is None:
        return None
    return Reading(amount=best, repaired=True, alternatives=tuple(others))


def _value_of_text(text: str) -> Decimal | None:
    read = numerals_zh.value_of(_BLANKS.sub("", text))
    return read[0] if read else None
