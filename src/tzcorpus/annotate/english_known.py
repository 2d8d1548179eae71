"""English names of firms everybody knows, of the state builders' houses and of the grid's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tzcorpus.annotate.english_words import bodies
from tzcorpus.annotate.names_found import Found
from tzcorpus.language.tables import column

SCORES = {"house": 0.85, "known": 0.9}


def other_head(text: str, end: int) -> bool:
    """Does the name go on to a body, or to a legal form that will be found itself?"""
    following = re.match(r" ([A-Z]\w+)", text[end : end + 30])
    return bool(following and following[1] in bodies())


_POWER = re.compile(
    r"(?<![\w-])State Grid (?:[A-Z][\w’']+ ){1,4}?(?:Electric )?Power(?: Supply)?(?: Company| Co\.,? "
    r"Ltd\.?| Corporation)?(?![\w-])"
)


# Airbus| A320: the name of a thing
_MODEL = re.compile(r"[ \u00a0-][A-Z]{1,4}-?\d")


@cache
def _known_names() -> re.Pattern[str]:
    listed = sorted(map(re.escape, column("firms", where=(1, "en"))), key=len, reverse=True)
    names = "|".join(listed).replace(r"\ ", r"[ \u00a0]")
    return re.compile(rf"(?<![\w&-])(?:{names})(?![\w&-]|\.\w)")


# the state builders' numbered houses: China Railway 11th Bureau Group
_BUILDERS = re.compile(
    r"(?<!\w)China (?:Railway|Construction|State Construction|Communications Construction) (?:No\. ?)?\w+ "
    r"(?:Engineering )?(?:Bureau|Group|Engineering)(?: Group)?(?: Co\., Ltd\.)?(?!\w)"
)


def find_known(text: str) -> Iterator[Found]:
    """Firms of the table ``firms`` and the numbered and regional houses of the state's builders and grid."""
    for match in _BUILDERS.finditer(text):
        yield Found(match.start(), match.end(), "COMPANY", "english-house", SCORES["house"])
    for match in _POWER.finditer(text):
        yield Found(match.start(), match.end(), "COMPANY", "english-house", SCORES["house"])
    for match in _known_names().finditer(text):
        if other_head(text, match.end()) or _MODEL.match(text, match.end()):
            continue
        branch = re.match(r" \([A-Z][a-z]+\)", text[match.end() : match.end() + 24])
        end = match.end() + (branch.end() if branch else 0)
        yield Found(match.start(), end, "COMPANY", "english-known", SCORES["known"])
