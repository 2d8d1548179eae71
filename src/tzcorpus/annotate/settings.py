"""Settings of the annotation stage."""

from __future__ import annotations

from dataclasses import dataclass

from tzcorpus.records import LABELS, Label


@dataclass(frozen=True, slots=True)
class AnnotateSettings:
    """What to look for and with what.

    ``labels``: the labels to annotate. ``gazetteer``: path of a TSV file (name, label, canonical), empty
    for none. ``model``: path or hub id of a token-classification model, empty for rules alone. ``aliases``:
    look for short forms of the document's names. ``min_score``: drop what scores less (0 to 1).
    """

    labels: tuple[Label, ...] = LABELS
    gazetteer: str = ""
    model: str = ""
    aliases: bool = True
    min_score: float = 0.0
