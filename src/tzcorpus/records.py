"""The records that flow from stage to stage: frozen, compared by content, without behaviour.

All offsets are Unicode code points (Python ``str`` indices), half-open. The docstring of each type says
which text they index. Arithmetic between texts lives in `tzcorpus.edits` and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import msgspec

from tzcorpus.errors import RecordError

Language = Literal["zh", "en"]
Label = Literal["COMPANY", "PARK", "MONEY"]
LABELS: tuple[Label, ...] = ("COMPANY", "PARK", "MONEY")

Role = Literal[
    "kicker", "headline", "subhead", "paragraph",
    "caption", "credit", "byline", "editor", "pullquote", "duplicate", "furniture", "table", "noise",
]  # fmt: skip
# What a reader of the article would call its text; everything else stays in the record beside it.
BODY_ROLES: frozenset[Role] = frozenset({"kicker", "headline", "subhead", "paragraph"})


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """Half-open range of code points; its owner names the text. ``start == end`` is a position.

    Made by the hundred thousand, hence no dataclass: this one is made and compared in a third of the time.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end < self.start:
            raise RecordError(f"span {self.start}:{self.end}", expected="0 <= start <= end")

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Box:
    """Rectangle on page number ``page`` (from 0), in the pixels of the scanned image, y downwards."""

    left: float
    top: float
    right: float
    bottom: float
    page: int = 0


@dataclass(frozen=True, slots=True)
class LayoutWord:
    """One OCR word: a raw span, where it stood, and the engine's confidence from 0 to 1."""

    span: Span
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """One OCR line. ``area`` and ``paragraph`` number the engine's own groups; ``size`` is the type size
    in pixels as the engine saw it. ``span`` is a raw span without the line end.
    """

    span: Span
    box: Box
    area: int = 0
    paragraph: int = 0
    size: float | None = None
    words: tuple[LayoutWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from. ``digest`` is the sha256 (hex) of the file's bytes."""

    path: str = ""
    digest: str = ""
    encoding: str = "utf-8"
    title: str = ""
    date: str = ""
    page: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to raw text: ``span`` (raw) reads ``replacement`` in the clean text.

    An empty replacement removes. An empty span inserts: the insertion belongs to the fragment that ends
    at that position, or else to the one that starts there.
    """

    span: Span
    replacement: str
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Suspect:
    """Something a rule noticed and left alone, with what it might read instead. ``span`` is raw."""

    span: Span
    rule: str
    message: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the page. ``fragments`` are raw spans in reading order; what edits inside them change
    is changed in the block's text. ``article`` counts the articles of the page from 0.
    """

    role: Role
    fragments: tuple[Span, ...]
    article: int = 0
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One page or file. ``raw`` is never altered. After cleaning, every raw character is either kept
    (inside exactly one fragment of one block, under no edit) or under exactly one edit.
    """

    id: str
    raw: str
    language: Language = "zh"
    source: Source = Source()
    layout: tuple[LayoutLine, ...] = ()
    blocks: tuple[Block, ...] = ()
    edits: tuple[Edit, ...] = ()
    suspects: tuple[Suspect, ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """Normalised amount, in units of ``currency`` (ISO 4217), exact.

    ``amount`` is None where the text is indefinite; ``low`` and ``high`` hold what a range, a bound or a
    hedge says. ``bound`` is "lower" or "upper" where only one side is stated. ``kind`` is "scale" for a
    class such as 千亿级 that asserts no quantity. ``per`` is the denominator (亩, person …). ``repaired``
    marks a reading that OCR damage forced; ``alternatives`` are the other readings.
    """

    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    currency_implicit: bool = False
    approx: bool = False
    bound: Literal["lower", "upper"] | None = None
    kind: Literal["amount", "scale"] = "amount"
    per: str | None = None
    repaired: bool = False
    alternatives: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A labelled span of the text that its owner names (a `Passage`'s text, or the text searched).

    ``surface`` is that text's slice. ``entity`` is the fullest form of the name in the same document.
    ``same_as`` is the span of another mention that states the same amount in another currency.
    ``source`` says who found it: ``rule:…``, ``model:…``, ``gold`` or ``person:…``; ``score`` is 0 to 1.
    """

    span: Span
    label: Label
    surface: str
    entity: str | None = None
    value: Money | None = None
    same_as: Span | None = None
    source: str = ""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Passage:
    """Unit of annotation and alignment. All spans index ``text``, which is the clean text of ``blocks``
    (indices into `Document.blocks`), joined by line feeds.
    """

    id: str
    document: str
    language: Language
    text: str
    article: int = 0
    role: Role = "paragraph"
    blocks: tuple[int, ...] = ()
    sentences: tuple[Span, ...] = ()
    words: tuple[Span, ...] = ()
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences of one side that translate sentences of the other: indices into the two passages'
    ``sentences``; one side may be empty (a gap). ``score`` is comparable between beads.
    """

    zh: tuple[int, ...]
    en: tuple[int, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class EntityLink:
    """``zh`` and ``en`` index the entities of the two passages; ``method`` says what joined them."""

    zh: int
    en: int
    score: float = 0.0
    method: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the number check says of one figure: spans into the zh and en passage texts."""

    kind: Literal["agrees", "missing", "power-of-ten", "differs", "unit", "currency", "rounded"]
    zh: Span | None = None
    en: Span | None = None
    zh_value: str | None = None
    en_value: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class AlignedPassage:
    """A Chinese passage beside its English one; a side is None where it has no partner."""

    id: str
    zh: Passage | None = None
    en: Passage | None = None
    beads: tuple[Bead, ...] = ()
    links: tuple[EntityLink, ...] = ()
    findings: tuple[Finding, ...] = ()
    method: str = ""
    score: float = 0.0


# The stage of a reject that is no fault: another rendering of the same page was read instead.
SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that did not end in the output, with the stage that refused it and one line of reason."""

    id: str
    stage: str
    reason: str
    where: str = ""


Record = Document | Passage | AlignedPassage | Reject
