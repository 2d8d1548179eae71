"""Capitalised words of English text and what the tables know of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tzcorpus.language.tables import column, rows

# a word that may belong to a name: Jack, Sci-Tech, O'Neil, J&T, 3D, iFlytek, U.S.
_CAPITAL = r"(?:[A-Z][\w&]*(?:[-.][A-Za-z0-9]+)*(?:['’](?!s\b)[A-Za-z]+)?|[a-z]{1,2}[A-Z]\w+|\d+[A-Z]\w*)"
TOKEN = re.compile(rf"{_CAPITAL}|[A-Za-z]+(?:[-'’][A-Za-z]+)*|\d+(?:[.,]\d+)*|&")
_IS_CAPITAL = re.compile(_CAPITAL)
# What may stand between two words of one name.
_GAP = re.compile(r"[ \u00a0](?!\s)")
# and, & within trades: Science and Technology, Import & Export; others join two names
_AND_PAIRS = frozenset(
    "science economic import research information development energy food health culture pulp paper iron "
    "wind port "
    "technological engineering investment electronics cultural high innovation water industrial small "
    "design metal "
    "mining road environment conservation equipment supply mechanical iron culture electronics commerce "
    "finance".split()
)


class Word(NamedTuple):
    """A word with its offsets in the text."""

    text: str
    start: int
    end: int


@cache
def common() -> frozenset[str]:
    """Ordinary words, in the capitals they have at the head of a sentence."""
    return column("english_common")


@cache
def bodies() -> frozenset[str]:
    """Words that end the names of bodies that are no firms."""
    return column("english_bodies")


@cache
def trade_words() -> frozenset[str]:
    """Every single word that trades are made of."""
    return frozenset(word for trade in column("english_trades") for word in trade.split())


@cache
def places() -> frozenset[str]:
    """Pinyin of divisions, and regions and countries."""
    pinyin = {row[3] for row in rows("places")} | {row[3].replace("'", "’") for row in rows("places")}
    return frozenset(
        pinyin
        | set(
            "China Chinese Asia Europe Africa America American German Germany Japan Japanese Korea Korean "
            "Singapore "
            "Malaysia Thailand Vietnam Indonesia India Italy Spain France Netherlands Switzerland Sweden "
            "Canada "
            "Australia Brazil Mexico Russia Hungary Israel Turkey Egypt Sino-German Sino-Italian "
            "Sino-Singapore "
            "Britain British England English French Scandinavia Scandinavian Nordic Kyushu Osaka Tokyo "
            "Seoul London Paris Berlin "
            "Munich Poland Polish Czech Austria Austrian Belgium Belgian Norway Norwegian Denmark Danish "
            "Finland Finnish Ireland "
            "Portugal Greece Greek Ukraine Kazakhstan Pakistan Bangladesh Philippines Cambodia Laos "
            "Myanmar Nepal Iran Iraq "
            "Saudi Arabia Dubai Emirates Qatar Kenya Nigeria Ethiopia Morocco Argentina Chile Peru "
            "Colombia Zealand York "
            "California Texas Chicago Boston Hamburg Frankfurt Rotterdam Antwerp Zurich Vienna Budapest "
            "Moscow Mumbai Delhi "
            "Bangkok Hanoi Jakarta Sydney Melbourne Toronto Vancouver Swiss Swedish Dutch Italian Spanish "
            "Russian Indian "
            "Thai Vietnamese Malaysian Indonesian Turkish Brazilian Mexican Canadian Australian European "
            "Asian African "
            "Ulanqab Hohhot Ordos Bayannur Hulunbuir Xilingol Alxa Hinggan Qahar Xigaze Shigatse Nagqu "
            "Ngari Qamdo Kashgar Hotan Turpan Kumul Bortala Bayingolin Korla Kuqa Golmud Garze Ngawa Tibet "
            "Xinjiang Qiqihar Yangtze Delta Pearl Taiwan Hongkong Macau Asia-Pacific Mongolia Xian "
            "Urumqi Harbin".split()
        )
    )


@cache
def bands() -> dict[str, str]:
    """Words that English writes in lower case, with the band of their frequency (1 the most frequent)."""
    return {row[0]: row[1] for row in rows("english_words")}


def is_english(word: str) -> bool:
    """Is the capitalised word one that English writes in lower case?"""
    return word.lower() in bands()


UNITS = frozenset("City County District Province Town Prefecture Municipality".split())


def is_capital(word: str) -> bool:
    """May the word belong to a name by its letters?"""
    return _IS_CAPITAL.fullmatch(word) is not None


# How far to the left of its last word a name may begin, in characters.
_REACH = 160


def words_before(text: str, end: int, *, most: int = 12) -> list[Word]:
    """The capitalised words that end at ``end`` and hang together, in order; a bracketed place counts as "
    "one.

    The run ends at a comma, a possessive, a lower-case word other than *and*, *of* in fixed pairs, or a line.
    """
    floor = max(0, end - _REACH)
    floor = max(floor, text.rfind("\n", floor, end) + 1)
    found = [Word(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text, floor, end)]
    out: list[Word] = []
    at = end
    while found and len(out) < most:
        word = found.pop()
        gap = text[word.end : at]
        if out and not _GAP.fullmatch(gap):
            bracketed = _bracket(text, word, at)
            if bracketed is None:
                break
            out.insert(0, bracketed)
            at = bracketed.start
            while found and found[-1].start >= at:
                found.pop()
            if at and text[at - 1] == " ":
                at -= 1
                if found and found[-1].end == at:
                    at += 1
            continue
        if not out and gap.strip():
            bracketed = _bracket(text, word, at)
            if bracketed is None:
                break
            out.insert(0, bracketed)
            at = bracketed.start
            while found and found[-1].start >= at:
                found.pop()
            continue
        if word.text in ("and", "&", "of"):
            if not _joins(found, word, out):
                break
        elif not is_capital(word.text):
            break
        out.insert(0, word)
        at = word.start
    while out and out[0].text in ("and", "&", "of"):
        out.pop(0)
    return out


def _bracket(text: str, word: Word, at: int) -> Word | None:
    """The bracketed group ``(Guangdong)`` that ends before ``at``, as one word."""
    if text[word.end : at].strip() != ")":
        return None
    opening = text.rfind("(", max(0, word.start - 40), word.start)
    if opening < 0 or not re.fullmatch(r"\([A-Z][\w’' \-]*\)", text[opening : word.end + 1]):
        return None
    return Word(text[opening : word.end + 1], opening, word.end + 1)


def _joins(found: list[Word], word: Word, out: list[Word]) -> bool:
    """Do the words around *and* belong to one name?"""
    if not found or not out or not is_capital(found[-1].text):
        return False
    if word.text == "of":
        return found[-1].text == "Bank" or (found[-1].text, out[0].text) == ("Internet", "Things")
    if word.text == "&":
        return True
    left, right = found[-1].text, out[0].text
    if right == "State":
        return False  # Guizhou Power Grid and| State Grid Ningxia
    if left.lower() in _AND_PAIRS or left in trade_words():
        # a single word in front of the form is no firm by itself: Shipbuilding and Repair| Co.
        alone = len(out) == 1 and is_english(right) and right not in places()
        return alone or right in trade_words() or right in ("Technological", "Technical")
    # Beihai Road and Port
    inner = len(found) > 1 and is_capital(found[-2].text) and found[-2].end + 1 == found[-1].start
    return inner and is_english(left) and right in trade_words()


_UNIT_AFTER = re.compile(
    r"(?<![\w-])([A-Z][a-z’']{3,}) (?:City|County|District|Prefecture|Economic|ETDZ|High-[Tt]ech "
    r"(?:Industrial|Development|Zone|Park)|"
    r"Hi-[Tt]ech Zone|Bonded|New Area|"
    r"Development Zone|Bay|Port|Comprehensive)(?![\w-])"
)
_IN = re.compile(
    r"(?<![\w-])(?:in|In|across|throughout|outside|around) ([A-Z][a-z’']{3,})(?=[,.;:]|[’']s | [a-z])"
)
_FIRST = re.compile(r"(?<![\w-])([A-Z][a-z’']{3,}) ([A-Z][\w-]+)")


def document_places(texts: Sequence[str]) -> frozenset[str]:
    """Unknown capitalised words that the texts of one document use as places: a unit or zone word behind
    them, or *in* in front.

    >>> sorted(document_places(["The Chengyu Economic Development Zone is in Lianping."]))
    ['Chengyu']
    """
    seen: set[str] = set()
    inside: Counter[str] = Counter()
    leads: dict[str, set[str]] = {}
    for text in texts:
        seen |= {match[1] for match in _UNIT_AFTER.finditer(text)}
        inside.update(match[1] for match in _IN.finditer(text))
        for match in _FIRST.finditer(text):
            leads.setdefault(match[1], set()).add(match[2])
    # in X, and two different names that begin with X
    seen |= {word for word in inside if inside[word] > 1 or len(leads.get(word, ())) > 1}
    return frozenset(
        word for word in seen if word not in places() and word not in common() and word not in trade_words()
    )


@cache
def counties() -> frozenset[str]:
    """Pinyin of county-level divisions that no larger one shares."""
    larger = {row[3] for row in rows("places") if row[2] != "county"}
    return frozenset(row[3] for row in rows("places") if row[2] == "county") - larger


def is_town(words: list[Word], known: frozenset[str]) -> bool:
    """Is this one word, the pinyin of a town or a place of the document?"""
    return len(words) == 1 and words[0].text in known and words[0].text not in _wide_places()


@cache
def _wide_places() -> frozenset[str]:
    """Countries, provinces and words for them: with a trade behind them, they name no firm."""
    divisions = {row[3] for row in rows("places")}
    return (places() - divisions) | {row[3] for row in rows("places") if row[2] == "province"}


# Longest line that may be a headline, in characters.
_HEADLINE = 160


def title_case(text: str, at: int) -> bool:
    """Is the line a headline whose words are all capitalised?"""
    start = text.rfind("\n", max(0, at - _HEADLINE), at) + 1
    stop = text.find("\n", at, at + _HEADLINE)
    if (start == 0 and at > _HEADLINE) or (stop < 0 and len(text) > at + _HEADLINE):
        return False  # no line end near by
    line = text[start : len(text) if stop < 0 else stop]
    if len(line) > _HEADLINE or line.rstrip().endswith("."):
        return False
    long = [word for word in re.findall(r"[A-Za-z][\w-]*", line) if len(word) > 3]
    return len(long) > 3 and sum(word[0].isupper() for word in long) > 0.8 * len(long)
