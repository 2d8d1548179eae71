"""spaCy components over the rules: ``nlp.add_pipe("tz_names")`` in any Chinese or English pipeline.

=============  ==============================================================================
``tz_money``   MONEY; the value is on the span as ``span._.money`` (`tzcorpus.records.Money`)
``tz_names``   COMPANY and PARK
``tz_aliases`` short forms of the names found so far; ``span._.entity`` is the fullest form
``tz_overlaps`` keeps the best of overlapping spans and fills ``doc.ents`` where asked
=============  ==============================================================================

Spans go to ``doc.spans[spans_key]`` (``"tzcorpus"``). Offsets are those of ``doc.text``. Where a name begins
or ends inside a token (jieba's ``春兰|集团公司``), ``alignment`` says what to do: ``"expand"`` to whole
tokens or ``"error"``; nothing is dropped. ``span._.surface`` keeps the exact text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from tzcorpus.annotate.aliases import link
from tzcorpus.annotate.annotator import names_of
from tzcorpus.annotate.money_bytes import register as register_money_bytes
from tzcorpus.annotate.overlaps import resolve
from tzcorpus.errors import ConfigError, RecordError
from tzcorpus.extras import require
from tzcorpus.records import Entity, Language, Span

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

SPANS_KEY = "tzcorpus"
ALIGNMENTS = ("expand", "error")
_EXTENSIONS = ("money", "entity", "surface", "offsets", "source", "score")
Component = Callable[[Any], Any]


def make_money(
    nlp: Pipeline, name: str, spans_key: str = SPANS_KEY, set_ents: bool = False, alignment: str = "expand"
) -> Component:
    """Factory of ``tz_money``."""
    from tzcorpus.annotate.money import find_money

    return _finder(nlp, find_money, spans_key, set_ents, alignment)


def make_names(
    nlp: Pipeline, name: str, spans_key: str = SPANS_KEY, set_ents: bool = False, alignment: str = "expand",
    learned: bool = True,
) -> Component:  # fmt: skip
    """Factory of ``tz_names``; ``learned``: with the learned recogniser beside the rules."""

    def find(text: str, language: Language) -> list[Entity]:
        return names_of([text], language, learned=learned)[0][0]

    return _finder(nlp, find, spans_key, set_ents, alignment)


def make_aliases(
    nlp: Pipeline, name: str, spans_key: str = SPANS_KEY, set_ents: bool = False, alignment: str = "expand"
) -> Component:
    """Factory of ``tz_aliases``: one `Doc` is one document."""
    language = _language(nlp)
    _prepare(alignment)

    def aliases(doc: Doc) -> Doc:
        linked = link([doc.text], [read_entities(doc, spans_key)], language)[0]
        write_entities(doc, linked, spans_key, set_ents=set_ents, alignment=alignment)
        return doc

    return aliases


def make_overlaps(
    nlp: Pipeline, name: str, spans_key: str = SPANS_KEY, set_ents: bool = True, alignment: str = "expand"
) -> Component:
    """Factory of ``tz_overlaps``; by default it fills ``doc.ents`` with what stays."""
    _prepare(alignment)

    def overlaps(doc: Doc) -> Doc:
        kept = resolve(read_entities(doc, spans_key))
        write_entities(doc, kept, spans_key, set_ents=set_ents, alignment=alignment)
        return doc

    return overlaps


def _finder(
    nlp: Pipeline,
    find: Callable[[str, Language], list[Entity]],
    spans_key: str,
    set_ents: bool,
    alignment: str,
) -> Component:
    language = _language(nlp)
    _prepare(alignment)

    def component(doc: Doc) -> Doc:
        entities = [*read_entities(doc, spans_key), *find(doc.text, language)]
        write_entities(doc, entities, spans_key, set_ents=set_ents, alignment=alignment)
        return doc

    return component


def _language(nlp: Pipeline) -> Language:
    if nlp.lang == "zh":
        return "zh"
    if nlp.lang == "en":
        return "en"
    raise ConfigError(f"pipeline language {nlp.lang!r}", where="tzcorpus components", expected="zh or en")


def _prepare(alignment: str) -> None:
    """Register the extensions once per process; check the setting."""
    if alignment not in ALIGNMENTS:
        raise ConfigError(f"alignment {alignment!r}", expected=" or ".join(ALIGNMENTS))
    span_type = require("spacy.tokens", purpose="the spaCy components").Span
    for extension in _EXTENSIONS:
        if not span_type.has_extension(extension):
            span_type.set_extension(extension, default=None)


def read_entities(doc: Doc, spans_key: str = SPANS_KEY) -> list[Entity]:
    """The entities that earlier components left on a `Doc`, with their exact offsets."""
    return [
        Entity(
            Span(*(span._.offsets or (span.start_char, span.end_char))), span.label_,
            span._.surface or span.text, span._.entity, span._.money, None,
            span._.source or "", span._.score or 1.0,
        )
        for span in doc.spans.get(spans_key, ())
    ]  # fmt: skip


def write_entities(
    doc: Doc,
    entities: Iterable[Entity],
    spans_key: str = SPANS_KEY,
    *,
    set_ents: bool = False,
    alignment: str = "expand",
) -> None:
    """Put entities on a `Doc` as ``doc.spans[spans_key]`` and, where asked, those of them that do not overlap
    as ``doc.ents`` (other entities there stay where they are free of ours).

    Raises `RecordError` where ``alignment`` is ``"error"`` and a name does not end with a token.
    """
    entities = list(entities)
    doc.spans[spans_key] = [_span(doc, entity, alignment) for entity in entities]
    if not set_ents:
        return
    filtered = require("spacy.util", purpose="the spaCy components").filter_spans
    ours = filtered([_span(doc, entity, alignment) for entity in resolve(entities)])
    taken = {token.i for span in ours for token in span}
    others = [span for span in doc.ents if not any(token.i in taken for token in span)]
    doc.ents = [*ours, *others]


def _span(doc: Doc, entity: Entity, alignment: str) -> Any:
    start, end = entity.span.start, entity.span.end
    span = doc.char_span(start, end, label=entity.label)
    if span is None and alignment == "expand":
        span = doc.char_span(start, end, label=entity.label, alignment_mode="expand")
    if span is None:
        raise RecordError(
            f"{entity.label} {entity.surface!r} at {start}:{end} does not begin and end with a token",
            where="spaCy Doc",
            expected="a tokenizer by characters, spacy.blank('zh')",
            hint='or the component setting alignment = "expand"',
        )
    span._.money, span._.entity, span._.surface = entity.value, entity.entity, entity.surface
    span._.offsets, span._.source, span._.score = (start, end), entity.source, entity.score
    return span


def _register() -> None:
    """Make the factories known to spaCy, which imports this module through the entry points, and amounts
    known to what writes a `Doc` as bytes."""
    register_money_bytes()
    language = require("spacy.language", purpose="the spaCy components").Language
    for name, factory in (
        ("tz_money", make_money),
        ("tz_names", make_names),
        ("tz_aliases", make_aliases),
        ("tz_overlaps", make_overlaps),
    ):
        language.factory(name, func=factory)


_register()
