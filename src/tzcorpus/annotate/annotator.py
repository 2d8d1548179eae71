"""The annotation stage: names, money, gazetteer, model, aliases and overlaps of one document's passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tzcorpus.annotate.aliases import link
from tzcorpus.annotate.gazetteer import Gazetteer, load_gazetteer, outside_full_names
from tzcorpus.annotate.names import find_document_names
from tzcorpus.annotate.names_lexicon import NOWHERE
from tzcorpus.annotate.overlaps import resolve
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.records import Entity, Label, Language, Passage


def annotate_text(text: str, language: Language = "zh", only: Label | None = None) -> list[Entity]:
    """The entities of one text, as if it were a whole document. Spans index ``text``.

    ``only`` keeps one label.
    """
    settings = AnnotateSettings(labels=(only,)) if only else AnnotateSettings()
    return annotate_texts([text], language, settings)[0]


def refuse_unusable(settings: AnnotateSettings) -> None:
    """Raise, before any text is read, what a gazetteer or a model's folder would raise at each of them:
    `InputError`, `FormatError` or `ConfigError`. A model itself is not loaded.
    """
    if settings.gazetteer:
        load_gazetteer(settings.gazetteer)
    if settings.model:
        from tzcorpus.annotate.transformer import refuse_missing

        refuse_missing(settings.model)


def annotate_passages(
    passages: Sequence[Passage],
    settings: AnnotateSettings = AnnotateSettings(),
    *,
    brands: frozenset[str] = frozenset(),
) -> tuple[Passage, ...]:
    """The passages of one document and language with their entities, aliases resolved across all of them.
    ``brands`` are what the Chinese side calls its firms (`english_pair.brands_in_pinyin`), for English.

    Entities that a passage has already from a person or gold stay and win over what is found.
    """
    if not passages:
        return ()
    texts = [passage.text for passage in passages]
    kept = [[e for e in passage.entities if e.source.startswith(("gold", "person"))] for passage in passages]
    found = annotate_texts(texts, passages[0].language, settings, given=kept, brands=brands)
    return tuple(
        replace(passage, entities=tuple(mine)) for passage, mine in zip(passages, found, strict=True)
    )


def annotate_texts(
    texts: Sequence[str],
    language: Language = "zh",
    settings: AnnotateSettings = AnnotateSettings(),
    *,
    given: Sequence[Sequence[Entity]] = (),
    brands: frozenset[str] = frozenset(),
) -> list[list[Entity]]:
    """The entities of each text of one document. ``given`` are entities that are known already, ``brands``
    those of the firms of the Chinese side of an English document.
    """
    gazetteer = load_gazetteer(settings.gazetteer) if settings.gazetteer else None
    local = NOWHERE
    names: list[list[Entity]] = [[] for _ in texts]
    if settings.rules and set(settings.labels) & {"COMPANY", "PARK"}:
        names, local = names_of(texts, language, learned=settings.learned, brands=brands)
    found = [
        [*(given[i] if given else ()), *mine, *_find_others(text, language, settings, gazetteer, mine)]
        for i, (text, mine) in enumerate(zip(texts, names, strict=True))
    ]
    if settings.model:
        from tzcorpus.annotate.models import find_by_model

        for mine, more in zip(found, find_by_model(texts, language, settings), strict=True):
            mine.extend(more)
    out = [list(resolve(mine)) for mine in found]
    if settings.aliases and set(settings.labels) & {"COMPANY", "PARK"}:
        linked = link(texts, out, language, local=local)
        out = [_first_finders(before, after) for before, after in zip(out, linked, strict=True)]
        if gazetteer:
            out = gazetteer.canonical(out)
    return [[e for e in mine if e.label in settings.labels and e.score >= settings.min_score] for mine in out]


def names_of(
    texts: Sequence[str],
    language: Language = "zh",
    *,
    learned: bool = True,
    brands: frozenset[str] = frozenset(),
) -> tuple[list[list[Entity]], frozenset[str]]:
    """The firms and parks of each text of one document, before short forms are looked for, and the places
    that only this document knows. ``learned``: with the learned recogniser beside the rules; ``brands`` are
    those of the firms of the Chinese side of an English document.
    """
    names, local = find_document_names(texts, language)
    if brands and language == "en":
        from tzcorpus.annotate.english_pair import find_by_brands

        names = [
            list(resolve([*mine, *find_by_brands(text, brands)]))
            for text, mine in zip(texts, names, strict=True)
        ]
    if learned and language == "zh":
        from tzcorpus.annotate.learned import with_learned

        names = with_learned(texts, names, local)
    if learned and language == "en":
        from tzcorpus.annotate.english_learned import with_learned as with_learned_english

        names = with_learned_english(texts, names, local, brands)
    return names, local


def _first_finders(before: Sequence[Entity], after: Sequence[Entity]) -> list[Entity]:
    """The linked entities; what was there before keeps its source and score, though it was found again."""
    known = {(entity.span, entity.label): entity for entity in before}
    out: list[Entity] = []
    for entity in after:
        first = known.get((entity.span, entity.label), entity)
        out.append(first if first.entity == entity.entity else replace(first, entity=entity.entity))
    return out


def _find_others(
    text: str,
    language: Language,
    settings: AnnotateSettings,
    gazetteer: Gazetteer | None,
    names: Sequence[Entity],
) -> list[Entity]:
    """What is found without regard to the rest of the document: money, and the user's list where it is no
    part of a full name among ``names``.
    """
    found: list[Entity] = []
    if settings.rules and "MONEY" in settings.labels:
        from tzcorpus.annotate.money import find_money

        found += find_money(text, language)
    if gazetteer:
        found += outside_full_names(gazetteer.find(text), names)
    return found
