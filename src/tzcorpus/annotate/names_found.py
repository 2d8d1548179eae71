"""What the name rules hand to one another before entities are made of it."""

from __future__ import annotations

from dataclasses import dataclass

from tzcorpus.records import Entity, Label, Span


@dataclass(frozen=True, slots=True)
class Found:
    """A name at ``start``–``end`` of the searched text. ``brand`` is the part that stands for it alone,
    ``place`` what is in front of the brand, ``trade`` what follows it without the legal form, ``full``
    whether it is a registered name that shorter forms may point to.
    """

    start: int
    end: int
    label: Label
    rule: str
    score: float
    place: str = ""
    brand: str = ""
    trade: str = ""
    full: bool = False


def to_entity(text: str, found: Found) -> Entity:
    """The entity of a found name; its entity id is its own surface until aliases are known."""
    surface = text[found.start : found.end]
    return Entity(
        Span(found.start, found.end),
        found.label,
        surface,
        surface,
        source=f"rule:{found.rule}",
        score=found.score,
    )
