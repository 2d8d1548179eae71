"""Our mentions as other tools would state them, for comparison with their test suites.

Microsoft Recognizers (Text of NumberWithUnit): hedges, bounds and denominators outside the span, sub-units
counted as themselves (50 cents is 50 of the unit cent), ¥ as yen, $ and other signs that several countries
share without a currency code, half-width digits in the text of the span.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from tzcorpus.annotate import money_words_en, money_words_zh
from tzcorpus.annotate.money import find_money
from tzcorpus.annotate.money_currencies import words
from tzcorpus.language import numerals_en
from tzcorpus.language.exact import plain
from tzcorpus.records import Language, Span

_TAIL_ZH = (money_words_zh.AFTER, money_words_zh.PER_AFTER, re.compile("级"))
_TAIL_EN = (money_words_en.AFTER, money_words_en.PER_AFTER, money_words_en.LEVEL)
# Words and signs of one form in several countries have no ISO code there.
_SHARED = frozenset("dollar dollars pound pounds franc francs peseta pesetas $ £".split())
_NOT_NAME = re.compile(
    r"\d[\d.,]*|\b(?:million|billion|trillion|thousand|hundred|dozen|a|half|of|and|bn|m)\b|[\s-]+", re.I
)
_NUMBER_WORDS = frozenset({*numerals_en.UNITS, *numerals_en.TENS})
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


@dataclass(frozen=True, slots=True)
class Resolution:
    """One currency mention in the manner of Recognizers; ``span`` indexes the text searched."""

    span: Span
    text: str
    value: Decimal | None
    iso: str | None


def core_span(surface: str, language: Language) -> Span:
    """The part of a mention's surface without hedges, bounds and denominators.

    >>> core_span("约5亿元/亩以上", "zh"), core_span("about $ 14 million", "en")
    (Span(start=1, end=4), Span(start=6, end=18))
    """
    start, end = 0, len(surface)
    number = re.search(r"[^\W_]", surface)
    tails = _TAIL_ZH if language == "zh" else _TAIL_EN
    changed = True
    while changed:
        changed = False
        for tail in tails:
            for match in tail.finditer(surface, start, end):
                if match.end() == end and match.start() > start:
                    end, changed = match.start(), True
    return Span(_head(surface, language), end) if number else Span(start, end)


def _head(surface: str, language: Language) -> int:
    """Where the hedges in front end."""
    at = 0
    found = True
    while found:
        found = False
        for stop in range(min(len(surface), at + money_words_en.HEDGE_WINDOW), at, -1):
            hit = _hedge(surface, at, stop, language)
            if hit:
                at, found = stop, True
                break
    return at


def _hedge(surface: str, at: int, stop: int, language: Language) -> bool:
    piece = surface[at:stop]
    if language == "zh":
        return piece in money_words_zh.HEDGES and stop < len(surface)
    if not piece.endswith(" ") or piece.startswith(" "):
        return False
    return " ".join(piece.lower().split()) in {*money_words_en.HEDGES, "between"}


def as_recognizers(text: str, language: Language) -> list[Resolution]:
    """What `find_money` finds with an amount, under the conventions of Recognizers."""
    out = []
    for entity in find_money(text, language):
        value = entity.value
        if value is None or value.amount is None or value.kind == "scale" or value.currency_implicit:
            continue
        core = core_span(entity.surface, language)
        surface = entity.surface[core.start : core.end]
        span = Span(entity.span.start + core.start, entity.span.start + core.end)
        minor = _only_minor(surface, language)
        amount = value.amount / minor if minor else value.amount
        iso = None if minor or (language == "en" and _shared(surface)) else value.currency
        if re.match(r"[¥￥]", surface):
            iso = "JPY"
        out.append(Resolution(span, surface.translate(_FULL_WIDTH), plain(amount), iso))
    return out


def _shared(surface: str) -> bool:
    """Does the mention name its currency by a word of several countries only?"""
    names = [word for word in _NOT_NAME.sub(" ", surface.lower()).split() if word not in _NUMBER_WORDS]
    return bool(names) and names[0] in _SHARED


def _only_minor(surface: str, language: Language) -> Decimal | None:
    """The worth of the sub-unit when the surface names nothing larger."""
    word = re.search(r"[A-Za-z]+$", surface) if language == "en" else None
    unit = words("en").units.get(word.group().lower()) if word else None
    alone = unit is not None and unit.minor and len(re.findall(r"\d[\d.,]*|[a-z]+", surface.lower())) <= 2
    return unit.worth if unit is not None and alone else None
