"""Chinese firms named by a bare brand: an unknown word with enough beside it that only firms have.

Weaker than a brand with a trade: a bare unknown word may be a person, a town, a ship or a word of the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tzcorpus.annotate.names_brand import is_transliteration, merged, quality
from tzcorpus.annotate.names_context import SURNAMES
from tzcorpus.annotate.names_found import Found
from tzcorpus.annotate.names_lexicon import NOWHERE, Token, ends_in_trade, places, titles, tokens
from tzcorpus.annotate.names_short import Weighed
from tzcorpus.annotate.names_signs import signs_after, signs_before
from tzcorpus.language.tables import one_of, rows

SCORE = 0.72
_RUN = re.compile("[\u4e00-\u9fff]{2,}")
# Signs that a bare word wants, by its quality; a transliteration is more often a person.
_NEED = {3: 2, 2: 3}
_LONGEST = 5
_TITLES = re.compile(one_of(titles()))
# 松门|镇: what stands behind makes a place or a body of it
_UNIT = re.compile(
    "[省市县区镇乡村州盟旗路街山河江湖岛湾港桥]|街道|大学|学院|医院|中学|小学|人[，。]?|号|杯|奖|族|语"
)
_FUNCTION = re.compile("[时要会能可就都也还很不没是有的了在着过吗呢吧]")
_UNKNOWN = 3
# what ends in these is a thing or a place
_THINGS = "站厂园区楼线港桥库院校馆店城村岛湾路街河江湖山机器车船品料剂员者家们人型版款案法率"
_NAMES = ("nz", "nr", "nrt")
_FREE = frozenset("pcvurdmtfy")
_ABROAD = frozenset(name for name, kind in rows("regions") if kind == "country")
# 投资方|为|元禾控股: what jieba glues to an unknown word
_GLUED = frozenset("为由被把将从归于")


def weigh_bare(text: str, local: frozenset[str] = NOWHERE) -> Iterator[Weighed]:
    """Unknown words that are phrases of their own, in order, with what speaks for a firm."""
    for run in _RUN.finditer(text):
        words = merged(tokens(run.group(), local))
        for at, word in enumerate(words):
            if (not word.known or word.tag in _NAMES) and 2 <= len(word.text) <= _LONGEST:
                weighed = _weigh(text, run.start() + word.start, words, at)
                if weighed:
                    yield weighed


def _weigh(text: str, start: int, words: tuple[Token, ...], at: int) -> Weighed | None:
    word = words[at]
    worth = quality([word])
    if (
        worth < 2
        or word.text[-1] in _THINGS
        or _FUNCTION.search(word.text)
        or word.text in places()
        or word.text[0] in _GLUED
        or ends_in_trade(word.text)
    ):
        return None
    before = words[at - 1] if at else None
    free = before is None or before.tag[:1] in _FREE or before.tag == "ns"
    end = start + len(word.text)
    if _UNIT.match(text, end):
        return None
    inland = before is not None and before.tag == "ns" and before.text not in _ABROAD
    if free and before is not None and inland and len(before.text) == 2 and worth == _UNKNOWN:
        start -= len(before.text)  # 湖南|裕能
    after = signs_after(text, end)
    ahead = signs_before(text, start, alone=not after)
    if not after + ahead or not (free or ahead):
        return None
    if is_transliteration(word.text) and after < 2 and ahead < 2:
        return None
    if len(word.text) <= 3 and word.text[0] in SURNAMES and (after < 2 or _TITLES.match(text, end)):
        return None
    after += _beside(words, at)
    found = Found(start, end, "COMPANY", "name-bare", SCORE, "", word.text)
    return Weighed(found, _NEED[worth], after + ahead, clean=True, whole=free, quality=worth)


def _beside(words: tuple[Token, ...], at: int) -> int:
    """1 where a list joins the word to another unknown one: 华勤和龙旗."""
    for step in (1, -1):
        joint, other = at + step, at + 2 * step
        if 0 <= other < len(words) and words[joint].text in ("和", "与", "及"):
            word = words[other]
            if quality([word]) == _UNKNOWN and word.text[0] not in SURNAMES:
                return 1
    return 0
