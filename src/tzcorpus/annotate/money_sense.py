"""Does a figure without a currency tell of money? What its sentence says, weighed.

The weights (``money_sense_zh.tsv``, ``money_sense_en.tsv``) are learned by ``scripts/train_money.py`` from
our own articles: what stands before an amount of money, or before a figure that counts something else, is
alike whether the unit is written or not. The rules decide first; the weights see only what they leave open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from tzcorpus.language.tables import rows
from tzcorpus.records import Language

_BEFORE = 60
_AFTER = 40

# -- Chinese ------------------------------------------------------------------------------------------

_CLAUSE_ZH = re.compile("[，。；：！？、“”‘’（）()\n,;:!?—]")
_SENTENCE_ZH = re.compile("[。！？\n!?]")
_FIGURE_ZH = re.compile(r"[\d.,]+|[一二两三四五六七八九十百千万亿几数]{2,}")
# no word is made of two others (达到, 超过): a row of those could be read in 2^n ways
_LINKS_ZH = re.compile(
    "(?:总共|一共|共计|累计|合计|总计|高达|多达|达|约|近|超|突破|为|是|有|到|至|就|又|再|才|只|也|都|已经|已|整整|足足|至少|最多|"
    "最低|最高|不到|将近|接近|差不多|了|过|不足|仅|还|逾|大约|的)+$"
)
_SUM_ZH = re.compile(r"\d[\d.]*[万亿]?(?:元|美元|港元|欧元)|块钱|[\d一二三四五六七八九十百千万亿]块")
# 一万八 for 一万八千: as prices are said
_SHORTENED = re.compile("[一二两三四五六七八九][万千百][一二三四五六七八九]$")
_CLAUSE_LENGTH = 14
_GRAM = 3


def features_zh(text: str, start: int, end: int) -> Iterator[str]:
    """What speaks for or against money at the figure ``start:end`` of a folded text."""
    left = text[max(0, start - _AFTER) : start]
    sentence = _SENTENCE_ZH.split(left)[-1]
    clause = _CLAUSE_ZH.split(left)[-1][-_CLAUSE_LENGTH:]
    rest = sentence[: len(sentence) - len(clause)]
    if not clause and left[-1:] in ("：", ":", "（", "("):
        clause = _CLAUSE_ZH.split(left[:-1])[-1][-_CLAUSE_LENGTH:] + "("
    clause = _FIGURE_ZH.sub("0", clause)
    core = _LINKS_ZH.sub("", clause)
    yield "bias"
    for size in range(1, _GRAM + 1):
        yield f"r{clause[-size:]}" if len(clause) >= size else "r^"
        yield f"c{core[-size:]}" if len(core) >= size else "c^"
    yield from {f"b{clause[at : at + 2]}" for at in range(len(clause) - 1)}
    yield from {f"u{character}" for character in clause}
    figure = text[start:end]
    yield "q" + ("亿" if "亿" in figure else "万" if "万" in figure else "1")
    if "." in figure:
        yield "q."
    if _SHORTENED.search(figure):
        yield "q-short"
    if _SUM_ZH.search(rest):
        yield "sum-before"
    if _SUM_ZH.search(text[max(0, start - _BEFORE) : start - len(sentence)]):
        yield "sum-sentence-before"
    if _SUM_ZH.search(_SENTENCE_ZH.split(text[end : end + _AFTER])[0][3:]):  # not in the unit right behind
        yield "sum-behind"


# -- English ------------------------------------------------------------------------------------------

_SENTENCE_EN = re.compile(r"[.!?][”\"’)]*\s+|\n")
_CLAUSE_EN = re.compile(r"[;:(“\"]|,\s|—|–")
_WORD_EN = re.compile(r"[a-z][a-z’'-]*|0|,|%")
_FIGURE_EN = re.compile(r"[$€£¥]?\d[\d,.]*(?:\s?(?:million|billion|trillion|thousand|bn|mn|m|b)\b)?")
_LINKS_EN = frozenset(
    "a an the about around nearly almost over only just some more than less another further up down to at by "
    "of was were is are and roughly barely still now already also mere".split()
)
_SUM_EN = re.compile(
    r"[$€£¥₩₹]\s?\d|\d[\d,.]*(?:[\s-](?:million|billion|trillion|thousand|bn|m))?[\s-](?:yuan|dollars?|euros?|pounds|yen|won)\b|\bRMB\b|\byuan\b"
)
_WORDS_KEPT = 9


def features_en(text: str, start: int, end: int) -> Iterator[str]:
    """The same for an English text."""
    left = text[max(0, start - 100) : start]
    sentence = _SENTENCE_EN.split(left)[-1]
    clause = _CLAUSE_EN.split(sentence)[-1]
    rest = sentence[: len(sentence) - len(clause)]
    words = _WORD_EN.findall(_FIGURE_EN.sub("0", clause.lower()))[-_WORDS_KEPT:]
    core = list(words)
    while core and core[-1] in _LINKS_EN:
        core.pop()
    yield "bias"
    for name, row in (("r", words), ("c", core)):
        for size in range(1, _GRAM + 1):
            yield f"{name}{' '.join(row[-size:])}" if len(row) >= size else f"{name}^"
    yield from {f"u{word}" for word in words}
    figure = text[start:end].lower()
    large = re.search(r"(?:trillion|tn|billion|bn|million|mn|thousand|m|b)$", figure)
    yield "q" + (large[0][0] if large else "," if "," in figure else "1")
    if "." in figure:
        yield "q."
    if _SUM_EN.search(rest):
        yield "sum-before"
    if _SUM_EN.search(left[: len(left) - len(sentence)]):
        yield "sum-sentence-before"
    if _SUM_EN.search(_SENTENCE_EN.split(text[end : end + 80])[0], 12):  # not in the unit right behind
        yield "sum-behind"


# -- both ---------------------------------------------------------------------------------------------


@cache
def _weights(language: Language) -> Mapping[str, int]:
    return {feature: int(weight) for feature, weight in rows(f"money_sense_{language}")}


def sense(text: str, start: int, end: int, language: Language) -> int:
    """How much speaks for money, in hundredths of the natural logarithm of the odds."""
    weights = _weights(language)
    found = (features_zh if language == "zh" else features_en)(text, start, end)
    return sum(weights.get(feature, 0) for feature in set(found))
