"""Chinese numerals: 1亿2000万, 十二点五亿, 壹佰贰拾万, 二〇二四, 3万5.

The text is first *folded*: financial, traditional and full-width forms become the plain ones, one character
for one, so that all offsets stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tzcorpus.language.exact import MAX_DIGITS, ONE, ZERO, place, plain, plus, times

_FOLD_PAIRS = (
    ("０１２３４５６７８９", "0123456789"),
    ("．％＋－／～", ".%+-/~"),
    ("〇○Ｏ零", "零零零零"),  # IDEOGRAPHIC ZERO, WHITE CIRCLE, FULLWIDTH LATIN CAPITAL O
    ("壹弌貳贰弍叁叄參参弎肆伍陸陆柒捌玖", "一一二二二三三三三三四五六六七八九"),
    ("兩拾佰仟萬億", "两十百千万亿"),
)
# Code point to the plain character, for `str.translate`.
CHARACTERS = {ord(a): b for odd, usual in _FOLD_PAIRS for a, b in zip(odd, usual, strict=True)}

DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
TENS = {"廿": 20, "卅": 30}
SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
# 兆 is read as 10^12, as in 新台币1.2兆元; as the mainland's "mega" it stands before units, not alone.
MAGNITUDES = {"万": 10**4, "亿": 10**8, "兆": 10**12}
UNITS = {**SMALL_UNITS, **MAGNITUDES}

# A figure in Arabic digits; groups of three may be marked by either comma.
ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d|[,，]\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_WORDS = "零一二两三四五六七八九廿卅十百千万亿兆"
_TOKEN = re.compile(rf"({ARABIC})|([零一二两三四五六七八九廿卅])|([十百千万亿兆])|(点)")
# A point word joins when digits one by one follow it and no clock reading does (三点五十分).
_POINT = (
    r"(?:点(?=[零一二三四五六七八九])(?![零一二三四五六七八九]?十|[一二三四五六七八九]分)"
    r"|点(?=\d+[万亿兆]))"
)
RUN = rf"(?:{ARABIC}|[{_WORDS}])(?:{ARABIC}|[{_WORDS}]|(?<=[\d零一二两三四五六七八九十百千万亿]){_POINT})*"
_RUN = re.compile(RUN)
# The common shape, 2562.3亿, is read without the tokens; a unit stands for its zeros.
_PLAIN = re.compile(r"(\d{1,15})(?:\.(\d{1,15}))?([十百千]?[万亿]|万亿|)")
_ZEROS = {"": 0, "万亿": 12} | {
    small + big: ones + zeros
    for small, ones in (("", 0), ("十", 1), ("百", 2), ("千", 3))
    for big, zeros in (("万", 4), ("亿", 8))
}
# The 千 of a unit is no part of the numeral: 4.2万千瓦, 18.9千米.
_UNIT_THOUSAND = re.compile(r"千[瓦米克伏赫卡帕]")
# The word 万一, "in case", alone.
_IN_CASE = "万一"
# A run of digits inside a Latin word is a name.
_IN_WORD = re.compile(r"[A-Za-z_]")


def fold(text: str) -> str:
    """``text`` with digits and numeral characters in their plain forms; the length stays.

    >>> fold("壹佰貳拾萬元，１２．５億")
    '一百二十万元，12.5亿'
    """
    return text.translate(CHARACTERS)


def parse(text: str) -> Decimal | None:
    """The value of ``text`` when all of it is one Chinese or Arabic numeral, else None."""
    folded = fold(text)
    run = _RUN.match(folded)  # no fullmatch: it would try to end each row of digits in every other way
    if run is None or run.end() != len(folded):
        return None
    read = value_of(folded)
    return read[0] if read else None


def find(text: str) -> Iterator[tuple[int, int, Decimal, Decimal]]:
    """Start, end, value and step of each numeral of ``text``."""
    folded = fold(text)
    for match in _RUN.finditer(folded):
        start, end = match.span()
        if _IN_WORD.match(folded, start - 1) if start else None:
            continue
        end -= bool(_UNIT_THOUSAND.match(folded, end - 1))
        if start < end and folded[start:end] != _IN_CASE:
            yield from _readable(folded, start, end)


def _readable(folded: str, start: int, end: int) -> Iterator[tuple[int, int, Decimal, Decimal]]:
    """The run as one numeral, or else the numerals between its joints of digits and words."""
    read = value_of(folded[start:end])
    if read is not None:
        yield start, end, *read
        return
    for piece in re.finditer(rf"{ARABIC}[十百千万亿兆]*|[{_WORDS}]+", folded[start:end]):
        part = value_of(piece.group())
        if part is not None:
            yield start + piece.start(), start + piece.end(), *part


def value_of(numeral: str) -> tuple[Decimal, Decimal] | None:
    """Value and step of a folded numeral, or None where it is not well formed.

    >>> value_of("3万5")
    (Decimal('35000'), Decimal('1000'))
    """
    simple = _PLAIN.fullmatch(numeral)
    if simple is not None:
        return _shifted(simple[1], simple[2] or "", _ZEROS[simple[3]])
    tokens = [(match.lastindex or 0, match.group()) for match in _TOKEN.finditer(numeral)]
    if sum(len(text) for _, text in tokens) != len(numeral):
        return None
    if any(kind == 1 and len(text) > MAX_DIGITS for kind, text in tokens) or len(tokens) > 2 * MAX_DIGITS:
        return None
    if len(tokens) > 1 and all(kind == 2 and text in DIGITS and text != "两" for kind, text in tokens):
        return _positional(numeral)
    return _Reader().read(tokens)


def _shifted(whole: str, fraction: str, zeros: int) -> tuple[Decimal, Decimal]:
    """Value and step of ``whole.fraction`` followed by a unit of so many zeros, by moving the point."""
    places = len(fraction) - zeros
    if places <= 0:
        step = 10**-places
        return Decimal(int(whole + fraction) * step), Decimal(step)
    value = Decimal(f"{whole + fraction}E-{places}")
    return plain(value), Decimal(f"1E-{places}")


def _positional(numeral: str) -> tuple[Decimal, Decimal] | None:
    """二〇二四: digits one by one. Two neighbours such as 三四 are a range and no number."""
    if len(numeral) == 2 and "零" not in numeral:
        return None
    return Decimal("".join(str(DIGITS[ch]) for ch in numeral)), ONE


class _Reader:
    """Reads tokens from left to right.

    ``parts`` holds the finished terms as (value, unit); a magnitude multiplies the terms below it, so that
    亿 in 2万3千亿 takes both, and 万 in 1亿2000万 takes only the 2000.
    """

    def __init__(self) -> None:
        self.parts: list[tuple[Decimal, int]] = []
        self.pending: Decimal | None = None  # a figure that waits for its unit
        self.arabic = False  # it was written in Arabic digits
        self.length = 0
        self.step = ONE
        self.zero = False  # 零 stood before the pending figure

    def read(self, tokens: list[tuple[int, str]]) -> tuple[Decimal, Decimal] | None:
        index = 0
        while index < len(tokens):
            kind, text = tokens[index]
            if kind == 4:
                index, done = self._point(tokens, index)
            elif kind == 3:
                done = self._unit(UNITS[text])
            else:
                done = self._figure(kind, text, last=index == len(tokens) - 1)
            if not done:
                return None
            index += 1
        return self._finish()

    def _figure(self, kind: int, text: str, *, last: bool) -> bool:
        if text == "零":
            if self.pending is not None:
                return self._positional_digit(text)
            if self.pending is None and not (last and not self.parts):
                self.zero = True
                return bool(self.parts) or not last
        if self.pending is not None:
            if self.pending in (20, 30) and not self.arabic and text in DIGITS:  # 廿五
                self.pending, self.length = plus(self.pending, Decimal(DIGITS[text])), 1
                return True
            return self._positional_digit(text)
        if kind == 1:
            digits = text.replace(",", "").replace("，", "")
            self.pending, self.step, self.arabic = Decimal(digits), place(digits), True
            self.length = len(digits)
        else:
            self.pending, self.step, self.arabic = Decimal(DIGITS.get(text) or TENS.get(text, 0)), ONE, False
            self.length = 1
        return True

    def pending_is_positional(self) -> bool:
        """一五〇万: figures one by one before a magnitude."""
        return not self.arabic and not self.parts

    def _positional_digit(self, text: str) -> bool:
        if not self.pending_is_positional() or text not in DIGITS or text == "两" or self.pending is None:
            return False
        self.pending = plus(times(self.pending, Decimal(10)), Decimal(DIGITS[text]))
        self.length += 1
        return True

    def _point(self, tokens: list[tuple[int, str]], index: int) -> tuple[int, bool]:
        """十二点五: the digits behind the point word, to the next unit."""
        if self.pending is None and not self.parts and not self.zero:
            return index, False
        if self.pending is not None and self.step != ONE:
            return index, False
        digits = ""
        while index + 1 < len(tokens) and tokens[index + 1][0] in (1, 2):
            index += 1
            kind, text = tokens[index]
            if (kind == 1 and not text.isdigit()) or text in TENS:
                return index, False
            digits += text if kind == 1 else str(DIGITS[text])
        whole = self.pending or ZERO
        while self.parts and self.parts[-1][1] < MAGNITUDES["万"]:  # 一百二十点五: all below 万
            whole = plus(whole, self.parts.pop()[0])
        self.pending = plus(whole, Decimal(f"0.{digits}"))
        self.step = place(f"0.{digits}")
        self.arabic, self.length, self.zero = True, 9, False
        return index, bool(digits)

    def _unit(self, unit: int) -> bool:
        if self.pending is not None and not self.arabic and self.length == 2:
            return False  # 三四亿 is a range
        value = self.pending
        below = value if value is not None else ZERO
        if unit < MAGNITUDES["万"]:
            if value is None:
                if self.parts and self.parts[-1][1] < MAGNITUDES["万"] and unit >= self.parts[-1][1]:
                    return False
                below = ONE
            below = times(below, Decimal(unit))
        else:
            taken = value is not None
            while self.parts and self.parts[-1][1] < unit:
                below = plus(below, self.parts.pop()[0])
                taken = True
            below = times(below if taken else ONE, Decimal(unit))
        if self.parts and below >= self.parts[-1][1]:
            return False
        self.step = times(self.step if value is not None else ONE, Decimal(unit))
        self.parts.append((below, unit))
        self.pending, self.zero = None, False
        return True

    def _finish(self) -> tuple[Decimal, Decimal] | None:
        value = sum((part for part, _ in self.parts), ZERO) if len(self.parts) < 2 else self._sum()
        if self.pending is not None:
            last = self.parts[-1][1] if self.parts else 0
            if self.length == 2 and not self.arabic:
                return None
            # 3万5, 一百二: a lone figure behind a unit counts tenths of it
            if last >= 100 and self.length == 1 and not self.zero and self.pending != ZERO:
                tenth = Decimal(last // 10)
                return plain(plus(value, times(self.pending, tenth))), tenth
            if last and self.pending >= last:
                return None
            value = plus(value, self.pending)
        elif self.zero or not self.parts:
            return None
        return plain(value), plain(self.step)

    def _sum(self) -> Decimal:
        total = ZERO
        for part, _ in self.parts:
            total = plus(total, part)
        return total
