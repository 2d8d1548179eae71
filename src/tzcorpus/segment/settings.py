"""Settings of segmentation."""

from __future__ import annotations

from dataclasses import dataclass

from tzcorpus.records import Role


@dataclass(frozen=True, slots=True)
class SegmentSettings:
    """``roles``: blocks that become passages, captions included since names and amounts stand in them.
    ``words``: compute the word layer.
    """

    roles: tuple[Role, ...] = ("kicker", "headline", "subhead", "paragraph", "caption")
    words: bool = True
