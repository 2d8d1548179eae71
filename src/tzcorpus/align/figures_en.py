"""Figures of English text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from tzcorpus.align.figures import Figure, Kind, currencies, share_currencies, units
from tzcorpus.language.numerals import Number, find_numbers
from tzcorpus.records import Span

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
# May, March and Mar are words of other senses too: only before or behind a day or year, or capitalised.
_MONTH = re.compile(r"\b(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?", re.IGNORECASE)
# letters glued to a numeral: currency codes; and names that hold digits
_GLUED = re.compile(r"(?:RMB|CNY|USD|EUR|GBP|JPY|HKD|TWD|SGD|AUD|CAD|KRW|US|HK|NT)(?=\s?[$¥￥€£]?\d)")
_NAMES = re.compile(
    r"\b(?=[A-Za-z]*[A-Za-z]\d|[A-Za-z]+-\d)[A-Za-z]+[\w/-]*\d[\w/-]*|"
    r"(?:\b\d\d(?:st|nd|rd|th)\s)?\b(?:Five|Three|Ten)-Year Plan|\b\d{1,2}:\d\d\b|\bPM2\.5|24/7|\b\d[DGg]\b"
)
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_SHARE = re.compile(
    r"\b(?P<above>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+)[\s-](?P<below>half|halves|third|quarter|fourth|"
    r"fifth|sixth|seventh|eighth|ninth|tenth|hundredth|thousandth)s?\b",
    re.IGNORECASE,
)
_TENS = "twent thirt fort fift sixt sevent eight ninet".split()
_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS = """
    tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
