"""A spaCy pipeline of your own as a recogniser, by its folder or installed name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from tzcorpus.annotate.model_labels import KNOWN_LABELS
from tzcorpus.errors import ConfigError
from tzcorpus.extras import require
from tzcorpus.records import LABELS, Entity, Label, Language, Span


@dataclass(frozen=True, slots=True)
class SpacyModel:
    """A pipeline that fills ``doc.ents``; ``labels`` maps its classes to ours."""

    name: str
    nlp: Any
    labels: Mapping[str, Label] = field(default_factory=lambda: KNOWN_LABELS)

    def annotate(self, texts: Sequence[str], language: Language = "zh") -> list[list[Entity]]:
        """The entities that the pipeline finds in each text. Spans index the text as given."""
        return [
            [
                Entity(
                    Span(ent.start_char, ent.end_char), label, ent.text,
                    None if label == "MONEY" else ent.text, source=f"model:{self.name}",
                )
                for ent in doc.ents
                if (label := self.labels.get(ent.label_)) is not None
            ]
            for doc in self.nlp.pipe(texts)
        ]  # fmt: skip


def is_spacy(path: str) -> bool:
    """Is this the folder of a spaCy pipeline?"""
    return (Path(path) / "meta.json").is_file() and (Path(path) / "config.cfg").is_file()


@lru_cache(maxsize=2)
def load_spacy(path: str, labels: tuple[tuple[str, Label], ...] = ()) -> SpacyModel:
    """Load a pipeline. Raises `ConfigError` where it cannot be, or where no class of its is ours;
    `ExtraMissingError` without spaCy.
    """
    spacy = require("spacy", purpose="annotating with a spaCy pipeline")
    try:
        nlp = spacy.load(path)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"pipeline cannot be loaded ({str(error).splitlines()[0]})", where=path,
            expected="a folder of a spaCy pipeline",
        ) from error  # fmt: skip
    names = {label for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, ())}
    mapping = {**KNOWN_LABELS, **dict(labels)}
    if not names & set(mapping):
        raise ConfigError(
            f"classes {', '.join(sorted(names)) or 'none'}", where=path,
            expected=f"at least one of {', '.join(LABELS)}", hint="map a class with --label ORG=COMPANY",
        )  # fmt: skip
    return SpacyModel(path, nlp, mapping)
