"""What stands around a Chinese amount and belongs to it: torn heads, coins, hedges, bounds, denominators."""

from __future__ import annotations

import re
from dataclasses import replace

from tzcorpus.annotate import money_words_zh as around
from tzcorpus.annotate.money_draft_zh import Draft, back_over_blanks
from tzcorpus.annotate.money_quantity_zh import TEAR_CHARACTERS, mended, read, torn_head
from tzcorpus.annotate.money_tails_zh import tail_at
from tzcorpus.annotate.money_units_zh import unit_in_front
from tzcorpus.language.exact import plus, times


def mend_torn(draft: Draft) -> None:
    """Takes in the head of a figure that scanning tore apart, flagged as repaired."""
    text, start = draft.text, draft.number
    if not start or text[start - 1] not in TEAR_CHARACTERS or not text[start].isdigit() or draft.lead:
        return
    torn = torn_head(text, start)
    if draft.unit is None:
        return
    if torn is None:
        _headless(draft)
        return
    at, head, tear = torn
    if at < draft.floor:
        return
    reading = mended(head, tear, draft.quantity)
    if reading is None or reading.amount is None:
        return
    if around.is_list_number(text, at, head, tear):
        other = reading.scaled(draft.unit.worth).amount
        draft.reading = replace(draft.reading, repaired=True, alternatives=() if other is None else (other,))
        return
    draft.reading = reading.scaled(draft.unit.worth)
    if "\n" in tear and not tear.strip():
        return  # kept to the last line's figure; the joined one is among the alternatives
    draft.number = draft.start = at
    lead = unit_in_front(text, at, draft.quantity)
    if lead is not None:
        draft.start, draft.unit, draft.lead = lead[0], lead[1], True


def _headless(draft: Draft) -> None:
    """ ".2亿元": the figure before the point is lost; the reading without the point is flagged."""
    if draft.text[draft.number - 1] not in ".·．" or draft.unit is None:
        return
    other = read(f"0.{draft.quantity}") if "." not in draft.quantity else None
    value = other.scaled(draft.unit.worth).amount if other is not None else None
    draft.reading = replace(draft.reading, repaired=True, alternatives=() if value is None else (value,))


def take_coins(draft: Draft) -> None:
    """Coins behind: 五元三毛, 8块5, 两美元又三美分; then 钱, 整."""
    assert draft.unit is not None
    last = draft.text[draft.end - 1]
    tail = tail_at(draft.text, draft.end, kuai=last in "块毛角")
    if tail is not None and draft.reading.amount is not None:
        tenth = tail[0] == draft.end + 1  # 八角五; in 三角五分 the coin is named
        draft.end, share = tail
        share = times(share, draft.unit.worth) if tenth and last in "毛角" else share
        draft.reading = replace(draft.reading, amount=plus(draft.reading.amount, share))
    if draft.text.startswith("多钱", draft.end):
        draft.end += 2
        draft.reading = draft.reading.bounded("lower", approx=True)
    if (
        re.match(r"钱(?![币包塘庄])", draft.text[draft.end : draft.end + 2])
        and draft.text[draft.end - 1] in "元块角毛分多0123456789五"
    ):
        draft.end += 1
    if draft.text.startswith(("整", "正"), draft.end) and not re.match(
        r"[正整][在式常个体]", draft.text[draft.end : draft.end + 2]
    ):
        draft.end += 1


