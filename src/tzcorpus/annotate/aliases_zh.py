"""Which short forms a full Chinese name may take, and what a name is the same as."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tzcorpus.annotate.names_brand import quality
from tzcorpus.annotate.names_left import read_left
from tzcorpus.annotate.names_lexicon import NOWHERE, jargon, places, strong_tails, tokens, trades
from tzcorpus.language.tables import column, one_of, rows
from tzcorpus.records import Label

_FORM = re.compile(f"(?:{one_of(form for form, _ in rows('legal_forms'))})$")
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_UNIT = re.compile(r"(?<=[\u4e00-\u9fff]{2})[省市县区]$")
# zone words and the short words that stand for them
_ZONES = (
    (("经济技术开发区", "经济开发区"), "经开区"),
    (("高新技术产业开发区", "高新技术开发区", "高新技术产业园区", "高新园区"), "高新区"),
    (("综合保税区",), "综保区"),
    (("自由贸易试验区", "自贸试验区", "自由贸易区"), "自贸区"),
    (("工业园区",), "工业园"),
    (("科技园区",), "科技园"),
    (("产业园区",), "产业园"),
)
# A firm's common words: a brand with one of these behind it is a form of the name whatever its trade.
_HOUSE = ("集团", "公司", "股份", "控股")
# brands of a single ordinary word stand alone only where nothing else can be meant: not annotated
_SURE = 2
_UNKNOWN = 3


class Parts(NamedTuple):
    """A name taken apart; ``zone`` is the head of a park's name, ``form`` the legal form of a firm's."""

    place: str
    brand: str
    trade: str
    form: str
    quality: int
    bracket: bool


def parts(surface: str, label: Label, local: frozenset[str] = NOWHERE) -> Parts:
    """Take a name apart; ``local`` are places that only the document knows."""
    return _parts(surface, label, _inside(surface, local))


def _inside(surface: str, local: frozenset[str]) -> frozenset[str]:
    """The places that the name holds: others have no part in what becomes of it, and a name is met in many
    documents.
    """
    return frozenset([place for place in local if place in surface]) if local else local


@lru_cache(maxsize=4096)
def _parts(surface: str, label: Label, local: frozenset[str]) -> Parts:
    if label == "PARK":
        head = _zone_of(surface)
        left = read_left(surface, len(surface) - len(head), local=local, kind="park")
        return Parts(left.place, left.brand, left.trade, head, left.quality, bool(_BRACKETS.search(surface)))
    match = _FORM.search(surface)
    form = match.group() if match else ""
    stem = surface[: len(surface) - len(form)]
    left = read_left(stem, len(stem), local=local, kind="legal" if form else "short")
    trade = _BRACKETS.sub("", left.trade)
    return Parts(left.place, left.brand, trade, form, left.quality, bool(_BRACKETS.search(surface)))


@lru_cache(maxsize=1)
def _zone_words() -> tuple[str, ...]:
    return tuple(sorted((word for word, _ in rows("zones")), key=len, reverse=True))


def _zone_of(surface: str) -> str:
    return next((word for word in _zone_words() if surface.endswith(word)), surface[-1:])


def short_forms(surface: str, label: Label, local: frozenset[str] = NOWHERE) -> frozenset[str]:
    """Other strings that name the same thing in the same document.

    >>> sorted(short_forms("浙江晨帆智能科技股份有限公司", "COMPANY"))[:3]
    ['晨帆', '晨帆公司', '晨帆控股']
    """
    return _short_forms(surface, label, _inside(surface, local)) - local


@lru_cache(maxsize=4096)
def _short_forms(surface: str, label: Label, local: frozenset[str]) -> frozenset[str]:
    forms = _park_forms(surface, local) if label == "PARK" else _firm_forms(surface, local)
    return frozenset(
        form
        for form in forms
        if len(form) >= 2
        and form != surface
        and not (form in places() or form in trades())  # 澜沧|古茶: no 古茶
    )


def _firm_forms(surface: str, local: frozenset[str]) -> set[str]:
    part = parts(surface, "COMPANY", local)
    words = [word for word in _trade_words(part.trade) if word in trades()]
    stems: set[str] = set()
    if part.place and part.form:
        rest = (part.brand if part.quality <= 1 else "") + part.trade
        stems |= {short + word for short in _place_forms(part.place) for word in _initials(rest)}
    if part.brand:
        stems |= {part.brand + word for word in _initials(part.trade)}
        stems |= {part.brand + word for word in _runs(words)}
        stems |= {part.brand + word for word in (*_HOUSE, *_state_words(part.trade))}
        if _stands_alone(part.brand) and part.quality >= _SURE and not is_place_like(part):
            stems.add(part.brand)
            stems |= _last_word(part.brand)
    elif part.place and part.form and not words:  # 温岭市|海城|集团: the last place is the brand
        return {place + part.form for place in _place_forms(part.place)} | {
            place + word
            for place in _place_forms(part.place)
            for word in _HOUSE
            if part.form.startswith("集团")
        }
    elif part.place and words and (part.form or len(words) > 1):
        stems |= {short + word for short in _place_forms(part.place) for word in _state_words(part.trade)}
        house = (
            {word + "集团" for word in _state_words(part.trade)}
            if "集团" in part.form + part.trade
            else set()
        )
        return (
            stems | {stem + "集团" for stem in stems} | _with_places(part, {part.trade, *words[:1]}) | house
        )
    return stems | _with_places(part, stems)


# Trades and forms of firms that are called by their town: 朔漠国投, 澄屿海汇银行's like
_OF_A_TOWN = re.compile(
    r"^(?:国有|国资|城市|城乡|交通|水务|旅游|文旅|产业投资|金融投资|[\u4e00-\u9fff]投)|银行$|供电"
)


def _stands_alone(brand: str) -> bool:
    """Is the brand no word of its own, so that it means the firm wherever it stands?"""
    if len(brand) < 2:
        return False
    words = tokens(brand)
    return len(words) > 1 or not words[0].known or words[0].tag in ("nr", "nrt", "nz", "nt", "eng")


def is_place_like(part: Parts) -> bool:
    """Is the brand likely the town's name?"""
    return (
        part.brand in jargon()
        or part.brand.endswith(tuple("湾港岛洲"))
        or (not part.place and _OF_A_TOWN.search(part.trade + part.form) is not None and len(part.brand) == 2)
    )


