"""Which currency a Chinese figure counts, in front of it or behind; words that only look like one."""

from __future__ import annotations

import re

from tzcorpus.annotate import money_words_zh as around
from tzcorpus.annotate.money_cues_zh import sum_in_sentence
from tzcorpus.annotate.money_currencies import Unit, words
from tzcorpus.annotate.money_draft_zh import Draft, back_over_blanks, over_blanks
from tzcorpus.annotate.money_sense import sense
from tzcorpus.annotate.money_tails_zh import tail_at
from tzcorpus.language.exact import ONE

_WORD_PREFIXES = re.compile(r"[币金MBYDRPFKLNS]$|[^\u3400-\u9fffA-Za-z]$")
_HAN = re.compile(r"[\u3400-\u9fff]")
# Behind 5亿元 these make the currency word a thing of its own: 5亿元美元债券.
_NOT_SECOND = re.compile(r"汇率|升值|债券|贷款|指数")
# Shops are named after prices of at most so many characters: 9.9元店.
_SHOP_FIGURE = 3
# A price named so few characters before tells that 块 counts money too.
_NEAR_PRICE = 20
_CLAUSE = 16
_SENTENCE = 40
_TEN, _HUNDRED = 10, 100
# 收入有两块, 缺的那一块: parts of something
_PARTS = frozenset("分有共这那哪每成为的是另各")
_SAFE_CODES = frozenset(
    "USD EUR GBP JPY CNY CNH RMB HKD SGD AUD CHF KRW TWD NTD NZD THB INR RUB MYR IDR VND SEK NOK DKK AED "
    "SAR ZAR "
    "BRL MXN PLN HUF CZK ILS".split()
)


def unit_in_front(text: str, start: int, quantity: str) -> tuple[int, Unit, around.Hedge | None] | None:
    """A currency in front: 人民币50元, US$, 港币. A word that also ends a rate (美元) needs a magnitude."""
    at = back_over_blanks(text, start)
    hedge = None
    hit = words("zh", "sign").before(text, at)
    if hit is None and text[at - 1 : at] not in around.HEDGE_LASTS:
        return None
    if hit is None:  # 人民币约5亿元
        hedged = around.hedge_before(text, at, bare=False)
        if hedged is None or not hedged[1].inside:
            return None
        hedge, at = hedged[1], back_over_blanks(text, hedged[0])
        hit = words("zh", "sign").before(text, at)
        if hit is None:
            return None
    begin, unit = hit
    form = text[begin:at]
    if form.isascii() and form.isalnum():
        if begin and text[begin - 1].isascii() and text[begin - 1].isalnum():
            return None
        if form not in _SAFE_CODES and not set(quantity) & set("万亿兆,，"):
            return None
    elif not _WORD_PREFIXES.search(form) and not set(quantity) & set("万亿兆"):
        return None
    if form in ("元", "圆", "镑", "欧", "铢", "角", "毛", "分", "毫") or unit.minor:
        return None
    return begin, unit, hedge


def is_plain_yuan(text: str, draft: Draft) -> bool:
    """Is the unit behind plain 元, which the currency in front makes precise?"""
    return draft.unit is not None and draft.unit.code == "CNY" and draft.unit.worth == 1


def unit_behind(draft: Draft, *, after_lead: bool) -> tuple[int, Unit] | None:
    """End and unit of the currency word behind the quantity, when it is one here."""
    text, at = draft.text, over_blanks(draft.text, draft.end)
    hit = words("zh", "sign").at(text, at)
    if text.startswith("块", at):
        return _kuai(draft, at)
    if hit is None:
        return None
    end, unit = hit
    form = text[at:end]
    magnitude = bool(set(draft.quantity) & set("万亿兆"))
    if form.isascii() or not _HAN.match(form):
        following = text[end : end + 1]
        joined = following.isascii() and following.isalnum()
        if joined or (form not in _SAFE_CODES and form not in ("$", "€", "£", "US$")) or after_lead:
            return None
        return end, unit
    trap = around.AFTER_TRAPS.get(form)
    if trap and trap.match(text, end):
        return None
    if form in around.NEEDS_MAGNITUDE and not magnitude:
        return None
    if form in around.NEEDS_MONEY_WORD:
        return _coin(draft, end, unit, form)
    if form == "人民币" and not set(draft.quantity) & set("十百千万亿兆0123456789"):
        return None  # 李四人民币: the figure is the end of a name
    if form == "元":
        return _yuan(draft, at, end, unit)
    return end, unit


def _coin(draft: Draft, end: int, unit: Unit, form: str) -> tuple[int, Unit] | None:
    """毛, 角, 分 alone count many things; money only as 五毛钱."""
    text = draft.text
    if form == "圆":
        return (
            (end, unit) if re.match(r"整|$|[，。；）)]|[一二三四五六七八九]角", text[end : end + 2]) else None
        )
    if re.match(r"钱(?![币包塘庄])", text[end : end + 2]):
        window = text[max(0, draft.number - 9) : draft.number]
        none = draft.quantity == "一" and around.NOT_A_CENT.search(window)
        return None if none or around.IDIOM.match(text, draft.number) else (end + 1, unit)
    if form in "毛角" and len(draft.quantity) == 1 and not around.TWO_COINS.match(text, end):
        clause = _mao(draft, end, unit)
        if clause is not None or form == "毛":
            return clause
    if form == "分" and around.CENTS_PER.match(text, end):
        return end, unit
    coins = tail_at(text, end, kuai=False) if form in "角毛" else None
    if coins is None:
        return None
    closed = form in "角毛" and around.COIN_AFTER.match(text, coins[0])
    return (end, unit) if closed or text.startswith("钱", coins[0]) else None


