"""A list tells of its members in English too: Gree, Midea, Kohler and Moen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tzcorpus.annotate.english_words import UNITS, bodies, common, trade_words
from tzcorpus.annotate.names_found import Found

SCORE = 0.66
_NEXT = re.compile(r"(?:, and |, | and )([A-Z][A-Za-z]{2,}[a-zA-Z0-9-]*)(?=[,.;:)]|['’]s |,? and |$|\n)")
_BEFORE = re.compile(r"(?<![\w-])([A-Z][A-Za-z]{2,}[a-zA-Z0-9-]*)(?:, and |, | and )$")
# Lists are followed this often; longest word in front of a member, in characters.
_STEPS = 5
_REACH = 32
# what stands in front of a word that makes it a part of a longer name or a person
_RUNS_ON = re.compile(r"[A-Z][\w’']* $")


def find_in_english_lists(
    text: str, found: Sequence[Found], ordinary: frozenset[str], known: frozenset[str]
) -> Iterator[Found]:
    """Single unknown words beside the firms in ``found``. ``ordinary`` are words that the text also writes in
    lower case, ``known`` places.
    """
    firms = [one for one in found if one.label == "COMPANY"]
    taken = {one.start for one in firms}
    for _ in range(_STEPS):
        more = []
        for firm in firms:
            after = _NEXT.match(text, firm.end)
            head = text[max(0, firm.start - _REACH) : firm.start]
            before = _BEFORE.search(head)
            shift = firm.start - len(head)
            for match, by in ((after, 0), (before, shift)):
                if match is None or by + match.start(1) in taken:
                    continue
                start = by + match.start(1)
                if _may_be_firm(match[1], ordinary, known) and not _RUNS_ON.search(
                    text[max(0, start - 20) : start]
                ):
                    more.append(Found(start, by + match.end(1), "COMPANY", "english-list", SCORE))
                    taken.add(start)
        yield from more
        firms = more
        if not more:
            return


def _may_be_firm(word: str, ordinary: frozenset[str], known: frozenset[str]) -> bool:
    return not (
        word in known
        or word in ordinary
        or word in common()
        or word in bodies()
        or word in UNITS
        or word in trade_words()
    )
