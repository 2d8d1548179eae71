"""Where a Chinese name begins: the run in front of its last word, read from right to left.

A full name is (place) brand (trade)… form. Trades are taken off the right end first, so that jieba never
sees a word that straddles brand and trade; the rest is cut into words and walked leftwards until something
stands there that cannot belong to a name.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from tzcorpus.annotate.names_brand import CLASS, HARD, MAX_BRAND, STOP_TAGS, is_transliteration, quality
from tzcorpus.annotate.names_lexicon import (
    NOWHERE,
    Token,
    jargon,
    places,
    quantities,
    role_nouns,
    titles,
    tokens,
    trades,
)

# How far to the left of its last word a name may begin: the longest registered names have some 30 characters.
REACH = 36
LONGEST_TRADE = 8
# Characters that a name may run across: letters and figures but for numbers in circles and the like (brackets
# are treated apart).
_INSIDE = re.compile("(?:[^\\W_\u2460-\u24ff\u2776-\u2793\u3220-\u3243]+|[（）()·\\-&＆.])*")
# 3.蔚澜科技: the number of a list's item, and a full stop or a dash are no part of a name
_NUMBERED = re.compile(r"(?:\d{1,3}[.]|[.\-·])+(?![\d])")
_BRACKET = re.compile(r"[（(][^（()）]{1,12}[）)]$")
# characters that jieba takes for verbs or numbers and that brands are made of
_BRAND_CHARACTERS = frozenset("一三四五六七八九十百千万亿中大新成达通发兴立生长联合开明利益胜宝恒永顺美华安")


Kind = Literal["legal", "short", "park"]


# A place in brackets inside a name, with its brackets.
_LONGEST_BRACKET = 8


class Left(NamedTuple):
    """The part of a name in front of its last word. ``start`` is an offset in the text; ``place``, "
    "``brand``
    and ``trade`` are its parts as text; ``quality`` says how much the brand looks like one (0 to 3);
    ``before`` is the word in front of the name, None at a wall; ``brand_tag`` is jieba's tag of a
    brand of one word.
    """

    start: int
    place: str
    brand: str
    trade: str
    quality: int
    before: Token | None
    brand_tag: str


def run_before(text: str, end: int, *, reach: int = REACH) -> int:
    """Where the run of name characters that ends at ``end`` begins, at most ``reach`` back."""
    back = text[max(0, end - reach) : end][::-1]
    inside = _INSIDE.match(back)
    size = inside.end() if inside else 0
    if "（" in back or "(" in back:
        size = _to_bracket(back, size)
    at = end - size
    numbered = _NUMBERED.match(text, at, end)
    return numbered.end() if numbered else at


def _to_bracket(back: str, size: int) -> int:
    """How far the first characters of a text that is read backwards go before a bracket that opens before
    them.
    """
    depth = 0
    for at, character in enumerate(back[:size]):
        if character in "）)":
            depth += 1
        elif character in "（(":
            if not depth:
                return at
            depth -= 1
    return size


def read_left(
    text: str, end: int, *, floor: int = 0, local: frozenset[str] = NOWHERE, kind: Kind = "short"
) -> Left:
    """Read the run that ends at ``end`` from right to left; no part of the name starts before ``floor``.

    ``local`` are places that only this document knows. ``kind`` of name: a registered name may run over
    ordinary words to the place it begins with, and so may a park's; in a park's no place stands inside and no
    trade in front of the brand.
    """
    begin = max(floor, run_before(text, end))
    run = text[begin:end]
    cut = _take_trades(run)
    # a bracket splits brand (place) trade: the words in front of it are read as if it were not there
    head = run[:cut]
    while head.endswith(("）", ")")) and (bracket := _BRACKET.search(head)):
        cut = _take_trades(head[: bracket.start()])
        head = run[:cut]
    tail = _after_bracket(head)
    words = _with_transliteration(tokens(tail, local))
    left = _walk(words, begin + len(head) - len(tail), trade=run[cut:], kind=kind)
    shorter = _shorter(run, cut) if len(left.brand) == 1 and not left.place and kind == "short" else 0
    if shorter:  # 立光|电子, not 立|光电子
        head = _after_bracket(run[:shorter])
        again = _walk(tokens(head, local), begin + shorter - len(head), trade=run[shorter:], kind=kind)
        left = again if len(again.brand) == left.start + len(left.brand) - again.start + 1 else left
    left = _unstraddled(left, text)
    if kind != "legal" or text[left.start - 1 : left.start] != "）":
        return left
    opening = text.rfind("（", max(begin, left.start - _LONGEST_BRACKET), left.start)
    if opening > begin:  # 晶澳（扬州）|太能光伏科技
        front = read_left(text, opening, floor=floor, local=local)
        if front.quality >= 1 or front.place:
            return front._replace(trade=text[opening : left.start] + left.brand + left.trade)
    return left


def _shorter(run: str, cut: int) -> int:
    """Where the first trade begins if it gives its first character to the brand, 0 where it cannot."""
    table = trades()
    size = next(
        (n for n in range(min(LONGEST_TRADE, len(run) - cut), 2, -1) if run[cut : cut + n] in table), 0
    )
    return cut + 1 if size and run[cut + 1 : cut + size] in table else 0


def _unstraddled(left: Left, text: str) -> Left:
    """With the first character of a place that jieba cut through: 铁山|东港, not 铁|山东|港."""
    before = left.before
    if before is None or len(before.text) != 1 or len(left.place) != 2:
        return left
    whole = before.text + left.place[0]
    if whole not in places() or text[left.start - 1] != before.text:
        return left
    brand = left.place[1] + left.brand
    return left._replace(
        start=left.start - 1, place=whole, brand=brand, before=None, quality=max(2, left.quality)
    )


def _with_transliteration(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words with those at the end joined that are one transliteration: 赫尔|维 in front of 制药."""
    for at in range(max(0, len(words) - 4), len(words) - 1):
        text = "".join(word.text for word in words[at:])
        if len(text) > MAX_BRAND or not is_transliteration(text) or words[at].text in HARD:
            continue
        if not any(word.tag == "ns" for word in words[at:]):
            return (*words[:at], Token(text, "nr", False, words[at].start))
    return words


