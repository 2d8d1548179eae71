"""Records to rows and back: what each configuration says of an aligned passage or a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from operator import attrgetter, itemgetter
from typing import Any, cast

from tzcorpus.edits import PieceTable
from tzcorpus.package.features import DECIMAL_PRECISION, DECIMAL_SCALE
from tzcorpus.package.tokens import Tagged
from tzcorpus.records import (
    AlignedPassage,
    Bead,
    Box,
    Document,
    Entity,
    EntityLink,
    Finding,
    Money,
    Passage,
    Span,
)

Row = dict[str, Any]
_STEP = Decimal(1).scaleb(-DECIMAL_SCALE)
# Sentences of one bead are written with what their language puts between sentences.
SENTENCE_GLUE: Mapping[str, str] = {"zh": "", "en": " "}


class Rows(Sequence[Row]):
    """Structs of a list column, made when they are looked at: a book has a million edits. ``fields`` says
    what each field is of an item.
    """

    __slots__ = ("fields", "items")

    def __init__(self, items: Sequence[Any], fields: Mapping[str, Callable[[Any], Any]]) -> None:
        self.items, self.fields = items, fields

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, number: Any) -> Any:
        return {name: get(self.items[number]) for name, get in self.fields.items()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def passage_row(
    aligned: AlignedPassage,
    *,
    kind: str,
    license_text: str,
    license_annotation: str,
    cluster: str | None = None,
) -> Row:
    """The row of `passages`."""
    zh, en = aligned.zh, aligned.en
    either = _either(aligned)
    return {
        "id": aligned.id,
        "document": either.document,
        "article": either.article,
        "role": either.role,
        **_side("zh", zh),
        **_side("en", en),
        "beads": [{"zh": list(b.zh), "en": list(b.en), "score": b.score} for b in aligned.beads],
        "links": [{"zh": k.zh, "en": k.en, "score": k.score, "method": k.method} for k in aligned.links],
        "findings": [_finding(finding) for finding in aligned.findings],
        "method": aligned.method,
        "score": aligned.score,
        "zh_passage": zh.id if zh else None,
        "zh_document": zh.document if zh else None,
        "zh_blocks": list(zh.blocks) if zh else [],
        "en_passage": en.id if en else None,
        "en_document": en.document if en else None,
        "en_article": en.article if en else None,
        "en_role": en.role if en else None,
        "en_blocks": list(en.blocks) if en else [],
        "cluster": cluster,
        "kind": kind,
        "license_text": license_text,
        "license_annotation": license_annotation,
    }


def _either(aligned: AlignedPassage) -> Passage:
    side = aligned.zh or aligned.en
    if side is None:
        raise ValueError(f"{aligned.id}: neither side has a text")  # `checks.faults` has refused it
    return side


def _side(language: str, passage: Passage | None) -> Row:
    return {
        language: passage.text if passage else None,
        f"{language}_sentences": spans_out(passage.sentences) if passage else [],
        f"{language}_words": spans_out(passage.words) if passage else [],
        f"{language}_entities": [entity_out(entity) for entity in passage.entities] if passage else [],
    }


def spans_out(spans: Sequence[Span]) -> Rows:
    """Spans as structs."""
    return Rows(spans, _SPAN)


def span_out(span: Span | None) -> Row | None:
    """A span as a struct, or None."""
    return None if span is None else {"start": span.start, "end": span.end}


def entity_out(entity: Entity) -> Row:
    """An entity as the struct of `zh_entities` and `en_entities`."""
    value = entity.value
    return {
        "start": entity.span.start,
        "end": entity.span.end,
        "label": entity.label,
        "text": entity.surface,
        "entity": entity.entity,
        "source": entity.source,
        "score": entity.score,
        "amount": decimal(value.amount) if value else None,
        "low": decimal(value.low) if value else None,
        "high": decimal(value.high) if value else None,
        "currency": value.currency if value else None,
        "currency_implicit": value.currency_implicit if value else None,
        "approx": value.approx if value else None,
        "bound": value.bound if value else None,
        "kind": value.kind if value else None,
        "per": value.per if value else None,
        "repaired": value.repaired if value else None,
        "alternatives": [decimal(other) for other in value.alternatives] if value else [],
        "same_as": span_out(entity.same_as),
    }


def decimal(number: Decimal | None) -> Decimal | None:
    """The number at the scale of the column. `checks.faults` has refused what does not fit."""
    if number is None:
        return None
    with localcontext(prec=DECIMAL_PRECISION):
        return number.quantize(_STEP)


def _finding(finding: Finding) -> Row:
    return {
        "kind": finding.kind,
        "zh": span_out(finding.zh),
        "en": span_out(finding.en),
        "zh_value": finding.zh_value,
        "en_value": finding.en_value,
        "message": finding.message,
    }


def sentence_rows(aligned: AlignedPassage) -> Iterator[Row]:
    """The rows of `sentences`: every bead with sentences on both sides."""
    zh, en = aligned.zh, aligned.en
    if zh is None or en is None:
        return
    for number, bead in enumerate(aligned.beads):
        if bead.zh and bead.en:
            zh_spans = [zh.sentences[k] for k in bead.zh]
            en_spans = [en.sentences[k] for k in bead.en]
            yield {
                "id": f"{aligned.id}:{number}",
                "passage": aligned.id,
                "document": zh.document,
                "translation": {"en": joined(en, en_spans), "zh": joined(zh, zh_spans)},
                "score": bead.score,
                "bead": f"{len(bead.zh)}-{len(bead.en)}",
                "zh_spans": spans_out(zh_spans),
                "en_spans": spans_out(en_spans),
            }


def joined(passage: Passage, sentences: Sequence[Span]) -> str:
    """The sentences as one line of text."""
    glue = SENTENCE_GLUE[passage.language]
    return glue.join(" ".join(passage.text[s.start : s.end].split("\n")) for s in sentences)


def token_row(aligned: AlignedPassage, side: Passage, tagged: Tagged, names: Sequence[str]) -> Row:
    """The row of `tokens` for one side."""
    return {
        "id": f"{aligned.id}:{side.language}",
        "passage": aligned.id,
        "document": _either(aligned).document,
        "lang": ("zh", "en").index(side.language),
        "tokens": [side.text[span.start : span.end] for span in tagged.spans],
        "token_spans": spans_out(tagged.spans),
        "ner_tags": [names.index(name) for name in tagged.tags],
    }


def cleaning_row(document: Document, *, gold: str | None) -> Row:
    """The row of `cleaning`."""
    table = PieceTable.of(document)
    texts = [table.text(number) for number in range(len(document.blocks))]
    del table
    blocks, at = [], 0
    for block, text in zip(document.blocks, texts, strict=True):
        blocks.append((block, at, at + len(text)))
        at += len(text) + 1  # the line feed between blocks
    return {
        "id": document.id,
        "language": ("zh", "en").index(document.language),
        "raw": document.raw,
        "clean": "\n".join(texts),
        "edits": Rows(document.edits, _EDIT),
        "blocks": Rows(blocks, _BLOCK),
        "suspects": [
            {
                "start": suspect.span.start,
                "end": suspect.span.end,
                "rule": suspect.rule,
                "message": suspect.message,
                "candidates": list(suspect.candidates),
            }
            for suspect in document.suspects
        ],
        "gold": gold,
    }


_SPAN: Mapping[str, Callable[[Any], Any]] = {"start": attrgetter("start"), "end": attrgetter("end")}
_EDIT: Mapping[str, Callable[[Any], Any]] = {
    "start": attrgetter("span.start"),
    "end": attrgetter("span.end"),
    "replacement": attrgetter("replacement"),
    "rule": attrgetter("rule"),
    "confidence": attrgetter("confidence"),
}
# of a block, and where its text starts and ends in the clean text
_BLOCK: Mapping[str, Callable[[Any], Any]] = {
    "role": lambda placed: placed[0].role,
    "article": lambda placed: placed[0].article,
    "start": itemgetter(1),
    "end": itemgetter(2),
    "fragments": lambda placed: spans_out(placed[0].fragments),
    "confidence": lambda placed: placed[0].confidence,
    "box": lambda placed: _box(placed[0].box),
}


def _box(box: Box | None) -> Row | None:
    if box is None:
        return None
    return {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom, "page": box.page}


def document_row(
    document: Document,
    *,
    clean_characters: int,
    partners: Sequence[str],
    passages: int,
    kind: str,
    license_text: str,
    license_annotation: str,
) -> Row:
    """The row of `documents`."""
    source = document.source
    return {
        "id": document.id,
        "language": ("zh", "en").index(document.language),
        "title": source.title,
        "date": source.date,
        "page": source.page,
        "path": source.path,
        "digest": source.digest,
        "encoding": source.encoding,
        "rights": source.rights,
        "kind": kind,
        "partners": sorted(partners),
        "raw_characters": len(document.raw),
        "clean_characters": clean_characters,
        "edits": len(document.edits),
        "passages": passages,
        "license_text": license_text,
        "license_annotation": license_annotation,
    }


def aligned_of(row: Mapping[str, Any]) -> AlignedPassage:
    """The record that `passage_row` made ``row`` of: what a reader of the Parquet files can rebuild."""
    return AlignedPassage(
        id=row["id"],
        zh=_passage_of(row, "zh"),
        en=_passage_of(row, "en"),
        beads=tuple(Bead(tuple(b["zh"]), tuple(b["en"]), b["score"]) for b in row["beads"]),
        links=tuple(EntityLink(k["zh"], k["en"], k["score"], k["method"]) for k in row["links"]),
        findings=tuple(_finding_of(finding) for finding in row["findings"]),
        method=row["method"],
        score=row["score"],
    )


def _passage_of(row: Mapping[str, Any], language: str) -> Passage | None:
    if row[language] is None:
        return None
    zh = language == "zh"
    prefix = "" if zh or row["zh"] is None else "en_"
    return Passage(
        id=row[f"{language}_passage"],
        document=row[f"{language}_document"],
        language="zh" if zh else "en",
        text=row[language],
        article=row[f"{prefix}article"],
        role=row[f"{prefix}role"],
        blocks=tuple(row[f"{language}_blocks"]),
        sentences=tuple(Span(**span) for span in row[f"{language}_sentences"]),
        words=tuple(Span(**span) for span in row[f"{language}_words"]),
        entities=tuple(entity_of(entity) for entity in row[f"{language}_entities"]),
    )


def entity_of(row: Mapping[str, Any]) -> Entity:
    """The entity that `entity_out` made ``row`` of."""
    value = None
    if row["kind"] is not None:
        value = Money(
            amount=plain(row["amount"]),
            low=plain(row["low"]),
            high=plain(row["high"]),
            currency=row["currency"],
            currency_implicit=row["currency_implicit"],
            approx=row["approx"],
            bound=row["bound"],
            kind=row["kind"],
            per=row["per"],
            repaired=row["repaired"],
            alternatives=tuple(cast(Decimal, plain(other)) for other in row["alternatives"]),
        )
    return Entity(
        span=Span(row["start"], row["end"]),
        label=row["label"],
        surface=row["text"],
        entity=row["entity"],
        value=value,
        same_as=_span_of(row["same_as"]),
        source=row["source"],
        score=row["score"],
    )


def plain(number: Decimal | None) -> Decimal | None:
    """The number without trailing zeros and without an exponent, as text would write it.

    >>> plain(Decimal("350000000.000000"))
    Decimal('350000000')
    """
    if number is None:
        return None
    whole = number.to_integral_value()
    with localcontext(prec=DECIMAL_PRECISION):
        return whole if whole == number else number.normalize()


def _finding_of(row: Mapping[str, Any]) -> Finding:
    return Finding(
        kind=row["kind"],
        zh=_span_of(row["zh"]),
        en=_span_of(row["en"]),
        zh_value=row["zh_value"],
        en_value=row["en_value"],
        message=row["message"],
    )


def _span_of(row: Mapping[str, int] | None) -> Span | None:
    return None if row is None or row["start"] is None else Span(row["start"], row["end"])
