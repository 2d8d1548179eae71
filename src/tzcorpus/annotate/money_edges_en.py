"""What stands around an English amount and belongs to it: hedges, bounds, denominators, classes."""

from __future__ import annotations

import re
from dataclasses import replace

from tzcorpus.annotate import money_words_en as around
from tzcorpus.annotate.money_currencies import words
from tzcorpus.annotate.money_draft_en import Draft
from tzcorpus.annotate.money_quantity_en import read
from tzcorpus.language.exact import ZERO


def is_denominator(draft: Draft) -> bool:
    """for every 10,000 yuan of output, in billions of yuan: a unit, not an amount."""
    window = draft.text[max(0, draft.start - 10) : draft.start]
    if around.HEADER_BEFORE.search(window) and around.MANY.match(draft.quantity):
        return True
    if around.UNIT_HEADER_BEFORE.search(window):
        return True
    return around.DENOMINATOR_BEFORE.search(window) is not None


def drop_article(draft: Draft) -> None:
    """The article of "a trillion-yuan city" belongs to the city."""
    article = re.match(r"an?\s+", draft.quantity, re.IGNORECASE)
    if draft.hyphen and article is not None:
        draft.start = draft.number = draft.start + article.end()
        draft.quantity = draft.quantity[article.end() :]
        draft.reading = replace(draft.reading, bare=True)
        return
    counted = around.COUNTED.match(draft.quantity) if draft.hyphen else None
    if counted is not None and around.PLURAL_CLASS.match(draft.text, draft.end):
        draft.start = draft.number = draft.start + counted.start(2)
        draft.quantity = counted[2]
        one = read(counted[2], letters=False)
        draft.reading = one.scaled(draft.unit.worth) if one else draft.reading


def bare_is_money(draft: Draft) -> bool:
    """A magnitude without a figure: billion-dollar, the trillion yuan mark; not the header "million yuan"."""
    if around.IDIOM_AFTER.match(draft.text, draft.end):
        return False
    if draft.hyphen or draft.scale or draft.start != draft.number:
        return True
    return around.MARK_AFTER.match(draft.text, draft.end) is not None


def trailing_code(draft: Draft) -> None:
    """$5 million USD, RMB 5 million yuan: a second word for the currency belongs to the amount."""
    text = draft.text
    match = re.match(
        r"[ \u00a0]?(USD|US\s+dollars?|dollars|yuan|RMB|CNY|HKD|AUD|CAD|SGD|NZD|euros?|EUR|pounds|GBP)\b",
        text[draft.end : draft.end + 12],
    )
    if match is None:
        return
    form = match.group(1)
    unit = words("sign").units.get(form) or words("en").units.get(form.lower())
    if unit is None:
        return
    if unit.code == draft.unit.code or draft.text[draft.start : draft.number].strip() == "$":
        draft.end += match.end()
        draft.unit = unit


def take_right(draft: Draft) -> None:
    """or more, -plus, per mu, -level; and whether the whole is a class."""
    text = draft.text
    per = around.PER_AFTER.match(text, draft.end)
    if per is not None:
        units = filter(None, (per["per"] or per["any"], per["per2"]))
        draft.per, draft.end = "·".join(map(around.per_name, units)), per.end()
    after = around.AFTER.match(text, draft.end)
    if after is not None:
        draft.end = after.end()
        bound = around.as_bound(after["lower"] or after["least"] or after["odd"], after["upper"])
        draft.reading = draft.reading.bounded(bound, approx=bound is None or after["odd"] is not None)
    _take_loose_per(draft)
    level = around.LEVEL.match(text, draft.end)
    if level is not None and (draft.hyphen or draft.reading.bare or "-" in level.group()):
        draft.end, draft.scale = level.end(), True
    elif draft.reading.amount is not None and (draft.reading.bare or draft.hyphen):
        classed = _round(draft) and around.CLASS_AFTER.match(text, draft.end)
        named = around.INDUSTRY_AFTER.match(text, draft.end) or around.CLASS_WORD.match(text, draft.end)
        draft.scale = bool(classed or named)
    elif around.CLASS_WORD.match(text, draft.end):
        draft.scale = True


def _take_loose_per(draft: Draft) -> None:
    """14 yuan per square metre | a month; 8,000 yuan or less | a day: the value alone knows it."""
    loose = around.loose_per(draft.text, draft.start, draft.end)
    if loose is not None:
        draft.per = f"{draft.per}·{loose}" if draft.per else loose


def _round(draft: Draft) -> bool:
    """A class is named by a power of ten: trillion-yuan, 100-billion-yuan."""
    amount = draft.reading.amount
    return amount is not None and str(amount).strip("0") == "1"


def take_left(draft: Draft) -> None:
    """Hedges in front go into the span, verbs only into the value; then the denominator."""
    text = draft.text
    for _ in range(2):
        hit = around.hedge_before(text, draft.start)
        if hit is None:
            break
        start, hedge = hit
        if start < draft.floor:
            break
        draft.reading = draft.reading.bounded(hedge.bound, approx=hedge.approx)
        if not hedge.inside:
            break
        draft.start = start
    if draft.per is None:
        draft.per = around.per_before(text, draft.start, draft.floor)
    window = text[max(0, draft.start - around.CLASS_WINDOW) : draft.start]
    if (
        draft.reading.low is not None
        and draft.reading.amount is not None
        and around.CLASS_BEFORE.search(window)
    ):
        draft.scale = True
    minus = re.search(r"(?:(?<=[\s(])|^)(?:[-−]|minus\s)$", text[max(0, draft.start - 8) : draft.start])
    if (
        minus
        and draft.floor < draft.start
        and draft.start == (draft.start if draft.lead else draft.number)
        and draft.reading.amount is not None
        and draft.reading.amount != ZERO
    ):
        draft.start -= len(minus.group())
        draft.reading = replace(draft.reading, amount=-draft.reading.amount)
