"""Amounts of money in Chinese and English text: where they stand and what they say, exactly.

The span takes in numeral, magnitude, currency, hedges (近, 约, nearly), bounds that are no verb (以上, at
least) and a denominator behind the currency (/亩, per mu); verbs, counters and denominators in front
(每亩, 亩均) stay outside and only the value knows them.
"""

from __future__ import annotations

from tzcorpus.annotate import money_en, money_zh
from tzcorpus.annotate.money_links import linked
from tzcorpus.records import Entity, Language


def find_money(text: str, lang: Language) -> list[Entity]:
    """The amounts of money in ``text``, in order and without overlap.

    Each entity has the label MONEY, a span over ``text`` in code points and a `tzcorpus.records.Money`.
    Two mentions of one amount in two currencies (30亿美元（约合217亿元人民币）) point to each other by
    ``same_as``.

    >>> [(e.surface, e.value.amount, e.value.low) for e in find_money("招引企业营收超24亿元", "zh")]
    [('超24亿元', Decimal('2400000000'), Decimal('2400000000'))]
    """
    finder = money_zh.find if lang == "zh" else money_en.find
    return linked(text, finder(text))
