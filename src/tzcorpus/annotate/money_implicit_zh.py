"""Chinese amounts and classes without a currency word: 投资4120亿, 千亿级产业."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tzcorpus.annotate import money_words_zh as around
from tzcorpus.annotate.money_draft_zh import MAGNITUDES, Draft, is_denominator
from tzcorpus.annotate.money_edges_zh import take_left, take_right
from tzcorpus.annotate.money_lists import with_listed
from tzcorpus.annotate.money_quantity_zh import read

_LISTED = re.compile(r"[ \u3000]?(?:、|和|及|与|或|以及|或者)[ \u3000]?")
_LONGEST_LINK = 4


def figure(text: str, floor: int, start: int, end: int) -> list[Draft]:
    """The figure as a mention to be, where it has a magnitude and may so stand in a list of amounts."""
    if MAGNITUDES.isdisjoint(text[start:end]) or text[start] in MAGNITUDES:
        return []
    reading = read(text[start:end])
    if reading is None:
        return []
    return [Draft(text, floor, start, start, end, reading, quantity=text[start:end])]


def follows_money(one: Draft, last: Draft | None) -> bool:
    """Is a bare figure at a clause's end money because the sentence has just named a sum?

    去年赚了300万元，今年只有80万. Not where anything else is counted between the two.
    """
    text = one.text
    if last is None or last.scale or not 0 < one.start - last.end <= around.SAME_SENTENCE:
        return False
    between = text[last.end : one.start]
    clause = re.split("[，；：,;:]", between)
    if len(clause) < 2 or re.search("[。！？!?\n]", between) or around.COUNTED.search(between):
        return False
    if around.CLAUSE_END.match(text, one.end) is None:
        return False
    if last.unit is not None and not last.unit.minor:
        one.unit, one.reading = last.unit, one.reading.scaled(last.unit.worth)
    take_left(one)
    one.implicit = True
    return True


def listed(text: str, drafts: list[Draft], loose: Sequence[Draft]) -> list[Draft]:
    """The mentions, with the figures that a list joins to them: 10万、5万、3万元."""

    def linked(one: Draft, other: Draft) -> bool:
        gap = other.start - one.end
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
    if not set(quantity) & set("万亿"):
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
    if noun is None:
        if not around.CLAUSE_END.match(text, draft.end):
            return None
        if not around.MONEY_BEFORE.search(window) and not _threshold(draft):
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
    if "亿" not in draft.quantity:
        return False
    near = draft.text[max(0, draft.start - around.NEAR_WINDOW) : draft.start]
    return around.THRESHOLD_BEFORE.search(near) is not None and around.MONEY_NEAR.search(near) is not None