def _mao(draft: Draft, end: int, unit: Unit) -> tuple[int, Unit] | None:
    """六毛, 八角五 at the end of a clause after a price word; 三毛 the writer is none, nor five corners."""
    text = draft.text
    stop = end + 1 if re.match("[一二三四五六七八九5]", text[end : end + 1]) else end
    window = text[max(0, draft.number - 8) : draft.number]
    ends = re.match(r"$|[，。；！？、,;!?）)]|以上|左右|上下|就", text[stop : stop + 2])
    if window.endswith("从") and re.match("[涨降跌升提调加减][到至]", text[stop : stop + 2]):
        return end, unit
    if _bought(text, end) or _bought(text, stop):
        return end, unit  # 八毛一斤
    if ends and ((stop > end and text[end - 1] == "毛") or around.MAO_BEFORE.search(window)):
        return end, unit
    if ends and (draft.quantity != "三" or stop > end) and sum_in_sentence(text, draft.number):
        return end, unit  # 超出部分八毛; 三毛 may be the writer
    return None


def _yuan(draft: Draft, at: int, end: int, unit: Unit) -> tuple[int, Unit] | None:
    text, quantity = draft.text, draft.quantity
    if len(quantity) <= _SHOP_FIGURE and around.YUAN_SHOP.match(text, at):
        return None
    if quantity in ("0", "零", "1", "一") and around.YUAN_FREE.match(text, at):
        return None
    if (len(quantity) == 1 and quantity in "一二两三四五六七八九零") or quantity == "0":
        if not around.SINGLE_YUAN_AFTER.match(text, end) or around.YUAN_TRAPS.match(text, at):
            return None
    elif around.YUAN_TRAPS.match(text, at):
        return None
    hit = words("zh", "sign").at(text, end)  # 3万元欧元: the second word is the precise one
    if hit is None or hit[0] - end < 2 or hit[1].minor or text[end : hit[0]].isascii():
        return end, unit
    return (end, unit) if _NOT_SECOND.match(text, hit[0]) else hit


def _bought(text: str, at: int) -> bool:
    """Does 一斤, 一根 … follow?"""
    return text.startswith("一", at) and around.COIN_AFTER.match(text, at) is not None


def _kuai(draft: Draft, at: int) -> tuple[int, Unit] | None:
    """块 counts land and screens too: money with 钱, with coins, or at a clause's end after a price word."""
    text = draft.text
    unit = Unit("CNY", ONE)
    end = at + 1
    if (
        draft.quantity.endswith("把")
        or re.match(r"多?钱", text[end : end + 2])
        or tail_at(text, end, kuai=True)
    ):
        return end, unit
    window = text[max(0, draft.number - 8) : draft.number]
    if around.KUAI_AFTER.match(text, end) and (around.PRICE_BEFORE.search(window) or _among_prices(draft)):
        return end, unit
    if around.KUAI_AFTER.match(text, end) and _kuai_of_money(draft):
        return end, unit
    if around.SPENT_AFTER.match(text, end) and around.SPENT_BEFORE.search(window):
        return end, unit
    if around.BY_THE_PIECE.match(text, end):
        return end, unit
    if around.ENOUGH.match(text, end) and re.search("[百千万]", draft.quantity):
        return end, unit
    return None


def _kuai_of_money(draft: Draft) -> bool:
    """三千零五十块: from a hundred up nothing but slabs comes so; a smaller figure needs a sum or a word."""
    text, start = draft.text, draft.number
    sentence = re.split("[。！？\n]", text[max(0, start - _SENTENCE) : start])[-1]
    clause = re.split("[，；、：]", sentence)[-1][-_CLAUSE:]
    if around.SLABS.search(clause) or around.SLABS_IN_SENTENCE.search(sentence) or "万" in draft.quantity:
        return False
    value = draft.reading.low if draft.reading.amount is None else draft.reading.amount
    if clause.endswith(("成", "成了", "为")):
        return False  # 拆成两千二百块
    if value is not None and value >= _HUNDRED:
        return True
    if clause[-1:] in _PARTS or (draft.quantity == "一" and not clause):
        return False
    if value is not None and value < _TEN:
        return sum_in_sentence(text, start)
    return sum_in_sentence(text, start) or sense(text, start, draft.end, "zh") > 0


def _among_prices(draft: Draft) -> bool:
    """25块 in a sentence that has just named a price: 一人160元，盒饭两荤一素，25块."""
    if not draft.quantity.isdecimal() or len(draft.quantity) < 2 or not draft.floor:
        return False
    between = draft.text[draft.floor : draft.number]
    return (
        len(between) <= _NEAR_PRICE
        and not set(between) & set("。！？\n")
        and draft.text[draft.floor - 1] in "元块"
    )
