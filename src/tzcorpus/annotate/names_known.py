"""Firms everybody knows: the table ``national_firms``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tzcorpus.annotate.names_found import Found
from tzcorpus.annotate.names_left import run_before
from tzcorpus.annotate.names_lexicon import cued_firms, known_firms, tokens, trades
from tzcorpus.annotate.names_short import Weighed, run_after
from tzcorpus.annotate.names_signs import signs_after, signs_before
from tzcorpus.language.tables import column, one_of


@cache
def _known() -> tuple[Any, tuple[str, ...]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    names = tuple(sorted(known_firms() | cued_firms()))
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


# 巴斯夫（广东）
_BRANCH = re.compile(r"[（(][\u4e00-\u9fff]{2,4}[）)]")
# 大学, 路, 镇 … behind a firm's name make another thing of it
_OTHER_THING = re.compile(
    r"(?:大学|学院|路|镇|村|街道|县|市|区|杯|奖|人民|地区|洲|河|江|山|时代的|女士|先生|之[\u4e00-\u9fff]{1,3}[”’」』]|"
    r"[A-Za-z]{0,4}-?\d)"
)
# 一车八|百度, 经开区|招商局
_OTHER_BEFORE = re.compile("[一二两三四五六七八九十几数0-9](?=百度)|[区县市州镇省委乡](?=招商局)")
# What a known firm's house of another trade is called (桐昆|石化, 渣打|租赁（天津）), where the phrase ends
# there or goes on as one about a firm; goods are no part of a name (华为|手机).
_HOUSE = re.compile(
    "(?:石化|化工|化学|租赁|地产|置业|证券|信托|财险|寿险|保险|钢铁|矿业|铝业|铜业|航运|海运|港口|国际|实业|金服|数科|"
    "建工|能源|新材料?|环保|环境|水务|燃气|制药|发展|控股|物流|零部件)"
    "(?=[（(][\u4e00-\u9fff]{2,4}[）)]|[，。、；：”）]|也|将|已|拟|则|把|与|和|隔|派|签|中标|董事|总经理|总裁|负责人|的工厂|的车间)"
)


# 中国船舶|工业行业协会
_TRADES = one_of(trades())
_BODIES = one_of(column("bodies"))
_FUND = "[\u4e00-\u9fff]{2,8}基金(?!公司|经理)"
_BODY = re.compile(rf"(?:{_TRADES}|行业|产业|企业家)*(?:{_BODIES}|报|网讯|队(?!伍))|{_FUND}")
# 中国建筑第八工程局有限公司
_NUMBERED = re.compile(
    r"(?:中国|中铁|中建|中交|中冶|中核|中水)[\u4e00-\u9fff]{0,6}第?[一二三四五六七八九十]{1,3}[\u4e00-\u9fff]{0,8}?(?:集团)?(?:股份)?有限公司|"
    r"(?:中国建筑|中国水电|中国电建|中国铁建|中铁|中建|中交|中冶)第[一二三四五六七八九十]{1,3}[\u4e00-\u9fff]{0,6}?工程局"
)
# A name that is also a word wants this much beside it.
NEED_OF_A_WORD = 2


def find_known(text: str) -> Iterator[Weighed]:
    """Firms of the table ``national_firms``, with those that need a sign (苹果, 大众)."""
    for match in _NUMBERED.finditer(text):
        found = Found(match.start(), match.end(), "COMPANY", "name-legal", 0.99, full=True)
        yield Weighed(found, 0, 0, clean=True, whole=True, quality=3)
    matcher, names = _known()
    cued = cued_firms()
    for index, start, end in matcher.find_matches_as_indexes(text):
        name = names[index]
        if _OTHER_THING.match(text, end) or (len(name) > 2 and _BODY.match(text, end)):
            continue
        if name.isascii() and (_latin(text, start - 1) or _latin(text, end)):
            continue
        if not name.isascii() and (len(name) == 2 or name in cued) and _straddled(text, start, end):
            continue
        if start and _OTHER_BEFORE.match(text, start - 1):
            continue
        house = _HOUSE.match(text, end) if name not in cued else None
        end = house.end() if house else end
        branch = _BRANCH.match(text, end)
        end = branch.end() if branch else end
        start = start - 4 if text.startswith("株式会社", max(0, start - 4), start) else start
        found = Found(start, end, "COMPANY", "name-known", 0.9, "", name, "")
        if name in cued:
            signs = signs_after(text, end) + signs_before(text, start)
            yield Weighed(found, NEED_OF_A_WORD, signs, clean=True, whole=True, quality=1)
        else:
            yield Weighed(found, 0, 0, clean=True, whole=True, quality=3)


def _straddled(text: str, start: int, end: int) -> bool:
    """Does a word of the dictionary reach over an end of the name: 日|本钢|材, 上|海大|学?"""
    at = run_before(text, start, reach=4)
    for word in tokens(text[at : run_after(text, end, reach=4)]):
        first, last = at + word.start, at + word.start + len(word.text)
        if word.known and (first < start < last or first < end < last) and len(word.text) > 1:
            return True
    return False


def _latin(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()
