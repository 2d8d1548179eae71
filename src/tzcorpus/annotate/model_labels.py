"""The classes and tags of other people's recognisers, and what they are to us."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tzcorpus.errors import ConfigError
from tzcorpus.records import LABELS, Label

# Class names of public recognisers that mean the same as ours. Others are left out unless the caller maps
# them: ORG holds schools and offices as well.
KNOWN_LABELS: dict[str, Label] = {
    "COMPANY": "COMPANY", "PARK": "PARK", "MONEY": "MONEY", "company": "COMPANY", "COM": "COMPANY",
}  # fmt: skip
# B-ORG and B_ORG, as most have it, and ORG-B
_AHEAD = re.compile(r"([BIOMESLU])[-_](.+)")
_BEHIND = re.compile(r"(.+)[-_]([BIMESLU])")


def split_tag(tag: str) -> tuple[str, str]:
    """The position and the class that a tag names; a plain class has no position.

    >>> split_tag("B-COMPANY"), split_tag("PARK-I"), split_tag("MONEY"), split_tag("O")
    (('B', 'COMPANY'), ('I', 'PARK'), ('', 'MONEY'), ('', 'O'))
    """
    if match := _AHEAD.fullmatch(tag):
        return match[1], match[2]
    if match := _BEHIND.fullmatch(tag):
        return match[2], match[1]
    return "", tag


def label_pairs(mappings: Iterable[str]) -> tuple[tuple[str, Label], ...]:
    """The pairs of ``THEIRS=OURS``. Raises `ConfigError` for anything else.

    >>> label_pairs(["ORG=COMPANY"])
    (('ORG', 'COMPANY'),)
    """
    out: list[tuple[str, Label]] = []
    for mapping in mappings:
        theirs, _, ours = mapping.partition("=")
        label = next((label for label in LABELS if label == ours), None)
        if not theirs or label is None:
            raise ConfigError(
                f"label {mapping!r}", expected=f"THEIRS=OURS, where OURS is one of {', '.join(LABELS)}"
            )
        out.append((theirs, label))
    return tuple(out)
