"""Where a Chinese sentence has the name or amount of an English mention and nothing marks it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tzcorpus.align import figures_zh
from tzcorpus.align.names import EMPTY, LEGAL, Cover, covers, parts_of
from tzcorpus.align.projection import amounts_of
from tzcorpus.records import Entity, Passage, Span

# For each English name, its fullest form, the Chinese forms it goes with elsewhere in the document.
Originals = Mapping[str, frozenset[str]]

_KNOWN_SCORE, _READ_SCORE, _MEANT_SCORE = 1.0, 0.9, 0.7
# A name put together from translated words alone has at least so many characters.
_LEAST_MEANT = 4
# What a Chinese name goes on with where English has only its own part.
_TAIL = re.compile(r"(?:股份|集团|控股)*(?:有限责任公司|有限公司|总公司|公司)?")
_HEDGE = re.compile(r"(?:将近|接近|大约|超过|不到|不足|至少|多达|[近约超逾])\s*\Z")
_HEDGE_BEHIND = re.compile(r"(?:左右|上下|以上|以下|之多)")
_BARE_FROM = 10_000


def find_original(
    entity: Entity, zh: Passage, sentences: Sequence[Span], taken: Sequence[Entity], originals: Originals
) -> Entity | None:
    """The Chinese span that ``entity``, an English mention, renders, where it overlaps no mention."""
    for candidates in (_known, _alike):
        found = [
            (score, span)
            for sentence in sentences
            for span, score in candidates(entity, zh.text, sentence, originals)
            if all(span.end <= e.span.start or e.span.end <= span.start for e in taken)
            and not _inside_a_word(span, zh.text)
        ]
        if found:
            score, span = max(found, key=lambda pair: (pair[0], len(pair[1]), -pair[1].start))
            return Entity(
                span=span,
                label=entity.label,
                surface=zh.text[span.start : span.end],
                value=entity.value,
                source="projected",
                score=score,
            )
    return None


def _known(entity: Entity, text: str, sentence: Span, originals: Originals) -> Iterator[tuple[Span, float]]:
    """Forms that stand for the name elsewhere in the document, and the English form itself."""
    if entity.label == "MONEY":
        return
    for form in (*originals.get(entity.entity or entity.surface, ()), entity.surface):
        at = text.find(form, sentence.start, sentence.end)
        while at >= 0:
            span = Span(at, at + len(form))
            yield span, _KNOWN_SCORE
            at = text.find(form, span.end, sentence.end)


def _inside_a_word(span: Span, text: str) -> bool:
    """Is it a run of Latin letters inside a longer one?"""
    ends = ((span.start - 1, span.start), (span.end, span.end - 1))
    return any(
        0 <= beyond < len(text) and text[beyond].isascii() and text[beyond].isalnum() and text[own].isascii()
        for beyond, own in ends
    )


def _alike(entity: Entity, text: str, sentence: Span, originals: Originals) -> Iterator[tuple[Span, float]]:
    within = text[sentence.start : sentence.end]
    spans = _amounts(entity, within) if entity.label == "MONEY" else _tiled(entity.surface, within)
    for span, score in spans:
        yield Span(sentence.start + span.start, sentence.start + span.end), score


def _amounts(entity: Entity, text: str) -> Iterator[tuple[Span, float]]:
    """Figures of the same value, money or bare, with their hedges."""
    wanted, currency = amounts_of(entity, "en")
    for figure in figures_zh.find(text):
        bare = figure.kind == "count" and not figure.dimension and figure.value >= _BARE_FROM
        if figure.value not in wanted or not (figure.kind == "money" or bare):
            continue
        if figure.currencies and currency and currency not in figure.currencies:
            continue
        before = _HEDGE.search(text[max(0, figure.span.start - 4) : figure.span.start])
        behind = _HEDGE_BEHIND.match(text, figure.span.end)
        start = figure.span.start - (len(before.group()) if before else 0)
        yield Span(start, behind.end() if behind else figure.span.end), _READ_SCORE


def _tiled(name: str, text: str) -> Iterator[tuple[Span, float]]:
    """Runs of characters that the words of ``name`` cover without a rest, in any order."""
    parts = [part for part in parts_of(name) if part.lower() not in EMPTY | LEGAL]
    found = [list(covers(text, part)) for part in parts]
    if not parts or not all(found):
        return
    for chain in _chains(found):
        read = any(not cover.generic for cover in chain)
        start, end = chain[0].start, chain[-1].end
        if read and len(parts) == 1 and end - start < 2:
            continue
        if read or end - start >= _LEAST_MEANT:
            tail = _TAIL.match(text, end)
            whole = Span(start, tail.end() if tail else end)
            yield whole, _READ_SCORE if read else _MEANT_SCORE


def _chains(found: Sequence[Sequence[Cover]]) -> Iterator[tuple[Cover, ...]]:
    """Covers in the order of the text, each beginning where the one before ends, so that every part has one
    of its covers among them or within (产业园 is “Industrial” and “Park”).
    """

    def grow(chain: tuple[Cover, ...], left: frozenset[int]) -> Iterator[tuple[Cover, ...]]:
        if chain:
            start, end = chain[0].start, chain[-1].end
            left = frozenset(p for p in left if not any(start <= c.start and c.end <= end for c in found[p]))
            if not left:
                yield chain
                return
        for part in left:
            for cover in found[part]:
                if not chain or cover.start == chain[-1].end:
                    yield from grow((*chain, cover), left - {part})

    yield from grow((), frozenset(range(len(found))))
