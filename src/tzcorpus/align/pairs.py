"""Word translations that our own texts taught: what a dictionary has not, or has in another sense.

The table ``pairs.tsv`` is made by ``benchmarks/align_fit.py --pairs`` from the gold beads of the dev texts;
a pair stands in two texts at least, and words that are only met capitalised, as names are, are left out.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def load() -> dict[str, tuple[tuple[str, float, float], ...]]:
    """For each Chinese word its English stems with t(en | zh) and t(zh | en)."""
    out: dict[str, list[tuple[str, float, float]]] = {}
    for line in (files(__package__) / "pairs.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            zh, en, forward, reverse = line.split("\t")
            out.setdefault(zh, []).append((en, float(forward), float(reverse)))
    return {word: tuple(stems) for word, stems in out.items()}
