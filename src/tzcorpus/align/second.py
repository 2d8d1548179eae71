"""A second look: the few beads that the lattice leaves in the running, judged by finer evidence.

A bead's score is a weighted sum of what `tzcorpus.align.evidence` says of it. The weights are those of a
conditional random field over whole paths, fitted on the sets "dev" of ``benchmarks/align.py`` (``--fit``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tzcorpus.align import lattice
from tzcorpus.align.evidence import NAMES, Evidence, Place
from tzcorpus.align.lattice import Lattice

# Beads with less than this share of the paths' weight are out of the running.
LEAST_SHARE = 1e-3
# Flattens the paths' weights before that.
_TEMPERATURE = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """Beads in the running with the values of `NAMES` for each; ``extra`` is added to their scores."""

    places: tuple[Place, ...]
    values: NDArray[np.float64]
    extra: NDArray[np.float64]


@cache
def weights() -> NDArray[np.float64]:
    """The weight of each of `NAMES`."""
    lines = (files(__package__) / "weights.tsv").read_text("utf-8").splitlines()
    pairs = dict(line.split("\t") for line in lines if line and not line.startswith("#"))
    return np.array([float(pairs[name]) for name in NAMES])


def running(
    net: Lattice,
    words: Lattice,
    plain: Lattice,
    evidence: Evidence,
    gap: float,
    path: Sequence[tuple[int, int]],
    *,
    also: Sequence[Place] = (),
) -> Running:
    """The beads in the running: those of ``path``, of ``also``, and the likely ones. ``plain`` is the lattice
    of words alone, ``words`` the same with breaks and vectors, ``net`` with lengths too.
    """
    columns = int(net.band.hi[-1])
    likely = lattice.likely(net, columns, gap, _TEMPERATURE, LEAST_SHARE)
    places = sorted({*likely, *_places(path), *also})
    evidence.note([place for place in places if place[2] and place[3]])
    values, extra, floor = [], [], math.log(LEAST_SHARE)
    for place in places:
        total, with_breaks, own = (_score(of, place) for of in (net, words, plain))
        prior = lattice.PRIORS.get(place[2:], 0.0)
        share = min(0.0, likely.get(place, floor))
        values.append(evidence.row(place, own - prior, total - with_breaks, share))
        extra.append(with_breaks - own)
    return Running(tuple(places), np.array(values), np.array(extra))


def with_gaps(of: Running, by: float) -> Running:
    """The same beads with ``by`` added to every gap's score."""
    gaps = np.array([float(not (m and n)) for _, _, m, n in of.places])
    return Running(of.places, of.values, of.extra + by * gaps)


def _score(of: Lattice, place: Place) -> float:
    i, j, m, n = place
    if (m, n) not in lattice.PRIORS:
        return 0.0
    at = j + n - int(of.band.lo[i + m])
    inside = 0 <= at < of.rows[i + m].shape[1]
    return float(of.rows[i + m][lattice.SIZES.index((m, n)), at]) if inside else float(lattice.NEVER)


def _places(path: Sequence[tuple[int, int]]) -> list[Place]:
    out, i, j = [], 0, 0
    for m, n in path:
        out.append((i, j, m, n))
        i, j = i + m, j + n
    return out


def best(of: Running, scores: Sequence[float]) -> list[int]:
    """The numbers of the beads on the path with the highest sum."""
    tops: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, -1)}
    for number, (i, j, m, n) in enumerate(of.places):  # in the order of their beginnings
        top = tops.get((i, j))
        if top is None:
            continue
        total = top[0] + scores[number]
        known = tops.get((i + m, j + n))
        if known is None or total > known[0]:
            tops[i + m, j + n] = (total, number)
    node = max((i + m, j + n) for i, j, m, n in of.places)
    out = []
    while node != (0, 0):
        number = tops[node][1]
        out.append(number)
        node = of.places[number][:2]
    return out[::-1]


def shares(of: Running, scores: Sequence[float]) -> list[float]:
    """For each bead the share of all paths' weight that goes through it."""
    ahead: dict[tuple[int, int], float] = {(0, 0): 0.0}
    for (i, j, m, n), score in zip(of.places, scores, strict=True):
        if (i, j) in ahead:
            end = (i + m, j + n)
            ahead[end] = _added(ahead.get(end, -math.inf), ahead[i, j] + score)
    last = max((i + m, j + n) for i, j, m, n in of.places)
    behind: dict[tuple[int, int], float] = {last: 0.0}
    for (i, j, m, n), score in zip(reversed(of.places), reversed(scores), strict=True):
        end = (i + m, j + n)
        if end in behind:
            behind[i, j] = _added(behind.get((i, j), -math.inf), behind[end] + score)
    total = ahead[last]
    out = []
    for (i, j, m, n), score in zip(of.places, scores, strict=True):
        before, after = ahead.get((i, j)), behind.get((i + m, j + n))
        reached = before is not None and after is not None
        out.append(min(1.0, math.exp(before + score + after - total)) if reached else 0.0)  # type: ignore[operator]
    return out


def _added(a: float, b: float) -> float:
    high, low = (a, b) if a > b else (b, a)
    return high + math.log1p(math.exp(low - high)) if low > -math.inf else high
