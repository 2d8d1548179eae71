"""The columns of every configuration, declared once: Arrow schema and card YAML are derived from here.

The YAML is what `datasets` reads features from. The Parquet files carry no ``huggingface`` key: with one,
releases of `datasets` before 4.0 cannot read what later ones wrote; without features in the YAML, label
names and the Translation type are lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tzcorpus.records import LABELS

if TYPE_CHECKING:
    import pyarrow as pa

# 32 digits before the point and 6 behind it: amounts in units of their currency, exact in every reader.
DECIMAL_PRECISION, DECIMAL_SCALE = 38, 6
DECIMAL = f"decimal128({DECIMAL_PRECISION}, {DECIMAL_SCALE})"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value of one Arrow type, by the name that `datasets` uses for it."""

    dtype: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class ClassLabel:
    """An integer that names one of ``names``."""

    names: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """One text in each of ``languages``."""

    languages: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Struct:
    """Named fields, in order."""

    fields: tuple[tuple[str, Feature], ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """Any number of ``item``."""

    item: Feature
    about: str = ""


Feature = Scalar | ClassLabel | Translation | Struct | List
Columns = Mapping[str, Feature]


def string(about: str = "") -> Scalar:
    """A string column."""
    return Scalar("string", about)


def _struct(about: str = "", /, **fields: Feature) -> Struct:
    return Struct(tuple(fields.items()), about)


def _number(about: str = "") -> Scalar:
    return Scalar("int32", about)


SPAN_FIELDS: dict[str, Feature] = {
    "start": _number("first code point"),
    "end": _number("one past the last code point"),
}


def _spans(about: str) -> List:
    return List(_struct(**SPAN_FIELDS), about)


ENTITY = _struct(
    **SPAN_FIELDS,
    label=string("COMPANY, PARK or MONEY"),
    text=string("the slice start:end of the side's text"),
    entity=string("fullest form of the name in the same document; null for MONEY"),
    source=string("who found it: rule…, model…, projected…, gold or person…"),
    score=Scalar("float64", "confidence of the source, 0 to 1"),
    amount=Scalar(DECIMAL, "exact amount in units of currency; null where the text is indefinite"),
    low=Scalar(DECIMAL, "lower end of a range, bound or hedge, in units of currency"),
    high=Scalar(DECIMAL, "upper end of the same"),
    currency=string("ISO 4217 code"),
    currency_implicit=Scalar("bool", "true where the text writes no currency word"),
    approx=Scalar("bool", "true where the text hedges (约, 近, nearly)"),
    bound=string("lower or upper where the text states one side only"),
    kind=string("amount, or scale for a class such as 千亿级 that asserts no quantity"),
    per=string("denominator (亩, person …)"),
    repaired=Scalar("bool", "true where OCR damage forced the reading"),
    alternatives=List(Scalar(DECIMAL), "other readings of a damaged figure"),
    same_as=_struct("another mention of the same amount in another currency", **SPAN_FIELDS),
)


def _side(language: str) -> dict[str, Feature]:
    name = {"zh": "Chinese", "en": "English"}[language]
    return {
        language: string(f"{name} text of the passage; null where this side has no partner"),
        f"{language}_sentences": _spans(f"sentences of `{language}`"),
        f"{language}_words": _spans(f"words of `{language}`" + (" (jieba)" if language == "zh" else "")),
        f"{language}_entities": List(ENTITY, f"annotated mentions in `{language}`"),
    }


def _indices(about: str) -> List:
    return List(_number(), about)


_SCORE = Scalar("float64", "comparable between rows")

PASSAGES: Columns = {
    "id": string("stable id of the aligned passage"),
    "document": string("id of the Chinese document (of the English one where no Chinese side exists)"),
    "article": _number("number of the article on its page, from 0"),
    "role": string("headline, paragraph, caption …"),
    **_side("zh"),
    **_side("en"),
    "beads": List(
        _struct(
            zh=_indices("indices into zh_sentences"), en=_indices("indices into en_sentences"), score=_SCORE
        ),
        "sentences that translate each other, as indices into zh_sentences and en_sentences; "
        "an empty side is a gap",
    ),
    "links": List(
        _struct(
            zh=_number("index into zh_entities"),
            en=_number("index into en_entities"),
            score=_SCORE,
            method=string("what joined the two; gold where the source of the corpus states it"),
        ),
        "mentions of the same entity or amount, as indices into zh_entities and en_entities",
    ),
    "findings": List(
        _struct(
            kind=string("agrees, missing, power-of-ten, differs, unit, currency or rounded"),
            zh=_struct("where the figure stands in `zh`; null where it does not", **SPAN_FIELDS),
            en=_struct("the same for `en`", **SPAN_FIELDS),
            zh_value=string("what the Chinese figure says"),
            en_value=string("what the English figure says"),
            message=string("the difference in words"),
        ),
        "what the number check says of each figure; spans into `zh` and `en`",
    ),
    "method": string("how the two sides were aligned"),
    "score": Scalar("float64", "score of the alignment, comparable between passages"),
    "zh_passage": string("id of the Chinese passage"),
    "zh_document": string("id of the Chinese document"),
    "zh_blocks": List(_number(), "indices into the blocks of the Chinese document in `cleaning`"),
    "en_passage": string("id of the English passage"),
    "en_document": string("id of the English document"),
    "en_article": _number("number of the article on the English page, from 0"),
    "en_role": string("role of the English passage"),
    "en_blocks": List(_number(), "indices into the blocks of the English document in `cleaning`"),
    "cluster": string("articles that are near-duplicates of each other share it; null where there are none"),
    "kind": string("reported, invented, or empty where the source does not say"),
    "license_text": string("licence of the text (SPDX id)"),
    "license_annotation": string("licence of the annotation (SPDX id)"),
}

SENTENCES: Columns = {
    "id": string("passage id and number of the bead"),
    "passage": string("id in `passages`"),
    "document": string("document id, as in `passages`"),
    "translation": Translation(("en", "zh"), "the sentences of one bead on both sides"),
    "score": Scalar("float64", "score of the bead"),
    "bead": string("number of sentences on each side, as zh-en: 1-1, 2-1 …"),
    "zh_spans": _spans("where the Chinese sentences stand in the passage's `zh`"),
    "en_spans": _spans("where the English sentences stand in the passage's `en`"),
}

NER_TAGS: tuple[str, ...] = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI"))

TOKENS: Columns = {
    "id": string("id of the row: passage id, colon, language"),
    "passage": string("id in `passages`"),
    "document": string("document id, as in `passages`"),
    "lang": ClassLabel(("zh", "en"), "language of the row"),
    "tokens": List(string(), "characters for zh, words for en; never white space"),
    "token_spans": _spans("where each token stands in the passage's text"),
    "ner_tags": List(ClassLabel(NER_TAGS), "IOB2"),
}

BLOCK = _struct(
    role=string("headline, paragraph, caption, furniture …"),
    article=_number("number of the article on the page, from 0"),
    start=_number("first code point in `clean`"),
    end=_number("one past the last code point in `clean`"),
    fragments=_spans("the pieces of `raw` the block was put together from, in reading order"),
    confidence=Scalar("float64", "confidence of the role, 0 to 1"),
    box=_struct(
        "rectangle on the page, in pixels of the scanned image",
        left=Scalar("float64", "pixels from the left edge"),
        top=Scalar("float64", "pixels from the top edge, downwards"),
        right=Scalar("float64", "pixels from the left edge"),
        bottom=Scalar("float64", "pixels from the top edge, downwards"),
        page=_number("number of the page, from 0"),
    ),
)

CLEANING: Columns = {
    "id": string("document id"),
    "language": ClassLabel(("zh", "en"), "language of the document"),
    "raw": string("the text as it came, never altered"),
    "clean": string("the clean text of all blocks, a block a line"),
    "edits": List(
        _struct(
            **SPAN_FIELDS,
            replacement=string("what the raw characters read in the clean text"),
            rule=string("name of the rule"),
            confidence=Scalar("float64", "confidence of the rule, 0 to 1"),
        ),
        "every change, as spans of `raw`; characters that moved are in `blocks`",
    ),
    "blocks": List(BLOCK, "the pieces of the page in reading order"),
    "suspects": List(
        _struct(
            **SPAN_FIELDS,
            rule=string("name of the rule"),
            message=string("what it noticed"),
            candidates=List(string(), "what it might read instead"),
        ),
        "what a rule noticed and left alone, as spans of `raw`",
    ),
    "gold": string("the clean body text as it should read, where the corpus knows it; else null"),
}

DOCUMENTS: Columns = {
    "id": string("document id"),
    "language": ClassLabel(("zh", "en"), "language of the document"),
    "title": string("headline"),
    "date": string("date of issue, ISO 8601"),
    "page": string("page of the paper"),
    "path": string("source file"),
    "digest": string("sha256 of the source file, hex"),
    "encoding": string("encoding of the source file"),
    "rights": string("statement of rights of the source"),
    "kind": string("reported, invented, or empty where the source does not say"),
    "partners": List(string(), "documents of the other language that passages align with"),
    "raw_characters": _number("code points of the raw text"),
    "clean_characters": _number("code points of the clean text of all blocks"),
    "edits": _number("number of edits"),
    "passages": _number("number of aligned passages with a side in this document"),
    "license_text": string("licence of the text (SPDX id)"),
    "license_annotation": string("licence of the annotation (SPDX id)"),
}

# The first is the default configuration.
CONFIGS: Mapping[str, Columns] = {
    "passages": PASSAGES,
    "sentences": SENTENCES,
    "tokens": TOKENS,
    "cleaning": CLEANING,
    "documents": DOCUMENTS,
}
DEFAULT_CONFIG = "passages"


def arrow_schema(columns: Columns) -> pa.Schema:
    """The Arrow schema of a configuration, without metadata."""
    import pyarrow as pa

    return pa.schema([pa.field(name, arrow_type(feature)) for name, feature in columns.items()])


@cache
def schema_of(config: str) -> pa.Schema:
    """The Arrow schema of a configuration, by its name."""
    return arrow_schema(CONFIGS[config])


def arrow_type(feature: Feature) -> pa.DataType:
    """The Arrow type of a feature."""
    import pyarrow as pa

    match feature:
        case Scalar(dtype) if dtype == DECIMAL:
            return pa.decimal128(DECIMAL_PRECISION, DECIMAL_SCALE)
        case Scalar(dtype):
            return pa.type_for_alias(dtype)
        case ClassLabel():
            return pa.int64()
        case Translation(languages):
            return pa.struct([pa.field(language, pa.string()) for language in sorted(languages)])
        case Struct(fields):
            return pa.struct([pa.field(name, arrow_type(field)) for name, field in fields])
        case List(item):
            return pa.list_(arrow_type(item))


def yaml_features(columns: Columns) -> list[dict[str, Any]]:
    """``dataset_info.features`` of a configuration, as the card spells it."""
    return [_yaml(name, feature) for name, feature in columns.items()]


def _yaml(name: str, feature: Feature) -> dict[str, Any]:
    match feature:
        case Struct(fields):
            return {"name": name, "struct": _yaml_fields(fields)}
        case List(item):
            return {"name": name, "list": _yaml_item(item)}
        case _:
            return {"name": name, "dtype": _yaml_leaf(feature)}


def _yaml_fields(fields: Sequence[tuple[str, Feature]]) -> list[dict[str, Any]]:
    return [_yaml(name, feature) for name, feature in fields]


def _yaml_item(item: Feature) -> Any:
    match item:
        case Struct(fields):
            return _yaml_fields(fields)
        case List(inner):
            return {"list": _yaml_item(inner)}
        case _:
            return _yaml_leaf(item)


def _yaml_leaf(feature: Feature) -> Any:
    match feature:
        case ClassLabel(names):
            return {"class_label": {"names": {str(number): name for number, name in enumerate(names)}}}
        case Translation(languages):
            return {"translation": {"languages": sorted(languages)}}
        case Scalar(dtype):
            return dtype
        case _:  # pragma: no cover - the callers have taken these
            raise TypeError(f"{feature} is not a leaf")
