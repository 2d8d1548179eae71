"""Mentions of one amount in two currencies: 30亿美元（约合217亿元人民币）, $3 billion (21.7 billion yuan)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from tzcorpus.records import Entity

_BETWEEN = re.compile(
    r"\s*[（(，,]?\s*(?:(?:约|大约)?(?:折合|合|折算|相当于|等于|等值|即)(?:成|为|人民币)?约?|"
    r"按.{0,12}?(?:汇率|折算)[^，。]{0,6}?约?|(?:about|around|or|or about|or around|equivalent to|equal to|"
    r"i\.e\.|"
    r"roughly|approximately|which is|worth|some)\s?,?)?\s*",
    re.IGNORECASE,
)
_OPEN = re.compile(r"[（(]|合|相当|折|等|equiv|equal|or", re.IGNORECASE)
_MAX_BETWEEN = 40


def linked(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities, with neighbours that state one amount in two currencies pointing to each other."""
    if len(entities) < 2:
        return entities
    out = list(entities)
    for index, (first, second) in enumerate(pairwise(entities)):
        if _same(text, first, second):
            out[index] = replace(out[index], same_as=second.span)
            out[index + 1] = replace(out[index + 1], same_as=first.span)
    return out


# 从每亩30万元提高到45万元; from 80 yuan to 65 yuan per square metre: one denominator for both.
_CHANGED = re.compile(
    r"(?:(?:逐步|进一步|大幅|已|再)?(?:提高|增加|上升|增长|上涨|上调|下降|下调|降低|减少|升|涨|增|降|跌|调|变|提))?"
    r"[到至成为]|(?:\s+an?\s+[a-z-]+)?,?\s+(?:to|from|up\s+from|down\s+from|compared\s+with|against)\s+",
    re.IGNORECASE,
)

# 4.3 yuan at night and 7.9 yuan at peak
_PARALLEL = re.compile(r"\s+(in|at|for|from|on|to)\s+[^.;,:\d]{1,36}?,?\s+(?:and|but|or)\s+")


def shared_denominators(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities, where two ends of a change share the denominator that one of them names."""
    out = list(entities)
    for index in range(len(out) - 1):
        first, second = out[index], out[index + 1]
        a, b = first.value, second.value
        if a is None or b is None or a.currency != b.currency or (a.per is None) == (b.per is None):
            continue
        gap = text[first.span.end : second.span.start]
        if len(gap) <= _MAX_BETWEEN and (_CHANGED.fullmatch(gap) or _parallel(text, gap, a.per, second)):
            out[index] = replace(first, value=replace(a, per=a.per or b.per))
            out[index + 1] = replace(second, value=replace(b, per=a.per or b.per))
    return out


def _parallel(text: str, gap: str, per: str | None, second: Entity) -> bool:
    """The second amount of a pair, told from the first by what a preposition adds to each."""
    phrase = _PARALLEL.fullmatch(gap)
    return bool(phrase and per and re.match(rf"\s+{phrase[1]}\b", text[second.span.end :][:8]))


def _same(text: str, first: Entity, second: Entity) -> bool:
    if first.value is None or second.value is None or first.value.currency == second.value.currency:
        return False
    between = text[first.span.end : second.span.start]
    if len(between) > _MAX_BETWEEN or _BETWEEN.fullmatch(between) is None:
        return False
    return _OPEN.search(between) is not None
