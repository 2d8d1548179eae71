"""How much words look like a brand: unknown to the dictionary, foreign, rare, or ordinary."""

from __future__ import annotations

import re

from tzcorpus.annotate.names_lexicon import (
    TAILS,
    VERBS,
    Token,
    common_nouns,
    is_word,
    jargon,
    known_firms,
    places,
    role_nouns,
    signs,
    trades,
)
from tzcorpus.language.tables import column

# A brand has two to four characters; transliterations and double brands up to this many.
MAX_BRAND = 7
# Words of these kinds (jieba's tags) end the walk: particles, prepositions, conjunctions, pronouns,
# adverbs, verbs, numbers, time words, positions …
STOP_TAGS = frozenset(
    "u uj ul uv ud ug uz uguo p c r rr rz rg d df dg v vg vd vi vq vn f m mq mg q t tg y e o x zd".split()
)
# of those, they never stand inside a name, however short the rest is
HARD = frozenset("的了在由是被把将让给从等着过我你他她它这那该各每其此本")
# letters that stand for things, not for firms
ACRONYMS = frozenset(
    "AI IT VR AR MR XR LED OLED LCD GPS APP ICT IP PC DIY CNC SCARA AGV AMR PLC ERP MES SaaS PaaS 3D 5G "
    "6G GW MW KW UPS EV "
    "IC CPU GPU FPGA PCB SMT NFC RFID USB WiFi IoT CT MRI DNA RNA PVC PE PP PET ABS OEM ODM B2B B2C O2O "
    "GDP CPI WTO RCEP".split()
)
# endings that make a class of a word
CLASS = re.compile(r"(?:着|了|过|性|型|化|级|类|系|式|界|业界|领域|行业)$")
_TRANSLITERATION = column("transliteration")


# 万列|班列
_COUNTED = re.compile(
    "[一二两三四五六七八九十百千万亿第几数]{1,4}[列台件辆艘架座家个名位条款批次吨亩斤只头株]$"
)
# no name has a particle inside (整了整|帽子), none is made of elements alone (锌锰|电池)
_PARTICLE = re.compile("[了的着]")
_ELEMENTS = re.compile(
    "[锂钠钾铍镁钙锶钡铝硅磷硫氯氟溴碘氢氧氮碳硼锌锰铁铜镍钴钛钒铬钨钼锡铅锑铋镓锗铟铌钽锆铂钯]{2,}"
)


_LATIN = re.compile(r"[A-Za-z0-9&.\-]+")


def quality(brand: list[Token]) -> int:
    """How much these words look like a brand.

    3: unknown to the dictionary, foreign, or a firm everybody knows; 2: a name in the dictionary, or loose
    characters; 1: an ordinary word; 0: jargon, a trade, a class, or nothing.
    """
    text = "".join(word.text for word in brand)
    if len(text) < 2:
        return 0
    if text in known_firms():
        return 3
    if text in jargon() or text in trades() or text in role_nouns() or CLASS.search(text):
        return 0
    if _COUNTED.match(text):
        return 0
    if text in signs() or _PARTICLE.search(text) or _ELEMENTS.fullmatch(text):
        return 0
    if text in places():
        return 1
    if len(text) == 2 and text[1] in "产制":
        return 0  # 浙产|机床
    if all(word.text in jargon() or word.text in trades() for word in brand):
        return 0
    if _LATIN.fullmatch(text):
        if not re.search(r"[A-Z]", text) or re.fullmatch(r"[A-Z]?\d+[A-Z]?", text) or text in ACRONYMS:
            return 0
        return 2 if text.isupper() else 3
    if is_transliteration(text):
        return 3
    if text[0] in VERBS or text[-1] in TAILS:
        return 1
    if len(brand) > 1 and brand[-1].known and brand[-1].tag == "v" and len(brand[-1].text) > 1:
        return 1  # 人管|加装|电梯: a verb and what is done with the thing
    if any(not word.known and len(word.text) > 1 for word in brand):
        return 3
    if is_word(text):
        tag = brand[0].tag if len(brand) == 1 else "n"
        return 2 if tag in ("nr", "nrt", "nz", "eng", "nt") or _is_rare(text, tag) else 1
    if all(len(word.text) == 1 for word in brand):
        return (
            3 if len(text) <= 3 and not any(word.tag in ("p", "c", "uj", "m", "q") for word in brand) else 2
        )
    return 2 if any(len(word.text) == 1 or word.tag in ("nr", "nrt", "nz") for word in brand) else 1


# endings of words that say of what kind or for whom: 便携, 农用, 社区
_MODIFIERS = frozenset(
    "用级式上下内外域途料品器机具件业物装车费率量度法制权性型化类系员工人者家们店厂场站所院校室"
)


def _is_rare(text: str, tag: str) -> bool:
    """Is this a noun too rare to be said of a trade: 胡杨|电器, not 消费|电子?"""
    return tag[:1] == "n" and text not in common_nouns() and text[-1] not in _MODIFIERS and len(text) <= 3


def merged(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words with loose characters joined (昱|帆), and the parts of one transliteration (贝格|菲尔德)."""
    out: list[Token] = []
    for word in words:
        last = out[-1] if out else None
        if last is not None and _belongs(last, word):
            out[-1] = Token(last.text + word.text, "nr", False, last.start)
        else:
            out.append(word)
    return tuple(out)


def _belongs(last: Token, word: Token) -> bool:
    if len(word.text) < 2:
        return len(last.text) < 3 and _is_loose(word) and (_is_loose(last) or not last.known)
    text = last.text + word.text
    return len(text) <= MAX_BRAND and is_transliteration(text) and not is_word(text)


_NEVER_LOOSE = VERBS | TAILS | HARD


def _is_loose(word: Token) -> bool:
    return len(word.text) == 1 and word.tag not in STOP_TAGS and word.text not in _NEVER_LOOSE


def is_transliteration(text: str) -> bool:
    """Three or more characters, each of them common in transliterations of foreign names.

    >>> is_transliteration("贝格菲尔德")
    True
    """
    return len(text) >= 3 and _TRANSLITERATION.issuperset(text)