def _after_bracket(head: str) -> str:
    """What follows the last bracket that is left in a run: names do not start inside or before one."""
    return head[max(map(head.rfind, "（()）")) + 1 :]


def _take_trades(run: str) -> int:
    """Where the trade words at the right end of ``run`` begin."""
    table = trades()
    cut = len(run)
    while cut:
        for size in range(min(LONGEST_TRADE, cut), 1, -1):
            if run[cut - size : cut] in table:
                cut -= size
                break
        else:
            break
    return cut


def _walk(words: tuple[Token, ...], shift: int, *, trade: str, kind: Kind) -> Left:
    """Take words from the right until one cannot belong to the name."""
    i = len(words)
    brand: list[Token] = []
    place: list[Token] = []
    inner: list[Token] = []
    while i:
        word = words[i - 1]
        if place or not _joins(word, brand, inner, words[: i - 1], kind=kind):
            if word.tag == "ns" and not _is_unit_alone(word):
                place.insert(0, word)
                i -= 1
                continue
            break
        if word.tag == "ns":
            inner.insert(0, word)
        else:
            brand = [word, *inner, *brand]
            inner = []
        i -= 1
    if inner:  # places with no brand in front of them
        place = [*place, *inner]
    if kind == "park" and not place and quality(brand) < 3:  # 眼镜|小镇|产业园
        while brand and i and _describes(words[i - 1]) and sum(len(word.text) for word in brand) < MAX_BRAND:
            i -= 1
            brand.insert(0, words[i])
    if kind == "park" and not place and len(brand) == 1 and _is_county(brand[0]):
        place, brand = brand, []  # 海门|工业园区
    if not place and kind != "short" and (kind == "park" or quality(brand) <= 1):
        reach = i - 1 if i and brand and _is_also_place(words[i - 1]) else _bridge(words, i)
        if reach is not None:
            brand = [*words[reach + 1 : i], *brand]
            place, i = [words[reach]], reach
            while i and words[i - 1].tag == "ns" and len(words[i - 1].text) > 1:
                i -= 1
                place.insert(0, words[i])
    before = words[i - 1] if i else None
    start = shift + (words[i].start if i < len(words) else sum(len(word.text) for word in words))
    # 法雷奥|温岭: a place inside stands between brand and trade
    while len(brand) > 1 and brand[-1].tag == "ns":
        trade = brand.pop().text + trade
    brand_text = "".join(word.text for word in brand)
    return Left(
        start,
        "".join(word.text for word in place),
        brand_text,
        trade,
        quality(brand),
        before,
        brand[0].tag if len(brand) == 1 else "",
    )


# Ordinary words that a bridge runs over, and how many: 云岫|茶叶|精深|加工|产业园
_BRIDGE_TAGS = frozenset(("n", "nz", "ng", "b", "j", "eng", "nr", "nrt", "zg"))
_BRIDGE = 4