""".split()
_ORDINAL_WORDS = {
    **{word: n for n, word in enumerate((*_UNITS, *_TEENS), start=1)},
    **{f"{stem}ieth": 10 * n for n, stem in enumerate(_TENS, start=2)},
    **{
        f"{stem}y-{unit}": 10 * n + k
        for n, stem in enumerate(_TENS, start=2)
        for k, unit in enumerate(_UNITS, start=1)
    },
    "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_ORDINAL_WORD = re.compile(
    r"(?P<one>\b(?:an?|one)\s+)?\b(?P<word>"
    + "|".join(sorted(_ORDINAL_WORDS, key=len, reverse=True))
    + r")\b",
    re.I,
)
_SLASHED = re.compile(r"(?<![\d/])(?P<above>\d)/(?P<below>\d{1,2})(?![\d/])")
_OUT_OF = re.compile(
    r"\b(?P<above>one|two|three|four|five|six|seven|eight|nine|\d{1,2})\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<below>three|four|five|six|ten|\d{1,3})\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\bhalf\s+as\s+(?:much|many|large|big|high)\s+again\b", re.IGNORECASE)
# “the first three quarters” are nine months
_OF_YEARS = re.compile(r"\b(?:first|last|past|previous|next|coming|final|latest|these)\s+\Z", re.IGNORECASE)
_WORDS = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten".split())}
_WORDS["a"] = _WORDS["an"] = 1
_PERCENT = re.compile(
    r"\s*(?:%|per\s?cent(?:age\s+points?)?\b|percent(?:age\s+points?)?\b|pct\b)", re.IGNORECASE
)
_HEDGE = re.compile(
    r"(?:about|around|some|nearly|almost|over|roughly|approximately|more\s+than|less\s+than|fewer\s+than|close\s+to|at\s+least|"
    r"up\s+to|under|above|below|exceed\w*|surpass\w*|an\s+estimated|well\s+over|just\s+over|topp\w+|pass\w+|not\s+quite)"
    r"[\s\w]{0,8}?(?:[$¥€£]|US\$|RMB|CNY)?\s*\Z",
    re.IGNORECASE,
)
_HEDGE_AFTER = re.compile(
    r"(?:[\s-](?:or\s+(?:so|more)|odd|plus|and\s+(?:more|above|up))\b|\+)", re.IGNORECASE
)
_VAGUE = re.compile(r"\b(?:several|a\s+few|few|many|tens\s+of|some)[\s-]+\Z", re.IGNORECASE)
# only magnitudes are vague behind these words: “some 500 million” is hedged
_MAGNITUDES = re.compile(r"(?:(?:dozen|hundred|thousand|million|billion|trillion)[\s-]*)+\Z", re.IGNORECASE)
# “two and a half” is no half
_ADDED = re.compile(
    r"(?:\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)|\ban?\s[a-z]+|"
    r"\b(?:million|billion|years?|months?|hours?))[\s-]and[\s-]+\Z",
    re.IGNORECASE,
)
# 2023-25: the second year is short for 2025
_SHORT_YEAR = re.compile(r"(?<![\d.,])(?P<century>19|20)\d\d\s?[-–/]\s?(?P<year>\d\d)(?![\d.,]\d|\d|-)")
_TIMES = re.compile(r"(?:[\s-]?(?:times|fold)\b)", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:to|and|-|–|—|or|~)\s*(?:[$¥€£]|US\$)?\Z")
_PRICE_RANGE = re.compile(r"\s*(?:to|or|-|–|—|~)\s*\Z")
_SCALE = re.compile(r"(hundred|thousand|million|billion|trillion|bn|mn|tn)\Z", re.IGNORECASE)
_SCALES = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "mn": 6,
    "billion": 9,
    "bn": 9,
    "trillion": 12,
    "tn": 12,
}
_LETTER_SCALE = re.compile(r"([KkMmBb])(?![\w])")
# What says that m and b are millions and billions: 107m yuan, and so 30m elsewhere in the same text.
_LETTER_PRICED = re.compile(
    r"\d\s?[mb]\s(?:yuan|renminbi|(?:US )?dollars|euros|pounds|yen|Hong Kong dollars)\b"
)
_NUMERAL_BEFORE = re.compile(
    r"(?:\d|hundred|thousand|million|billion|trillion|[bmt]n|one|two|three|four|five|six|seven|eight|nine|ten)[\s-]*\Z",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_DAY_BESIDE_MONTH = re.compile(r"(?:st|nd|rd|th)?\s*(?:of\s+)?\Z")


def find(text: str, *, lettered: bool = False) -> list[Figure]:
    """The figures of ``text`` in order. ``lettered``: m and b behind a figure are millions and billions, as
    the other side has such amounts; else only beside a currency.
    """
    masked = _GLUED.sub(lambda match: " " * len(match.group()), text)
    masked = _NAMES.sub(lambda match: "_" * len(match.group()), masked)
    found = list(_shares(masked))
    for figure in found:
        masked = _blanked(masked, figure.span)
    found += _months(masked)
    for figure in (years := list(_short_years(masked))):
        masked = _blanked(masked, figure.span)
    found += years
    for figure in (ordinals := list(_ordinals(masked))):
        masked = _blanked(masked, figure.span)
    found += ordinals
    numbers = [_grown(number, masked, text, lettered) for number in find_numbers(masked, "en")]
    found += [_figure(number, text) for number in _ranged(numbers, masked)]
    found += _multiples(masked)
    return share_currencies(sorted(found, key=lambda figure: figure.span), text, _PRICE_RANGE)


def _blanked(text: str, span: Span) -> str:
    return text[: span.start] + "_" * len(span) + text[span.end :]


def _shares(text: str) -> Iterator[Figure]:
    """two thirds, 3/4, one in ten."""
    taken = 0
    for match in sorted(
        (*_SHARE.finditer(text), *_SLASHED.finditer(text), *_OUT_OF.finditer(text)), key=lambda m: m.start()
    ):
        above, below = _small(match["above"]), _small(match["below"])
        quarters = match["below"].lower().startswith("quarter")
        of_year = quarters and _OF_YEARS.search(text[max(0, match.start() - 12) : match.start()])
        added = quarters or match["below"].lower().startswith("hal")
        added = added and bool(_ADDED.search(text[max(0, match.start() - 24) : match.start()]))
        if match.start() < taken or not below or above >= below or of_year or added:
            continue
        taken = match.end()
        tenths = below == 10
        yield Figure(
            Span(*match.span()),
            Decimal(above) * 100 / below,
            Decimal(10 if tenths else "0.5"),
            "percent",
            hedged=tenths,
            firm=match.re is _SHARE
            and match["above"].lower() not in ("a", "an")
            and not (quarters and above == 1),
        )
    for match in _AGAIN.finditer(text):
        yield Figure(Span(*match.span()), Decimal(50), Decimal(10), "percent", hedged=True, firm=False)


def _small(word: str) -> int:
    word = word.lower()
    if word.isdigit():
        return int(word)
    return _PARTS.get(word, _PARTS.get(word.removesuffix("s"), _WORDS.get(word, 0)))


def _ordinals(text: str) -> Iterator[Figure]:
    """the hundredth train; a twentieth of the area."""
    for match in _ORDINAL_WORD.finditer(text):
        value = Decimal(_ORDINAL_WORDS[match["word"].lower()])
        part = match["one"] is not None and re.match(r"\s+of\b|\s*[,.;]", text[match.end() :])
        span = Span(match.start() if part else match.start("word"), match.end())
        if part:
            yield Figure(span, 100 / value, Decimal("0.5"), "percent", firm=False)
        else:
            yield Figure(span, value, Decimal(1), "ordinal", firm=False)


def _months(text: str) -> Iterator[Figure]:
    for match in _MONTH.finditer(text):
        if match[1][0].isupper():
            value = Decimal(_MONTHS[match[1].lower()])
            yield Figure(Span(*match.span()), value, Decimal(1), "month", firm=False)


def _multiples(text: str) -> Iterator[Figure]:
    """double, triple, tenfold, decades."""
    for match in re.finditer(
        r"\b(twice|doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|both|pair)\b", text, re.IGNORECASE
    ):
        word = match[1].lower()
        value = 3 if word.startswith("tr") else 4 if word.startswith("qu") else 2
        kind: Kind = "count" if word in ("both", "pair") else "times"
        yield Figure(Span(*match.span()), Decimal(value), Decimal(1), kind, firm=False)
    year = units("en")["year"]
    for match in re.finditer(
        r"\b(?:(an?|one|two|three|four|five|six|half\s+a)\s+)?(decade|century|dozen|score)s?\b",
        text,
        re.IGNORECASE,
    ):
        if match[2].lower() == "dozen":
            continue
        size = {"decade": 10, "century": 100, "score": 20}[match[2].lower()]
        number = (
            Decimal("0.5")
            if (match[1] or "").lower().startswith("half")
            else Decimal(_small(match[1] or "one"))
        )
        yield Figure(
            Span(*match.span()), number * size, Decimal(size), dimension=year.dimension, size=year.size,
            firm=False, vague=match[1] is None,
        )  # fmt: skip


def _short_years(text: str) -> Iterator[Figure]:
    for match in _SHORT_YEAR.finditer(text):
        value = Decimal(match["century"] + match["year"])
        if value > Decimal(text[match.start() : match.start() + 4]):
            yield Figure(Span(*match.span("year")), value, Decimal(1), "year", firm=False)


def _grown(number: Number, text: str, original: str, lettered: bool) -> Number:
    """50K; €160m: a single letter as magnitude, m and b beside a currency or in a text that has one so."""
    letter = _LETTER_SCALE.match(text, number.span.end)
    if letter is None:
        return number
    priced = re.search(
        r"(?:[$¥￥€£]|RMB|CNY|USD|EUR)\s?\Z", original[max(0, number.span.start - 6) : number.span.start]
    )
    power = {"k": 3, "m": 6, "b": 9}[letter[1].lower()]
    if power != 3 and not (lettered or priced or _LETTER_PRICED.search(original)):
        return number
    by = Decimal(10) ** power
    return replace(
        number, span=Span(number.span.start, letter.end()), value=number.value * by, step=number.step * by
    )


def _ranged(numbers: list[Number], text: str) -> Iterator[Number]:
    """$5-10 million: the first takes the magnitude of the second."""
    for place, number in enumerate(numbers):
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        if following is not None and _RANGE.match(text[number.span.end : following.span.start]):
            scale = _SCALE.search(following.surface)
            if scale and not _SCALE.search(number.surface):
                by = Decimal(10) ** _SCALES[scale[1].lower()]
                if number.value * by <= following.value:
                    number = replace(number, value=number.value * by, step=number.step * by)
        yield number


@cache
def _behind() -> re.Pattern[str]:
    forms = sorted((*currencies("en", "behind"), *units("en")), key=len, reverse=True)
    joined = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?:[\s-]+(?:more\s+|of\s+)?|(?<=\d))(?P<form>{joined})(?![\w])")


@cache
def _before() -> re.Pattern[str]:
    forms = sorted(currencies("en", "before"), key=len, reverse=True)
    return re.compile(r"(?<![A-Za-z])(?P<form>" + "|".join(map(re.escape, forms)) + r")\s?\Z")


def _figure(number: Number, text: str) -> Figure:
    start, end = number.span.start, number.span.end
    head = text[max(0, start - 40) : start]
    hedged = bool(_HEDGE.search(head[-40:]) or _HEDGE_AFTER.match(text, end))
    figure = Figure(
        Span(start, end),
        number.value,
        number.step,
        hedged=hedged,
        vague=bool(_VAGUE.search(head[-16:]) and _MAGNITUDES.match(text[start:end])),
    )
    percent = _PERCENT.match(text, end)
    if percent:
        return replace(figure, kind="percent", span=Span(start, percent.end()))
    unit = _behind().match(text, end)
    form = re.sub(r"\s+", " ", unit["form"]) if unit else ""
    prefix = _before().search(head[-12:])
    if (
        prefix
        and prefix["form"].islower()
        and _NUMERAL_BEFORE.search(head[: len(head) - len(prefix.group())])
    ):
        prefix = None  # 20 million yuan three years ago
    codes = currencies("en", "before")[prefix["form"]] if prefix else frozenset()
    if prefix:
        start -= len(prefix.group())
    if unit is not None and form in currencies("en", "behind"):
        codes = currencies("en", "behind")[form]
        end = unit.end()
    if codes:
        return replace(figure, kind="money", currencies=codes, span=Span(start, end))
    return _plain(figure, number, form, unit, text)


def _plain(figure: Figure, number: Number, form: str, unit: re.Match[str] | None, text: str) -> Figure:
    """A figure that is not money."""
    start, end = number.span.start, number.span.end
    surface, value = text[start:end], number.value
    kind: Kind = "count"
    if _beside_month(text, start, end) and value == value.to_integral_value() and value <= 31:
        kind = "day"
    elif _ORDINAL.match(text, end) or re.search(
        r"\b(?:No\.|Article|Chapter|Phase|Q|Berth)\s?\Z", text[max(0, start - 12) : start]
    ):
        kind = "ordinal"
    elif (re.fullmatch(r"[12]\d\d\d", surface) and (unit is None or form not in units("en"))) or (
        re.match(r"(?:[’']?s)\b", text[end : end + 24]) and surface.isdigit()
    ):
        kind = "year"
    elif _TIMES.match(text, end):
        kind = "times"
    dimension, size = "", Decimal(1)
    if unit is not None and kind == "count" and form in units("en"):
        dimension, size = units("en")[form].dimension, units("en")[form].size
        end = unit.end()
    digits = any(character.isdigit() for character in surface)
    firm = (
        kind not in ("day", "year", "times") and value >= 10 and (digits or " " in surface or "-" in surface)
    )
    firm = firm and not surface.lower().startswith("a ")
    return replace(
        figure, kind=kind, dimension=dimension, size=size, firm=firm, span=Span(figure.span.start, end)
    )


def _beside_month(text: str, start: int, end: int) -> bool:
    after = re.match(r"(?:st|nd|rd|th)?\s+(?:of\s+)?([A-Z][a-z]+)", text[end : end + 24])
    before = re.search(r"([A-Z][a-z]+)\.?\s+\Z", text[max(0, start - 16) : start])
    return any(match is not None and match[1].lower() in _MONTHS for match in (after, before))
