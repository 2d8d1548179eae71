"""An English mention of money while it is being read."""

from __future__ import annotations

from dataclasses import dataclass

from tzcorpus.annotate.money_currencies import Unit
from tzcorpus.annotate.money_reading import Reading


@dataclass(slots=True)
class Draft:
    """A mention in the making."""

    text: str
    floor: int  # where the mention before ends
    number: int
    start: int
    end: int
    quantity: str
    reading: Reading
    unit: Unit
    lead: bool
    scale: bool = False
    per: str | None = None
    hyphen: bool = False
    implicit: bool = False
