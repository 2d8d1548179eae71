"""English firms by a bare Chinese brand: a word of two or more pinyin syllables that stands alone repeatedly.

In translations persons are named by surname and given name, then by the surname, which is one syllable;
towns stand behind *in* or in front of their unit. What is left is a firm's brand, or a thing, which no verb
of acting and no possessive follows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tzcorpus.annotate.english_words import UNITS, bodies, common, trade_words
from tzcorpus.annotate.names_found import Found

SCORE = 0.7
_SYLLABLE = (
    "(?:[bpmf]?(?:ai|a|ei|e|iao|ian|iang|ia|ie|iu|in|ing|i|ou|o|u|an|ang|ao|en|eng)|"
    "[dtnlgkhjqxrzcsyw]?(?:iang|iong|iao|ian|ing|ia|ie|iu|in|i|uang|uan|uai|ui|un|uo|ua|ue|u|ong|ou|o|"
    "ang|an|ai|ao|a|eng|en|ei|er|e|v)|"
    "(?:zh|ch|sh)(?:uang|uan|uai|ui|un|uo|ua|u|ong|ou|ang|an|ai|ao|a|eng|en|ei|e|i))"
)
_BRAND = re.compile(f"{_SYLLABLE}{{2,4}}")
_ONE = re.compile(_SYLLABLE)
_WORD = re.compile(r"(?<![\w&’'\"“-])[A-Z][a-z]{3,}(?![\w-])")
_CAPITAL_AFTER = re.compile(r" (?:[A-Z]|and [A-Z][a-z]+ (?:River|Lake|Village|Town|Road|County))")
# a place, a thing, a brand of goods
_PLACED = re.compile(
    r"(?:in|near|around|across|outside|through|called|named|tea|brand|dialect|the|town of|village of|into|"
    r"city of|county of|between|off|on|Mount|River)[ \u00a0]$"
)
_THING = re.compile(
    r" (?:tea|liquor|ham|rice|pottery|opera|noodles|soup|dialect|river|lake|mountain|village|town|county|"
    r"city|district|port|brand|label|trademark|mark|wine|people|residents|villagers|street|road|festival|style|area)\b"
)
# what firms do or have, right behind the name
_ACTS = re.compile(
    r"['’]s (?!(?:mayor|party|government|streets|people|residents|population|old town|GDP|port|farmers))|"
    r" (?:has|had|will|would|was|is|makes|made|sells|sold|buys|bought|pays|paid|said|says|plans|built|builds|"
    r"supplies|supplied|took|takes|employs|opened|shipped|won|lost|signed|runs|ran|owns|owned|wants|wanted|put|"
    r"puts|gave|gives|sent|sends|began|started|moved|turned|came|got|did|does|could|can|charges|charged|quoted|"
    r"offered|offers|cut|cuts|raised|hired|hires|launched|invested|exports|exported|agreed|refused|appealed)\b"
)
_TO = re.compile(
    r"(?:by|with|at|for|from|to|against|of|than|joined|left|sued|chose|told|paid|supplies|supplied|and|,) $"
)


def find_by_pinyin(
    text: str, ordinary: frozenset[str], known: frozenset[str], brands: Mapping[str, int]
) -> Iterator[Found]:
    """Where the ``brands`` of the document (`pinyin_brands`) stand in ``text``."""
    for match in _WORD.finditer(text):
        word = match.group()
        if word in brands and word not in known and word not in ordinary and _alone(text, *match.span()):
            yield Found(match.start(), match.end(), "COMPANY", "english-pinyin", SCORE)


def _alone(text: str, start: int, end: int) -> bool:
    """Is the word no part of a longer name and no thing's?"""
    return not _CAPITAL_AFTER.match(text, end) and not _THING.match(text, end)


def pinyin_brands(texts: Sequence[str], known: frozenset[str]) -> dict[str, int]:
    """Words of the document that are brands by all their mentions, and how often they stand alone."""
    acts: defaultdict[str, int] = defaultdict(int)
    alone: defaultdict[str, int] = defaultdict(int)
    against: set[str] = set()
    for text in texts:
        for match in _WORD.finditer(text):
            word = match.group()
            if word in known or not _may_be_brand(word):
                continue
            before, end = text[max(0, match.start() - 16) : match.start()], match.end()
            if _PLACED.search(before) or _THING.match(text, end) or _is_person(before):
                against.add(word)
            elif not _CAPITAL_AFTER.match(text, end):
                alone[word] += 1
                acts[word] += bool(_ACTS.match(text, end)) + bool(_TO.search(before))
    return {
        word: count for word, count in alone.items() if count > 1 and acts[word] > 1 and word not in against
    }


def _is_person(before: str) -> bool:
    """Does a surname of one syllable stand in front (Fan Liqun)?"""
    match = re.search(r"([A-Z][a-z]+) $", before)
    return match is not None and _ONE.fullmatch(match[1].lower()) is not None


def _may_be_brand(word: str) -> bool:
    if word in common() or word in bodies() or word in UNITS or word in trade_words():
        return False
    lower = word.lower()
    return _BRAND.fullmatch(lower) is not None and _ONE.fullmatch(lower) is None
