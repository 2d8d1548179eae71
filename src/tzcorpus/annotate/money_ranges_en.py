"""English ranges: $5-10 million, 3 to 5 billion yuan, between 8,000 and 12,000 yuan."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from tzcorpus.annotate.money_cues_en import CHANGED_FROM, GROWN
from tzcorpus.annotate.money_draft_en import Draft
from tzcorpus.annotate.money_edges_en import take_left, take_right, trailing_code
from tzcorpus.annotate.money_quantity_en import magnitude, read, shared_many
from tzcorpus.annotate.money_reading import Reading
from tzcorpus.language import numerals_en
from tzcorpus.language.exact import times

_CONNECT = re.compile(r"\s*(?:-{1,2}|–|—|~|−|\bto\b|\bthrough\b|\bor\b)\s*", re.IGNORECASE)
_CONNECT_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
# tens or even hundreds of millions
_CONNECT_MANY = re.compile(r"\s*(?:-{1,2}|–|—|~|\b(?:to|or|if\s+not|or\s+even)\b)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_CHANGE = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_RANGING = re.compile(
    r"\b(?:rang\w+|anywhere|varying|vary|varies|priced|of|quotes?|costs?|prices|rates|fees|fares|wages|rents|salaries|bids|tickets|spans?)\s+from\s+$",
    re.IGNORECASE,
)
# What rises by one amount to another ends at least so many times higher.
_FAR = Decimal(3)
_RISES = re.compile(
    rf"\b(?:{GROWN}|up|down|by|added|adds|lost|loses|shed|sheds|trimmed|slashed|hiked|pared|cut|raised|lowered|lifted)\s+"
    r"(?:(?:about|around|nearly|almost|over|more\s+than|some|another|only|just|a\s+further)\s+)?$",
    re.IGNORECASE,
)
_RANGE_RATIO = Decimal(1000)
_YEAR, _YEAR_DIGITS = re.compile(r"(?:19|20)\d\d"), 4
_MONTH = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?\s+$"
)
_NEIGHBOURS = Decimal(2)


def joined_range(draft: Draft, before: tuple[int, int] | None, drafts: list[Draft]) -> Draft:
    """Joins the figure before, when a connector alone stands between: $5-10 million, 3 to 5 billion yuan."""
    if before is None:
        return draft
    at = draft.start if draft.start >= before[1] else draft.number
    gap = draft.text[before[1] : at]
    if not gap or len(gap) > 9:
        return draft
    mentions = bool(drafts) and drafts[-1].end == before[1]
    start = drafts[-1].start if mentions else before[0]
    between = _BETWEEN.search(draft.text[max(0, start - 10) : start])
    if not mentions and _CONNECT_MANY.fullmatch(gap) and draft.reading.amount is None:
        return _join_indefinite(draft, before)
    if _CONNECT.fullmatch(gap) is None and not (between and _CONNECT_AND.fullmatch(gap)):
        return draft
    joined = _join_mentions(drafts, draft, gap) if mentions else _join_quantity(draft, before, gap)
    if between and joined.reading.amount is None:
        joined.start = min(joined.start, start - len(between.group()))
    return joined


def _join_mentions(drafts: list[Draft], draft: Draft, gap: str) -> Draft:
    """$5 million to $10 million, and $5-10 million, where the sign covers both figures."""
    first = drafts[-1]
    a, b = first.reading.amount, draft.reading.amount
    window = draft.text[max(0, first.start - 24) : first.start]
    change = _CHANGE.search(window) and not _RANGING.search(window)
    if gap.strip().lower() == "or" or change or first.unit.code != draft.unit.code or a is None or b is None:
        return draft
    low = _shared_low(first.quantity, draft, a)
    if low is None or _rises_to(draft.text, first.start, low, b):
        return draft
    drafts.pop()
    draft.implicit = draft.implicit and first.implicit
    return _ranged(draft, low, first.start, first.number, per=first.per, approx=first.reading.approx)


def extends_lead(text: str, first: Draft, start: int, end: int) -> bool:
    """$5-10 million: the sign in front covers the figure behind the connector too."""
    gap = text[first.end : start]
    a = first.reading.amount
    between = _BETWEEN.search(text[max(0, first.start - 10) : first.start])
    joins = _CONNECT.fullmatch(gap) or (between and _CONNECT_AND.fullmatch(gap))
    reading = read(text[start:end], letters=True) if joins else None
    if reading is None or reading.amount is None or a is None or not text[start].isdigit():
        return False
    second = Draft(
        text, start, start, start, end, text[start:end], reading.scaled(first.unit.worth), first.unit, True
    )
    low = _shared_low(first.quantity, second, a)
    if low is None:
        return False
    first.reading = Reading(low=low, high=second.reading.amount, approx=first.reading.approx)
    first.end, first.quantity = end, text[first.number : end]
    if between:
        first.start -= len(between.group())
    trailing_code(first)
    take_right(first)
    return True


def _join_indefinite(draft: Draft, before: tuple[int, int]) -> Draft:
    """hundreds to thousands of yuan: from the least of the first to the most of the second."""
    quantity = draft.text[slice(*before)]
    first, high = read(quantity, letters=False), draft.reading.high
    if first is None or first.low is None or high is None or draft.lead or before[0] < draft.floor:
        return draft
    low = times(times(first.low, shared_many(quantity, draft.quantity)), draft.unit.worth)
    if not low < high:
        return draft
    draft.reading = replace(draft.reading, low=low)
    draft.start = draft.number = before[0]
    take_left(draft)
    return draft


def _ranged(draft: Draft, low: Decimal, start: int, number: int, *, per: str | None, approx: bool) -> Draft:
    draft.reading = Reading(
        low=low,
        high=draft.reading.amount,
        approx=approx or draft.reading.approx,
        repaired=draft.reading.repaired,
    )
    draft.start, draft.number, draft.per = start, number, draft.per or per
    return draft


def _shared_low(quantity: str, draft: Draft, plain_low: Decimal) -> Decimal | None:
    """The lower end: with the upper end's magnitude where it has none of its own and stays below."""
    high = draft.reading.amount
    big = magnitude(draft.quantity)
    if high is None:
        return None
    if big and not magnitude(quantity):
        shared = read(f"{quantity} {big}", letters=True)
        low = times(shared.amount, draft.unit.worth) if shared and shared.amount is not None else None
        if low is not None and low < high:
            return low
    if plain_low < high and high <= times(plain_low, _RANGE_RATIO):
        return plain_low
    return None


