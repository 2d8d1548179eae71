"""Firms that no single mention gives away, but all mentions in the document together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tzcorpus.annotate.names_found import Found
from tzcorpus.annotate.names_short import Weighed

# What another name with the same brand counts: 晨帆泵业 beside 晨帆集团.
_SAME_BRAND = 2
# Brands of this quality are unlike ordinary words: that they recur in front of the same trade is a sign.
_UNLIKE_WORDS = 2


def decide(
    weighed: Sequence[Sequence[Weighed]], texts: Sequence[str], named: Iterable[Found]
) -> Iterator[tuple[int, Found]]:
    """The undecided candidates whose signs suffice when all mentions are counted, with their text's index.

    ``weighed[i]`` and its offsets are of ``texts[i]``; ``named`` are the firms that are found already.
    """
    mentions: defaultdict[str, list[tuple[int, Weighed]]] = defaultdict(list)
    for index, mine in enumerate(weighed):
        for one in mine:
            surface = texts[index][one.found.start : one.found.end]
            # with its place or without: 顺德|小熊电器
            mentions[one.found.brand + one.found.trade if one.found.brand else surface].append((index, one))
    brands = {one.brand for one in named if one.label == "COMPANY" and len(one.brand) > 1}
    for together in mentions.values():
        if not all(one.enough for _, one in together) and _signs(together, brands) >= _need(together):
            yield from ((index, one.found) for index, one in together if one.whole)


def _need(together: Sequence[tuple[int, Weighed]]) -> int:
    return min(one.need for _, one in together)


def _signs(together: Sequence[tuple[int, Weighed]], brands: set[str]) -> int:
    """The signs of all mentions; mentions that are no phrase of their own count against them."""
    whole = sum(one.whole for _, one in together)
    if not whole:
        return 0
    first = together[0][1]
    signs = sum(one.signs for _, one in together) - (len(together) - whole)
    if first.quality >= _UNLIKE_WORDS and whole > 1 and first.found.trade:
        signs += 1
    return signs + (_SAME_BRAND if first.found.brand in brands else 0)