def _last_word(brand: str) -> set[str]:
    """中科|寒武纪 is also called by its last word where that is surely a name."""
    words = tokens(brand)
    last = words[-1]
    return {last.text} if len(words) > 1 and len(last.text) >= 3 and quality([last]) >= _SURE else set()


def _with_places(part: Parts, stems: set[str]) -> set[str]:
    return {place + stem for place in _place_forms(part.place) for stem in stems}


def _trade_words(trade: str) -> list[str]:
    """Trade words of a run, longest first from the right."""
    words: list[str] = []
    table = trades()
    while trade:
        size = next((n for n in range(min(8, len(trade)), 1, -1) if trade[-n:] in table), len(trade))
        words.insert(0, trade[-size:])
        trade = trade[:-size]
    return words


def _runs(words: list[str]) -> set[str]:
    """Trade parts that a short name may keep: beginnings, any one word, first and last."""
    runs = {"".join(words[:end]) for end in range(1, len(words) + 1)}
    runs |= set(words)
    if len(words) > 2:
        runs.add(words[0] + words[-1])
    out = set(runs)
    for word in runs:  # 信息技术 → 信息, 智能科技 → 科技
        for part in (word[:2], word[-2:]):
            if part in trades():
                out.add(part)
    return out


# What state investors are called by: two characters of their trade, in this order.
_STATE = {
    word: re.compile(".*".join(word))
    for word in (
        "国投 城投 交投 产投 水投 旅投 文投 农投 科投 建投 能投 金控 国控 产控 城建 交建 国资 文旅 城发 交发 "
        "轨交 国贸 水务 能源"
    ).split()
}


def _state_words(trade: str) -> set[str]:
    """The two characters that a state investor is called by: 国有资产投资 → 国投, 国资."""
    words = {word for word, pattern in _STATE.items() if pattern.search(trade)}
    return words | {word for word in _trade_words(trade) if len(word) == 2 and word[1] in "投控"}


def _initials(trade: str) -> set[str]:
    """Two or three characters that a long trade is called by: 重型机床 → 重机, 产业投资控股 → 产控."""
    words = [word.text for word in tokens(_BRACKETS.sub("", trade)) if word.text not in ("集团", "公司")]
    if not 2 <= len(words) <= 6:
        return set()
    pairs = [(a, b) for i, a in enumerate(words) for b in words[i + 1 :]]
    return {a[0] + b[0] for a, b in pairs} | {a + b[0] for a, b in pairs if len(a) == 2}


