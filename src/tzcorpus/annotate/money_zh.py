"""Chinese amounts of money.

The text is folded (one character for one), scanned for quantities, and each quantity is looked at with
what stands right before and behind it. Nothing is searched twice, so the work is linear in the text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from tzcorpus.annotate.money_cues_zh import BARE_ENDS
from tzcorpus.annotate.money_currencies import words
from tzcorpus.annotate.money_damage import flagged, is_torn
from tzcorpus.annotate.money_draft_zh import (
    BLANKS,
    MAGNITUDES,
    Draft,
    is_denominator,
    over_blanks,
    readable_start,
)
from tzcorpus.annotate.money_edges_zh import bare_is_money, mend_torn, take_coins, take_left, take_right
from tzcorpus.annotate.money_implicit_zh import (
    figure,
    follows_money,
    listed,
    sensed,
    small_sum,
    without_currency,
)
from tzcorpus.annotate.money_quantity_en import LETTERS
from tzcorpus.annotate.money_quantity_zh import SCAN, read
from tzcorpus.annotate.money_ranges_zh import bare_range, joined_range
from tzcorpus.annotate.money_reading import Reading, money
from tzcorpus.annotate.money_units_zh import is_plain_yuan, unit_behind, unit_in_front
from tzcorpus.language import numerals_zh
from tzcorpus.language.numerals_en import MAGNITUDES as MAGNITUDE_WORDS
from tzcorpus.records import Entity, Money, Span

SOURCE = "rule:money-zh"
# Numerals, and the currency words and hedges of traditional and full-width text, in their plain forms.
FORMS = numerals_zh.CHARACTERS | str.maketrans(
    "幣圓銭錢韓歐鎊盧銖約餘數幾過級￥＄￡￠￦個臺", "币圆钱钱韩欧镑卢铢约余数几过级¥$£¢₩个台"
)


@cache
def _places() -> tuple[frozenset[str], frozenset[str]]:
    """What may stand right behind and right before a figure that is worth a look."""
    units = words("zh", "sign")
    blanks = frozenset(BLANKS)
    return BARE_ENDS | blanks | {"块"} | frozenset(units.firsts), blanks | {"从", "由"} | frozenset(
        units.lasts
    )


def find(text: str) -> list[Entity]:
    """The amounts of money in a Chinese text, in order."""
    folded = text.translate(FORMS)
    units = words("zh", "sign")
    follows, leads = _places()
    drafts: list[Draft] = []
    loose: list[Draft] = []  # figures that no currency counts: they may stand in a list with one
    before: tuple[int, int] | None = None  # the quantity before, for ranges
    done = 0
    for match in SCAN.finditer(folded):
        start, end = match.span()
        if start < done:
            continue
        if folded.startswith("慕大", end) and folded[end - 1] == "百":
            end -= 1  # 5百慕大元 are five dollars of Bermuda
        ahead = folded[end] if end < len(folded) else ""
        behind = folded[start - 1] if start else ""
        large = not MAGNITUDES.isdisjoint(folded[start:end])
        if not large and ahead and ahead not in follows and behind not in leads:
            before = (start, end)
            continue  # 2025年, 12家: most figures
        here = over_blanks(folded, end)
        worth_a_look = (
            large
            or (here < len(folded) and (folded[here] == "块" or units.at(folded, here) is not None))
            or behind in units.lasts
            or (behind and behind in BLANKS)
        )
        draft = _draft(folded, done, start, end) if worth_a_look else None
        if draft is not None:
            draft = joined_range(draft, before, drafts)
        if draft is None and ahead and ahead not in BARE_ENDS and behind not in ("从", "由"):
            before = (start, end)
            continue
        if draft is None:
            one = figure(folded, done, start, end)
            small = None if large else small_sum(folded, done, start, end, drafts)
            if one and follows_money(one[0], drafts[-1] if drafts else None):
                small = one[0]
            draft = small or sensed(folded, done, start, end, drafts)
            draft = draft and bare_range(draft, before, drafts)
            if draft is None:
                before = (start, end)
                loose += one
                continue
        drafts.append(draft)
        before = (draft.number, draft.end)
        done = draft.end
    return [_entity(text, draft) for draft in listed(folded, drafts, loose)]


def _entity(text: str, draft: Draft) -> Entity:
    unit = draft.unit
    value: Money = money(
        draft.reading,
        currency=unit.code if unit else "CNY",
        implicit=draft.implicit,
        scale=draft.scale,
        per=draft.per,
    )
    return Entity(
        Span(draft.start, draft.end), "MONEY", text[draft.start : draft.end], None, value, None, SOURCE
    )


_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
# €35m and US$1.2 billion stand in Chinese text too; letters as in English, a full word after a blank.
_LATIN = re.compile(
    r"[ \u00a0]?(million|billion|trillion|thousand|mln|mn|bln|bn|trn|tn|mm|m|b|k|t)(?![A-Za-z0-9²³])",
    re.IGNORECASE,
)


def _latin_magnitude(draft: Draft, reading: Reading) -> Reading:
    """The reading times the English magnitude behind it, which the span takes in."""
    match = _LATIN.match(draft.text, draft.end) if draft.text[draft.end - 1].isdigit() else None
    if match is None:
        return reading
    word = match[1].lower()
    draft.end = match.end()
    return reading.scaled(Decimal((LETTERS | MAGNITUDE_WORDS)[word]))


def _draft(text: str, floor: int, start: int, end: int) -> Draft | None:
    """The mention around the quantity at ``start:end``, or None where it is no money."""
    reading = None if text[start] == "数" else read(text[start:end])
    if reading is None:
        start = readable_start(text, start, end)
        reading = read(text[start:end])
    if reading is None:
        return None
    if text[start - 1 : start] == "《":
        return None  # 《百万英镑》 is a title
    quantity = text[start:end]
    draft = Draft(text, floor, start, start, end, reading, quantity=quantity)
    lead = unit_in_front(text, start, quantity)
    if lead is not None and lead[0] < floor:
        lead = None
    behind = unit_behind(draft, after_lead=lead is not None)
    if behind is None and lead is None:
        return without_currency(draft)
    if behind is not None:
        draft.end, draft.unit = behind
    if lead is not None:
        draft.start, unit, hedge = lead
        draft.lead = True
        if hedge is not None:
            reading = reading.bounded(hedge.bound, approx=hedge.approx)
        draft.unit = unit if draft.unit is None or is_plain_yuan(text, draft) else draft.unit
    assert draft.unit is not None
    if behind is None:
        reading = _latin_magnitude(draft, reading)
    draft.reading = reading.scaled(draft.unit.worth)
    mend_torn(draft)
    if behind is not None:
        take_coins(draft)
    take_right(draft)
    take_left(draft)
    if draft.reading.bare and not bare_is_money(draft):
        return None
    if is_denominator(draft):
        return None
    return _checked(draft)


def _checked(draft: Draft) -> Draft | None:
    """The draft, flagged where its figure touches another; a zero that does so is none."""
    text, start, reading = draft.text, draft.number, draft.reading
    end = start + len(draft.quantity)
    assert draft.unit is not None
    if reading.repaired or not is_torn(text, start, end, open_behind=draft.end == end):
        return draft
    if reading.amount is not None and not reading.amount:
        return None
    digits = _DIGITS.match(draft.quantity)
    draft.reading = flagged(
        reading, text, start, worth=draft.unit.worth, digits=digits.group().replace(",", "") if digits else ""
    )
    return draft
