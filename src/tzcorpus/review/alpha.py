"""Krippendorff's alpha over characters: agreement of any number of annotators, corrected for chance."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from tzcorpus.records import LABELS, AlignedPassage
from tzcorpus.review.agreement import ALL
from tzcorpus.review.layers import Annotation, Mark, text_digest

Counts = npt.NDArray[np.int64]  # units × values: how many annotators gave a unit a value


def alphas(
    layers: Mapping[str, Iterable[Annotation]], aligned: Iterable[AlignedPassage]
) -> dict[str, float | None]:
    """Alpha by label, and "all", nominal; None where nothing varies and it is not defined.

    A unit is a character (code point) of a text that two or more annotators did; its value is whether the
    label covers it, or for "all" which labels do. Skips and annotations of another text do not count.
    """
    said: dict[str, list[Annotation]] = {}
    for layer in layers.values():
        for annotation in layer:
            if not annotation.skipped:
                said.setdefault(annotation.passage, []).append(annotation)
    rows: dict[str, list[Counts]] = {name: [] for name in (*LABELS, ALL)}
    for passage in aligned:
        digest = text_digest(passage)
        mine = [each for each in said.get(passage.id, ()) if each.sha256 == digest]
        if len(mine) < 2:
            continue
        for side, text in (("zh", passage.zh), ("en", passage.en)):
            if text is None or not text.text:
                continue
            marks = [each.zh if side == "zh" else each.en for each in mine]
            covered = np.array([_cover(each, len(text.text)) for each in marks])
            for number, name in enumerate(LABELS):
                yes = (covered >> number & 1).sum(axis=0)
                rows[name].append(np.stack([len(mine) - yes, yes], axis=1))
            kinds = range(1 << len(LABELS))
            rows[ALL].append(np.stack([(covered == kind).sum(axis=0) for kind in kinds], axis=1))
    return {name: _alpha(np.concatenate(found) if found else None) for name, found in rows.items()}


def _cover(marks: Sequence[Mark], length: int) -> list[int]:
    """For every character, the set of labels on it, as bits."""
    bits = [0] * length
    for mark in marks:
        if mark.label in LABELS:
            bit = 1 << LABELS.index(mark.label)
            for position in range(mark.start, min(mark.end, length)):
                bits[position] |= bit
    return bits


def _alpha(counts: Counts | None) -> float | None:
    import krippendorff

    if counts is None:
        return None
    with warnings.catch_warnings():
        # no variation at all: 0 / 0
        warnings.simplefilter("ignore", RuntimeWarning)
        found = float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))
    return None if math.isnan(found) else found
