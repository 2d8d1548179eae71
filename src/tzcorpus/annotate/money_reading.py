"""What a figure says before its currency is known, and how it becomes a `Money`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from tzcorpus.language.exact import plain, times
from tzcorpus.records import Money

Bound = Literal["lower", "upper"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity without its unit. ``amount`` is None where it is indefinite; ``bare`` where no figure
    stands before the magnitude (亿元以上). ``alternatives`` are what damage may have hidden.
    """

    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    approx: bool = False
    bare: bool = False
    repaired: bool = False
    alternatives: tuple[Decimal, ...] = ()

    def scaled(self, factor: Decimal) -> Reading:
        """The reading with every number multiplied by ``factor``, exact."""
        if factor == 1:
            return self

        def by(value: Decimal | None) -> Decimal | None:
            return None if value is None else plain(times(value, factor))

        others = tuple(plain(times(value, factor)) for value in self.alternatives)
        return replace(
            self, amount=by(self.amount), low=by(self.low), high=by(self.high), alternatives=others
        )

    def bounded(self, bound: Bound | None, *, approx: bool) -> Reading:
        """The reading under a bound (超, 以上: lower; 近, 以下: upper) or, with None, only hedged (约)."""
        known = self.amount is not None
        return Reading(
            self.amount,
            self.amount if known and bound == "lower" else self.low,
            self.amount if known and bound == "upper" else self.high,
            self.approx or approx,
            self.bare,
            self.repaired,
            self.alternatives,
        )


def money(
    reading: Reading,
    *,
    currency: str | None,
    implicit: bool = False,
    scale: bool = False,
    per: str | None = None,
) -> Money:
    """The record. ``bound`` follows from which side is stated."""
    return Money(
        amount=reading.amount,
        low=reading.low,
        high=reading.high,
        currency=currency,
        currency_implicit=implicit,
        approx=reading.approx,
        bound=bound_of(reading.low, reading.high),
        kind="scale" if scale else "amount",
        per=per,
        repaired=reading.repaired,
        alternatives=reading.alternatives,
    )


def bound_of(low: Decimal | None, high: Decimal | None) -> Bound | None:
    """ "lower" where only ``low`` is stated, "upper" where only ``high`` is."""
    if (low is None) == (high is None):
        return None
    return "upper" if low is None else "lower"
