"""What the learned recogniser of Chinese names sees of each character: itself and its neighbours, jieba's
words and small tagger, our tables, and the short names that the rules could not decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from tzcorpus.annotate.lac import Chunk
from tzcorpus.annotate.learned_checks import SURNAMES
from tzcorpus.annotate.names_lexicon import (
    NOWHERE,
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
# How far a character looks to either side.
_REACH = 3
_OUTSIDE = "#"


def features(text: str, chunks: Iterable[Chunk], local: frozenset[str] = NOWHERE) -> list[list[str]]:
    """The features of each character. ``chunks`` are the small tagger's, ``local`` the document's places."""
    tagged, words = _tagged(text, chunks), _words(text, local)
    table, undecided = _table(text), _undecided(text, local)
    kinds = [_kind(character) for character in text]
    foreign = ["1" if character in _transliteration() else "0" for character in text]
    c, k, l, j, g, t = map(_padded, (list(text), kinds, tagged, words, table, foreign))  # noqa: E741
    out: list[list[str]] = []
    for at, character in enumerate(text):
        i = at + _REACH
        out.append(
            [
                "b",
                f"c-2={c[i - 2]}", f"c-1={c[i - 1]}", f"c0={c[i]}", f"c1={c[i + 1]}", f"c2={c[i + 2]}",
                f"cc-2={c[i - 2]}{c[i - 1]}", f"cc-1={c[i - 1]}{c[i]}",
                f"cc0={c[i]}{c[i + 1]}", f"cc1={c[i + 1]}{c[i + 2]}",
                f"k={k[i - 2]}{k[i - 1]}{k[i]}{k[i + 1]}{k[i + 2]}",
                f"l-2={l[i - 2]}", f"l-1={l[i - 1]}", f"l0={l[i]}", f"l1={l[i + 1]}", f"l2={l[i + 2]}",
                f"ll={l[i - 1]}|{l[i]}", f"lr={l[i]}|{l[i + 1]}",
                f"g-2={g[i - 2]}", f"g-1={g[i - 1]}", f"g0={g[i]}", f"g1={g[i + 1]}", f"g2={g[i + 2]}",
                f"gl={g[i]}|{l[i]}",
                f"j-2={j[i - 2]}", f"j-1={j[i - 1]}", f"j0={j[i]}", f"j1={j[i + 1]}", f"j2={j[i + 2]}",
                f"jl={j[i]}|{l[i]}", f"jj={j[i]}|{j[i + 1]}", f"jg={j[i]}|{g[i + 1]}",
                f"t={t[i - 1]}{t[i]}{t[i + 1]}",
                f"s={character in SURNAMES}",
                f"w={undecided[at]}",
            ]
        )  # fmt: skip
    return out


def _padded(values: Sequence[str]) -> list[str]:
    return [_OUTSIDE] * _REACH + list(values) + [_OUTSIDE] * _REACH


def _kind(character: str) -> str:
    if "\u4e00" <= character <= "\u9fff":
        return "h"
    if character.isdigit():
        return "d"
    if character.isascii() and character.isalpha():
        return "A" if character.isupper() else "a"
    return character


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
