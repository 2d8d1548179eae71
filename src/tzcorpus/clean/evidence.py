"""How likely is one text to go on with another? Evidence from words, marks and openings, in log odds.

Weights are natural-log odds, set on the train and dev pages of the corpus (``scripts`` renders them);
layout and distance are added by those who know them (`chunks`, `joins`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from tzcorpus.clean.lazy import lazy
from tzcorpus.clean.lexicon import crossing_gain, first_word, last_word
from tzcorpus.clean.marks import cannot_start, goes_on, is_finished, open_marks, unmatched_closers
from tzcorpus.clean.news import goes_on_with
from tzcorpus.language.scripts import HAN

_TAIL = re.compile(f"[{HAN}]{{1,4}}$")
_HEAD = re.compile(f"[{HAN}]{{1,4}}")
# How far back an open quote is looked for.
_QUOTE_REACH = 300

CANNOT_START = 6.0
GOES_ON = 3.5
WAITING = 1.5
CLOSED_BY = 3.0
STRAY_CLOSER = -1.0
CROSSING = 0.9
LARGEST_GAIN = 8.0
NO_CROSSING = -0.8
# What characters follow which in news: weight and bound, found on train and dev pages, each judged without
# its own article in the counts.
NEWS = 0.6
LARGEST_NEWS = 6.0
# A gain below this is chance: the word would be as likely in two.
SMALLEST_GAIN = 0.5
NUMBER = 3.0
LATIN = 1.5
OPENER = -2.5
OPENING_CLASS = -1.2
OPENING_QUOTE = -1.0
DEPENDENT_END = 1.5
VERB_END = 0.7

_NUMBER_END = re.compile(r"[\d.,，．]$")
_NUMBER_START = re.compile(r"[\d.%％万亿千百十元年月日个家人名吨台户倍]")
# Words that newspaper paragraphs open with.
_OPENERS = re.compile(
    r"截至|目前|如今|今年|去年|近年|此外|同时|据了解|据悉|据介绍|如果说|与此同时|不仅如此|记者|走进|在采访|接下来|下一步|值得一提|"
    r"事实上|为此|对此|近日|日前|早在|当天|当日|从此|随后|于是|然而|但是|不过|而今|眼下|今天|昨天|清晨|傍晚|上午|下午|"
    r"[【〔]|[一二三四五六七八九十]{1,2}[、是]|第[一二三四五]|[问答][:：]|[\u4e00-\u9fff]{2,6}[:：](?!“)|\d{4}年|\d{1,2}月\d{1,2}日|“[^”]{8,}"
)
# ICTCLAS tags of words that open a sentence more often than they go on with one: prepositions,
# conjunctions, pronouns, times.
_OPENING_TAGS = ("p", "c", "r", "t")
# Tags of words that something must follow: particles 的 地 得, prepositions, conjunctions, adverbs, numerals.
_DEPENDENT_TAGS = ("u", "p", "c", "d", "m", "q")
_CLASS_SIZE = 6


class Ends:
    """What the two ends of a text say, each found out once and only when asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @lazy
    def finished(self) -> bool:
        """Does it end with a final mark?"""
        return is_finished(self.text)

    @lazy
    def marked(self) -> float:
        """Log odds from a mark at its end that something must follow."""
        return GOES_ON if goes_on(self.text) else 0.0

    @lazy
    def cannot_start(self) -> bool:
        """Does it begin with a mark that no line begins with?"""
        return cannot_start(self.text)

    @lazy
    def waiting(self) -> list[str]:
        """Closing marks that it waits for."""
        return open_marks(self.text[-_QUOTE_REACH:])

    @lazy
    def closers(self) -> list[str]:
        """Closing marks that it has too many of."""
        return unmatched_closers(self.text[:_QUOTE_REACH])

    @lazy
    def ends_number(self) -> bool:
        """Does it end with a figure or a mark inside of one?"""
        return _NUMBER_END.match(self.text[-1:]) is not None

    @lazy
    def starts_number(self) -> bool:
        """Does it begin with a figure or what follows one?"""
        return _NUMBER_START.match(self.text) is not None

    @lazy
    def ends_latin(self) -> bool:
        """Does it end with a Latin letter?"""
        return self.text[-1:].isascii() and self.text[-1:].isalpha()

    @lazy
    def starts_latin(self) -> bool:
        """Does it begin with a small Latin letter?"""
        return self.text[:1].isascii() and self.text[:1].islower()

    @lazy
    def last_two(self) -> str:
        """Its last two characters."""
        return self.text[-2:]

    @lazy
    def first_two(self) -> str:
        """Its first two characters."""
        return self.text[:2]

    @lazy
    def tail(self) -> str:
        """Its last ideographs, up to four."""
        match = _TAIL.search(self.text, max(0, len(self.text) - 4))
        return match.group() if match else ""

    @lazy
    def head(self) -> str:
        """Its first ideographs, up to four."""
        match = _HEAD.match(self.text)
        return match.group() if match else ""

    @lazy
    def opening(self) -> float:
        """Log odds from how it begins: as paragraphs do, or not."""
        if _OPENERS.match(self.text):
            return OPENER
        if self.text.startswith(("“", '"')):
            return OPENING_QUOTE
        if self.head and first_word(self.text[:_CLASS_SIZE])[1].startswith(_OPENING_TAGS):
            return OPENING_CLASS
        return 0.0

    @lazy
    def dependence(self) -> float:
        """Log odds from the class of its last word, where no word crosses the break."""
        if not self.tail:
            return 0.0
        tag = last_word(self.tail)[1]
        if tag.startswith(_DEPENDENT_TAGS):
            return DEPENDENT_END
        return VERB_END if tag.startswith("v") else 0.0


