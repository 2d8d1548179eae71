"""What of a sentence is compared: words, figures, Latin words, readings of names, and its length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tzcorpus.align import english
from tzcorpus.align.lexicon import Lexicon
from tzcorpus.language.numerals import find_numbers
from tzcorpus.language.scripts import HAN
from tzcorpus.records import Language

# Marks of the kinds of token that translate as themselves; no word begins with these characters.
FIGURE, READING, MARK = "#", "~", "&"
_ZH_PARTS = re.compile(rf"(?P<latin>[A-Za-z]{{2,}})|(?P<han>[{HAN}]+)")
# One is an article as often as a figure.
_LEAST_FIGURE = 2
# Marks that translators keep: questions, calls, speech, brackets, broken-off sentences.
_MARKS = re.compile(
    r"(?P<ask>[?？])|(?P<call>[!！])|(?P<speech>[“「『‘]|(?:(?<=\s)|^)[\"'](?=\w))|(?P<aside>[(（])|"
    r"(?P<broken>…+|\.{3,})"
)
# A name's reading is one to three syllables written as one word: Xiaobao, Wenling.
_LONGEST_READING = 3
_SYLLABLE = re.compile(r"[bpmfdtnlgkhjqxzcsryw]?h?[iuv]?[aeiouv][aeiou]?(?:ng?|r)?")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a document: the tokens of each sentence and each sentence's length in characters."""

    tokens: tuple[tuple[str, ...], ...]
    lengths: tuple[int, ...]


def english_side(sentences: Sequence[str], names: frozenset[str]) -> Side:
    """Stems, figures and ``names`` of English sentences; length without white space."""
    return Side(tuple(tuple(_english(s, names)) for s in sentences), tuple(_length(s) for s in sentences))


def chinese_side(sentences: Sequence[str], lexicon: Lexicon, names: frozenset[str]) -> Side:
    """Words, figures, Latin words of Chinese sentences, and readings that are among ``names``."""
    return Side(
        tuple(tuple(_chinese(s, lexicon, names)) for s in sentences), tuple(_length(s) for s in sentences)
    )


def names_in(sentences: Iterable[str]) -> frozenset[str]:
    """Capitalised words that may be Chinese names in pinyin, in lower case."""
    found = {
        word.lower()
        for sentence in sentences
        for word in english.tokens(sentence)
        if word[0].isupper() and len(word) > 1
    }
    return frozenset(word for word in found if re.fullmatch(rf"(?:{_SYLLABLE.pattern}){{1,4}}", word))


def _length(sentence: str) -> int:
    return sum(1 for character in sentence if not character.isspace())


def _english(sentence: str, names: frozenset[str]) -> Iterator[str]:
    for word in english.tokens(sentence):
        yield english.stem(word)
        if word[0].isupper() and word.lower() in names:
            yield READING + word.lower()
    yield from _figures(sentence, "en")
    yield from _marks(sentence)


def _marks(sentence: str) -> Iterator[str]:
    for match in _MARKS.finditer(sentence):
        yield f"{MARK}{match.lastgroup}"


def _figures(sentence: str, language: Language) -> Iterator[str]:
    """Numerals by value, so that 3.5亿 is 350 million."""
    for number in find_numbers(sentence, language):
        if number.value >= _LEAST_FIGURE:
            yield f"{FIGURE}{number.value.normalize():f}"


def _chinese(sentence: str, lexicon: Lexicon, names: frozenset[str]) -> Iterator[str]:
    yield from _figures(sentence, "zh")
    yield from _marks(sentence)
    for match in _ZH_PARTS.finditer(sentence):
        if match["latin"]:
            yield english.stem(match["latin"])
        else:
            yield from lexicon.segment(match["han"])
            if names:
                yield from _readings(match["han"], lexicon, names)


def _readings(run: str, lexicon: Lexicon, names: frozenset[str]) -> Iterator[str]:
    syllables = [lexicon.readings.get(character, ()) for character in run]
    for start in range(len(run)):
        heads = [""]
        for reading in syllables[start : start + _LONGEST_READING]:
            heads = [head + syllable for head in heads for syllable in reading]
            yield from (READING + head for head in dict.fromkeys(heads) if head in names)
