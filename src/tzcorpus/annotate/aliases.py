"""Short names of a document: where a full name stands, its short forms are names too.

Works on all texts of one document and language together. Every mention comes out with the fullest form of
its name in the document as `Entity.entity`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from tzcorpus.annotate import aliases_en, aliases_words, aliases_zh
from tzcorpus.annotate.overlaps import resolve
from tzcorpus.records import Entity, Label, Language, Span

SCORE = 0.85
# 晨帆科技股份有限公司（以下简称“晨帆”）; a legal name's bracket with a short name or an acronym
_GIVEN = {
    "zh": re.compile(
        r"[（(](?:以下简称|以下|下称|简称|下文简称)[为：:]?\s*[“\"「]?([^”\"」）)，。]{2,10})[”\"」]?[）)]"
    ),
    "en": re.compile(
        r"\s?\((?:hereinafter |hereafter |referred to as |also known as |or )*(?:the )?[“\"]?"
        r"([A-Z][\w&.\- ]{1,30}?)[”\"]?\)"
    ),
}
Key = tuple[str, Label]


def link(
    texts: Sequence[str],
    entities: Sequence[Sequence[Entity]],
    language: Language = "zh",
    *,
    local: frozenset[str] = frozenset(),
) -> list[list[Entity]]:
    """The entities of each text with the short names added and every name's fullest form filled in.

    ``local`` are places that only this document knows. ``entities[i]`` indexes ``texts[i]``.
    Entities without a name's label are handed through.
    """
    names = _names(entities)
    given = _given(texts, entities, language)
    rules = _ZH(local) if language == "zh" else _EN(local)
    counts = Counter((e.surface, e.label) for mine in entities for e in mine)
    forms = _forms(names, given, rules, counts)
    searched = [
        [*sure, *weak]
        for sure, weak in zip(_search(texts, forms, rules), _weak(texts, names, forms, rules), strict=True)
    ]
    found = [[*mine, *more] for mine, more in zip(entities, searched, strict=True)]
    out = [list(resolve(mine)) for mine in found]
    fullest = _fullest(_names(out), given, rules)
    return [[_filled(entity, fullest) for entity in mine] for mine in out]


def _names(entities: Sequence[Sequence[Entity]]) -> list[Key]:
    """The different names in order of first appearance."""
    seen: dict[Key, None] = {}
    for mine in entities:
        for entity in mine:
            if entity.label != "MONEY":
                seen.setdefault((entity.surface, entity.label))
    return list(seen)


def _given(texts: Sequence[str], entities: Sequence[Sequence[Entity]], language: Language) -> dict[Key, str]:
    """Short names that the text itself gives in brackets, with the name each stands for."""
    out: dict[Key, str] = {}
    for text, mine in zip(texts, entities, strict=True):
        named = sorted((e for e in mine if e.label != "MONEY"), key=lambda e: e.span)
        for entity, following in zip_longest(named, named[1:]):
            if following and _in_bracket(text, entity, following):
                short, full = _short_and_full(entity.surface, following.surface)
                out.setdefault((short, entity.label), full)
            match = _GIVEN[language].match(text, entity.span.end)
            if match and (language == "zh" or aliases_en.abbreviates(match[1], entity.surface)):
                out.setdefault((match[1].strip(), entity.label), entity.surface)
    return out


def _in_bracket(text: str, outer: Entity, inner: Entity) -> bool:
    """Does ``inner`` fill the bracket right behind ``outer``?"""
    start, end = outer.span.end, inner.span.end
    return (
        inner.label == outer.label
        and start < inner.span.start <= start + 2
        and text[start : inner.span.start].strip() in ("（", "(")
        and text[end : end + 1] in ("）", ")")
    )


def _short_and_full(outer: str, inner: str) -> tuple[str, str]:
    """Of two names of one thing, the inner one in brackets: the longer is the fuller one, but where they are
    written in different letters (维黛集团（Groupe Verdelle）) the one that the text goes on with.
    """
    if outer.isascii() != inner.isascii():
        return inner, outer
    short, full = sorted((outer, inner), key=len)
    return short, full


class _ZH:
    """The Chinese rules with the places of the document."""

    fits = staticmethod(aliases_zh.fits)
    rank = staticmethod(aliases_zh.rank)
    may_be_short_for = staticmethod(aliases_zh.may_be_short_for)
    beginning = staticmethod(aliases_zh.beginning)
    is_registered = staticmethod(aliases_zh.is_registered)
    pieces = staticmethod(aliases_zh.pieces)
    is_safe = staticmethod(aliases_zh.is_safe)
    stands = staticmethod(aliases_words.stands)

    def __init__(self, local: frozenset[str]) -> None:
        self.local = local

    def short_forms(self, surface: str, label: Label) -> frozenset[str]:
        """Short forms of a full name."""
        return aliases_zh.short_forms(surface, label, self.local)

    def weak_forms(self, surface: str, label: Label) -> frozenset[str]:
        """Short forms that are ordinary words as well."""
        return aliases_words.weak_forms(surface, label, self.local)


class _EN:
    """The English rules with the places of the document."""

    fits = staticmethod(aliases_en.fits)
    rank = staticmethod(aliases_en.rank)
    may_be_short_for = staticmethod(aliases_en.may_be_short_for)
    beginning = staticmethod(aliases_en.beginning)
    is_registered = staticmethod(aliases_en.is_registered)
    pieces = staticmethod(aliases_en.pieces)
    is_safe = staticmethod(aliases_en.is_safe)
    stands = staticmethod(aliases_en.stands)

    def __init__(self, local: frozenset[str]) -> None:
        self.local = local

    def short_forms(self, surface: str, label: Label) -> frozenset[str]:
        """Short forms of a full name."""
        return aliases_en.short_forms(surface, label, self.local)

    def weak_forms(self, surface: str, label: Label) -> frozenset[str]:
        """Short forms that are places as well."""
        return aliases_en.weak_forms(surface, label, self.local)


_Rules = _ZH | _EN


def _forms(names: list[Key], given: dict[Key, str], rules: _Rules, counts: Counter[Key]) -> dict[str, Label]:
    """Every string to look for, with its label."""
    forms: dict[str, Label] = {}
    for surface, label in names:
        forms.setdefault(surface, label)
    for surface, label in names:
        for form in rules.short_forms(surface, label):
            if rules.is_safe(form, surface) or counts[surface, label] > 1:
                forms.setdefault(form, label)
    for surface, label in given:
        forms.setdefault(surface, label)
    return forms


# Characters of texts in which it is quicker to look first which forms stand there at all: most stand nowhere.
_LITTLE = 20_000


def _search(texts: Sequence[str], forms: dict[str, Label], rules: _Rules) -> Iterator[list[Entity]]:
    """Where the strings stand in each text, longest first."""
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    strings = sorted(forms)
    if sum(map(len, texts)) <= _LITTLE:
        whole = "\n".join(texts)
        strings = [form for form in strings if form in whole]
    # few strings and little text: what is built soonest
    how = Implementation.NoncontiguousNFA
    matcher = AhoCorasick(strings, matchkind=MatchKind.LeftmostLongest, implementation=how)
    for text in texts:
        yield [
            Entity(Span(start, end), forms[strings[index]], strings[index], source="rule:alias", score=SCORE)
            for index, start, end in matcher.find_matches_as_indexes(text)
            if rules.fits(text, start, end)
        ]


def _weak(
    texts: Sequence[str], names: list[Key], forms: dict[str, Label], rules: _Rules
) -> Iterator[list[Entity]]:
    """Where ordinary words and places that are brands of registered names stand for the firm."""
    weak = {form for surface, label in names for form in rules.weak_forms(surface, label)} - set(forms)
    pattern = re.compile("|".join(map(re.escape, sorted(weak, key=len, reverse=True))) or "(?!)")
    for text in texts:
        yield [
            Entity(Span(*m.span()), "COMPANY", m.group(), source="rule:alias", score=SCORE)
            for m in pattern.finditer(text)
            if rules.fits(text, *m.span()) and rules.stands(text, *m.span())
        ]


def _fullest(names: list[Key], given: dict[Key, str], rules: _Rules) -> dict[Key, str]:
    """For each name the fullest one that it may be short for."""
    owners: dict[Key, list[str]] = defaultdict(list)
    for surface, label in names:
        for form in rules.short_forms(surface, label) | rules.weak_forms(surface, label):
            owners[form, label].append(surface)
    beginnings = _beginnings(names, rules)
    out: dict[Key, str] = {}
    for surface, label in names:
        target = surface
        seen = {surface}
        while True:
            longer = [given[target, label]] if (target, label) in given else owners.get((target, label), [])
            longer = [
                name
                for name in longer
                if name not in seen and (len(name) > len(target) or (target, label) in given)
            ]
            if not longer:
                longer = [
                    name
                    for name in _candidates(target, label, beginnings, rules)
                    if name not in seen and rules.may_be_short_for(target, name)
                ]
            if not longer:
                break
            # the first named of the best: max keeps the earlier of equals
            target = max(longer, key=lambda name: rules.rank(target, name))
            seen.add(target)
        out[surface, label] = target
    return out


# An abbreviation that fits more names than this says nothing.
_MOST = 50


def _candidates(target: str, label: Label, beginnings: dict[str, list[str]], rules: _Rules) -> list[str]:
    """Names that ``target`` may abbreviate: none where it has a legal form itself."""
    if label != "COMPANY" or rules.is_registered(target):
        return []
    names = beginnings.get(rules.beginning(target), [])
    return names if len(names) <= _MOST else []


def _beginnings(names: list[Key], rules: _Rules) -> dict[str, list[str]]:
    """Firms' names by the pieces that an abbreviation of them may begin with."""
    index: defaultdict[str, list[str]] = defaultdict(list)
    for surface, label in names:
        if label == "COMPANY":
            for piece in rules.pieces(surface):
                index[piece].append(surface)
    return index


def _filled(entity: Entity, fullest: dict[Key, str]) -> Entity:
    if entity.label == "MONEY":
        return entity
    name = fullest.get((entity.surface, entity.label), entity.surface)
    return entity if entity.entity == name else replace(entity, entity=name)
