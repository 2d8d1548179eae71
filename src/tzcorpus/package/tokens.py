"""Tokens and IOB2 tags of a passage: characters for Chinese, words for English.

Entities are the truth, tags a view of them: what IOB2 cannot express (mentions that overlap, mentions
whose ends fall inside a token) is counted, never bent.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tzcorpus.language.scripts import is_han
from tzcorpus.records import Entity, Language, Passage, Span

# General categories that word-piece tokenizers drop or read as white space: controls, format characters,
# separators. A tag on such a token would be lost.
_NEVER = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Mc", "Me"})


@dataclass(frozen=True, slots=True)
class Tagged:
    """Tokens as spans of the passage's text with one IOB2 tag each; ``lost`` counts by reason the
    entities that no tags stand for.
    """

    spans: tuple[Span, ...]
    tags: tuple[str, ...]
    lost: tuple[tuple[str, int], ...] = ()


def tokens(text: str, language: Language) -> tuple[Span, ...]:
    """Spans of the tokens of ``text``; white space and invisible characters belong to none.

    >>> [text[s.start:s.end] for text in ["投资3亿"] for s in tokens(text, "zh")]
    ['投', '资', '3', '亿']
    >>> [text[s.start:s.end] for text in ["Chenfan's US$3.5m"] for s in tokens(text, "en")]
    ['Chenfan', "'", 's', 'US', '$', '3.5', 'm']
    """
    if language == "zh":
        return tuple([Span(at, at + 1) for at, character in enumerate(text) if _kind(character)])
    return tuple(_words(text))


@lru_cache(maxsize=65536)
def _kind(character: str) -> str:
    """The class of a character: runs of one letter class or of digits make one English token."""
    category = unicodedata.category(character)
    if category in _NEVER or character.isspace():
        return ""
    if category in _MARKS:
        return "mark"
    if is_han(character):
        return "han"
    return {"L": "letter", "N": "digit"}.get(category[0], "sign")


def _words(text: str) -> Iterator[Span]:
    start = at = 0
    before = ""
    while at < len(text):
        kind = _kind(text[at])
        if before == "digit" and text[at] in ".," and at + 1 < len(text) and _kind(text[at + 1]) == "digit":
            kind = "digit"  # 3.5 and 1,200 are one word
        goes_on = before and (kind == "mark" or (kind == before and kind in {"letter", "digit"}))
        if not goes_on:
            if before:
                yield Span(start, at)
            start, before = at, kind
        at += 1
    if before:
        yield Span(start, at)


def tag(passage: Passage) -> Tagged:
    """The passage's tokens and tags. Of mentions that overlap the longest is kept, then the first."""
    spans = tokens(passage.text, passage.language)
    return tag_tokens(spans, passage.entities)


def tag_tokens(spans: Sequence[Span], entities: Sequence[Entity]) -> Tagged:
    """IOB2 tags of ``entities`` over tokens of the same text, sorted and disjoint."""
    first = {span.start: number for number, span in enumerate(spans)}
    last = {span.end: number for number, span in enumerate(spans)}
    tags = ["O"] * len(spans)
    lost: Counter[str] = Counter()
    for entity in sorted(entities, key=lambda entity: (-len(entity.span), entity.span, entity.label)):
        start, end = first.get(entity.span.start), last.get(entity.span.end)
        if start is None or end is None or end < start:
            lost["inside a token"] += 1
        elif any(tags[number] != "O" for number in range(start, end + 1)):
            lost["overlaps another"] += 1
        else:
            tags[start : end + 1] = [f"B-{entity.label}", *[f"I-{entity.label}"] * (end - start)]
    return Tagged(tuple(spans), tuple(tags), tuple(sorted(lost.items())))


def spans_of(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """``(first token, one past the last, label)`` of each mention in strict IOB2.

    >>> list(spans_of(["B-PARK", "I-PARK", "O", "B-MONEY", "B-MONEY"]))
    [(0, 2, 'PARK'), (3, 4, 'MONEY'), (4, 5, 'MONEY')]
    """
    start, label = 0, ""
    for number, name in enumerate([*tags, "O"]):
        if label and name != f"I-{label}":
            yield start, number, label
            label = ""
        if name.startswith("B-"):
            start, label = number, name[2:]
