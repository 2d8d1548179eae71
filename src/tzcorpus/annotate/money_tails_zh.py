"""Coins behind a Chinese amount: 三元五角二分, 8块5, 两美元又三美分, 10日元5日本銭."""

from __future__ import annotations

import re
from decimal import Decimal

from tzcorpus.annotate.money_currencies import words
from tzcorpus.language import numerals_zh
from tzcorpus.language.exact import ZERO, plain, plus, times

_FIGURE = re.compile(
    r"[又零和]?(\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
)
# 八块五, 八块五一斤; in 两百块一斤 and 三块两斤 the figure counts what the money buys.
_BOUGHT = (
    "斤公克个碗张份只条件瓶盒把串杯袋两米套台人次辆亩枚支本趟天月晚"
    "根枝颗粒棵株包箱罐桶壶盘副双床片卷节间位票车吨尺度"
)
_TENTH = re.compile(
    rf"(\d|[一二三四五六七八九])(?=一[{_BOUGHT}])|(\d|"
    rf"一(?![组排批样根节座栋间块片家双头匹棵株颗粒吨桶箱包罐期])|"
    rf"[二三四五六七八九])(?![\d.,万千百亿十余多一二三四五六七八九年日号%点{_BOUGHT}])"
)
# 分 begins ordinary words: 3元分期, 5元分给.
_NOT_COIN = re.compile(r"分(?:钟|之|局|公|店|支|行|院|厂|别|期|批|布|给|成|配|红|秒)")


def tail_at(text: str, start: int, *, kuai: bool) -> tuple[int, Decimal] | None:
    """End of the coins that start at ``start`` and their worth in the unit before them.

    >>> tail_at("八块五毛钱", 2, kuai=True)
    (4, Decimal('0.5'))
    """
    at, total = start, ZERO
    for _ in range(2):
        figure = _FIGURE.match(text, at)
        if figure is None:
            break
        hit = words("zh").at(text, figure.end())
        if hit is None or not hit[1].minor or _NOT_COIN.match(text, figure.end()):
            break
        read = numerals_zh.value_of(figure.group(1))
        if read is None:
            break
        total = plus(total, times(read[0], hit[1].worth))
        at = hit[0]
    if at == start and kuai:
        tenth = _TENTH.match(text, start)
        if tenth is not None:
            return tenth.end(), Decimal(f"0.{numerals_zh.DIGITS.get(tenth.group(), tenth.group())}")
    return (at, plain(total)) if at > start else None
