"""spaCy DocBin: training data whose ``doc.text`` is the passage's text to the character.

Chinese is cut by character: jieba tokens would lose names that cross one. The only module of the package
that imports spaCy, inside its function.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tzcorpus.extras import require
from tzcorpus.io import open_atomic
from tzcorpus.package.exports.base import Exported, Options, Passages, sides
from tzcorpus.package.rows import entity_out
from tzcorpus.package.tokens import tokens
from tzcorpus.records import Passage, Span

# The span group that holds every entity, those included that overlap another and so fit no `doc.ents`.
SPAN_GROUP = "entities"
_VALUE_FIELDS = ("amount", "low", "high", "currency", "approx", "bound", "kind", "per")


def export_docbin(passages: Passages, out: Path, options: Options) -> Exported:
    """Write ``<split>.<language>.spacy``. ``doc.ents`` hold what does not overlap, ``doc.spans`` all;
    ``doc.user_data`` has the passage's id and the values of MONEY spans by ``start:end``.

    Raises `ExtraMissingError` without spaCy.
    """
    spacy = require("spacy", purpose="the DocBin export")
    from spacy.tokens import DocBin

    vocabularies = {language: spacy.blank(language).vocab for language in ("zh", "en")}
    bins: dict[str, Any] = {}
    lost: Counter[str] = Counter()
    items = 0
    for split, aligned in passages:
        for side in sides(aligned):
            name = f"{split}.{side.language}.spacy"
            bins.setdefault(name, DocBin(store_user_data=True)).add(
                _doc(side, vocabularies[side.language], lost)
            )
            items += 1
    for name, packed in bins.items():
        with open_atomic(out / name) as stream:
            stream.write(packed.to_bytes())
    return Exported(tuple(out / name for name in bins), items, dict(sorted((+lost).items())))


def _doc(side: Passage, vocab: Any, lost: Counter[str]) -> Any:
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    words, spaces = pieces(side.text, tokens(side.text, side.language))
    doc = Doc(vocab, words=words, spaces=spaces)
    spans = []
    values: dict[str, dict[str, str]] = {}
    for entity in side.entities:
        span = doc.char_span(
            entity.span.start, entity.span.end, label=entity.label, kb_id=entity.entity or ""
        )
        if span is None:
            lost["inside a token"] += 1
            continue
        spans.append(span)
        if entity.value is not None:
            row = entity_out(entity)
            values[f"{entity.span.start}:{entity.span.end}"] = {
                key: str(row[key]) for key in _VALUE_FIELDS if row[key] is not None
            }
    doc.spans[SPAN_GROUP] = spans
    doc.ents = filter_spans(spans)
    lost["overlaps another"] += len(spans) - len(doc.ents)
    doc.user_data.update({"id": side.id, "values": values})
    return doc


def pieces(text: str, spans: Sequence[Span]) -> tuple[list[str], list[bool]]:
    """Words and their following spaces that make up ``text`` to the character. One blank after a token is
    the token's; any other run between tokens is a token of its own.

    >>> pieces("a b\u3000c", [Span(0, 1), Span(2, 3), Span(4, 5)])
    (['a', 'b', '\\u3000', 'c'], [True, False, False, False])
    """
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for span in [*spans, Span(len(text), len(text))]:
        gap = text[at : span.start]
        if gap and words and gap[0] == " ":
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
        if len(span):
            words.append(text[span.start : span.end])
            spaces.append(False)
        at = span.end
    return words, spaces