def _place_forms(place: str) -> set[str]:
    """The place as written, without its unit, and its last division alone."""
    if not place:
        return set()
    forms = {place, _UNIT.sub("", place)}
    for start in range(1, len(place) - 1):
        if place[start:] in places():
            forms |= {place[start:], _UNIT.sub("", place[start:])}
    return {form for form in forms if len(form) >= 2}


def _park_forms(surface: str, local: frozenset[str]) -> set[str]:
    part = parts(surface, "PARK", local)
    heads = {part.form}
    for longs, short in _ZONES:
        if part.form in (*longs, short):
            heads |= {*longs, short}
    heads |= {word for word in _zone_words() if len(word) > 2 and part.form.endswith(word)}
    middle = part.brand + part.trade
    names = {middle + head for head in heads} if part.brand and (part.quality >= _SURE) else set()
    for place in _place_forms(part.place):
        names |= {place + middle + head for head in heads}
        if part.form in _CONCENTRATED:  # 江北|新兴产业|集中区
            names |= {place + head for head in heads}
        if part.quality >= _SURE and len(part.brand) > 1:
            names |= {place + part.brand + head for head in heads}
    if part.quality >= _SURE and len(part.brand) > 1 and part.trade:
        names |= {part.brand + head for head in heads}
    rest = surface[len(part.place) :]
    if part.place and surface.startswith(part.place) and _is_distinct(rest):
        names.add(rest)
    return names


_CONCENTRATED = frozenset(word for word, _ in rows("zones") if word.endswith(("集中区", "集聚区", "示范区")))
_STATUS = column("zones", where=(1, "zone"))
_BARE = re.compile(
    r"(?:产业|工业|科技|科创|创业|创新|物流|软件|高新|经济|开发|示范|智能|数字|智慧)*(?:园区|园|城|谷|港|区)$"
)


def _is_distinct(rest: str) -> bool:
    """Does a park's name say which without its place (跨境电商产业园), or is it a class (产业园, 经开区)?"""
    return rest not in _STATUS and len(_BARE.sub("", rest)) >= 2


# what may not touch a short name: it would be part of another word
_UNITS_AFTER = re.compile(r"[市县镇乡村路街]|大学|学院|街道|研究[所院]|实验室|[”’」』]?(?:牌(?!照|子)|商标)")


def fits(text: str, start: int, end: int) -> bool:
    """Is the short name at ``start``–``end`` a word of its own there?"""
    form = text[start:end]
    if _UNITS_AFTER.match(text, end) or text[end - 1 : end + 1] in trades():
        return False  # 引导投|资
    if form.isascii():
        return not (_ascii_word(text, start - 1) or _ascii_word(text, end))
    return True


def _ascii_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()


def rank(short: str, full: str) -> tuple[int, int]:
    """Which of several full names a short one stands for: the house before its local branch (a bracketed
    place), then the longer name.
    """
    return (0 if _BRACKETS.search(full) and not _BRACKETS.search(short) else 1, len(full))


def may_be_short_for(short: str, full: str) -> bool:
    """Could ``short`` be an abbreviation of ``full``: its first two characters stand there together and the
    others follow in order?

    >>> may_be_short_for("桦澜重机", "桦澜重型机床集团股份有限公司")
    True
    """
    at = full.find(short[:2])
    if at < 0 or len(full) <= len(short) or len(short) < 3:
        return False
    rest = iter(full[at + 2 :])
    return all(character in rest for character in short[2:])


def is_safe(form: str, surface: str) -> bool:
    """May the document be searched for ``form`` where ``surface`` stands in it once? A brand alone only "
    "where
    the name has a legal form or the like: 曳引 of 曳引钢绳 was no brand.
    """
    if not surface.startswith(form) or len(form) > 4 or _FORM.search(surface) is not None:
        return True
    return surface[len(form) :] in strong_tails() and quality(list(tokens(form))) >= _UNKNOWN


def beginning(short: str) -> str:
    """What must stand together in a name that ``short`` abbreviates."""
    return short[:2]


def pieces(full: str) -> set[str]:
    """The pieces of a name that an abbreviation may begin with: its pairs of characters."""
    return {full[at : at + 2] for at in range(min(len(full), 12) - 1)}


_REGISTERED = tuple(sorted(column("legal_forms", where=(1, "legal"))))


def is_registered(surface: str) -> bool:
    """Does the name end in a legal form?"""
    return surface.endswith(_REGISTERED)
