"""English figures that scanning tore apart: "$12. 3 billion", "256. 23 billion yuan"."""

from __future__ import annotations

import re
from dataclasses import replace

from tzcorpus.annotate.money_draft_en import Draft
from tzcorpus.annotate.money_quantity_en import read
from tzcorpus.annotate.money_words_zh import is_list_number


def mend_torn(draft: Draft) -> None:
    """Figures that scanning tore apart: "$12. 3 billion", "256. 23 billion yuan"; flagged as repaired."""
    if draft.lead:
        _mend_right(draft)
    elif draft.text[draft.number].isdigit():
        _mend_left(draft)


_TORN_RIGHT = re.compile(
    r"(?:\s?\.\s(\d+)|\s\.(\d+)|,\s(\d{3})(?!\d))((?:\s?(?:thousand|million|billion|trillion|bn|mn)\b)?)",
    re.IGNORECASE,
)
_TORN_LEFT = re.compile(
    r"(?<![\d.,])(?P<lead>[$€£¥]?\s?)(?P<head>\d{1,3}(?:,\d{3})*|\d{1,9})(?:(?P<point>\s?\.\s|\s\.)|"
    r"(?P<comma>,\s))$"
)


def _mend_right(draft: Draft) -> None:
    match = _TORN_RIGHT.match(draft.text, draft.end)
    head = draft.quantity.replace(",", "")
    if match is None or not head.isdigit():
        return
    digits, big = match[1] or match[2] or match[3], match[4].strip()
    if not big and not match[3]:
        return
    text = f"{head}{digits} {big}" if match[3] else f"{head}.{digits} {big}"
    best = read(text.strip(), letters=False)
    if best is None or best.amount is None or draft.reading.amount is None:
        return
    draft.reading = replace(best, repaired=True, alternatives=(draft.reading.amount,)).scaled(
        draft.unit.worth
    )
    draft.quantity = text
    draft.end = match.end()


def _mend_left(draft: Draft) -> None:
    window = draft.text[max(0, draft.number - 20) : draft.number]
    match = _TORN_LEFT.search(window)
    if match is None or re.fullmatch(r"(?:19|20)\d\d", match["head"]):
        return
    digits = re.match(r"\d+", draft.quantity)
    if match["comma"] and (digits is None or len(digits.group()) != 3):
        return
    head = match["head"].replace(",", "")
    best = read(head + ("" if match["comma"] else ".") + draft.quantity, letters=True)
    as_read = draft.reading.amount
    if best is None or as_read is None:
        return
    best = best.scaled(draft.unit.worth)
    at = draft.number - len(window) + match.start("head")
    if best.amount is not None and is_list_number(draft.text, at, match["head"], match["point"] or ""):
        draft.reading = replace(draft.reading, repaired=True, alternatives=(best.amount,))
        return
    draft.reading = replace(best, repaired=True, alternatives=(as_read,))
    draft.number = draft.start = draft.number - len(window) + match.start("head")
