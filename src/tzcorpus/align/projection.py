"""Where an English sentence renders a Chinese mention that nothing marks in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from tzcorpus.align import english, figures_en, figures_zh
from tzcorpus.align.figures import Figure
from tzcorpus.align.names import EMPTY, english_stems, name_score, parts_of
from tzcorpus.records import Entity, Language, Money, Passage, Span

# An English phrase is taken for a name's rendering from this score on.
_LEAST_PROJECTED = 0.6
_CAPITALISED = re.compile(r"(?:\d+(?:st|nd|rd|th)\s+)?[A-Z][\w’'-]*(?:&[A-Z]\w*)?")
# What may stand between two words of a name; the next word begins behind it.
_GLUE = re.compile(
    r"(?:\s+(?:(?:of|and|for|&|the)\s+)?|,?\s+(?=(?:Co|Ltd|Inc|Corp|LLC)\b)|\s*\(|\)\s*|\.,?\s+(?=Ltd\b))"
    r"(?=[A-Z\d])"
)
# Behind these an “and” leads on to another name.
_CLOSING = frozenset("Group Bank Park Zone Base Ltd Inc Corp Company Corporation".split())
_POSSESSIVE = ("'s", "’s")
_LONGEST_NAME = 9
_FIRM = re.compile(r"(?:股份|集团|控股)*(?:有限责任公司|有限公司|总公司|公司)?\Z")
# A single word must fit better than a phrase.
_LEAST_ALONE = 0.8
# A figure without a currency is taken for the amount from this size on.
_BARE_FROM = 10_000
# What it counts that no capitalised word goes on before or behind.
_WHOLE = 0.1
_BETWEEN = re.compile(r"\s*(?:to|and|or|-|–|—)\s*")
_HEDGE = re.compile(
    r"\b(?:nearly|almost|about|around|some|roughly|approximately|over|under|(?:more|less) than|"
    r"close to|at least|at most|up to|just (?:over|under)|well over|several|a few|tens of|a mere|"
    r"between)\s\Z",
    re.IGNORECASE,
)
# The denominator of a price, which belongs to the mention: 148 yuan per kilogram
_PER = re.compile(r"\s+per\s+(?:square\s+|cubic\s+)?[a-z]+(?:-[a-z]+)*(?:\s+hour)?\b")
_HEDGE_BEHIND = re.compile(r"\s(?:or (?:so|more|less)|at (?:most|least)|and (?:more|above))\b")

# For each Chinese name, its fullest form, the English one it goes with over the whole document.
Partners = Mapping[str, str]


def full_form(entity: Entity) -> str:
    """The fullest form of a name in its document."""
    return entity.entity or entity.surface


def amounts_of(entity: Entity, language: Language) -> tuple[frozenset[Decimal], str | None]:
    """The amounts that a mention states, and its currency."""
    value = entity.value
    if isinstance(value, Money):
        stated = (value.amount, value.low, value.high)
        return frozenset(v for v in stated if v is not None), value.currency
    find = figures_zh.find if language == "zh" else figures_en.find
    found = find(entity.surface)
    codes = {code for figure in found for code in figure.currencies}
    return frozenset(f.value for f in found), codes.pop() if len(codes) == 1 else None


def find_rendering(
    entity: Entity, en: Passage, sentences: Sequence[Span], taken: Sequence[Entity], partners: Partners
) -> Entity | None:
    """An English span that renders ``entity`` and overlaps no mention."""
    best: tuple[float, Span] | None = None
    for sentence in sentences:
        for span, score in _candidates(entity, en.text, sentence, partners):
            free = all(span.end <= e.span.start or e.span.end <= span.start for e in taken)
            # of two that fit alike the longer: “High-Tech Zone” before “High-Tech”
            if free and (best is None or (score, len(span)) > (best[0], len(best[1]))):
                best = (score, span)
    if best is None or best[0] < _LEAST_PROJECTED:
        return None
    span = best[1]
    return Entity(
        span=span,
        label=entity.label,
        surface=en.text[span.start : span.end],
        entity=partners.get(full_form(entity)),
        value=entity.value,
        source="projected",
        score=round(best[0], 4),
    )


def _candidates(
    entity: Entity, text: str, sentence: Span, partners: Partners
) -> Iterator[tuple[Span, float]]:
    within = text[sentence.start : sentence.end]
    if entity.label == "MONEY":
        wanted = amounts_of(entity, "zh")
        for figure in _ranges(figures_en.find(within, lettered=True), within, wanted[0]):
            bare = figure.kind == "count" and not figure.dimension and figure.value >= _BARE_FROM
            if (figure.kind == "money" or bare) and figure.value in wanted[0]:
                span = _with_hedges(figure.span, within)
                if isinstance(entity.value, Money) and entity.value.per:
                    per = _PER.match(within, span.end)
                    span = Span(span.start, per.end()) if per else span
                moved = Span(sentence.start + span.start, sentence.start + span.end)
                yield moved, _fit(figure, wanted[1])
        return
    known = partners.get(full_form(entity))
    for span, whole in _phrases(within):
        phrase = within[span.start : span.end]
        score = max(name_score(entity.surface, phrase), _of_known(phrase, known), _own_part(entity, phrase))
        if " " not in phrase and score < _LEAST_ALONE:
            continue  # a place alone is no firm
        score = min(1.0, score + _WHOLE * whole) if score >= _LEAST_PROJECTED else score
        yield Span(sentence.start + span.start, sentence.start + span.end), score


def _fit(figure: Figure, currency: str | None) -> float:
    if not figure.currencies:
        return 0.8 if currency else 0.9
    return 1.0 if not currency or currency in figure.currencies else 0.7


def _of_known(phrase: str, known: str | None) -> float:
    """Is it the English name that goes with the Chinese one, or the word in it that is no word else?"""
    if phrase == known:
        return 1.0
    own = known is not None and " " not in phrase and phrase in parts_of(known)
    return _LEAST_ALONE if own and english.stem(phrase) not in english_stems() else 0.0


def _own_part(entity: Entity, phrase: str) -> float:
    """Is it the Chinese firm's name without the word that says it is one: Wanli for 湾里股份?"""
    own = _FIRM.sub("", entity.surface)
    bare = entity.label == "COMPANY" and own != entity.surface and len(own) > 1 and " " not in phrase
    return _LEAST_ALONE if bare and name_score(own, phrase) == 1.0 else 0.0


