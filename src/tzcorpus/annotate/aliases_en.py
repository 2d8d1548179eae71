"""Which short forms a full English name may take."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tzcorpus.annotate.english_words import UNITS, common, counties, places, trade_words
from tzcorpus.language.tables import column, rows
from tzcorpus.records import Label

_FORM = re.compile(
    r"(?:,? (?:"
    + "|".join(sorted((re.escape(f) for f, _ in rows("english_forms")), key=len, reverse=True))
    + "))+$"
)
_BRACKET = re.compile(r" ?\([^()]*\)")
_ZONES = (
    (
        (
            "Economic and Technological Development Zone", "Economic and Technical Development Zone",
            "Economic & Technological Development Zone", "Economic Development Zone",
            "Economic-Technological Development Zone",
        ),
        ("ETDZ", "EDZ", "Development Zone"),
    ),
    (
        (
            "High-Tech Industrial Development Zone", "High-tech Industrial Development Zone", "High-Tech "
            "Zone",
            "High-tech Zone", "Hi-Tech Zone", "Hi-tech Zone", "High-Tech Development Zone",
            "Hi-Tech Industrial Development Zone", "High-Tech Industrial Zone",
        ),
        ("HTZ", "HIDZ", "High-Tech Zone", "High-tech Zone", "Hi-Tech Zone", "Hi-tech Zone"),
    ),
    (("Free Trade Zone", "Pilot Free Trade Zone", "Free-Trade Zone"), ("FTZ",)),
    (("Comprehensive Bonded Zone", "Integrated Bonded Zone"), ("Bonded Zone", "CBZ")),
    (("Industrial Park", "Industry Park"), ("Industrial Park", "Industry Park", "Park")),
    (("Science and Technology Park", "Sci-Tech Park"), ("Science and Technology Park", "Sci-Tech Park")),
)  # fmt: skip
_HOUSE = ("Group", "Holdings", "Company", "Technology", "Tech")
# a brand of fewer letters is too likely something else
_SHORTEST = 3


class Parts(NamedTuple):
    """A name taken apart into words."""

    place: tuple[str, ...]
    brand: tuple[str, ...]
    trade: tuple[str, ...]
    form: str


@lru_cache(maxsize=4096)
def parts(surface: str, local: frozenset[str] = frozenset()) -> Parts:
    """Take a firm's name apart: place words in front, trades and form behind, the brand between."""
    bare = _BRACKET.sub("", surface)
    match = _FORM.search(bare)
    form = match.group().strip(" ,") if match else ""
    words = (bare[: match.start()] if match else bare).split()
    first = 0
    while first < len(words) - 1 and (
        words[first] in places() or words[first] in local or words[first] in UNITS
    ):
        first += 1
    if first > 1 and all(word in trade_words() for word in words[first:]):
        first -= 1  # Hefei |Xinyu| Semiconductor: the second place is the brand
    last = len(words)
    while last > first + 1 and (words[last - 1] in trade_words() or words[last - 1] in ("and", "&")):
        last -= 1
    return Parts(tuple(words[:first]), tuple(words[first:last]), tuple(words[last:]), form)


@lru_cache(maxsize=4096)
def short_forms(surface: str, label: Label, local: frozenset[str] = frozenset()) -> frozenset[str]:
    """Other strings that name the same thing in the same document.

    >>> "Chenfan Pumps" in short_forms("Zhejiang Chenfan Precision Pumps Co., Ltd.", "COMPANY")
    True
    """
    forms = _park_forms(surface, local) if label == "PARK" else _firm_forms(surface, local)
    return frozenset(
        form
        for form in forms
        if len(form) >= _SHORTEST and form != surface and form not in local and form not in places()
    )


def _firm_forms(surface: str, local: frozenset[str]) -> set[str]:
    part = parts(surface, local)
    brand, place = " ".join(part.brand), " ".join(part.place)
    trades = [" ".join(part.trade[:end]) for end in range(1, len(part.trade) + 1)]
    if part.trade:
        trades.append(part.trade[-1])
    stems = {f"{brand} {trade}" for trade in trades} | {f"{brand} {house}" for house in _HOUSE}
    if _stands_alone(part.brand):
        stems.add(brand)
        if len(part.brand) > 1 and len(part.brand[0]) > _SHORTEST and _stands_alone(part.brand[:1]):
            stems |= {part.brand[0]} if part.brand[0] not in places() else set()
    if place:
        stems |= {f"{place} {stem}" for stem in stems if stem != brand}
        if brand and part.trade:
            stems.add(f"{place} {brand}")
    return stems


def _stands_alone(brand: tuple[str, ...]) -> bool:
    """Does the brand mean the firm without any other word?"""
    if not brand or brand[-1] in ("of", "and"):
        return False
    if len(brand) == 1:
        word = brand[0]
        return len(word) >= _SHORTEST and not any(
            word in table for table in (common(), places(), trade_words())
        )
    return any(word not in common() and word not in places() for word in brand)


def weak_forms(surface: str, label: Label, local: frozenset[str] = frozenset()) -> frozenset[str]:
    """The brand of a firm that is the name of a county as well.

    >>> sorted(weak_forms("Ningxia Hecheng Winery Co., Ltd.", "COMPANY"))
    ['Hecheng']
    """
    if label != "COMPANY":
        return frozenset()
    part = parts(surface, local)
    brand = part.brand[0] if len(part.brand) == 1 and (part.trade or part.form) else ""
    return frozenset((brand,)) if brand in counties() and brand not in local | common() else frozenset()


