"""Tags that say where in a name a token stands, and the path through them that is one.

S is a name of one token; B, I and E are a name's first, inner and last tokens; O stands outside.
"""

from __future__ import annotations

from functools import cache
from typing import Any

# Stands for "never" among logarithms.
_NEVER = -1e4


@cache
def moves(tags: tuple[str, ...]) -> tuple[Any, Any, Any]:
    """Which tag may follow which, begin a text and end one, as logarithms of 1 and nearly 0."""
    import numpy as np

    def follows(one: str, other: str) -> bool:
        if one[0] in "OSE":
            return other[0] in "OSB"
        return other[0] in "IE" and one[2:] == other[2:]

    between = np.array([[0.0 if follows(a, b) else _NEVER for b in tags] for a in tags])
    first = np.array([0.0 if tag[0] in "OSB" else _NEVER for tag in tags])
    last = np.array([0.0 if tag[0] in "OSE" else _NEVER for tag in tags])
    return between, first, last


def best_path(probabilities: Any, tags: tuple[str, ...]) -> list[int]:
    """The numbers of the tags of the path of the most probability that is one (I and E only behind B).
    ``probabilities`` has a row a token, a column a tag.
    """
    import numpy as np

    between, first, last = moves(tags)
    logs = np.log(probabilities + 1e-6)
    best = logs[0] + first
    came = []
    for row in logs[1:]:
        reached = best[:, None] + between
        came.append(reached.argmax(0))
        best = reached.max(0) + row
    path = [int((best + last).argmax())]
    for before in reversed(came):
        path.append(int(before[path[-1]]))
    return path[::-1]
