"""What stands beside a Chinese name and says that it is a firm's: posts, shares, lawsuits, factories, verbs.

Signs are counted, not believed: 2 for what only firms have or do, 1 for what people, public bodies and goods
may have or do as well (table ``firm_signs``).
"""

from __future__ import annotations

import re
from functools import cache

from tzcorpus.language.tables import one_of, rows

_HAN = "[\u4e00-\u9fff]"
# Longest stretch of adverbs, times and places that is read between a name and its predicate.
_BETWEEN = (
    r"(?:(?:于|自)?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)|\d{4}年|近日|日前|近期|此前|目前|今天|昨天|今日|昨日|当天|当日|周[一二三四五六日]|上周|"
    r"本周|本月|上月|今年|去年|前年|明年|年内|年底|年初|上半年|下半年|一季度|二季度|三季度|四季度|率先|首次|正式|顺利|成功|已经|已|将|拟|曾|正|正在|"
    r"正式|又|也|还|再|再次|先后|相继|接连|陆续|计划|预计|准备|打算|决定|最终|随后|连续|全资|独家|自主|主要|主动|共同|共|则|均|都|同时|就|才|则|却|不再|不|未|"
    r"拟以[^，。；]{1,10}?|以[^，。；以]{1,12}?价?格?|因[^，。；因]{0,3}|被|在[^，。；在]{1,12}?|向[^，。；向]{1,9}?|对[^，。；对]{1,8}?|从[^，。；从]{1,8}?|为[^，。；为]{1,8}?|"
    r"[与和同][^，。；与和同、]{2,12}?)"
)


@cache
def _after(weight: str) -> re.Pattern[str]:
    words = [word for word, heavy, side in rows("firm_signs") if side == "after" and heavy == weight]
    return re.compile(
        rf"(?:[）)”]|（[^（）]{{1,12}}）)?的?(?:[、和与及][^，。；、\n]{{2,7}}){{0,2}}(?:{_BETWEEN}{{0,3}}?)(?:{one_of(words)})"
    )


@cache
def _before(weight: str) -> re.Pattern[str]:
    words = [word for word, heavy, side in rows("firm_signs") if side == "before" and heavy == weight]
    return re.compile(f"(?:{one_of(words)})“?$")


_ROUND = re.compile(
    r"获(?:得)?[^，。；]{0,10}?(?:增资|注资|融资|订单|授信)|"
    r"完成(?:了)?[^，。；]{0,8}?(?:轮|亿元|万元|美元)[^，。；]{0,6}?融资|[（(]\d{6}(?:\.(?:SH|SZ|BJ|HK))?[）)]|[（(]0\d{4}\.HK[）)]"
)
# the name itself goes on: 中国船舶|工业行业协会, 联想|到
_OBJECT = re.compile(
    r"[^，。；、！？\n]{2,24}?项目(?:、|[^，。；]{0,6}(?:签约|开工|落地|落户|投产|竣工|摘牌|完成土地))|"
    rf"完成(?:了)?[^，。；]{{0,6}}(?:适配|交付|改制|验收|检修|股改|搬迁|首单|交割|备案|注册|首飞|下线|安装)|"
    rf"(?:把|将){_HAN}{{1,8}}(?:搬|卖|租|装|送|投|建|迁)"
)
# words that stand in front of anything
_JOINTS = frozenset("和与同向为从由给被替帮靠找叫")
# longest word before a name
_LONGEST = 7


def signs_after(text: str, end: int) -> int:
    """How much of what follows ``end`` says that a firm's name ends there: 0, 1 or 2."""
    if _after("2").match(text, end) or _ROUND.match(text, end):
        return 2
    return 1 if _after("1").match(text, end) or _OBJECT.match(text, end) else 0


def signs_before(text: str, start: int, *, alone: bool = False) -> int:
    """How much of what stands in front of ``start`` says that a firm's name begins there: 0, 1 or 2.

    ``alone`` where nothing behind the name says so: then a preposition or a conjunction does not either.
    """
    head = text[max(0, start - _LONGEST) : start]
    if _before("2").search(head):
        return 2
    match = _before("1").search(head)
    return 1 if match and not (alone and match.group() in _JOINTS) else 0