def take_right(draft: Draft) -> None:
    """以上, 左右, 级, the denominator, and whether the whole is a class."""
    text = draft.text
    if text[draft.end : draft.end + 1] not in around.RIGHT_FIRSTS:
        draft.scale = _names_a_class(draft)
        return
    per = around.PER_AFTER.match(text, draft.end)
    if per is not None:
        draft.per, draft.end = per["per"], per.end()
    after = around.AFTER.match(text, draft.end)
    if after is not None:
        draft.end = after.end()
        draft.level = True
        if after["some"]:
            draft.reading = draft.reading.bounded("lower", approx=True)
        elif after["about"]:
            draft.reading = draft.reading.bounded(None, approx=True)
        else:
            draft.reading = draft.reading.bounded("lower" if after["lower"] else "upper", approx=False)
            draft.scale = around.CLASS_AFTER.match(text, draft.end) is not None
    elif around.CAP_AFTER.match(text, draft.end):
        draft.reading = draft.reading.bounded("upper", approx=False)
    elif around.FROM_AFTER.match(text, draft.end):
        draft.reading = draft.reading.bounded("lower", approx=False)
    elif (level := around.LEVEL.match(text, draft.end)) is not None:
        draft.end += 1 if level.group() == "级" else 0
        draft.scale = draft.level = True
    else:
        draft.scale = _names_a_class(draft)


def _names_a_class(draft: Draft) -> bool:
    """百亿元产业: a magnitude without a figure in front of what comes in classes."""
    if draft.scale or draft.quantity.strip("十百千万亿"):
        return draft.scale
    return around.CLASS_RIGHT_AFTER.match(draft.text, draft.end) is not None


def take_left(draft: Draft) -> None:
    """Hedges in front go into the span, verbs only into the value; then the denominator."""
    text = draft.text
    for _ in range(2):
        at = back_over_blanks(text, draft.start)
        if text[at - 1 : at] not in around.HEDGE_LASTS:
            break
        hit = around.hedge_before(text, at, bare=draft.reading.bare)
        if hit is None:
            break
        start, hedge = hit
        if start < draft.floor:
            break
        draft.reading = draft.reading.bounded(hedge.bound, approx=hedge.approx)
        draft.hedged = True
        if not hedge.inside:
            break
        draft.start = start
    if not draft.hedged and around.passes(text, draft.start, draft.end):
        draft.reading, draft.hedged = draft.reading.bounded("lower", approx=False), True
        draft.scale = around.CLASS_AFTER.match(text, draft.end) is not None
    if not draft.hedged and around.CAP_BEFORE.search(text[max(0, draft.start - 7) : draft.start]):
        draft.reading, draft.hedged = draft.reading.bounded("upper", approx=False), True
    sign = text[draft.number - 1] if draft.number else ""
    negative = sign in around.NEGATIVE_LASTS and around.NEGATIVE_BEFORE.search(
        text[max(0, draft.number - 2) : draft.number]
    )
    if negative and draft.floor < draft.start == draft.number and draft.reading.amount is not None:
        draft.start -= 1
        draft.reading = replace(draft.reading, amount=-draft.reading.amount)
    if draft.per is None:
        # a sum of 亿 is the size of the thing, not what one costs
        one = around.ONE_AFTER.match(text, draft.end)
        draft.per = (
            one["per"]
            if one
            else around.per_before(
                text,
                draft.start,
                draft.floor,
                price="亿" not in draft.quantity,
                size=text.startswith("的", draft.end),
            )
        )
    if not draft.hedged and draft.per is not None:
        _take_verb_before_each(draft)


def _take_verb_before_each(draft: Draft) -> None:
    """跌破每桶70美元, 不低于每亩5万元: the verb bounds the value over the denominator."""
    text = draft.text
    each = around.EACH_RIGHT_BEFORE.search(text, max(0, draft.start - 14), draft.start)
    hit = around.hedge_before(text, each.start(), bare=False) if each else None
    if hit is not None and not hit[1].inside and hit[0] >= draft.floor:
        draft.reading = draft.reading.bounded(hit[1].bound, approx=hit[1].approx)


def bare_is_money(draft: Draft) -> bool:
    """亿元 without a figure: money as 亿元以上, 上亿元, 亿元级, 百亿元; not （万元） or 每万元."""
    text = draft.text
    if draft.level or draft.hedged or draft.lead:
        return True
    if around.INTENSITY_AFTER.match(text, draft.end):
        return False
    if draft.scale:
        return True
    if len(draft.quantity.strip()) == 1:
        return False
    header = around.HEADER_BEFORE.search(text[max(0, draft.start - 4) : draft.start])
    return header is None or around.HEADER_AFTER.match(text, draft.end) is None
