"""What the Chinese name rules know: the tables as sets, and jieba's view of a short run of characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from tzcorpus.language.tables import column, rows

# Suffixes with which a division below the county is named.
_UNIT = "市县区省镇乡州盟旗"


@cache
def places() -> frozenset[str]:
    """Full and short names of divisions, regions and countries."""
    full = {row[0] for row in rows("places") if not row[0].endswith("新区")}  # those are parks
    short = {row[1] for row in rows("places")}
    return frozenset(full | short | column("regions"))


@cache
def large_places() -> frozenset[str]:
    """Provinces and cities, which are places whatever jieba says."""
    return frozenset(cell for row in rows("places") if row[2] != "county" for cell in row[:2])


@cache
def place_endings() -> frozenset[str]:
    """The last two and three characters of longer place names: 尔滨, 兰察布."""
    return frozenset(name[-size:] for name in places() for size in (2, 3) if len(name) > size)


@cache
def trades() -> frozenset[str]:
    """Every trade word, wherever in a name it may stand."""
    return column("trades")


def ends_in_trade(word: str) -> bool:
    """Is the word a trade, or does it end in one?"""
    table = trades()
    return any(word[at:] in table for at in range(len(word)))


@cache
def strong_tails() -> frozenset[str]:
    """Trade words that end a short name."""
    return column("trades", where=(1, "tail"))


@cache
def weak_tails() -> frozenset[str]:
    """Trade words that end a short name only where something else says that it is a firm."""
    return column("trades", where=(1, "weak"))


@cache
def jargon() -> frozenset[str]:
    """Words that look like a brand and are none."""
    return column("jargon")


@cache
def quantities() -> frozenset[str]:
    """Words in front of a class (首个, 省级): no name runs across them."""
    return column("jargon", where=(1, "quantity"))


@cache
def role_nouns() -> frozenset[str]:
    """Words in front of a firm's name that never belong to it."""
    return column("roles", where=(1, "noun"))


@cache
def common_nouns() -> frozenset[str]:
    """Nouns that are too common for a brand."""
    return column("common_nouns")


@cache
def titles() -> frozenset[str]:
    """Posts in a firm."""
    return column("roles", where=(1, "title"))


@cache
def known_firms() -> frozenset[str]:
    """Chinese names of firms that need no evidence."""
    return column("national_firms", where=(1, "firm"))


@cache
def cued_firms() -> frozenset[str]:
    """Chinese names of firms that are words, places, people or goods as well."""
    return column("national_firms", where=(1, "cued"))


@cache
def signs() -> frozenset[str]:
    """Words that stand behind a firm's name: none begins with one (中标|风电)."""
    return frozenset(word for word, _, side in rows("firm_signs") if side == "after")


class Token(NamedTuple):
    """One word of a run: its text, jieba's tag, and whether jieba's dictionary holds it. ``start`` is its
    offset in the run. The tag is ``ns`` for places of our tables and words with a place's ending only; other
    words that jieba calls places are ``nz``, for many are brands.
    """

    text: str
    tag: str
    known: bool
    start: int


@cache
def _jieba() -> tuple[Callable[[str], Iterable[tuple[str, str]]], Callable[[str], bool]]:
    try:
        import rjieba
    except ImportError:  # no wheel for this platform: slower, nearly the same tags
        import jieba
        import jieba.posseg

        jieba.setLogLevel(60)
        posseg: Any = jieba.posseg
        return (
            lambda text: [(pair.word, pair.flag) for pair in posseg.lcut(text)],
            lambda word: bool(jieba.dt.FREQ.get(word)),
        )
    cutter = rjieba.Jieba()
    for word in sorted(jargon() | trades()):
        if len(word) > 1 and not cutter.has_word(word):
            cutter.add_word(word, None, "n")  # else 耀宁低|碳
    return cutter.tag, cutter.has_word


def is_word(text: str) -> bool:
    """Does jieba's dictionary hold this string?"""
    return bool(_jieba()[1](text))


def _surely_place(token: Token) -> bool:
    """新兴, 和平 and 大方 are counties and words; without 县 they are words."""
    if token.text in large_places():
        return True
    if len(token.text) == 1 or token.text in jargon():
        return False
    return (
        not token.known
        or token.tag in ("ns", "nr", "nz", "nt", "j", "nrt")
        or token.text.endswith(_GEOGRAPHIC)
    )


