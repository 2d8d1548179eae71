"""Figures that touch what may be the rest of them: 184.9 1亿元, 45O0元, l2 billion, $365 0 million.

`money_edges_zh` and `money_repair_en` mend the usual tears. What they leave is no amount to rely on: such a
reading is flagged as repaired, with the figure that the pieces make together as its alternative where they
make one, and a figure without a currency is none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from tzcorpus.annotate.money_reading import Reading
from tzcorpus.language.exact import times

_BLANKS = r"[ \t\u00a0\u3000\n]"
_LEFT = re.compile(
    rf"(?P<head>\d(?:[\d.,，]*\d)?)(?:{_BLANKS}{{1,3}}|{_BLANKS}?[·•・．。]{_BLANKS}?|[:：.,，]|"
    rf"{_BLANKS}{{1,2}}[.,，]{_BLANKS}?|\.{_BLANKS}{{1,2}})$"
)
# the head of a list, a date, a year or a sentence's last figure stands apart for a reason
_APART = re.compile(
    r"(?:(?<!\d)(?:19|20)\d\d[:：.]?|(?:^|\n)\d{1,2}\.?|(?:[第图表]|No\.?|Nos\.?|Page|Phase|Gate|Table|Figure|January|"
    r"February|March|April|May|June|July|August|September|October|November|December)[ \u00a0]?\d{1,3})"
    rf"{_BLANKS}*$"
)
_LETTER_LEFT = re.compile(r"(?:(?<![A-Za-z])[lI|][,，.]?|\d[OoＯ零lI|][,，.]?|(?<![A-Za-z])[OoＯ]\.)$")
_MAGNITUDE = "(?:thousand|million|billion|trillion)"
_RIGHT = re.compile(
    rf"[OoＯ零lI|](?=[\d.,，]|$|\s(?!\d)|\s?{_MAGNITUDE}\b|\s?(?:bn|mn|m|b)\b|[万亿元])|{_BLANKS}{{1,2}}(?=[.,]?\d)|"
    rf"{_BLANKS}?[·•．。](?={_BLANKS}?\d)|[:：.,，](?=\d)|,{_BLANKS}{{2}}(?=\d)|{_BLANKS}\.(?={_BLANKS}?\d)|"
    rf"\.{_BLANKS}{{1,2}}(?=\d+(?:m|mn|bn|b|k|tn)?(?:\s{_MAGNITUDE}|\s(?:a|per|yuan|dollars|euros|pounds|yen|RMB)\b|[.,;)\n]|$))"
)
# 1,  234: a group of three behind a comma and more than one blank
_GROUP_LEFT = re.compile(rf"(?<![\d.,])\d{{1,3}}(?:,\d{{3}})*[,，]{_BLANKS}{{2,3}}$")
_GROUP = re.compile(r"\d{3}(?!\d)")
# .99 yuan: the figure before the point is lost, or was none
_HEADLESS = re.compile(r"(?:^|[^\w.])\.$")
_LEADING_ZERO = re.compile(r"0\d")
_TOUCHING = frozenset(" \t\u00a0\u3000\n.,，:：·•・．。lI|OoＯ零")
_WINDOW = 24


def is_torn(text: str, start: int, end: int, *, open_behind: bool) -> bool:
    """Does the figure at ``start:end`` touch what may be the rest of it? Behind it only where no unit or
    magnitude closes it (``open_behind``).
    """
    if not text[start].isdigit():
        return False
    if text[start] == "0" and _LEADING_ZERO.match(text, start):
        return True
    if text[start - 1 : start] in _TOUCHING and _LETTER_LEFT.search(text, max(0, start - 3), start):
        return True
    if open_behind and text[end - 1].isdigit() and _RIGHT.match(text, end):
        return True
    if text[start - 1 : start] not in _TOUCHING:
        return False
    first = max(0, start - _WINDOW)
    if _HEADLESS.search(text, max(0, start - 2), start):
        return True
    if _GROUP.match(text, start) and _GROUP_LEFT.search(text, first, start):
        return True
    return _LEFT.search(text, first, start) is not None and _APART.search(text, first, start) is None


def flagged(reading: Reading, text: str, start: int, *, worth: Decimal, digits: str) -> Reading:
    """The reading of a torn figure: flagged, with what it makes together with the piece before it."""
    if reading.repaired:
        return reading
    before = _LEFT.search(text, max(0, start - _WINDOW), start)
    head = re.sub("[,，]", "", before["head"]) if before else ""
    factor = _factor(reading, digits, worth)
    others: tuple[Decimal, ...] = ()
    if factor is not None and re.fullmatch(r"\d{1,12}(?:\.\d{1,6})?", head + digits):
        others = (times(Decimal(head + digits), factor),)
    return replace(reading, repaired=True, alternatives=others)


def _factor(reading: Reading, digits: str, worth: Decimal) -> Decimal | None:
    """By what the figure's digits are multiplied, where that is a power of ten times ``worth``."""
    if reading.amount is None or not re.fullmatch(r"\d+(?:\.\d+)?", digits) or not Decimal(digits):
        return None
    for zeros in (0, 2, 3, 4, 5, 6, 7, 8, 9, 12):
        factor = times(Decimal(10**zeros), worth)
        if times(Decimal(digits), factor) == reading.amount:
            return factor
    return None
