"""How well a Chinese name and an English one name the same: readings, dictionary, words of the trade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from tzcorpus.align import english, lexicon

# Words that carry no share of an English name, and its legal tail, which counts little.
EMPTY = frozenset("the of and for in at a an".split())
LEGAL = frozenset("co ltd inc corp limited company plc llc gmbh".split())
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|&")
_ACRONYM = re.compile(r"[A-Z]{2,6}\Z")
_LONGEST_WORD = 6
_LONGEST_READING = 5
# A word of so many letters that can be read as syllables is pinyin.
_LEAST_PINYIN = 6
_PINYIN = re.compile(
    r"(?:(?:[bpmf]|d|t|n|l|g|k|h|j|q|x|zh?|ch?|sh?|r|y|w)?"
    r"(?:i?a(?:ng?|o|i)?|u(?:a(?:ng?|i)?|o|i|n)?|i(?:e|u|ng?|ong|n)?|e(?:ng?|i|r)?|o(?:ng|u)?|v(?:e|n)?|ue)){2,5}"
)
# Generic words say what kind of name it is, not whose.
_GENERIC = 0.5
_LEGAL_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class Cover:
    """Characters start..end of the Chinese name stand for a word; ``generic``: it tells only the kind."""

    start: int
    end: int
    generic: bool


@cache
def _trade_words() -> dict[str, frozenset[str]]:
    lines = (files(__package__) / "name_words.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {zh: frozenset(english.stem(word) for word in en.split()) for zh, en in rows}


@lru_cache(maxsize=50_000)
def name_score(zh: str, en: str) -> float:
    """From 0 (nothing in common) to 1 (every part of one name is a part of the other).

    >>> name_score("海城集团", "Haicheng Group") > 0.9 > 0.5 > name_score("海城集团", "Jinhe Group")
    True
    """
    if zh.lower() == en.lower():
        return 1.0
    parts = [part for part in parts_of(en) if part.lower() not in EMPTY]
    if not parts or not zh:
        return 0.0
    free = [True] * len(zh)
    found, total = 0.0, 0.0
    generic_at: list[Cover] = []
    places = {part: list(covers(zh, part)) for part in parts}
    # words with one place first, so that a common word does not take it
    for part in sorted(
        parts, key=lambda p: (len(places[p]) == 0, min((c.generic for c in places[p]), default=1))
    ):
        cover = next((c for c in places[part] if all(free[c.start : c.end])), None)
        shared = cover or next(iter(places[part]), None)
        weight = _weight(part, shared)
        total += weight
        if shared is not None:
            found += weight
        if cover is not None:
            free[cover.start : cover.end] = [False] * (cover.end - cover.start)
            generic_at += [cover] if cover.generic else []
    weights = _zh_weights(zh, generic_at)
    covered = sum(w for w, is_free in zip(weights, free, strict=True) if not is_free)
    precision, recall = found / total if total else 0.0, covered / sum(weights)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def parts_of(en: str) -> list[str]:
    """The words of an English name."""
    return _WORD.findall(en)


def _weight(part: str, cover: Cover | None) -> float:
    if part.lower().strip(".") in LEGAL:
        return _LEGAL_WEIGHT
    return _GENERIC if cover is not None and cover.generic else 1.0


def _zh_weights(zh: str, generic: list[Cover]) -> list[float]:
    weights = [1.0] * len(zh)
    for cover in generic:
        weights[cover.start : cover.end] = [_GENERIC] * (cover.end - cover.start)
    for tail in ("股份有限公司", "有限责任公司", "有限公司", "公司"):
        if tail in zh:
            at = zh.rindex(tail)
            weights[at : at + len(tail)] = [_LEGAL_WEIGHT] * len(tail)
            break
    return weights


def covers(zh: str, part: str) -> Iterator[Cover]:
    """Where in the Chinese name a word of the English one may stand, longest first."""
    word = part.lower().replace("’", "'").removesuffix("'s")
    if (at := zh.lower().find(word)) >= 0:
        yield Cover(at, at + len(word), False)
    yield from _read(zh, word.replace("-", "").replace("'", ""))
    for start in range(len(zh)):
        for end in range(min(len(zh), start + _LONGEST_WORD), start, -1):
            if any(_means(zh[start:end], piece) for piece in {word, *word.split("-")}):
                yield Cover(start, end, True)
                break
    if _ACRONYM.match(part):
        for piece, stems in _trade_words().items():
            if english.stem(part) in stems and (at := zh.find(piece)) >= 0:
                yield Cover(at, at + len(piece), True)


def _read(zh: str, word: str) -> Iterator[Cover]:
    """Runs of characters whose readings together spell ``word``."""
    readings = lexicon.load().readings
    for start in range(len(zh)):
        rests = {word}
        for end in range(start, min(len(zh), start + _LONGEST_READING)):
            rests = {
                rest.removeprefix(syllable)
                for rest in rests
                for syllable in (*readings.get(zh[end], ()), zh[end])
                if rest.startswith(syllable)
            }
            if "" in rests:
                yield Cover(start, end + 1, False)
                break


@lru_cache(maxsize=200_000)
def _stems(zh: str) -> frozenset[str]:
    """English stems that a piece of a Chinese name may be rendered by."""
    own = (
        frozenset(stem for stem, _ in lexicon.load().translations(zh))
        if zh in lexicon.load().words
        else frozenset()
    )
    return own | _trade_words().get(zh, frozenset())


def _means(zh: str, word: str) -> bool:
    return english.stem(word) in _stems(zh)


def reads_otherwise(zh: str, en: str) -> bool:
    """Can the two not be one name: one is written in Latin letters and the other does not have them, or a
    word of the English one is pinyin, and nothing in the Chinese one reads so?

    >>> reads_otherwise("软语", "Ruanyuyu"), reads_otherwise("海城", "Haicheng")
    (True, False)
    """
    if zh.isascii():
        return not {p.lower() for p in parts_of(zh)} & {p.lower() for p in parts_of(en)}
    known = lexicon.load()
    return any(
        part[0].isupper()
        and len(part) >= _LEAST_PINYIN
        and english.stem(part) not in english_stems()
        and _PINYIN.fullmatch(part.lower().replace("'", "").replace("’", ""))
        and not any(True for _ in _read(zh, part.lower().replace("'", "").replace("’", "")))
        for part in parts_of(en)
        if known.readings
    )


@cache
def english_stems() -> frozenset[str]:
    """Stems that the dictionary's glosses hold: words, not names."""
    return frozenset(lexicon.load().stems)