def changes(text: str, start: int) -> bool:
    """Is the figure at ``start`` what something rose or fell from?"""
    return CHANGED_FROM.search(text, max(0, start - 60), start) is not None


def _is_date(text: str, before: tuple[int, int], draft: Draft) -> bool:
    """in 2023 to 2 million yuan; from June 3 to 5 million yuan"""
    if _YEAR.fullmatch(text, *before) and (magnitude(draft.quantity) or len(draft.quantity) > _YEAR_DIGITS):
        return True
    return _MONTH.search(text, max(0, before[0] - 11), before[0]) is not None


def _rises_to(text: str, start: int, low: Decimal, high: Decimal) -> bool:
    """fell $2 to $70: by how much, and to what; rose $2 to $5 may still be a range."""
    return high >= times(low, _FAR) and _RISES.search(text, max(0, start - 24), start) is not None


def _join_quantity(draft: Draft, before: tuple[int, int], gap: str) -> Draft:
    """3 to 5 billion yuan: the first figure has no currency of its own."""
    text = draft.text
    pieces = list(numerals_en.readable(text[before[0] : before[1]], before[0]))
    whole = read(text[before[0] : before[1]], letters=True)
    if whole is None and pieces:
        before = (pieces[-1][0], pieces[-1][1])
        whole = Reading(amount=pieces[-1][2])
    if whole is None or whole.amount is None or draft.lead:
        return draft
    if changes(text, before[0]) or _is_date(text, before, draft):
        return draft
    low = _shared_low(text[before[0] : before[1]], draft, times(whole.amount, draft.unit.worth))
    if low is None:
        return draft
    if draft.reading.amount is not None and _rises_to(text, before[0], low, draft.reading.amount):
        return draft
    loose = gap.strip().lower() == "or"  # thirty or forty yuan: neighbours only
    if loose and (draft.reading.amount is None or draft.reading.amount > times(low, _NEIGHBOURS)):
        return draft
    draft = _ranged(draft, low, before[0], before[0], per=None, approx=loose)
    take_left(draft)
    return draft
