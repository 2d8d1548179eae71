"""What the rules know against a name that only the learned recogniser sees: classes, bodies, persons."""

from __future__ import annotations

import re

from tzcorpus.annotate.aliases_zh import parts
from tzcorpus.annotate.names_brand import ACRONYMS, is_transliteration
from tzcorpus.annotate.names_context import NOT_FIRMS
from tzcorpus.annotate.names_lexicon import NOWHERE, known_firms, places, quantities
from tzcorpus.language.tables import column, rows
from tzcorpus.records import Entity

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施洪季俞柳"
)
_HAN = re.compile("[\u4e00-\u9fff]+")
# Latin letters and then words, which is a class and no brand: RCEP国家
_MIXED = re.compile("[A-Za-z]+[\u4e00-\u9fff]{2,}")
_BODIES = "|".join(sorted(map(re.escape, column("bodies")), key=len, reverse=True))
# 化 goes on from a name and ends many
_LONG_BODIES = "|".join(sorted((re.escape(b) for b in column("bodies") if len(b) > 1), key=len, reverse=True))
_BODY = re.compile(f"(?:{_LONG_BODIES}|[局厅委办院校馆站所队])$")
# behind the name: it goes on to a body, a belt, a class of thing
_GOES_ON = re.compile(
    rf"[\u4e00-\u9fff]{{0,2}}(?:{_BODIES})|(?:产业|科创|创新)?(?:带|走廊|集群|平台)|[局厅委办院校馆]"
)
# What a name in Latin letters must score.
SURE_OF_LATIN = 0.9
# what joins two names: Python和Linux
_JOINED = re.compile("[和与及、，。；：]")
# A bare brand is seldom longer, unless it transliterates.
_LONGEST_BARE = 3
_UNITS = frozenset("市县区省")
_COUNTRIES = frozenset(name for name, kind in rows("regions") if kind == "country")
_FORMS = column("legal_forms")
_LETTERS = re.compile("[A-Za-z0-9]+")
# 政策性银行
_CLASS_OF_FIRMS = re.compile("[性型化级类](?:银行|公司|企业|集团)$")
# Words for how much a brand looks like one: an ordinary word is no brand (`names_brand.quality`).
_UNLIKE_WORDS = 2


def is_hopeless(entity: Entity, text: str, local: frozenset[str] = NOWHERE) -> bool:
    """Is this surely none: a place, a body, a class of parks?"""
    surface = entity.surface
    letters = _LETTERS.match(surface)
    if letters and letters.group() in ACRONYMS:
        return True  # AI|大模型
    if entity.label == "PARK":
        return any(word in surface for word in quantities()) or not _may_be_park(entity, local)
    if (
        surface in _FORMS
        or _CLASS_OF_FIRMS.search(surface)
        or surface in places()
        or surface in local
        or _BODY.search(surface)
        or _JOINED.search(surface)
    ):
        return True
    return surface not in known_firms() and _GOES_ON.match(text, entity.span.end) is not None


def may_be_name(entity: Entity, text: str, local: frozenset[str] = NOWHERE, *, lenient: bool = False) -> bool:
    """Could this be a name that the rules overlooked, and not something that they know to be none?
    ``lenient``: ordinary words may be a brand too.
    """
    if is_hopeless(entity, text, local):
        return False
    surface = entity.surface
    if entity.label == "PARK" or surface in known_firms():
        return True
    if surface.isascii():
        # half of them are products and persons
        return entity.score >= SURE_OF_LATIN and surface not in NOT_FIRMS | ACRONYMS
    part = parts(surface, "COMPANY", local)
    if part.form and part.brand:
        return True
    if _MIXED.match(part.brand) or (part.place and not part.brand):
        return False
    if not part.brand or part.quality < _UNLIKE_WORDS:
        return lenient
    return bool(part.trade) or _may_be_bare(surface, text)


def _may_be_bare(surface: str, text: str) -> bool:
    if re.search(re.escape(surface) + "[省市县区镇乡州]", text):
        return False  # 朔漠 beside 朔漠市
    if not _HAN.fullmatch(surface):
        return True
    if len(surface) <= _LONGEST_BARE:
        return surface[0] not in SURNAMES  # 韦佳明 is more likely a person
    return is_transliteration(surface)


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
