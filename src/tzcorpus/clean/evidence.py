"""How likely is one text to go on with another? Evidence from words, marks and openings, in log odds.

Weights are natural-log odds, set on the train and dev pages of the corpus (``scripts`` renders them);
layout and distance are added by those who know them (`chunks`, `joins`).
"""

from __future__ import annotations

import re

from tzcorpus.clean.lexicon import crossing_gain, first_word, last_word
from tzcorpus.clean.marks import cannot_start, goes_on, open_marks, unmatched_closers
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
    r"\d{4}年|\d{1,2}月\d{1,2}日|“[^”]{8,}"
)
# ICTCLAS tags of words that open a sentence more often than they go on with one: prepositions,
# conjunctions, pronouns, times.
_OPENING_TAGS = ("p", "c", "r", "t")
# Tags of words that something must follow: particles 的 地 得, prepositions, conjunctions, adverbs, numerals.
_DEPENDENT_TAGS = ("u", "p", "c", "d", "m", "q")
_CLASS_SIZE = 6


def pair_score(before: str, after: str) -> float:
    """Log odds that ``after`` goes on with the sentence that ``before`` leaves, from their words alone."""
    score = 0.0
    if cannot_start(after):
        score += CANNOT_START
    if goes_on(before):
        score += GOES_ON
    score += _quotes(before, after)
    if _NUMBER_END.search(before) and _NUMBER_START.match(after):
        score += NUMBER
    if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].islower():
        score += LATIN
    return score + _words(before, after)


def _quotes(before: str, after: str) -> float:
    waiting = open_marks(before[-_QUOTE_REACH:])
    closers = unmatched_closers(after[:_QUOTE_REACH])
    if any(mark in waiting for mark in closers):
        return WAITING + CLOSED_BY
    if waiting:
        return WAITING
    return STRAY_CLOSER if closers else 0.0


def _words(before: str, after: str) -> float:
    score = 0.0
    if _OPENERS.match(after):
        score += OPENER
    elif after.startswith("“"):
        score += OPENING_QUOTE
    tail, head = _TAIL.search(before), _HEAD.match(after)
    if head and not score and first_word(after[:_CLASS_SIZE])[1].startswith(_OPENING_TAGS):
        score += OPENING_CLASS
    if not (tail and head):
        return score
    gain = crossing_gain(tail.group(), head.group())
    score += CROSSING * min(gain, LARGEST_GAIN) if gain > SMALLEST_GAIN else NO_CROSSING
    if gain <= SMALLEST_GAIN:
        tag = last_word(tail.group())[1]
        if tag.startswith(_DEPENDENT_TAGS):
            score += DEPENDENT_END
        elif tag.startswith("v"):
            score += VERB_END
    return score
