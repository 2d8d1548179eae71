"""Settings of the annotation stage."""

from __future__ import annotations

from dataclasses import dataclass

from tzcorpus.errors import ConfigError
from tzcorpus.records import LABELS, Label


@dataclass(frozen=True, slots=True)
class AnnotateSettings:
    """What to look for and with what.

    ``labels``: the labels to annotate. ``gazetteer``: path of a TSV file (name, label, canonical), empty
    for none. ``model``: path or hub id of a token-classification model, or the folder of a spaCy pipeline;
    empty for none. ``model_labels``: pairs of a class of the model and ours (ORG, COMPANY). ``device``:
    where the model runs, by default the GPU if there is one. ``rules``: whether the rules look as well.
    ``learned``: whether the package's small learned recognisers of names help the rules, which finds
    more and takes longer. ``aliases``: look for short forms of the document's names. ``min_score``: drop what
    scores less (0 to 1).
    """

    labels: tuple[Label, ...] = LABELS
    gazetteer: str = ""
    model: str = ""
    model_labels: tuple[tuple[str, Label], ...] = ()
    device: str = ""
    rules: bool = True
    learned: bool = True
    aliases: bool = True
    min_score: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.min_score <= 1:
            raise ConfigError(f"min_score {self.min_score}", where="annotate", expected="0 to 1")
