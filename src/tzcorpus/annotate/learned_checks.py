"""What the rules know against a name that only the learned recogniser sees: classes, bodies, persons."""

from __future__ import annotations

import re

from tzcorpus.annotate.aliases_zh import parts
from tzcorpus.annotate.names_brand import ACRONYMS, is_transliteration
from tzcorpus.annotate.names_context import NOT_FIRMS
from tzcorpus.annotate.names_lexicon import NOWHERE, known_firms, places, quantities
from tzcorpus.language.tables import column, rows
from tzcorpus.records import Entity, Span

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施洪季俞柳"
)
_BODIES = "|".join(sorted(map(re.escape, column("bodies")), key=len, reverse=True))
# 化 goes on from a name and ends many
_LONG_BODIES = "|".join(sorted((re.escape(b) for b in column("bodies") if len(b) > 1), key=len, reverse=True))
_BODY = re.compile(f"(?:{_LONG_BODIES}|[局厅委办院校馆站所队])$")
# behind the name: it goes on to a body, a belt, a class of thing
_GOES_ON = re.compile(
    rf"[\u4e00-\u9fff]{{0,2}}(?:{_BODIES})|(?:产业|科创|创新)?(?:带|走廊|集群|平台)|[局厅委办院校馆]"
)
# what joins two names: Python和Linux
_JOINED = re.compile("[和与及、，。；：]")
# A bare brand is seldom longer, unless it transliterates.
_LONGEST_BARE = 3
_CLAUSE_ENDS = "，。；！？\n"
_UNITS = frozenset("市县区省")
_COUNTRIES = frozenset(name for name, kind in rows("regions") if kind == "country")
_FORMS = column("legal_forms")
_LETTERS = re.compile("[A-Za-z0-9]+")
# 政策性银行
_CLASS_OF_FIRMS = re.compile("[性型化级类](?:银行|公司|企业|集团)$")
# Words for how much a brand looks like one: an ordinary word is no brand (`names_brand.quality`).
_UNLIKE_WORDS = 2


def is_hopeless(entity: Entity, text: str, local: frozenset[str] = NOWHERE) -> bool:
    """Is this surely none: a place, a body, a trade, a class of parks?"""
    surface = entity.surface
    letters = _LETTERS.match(surface)
    if letters and letters.group() in ACRONYMS:
        return True  # AI|大模型
    if entity.label == "PARK":
        return any(word in surface for word in quantities()) or not _may_be_park(entity, local)
    if (
        surface in _FORMS
        or surface in NOT_FIRMS
        or _CLASS_OF_FIRMS.search(surface)
        or surface in places()
        or surface in local
        or _BODY.search(surface)
        or _JOINED.search(surface)
    ):
        return True
    if surface in known_firms():
        return False
    if _GOES_ON.match(text, entity.span.end):
        return True
    part = parts(surface, "COMPANY", local)
    if part.trade and part.place and not part.brand + part.form:
        around = text[: entity.span.start][-1:] + text[entity.span.end :][:1]
        return "、" in around  # 黄岩模具、温岭泵业: industries
    if part.trade or part.form:
        return not (part.brand or part.form)  # 新能源汽车
    return _is_clause(entity.span, text) and _is_long(surface)


def _is_clause(span: Span, text: str) -> bool:
    """Is this a clause by itself (山高水长，…), of which nothing is said?"""
    before, after = text[: span.start][-1:], text[span.end :][:1]
    return bool(before + after) and before in _CLAUSE_ENDS and after in _CLAUSE_ENDS


def _is_long(surface: str) -> bool:
    return len(surface) > _LONGEST_BARE and not surface.isascii() and not is_transliteration(surface)


def is_doubtful(entity: Entity, local: frozenset[str] = NOWHERE) -> bool:
    """Could this firm well be words of another kind: a trade without a brand, ordinary words, a phrase?"""
    surface = entity.surface
    if entity.label == "PARK" or surface in known_firms():
        return False
    if surface.isascii():
        return True  # half of them are products and persons
    part = parts(surface, "COMPANY", local)
    if part.form and part.brand:
        return False
    if not part.brand or part.quality < _UNLIKE_WORDS:
        return True
    return not part.trade and _is_long(surface)


def _may_be_park(entity: Entity, local: frozenset[str]) -> bool:
    """Parks of which the rules make nothing need a place of ours or a brand in front."""
    part = parts(entity.surface, "PARK", local)
    if part.brand and part.quality >= _UNLIKE_WORDS:
        return True
    known = places() | local
    return any(entity.surface[:size] in known for size in range(2, min(6, len(entity.surface))))


# rules that know where a name ends
_SURE_ENDS = ("name-legal", "name-group", "name-bank", "park-")


def may_move(learned: Entity, rule: Entity) -> bool:
    """May the learned span stand for the rule's? Where a name with a form ends the rules know better; a unit
    of an elided city (市|海城集团) and a country in front belong to no name.
    """
    sure_end = rule.source.partition(":")[2].startswith(_SURE_ENDS)
    if sure_end and learned.span.end != rule.span.end:
        return False
    if learned.span.start >= rule.span.start:
        return True
    added = learned.surface[: rule.span.start - learned.span.start]
    return learned.label == "COMPANY" and added not in _UNITS and added not in _COUNTRIES
