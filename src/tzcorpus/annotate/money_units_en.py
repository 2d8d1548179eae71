"""Which currency an English figure counts: signs and codes in front, words and codes behind."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from tzcorpus.annotate import money_words_en as around
from tzcorpus.annotate.money_currencies import Unit, words
from tzcorpus.annotate.money_quantity_en import magnitude
from tzcorpus.language.exact import ONE

# ISO codes that are read in lower case too and beside any figure.
_SAFE_CODES = frozenset(
    "usd eur gbp jpy cny cnh rmb hkd sgd aud chf krw twd ntd nzd thb inr rub myr idr vnd sek nok dkk aed "
    "sar zar "
    "brl mxn pln huf czk ils".split()
)
# Codes that are English words or brands: never in front of a figure.
_WORD_CODES = frozenset("ALL TOP CUP PEN SOS SIT BAM GEL BOB NIO AMD ANG ARS LAK STN ERN US".split())
# Letters in front of $; a letter that is not here leaves the currency open rather than wrong.
_DOLLARS = {
    "us": "USD", "u.s.": "USD", "u.s": "USD", "usd": "USD", "hk": "HKD", "hkd": "HKD", "nt": "TWD",
    "s": "SGD", "sg": "SGD", "sgd": "SGD", "a": "AUD", "au": "AUD", "aud": "AUD", "c": "CAD", "ca": "CAD",
    "can": "CAD", "cdn": "CAD", "cad": "CAD", "nz": "NZD", "r": "BRL", "mex": "MXN", "mx": "MXN",
    "mop": "MOP", "j": "JMD", "ec": "XCD", "bz": "BZD", "tt": "TTD", "n": "NAD", "l": "LRD", "g": "GYD",
    "fj": "FJD", "bds": "BBD", "z": "ZWL", "b": "BND", "ci": "KYD", "bd": "BMD", "si": "SBD",
}  # fmt: skip
_LEAD = re.compile(
    r"(?:(?<![A-Za-z])(?P<letters>[A-Za-z]{1,3}|[Uu]\.[Ss]\.?)[ \u00a0]?)?\$$"
    r"|(?P<sign>(?:CN|RMB|JP|J)?[¥￥]|[€£₩₹₽₺₫฿₱₪₴₦₸₮₡₲₵₭₼₾])$"
    r"|(?<![A-Za-z])(?P<code>[A-Za-z]{3}|RM|Rp|Rs\.?|Dhs?\.?|[Rr]enminbi|[Yy]uan)$"
)
# in 2015 dollars, the 2008 dollar crisis, fiscal 2024 yuan loans
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_BEFORE = re.compile(r"\b(?:in|the|fiscal|constant|of|by|since|until)\s+$", re.IGNORECASE)
_LEAD_WINDOW = 9
# 12 RMB 3 million: the code belongs to the figure behind it
_CODE_OF_NEXT = re.compile(
    r"(?:[A-Z]{3}|Rmb)[ \u00a0]?\d[\d,.]*[ \u00a0-]?(?:thousand|million|billion|trillion|bn|mn|m|b)\b"
)
_LETTERS = re.compile(r"\d(?:m|mm|b|bn|mn|tn)$")
_SCALE_LETTERS = {"M": 10**6, "k": 10**3, "K": 10**3, "B": 10**9, "T": 10**12}
_SCALED_CODE = re.compile(r"([MkKBT])(USD|EUR|CNY|RMB|GBP|JPY|HKD|SEK|NOK|DKK|AUD|CAD|CHF)\b")
_JOINT = re.compile(r"[\s\u00a0]{0,2}-?[\s\u00a0]{0,2}")


def unit_in_front(text: str, start: int, end: int) -> tuple[int, Unit] | None:
    """Start and unit of the sign or code in front of the figure, a hedge between them aside."""
    at = start
    while at and start - at < 2 and text[at - 1] in " \u00a0\n":
        at -= 1
    if not at:
        return None
    last = text[at - 1]
    if last.isalnum() and not last.isascii():
        return None
    match = _LEAD.search(text, max(0, at - _LEAD_WINDOW), at)
    if match is None or not text[start].isdigit():
        return None
    if match["sign"]:
        sign = match["sign"].replace("￥", "¥")
        return match.start(), words("sign").units.get(sign, Unit("CNY", ONE))
    if match["code"]:
        return _code_lead(text, match, start, end)
    letters = (match["letters"] or "").lower()
    if not letters:
        return match.start(), Unit("USD", ONE)
    spaced = text[match.end("letters")] != "$"
    if letters in _DOLLARS and not (len(letters) == 1 and (spaced or match["letters"].islower())):
        return match.start(), Unit(_DOLLARS[letters], ONE)
    if spaced:  # "for $5": an ordinary word
        return match.end() - 1, Unit("USD", ONE)
    return match.start(), Unit(None, ONE)


_CENTS_OF = re.compile(r"(?<![A-Za-z])(HK|NZ|US|NT|[ACS])$")


def cents_of(text: str, start: int, unit: Unit) -> tuple[int, Unit] | None:
    """HK12 cents: the country before the figure says whose cents they are."""
    match = _CENTS_OF.search(text, max(0, start - 3), start) if unit == Unit("USD", Decimal("0.01")) else None
    return (match.start(), Unit(_DOLLARS[match[1].lower()], unit.worth)) if match else None


def _code_lead(text: str, match: re.Match[str], start: int, end: int) -> tuple[int, Unit] | None:
    code = match["code"]
    unit = words("sign").units.get(code) or words("sign").units.get(code.upper())
    if code in ("Dh", "Dhs", "Dhs.", "Dh."):
        unit = Unit("AED", ONE)
    if code.lower() == "yuan":  # yuan 5.2m; in "the yuan 3 times" nothing tells of a sum
        return (
            (match.start(), Unit("CNY", ONE))
            if magnitude(text[start:end]) or _LETTERS.search(text[start:end])
            else None
        )
    if code.lower() == "renminbi":
        return match.start(), Unit("CNY", ONE)
    if unit is None or code in _WORD_CODES:
        return None
    safe = code.lower() in _SAFE_CODES or code in ("RM", "Rp", "Rs", "Rs.", "Dhs", "Dh")
    if not safe and not (code.isupper() and _formal(text[start:end])):
        return None
    return match.start(), unit


def _formal(quantity: str) -> bool:
    """Is the figure written as sums are: with a magnitude, in groups of three, or to the cent?"""
    return bool(magnitude(quantity)) or re.search(r",\d{3}|\.\d\d$", quantity) is not None


@cache
def _first_words() -> frozenset[str]:
    return frozenset(re.split(r"[\s-]", form)[0] for form in words("en").units) | _SAFE_CODES


_WORDS_BEHIND = re.compile(r"[^\W\d_][\w.'’ʻ&-]*(?:[ \u00a0\n][^\W\d_][\w.'’ʻ&-]*|[ ]&){0,5}")


def unit_behind(text: str, start: int, end: int, *, leading: bool) -> tuple[int, Unit] | None:
    """End and unit of the currency word behind the quantity."""
    joint = _JOINT.match(text, end)
    at = joint.end() if joint else end
    if text[start:end].lower() == "half":  # half a yuan
        article = re.match(r"an?\s+", text[at : at + 4])
        at += article.end() if article else 0
    if at >= len(text) or leading:
        return None
    if not text[at].isalnum() or text[at] > "\u02af":
        return _sign_behind(text, start, end, at)
    match = _WORDS_BEHIND.match(text, at)
    if match is None or _CODE_OF_NEXT.match(text, at):
        return None
    scaled = _SCALED_CODE.match(text, at)
    if scaled:
        unit = words("sign").units[scaled[2]]
        return scaled.end(), Unit(unit.code, Decimal(_SCALE_LETTERS[scaled[1]]))
    return _longest_unit(text, start, end, at, match.group())


def _sign_behind(text: str, start: int, end: int, at: int) -> tuple[int, Unit] | None:
    """10 €, 100 ₡, 100元; not the sign that leads the next figure."""
    hit = words("sign", "zh").at(text, at)
    if hit is None or not text[start].isdigit() or "\n" in text[end:at] or "-" in text[end:at]:
        return None
    if re.match(r"[ \u00a0]?\d", text[hit[0] : hit[0] + 2]) and not re.match(
        r"[ \u00a0]?\d+\s*[$€£]", text[hit[0] : hit[0] + 12]
    ):
        return hit if re.match(r" \d+ (?:cents?|dollars?)\b", text[hit[0] : hit[0] + 12]) else None
    return hit


def _longest_unit(text: str, start: int, end: int, at: int, run: str) -> tuple[int, Unit] | None:
    """The longest currency name at the start of ``run``, unless it only looks like one."""
    head = re.split(r"[\s\u00a0-]|['’]s\b", run.lower(), maxsplit=1)[0]
    if head.rstrip(".,") not in _first_words() and head not in _first_words() and not _code_like(head):
        return None
    stops = [m.start() for m in re.finditer(r"[\s\u00a0-]|$|(?<=\w)[.'’](?!\w)|['’]s\b", run)]
    for stop in sorted(set(stops), reverse=True):
        form = re.sub(r"[\s\u00a0-]+", " ", run[:stop].lower())
        unit = words("en").units.get(form)
        if unit is None and re.fullmatch(r"[a-z]{3}", form):
            unit = _code_behind(run[:stop], text[start:end])
        if unit is not None and _is_unit(text, start, end, at + stop, form):
            return at + stop, unit
    return None


def _code_like(word: str) -> bool:
    return len(word) == 3 and word.upper() in words("sign").units


def _code_behind(code: str, quantity: str) -> Unit | None:
    unit = words("sign").units.get(code.upper())
    if unit is None or (code.lower() not in _SAFE_CODES and not code.isupper()):
        return None
    if code.lower() in _SAFE_CODES or _formal(quantity) or (quantity.isdigit() and code not in _WORD_CODES):
        return unit
    return None


def _is_unit(text: str, start: int, end: int, stop: int, form: str) -> bool:
    """Is the word really a currency here? Short words need a figure that looks like a sum."""
    if around.looks_alike(text, stop, form):
        return False
    quantity = text[start:end]
    if _YEAR.fullmatch(quantity) and _YEAR_BEFORE.search(text, max(0, start - 12), start):
        return False
    formal = _formal(quantity) or bool(re.match(r"(?:several|a\s+few|multi|\w+s\b)", quantity, re.IGNORECASE))
    if form in around.NEVER_ALONE and not formal:
        return False
    if form in ("real", "sum", "som", "sol", "ore", "sen", "punt", "dram", "drams", "mao"):
        return False
    if form in ("pound", "pounds"):
        price = around.price_before(text, start)
        return (formal or price) and around.WEIGHT_AFTER.match(text, stop) is None
    if form == "cent":
        return text[stop - 4] == "c"  # 50 Cent is a singer
    if form in ("mark", "marks", "crown", "crowns", "won", "sterling"):
        return formal
    if form in around.NEEDS_MAGNITUDE and not formal:
        return form in around.CLEAR_WITH_DIGITS and text[start].isdigit()
    return True
