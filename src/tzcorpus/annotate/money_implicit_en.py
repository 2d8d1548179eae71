"""English figures that leave the currency out: lent 200m, from 1.2 billion yuan to 1.5 billion.

Such a figure is money where the clause says so (an investment of 4.1 billion; 93m in rent), or where it
continues an amount before it: in the same sentence by a connector or a word of paying, from the sentence
before by a word of paying alone. It is none where a noun follows, or where people, goods or other figures
stand between it and that amount. The currency is that of the amount it continues, otherwise CNY.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tzcorpus.annotate import money_words_en as around
from tzcorpus.annotate.money_cues_en import (
    ALONE,
    AND,
    AWARDED,
    BESIDE,
    BESIDE_SMALL,
    BOUNDARY,
    CHANGE,
    CONJOINED,
    COPULA,
    COUNTED_CLAUSE,
    COUNTED_THINGS,
    DESPITE,
    EARLIER,
    FIGURE,
    FOLLOW,
    IN_ALL,
    IN_MONEY,
    ITS_RIVAL,
    LATER,
    MANY,
    MONEY_AHEAD,
    MONEY_BEFORE,
    MONEY_CHANGE,
    NOW,
    OF_IT,
    OFF,
    PAID_TO,
    PART,
    PAYING,
    PRICED,
    RATE_AFTER,
    RATE_GOT,
    RATE_PAID,
    ROOM,
    SAME_PLACE,
    SAME_WORD,
    SMALL_PAID,
    SUMMED,
    SURE,
    THOUSANDS_PAID,
    VERB,
    WHICH,
)
from tzcorpus.annotate.money_currencies import Unit
from tzcorpus.annotate.money_damage import is_torn
from tzcorpus.annotate.money_draft_en import Draft
from tzcorpus.annotate.money_edges_en import take_left, take_right
from tzcorpus.annotate.money_quantity_en import SCAN, read
from tzcorpus.annotate.money_reading import Reading
from tzcorpus.annotate.money_sense import sense
from tzcorpus.annotate.money_units_en import unit_behind
from tzcorpus.language.exact import ONE

_LARGE = re.compile(r"(?:million|billion|trillion|mn|bn|tn)$", re.IGNORECASE)
_LETTER = re.compile(r"\d(?:m|b)$")  # British papers: 93m, 2b
# from ten thousand up, or in words
_GROUPED = re.compile(r"\d{2,3}(?:,\d{3})+|[\w .-]+\sthousand", re.IGNORECASE)
_PLAIN = re.compile(r"\d{1,5}(?:\.\d{1,2})?|\d,\d{3}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YUAN = Unit("CNY", ONE)
_WINDOW = 90
_LEAST = 100
# Weights that suffice (see money_sense): beside an amount less is asked for than without one.
_ENOUGH_NEAR, _ENOUGH = 250, 450
_NEXT = re.compile(r"\s*(?:\b(?:to|and|or)\b|,|-|–|—)\s*")
_RANGE = re.compile(r"\s*(?:\b(?:to|or)\b|-|–|—)\s*")
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_CLASS = re.compile(r"\s+(?:class|club|mark|threshold|milestone)\b")
_NEAR = 45  # characters between an amount and a figure that a bare connector joins to it


@dataclass(frozen=True, slots=True)
class _Before:
    """The amount before a figure, what stands between, and whether that is one sentence."""

    draft: Draft
    gap: str
    same: bool


def implied(text: str, floor: int, start: int, end: int, drafts: Sequence[Draft]) -> Draft | None:
    """The mention of the figure at ``start:end``, which no currency counts, or None where it is no money.

    ``drafts`` are the mentions before it, in order.
    """
    quantity = text[start:end]
    if is_torn(text, start, end, open_behind=True):
        return None
    large, letter = _LARGE.search(quantity), _LETTER.search(quantity)
    grouped = _GROUPED.fullmatch(quantity)
    if IN_MONEY.match(text, end) and MANY.match(quantity):  # tens of billions in orders
        reading = read(quantity, letters=False)
        if reading is not None:
            draft = Draft(text, floor, start, start, end, quantity, reading, _YUAN, False, implicit=True)
            before = _amount_before(text, start, drafts)
            draft.unit = Unit(before.draft.unit.code, ONE) if before is not None and before.same else _YUAN
            take_left(draft)
            return draft
    if not (large or letter or grouped):
        if _PLAIN.fullmatch(quantity) is None:
            return None
        return _small(text, floor, start, end, drafts) or _sensed_small(text, floor, start, end, drafts)
    level = around.LEVEL.match(text, end)
    if large and level is not None and level.group().startswith("-"):
        return _class(text, floor, start, end, level.end())
    reading = read(quantity, letters=letter is not None)
    if reading is None or reading.amount is None:
        return None
    draft = Draft(text, floor, start, start, end, quantity, reading, _YUAN, False, implicit=True)
    if reading.bare:
        return _bare_class(draft, drafts)
    take_right(draft)
    if not (FOLLOW.match(text, draft.end) or IN_MONEY.match(text, draft.end)) or _before_another(
        text, draft.end
    ):
        return None
    take_left(draft)
    unit = _unit(draft, drafts, letter=letter is not None, grouped=grouped is not None)
    if unit is None:
        return None
    draft.unit = unit
    return _to_range(draft)


def _to_range(draft: Draft) -> Draft | None:
    """It paid 3m to 5m: the figure and the next as one range, or None where they make none."""
    text = draft.text
    gap = _RANGE.match(text, draft.end)
    following = SCAN.match(text, gap.end()) if gap and gap.group().strip() != "or" else None
    if following is None or _FROM.search(text, max(0, draft.start - 6), draft.start):
        return draft
    low, high = draft.reading.amount, read(following.group(), letters=True)
    if low is None or high is None or high.amount is None or not low < high.amount:
        return None
    draft.reading = Reading(low=low, high=high.amount, approx=draft.reading.approx)
    draft.end = following.end()
    return draft


def _small(text: str, floor: int, start: int, end: int, drafts: Sequence[Draft]) -> Draft | None:
    """A plain figure: the other end of a change (to 5 yuan from 12), or a wage with its period."""
    if text[start - 1 : start] != " " or FOLLOW.match(text, end) is None or _YEAR.fullmatch(text[start:end]):
        return None
    before = _amount_before(text, start, drafts)
    rate = RATE_AFTER.match(text, end)
    if rate is not None:
        window = text[max(0, start - _WINDOW) : start]
        near = (before is not None and before.same) or MONEY_AHEAD.match(text, end)
        if not (RATE_PAID.search(window) or (near and RATE_GOT.search(window))):
            return None
    elif (
        before is None
        or not before.same
        or not (_beside_sum(text, before) or _same_preposition(text, before, end))
    ):
        return None
    reading = read(text[start:end], letters=False)
    if reading is None or reading.amount is None or not reading.amount:
        return None
    unit = Unit(before.draft.unit.code, ONE) if before is not None and before.same else _YUAN
    draft = Draft(text, floor, start, start, end, text[start:end], reading, unit, False, implicit=True)
    take_right(draft)
    take_left(draft)
    return draft


def _beside_sum(text: str, before: _Before) -> bool:
    """Is a plain figure told of in the same breath as the amount before it?"""
    if before.draft.unit.minor or before.draft.reading.amount is None or before.draft.scale:
        return False
    gap = before.gap
    if BESIDE_SMALL.fullmatch(gap) or _end_of_change(text, before) or _same_word(text, before):
        return True
    return bool(SMALL_PAID.search(gap)) and any(joint in gap for joint in (",", ";", " and "))


def _same_preposition(text: str, before: _Before, end: int) -> bool:
    """300 yuan for the first and 500 for the second"""
    phrase = SAME_PLACE.fullmatch(before.gap)
    return bool(phrase and re.match(rf"\s+{phrase[1]}\b", text[end : end + 16]))


def _same_word(text: str, before: _Before) -> bool:
    """costs 4,200 yuan to ship to Shanghai, to Guangzhou 6,800: both prices have one preposition."""
    phrase = SAME_WORD.fullmatch(before.gap)
    first = before.draft.start
    if phrase is None:
        return False
    again = rf"\b{phrase[1]}\s+[\w’'-]+(?:\s+[\w’'-]+){{0,4}}\s+$"
    return re.search(again, text[max(0, first - 60) : first]) is not None


def _unit(draft: Draft, drafts: Sequence[Draft], *, letter: bool, grouped: bool) -> Unit | None:
    """The currency of the figure, or None where nothing says that it is money."""
    text = draft.text
    window = text[max(0, draft.start - _WINDOW) : draft.start]
    before = _amount_before(text, draft.start, drafts)
    shared = Unit(before.draft.unit.code, ONE) if before is not None else _YUAN
    here = shared if before is not None and before.same else _YUAN
    if IN_MONEY.match(text, draft.end):
        return here
    if grouped and THOUSANDS_PAID.search(window):
        return here
    if not grouped and _said(draft, window, letter=letter, house=_house_style(drafts)):
        return here
    if before is None:
        return here if not letter and _sensed(draft, None) else None
    continues = _continues(draft, before, window, grouped=grouped)
    return shared if continues or (not letter and _sensed(draft, before)) else None


def _sensed(draft: Draft, before: _Before | None) -> bool:
    """Does what the sentence says weigh heavily enough for money?"""
    if COUNTED_CLAUSE.search(draft.text, max(0, draft.number - 50), draft.number):
        return False
    least = _ENOUGH if before is None else _ENOUGH_NEAR
    return sense(draft.text, draft.number, draft.number + len(draft.quantity), "en") > least


def _sensed_small(text: str, floor: int, start: int, end: int, drafts: Sequence[Draft]) -> Draft | None:
    """A plain figure that no other rule knows, beside an amount of its sentence."""
    before = _amount_before(text, start, drafts)
    reading = read(text[start:end], letters=False)
    if reading is None or reading.amount is None or not (reading.amount >= _LEAST or "." in text[start:end]):
        return None
    if (
        before is None
        or not before.same
        or FOLLOW.match(text, end) is None
        or _YEAR.fullmatch(text[start:end])
    ):
        return None
    unit = Unit(before.draft.unit.code, ONE)
    draft = Draft(text, floor, start, start, end, text[start:end], reading, unit, False, implicit=True)
    if _before_another(text, end) or not _sensed(draft, before):
        return None
    take_right(draft)
    take_left(draft)
    return draft


def _house_style(drafts: Sequence[Draft]) -> bool:
    return any(_LETTER.search(draft.quantity) or draft.quantity.endswith("bn") for draft in drafts)


def _said(draft: Draft, window: str, *, letter: bool, house: bool) -> bool:
    """Does the clause in front speak of money? A bare "m" may be metres, so it needs a surer word."""
    if re.search(r"\bput(?:s|ting)?\s+$", window) and re.match(r"\s+into\b", draft.text[draft.end :][:8]):
        return True
    if letter and not house:
        return SURE.search(window) is not None and not window.endswith(" in ")
    return any(words.search(window) for words in (MONEY_BEFORE, MONEY_CHANGE, PAID_TO))


def _amount_before(text: str, at: int, drafts: Sequence[Draft]) -> _Before | None:
    """The amount that the figure at ``at`` may continue: nothing else is counted in between."""
    index = len(drafts) - 1
    while index >= 0 and drafts[index].end > at:
        index -= 1
    if index < 0:
        return None
    loose = around.A_AFTER.match(text, drafts[index].end)
    gap = text[loose.end() if loose and loose.end() < at else drafts[index].end : at]
    if COUNTED_THINGS.search(gap) or FIGURE.search(gap):
        return None
    breaks = len(BOUNDARY.findall(gap))
    draft = drafts[index]
    converted = index and text[draft.start - 1] == "(" and drafts[index - 1].end >= draft.start - 3
    return _Before(drafts[index - 1] if converted else draft, gap, breaks == 0) if breaks < 2 else None


def _continues(draft: Draft, before: _Before, window: str, *, grouped: bool) -> bool:
    """Does the figure go on from the amount before it?"""
    text, gap = draft.text, before.gap
    if before.same:
        # 30 yuan each, and 45,000 came
        subject = grouped and ("," in gap or VERB.match(text, draft.end))
        if len(gap) <= _NEAR and not subject and (AND.search(gap) or _parallel(draft, gap)):
            return True
        if IN_ALL.match(text, draft.end) and SUMMED.search(gap):
            return True
        if CHANGE.search(gap) or WHICH.search(gap) or _end_of_change(text, before):
            return True
        if _same_word(text, before):
            return True
        if gap == " (" and EARLIER.match(text, draft.end):
            return True
        if OF_IT.match(text, draft.end) or CONJOINED.fullmatch(gap):
            return True
        if not grouped and re.search(r"\bfor\s+$", gap) and not ROOM.search(window):
            return True
    if re.search(r":\s+$", window) and _priced_before(text, before):
        return True
    if grouped:
        return AWARDED.search(window) is not None
    return PAYING.search(window) is not None or COPULA.search(window) is not None


def _parallel(draft: Draft, gap: str) -> bool:
    """3m yuan in March, 2m in April: one preposition behind both; 3m yuan and its rival 2m."""
    behind = draft.text[draft.end : draft.end + 16]
    if ITS_RIVAL.fullmatch(gap) or (gap == ", " and OFF.match(behind)):
        return True
    if BESIDE.fullmatch(gap) or (gap == ": " and PART.match(behind)):
        return True
    if NOW.fullmatch(gap) and LATER.match(behind):
        return True
    phrase = SAME_PLACE.fullmatch(gap)
    return bool(phrase and re.match(rf"\s+{phrase[1]}\b", behind))


def _end_of_change(text: str, before: _Before) -> bool:
    """from 80 million yuan in May to 93 million; to 31m yuan from 62m; of the 9m yuan, 4m."""
    first = before.draft.start
    ahead = text[max(0, first - 10) : first]
    if before.gap == " from " and re.search(r"\bto\s+$", ahead):
        return True
    if re.fullmatch(r"(?:\s+[a-z]+){0,5},\s+", before.gap) and re.search(
        r"\bof\s+(?:the|this|that|these)\s+$", ahead, re.IGNORECASE
    ):
        return True
    if re.search(r"\bat\s+$", ahead) and re.fullmatch(
        r",?\s+(?:and\s+)?(?:[\w.’'-]+\s+){1,4}at\s+", before.gap
    ):
        return True
    if not re.search(r"\bto\s+(?:just\s+|only\s+|barely\s+)?$", before.gap):
        return False
    return re.search(r"\bfrom\s+$", text[max(0, first - 8) : first]) is not None


def _priced_before(text: str, before: _Before) -> bool:
    """Stage: 12,000 yuan. Street: 30,000."""
    first = before.draft.start
    return len(before.gap) <= _NEAR and PRICED.search(text, max(0, first - 4), first) is not None


def _before_another(text: str, end: int) -> bool:
    """Is it the first of two figures that count something else, or whose currency the second names?"""
    gap = _NEXT.match(text, end)
    following = SCAN.match(text, gap.end()) if gap else None
    if following is None:
        return False
    if unit_behind(text, following.start(), following.end(), leading=False):
        return True
    return _RANGE.match(text, end) is not None and FOLLOW.match(text, following.end()) is None


def _class(text: str, floor: int, start: int, end: int, stop: int) -> Draft | None:
    """100-billion-level industries."""
    reading = read(text[start:end], letters=False)
    if reading is None or around.CLASS_AFTER.match(text, stop) is None:
        return None
    return Draft(
        text, floor, start, start, stop, text[start:end], reading, _YUAN, False, scale=True, implicit=True
    )


def _bare_class(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """It is still far from the trillion class: of money where an amount stands before."""
    text = draft.text
    after = _CLASS.match(text, draft.end)
    if after is None or DESPITE.search(text, max(0, draft.start - 5), draft.start) is None:
        return None
    before = _amount_before(text, draft.start, drafts)
    if before is None:
        return None
    draft.unit, draft.scale = Unit(before.draft.unit.code, ONE), after.group().strip() in ("class", "club")
    take_left(draft)
    return draft


def stands_alone(text: str, end: int) -> bool:
    """Does no noun follow, so that the last figure of a list may share the currency?"""
    return ALONE.match(text, end) is not None
