"""Words and signs for currencies, looked up at a place in a text. The table is ``currencies.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from tzcorpus.language.tables import rows


class Unit(NamedTuple):
    """What a currency word counts: ``code`` is None where the word names several currencies (比索);
    ``worth`` is in units of the currency (角 0.1).
    """

    code: str | None
    worth: Decimal

    @property
    def minor(self) -> bool:
        """Is it a sub-unit such as 角 or cents?"""
        return self.worth < 1


@dataclass(frozen=True)
class Words:
    """Words for units, for longest-match look-up at an offset: ``firsts`` and ``lasts`` give, for each
    first or last character, the lengths of its words, the longest first.
    """

    units: Mapping[str, Unit]
    firsts: Mapping[str, tuple[int, ...]]
    lasts: Mapping[str, tuple[int, ...]]

    def at(self, text: str, start: int) -> tuple[int, Unit] | None:
        """End and unit of the longest word that starts at ``start``."""
        for length in self.firsts.get(text[start : start + 1], ()):
            unit = self.units.get(text[start : start + length])
            if unit is not None and start + length <= len(text):
                return start + length, unit
        return None

    def before(self, text: str, end: int) -> tuple[int, Unit] | None:
        """Start and unit of the longest word that ends at ``end``."""
        for length in self.lasts.get(text[end - 1], ()) if end > 0 else ():
            unit = self.units.get(text[end - length : end]) if length <= end else None
            if unit is not None:
                return end - length, unit
        return None


def _words(units: dict[str, Unit]) -> Words:
    return Words(units, _lengths(units, 0), _lengths(units, -1))


def _lengths(units: Mapping[str, Unit], place: int) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for form in units:
        lengths.setdefault(form[place], set()).add(len(form))
    return {character: tuple(sorted(of, reverse=True)) for character, of in lengths.items()}


@cache
def words(*kinds: Literal["sign", "zh", "en"]) -> Words:
    """The forms of the given kinds as one look-up. Signs keep their case, words are
    in lower case with blanks for hyphens."""
    units: dict[str, Unit] = {}
    for code, kind, form, worth in rows("currencies"):
        if kind in kinds:
            units.setdefault(
                form if kind == "sign" else form.lower().replace("-", " "),
                Unit(None if code == "-" else code, Decimal(worth)),
            )
    return _words(units)


@cache
def names(kind: Literal["zh", "en"]) -> Mapping[str, str]:
    """Code to the name in print: 元, euros, Kuwaiti dinars."""
    out: dict[str, str] = {}
    for code, row_kind, form, worth in rows("currencies"):
        if row_kind == kind and code != "-" and worth == "1":
            out.setdefault(code, form)
    return out


@cache
def codes() -> frozenset[str]:
    """The ISO 4217 codes of the table."""
    return frozenset(row[0] for row in rows("currencies") if row[0] != "-")
