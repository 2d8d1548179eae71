"""Amounts of money in Chinese and English text: where they stand and what they say, exactly.

The span (annotation guideline, section MONEY) takes in

- numeral, magnitude and currency, in front, behind or both (人民币50元), with 钱, 整 and coins (八块五毛钱);
- hedges (近, 约, 超, 超过, 不足, 余, 多, 左右, nearly, more than);
- bounds that are no comparing verb (以上, 以下, 至少, 最高, at least, up to);
- a denominator right behind the currency (5万元/亩, 50,000 yuan per mu);
- 级 and -level of a class, whose kind is "scale".

Outside stay verbs, which only bound the value (低于, 不低于, 不超过, 突破, exceeded), counters (2个),
articles, class nouns, and denominators in front (每亩, 亩均税收) or loosely behind (68 yuan a tin), which are
in `Money.per`.

`Money.bound` is "lower" exactly where `low` is known and `high` is not, "upper" the other way round. 以上,
至少 and 低于 are sharp (not `approx`); 超, 近, 余, 多 and 约 are not.
数亿 has no amount, low 1e8 and high 1e9
(excluded), as have 几亿 and "several hundred million"; 十几亿 lies between 10 and 20. ¥ is CNY. A figure that
scanning tore apart is `repaired`, with the other readings as `alternatives`. Runs of more than 30 digits are
not read.
"""

from __future__ import annotations

from tzcorpus.annotate import money_en, money_zh
from tzcorpus.annotate.money_countries import with_country
from tzcorpus.annotate.money_links import linked, shared_denominators
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
    return linked(text, shared_denominators(text, with_country(text, finder(text))))
