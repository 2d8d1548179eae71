"""Figures of a text with what they count: money, shares, years, dates, measures, things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from tzcorpus.records import Language, Span

Kind = Literal["money", "percent", "year", "month", "day", "count", "ordinal", "times"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text: ``span`` covers numeral, magnitude and unit.

    ``value`` is what is written (percent: 8 for 8 %), ``base`` the same in the base unit of ``dimension``
    (a currency code set or a physical dimension, empty where no unit is known). ``step`` is the place value
    of the last written digit. ``hedged``: about, nearly, more than. ``vague``: several hundred, dozens.
    ``firm``: its absence on the other side is worth saying.
    """

    span: Span
    value: Decimal
    step: Decimal
    kind: Kind = "count"
    currencies: frozenset[str] = frozenset()
    dimension: str = ""
    size: Decimal = Decimal(1)
    hedged: bool = False
    vague: bool = False
    firm: bool = True

    @property
    def base(self) -> Decimal:
        """The value in the base unit of its dimension."""
        return self.value * self.size

    def written(self) -> str:
        """The value as text, with currency or percent sign."""
        plain = f"{self.value.normalize():f}"
        if self.kind == "percent":
            return plain + "%"
        if self.kind == "money" and len(self.currencies) == 1:
            return f"{plain} {next(iter(self.currencies))}"
        return plain


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its dimension and its size in that dimension's base unit."""

    dimension: str
    size: Decimal


def _rows(name: str) -> list[list[list[str]]]:
    lines = (files(__package__) / name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [
        [[word.replace("_", " ") for word in field.split() if word != "-"] for field in row] for row in rows
    ]


@cache
def units(language: Language) -> dict[str, Unit]:
    """Units by their form, from ``units.tsv``."""
    column = 2 if language == "zh" else 3
    return {form: Unit(row[0][0], Decimal(row[1][0])) for row in _rows("units.tsv") for form in row[column]}


@cache
def currencies(language: Language, place: Literal["behind", "before"]) -> dict[str, frozenset[str]]:
    """Currency codes that a form may mean, from ``currencies.tsv``."""
    column = (1 if language == "zh" else 3) + (place == "before")
    out: dict[str, frozenset[str]] = {}
    for row in _rows("currencies.tsv"):
        for form in row[column]:
            out[form] = out.get(form, frozenset()) | {row[0][0]}
    return out


def share_currencies(figures: Sequence[Figure], text: str, joint: re.Pattern[str]) -> list[Figure]:
    """A bare figure that ``joint`` joins with an amount behind it is an amount too: 1500万至2000万元."""
    out = list(figures)
    for place, (figure, following) in enumerate(pairwise(figures)):
        bare = figure.kind == "count" and not figure.dimension
        if bare and following.kind == "money" and joint.match(text[figure.span.end : following.span.start]):
            out[place] = replace(figure, kind="money", currencies=following.currencies)
    return out
