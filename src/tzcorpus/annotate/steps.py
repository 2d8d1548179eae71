"""Many lines read at once by a recurrent network, without filling the shorter ones up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Steps(NamedTuple):
    """How the characters of several lines, the longest first, stand in the rows of one matrix: the first of
    each line, then the second of each line that has one, and so on, so that no row is filled up.

    ``ranges`` are the rows of each step, ``lines`` of each line in order; ``back`` is for each row the one
    that stands as far from the line's end as it does from its beginning.
    """

    ranges: list[slice]
    lines: list[Any]
    back: Any

    @classmethod
    def of(cls, lengths: Sequence[int]) -> Steps:
        """The steps of lines of these lengths, which do not rise."""
        import numpy as np

        sizes = np.array(lengths)
        active = (sizes > np.arange(sizes[0])[:, None]).sum(1)
        ends = np.cumsum(active)
        starts = ends - active
        lines = [starts[:size] + row for row, size in enumerate(lengths)]
        back = np.empty(ends[-1], dtype=np.intp)
        for mine in lines:
            back[mine] = mine[::-1]
        return cls([slice(*each) for each in zip(starts.tolist(), ends.tolist(), strict=True)], lines, back)

    def rows(self, lines: Sequence[Any]) -> Any:
        """What belongs to each character of each line, in rows."""
        import numpy as np

        first = np.asarray(lines[0])
        out = np.empty((len(self.back), *first.shape[1:]), dtype=first.dtype)
        for mine, line in zip(self.lines, lines, strict=True):
            out[mine] = line
        return out
