"""Amounts in spaCy's bytes: a `Doc` with ``span._.money`` survives ``to_bytes``, ``DocBin`` and processes.

spaCy writes user data with srsly's msgpack, which knows no `Money`; these two functions teach it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from tzcorpus.extras import require
from tzcorpus.records import Money

# The key that marks an amount among the other maps of the bytes.
KEY = "__tzcorpus_money__"
_DECIMALS = frozenset(("amount", "low", "high"))
Chain = Callable[[Any], Any] | None


def encode(value: Any, chain: Chain = None) -> Any:
    """A `Money` as a plain map, decimals as strings; anything else goes on along the ``chain``."""
    if not isinstance(value, Money):
        return value if chain is None else chain(value)
    plain: dict[str, Any] = {}
    for field in fields(value):
        given = getattr(value, field.name)
        if field.name == "alternatives":
            given = [str(number) for number in given]
        plain[field.name] = str(given) if isinstance(given, Decimal) else given
    return {KEY: plain}


def decode(value: Any, chain: Chain = None) -> Any:
    """What `encode` made of a `Money`, as a `Money` again."""
    plain = value.get(KEY) if isinstance(value, dict) else None
    if plain is None:
        return value if chain is None else chain(value)
    numbers = {name: Decimal(plain[name]) for name in _DECIMALS if plain[name] is not None}
    others = tuple(Decimal(number) for number in plain["alternatives"])
    return Money(**{**plain, **numbers, "alternatives": others})


def register() -> None:
    """Make both known to srsly, once per process."""
    srsly = require("srsly", purpose="the spaCy components")
    srsly.msgpack_encoders.register("tzcorpus_money", func=encode)
    srsly.msgpack_decoders.register("tzcorpus_money", func=decode)
