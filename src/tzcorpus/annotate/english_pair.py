"""Firms of the Chinese side in its English translation: the reading of a brand, where the English rules alone
see an unknown word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from tzcorpus.annotate.aliases_zh import parts
from tzcorpus.annotate.english_words import UNITS, common, places, trade_words
from tzcorpus.annotate.names_found import Found, to_entity
from tzcorpus.annotate.names_lexicon import ends_in_trade, known_firms
from tzcorpus.annotate.names_lexicon import places as zh_places
from tzcorpus.language.tables import rows
from tzcorpus.records import Entity

SCORE = 0.88
_BRAND = re.compile("[\u4e00-\u9fff]{2,5}")


def brands_in_pinyin(entities: Iterable[Entity]) -> frozenset[str]:
    """The brands of Chinese firms as a translation writes them.

    >>> from tzcorpus.records import Span
    >>> sorted(brands_in_pinyin([Entity(Span(0, 4), "COMPANY", "晨帆泵业")]))
    ['Chenfan']
    """
    return frozenset(
        reading for entity in entities if entity.label == "COMPANY" for reading in _readings(entity.surface)
    )


@lru_cache(maxsize=4096)
def _readings(surface: str) -> frozenset[str]:
    from pypinyin import lazy_pinyin

    part = parts(surface, "COMPANY")
    brand = part.brand or ("" if part.place or part.trade or part.form else surface)
    if not _BRAND.fullmatch(brand):
        return frozenset()
    reading = "".join(lazy_pinyin(brand)).capitalize().replace("ü", "u")
    plain = reading in places() or reading in common() or reading in UNITS or reading in trade_words()
    return frozenset() if plain else frozenset((reading,))


@cache
def known_brands() -> frozenset[str]:
    """The readings of firms that readers of Chinese news know by a brand alone: Shuanghui, Weilong."""
    brands = (name for name in known_firms() if 2 <= len(name) <= _LONGEST_KNOWN and _BRAND.fullmatch(name))
    bare = (name for name in brands if not ends_in_trade(name) and name[:2] not in zh_places())
    return frozenset(reading for name in bare for reading in _readings(name) if len(reading) >= _SHORTEST)


# A known firm's reading of fewer letters is a person's name as often, and a longer name is no brand alone.
_SHORTEST, _LONGEST_KNOWN = 6, 3


@cache
def _tail() -> re.Pattern[str]:
    """Trades and forms that may follow a brand."""
    words = {row[0] for row in rows("english_trades")} | {row[0] for row in rows("english_forms")}
    either = "|".join(sorted(map(re.escape, words), key=len, reverse=True)).replace(r"\ ", "[ \u00a0]")
    return re.compile(
        rf"(?:,? (?:and |& )?(?:{either})(?![\w-]))*(?: \([A-Z][a-z]+\)(?:,? Co\.?,? Ltd\.?)?)?"
    )


_WORD = re.compile(r"(?<![\w&-])[A-Z][a-z]{2,}(?![\w-])")


# Zhang Weilong, Weilong Road: a person, a street
_OTHER = re.compile(
    r" (?:Road|Street|Avenue|Village|Town|Township|County|City|District|River|Lake|Mountain|Hill|Bridge|"
    r"University|College|School|Hospital|Temple|Island|Subdistrict|Station|Zone|Park|New Area|Port)|"
    r"[\"”’]? (?:brand|label|trademark)(?![\w-])"
)
_TRADEMARK = re.compile(r"(?:trademark|brand name|label) [“\"‘]?$")
_NAME_BEFORE = re.compile(r"([A-Z][a-z]+) $")
# Letters of a word in front that is rather a person's surname than a word.
_GIVEN = 8


def find_by_brands(text: str, brands: frozenset[str]) -> Iterator[Entity]:
    """Where the brands stand in English ``text``, with trade and form behind them and a place in front."""
    for match in _WORD.finditer(text):
        if match.group() not in brands:
            continue
        tail = _tail().match(text, match.end())
        start, end = match.start(), tail.end() if tail else match.end()
        if _OTHER.match(text, end) or _TRADEMARK.search(text[max(0, start - 16) : start]):
            continue
        before = _NAME_BEFORE.search(text[max(0, start - 24) : start])
        if before and before[1] in places():
            start -= len(before.group())
        elif before and before[1] not in common() and len(before[1]) < _GIVEN:
            continue
        yield to_entity(text, Found(start, end, "COMPANY", "english-pair", SCORE))