_GEOGRAPHIC = tuple("市县区省镇乡村湾岛洲港州")
# Function characters that jieba's model for unknown words glues to what follows: 与久|耀.
_GLUED = frozenset("拟获诉携市与和及为对向在由从将把被让给到以于的了是经")


NOWHERE: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def tokens(run: str, local: frozenset[str] = NOWHERE) -> tuple[Token, ...]:
    """The words of a short run (no punctuation), with places of our tables made one token, and those of
    ``local``, places that only this document knows.

    >>> [t.text for t in tokens("走进台州湾新区")]
    ['走进', '台州', '湾', '新区']
    """
    if not local:
        return tuple(_with_places(_cut(run)))
    if not any(name in run for name in local):
        return tokens(run)
    out: list[Token] = []
    at = 0
    for piece in _splitter(local).split(run):
        if piece in local or piece[:-1] in local:
            out.append(Token(piece, "ns", True, at))
        elif piece:
            out += [token._replace(start=token.start + at) for token in tokens(piece)]
        at += len(piece)
    return tuple(out)


@lru_cache(maxsize=64)
def _splitter(local: frozenset[str]) -> re.Pattern[str]:
    names = sorted(local, key=len, reverse=True)
    return re.compile("((?:" + "|".join(map(re.escape, names)) + ")(?:[市县区湾岛]|))")


# Verbs and the like that jieba's model for unknown words takes for the first character of a name (替小鲸)
VERBS = frozenset(
    "不没去做有省每替很最更再又也都就才只还要想看说用买卖打拿放搞换改修装卸拆找搜查问听学教写读吃喝穿住坐站走跑"
    "投包转减扩缩降推拉抓守抢争输赚赔亏借欠付收存取退起掉完占入进出该由从当会能可应判罚惠赴邀劝驶逛陪聘催归"
)
# Pronouns: what they begin is no name, with a measure word behind them or without (这批|轴承).
_PRONOUNS = frozenset("这那该各每其此本某")
# and for the last (省下, 循着)
TAILS = frozenset("走给下着过到上出来去完好假的个台种些只里内外前后间时吗呢吧有及")


def _cut(run: str) -> list[Token]:
    tag, has = _jieba()
    cut: list[Token] = []
    at = 0
    for text, flag in tag(run):
        known = has(text)
        if known or len(text) < 2:
            cut.append(Token(text, flag, known, at))
        elif text[0] in _PRONOUNS:
            cut.append(Token(text, "r", True, at))
        elif len(text) > 2 and (text[0] in _GLUED or text[0] in VERBS):
            verb = 2 if len(text) > 3 and text[1] in TAILS else 1
            cut.append(Token(text[:verb], "p", True, at))
            cut.append(Token(text[verb:], "nr", has(text[verb:]), at + verb))
        elif text[-1] in _GLUED:
            cut.append(Token(text[:-1], "n", has(text[:-1]), at))
            cut.append(Token(text[-1], "p", True, at + len(text) - 1))
        elif text[0] in VERBS or text[-1] in TAILS:
            cut.append(Token(text, "v", True, at))
        else:  # the tag of a word that jieba does not hold is a guess: never a particle
            cut.append(Token(text, "nr" if flag[:1] in "pcdruf" else flag, False, at))
        at += len(text)
    return cut


def _with_places(cut: list[Token]) -> Iterable[Token]:
    i = 0
    table = places()
    while i < len(cut):
        best = 0
        text = ""
        for j in range(i, min(i + 4, len(cut))):
            text += cut[j].text
            if text in table or (
                j > i and len(cut[j].text) == 1 and text[-1] in _UNIT and text[:-1] in table
            ):
                best = j + 1
        if best == i + 1 and not _surely_place(cut[i]):
            best = 0
        if best:
            joined = "".join(token.text for token in cut[i:best])
            yield Token(joined, "ns", True, cut[i].start)
            i = best
        elif cut[i].tag == "ns" and not cut[i].text.endswith(_GEOGRAPHIC):
            yield cut[i]._replace(tag="nz")
            i += 1
        elif i + 1 < len(cut) and cut[i + 1].text in ("镇", "乡", "街道", "村") and cut[i].tag[:1] == "n":
            yield Token(cut[i].text + cut[i + 1].text, "ns", True, cut[i].start)
            i += 2
        else:
            yield cut[i]
            i += 1