def pair_score(before: Ends | str, after: Ends | str) -> float:
    """Log odds that ``after`` goes on with the sentence that ``before`` leaves, from their words alone."""
    first = Ends(before) if isinstance(before, str) else before
    second = Ends(after) if isinstance(after, str) else after
    return marks_score(first, second) + words_score(first, second)


def marks_score(before: Ends, after: Ends) -> float:
    """The part of `pair_score` that marks, digits and the opening give."""
    score = before.marked + after.opening
    if after.cannot_start:
        score += CANNOT_START
    if after.closers and any(mark in before.waiting for mark in after.closers):
        score += WAITING + CLOSED_BY
    elif before.waiting:
        score += WAITING
    elif after.closers:
        score += STRAY_CLOSER
    if before.ends_number and after.starts_number:
        score += NUMBER
    if before.ends_latin and after.starts_latin:
        score += LATIN
    return score


def words_score(before: Ends, after: Ends) -> float:
    """The part of `pair_score` that words across the break give, at most `LARGEST_WORDS`."""
    # so small a text says nothing by what it lacks
    said = goes_on_with(before.last_two, after.first_two)
    news = NEWS * min(said, LARGEST_NEWS) if said > 0.0 else 0.0
    if not (before.tail and after.head):
        return news
    gain = crossing_gain(before.tail, after.head)
    if gain > SMALLEST_GAIN:
        return news + CROSSING * min(gain, LARGEST_GAIN)
    return news + NO_CROSSING + before.dependence


class Echo:
    """What a page says elsewhere: do the characters across a break stand together anywhere near?

    A name or term that a break cuts is often there whole in another place, dictionary or not.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._whole = "\n".join(texts)  # a line end keeps neighbours apart
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def score(self, number: int, before: Ends, after: Ends) -> float:
        """Log odds from the characters on either side of a break after text ``number``."""
        tail, head = before.tail, after.head
        if not (tail and head):
            return 0.0
        at = self._starts[number]
        low, high = max(0, at - _ECHO_REACH), at + _ECHO_REACH
        if len(after.text) >= _COPIED and self._whole.find(tail[-1] + after.text[:_COPIED], low, high) >= 0:
            return ECHO_COPY
        found = self._whole.count(tail[-1] + head[0], low, high)
        if not found:
            return NO_ECHO
        if self._whole.find(tail[-2:] + head[:2], low, high) >= 0 and len(tail) > 1 and len(head) > 1:
            return ECHO_FOUR
        for three in (tail[-2:] + head[:1], tail[-1:] + head[:2]):
            if len(three) == 3 and self._whole.find(three, low, high) >= 0:
                return ECHO_THREE
        return ECHO_TWO if found > 1 else 0.0


# Two, three or four characters across the break stand together elsewhere within so many characters.
_ECHO_REACH = 4000
ECHO_TWO = 0.7
ECHO_THREE = 2.0
ECHO_FOUR = 3.0
# A copy of the text elsewhere goes on over the break for so many characters.
_COPIED = 6
ECHO_COPY = 6.0
NO_ECHO = -0.5
LARGEST_WORDS = CROSSING * LARGEST_GAIN + ECHO_COPY + NEWS * LARGEST_NEWS
