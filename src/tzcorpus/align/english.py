"""English words for comparison: tokens, and one key for all forms of a word."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWEL = re.compile(r"[aeiouy]")
# Longest first: ending, replacement, letters that must stay before it. The aim is one key for a gloss
# and its use (“to develop” for “development”), not a linguist's stem.
_ENDINGS: tuple[tuple[str, str, int], ...] = (
    ("ically", "ic", 3), ("isation", "ize", 3), ("ization", "ize", 3), ("ational", "ate", 3),
    ("fulness", "", 3), ("iveness", "", 3), ("ations", "", 4), ("ation", "", 4), ("ously", "", 3),
    ("ingly", "", 3), ("ities", "", 4), ("ments", "", 3), ("ment", "", 3), ("ness", "", 3), ("ions", "", 4),
    ("ical", "", 4), ("ance", "", 4), ("ence", "", 4), ("able", "", 4), ("ible", "", 4), ("less", "", 3),
    ("ship", "", 4), ("ial", "", 4), ("ity", "", 4), ("ion", "", 4), ("ive", "", 4), ("ous", "", 4),
    ("ism", "", 4), ("ist", "", 4), ("ful", "", 3), ("ise", "", 4), ("ize", "", 4), ("ary", "", 4),
    ("ory", "", 4), ("ant", "", 4), ("ent", "", 4), ("ate", "", 4), ("ers", "", 4), ("ors", "", 4),
    ("al", "", 4), ("er", "", 4), ("or", "", 4), ("ic", "", 4), ("ly", "", 3),
)  # fmt: skip


@cache
def _irregular() -> dict[str, str]:
    table = (files(__package__) / "irregular.tsv").read_text("utf-8")
    pairs: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            base, *forms = line.split()
            pairs.update(dict.fromkeys(forms, base))
    return pairs


def tokens(text: str) -> list[str]:
    """The words of ``text`` as they stand, without digits and punctuation.

    >>> tokens("He didn't pay 3.5 million yuan.")
    ['He', "didn't", 'pay', 'million', 'yuan']
    """
    return _TOKEN.findall(text)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """One key for the forms and near derivations of a word.

    >>> {stem(word) for word in ("develop", "develops", "developing", "Development", "developers")}
    {'develop'}
    >>> stem("took"), stem("cities"), stem("won't")
    ('tak', 'city', 'not')
    """
    word = word.lower().replace("’", "'")
    if word.endswith("n't"):
        return "not"
    word = word.partition("'")[0]
    word = _irregular().get(word, word)
    word = _inflection(word)
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 4 and word.endswith("y") and word[-2] not in "aeiou":
        word = word[:-1] if len(word) > 5 else word
    return word


def _inflection(word: str) -> str:
    """``word`` without plural, past and participle endings."""
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) > 2 and _VOWEL.search(rest):
            if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsz":
                return rest[:-1]
            return rest
    return word
