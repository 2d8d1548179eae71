"""The word list behind decisions: jieba's dictionary with its frequencies and parts of speech.

Loaded once a process, and only when a decision needs it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache

# Longest dictionary word a decision looks at, in characters.
_LONGEST = 6
# Frequency given to a character that no entry has.
_UNSEEN = 0.5


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``frequency`` of each word and its part of speech (``tag``, ICTCLAS letters); ``total`` of all.
    ``begins`` holds the first two characters of each longer word: most pairs begin none.
    """

    frequency: dict[str, int]
    begins: frozenset[str]
    tag: dict[str, str]
    total: float


@cache
def lexicon() -> Lexicon:
    """jieba's main dictionary (349 046 entries)."""
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("jieba")
    folder = Path((spec.submodule_search_locations or [""])[0]) if spec else Path()
    cells = (folder / "dict.txt").read_text(encoding="utf-8").split()  # word, count, tag; word, count, tag …
    counts = list(map(int, cells[1::3]))
    frequency = dict(zip(cells[::3], counts, strict=True))
    tag = dict(zip(cells[::3], cells[2::3], strict=True))
    total = sum(counts)
    begins = frozenset([word[:2] for word in frequency if len(word) > 1])
    return Lexicon(frequency, begins, tag, float(total))


def is_common_word(text: str) -> bool:
    """Is ``text`` a word of the dictionary that is not a person's name?"""
    words = lexicon()
    return text in words.frequency and not words.tag[text].startswith("nr")


@lru_cache(maxsize=65536)
def _segment(text: str) -> tuple[float, tuple[int, ...]]:
    """Log probability of the best segmentation by word frequencies, and where each word starts by its end."""
    words = lexicon()
    count_of, total, size = words.frequency.get, words.total, len(text)
    best = [0.0] + [-math.inf] * size
    back = [0] * (size + 1)
    for start in range(size):
        longest = min(size, start + _LONGEST) if text[start : start + 2] in words.begins else start + 1
        for end in range(start + 1, longest + 1):
            count = count_of(text[start:end], 0 if start == end - 1 else None)
            if count is not None:
                value = best[start] + math.log(max(count, _UNSEEN) / total)
                if value > best[end]:
                    best[end], back[end] = value, start
    return best[-1], tuple(back)


def log_likelihood(text: str) -> float:
    """Log probability of the best segmentation of a short text by word frequencies (natural log)."""
    return _segment(text)[0]


def first_word(text: str) -> tuple[str, str]:
    """The first word of the best segmentation of a short text, and its part of speech."""
    back = _segment(text)[1]
    end = len(text)
    while end and back[end]:
        end = back[end]
    return text[:end], lexicon().tag.get(text[:end], "")


def last_word(text: str) -> tuple[str, str]:
    """The last word of the best segmentation of a short text, and its part of speech."""
    back = _segment(text)[1]
    word = text[back[-1] :]
    return word, lexicon().tag.get(word, "")


@lru_cache(maxsize=65536)
def crossing_gain(before: str, after: str) -> float:
    """How much more probable two ends are as one text than apart: positive where a word crosses the break.

    ``before`` and ``after`` are the few characters on either side of the break.
    """
    words = lexicon()
    whole, middle = before + after, len(before)
    for start in range(middle - 1, -1, -1):
        if whole[start : start + 2] not in words.begins:
            continue
        for end in range(middle + 1, min(len(whole), start + _LONGEST) + 1):
            if whole[start:end] in words.frequency:
                return log_likelihood(whole) - log_likelihood(before) - log_likelihood(after)
    return 0.0
