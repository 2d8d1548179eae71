"""Chinese amounts and classes without a currency word: 投资4120亿, 千亿级产业."""

from __future__ import annotations

from tzcorpus.annotate import money_words_zh as around
from tzcorpus.annotate.money_draft_zh import Draft, is_denominator
from tzcorpus.annotate.money_edges_zh import take_left, take_right


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
