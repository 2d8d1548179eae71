"""Chinese parks: a zone word with a name in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tzcorpus.annotate.names_found import Found
from tzcorpus.annotate.names_left import Left, read_left
from tzcorpus.annotate.names_lexicon import NOWHERE, is_word, jargon, places, trades
from tzcorpus.language.tables import column, one_of, rows

_HEADS = {word: kind for word, kind in rows("zones") if kind != "base"}
# longest first; not where the word goes on: 新区域, 科技城市, 产业园林
_ANCHOR = re.compile(f"(?:{one_of(_HEADS)})(?![域块间别位分市镇乡际墙林口湾])")
# A bare 园 behind an unknown word, where what stands around it says that firms are there
_YARD = re.compile(r"园(?<=[\u4e00-\u9fff]{2}园)(?![区林地艺丁长子圃圈])")
_YARD_BEFORE = re.compile(
    r"(?:入驻|迁入|迁至|落户|落地|搬入|搬进|进驻|走进|位于|坐落于?|设在|在|入园|就是|来到)$"
)
_YARD_AFTER = re.compile(
    r"[”’」』]?(?:开园|正式开园|的所在地|所在地|内|落成|启用|揭牌|招引|集聚|管委会|管理方|运营|园区|入驻|引进|投用|"
    r"投入使用|是|建成|二期|一期|已|将)"
)
# gardens, orchards and the like, and words that end so
_GARDENS = re.compile(
    r"(?:幼儿|公|校|花|家|乐|果|茶|庄|田|陵|菜|动物|植物|游乐|学|葡萄|采摘|农|梨|桃|苗|湿地|森林|体育|文化|儿童|主题|"
    r"古典|地质|遗址|嘉年华|生态|科普|示范|观光|共享|美丽|绿色|幸福|精神|生活|产业|工业|科技|创业)$"
)
_PLACED = frozenset("经开区 高新区 经济开发区 经济技术开发区 高新技术产业开发区 综保区 综合保税区".split())
# jargon that zones are named after: 宁波国家高新区, 绍兴滨海新区
_BEFORE_ZONES = frozenset("国家 滨海 临港 空港 临空 滨江 沿海 海洋 蓝色 科创 高铁".split())
_WATERSIDE = frozenset("滨海 临港 临空 空港 滨江".split())
_NATIONAL = re.compile(r"^国家(?:级)?$")
SCORES = {"zone": 0.97, "park": 0.93, "city": 0.9, "valley": 0.75, "yard": 0.8}


def find_parks(text: str, local: frozenset[str] = NOWHERE) -> Iterator[Found]:
    """Named parks in order."""
    for match in _FREE_TRADE.finditer(text):
        yield Found(match.start(), match.end(), "PARK", "park-zone", SCORES["zone"], full=True)
    anchors = list(_ANCHOR.finditer(text))
    floor = 0
    for number, match in enumerate(anchors):
        kind = _HEADS[match.group()]
        following = anchors[number + 1] if number + 1 < len(anchors) else None
        if kind != "zone" and following and _goes_on(text, match.end(), following.start()):
            continue  # 南湾智谷|机器人产业园 is one name
        left = read_left(text, match.start(), floor=floor, local=local, kind="park")
        if (
            not left.place
            and not left.brand
            and left.trade
            and text[left.start - 1 : left.start] in ("与", "和")
        ):
            more = read_left(text, left.start - 1, floor=floor, local=local, kind="park")
            if more.place and more.trade:  # 威海|医疗器械与生物医药|产业园
                left = more._replace(trade=text[left.start - 1 - len(more.trade) : match.start()])
        inside = floor > 0 and left.start == floor
        if _is_named(left, kind, match.group()):
            left = left._replace(start=_with_country(text, left))
        elif inside and _describes(text[floor : match.start()]) and kind != "zone" and len(match.group()) > 4:
            pass  # 镇江新区|航空航天产业园: the park in front says which
        elif bracketed := _BRACKETED.search(text, max(floor, match.start() - 24), match.start()):
            if bracketed[2] not in places():
                continue
            left = left._replace(start=bracketed.start(), place=bracketed[2])
        else:
            continue
        floor = match.end()
        yield _found(left, match.end(), kind)
    yield from _yards(text, local)
    for match in _national().finditer(text):
        yield Found(match.start(), match.end(), "PARK", "park-known", SCORES["zone"], full=True)


@cache
def _national() -> re.Pattern[str]:
    """The parks of the table ``national_parks``."""
    return re.compile(one_of(column("national_parks")))


# the part of a free trade zone with its whole name in front
_FREE_TRADE = re.compile(
    r"中国（[\u4e00-\u9fff]{2,4}）(?:自由贸易试验区|自贸试验区|自贸区)[\u4e00-\u9fff]{2,8}?(?:新片区|片区)"
)
# 中德（沈阳）高端装备制造|产业园, 西部（重庆）|科学城
_BRACKETED = re.compile(
    r"(中[\u4e00-\u9fff]|[东西中南北]部|中国|国家|国际)[（(]([\u4e00-\u9fff]{2,6})[）)][\u4e00-\u9fff]{0,10}$"
)
_COUNTRY = re.compile(r"(?:中国|[\u4e00-\u9fff]{2}(?=[—–－]))[—–－·-]{1,2}$")


# trades that are also what is done to a park: 高新区|建设|产业园
_DONE = frozenset("建设 开发 运营 管理 投资 发展 服务 加工 制造 生产 经营 推广 引导".split())


def _describes(between: str) -> bool:
    """Does nothing stand between two zone words, or a trade?"""
    return not between or (between in trades() and between not in _DONE)


def _with_country(text: str, left: Left) -> int:
    """Where the name starts if 中国— stands in front of the other country."""
    match = _COUNTRY.search(text, max(0, left.start - 4), left.start)
    return match.start() if match else left.start


def _found(left: Left, end: int, kind: str) -> Found:
    return Found(
        left.start,
        end,
        "PARK",
        f"park-{kind}",
        SCORES[kind],
        left.place,
        left.brand,
        left.trade,
        bool(left.place),
    )


def _goes_on(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return len(between) <= 8 and (not between or between in trades())


def _is_named(left: Left, kind: str, head: str) -> bool:
    """Is the zone word a name's, or a class's (国家级经开区, 机器人产业园)?"""
    bracket = "（" in left.trade or "(" in left.trade
    place = left.place
    if left.brand in _WATERSIDE and left.trade and kind == "zone":
        return True  # 滨海|印染|产业集聚区
    if left.brand in jargon() or _NATIONAL.match(left.brand):
        # 台州|数字经济|产业园 is one park; 浙江|绿色|开发区 is none
        fits = kind == "park" or left.brand in _BEFORE_ZONES
        return bool(place) and fits and place not in ("中国", "中华")
    if place in ("中国", "中华"):
        return bracket or left.quality >= 2
    if place:
        return left.quality > 0 or not left.brand or len(left.brand) == 1
    if kind == "zone" and head in _PLACED and left.quality == 1 and 2 <= len(left.brand) <= 3:
        # only a place stands in front of these; a word that is none of our places then is one all the same
        return left.before is None or left.before.tag in ("p", "v", "uj", "c")
    return left.quality >= 2 and len(left.brand) >= 2


def _yards(text: str, local: frozenset[str]) -> Iterator[Found]:
    """鹿芯园 and the like: an unknown word before 园, beside words of moving in or opening."""
    for match in _YARD.finditer(text):
        left = read_left(text, match.start(), local=local, kind="park")
        if not 2 <= len(left.brand) <= 4 or left.trade or left.quality < 3:
            continue
        if _GARDENS.search(left.brand) or is_word(left.brand[-2:] + "园") or is_word(left.brand + "园"):
            continue
        around = _YARD_AFTER.match(text, match.end()) or _YARD_BEFORE.search(text[: left.start][-5:])
        if left.place or around:
            yield _found(left, match.end(), "yard")
