"""Brands of registered Chinese names that are ordinary words as well: where do they mean the firm?"""

from __future__ import annotations

import re

from tzcorpus.annotate.aliases_zh import is_place_like, is_registered, parts
from tzcorpus.annotate.names_lexicon import NOWHERE, jargon, places, trades
from tzcorpus.annotate.names_signs import signs_after, signs_before
from tzcorpus.records import Label


def weak_forms(surface: str, label: Label, local: frozenset[str] = NOWHERE) -> frozenset[str]:
    """The brand of a registered name that is an ordinary word or phrase too (石滩, 慢慢喝): it stands for the
    firm only where `stands` says so.
    """
    if label != "COMPANY" or not is_registered(surface):
        return frozenset()
    part = parts(surface, label, local)
    brand = part.brand or surface[len(part.place) : len(surface) - len(part.trade) - len(part.form)]
    if not part.place and brand[:2] in places():
        brand = brand[2:]
    known = brand in jargon() or brand in places() or brand in local or brand in trades()
    if (
        not 2 <= len(brand) <= 4
        or known
        or not re.fullmatch("[\u4e00-\u9fff]+", brand)
        or is_place_like(part)
    ):
        return frozenset()
    return frozenset((brand,))


_FREE_BEFORE = re.compile(
    "(?:^|[^\u4e00-\u9fff]|[在由的和与向给把被从对让替跟找是如今年月日初底后前]|来到|走进|包销|经销|销售)$"
)


def stands(text: str, start: int, end: int) -> bool:
    """Is the ordinary word at ``start``–``end`` used as a firm's name there: a phrase of its own with a sign
    of a firm behind it, or in front?
    """
    if not _FREE_BEFORE.search(text[max(0, start - 2) : start]):
        return False
    return (
        signs_after(text, end) > 0 or signs_before(text, start) > 0 or _SUBJECT.match(text, end) is not None
    )


_SUBJECT = re.compile(
    "(?:[一二两三四五六七八九十]?年|每年|全年|的[一两二三四五六]款|的(?:存货|负债|利润|酒|货|账|工人|老板))"
)
