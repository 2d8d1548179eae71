"""English amounts of money."""

from __future__ import annotations

import re

from tzcorpus.annotate.money_cues_en import SAME_PLACE
from tzcorpus.annotate.money_currencies import Unit
from tzcorpus.annotate.money_damage import flagged, is_torn
from tzcorpus.annotate.money_draft_en import Draft
from tzcorpus.annotate.money_edges_en import (
    bare_is_money,
    drop_article,
    is_denominator,
    take_left,
    take_right,
    trailing_code,
)
from tzcorpus.annotate.money_implicit_en import implied, stands_alone
from tzcorpus.annotate.money_lists import with_listed
from tzcorpus.annotate.money_quantity_en import SCAN, read
from tzcorpus.annotate.money_ranges_en import changes, extends_lead, joined_range
from tzcorpus.annotate.money_reading import Reading, money
from tzcorpus.annotate.money_repair_en import mend_torn
from tzcorpus.annotate.money_tails_en import take_coins
from tzcorpus.annotate.money_units_en import cents_of, unit_behind, unit_in_front
from tzcorpus.language import numerals_en
from tzcorpus.language.exact import ONE
from tzcorpus.records import Entity, Span

SOURCE = "rule:money-en"
_HAN_MAGNITUDES = frozenset("十百千万亿兆萬億")


def find(text: str) -> list[Entity]:
    """The amounts of money in an English text, in order."""
    drafts: list[Draft] = []
    loose: list[Draft] = []  # figures that no currency counts: they may stand in a list with one
    before: tuple[int, int] | None = None
    done = 0
    for match in SCAN.finditer(text):
        start, end = match.span()
        if start < done:
            continue
        draft = _draft(text, done, start, end) or implied(text, done, start, end, drafts)
        last = drafts[-1] if drafts and before and drafts[-1].end == before[1] else None
        if draft is None and last and last.lead and extends_lead(text, last, start, end):
            before, done = (last.number, last.end), last.end
            continue
        if draft is None:
            before = (start, end)
            loose += _figure(text, done, start, end)
            continue
        draft = joined_range(draft, before, drafts)
        drafts.append(draft)
        before = (draft.number, draft.end)
        done = draft.end
    return [_entity(text, draft) for draft in _listed(text, drafts, loose)]


def _entity(text: str, draft: Draft) -> Entity:
    value = money(
        draft.reading, currency=draft.unit.code, implicit=draft.implicit, scale=draft.scale, per=draft.per
    )
    return Entity(
        Span(draft.start, draft.end), "MONEY", text[draft.start : draft.end], None, value, None, SOURCE
    )


def _draft(text: str, floor: int, start: int, end: int) -> Draft | None:
    """The mention around the quantity at ``start:end``, or None where it is no money."""
    if text[end : end + 1] in _HAN_MAGNITUDES and end < len(text):
        return None  # $1.2亿 in English text: the figure alone would be wrong
    lead = unit_in_front(text, start, end)
    if lead is not None and lead[0] < floor:  # the sign belongs to the figure before: 10 $ 30 $
        lead = None
    behind = unit_behind(text, start, end, leading=lead is not None)
    if lead is None and behind is None:
        return None
    quantity = text[start:end]
    stop = end
    if lead is None and behind is not None:
        stop = behind[0]
    reading = read(quantity, letters=True)
    if reading is None:
        cut = _readable_end(text, start, end, lead is not None)
        if cut is None:
            return None
        start, end, reading = cut
        stop = end if lead is not None else stop
        quantity = text[start:end]
    unit = lead[1] if lead is not None else behind[1] if behind is not None else Unit(None, ONE)
    led = cents_of(text, start, unit) if lead is None else None
    unit = led[1] if led is not None else unit
    draft = Draft(
        text, floor, start, start, stop, quantity, reading.scaled(unit.worth), unit, lead is not None
    )
    if lead is not None:
        draft.start = lead[0]
        trailing_code(draft)
    else:
        draft.hyphen = "-" in text[end:stop]
        drop_article(draft)
    if led is not None:
        draft.start = led[0]
    mend_torn(draft)
    take_coins(draft)
    take_right(draft)
    take_left(draft)
    if is_denominator(draft) or _is_share(draft) or not _checked(draft):
        return None
    return None if draft.reading.bare and not bare_is_money(draft) else draft


