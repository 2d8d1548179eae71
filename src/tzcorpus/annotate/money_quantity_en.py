"""The quantity in an English amount: 1.2 billion, $5m's 5m, tens of millions of, several hundred million."""

from __future__ import annotations

import re
from decimal import Decimal

from tzcorpus.annotate.money_reading import Reading
from tzcorpus.language import numerals_en
from tzcorpus.language.exact import times

# After a currency sign single letters are magnitudes too ("$5m", "$3.5B").
LETTERS = {"k": 10**3, "m": 10**6, "mm": 10**6, "b": 10**9, "t": 10**12} | numerals_en.ABBREVIATIONS
_LETTER = r"(?:\s?(?:mm|m|b|k|t|mn|mln|bn|bln|tn|trn)(?![\w²³]))"
_BIG = "thousand|million|billion|trillion"
_MANY = "dozens|tens|hundreds|thousands|millions|billions|trillions"
# 20-odd million, 5 billion-plus
_ODD = rf"(?:-(?:plus|odd)(?:[\s-](?:{_BIG})\b|(?=[\s-])))"
_WITH_ODD = re.compile(r"(.+?)-(plus|odd)((?:[\s-]\w+)?)$", re.IGNORECASE | re.DOTALL)
_OF_MANY = rf"(?:several\s+|many\s+)?(?:{_MANY})(?:\s+of\s+(?:{_MANY}))*(?:\s+of)?"
_FEW = rf"(?:several|a\s+few|multi|a\s+couple(?:\s+of)?)[\s-]*(?:hundred[\s-]+)?(?:{_BIG}|hundred|dozen)?s?"
SCAN = re.compile(
    rf"(?<![\w.,/])(?:{_OF_MANY}\b|{_FEW}\b|{numerals_en.RUN}{_LETTER}?{_ODD}?)"
    rf"|(?<=[A-Za-z$€£¥￥₩₹₽₺₫฿₱₪₴₦.])(?:{numerals_en.ARABIC}(?:{numerals_en.TAIL})*{_LETTER}?{_ODD}?)",
    re.IGNORECASE,
)
_UNIT = {word: Decimal(value) for word, value in numerals_en.MAGNITUDES.items()} | {
    "hundred": Decimal(100),
    "dozen": Decimal(12),
    "ten": Decimal(10),
}
_FEW_WORDS = frozenset(("several", "few", "a", "multi", "couple", "of"))
_OF_UNIT = re.compile(r"\bof\s+((?:million|billion|trillion|thousand)s)\b", re.IGNORECASE)
_TRAILING_LETTER = re.compile(rf"(.*\d)({_LETTER})$", re.IGNORECASE | re.DOTALL)
_MAGNITUDE = re.compile(
    rf"[\s-]*((?:(?<![A-Za-z])(?:hundred|{_BIG}|crore|lakh|mn|mln|bn|bln|tn|trn|mm|m|b|k|t)[\s-]*)+)$",
    re.IGNORECASE,
)


def read(text: str, *, letters: bool) -> Reading | None:
    """What the quantity says, or None. ``letters``: may m, b and k be magnitudes here?"""
    lowered = text.lower()
    if re.match(rf"(?:several\s+|many\s+)?(?:{_MANY})\b", lowered):
        return _many(lowered)
    if re.match(r"several|a\s+(?:few|couple)|multi", lowered):
        return _few(lowered)
    odd = _WITH_ODD.fullmatch(text)
    if odd is not None:
        plain = read(odd[1] + odd[3], letters=letters)
        return plain and plain.bounded("lower", approx=odd[2].lower() == "odd")
    factor = Decimal(1)
    match = _TRAILING_LETTER.match(text)
    if match:
        letter = match.group(2).strip().lower()
        if letter not in numerals_en.ABBREVIATIONS and not letters:
            return None
        text, factor = match.group(1), Decimal(LETTERS[letter])
    value = numerals_en.parse(text)
    if value is None:
        return None
    bare = re.match(rf"(?:{_BIG}|hundred|dozen)\b", lowered) is not None
    return Reading(amount=value, bare=bare).scaled(factor)


def _few(text: str) -> Reading | None:
    """several hundred million, a few thousand: from one of the unit to ten of it, that end excluded."""
    unit = Decimal(1)
    found = False
    for word in re.findall(r"[a-z]+", text.replace("multi", "multi ")):
        size = _UNIT.get(word.removesuffix("s")) if word not in _FEW_WORDS else None
        if size is not None:
            unit, found = times(unit, size), True
    if not found and text.startswith("multi"):
        return None
    if "couple" in text:
        return Reading(amount=times(unit, Decimal(2)), approx=True)
    top = Decimal(1000) if text.startswith("multi") else Decimal(10)
    return Reading(low=unit, high=times(unit, top), approx=True)


def _many(text: str) -> Reading | None:
    """tens of millions: 10 to 100 million; millions: 1 million up to a billion."""
    unit, smallest = Decimal(1), ""
    for word in re.findall(r"[a-z]+", text):
        if word in ("of", "several", "many"):
            continue
        smallest = smallest or word
        unit = times(unit, _UNIT[word.removesuffix("s")])
    top = Decimal(1000) if smallest in ("thousands", "millions", "billions", "trillions") else Decimal(10)
    return Reading(low=unit, high=times(unit, top), approx=True)


def shared_many(first: str, second: str) -> Decimal:
    """What "tens" takes from "hundreds of millions" in tens to hundreds of millions; 1 where nothing."""
    match = _OF_UNIT.search(second)
    if match is None or _OF_UNIT.search(first) or re.search(_BIG, first, re.IGNORECASE):
        return Decimal(1)
    return _UNIT[match[1].lower().removesuffix("s")]


def magnitude(text: str) -> str:
    """The magnitude words at the end of a quantity: "billion" of "1.2 billion"."""
    match = _MAGNITUDE.search(text)
    if match is None or not match.start():
        return ""
    return match.group(1).strip(" -\n")
