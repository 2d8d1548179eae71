"""A recogniser of your own beside the rules: `transformers` models and spaCy pipelines by their folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tzcorpus.annotate.money import find_money
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.annotate.spacy_model import is_spacy, load_spacy
from tzcorpus.records import Entity, Language, Span


def find_by_model(texts: Sequence[str], language: Language, settings: AnnotateSettings) -> list[list[Entity]]:
    """What ``settings.model`` finds in each text; amounts of money get the value that the rules read in them.

    Raises `ConfigError` where the model cannot be used, `ExtraMissingError` where its library is missing.
    """
    if is_spacy(settings.model):
        found = load_spacy(settings.model, settings.model_labels).annotate(texts, language)
    else:
        from tzcorpus.annotate.transformer import load_model

        model = load_model(settings.model, device=settings.device, labels=settings.model_labels)
        found = model.annotate(texts, language)
    return [[_with_value(entity, language) for entity in mine] for mine in found]


def _with_value(entity: Entity, language: Language) -> Entity:
    if entity.label != "MONEY":
        return entity
    whole = [e for e in find_money(entity.surface, language) if e.span == Span(0, len(entity.surface))]
    return replace(entity, value=whole[0].value) if whole else entity
