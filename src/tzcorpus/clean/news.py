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
    one, two, three = counts.one.get, counts.two.get, counts.three.get
    four = (before[:2] + after[:2]).translate(_WIDE)
    last, first, second = four[1], four[2], four[3]
    alone = counts.alone(first)
    # how likely each of the two is behind one character, then behind two
    after_one = (two(four[1:3], 0) + _TWO * alone) / (one(last, 0) + _TWO)
    after_two = (three(four[:3], 0) + _THREE * after_one) / (two(four[:2], 0) + _THREE)
    then_one = (two(four[2:], 0) + _TWO * counts.alone(second)) / (one(first, 0) + _TWO)
    then_two = (three(four[1:], 0) + _THREE * then_one) / (two(four[1:3], 0) + _THREE)
    return math.log((after_two / alone) * (then_two / then_one))
