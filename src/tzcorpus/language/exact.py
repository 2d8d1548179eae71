"""Arithmetic on numerals without rounding."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, InvalidOperation

# Longest run of digits that is read as a number. The largest sums of the news have 15; 18-digit identity
# and 19-digit card numbers must stay readable as numbers so that they are not cut into smaller ones.
MAX_DIGITS = 30
# MAX_DIGITS on either side of the point, times the largest stack of magnitude words, with room to spare.
_EXACT = Context(prec=4 * MAX_DIGITS, traps=[Inexact, InvalidOperation])

ZERO = Decimal(0)
ONE = Decimal(1)


def times(a: Decimal, b: Decimal) -> Decimal:
    """``a * b``, exact."""
    return _EXACT.multiply(a, b)


def plus(a: Decimal, b: Decimal) -> Decimal:
    """``a + b``, exact."""
    return _EXACT.add(a, b)


def plain(value: Decimal) -> Decimal:
    """The same value written without exponent and without zeros behind the last figure.

    >>> plain(Decimal("250000000.0")), plain(Decimal("2.50")), plain(Decimal("3E+8"))
    (Decimal('250000000'), Decimal('2.5'), Decimal('300000000'))
    """
    if value == value.to_integral_value(context=_EXACT):
        return Decimal(int(value))
    return value.normalize(_EXACT)


def place(digits: str) -> Decimal:
    """The place value of the last digit of plain digits with an optional point.

    >>> place("3.5"), place("2024")
    (Decimal('0.1'), Decimal('1'))
    """
    _, _, fraction = digits.partition(".")
    return Decimal(1).scaleb(-len(fraction), _EXACT)
