"""Numerals of Chinese and English: from words and digits to exact decimals.

``parse_number`` reads a string that is one numeral; ``find_numbers`` finds the numerals of a text. Values
are exact `Decimal`; nothing passes through a float. Numerals of more than `MAX_DIGITS` characters in one run
of digits are not read (they are serial numbers or damage), which also bounds the work on hostile input.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tzcorpus.language import numerals_en, numerals_zh
from tzcorpus.language.exact import MAX_DIGITS
from tzcorpus.records import Language, Span

__all__ = ["MAX_DIGITS", "Number", "find_numbers", "parse_number"]


@dataclass(frozen=True, slots=True)
class Number:
    """A numeral in a text. ``span`` indexes the text searched and ``surface`` is its slice.

    ``step`` is the place value of the last digit written: 3.5亿 has the step 10,000,000, 2024 the step 1.
    A rounded translation differs by less than a step.
    """

    span: Span
    surface: str
    value: Decimal
    step: Decimal


_PARSE: dict[str, Callable[[str], Decimal | None]] = {"zh": numerals_zh.parse, "en": numerals_en.parse}


def parse_number(text: str, language: Language) -> Decimal | None:
    """The value of ``text`` when all of it (white space around it aside) is one numeral, else None.

    >>> parse_number("1亿2000万", "zh"), parse_number("two and a half million", "en")
    (Decimal('120000000'), Decimal('2500000'))
    >>> parse_number("三四亿", "zh") is None  # a range, not a number
    True
    """
    return _PARSE[language](text.strip())


def find_numbers(text: str, language: Language) -> list[Number]:
    """The numerals of ``text`` in order, not overlapping, as long as each can be read.

    Percent signs, units and currency words are not part of a numeral. Digits inside a Latin word
    (``A4``, ``GB2312``) are left alone.

    >>> [(n.surface, n.value) for n in find_numbers("落户企业32家，产值１．５亿元", "zh")]
    [('32', Decimal('32')), ('１．５亿', Decimal('150000000'))]
    """
    finder = numerals_zh.find if language == "zh" else numerals_en.find
    return [
        Number(Span(start, end), text[start:end], value, step) for start, end, value, step in finder(text)
    ]
