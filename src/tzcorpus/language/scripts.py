"""Which script a character belongs to, and how wide it is set."""

from __future__ import annotations

import re
from typing import Literal

# CJK unified ideographs with extensions A to I, compatibility ideographs and 〇 (U+3007), for use inside
# a regular expression's brackets. Source: Unicode 15.1 block names.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Punctuation that Chinese sets a full character wide: CJK symbols and punctuation, general punctuation
# that Chinese shares (“ ” ‘ ’ — … ·), full-width forms that are not letters or digits.
WIDE_PUNCTUATION = "\u3000-\u3006\u3008-\u303f\u2014\u2018\u2019\u201c\u201d\u2026\u00b7\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"  # noqa: E501

_HAN = re.compile(f"[{HAN}]")
_WIDE = re.compile(f"[{WIDE_PUNCTUATION}]")
_LATIN = re.compile(r"[A-Za-z]+")


def is_han(character: str) -> bool:
    """Is this one character a Chinese ideograph?

    >>> is_han("台"), is_han("𠮷"), is_han("，"), is_han("A")
    (True, True, False, False)
    """
    return _HAN.match(character) is not None


def has_han(text: str) -> bool:
    """Does the text hold any ideograph?"""
    return _HAN.search(text) is not None


def is_wide_punctuation(character: str) -> bool:
    """Is this one character a punctuation mark of full width?

    >>> is_wide_punctuation("，"), is_wide_punctuation(",")
    (True, False)
    """
    return _WIDE.match(character) is not None


def guess_language(text: str) -> Literal["zh", "en"]:
    """``"zh"`` where there are at least as many ideographs as Latin words, else ``"en"``.

    A Chinese word is two ideographs, so English with a name in brackets stays English, and Chinese full
    of product names Chinese.

    >>> guess_language("LED灯具厂"), guess_language("The firm (晨帆) said so.")
    ('zh', 'en')
    """
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    return "zh" if han and han >= latin else "en"
