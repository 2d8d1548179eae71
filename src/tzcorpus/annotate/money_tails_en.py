"""Sub-units behind an English amount: 3 dollars 50 cents, thirteen dollars forty five."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from tzcorpus.annotate.money_currencies import Unit, words
from tzcorpus.annotate.money_draft_en import Draft
from tzcorpus.annotate.money_quantity_en import SCAN
from tzcorpus.language import numerals_en
from tzcorpus.language.exact import plus, times

_COIN = re.compile(r"(?:,?\s+and\s+|,?\s+)(?=[\d\w])", re.IGNORECASE)
_COIN_WORD = re.compile(r"[\s-]?([a-z]+)(?: ([a-z]+))?")
_CLAUSE_END = re.compile(r"\s*(?:[.;!?]|$)")
_SPOKEN = frozenset("dollar dollars yuan kuai pound pounds euro euros mao".split())


def take_coins(draft: Draft) -> None:
    """3 dollars 50 cents, five dollars and thirty cents, thirteen dollars forty five."""
    for _ in range(2):
        if draft.unit.minor or draft.lead or draft.reading.amount is None or not _coin(draft):
            return


def _coin(draft: Draft) -> bool:
    gap = _COIN.match(draft.text, draft.end)
    match = SCAN.match(draft.text, gap.end()) if gap else None
    value = numerals_en.parse(match.group()) if match else None
    if match is None or value is None or value >= 100 or value != value.to_integral_value():
        return False
    behind = _coin_unit(draft, match.end())
    if behind is None:
        return False
    draft.end, worth = behind
    assert draft.reading.amount is not None
    draft.reading = replace(draft.reading, amount=plus(draft.reading.amount, times(value, worth)))
    return True


def _coin_unit(draft: Draft, at: int) -> tuple[int, Decimal] | None:
    """End and worth of the sub-unit at ``at``; hundredths are understood at the end of a clause."""
    match = _COIN_WORD.match(draft.text, at)
    for form, end in (
        (match and match[0].strip(" -"), match and match.end()),
        (match and match[1], match and match.end(1)),
    ):
        minor = words("en").units.get(form) if form else None
        if minor is not None and end and minor.minor and _same_money(draft.unit, minor):
            return end, minor.worth
    last = re.search(r"[a-z]+$", draft.text[max(0, draft.end - 8) : draft.end])
    figure = draft.text[draft.end : at]
    spoken = last is not None and last.group() in _SPOKEN and not re.search(r"\d|and", figure)
    if spoken and _CLAUSE_END.match(draft.text, at):
        return at, Decimal("0.01")
    return None


def _same_money(major: Unit, minor: Unit) -> bool:
    return major.code == minor.code or (minor.code == "USD" and minor.worth == Decimal("0.01"))
