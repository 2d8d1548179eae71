"""How news goes on: which characters follow which in the project's own articles.

A small text (`scripts/make_news_text.py` makes it; nothing of the split test is in it) is counted once a
process. It knows what dictionaries do not: which words of regional news follow one another.
"""

from __future__ import annotations

import lzma
import math
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

FILE = "news.txt.xz"
# Smoothing: a character never seen, of so many; weight of the shorter context where a longer is rare.
_UNSEEN = 0.5
_CHARACTERS = 3000
_TWO = 4.0
_THREE = 2.0


# Marks that cleaning writes full width count so before it does.
_WIDE = str.maketrans(",;:?!()", "，；：？！（）")


@dataclass(frozen=True, slots=True)
class _Counts:
    """Of single characters, of two in a row, of three in a row."""

    one: dict[str, int]
    two: dict[str, int]
    three: dict[str, int]
    total: int

    def alone(self, character: str) -> float:
        return (self.one.get(character, 0) + _UNSEEN) / (self.total + _CHARACTERS)

    def after_one(self, before: str, character: str) -> float:
        found = self.two.get(before + character, 0)
        return (found + _TWO * self.alone(character)) / (self.one.get(before, 0) + _TWO)

    def after_two(self, before: str, character: str) -> float:
        found = self.three.get(before + character, 0)
        return (found + _THREE * self.after_one(before[1], character)) / (self.two.get(before, 0) + _THREE)


@cache
def _counts() -> _Counts:
    from importlib.resources import files

    text = lzma.decompress((files(__package__) / "data" / FILE).read_bytes()).decode("utf-8")
    two = Counter(text[k : k + 2] for k in range(len(text) - 1))
    three = Counter(text[k : k + 3] for k in range(len(text) - 2))
    # dicts: what a counter lacks it looks for once more
    return _Counts(dict(Counter(text)), dict(two), dict(three), len(text))


@lru_cache(maxsize=65536)
def goes_on_with(before: str, after: str) -> float:
    """Log odds that two characters follow two others in news, against any two characters; 0 for fewer.

    >>> goes_on_with("有限", "公司") > goes_on_with("有限", "的公")
    True
    """
    if len(before) < 2 or len(after) < 2:
        return 0.0
    counts = _counts()
    before, after = before.translate(_WIDE), after.translate(_WIDE)
    first = counts.after_two(before, after[0]) / counts.alone(after[0])
    second = counts.after_two(before[1] + after[0], after[1]) / counts.after_one(after[0], after[1])
    return math.log(first * second)