def _bridge(words: tuple[Token, ...], i: int) -> int | None:
    """The index of a place up to a few content words to the left of ``i``, or None."""
    for at in range(i - 1, max(-1, i - 2 - _BRIDGE), -1):
        word = words[at]
        if word.tag == "ns" and len(word.text) > 1:
            return at
        if (
            word.text in quantities()
            or word.text in role_nouns()
            or word.text in titles()
            or word.text in HARD
        ):
            return None
        if word.tag not in _BRIDGE_TAGS and word.text not in trades() and word.text not in jargon():
            return None
    return None


def _is_county(word: Token) -> bool:
    """A place of the table that jieba takes for a word, and that is none of our ordinary words."""
    return len(word.text) == 2 and word.text in places() and word.text not in jargon() and word.tag[:1] == "n"


def _is_also_place(word: Token) -> bool:
    """A county that is a word too (怀来, 奉节): in front of a name it is the county."""
    return len(word.text) == 2 and word.text in places() and word.tag[:1] in "vam"


def _describes(word: Token) -> bool:
    """Is this a noun that a park's name may begin with?"""
    stops = word.text in quantities() or word.text in role_nouns() or word.text in titles()
    return len(word.text) > 1 and word.known and not stops and word.tag in ("n", "nz")


def _is_unit_alone(word: Token) -> bool:
    return len(word.text) == 1


def _joins(
    word: Token, brand: list[Token], inner: list[Token], left: tuple[Token, ...], *, kind: Kind
) -> bool:
    """May ``word`` be taken into the brand that was read so far (to its right)?"""
    text = word.text
    if text in HARD or text in titles() or text in quantities():
        return False
    if text in role_nouns() and (len(text) > 1 or brand):
        return False
    if word.tag == "ns" and len(text) > 1:
        # a place inside the name, only where a brand stands in front of it: 台州|法雷奥|温岭|…
        return kind != "park" and not brand and not inner and bool(left) and _brandish(left[-1])
    length = sum(len(part.text) for part in brand)
    if not brand:
        if inner:
            return _brandish(word)
        if kind == "park" and word.tag == "v" and word.known and text not in trades():
            return False
        loose = bool(left) and len(left[-1].text) == 1 and left[-1].tag not in ("p", "c", "uj", "ul", "f")
        if word.tag in STOP_TAGS and len(text) == 1 and text not in _BRAND_CHARACTERS and not loose:
            return False
        return word.tag not in ("p", "c", "uj", "ul", "r", "d") and not CLASS.search(text)
    if length + len(text) > MAX_BRAND:
        return False
    if text in trades():
        return kind != "park" and all(part.text in trades() or part.tag in ("v", "vn") for part in brand)
    if kind == "legal" and all(p.text in trades() or p.tag in ("v", "vn") for p in brand) and _brandish(word):
        return True  # 三花|智能|控制: what was read so far is trade, not brand
    if kind == "legal" and all(p.known and quality([p]) <= 1 for p in brand) and _extends(word):
        return True  # 云脊|风电|叶片: an ordinary noun in front of the form is what is made
    if kind == "legal" and _is_head(word, left):
        return True  # 骆驼|客|国际货运, 襄阳|东风|隆诚|机械: its place or its brand comes first
    if length < 2 and len(text) == 1:
        return True  # 新|和|成: one character is no brand
    if word.tag in STOP_TAGS and (word.known or word.tag != "x"):
        return False
    if len(text) == 1 and left and left[-1].tag == "ns" and length == _SHORT_BRAND:
        return True  # 集宁|白|海子|村镇银行
    if len(text) == 1:
        return not word.known or word.tag not in ("n", "a", "zg", "j")
    return not word.known or (word.tag in ("nr", "nrt", "nz", "eng", "nt", "j") and text not in jargon())


_SHORT_BRAND = 2
# words at the head of a phrase that may as well begin a name (jieba's tags)
_HEADS = frozenset("n nz nr nrt ng g ag a z b j nt eng".split())


def _is_head(word: Token, left: tuple[Token, ...]) -> bool:
    """Is this the first word of its phrase, or behind a place, and of a kind that names begin with?"""
    if word.tag not in _HEADS or word.text in jargon() or CLASS.search(word.text):
        return False
    return not left or left[-1].tag == "ns"


def _extends(word: Token) -> bool:
    """Is this a trade, or surely a brand?"""
    return (word.text in trades() and len(word.text) > 1) or (len(word.text) > 1 and quality([word]) >= 3)


def _brandish(word: Token) -> bool:
    """Is this single word likely a brand: unknown to the dictionary, or a name in it?"""
    return quality([word]) >= 2
