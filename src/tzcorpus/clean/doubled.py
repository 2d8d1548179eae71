"""What stands twice character by character: a headline printed over itself, a character read on both sides of
a line end. A word that is doubled on purpose stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tzcorpus.clean.lexicon import lexicon
from tzcorpus.language.scripts import is_han
from tzcorpus.records import Edit, Span

# Name of the rule that takes out a character that was printed or read twice.
DOUBLED = "doubled"
# So many characters in a row, each twice, so many of them different ideographs.
_PAIR = re.compile(r"(\S)[ \u3000]?\1[ \u3000]?")
_RUN = re.compile(r"(?:(\S)[ \u3000]?\1[ \u3000]?){4,}")
_FEWEST_HAN = 3
# A word of the dictionary over the break is at least this frequent, and so many times more than what the
# next line begins with.
_FREQUENT = 100
_TIMES = 10
_LONGEST = 4


def doubled_edits(raw: str) -> Iterator[Edit]:
    """Runs in which every character stands twice: the second ones go.

    Of one or two such words nothing is certain, nor where the dictionary has them so (高高兴兴); and what is
    left must hold words.

    >>> [(e.span.start, e.span.end) for e in doubled_edits("台台州州温温岭岭")]
    [(1, 2), (3, 4), (5, 6), (7, 8)]
    """
    for run in _RUN.finditer(raw):
        pairs = list(_PAIR.finditer(raw, run.start(), run.end()))
        text = "".join(pair[1] for pair in pairs)
        if len(set(filter(is_han, text))) < _FEWEST_HAN or not _reads(text):
            continue
        for pair in pairs:
            second = raw.index(pair[1], pair.start() + 1)
            yield Edit(Span(second, second + 1), "", DOUBLED, 0.9)


def _reads(text: str) -> bool:
    """Is half of the text in words of the dictionary, and none of its words one that is said twice?"""
    words = lexicon().frequency
    twos = range(len(text) - 1)
    if any(text[k] * 2 + text[k + 1] * 2 in words for k in twos):
        return False
    covered = {k + n for k in twos if text[k : k + 2] in words for n in (0, 1)}
    return len(covered) * 2 >= sum(map(is_han, text))


def is_doubled_over(before: str, after: str) -> bool:
    """Is the last character of a line the first of the next one, read twice?

    It is where a word goes on over the break with one of them, and next to none begins with the second.

    >>> is_doubled_over("孩子们走进图书", "书馆读书"), is_doubled_over("参观的大学", "学生很多")
    (True, False)
    """
    if not after or before[-1:] != after[0] or not is_han(after[0]):
        return False
    words = lexicon().frequency.get
    across = [
        words(before[-i:] + after[1 : 1 + j], 0)
        for i in range(2, min(_LONGEST, len(before) + 1))
        for j in range(1, min(_LONGEST, len(after)))
    ]
    begins = [words(after[:size], 0) for size in range(2, _LONGEST + 1)]
    return max(across, default=0) >= max(_FREQUENT, _TIMES * max(begins))