def _ranges(found: Sequence[Figure], text: str, wanted: frozenset[Decimal]) -> Iterator[Figure]:
    """Amounts, and “300 million to 400 million yuan” as one where both ends are wanted."""
    skip = False
    for figure, following in zip_longest(found, found[1:]):
        if skip:
            skip = False
            continue
        if following is not None and {figure.value, following.value} <= wanted:
            between = text[figure.span.end : following.span.start]
            if _BETWEEN.fullmatch(between):
                skip = True
                yield replace(following, span=Span(figure.span.start, following.span.end))
                continue
        yield figure


def _with_hedges(span: Span, text: str) -> Span:
    """An amount with its hedge in front or behind, as the guideline marks it."""
    before = _HEDGE.search(text[max(0, span.start - 32) : span.start])
    after = _HEDGE_BEHIND.match(text, span.end)
    return Span(
        span.start - len(before.group()) if before else span.start, after.end() if after else span.end
    )


def _phrases(text: str) -> Iterator[tuple[Span, bool]]:
    """Runs of capitalised words with all their sub-runs, and whether nothing goes on at either end."""
    for span in _runs(text):
        before = re.search(r"[A-Z][\w’'-]*\s\Z", text[max(0, span.start - 24) : span.start])
        after = re.match(r"\s(?:of\s|and\s)?[A-Z]", text[span.end : span.end + 6])
        yield span, before is None and after is None


def _runs(text: str) -> Iterator[Span]:
    words = [word for word in _CAPITALISED.finditer(text) if word.group().lower() not in EMPTY]
    for first in range(len(words)):
        end = words[first].end()
        yield _owner(Span(words[first].start(), end), text)
        for last in range(first + 1, min(len(words), first + _LONGEST_NAME)):
            glue = _GLUE.match(text, end)
            if glue is None or glue.end() != words[last].start():
                break
            if words[last - 1].group() in _CLOSING and " and " in glue.group():
                break
            end = words[last].end()
            if text[end : end + 1] == ")" and "(" in text[words[first].start() : end]:
                end += 1
            if words[last].group() in ("Ltd", "Inc", "Corp") and text[end : end + 1] == ".":
                yield Span(words[first].start(), end + 1)
            yield _owner(Span(words[first].start(), end), text)


def _owner(span: Span, text: str) -> Span:
    """Without a possessive: Xingchui in “Xingchui's”."""
    return Span(span.start, span.end - 2) if text[span.start : span.end].endswith(_POSSESSIVE) else span
