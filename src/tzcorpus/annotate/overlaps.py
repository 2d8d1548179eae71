"""Which of overlapping entities stays.

Policy, in this order: who says so (a person or gold, then a user's gazetteer, then the rules, then a model:
the rules are seldom wrong where they speak, and a model fills what they leave); the longer span, for a name
inside a longer name is not annotated; the higher score; the earlier start. A listed name inside a full one is
left out before, see `gazetteer.outside_full_names`.
What stays never overlaps. MONEY and names hardly meet; the same policy holds for them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from tzcorpus.records import Entity

# Kinds of `Entity.source` (what stands before the colon) and their rank; others rank with rules.
RANKS = {"gold": 3, "person": 3, "gazetteer": 2, "model": 0}


def resolve(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities of one text without overlaps, in order.

    >>> from tzcorpus.records import Span
    >>> long, short = Entity(Span(0, 4), "PARK", "晨湾新区"), Entity(Span(0, 2), "COMPANY", "晨湾")
    >>> [entity.surface for entity in resolve([short, long])]
    ['晨湾新区']
    """
    starts: list[int] = []
    ends: list[int] = []
    kept: list[Entity] = []
    for entity in sorted(entities, key=_order):
        start, end = entity.span.start, entity.span.end
        at = bisect_right(starts, start)
        if (at and ends[at - 1] > start) or (at < len(starts) and starts[at] < end):
            continue
        starts.insert(at, start)
        ends.insert(at, end)
        kept.insert(at, entity)
    return tuple(kept)


def _order(entity: Entity) -> tuple[float, ...]:
    rank = RANKS.get(entity.source.partition(":")[0], 1)
    return (-rank, -len(entity.span), -entity.score, entity.span.start)
