"""What the learned recogniser of Chinese names sees of each character: itself and its neighbours, jieba's
words and small tagger, our tables, and the short names that the rules could not decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from tzcorpus.annotate.lac import Chunk
from tzcorpus.annotate.learned_checks import SURNAMES
from tzcorpus.annotate.names_lexicon import (
    NOWHERE,
    is_word,
    jargon,
    known_firms,
    places,
    role_nouns,
    strong_tails,
    titles,
    tokens,
    trades,
    weak_tails,
)
from tzcorpus.annotate.names_short import weigh_short
from tzcorpus.language.tables import column, rows

_HAN = re.compile("[\u4e00-\u9fff]+")
# How many kinds of features a character has.
KINDS = 8


def features(
    texts: Sequence[str], chunks: Sequence[Iterable[Chunk]], local: frozenset[str] = NOWHERE
) -> list[list[tuple[str, ...]]]:
    """The features of each character of the texts of one document. ``chunks`` are the small tagger's,
    ``local`` the document's places.
    """
    pairs = Counter(text[at : at + 2] for text in texts for at in range(len(text) - 1))
    return [
        list(
            zip(
                _words(text, local),
                _table(text),
                _undecided(text, local),
                _tagged(text, mine),
                map(_kind, text),
                (f"{int(c in _transliteration())}{int(c in SURNAMES)}" for c in text),
                _dictionary(text),
                _repeated(text, pairs),
                strict=True,
            )
        )
        for text, mine in zip(texts, chunks, strict=True)
    ]


def _dictionary(text: str) -> list[str]:
    """Which strings of two and three characters around each stand in jieba's dictionary."""
    two = ["0", *("1" if is_word(text[at : at + 2]) else "0" for at in range(len(text) - 1)), "0"]
    three = ["0", "0", *("1" if is_word(text[at : at + 3]) else "0" for at in range(len(text) - 2)), "0", "0"]
    return [two[at] + two[at + 1] + three[at] + three[at + 2] + three[at + 1] for at in range(len(text))]


# A string that stands in the document this often or more stands there often.
_OFTEN = 4


def _repeated(text: str, pairs: Counter[str]) -> list[str]:
    """How often the pairs that a character makes with its neighbours stand in the document."""
    return [
        f"{min(pairs[text[at - 1 : at + 1]], _OFTEN) if at else 0}"
        f"{min(pairs[text[at : at + 2]], _OFTEN) if at + 1 < len(text) else 0}"
        for at in range(len(text))
    ]


_PUNCTUATION = frozenset("“”（）、，。；：《》()")


def _kind(character: str) -> str:
    if "\u4e00" <= character <= "\u9fff":
        return "h"
    if character.isdigit():
        return "d"
    if character.isascii() and character.isalpha():
        return "A" if character.isupper() else "a"
    return character if character in _PUNCTUATION else "o"


def _tagged(text: str, chunks: Iterable[Chunk]) -> list[str]:
    out = ["O"] * len(text)
    for chunk in chunks:
        out[chunk.span.start : chunk.span.end] = ["I" + chunk.tag] * len(chunk.span)
        out[chunk.span.start] = "B" + chunk.tag
    return out


def _words(text: str, local: frozenset[str]) -> list[str]:
    """jieba's words: where in its word a character stands, the tag, and whether the dictionary knows it."""
    out = ["-"] * len(text)
    for run in _HAN.finditer(text):
        for word in tokens(run.group(), local):
            start, size = run.start() + word.start, len(word.text)
            tail = word.tag[:2] + ("k" if word.known else "u")
            for n in range(size):
                out[start + n] = _position(n, size) + tail
    return out


def _position(n: int, size: int) -> str:
    if size == 1:
        return "S"
    return "B" if n == 0 else "E" if n == size - 1 else "I"


def _table(text: str) -> list[str]:
    """Which of our tables holds the longest word over a character."""
    out = ["-"] * len(text)
    matcher, kinds = _matcher()
    for index, start, end in matcher.find_matches_as_indexes(text):
        for n in range(end - start):
            out[start + n] = ("B" if n == 0 else "E" if n == end - start - 1 else "I") + kinds[index]
    return out


@cache
def _matcher() -> tuple[Any, list[str]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    kinds: dict[str, str] = {}
    for kind, words in (
        ("form", {form for form, _ in rows("legal_forms")}),
        ("zone", {zone for zone, _ in rows("zones")}),
        ("body", column("bodies")),
        ("tail", strong_tails()),
        ("weak", weak_tails()),
        ("inner", trades()),
        ("title", titles()),
        ("role", role_nouns()),
        ("site", column("facilities")),
        ("jargon", jargon()),
        ("place", places()),
        ("firm", known_firms()),
    ):
        for word in words:
            kinds.setdefault(word, kind)
    names = sorted(kinds)
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), [kinds[name] for name in names]


@cache
def _transliteration() -> frozenset[str]:
    return column("transliteration")


def _undecided(text: str, local: frozenset[str]) -> list[str]:
    """Brand and trade, as the rules weigh it: how much the brand looks like one, and the signs it lacks."""
    out = ["-"] * len(text)
    for weighed in weigh_short(text, local):
        found = weighed.found
        lacks = max(-1, min(2, weighed.need - weighed.signs))
        size = found.end - found.start
        for n in range(size):
            out[found.start + n] = f"{_position(n, size)}{weighed.quality}{lacks}{int(weighed.whole)}"
    return out