_SHARE = re.compile(
    r"\b(?:thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?)[\s-]+of[\s-]+$",
    re.I,
)


def _is_share(draft: Draft) -> bool:
    """a third of a million yuan, a quarter-million yuan: the figure alone would be too much"""
    if draft.quantity[:1].isdigit():
        return False
    before = draft.text[max(0, draft.number - 20) : draft.number]
    return (draft.quantity.lower().startswith("a") and _SHARE.search(before) is not None) or re.search(
        r"\b(?:quarter|third|multi|half-a)-$", before, re.IGNORECASE
    ) is not None


_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _checked(draft: Draft) -> bool:
    """Flags the draft where its figure touches another; False where it is a zero that does so."""
    text, start, reading = draft.text, draft.number, draft.reading
    end = start + len(draft.quantity)
    if reading.repaired or not is_torn(text, start, end, open_behind=draft.lead and draft.end <= end):
        return True
    digits = _DIGITS.match(draft.quantity)
    draft.reading = flagged(
        reading, text, start, worth=draft.unit.worth, digits=digits.group().replace(",", "") if digits else ""
    )
    return reading.amount is None or bool(reading.amount)


_LISTED = re.compile(r",\s+|,?\s+(?:and|or)\s+")
_LONGEST_LINK = 6
_LONGEST_PHRASE = 50
# A figure that may be a sum: with a magnitude, or in groups of three (a year is none).
_SUM = re.compile(
    r"(?:million|billion|trillion|thousand|mn|bn|tn|\dm|\db)$|^\d{1,3}(?:,\d{3})+$", re.IGNORECASE
)


def _figure(text: str, floor: int, start: int, end: int) -> list[Draft]:
    """The figure as a mention to be, where it may stand in a list of amounts."""
    quantity = text[start:end]
    reading = read(quantity, letters=True) if _SUM.search(quantity) else None
    if reading is None or reading.bare:
        return []
    return [Draft(text, floor, start, start, end, quantity, reading, Unit(None, ONE), False, implicit=True)]


def _listed(text: str, drafts: list[Draft], loose: list[Draft]) -> list[Draft]:
    """The mentions, with the figures that a list joins to them: 100,000, 50,000 and 30,000 yuan."""

    def linked(one: Draft, other: Draft) -> bool:
        gap = other.start - one.end
        if text[one.end : other.start] == " to ":
            return changes(text, one.start)
        phrase = SAME_PLACE.fullmatch(text, one.end, other.start) if gap <= _LONGEST_PHRASE else None
        if phrase and re.match(rf"\s+{phrase[1]}\b", text[other.end : other.end + 16]):
            return True
        return 0 < gap <= _LONGEST_LINK and _LISTED.fullmatch(text, one.end, other.start) is not None

    def shares(one: Draft, other: Draft) -> Draft:
        one.unit, one.reading = other.unit, one.reading.scaled(other.unit.worth)
        take_left(one)
        return one

    return with_listed(
        drafts,
        loose,
        linked,
        shares=shares,
        ends=lambda at: stands_alone(text, at),
    )


def _readable_end(text: str, start: int, end: int, lead: bool) -> tuple[int, int, Reading] | None:
    """Of a run of numerals the one that touches the currency: the first after a sign, else the last."""
    pieces = list(numerals_en.readable(text[start:end], start))
    if not pieces:
        return None
    left, right, value, _ = pieces[0] if lead else pieces[-1]
    if not lead and len(pieces) > 1 and text[left - 1] == "-":
        return None  # two-three hundred: neither figure alone is right
    return left, right, Reading(amount=value)