# what firms have and do, and counties do not
_FIRM_BEHIND = re.compile(
    r"['’]s (?:[a-z-]+ ){0,2}(?:general manager|manager|chair(?:wo)?man|founder|boss|CEO|president|"
    r"chief executive|plant|factory|workshop|works|shares|share price|products?|customers|suppliers|"
    r"order book|profits?|engineers|employees|staff|shareholders|headquarters|line|machines)(?![\w-])|"
    r",? (?:says|said|plans|sells|sold|makes|made|supplies|buys|bought|hired|employs|exports|shipped|"
    r"signed|won|invested|raised|reported|posted|acquired|opened|"
    r"will (?:invest|build|buy|supply|sell))(?![\w-])"
)
_FIRM_AHEAD = re.compile(
    r"(?:[Gg]eneral [Mm]anager|[Mm]anager|[Cc]hair(?:wo)?man|[Ff]ounder|CEO|[Pp]resident|[Bb]oss|[Oo]wner|"
    r"shareholders?|customers?|suppliers?|rivals?|subsidiary|employees|workers|engineers) (?:of|at) $|"
    r"(?<![\w-])(?:bought by|made by|sold by|supplied by|owned by|orders? from|contract with|rival|supplier|"
    r"customer) $"
)


def stands(text: str, start: int, end: int) -> bool:
    """Does a county's name at ``start``–``end`` stand for a firm there?"""
    if _FIRM_BEHIND.match(text, end):
        return text[max(0, start - 3) : start].lower() != "in "
    return _FIRM_AHEAD.search(text[max(0, start - 30) : start]) is not None


def _park_forms(surface: str, local: frozenset[str]) -> set[str]:
    forms: set[str] = set()
    for longs, shorts in _ZONES:
        for head in (*longs, *shorts):
            if surface.endswith(" " + head):
                front = surface[: -len(head) - 1]
                forms |= {f"{front} {other}" for other in (*longs, *shorts)}
                break
    if surface.endswith(" Park"):  # the Geling park
        lead = next((word for word in surface.split() if word not in places() and word not in UNITS), "")
        forms |= {f"{lead} park"} if lead and lead not in local and lead not in common() else set()
    words = surface.split()
    first = 0
    while first < len(words) - 2 and (
        words[first] in places() or words[first] in local or words[first] in UNITS
    ):
        first += 1
    rest = " ".join(words[first:])
    if first and _STATUS.search(rest) is None and _BARE.sub("", rest).strip():
        forms.add(rest)
    return forms


# heads of which a place alone says which: no short form without it
_STATUS = re.compile(r"(?:Zone|New Area|New District|Port)$")
_BARE = re.compile(
    r"^(?:Industrial|Industry|Science|Technology|Software|Business)?(?: and Technology)? ?(?:Park|City|"
    r"Valley)$"
)


def abbreviates(short: str, full: str) -> bool:
    """Is ``short`` an acronym or a part of ``full``?

    >>> abbreviates("WETDZ", "Wenling Economic and Technological Development Zone")
    True
    """
    if short in full:
        return True
    letters = iter(full)
    capitals = [character for character in short if character.isalnum()]
    acronym = short.split()[-1].isupper() and len(short) <= 24
    return acronym and all(any(letter.upper() == c.upper() for letter in letters) for c in capitals)


_TOUCHES = re.compile(r"[\w&-]")


def fits(text: str, start: int, end: int) -> bool:
    """Is the short name at ``start``–``end`` a word of its own there?"""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not _TOUCHES.match(before or " ") and not _TOUCHES.match(after or " ")


def rank(short: str, full: str) -> tuple[int, int]:
    """Which of several full names a short one stands for: the house before its branch, then the longer."""
    return (0 if "(" in full and "(" not in short else 1, len(full))


def may_be_short_for(short: str, full: str) -> bool:
    """Could ``short`` be an abbreviation of ``full``: its first word stands there, and each further word
    follows, as a whole or by its first letters?

    >>> may_be_short_for("Yunli Pharma", "Wanglan Yunli Biopharmaceutical Co., Ltd.")
    True
    """
    mine, theirs = short.split(), full.replace(",", " ").split()
    if len(full) <= len(short) or mine[0] not in theirs or mine[0] in places() or mine[0] in common():
        return False
    rest = iter(theirs[theirs.index(mine[0]) + 1 :])
    return all(any(_resembles(word, other) for other in rest) for word in mine[1:])


def _resembles(word: str, other: str) -> bool:
    """Pharma and Biopharmaceutical, Tech and Technology."""
    stem = word[:4].lower()
    return word == other or (len(stem) == 4 and stem in other.lower())


def is_safe(form: str, surface: str) -> bool:
    """May the document be searched for ``form`` where ``surface`` stands in it once? A single word only "
    "where
    the name has a legal form or the like.
    """
    return " " in form or _FORM.search(surface) is not None


def beginning(short: str) -> str:
    """What must stand in a name that ``short`` abbreviates: its first word."""
    return short.partition(" ")[0]


def pieces(full: str) -> set[str]:
    """The words of a name, with any of which an abbreviation may begin."""
    return set(full.replace(",", " ").split())


_REGISTERED = tuple(sorted(column("english_forms", where=(1, "legal"))))


def is_registered(surface: str) -> bool:
    """Does the name end in a legal form?"""
    return surface.endswith(_REGISTERED)
