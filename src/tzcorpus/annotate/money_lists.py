"""Amounts of a list that name their currency once: 10万、5万和3万元; 1.2 billion and 1.5 billion yuan.

Other figures stand beside amounts too (3万人、5亿元), so a list holds figures of one size only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Protocol, TypeVar

from tzcorpus.annotate.money_reading import Reading

# The members of a list are within three orders of magnitude of their neighbours.
_RATIO = Decimal(1000)


class Mention(Protocol):
    """What a draft of either language tells of itself: offsets, and whether it names a class."""

    start: int
    number: int
    end: int
    reading: Reading
    scale: bool


M = TypeVar("M", bound=Mention)


def with_listed(
    found: Sequence[M],
    others: Sequence[M],
    linked: Callable[[M, M], bool],
    *,
    shares: Callable[[M, M], M],
    ends: Callable[[int], bool],
) -> list[M]:
    """The mentions with those of ``others`` (figures without a currency) that stand in a list with one.

    ``linked`` says whether what stands between two figures parts the members of a list; ``shares`` makes a
    mention of a figure in the currency of another; what follows the last one must end a clause (``ends``).
    """
    if not (found and others):
        return list(found)
    taken = {at for one in found for at in range(one.start, one.end)}
    near = [(one, False) for one in others if one.start not in taken]
    items = sorted([(one, True) for one in found] + near, key=_place)
    out: list[M] = []
    at = 0
    while at < len(items):
        stop = at + 1
        while stop < len(items) and _alike(items, stop) and linked(items[stop - 1][0], items[stop][0]):
            stop += 1
        out += _group(items[at:stop], shares, ends)
        at = stop
    return out


def _alike(items: Sequence[tuple[M, bool]], at: int) -> bool:
    """Are the figures before and at ``at`` of one size?"""
    a, b = items[at - 1][0].reading.amount, items[at][0].reading.amount
    return a is not None and b is not None and 0 < a <= b * _RATIO and 0 < b <= a * _RATIO


def _place(item: tuple[Mention, bool]) -> int:
    return item[0].start


def _group(
    items: Sequence[tuple[M, bool]], shares: Callable[[M, M], M], ends: Callable[[int], bool]
) -> list[M]:
    """The members of one list: those before a currency share it; those behind only to the end of a clause."""
    named = [k for k, (one, known) in enumerate(items) if known and not one.scale]
    if not named:
        return [one for one, known in items if known]
    closed = ends(items[-1][0].end)
    out: list[M] = []
    for k, (one, known) in enumerate(items):
        if known:
            out.append(one)
        elif k < named[-1]:
            out.append(shares(one, items[next(j for j in named if j > k)][0]))
        elif closed:
            out.append(shares(one, items[named[-1]][0]))
    return out
