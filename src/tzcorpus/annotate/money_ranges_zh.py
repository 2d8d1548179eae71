"""Chinese ranges: 3-5亿元, 10万元—50万元, 三、四亿元."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from tzcorpus.annotate.money_draft_zh import Draft, readable_start
from tzcorpus.annotate.money_edges_zh import take_left
from tzcorpus.annotate.money_quantity_zh import read, tail_units
from tzcorpus.annotate.money_reading import Reading
from tzcorpus.annotate.money_units_zh import is_plain_yuan, unit_in_front
from tzcorpus.language import numerals_zh
from tzcorpus.language.exact import ONE, times

_CONNECT = re.compile(r"[ \u3000]?(?:至|到|、|~|～|—{1,2}|–|―|-{1,2}|−|－)[ \u3000]?")
_SMALL_TAIL = re.compile("[百千]$")
_COINS = re.compile(r"(?P<coin>[块毛角分])钱?(?:至|到|~|～|—{1,2}|–|-{1,2}|－)")
_COIN_WORTH = {"块": ONE, "角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01")}
_CN_DIGITS = str.maketrans("一二两三四五六七八九", "1223456789")
_CONNECT_LASTS = frozenset("、至到~～—–―-−－ \u3000")
# A range spans at most three orders of magnitude; beyond that the hyphen joins something else (2025-3亿元).
_LIST_WINDOW = 16
# What rises by one amount to another ends at least so many times higher.
_FAR = Decimal(3)
_RISES = re.compile(
    "(?:[涨跌升降增]|上调|下调|调[高低升降]|提高|降低|增加|减少|增长|走[高低强弱]|[回上]扬|[上下]浮|追加|加码|扩募|扩大|压减|缩减|核减|压降|收窄|回落|下滑|下挫)了?(?:约|近|超|逾|超过)?$"
)
_RANGE_RATIO = Decimal(1000)


def joined_range(draft: Draft, before: tuple[int, int] | None, drafts: list[Draft]) -> Draft | None:
    """Joins the quantity before, when a connector alone stands between: 3-5亿元, 3亿元至5亿元."""
    if before is None:
        return draft
    text = draft.text
    if (climbed := _climbed(draft, before, drafts)) is not None:
        return climbed
    at = draft.start if draft.start >= before[1] else draft.number
    if at == 0 or text[at - 1] not in _CONNECT_LASTS:
        return draft
    connect = _CONNECT.fullmatch(text, before[1], at)
    if connect is None:
        return _join_coins(draft, before)
    listed = connect.group().strip() == "、"
    if drafts and drafts[-1].end == before[1]:
        return draft if listed else _join_mentions(drafts, draft)
    return _join_quantity(draft, before, listed=listed)


def _join_coins(draft: Draft, before: tuple[int, int]) -> Draft:
    """两毛到五毛, 3块到5块: a first end in coins that alone was no money."""
    text, high = draft.text, draft.reading.amount
    gap = _COINS.fullmatch(text, before[1], draft.start)
    start = readable_start(text, *before)
    first = read(text[start : before[1]]) if gap else None
    if gap is None or first is None or first.amount is None or high is None or start < draft.floor:
        return draft
    low = times(first.amount, _COIN_WORTH[gap["coin"]])
    if low < high and draft.unit is not None and draft.unit.code == "CNY":
        draft.reading = Reading(low=low, high=high, approx=draft.reading.approx)
        draft.start = draft.number = start
        take_left(draft)
    return draft


def bare_range(draft: Draft, before: tuple[int, int] | None, drafts: list[Draft]) -> Draft | None:
    """月薪三千到五千: a range without a currency, or None where the first figure cannot be read into one."""
    if before is None or before[1] > draft.number:
        return draft
    gap = draft.text[before[1] : draft.number]
    if _CONNECT.fullmatch(gap) is None or gap.strip() == "、":
        return draft
    joined = joined_range(draft, before, drafts)
    return joined if joined is not None and joined.reading.amount is None else None


def _join_mentions(drafts: list[Draft], draft: Draft) -> Draft:
    """3亿元至5亿元: two amounts in one currency are one range, unless 从 … 到 tells of a change."""
    first = drafts[-1]
    text = draft.text
    change = re.search(r"[从由]$", text[: first.start][-1:]) and not text.startswith("不等", draft.end)
    same = first.unit == draft.unit or (first.implicit and draft.unit is not None)
    a, b = first.reading.amount, draft.reading.amount
    if a is None and first.reading.approx and draft.reading.approx:  # 数亿元至数十亿元, 几千元到上万元
        a, b = first.reading.low, draft.reading.high if b is None else b
    if change or not same or a is None or b is None or not a < b or _rises_to(text, first.start, a, b):
        return draft
    drafts.pop()
    draft.start, draft.number = first.start, first.number
    draft.reading = Reading(low=a, high=b, approx=first.reading.approx or draft.reading.approx)
    draft.per = draft.per or first.per
    return draft


def _rises_to(text: str, start: int, low: Decimal, high: Decimal) -> bool:
    """上涨50元至4200元: by how much, and to what; 上涨2元至5元 may still be a range."""
    return high >= times(low, _FAR) and _RISES.search(text, max(0, start - 6), start) is not None


def _join_quantity(draft: Draft, before: tuple[int, int], *, listed: bool) -> Draft:
    """3-5亿元: the first figure shares the magnitude, unless it is larger than the second without it."""
    text = draft.text
    start = readable_start(text, *before)
    quantity = text[start : before[1]]
    low = _shared(quantity, draft)
    if low is None:
        return draft
    if draft.reading.amount is not None and _rises_to(text, start, low, draft.reading.amount):
        return draft
    if listed and not _neighbours(quantity, draft.quantity):
        return _list_or_point(draft, quantity, start)
    if re.search(r"[A-Za-z]$|第$", text[max(0, start - 1) : start]) and not unit_in_front(
        text, start, quantity
    ):
        return draft
    draft.reading = Reading(
        low=low,
        high=draft.reading.amount,
        approx=draft.reading.approx or listed,
        repaired=draft.reading.repaired,
    )
    draft.start = draft.number = start
    lead = unit_in_front(text, start, quantity)
    if lead is not None and draft.unit is not None:
        draft.start = lead[0]
        draft.unit = lead[1] if is_plain_yuan(text, draft) else draft.unit
    take_left(draft)
    return draft


# 几百上千, 几百到上千, 成百上千, 几十万甚至上百万: the connector, and 上 where the hedge was not taken yet.
_CLIMB = re.compile(r"(?:到|至|、|~|～|—{1,2}|-|[，,]?(?:甚至|乃至|直至))?上?")
_CLIMB_LASTS = frozenset("上到至、~～—-")


def _climbed(draft: Draft, before: tuple[int, int], drafts: list[Draft]) -> Draft | None:
    """几百上千元: from the indefinite quantity before to this one, or None where it is no such range.

    The first shares 万 or 亿 with the second (成百上千万元 is 1 to 10 million).
    """
    text, high = draft.text, draft.reading
    gap = text[before[1] : draft.number]
    if not (gap and gap[-1] in _CLIMB_LASTS and _CLIMB.fullmatch(gap)):
        return None
    if drafts and drafts[-1].end == before[1]:
        return None if gap[-1] != "上" else _join_mentions(drafts, draft)
    top = high.amount if gap[-1] == "上" and high.bare else high.high if high.amount is None else None
    start = readable_start(text, *before)
    first = read(text[start : before[1]])
    if first is None or top is None or draft.unit is None:
        return None
    if first.bare and text[start - 1 : start] in ("成", "上"):
        start -= 1
    elif first.amount is not None or not first.approx:
        return None
    low = first.amount if first.low is None else first.low
    shared = tail_units(draft.quantity)[-1:]
    if low is None or start < draft.floor:
        return None
    low = times(low, draft.unit.worth)
    if shared and not tail_units(text[start : before[1]]):
        larger = times(low, Decimal(numerals_zh.MAGNITUDES[shared]))
        low = larger if larger < top else low  # 几千上万 is from thousands up
    if not low < top:
        return None
    draft.reading = Reading(low=low, high=top, approx=True)
    draft.start = draft.number = start
    take_left(draft)
    return draft


def _list_or_point(draft: Draft, quantity: str, start: int) -> Draft:
    """3、5亿元 may be a list or a torn 3.5亿元: flagged, unless a list is told of (分别) or continues."""
    text = draft.text
    told = re.search(r"分别|依次|各|第|前[者后]|\d、$|(?:^|\n)$", text[max(0, start - _LIST_WINDOW) : start])
    if told or not (quantity.isdecimal() and draft.quantity[:1].isdecimal()) or draft.unit is None:
        return draft
    point = read(f"{quantity}.{draft.quantity}") if "." not in draft.quantity else None
    if point is None or point.amount is None:
        return draft
    other = times(point.amount, draft.unit.worth)
    draft.reading = replace(draft.reading, repaired=True, alternatives=(other,))
    return draft


def _neighbours(first: str, second: str) -> bool:
    """三、四亿元 and 8、9百万元 mean 3 to 4; other lists (3、5亿元) are not a range."""
    a, b = first.translate(_CN_DIGITS), second.translate(_CN_DIGITS)
    return (
        len(a) == 1 and a.isdigit() and b[:1].isdigit() and int(a) + 1 == int(b[0]) and not b[1:2].isdigit()
    )


def _shared(quantity: str, draft: Draft) -> Decimal | None:
    first, high = read(quantity), draft.reading.amount
    if first is None or first.amount is None or high is None or (draft.unit is None and not draft.implicit):
        return None
    worth = draft.unit.worth if draft.unit else ONE
    plain_low = times(first.amount, worth)
    units = tail_units(draft.quantity)
    if units and not tail_units(quantity):
        shared = read(quantity + units)
        if shared and shared.amount is not None and times(shared.amount, worth) < high:
            return times(shared.amount, worth)
    small = _SMALL_TAIL.search(draft.quantity)
    if small and len(quantity) == 1:  # 五至八千
        shared = read(quantity + small.group())
        if shared and shared.amount is not None and times(shared.amount, worth) < high:
            return times(shared.amount, worth)
    if plain_low < high and high <= times(plain_low, _RANGE_RATIO):
        return plain_low
    return None
