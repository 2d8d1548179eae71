"""Chinese amounts and classes without a currency word: 投资4120亿, 千亿级产业."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tzcorpus.annotate import money_words_zh as around
from tzcorpus.annotate.money_cues_zh import (
    CHANGED,
    SPENT,
    SPENT_ON,
    THEN,
    clause_says_money,
    counted,
    counts_between,
    small_says_money,
)
from tzcorpus.annotate.money_damage import is_torn
from tzcorpus.annotate.money_draft_zh import MAGNITUDES, Draft, is_denominator
from tzcorpus.annotate.money_edges_zh import take_left, take_right
from tzcorpus.annotate.money_lists import with_listed
from tzcorpus.annotate.money_quantity_zh import read
from tzcorpus.annotate.money_reading import Reading
from tzcorpus.annotate.money_sense import sense

_LISTED = re.compile(r"[ \u3000]?(?:、|和|及|与|或|以及|或者)[ \u3000]?")
_LONGEST_LINK = 4
_HUNDRED, _TEN_THOUSAND = 100, 10**4
_LEAST = 100
_YEAR = re.compile(r"(?:19|20)\d\d")
_TORN_OFF = re.compile(
    r"[\d一二两三四五六七八九十百千万亿][^\u3400-\u9fff]{1,2}$|[\w\d.$¥€£元块毛角分点第零](?<![\u3400-\u9fff])$|[元块毛角分点第零]$"
)
_NEAR = 60
# Weights that suffice (see money_sense): beside an amount less is asked for than without one.
_ENOUGH_NEAR, _ENOUGH = 400, 700
_SAME_SIZE = 4  # between a price and what it was


def figure(text: str, floor: int, start: int, end: int) -> list[Draft]:
    """The figure as a mention to be, where it has a magnitude and may so stand in a list of amounts."""
    changed = text[start - 1 : start] in ("从", "由") and CHANGED.match(text, end)
    if (MAGNITUDES.isdisjoint(text[start:end]) and not changed) or text[start] in MAGNITUDES:
        return []
    reading = read(text[start:end])
    if reading is None:
        return []
    return [Draft(text, floor, start, start, end, reading, quantity=text[start:end])]


def small_sum(text: str, floor: int, start: int, end: int, drafts: Sequence[Draft]) -> Draft | None:
    """The figure below ten thousand as a mention, where its clause names a wage, a rent or a price."""
    if not start:
        return None
    last = drafts[-1] if drafts else None
    after = last is not None and not last.scale and _one_sentence(text[last.end : start])
    if is_torn(text, start, end, open_behind=True) or not small_says_money(text, start, end, after_sum=after):
        return None
    reading = read(text[start:end])
    if reading is None or (
        THEN.search(text, max(0, start - 8), start) and not (last and _alike(reading, last))
    ):
        return None
    draft = Draft(text, floor, start, start, end, reading, quantity=text[start:end], implicit=True)
    if after and last is not None and last.unit is not None and not last.unit.minor:
        draft.unit = last.unit
    take_right(draft)
    take_left(draft)
    return draft


def _large(last: Draft) -> bool:
    amount = last.reading.amount or last.reading.low
    return amount is not None and amount >= _TEN_THOUSAND


def _alike(reading: Reading, last: Draft) -> bool:
    """Is the figure of the size of the amount before it?"""
    a, b = reading.amount, last.reading.amount
    return a is not None and b is not None and 0 < a <= b * _SAME_SIZE and b <= a * _SAME_SIZE


def _one_sentence(between: str) -> bool:
    return len(between) <= around.SAME_SENTENCE and re.search("[。！？!?\n]", between) is None


def sensed(text: str, floor: int, start: int, end: int, drafts: Sequence[Draft]) -> Draft | None:
    """The bare figure as a mention, where what its sentence says weighs heavily enough for money."""
    if around.CLAUSE_END.match(text, end) is None or _YEAR.fullmatch(text, start, end):
        return None
    if is_torn(text, start, end, open_behind=True) or _TORN_OFF.search(text, max(0, start - 3), start):
        return None  # a part of something larger that was not read
    reading = read(text[start:end])
    if reading is None:
        return None
    value = reading.low if reading.amount is None else reading.amount
    if value is None or value < _LEAST or (reading.bare and "亿" not in text[start:end]):
        return None
    last = drafts[-1] if drafts else None
    between = text[last.end : start] if last is not None and not last.scale else ""
    near = 0 < len(between) <= _NEAR and not counts_between(between)
    if value < _HUNDRED and not near:
        return None
    if sense(text, start, end, "zh") <= (_ENOUGH_NEAR if near else _ENOUGH) or counted(text, start):
        return None
    draft = Draft(text, floor, start, start, end, reading, quantity=text[start:end], implicit=True)
    if near and last is not None and last.unit is not None and not last.unit.minor and _one_sentence(between):
        draft.unit = last.unit
    take_right(draft)
    take_left(draft)
    return None if is_denominator(draft) else draft


def follows_money(one: Draft, last: Draft | None) -> bool:
    """Is a bare figure at a clause's end money because the sentence has just named a sum?

    去年赚了300万元，今年只有80万. Not where anything else is counted between the two.
    """
    text = one.text
    if last is None or last.scale or not 0 < one.start - last.end <= around.SAME_SENTENCE:
        return False
    between = text[last.end : one.start]
    clause = re.split("[，；：,;:（(]", between)
    stops = re.findall("[。！？!?\n]", between)
    if counts_between(between):
        return False
    if stops and not (len(stops) == 1 and around.CONTRAST.search(re.split("[。！？!?\n]", between)[-1])):
        return False
    if not stops and len(clause) < 2:
        return False
    if around.CLAUSE_END.match(text, one.end) is None:
        return False
    if between.endswith(("卖了", "卖出了")) and not _large(last):
        return False  # of a thing at 2999元 eighty thousand are sold
    if last.unit is not None and not last.unit.minor:
        one.unit, one.reading = last.unit, one.reading.scaled(last.unit.worth)
    take_left(one)
    one.implicit = True
    return True


def listed(text: str, drafts: list[Draft], loose: Sequence[Draft]) -> list[Draft]:
    """The mentions, with the figures that a list joins to them: 10万、5万、3万元."""

    def linked(one: Draft, other: Draft) -> bool:
        gap = other.start - one.end
        if text[one.start - 1 : one.start] in ("从", "由") and CHANGED.fullmatch(text, one.end, other.start):
            return True
        return 0 < gap <= _LONGEST_LINK and _LISTED.fullmatch(text, one.end, other.start) is not None

    def shares(one: Draft, other: Draft) -> Draft:
        one.implicit, one.unit = True, other.unit
        one.reading = one.reading if other.unit is None else one.reading.scaled(other.unit.worth)
        take_left(one)
        return one

    return with_listed(
        drafts, loose, linked, shares=shares, ends=lambda at: around.CLAUSE_END.match(text, at) is not None
    )


def without_currency(draft: Draft) -> Draft | None:
    """An amount or a class without a currency word, where the context says money: 投资4120亿, 千亿级."""
    text, quantity = draft.text, draft.quantity
    if not set(quantity) & set("万亿") or is_torn(text, draft.number, draft.end, open_behind=False):
        return None
    draft.implicit = True
    level = around.LEVEL.match(text, draft.end)
    if level is not None:
        end = level.end()
        large = quantity[-1] == "亿"
        if around.NOT_MONEY_CLASS.match(text, end) or not (large or around.MONEY_CLASS.match(text, end)):
            return None
        if large and quantity == "亿" and not around.MONEY_CLASS.match(text, end):
            return None
        draft.end, draft.scale = (end if level.group() == "级" else draft.end), True
        take_left(draft)
        return draft
    if quantity[-1] == "亿" and draft.reading.bare and around.CLASS_RIGHT_AFTER.match(text, draft.end):
        if around.NOT_MONEY_CLASS.match(text, draft.end) or quantity == "亿":
            return None
        draft.scale = True
        take_left(draft)
        return draft
    return _implicit_amount(draft)


def _implicit_amount(draft: Draft) -> Draft | None:
    text = draft.text
    take_left(draft)
    window = text[max(0, draft.start - around.MONEY_WINDOW) : draft.start]
    noun = around.MONEY_AFTER.match(text, draft.end)
    if around.ORDERED.search(window) and "亿" not in draft.quantity and "千万" not in draft.quantity:
        return None  # 订单6万 counts the orders
    if noun is None:
        spent = SPENT.search(window) and SPENT_ON.match(text, draft.end)
        changed = window.endswith(("从", "由")) and CHANGED.match(text, draft.end)
        if not (spent or changed or around.CLAUSE_END.match(text, draft.end)):
            return None
        if not (
            spent
            or around.MONEY_BEFORE.search(window)
            or _threshold(draft)
            or clause_says_money(text, draft.number, draft.end)
        ):
            return None
    bare = draft.reading.bare and not draft.hedged
    if bare and not around.MONEY_BEFORE.search(window) and not _threshold(draft):
        return None
    after = around.AFTER.match(text, draft.end)
    if after is not None:
        take_right(draft)
    return None if is_denominator(draft) else draft


def _threshold(draft: Draft) -> bool:
    """迈过百亿, with money named shortly before."""
    if "亿" not in draft.quantity or around.COUNTED_PASSES.search(
        draft.text, max(0, draft.start - 14), draft.start
    ):
        return False
    near = draft.text[max(0, draft.start - around.NEAR_WINDOW) : draft.start]
    return around.THRESHOLD_BEFORE.search(near) is not None and around.MONEY_NEAR.search(near) is not None
