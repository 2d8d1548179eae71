"""English numerals: 1,234.5 million, two hundred and forty-five, half a billion, one and a half million."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tzcorpus.language.exact import MAX_DIGITS, ONE, ZERO, place, plain, plus, times

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
UNITS = {word: value for value, word in enumerate(_ONES)}
TENS = {word: 10 * value for value, word in enumerate(_TENS, start=2)}
MAGNITUDES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
    "lakh": 10**5,
    "crore": 10**7,
}
# Written out of Latin words only: "5m" may be metres, "3b" a house number; money knows more (money_en).
ABBREVIATIONS = {"mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12}
FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}
GLYPHS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d|,\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_SMALL = "|".join([*TENS, *sorted(UNITS, key=len, reverse=True)])
_BIG = "|".join(MAGNITUDES)
_ABBREVIATED = "|".join(ABBREVIATIONS)
_WORD = rf"(?:{_SMALL}|{_BIG}|hundred|dozen|half|quarters?)"
# 3 1/2 million, 1/2 million: a fraction counts before a magnitude word only, or it may be a date.
_VULGAR = rf"(?:\d{{1,3}}[ -])?\d/[2-9](?=[\s-]+(?:hundred|{_BIG})\b)"
_TOKEN = re.compile(
    rf"(?P<vulgar>{_VULGAR})|(?P<arabic>{ARABIC})|(?P<word>{_WORD}|\b(?:and|an|a|of)\b|{_ABBREVIATED}|[½¼¾])|(?P<gap>[\s-]+)",
    re.IGNORECASE,
)
# What may follow inside one numeral; every turn eats at least a word, so the search stays linear.
_JOINT = r"(?:\s*-\s*|\s+)"
TAIL = (
    rf"{_JOINT}(?:(?:and[\s-]+)?(?:an?[\s-]+)?(?:of\s+)?(?:an?\s+)?{_WORD}\b|(?:and\s+)?[½¼¾]"
    rf")|(?<=[A-Za-z])\s+{ARABIC}(?=\s*(?:hundred|{_BIG}))|\s?(?:{_ABBREVIATED})\b|(?<=\d)(?:{_BIG})\b"
)
RUN = (
    rf"(?:{_VULGAR}|{ARABIC}[½¼¾]?|[½¼¾]|\b{_WORD}\b|\ban?(?={_JOINT}(?:hundred|{_BIG}|dozen|half|quarter)\b))"
    rf"(?:{TAIL})*"
)
_RUN = re.compile(rf"(?<![\w.]){RUN}|(?<![\w.]){ARABIC}", re.IGNORECASE)
_FULL = re.compile(RUN, re.IGNORECASE)

Tokens = Sequence[tuple[str, int, int]]


def parse(text: str) -> Decimal | None:
    """The value of ``text`` when all of it is one English numeral, else None."""
    if _FULL.fullmatch(text) is None:
        return None
    tokens = tokens_of(text)
    read = _read(tokens, 0)
    return read[0] if read and read[2] == len(tokens) else None


def find(text: str) -> Iterator[tuple[int, int, Decimal, Decimal]]:
    """Start, end, value and step of each numeral of ``text``."""
    for match in _RUN.finditer(text):
        yield from readable(match.group(), match.start())


def readable(run: str, offset: int) -> Iterator[tuple[int, int, Decimal, Decimal]]:
    """Cuts a run such as ``nineteen eighty-four`` into numerals that can be read."""
    tokens = tokens_of(run)
    at = 0
    while at < len(tokens):
        read = _read(tokens, at)
        if read is None:
            at += 1
            continue
        value, step, stop = read
        yield offset + tokens[at][1], offset + tokens[stop - 1][2], value, step
        at = stop


def tokens_of(run: str) -> Tokens:
    """The words and figures of a run with their places, in lower case, joints left out."""
    return [
        (match.group().lower(), match.start(), match.end())
        for match in _TOKEN.finditer(run)
        if match.lastgroup != "gap"
    ]


def _read(tokens: Tokens, at: int) -> tuple[Decimal, Decimal, int] | None:
    """Value, step and end of the longest numeral that starts at token ``at``."""
    parts: list[tuple[Decimal, int]] = []
    step = ONE
    end = at
    while end < len(tokens):
        word = tokens[end][0]
        start = end + 1 if word == "and" and parts else end
        term = _group(tokens, start)
        if term is None:
            break
        value, term_step, stop = term
        value, unit, term_step, stop = _magnitudes(tokens, value, term_step, stop)
        if parts and unit == 1 and 0 < value < 1 and word == "and":  # a million and a half
            value, term_step = times(value, Decimal(parts[-1][1])), times(term_step, Decimal(parts[-1][1]))
        if parts and (unit >= parts[-1][1] or value >= parts[-1][1]):
            break
        parts.append((value, unit))
        step, end = term_step, stop
        if unit == 1:
            break
    if not parts:
        return None
    total = ZERO
    for value, _ in parts:
        total = plus(total, value)
    return plain(total), plain(step), end


def _magnitudes(tokens: Tokens, value: Decimal, step: Decimal, at: int) -> tuple[Decimal, int, Decimal, int]:
    """Multiplies by the magnitude words behind a group; "thousand million" is two of them."""
    unit = 1
    while at < len(tokens):
        skip = _of_a(tokens, at) if value < 1 else at
        word = tokens[skip][0] if skip < len(tokens) else ""
        factor = MAGNITUDES.get(word) or ABBREVIATIONS.get(word) or (12 if word == "dozen" else 0)
        if not factor or unit > 10**9:
            break
        value, step, unit = times(value, Decimal(factor)), times(step, Decimal(factor)), unit * factor
        at = skip + 1
    return value, unit, step, at


def _of_a(tokens: Tokens, at: int) -> int:
    """Steps over "of a" in "a quarter of a million" and "a" in "half a million"."""
    while at < len(tokens) and tokens[at][0] in ("of", "a", "an"):
        at += 1
    return at


def _group(tokens: Tokens, at: int) -> tuple[Decimal, Decimal, int] | None:
    """What stands before a magnitude word: figures, words below a thousand, or a fraction."""
    if at >= len(tokens):
        return None
    word = tokens[at][0]
    if word in ("a", "an"):
        following = tokens[at + 1][0] if at + 1 < len(tokens) else ""
        if following in FRACTIONS:
            return FRACTIONS[following], FRACTIONS[following], at + 2
        if following == "hundred":
            return _below_thousand(tokens, at + 1)
        return (ONE, ONE, at + 1) if following in MAGNITUDES or following == "dozen" else None
    if word == "half":
        return FRACTIONS[word], FRACTIONS[word], at + 1
    if word in GLYPHS:
        return GLYPHS[word], GLYPHS[word], at + 1
    if word in MAGNITUDES or word == "dozen":
        return ONE, ONE, at
    if "/" in word:
        return _vulgar(word, at)
    group = _figures(tokens, at) if word[0].isdigit() else _below_thousand(tokens, at)
    return _with_fraction(tokens, *group) if group else None


def _vulgar(word: str, at: int) -> tuple[Decimal, Decimal, int] | None:
    """3 1/2; a fraction without a finite decimal (1/3) has no exact value here."""
    whole, top, bottom = [*re.split(r"[ /-]", word)] if re.search("[ -]", word) else ["0", *word.split("/")]
    share = {"2": Decimal("0.5"), "4": Decimal("0.25"), "5": Decimal("0.2"), "8": Decimal("0.125")}.get(
        bottom
    )
    if share is None:
        return None
    return plus(Decimal(whole), times(Decimal(top), share)), share, at + 1


def _figures(tokens: Tokens, at: int) -> tuple[Decimal, Decimal, int] | None:
    digits = tokens[at][0].replace(",", "")
    if len(digits) > MAX_DIGITS:
        return None
    value, step, at = Decimal(digits), place(digits), at + 1
    if at < len(tokens) and tokens[at][0] == "hundred":
        return times(value, Decimal(100)), times(step, Decimal(100)), at + 1
    return value, step, at


def _with_fraction(tokens: Tokens, value: Decimal, step: Decimal, at: int) -> tuple[Decimal, Decimal, int]:
    """Adds "and a half", "and three quarters", ½; and reads "three quarters" as 0.75."""
    words = [token[0] for token in tokens[at : at + 3]]
    if words[:1] == ["quarters"]:
        return times(value, FRACTIONS["quarters"]), FRACTIONS["quarters"], at + 1
    if words and words[0] in GLYPHS:
        return plus(value, GLYPHS[words[0]]), GLYPHS[words[0]], at + 1
    if words[:1] == ["and"] and len(words) == 3 and words[2] in FRACTIONS:
        count = 1 if words[1] in ("a", "an") else UNITS.get(words[1], 0)
        if count:
            share = times(Decimal(count), FRACTIONS[words[2]])
            return plus(value, share), FRACTIONS[words[2]], at + 3
    return value, step, at


def _below_thousand(tokens: Tokens, at: int) -> tuple[Decimal, Decimal, int] | None:
    """ "three hundred and forty-two", "twelve hundred", "hundred"."""
    tens = _below_hundred(tokens, at)
    value, at = tens or (1, at)
    if at < len(tokens) and tokens[at][0] == "hundred":
        value, at = value * 100, at + 1
        follow = at + 1 if at < len(tokens) and tokens[at][0] == "and" else at
        rest = _below_hundred(tokens, follow)
        if rest:
            return Decimal(value + rest[0]), ONE, rest[1]
        return Decimal(value), Decimal(100), at
    return (Decimal(value), ONE, at) if tens else None


def _below_hundred(tokens: Tokens, at: int) -> tuple[int, int] | None:
    word = tokens[at][0] if at < len(tokens) else ""
    if word in TENS:
        unit = UNITS.get(tokens[at + 1][0], 0) if at + 1 < len(tokens) else 0
        return (TENS[word] + unit, at + 2) if 0 < unit < 10 else (TENS[word], at + 1)
    return (UNITS[word], at + 1) if word in UNITS else None
