"""The corpus's own articles as frozen records, and the texts and offsets that follow from them.

Offsets are code points, half-open. A `Mention` counts in its sentence's clean text (markup taken out);
`mentions` shifts them into the text of a block, as `zh_text` and `en_text` give it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Side = Literal["zh", "en"]
SIDES: tuple[Side, Side] = ("zh", "en")

ROLES = (
    "kicker", "headline", "byline", "paragraph", "subhead", "caption", "credit", "editor",
    "pullquote", "furniture", "table",
)  # fmt: skip
# What belongs to the running text; the rest of a page stands beside it.
BODY_ROLES = ("kicker", "headline", "subhead", "paragraph")


@dataclass(frozen=True, slots=True)
class Value:
    """A normalised amount of money; fields as in the guideline. ``amount`` is None where indefinite."""

    amount: Decimal | None
    currency: str
    low: Decimal | None = None
    high: Decimal | None = None
    approx: bool = False
    bound: str | None = None
    kind: str = "amount"
    currency_implicit: bool = False
    per: str | None = None

    def to_dict(self) -> dict[str, str | bool | None]:
        """Plain fields for JSON; decimals as plain strings."""

        def plain(number: Decimal | None) -> str | None:
            return None if number is None else format(number, "f")

        return {
            "amount": plain(self.amount),
            "low": plain(self.low),
            "high": plain(self.high),
            "currency": self.currency,
            "currency_implicit": self.currency_implicit,
            "approx": self.approx,
            "bound": self.bound,
            "kind": self.kind,
            "per": self.per,
        }


@dataclass(frozen=True, slots=True)
class Name:
    """An entry of ``[entities]``: the fullest form of a name on either side, and further forms of it."""

    id: str
    label: str
    zh: str = ""
    en: str = ""
    also: tuple[str, ...] = ()
    line: int = 0

    def form(self, side: Side) -> str:
        """The fullest form on that side, empty where the source gives none."""
        return self.zh if side == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Mention:
    """A marked span. ``ref`` is an entity id, ``"m"`` for money, or ``"-"`` for "no entity on purpose"."""

    start: int
    end: int
    surface: str
    ref: str
    value: Value | None = None
    same: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of the source without its markup. ``opens`` marks a new paragraph inside the block."""

    text: str
    mentions: tuple[Mention, ...]
    line: int
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that translate each other; one side may be empty. ``planted`` names a planted error."""

    zh: tuple[Sentence, ...]
    en: tuple[Sentence, ...]
    line: int
    planted: str | None = None

    def side(self, side: Side) -> tuple[Sentence, ...]:
        """The sentences of one side."""
        return self.zh if side == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the page. ``box`` is the number of the boxed side story it stands in, from 1, or 0."""

    role: str
    beads: tuple[Bead, ...]
    line: int
    article: int = 0
    box: int = 0

    def sentences(self, side: Side) -> list[Sentence]:
        """All sentences of one side, in order."""
        return [s for bead in self.beads for s in bead.side(side)]


@dataclass(frozen=True, slots=True)
class Article:
    """One source file: one newspaper page with one or more articles."""

    path: str
    meta: dict[str, str]
    names: dict[str, Name]
    blocks: tuple[Block, ...]

    @property
    def id(self) -> str:
        """The document id, which is also the file's stem."""
        return self.meta.get("id", "")


def glue(block: Block, side: Side, sentence: Sentence) -> str:
    """What stands before a sentence that is not the first of its block."""
    if side == "en":
        return "\n\n" if sentence.opens else " "
    if block.role == "paragraph":
        return ""
    return "\n" if block.role == "table" else " "


def layout_sentences(block: Block, side: Side) -> Iterator[tuple[int, Sentence]]:
    """Each sentence with its offset in the block's text."""
    at = 0
    for n, sentence in enumerate(block.sentences(side)):
        at += len(glue(block, side, sentence)) if n else 0
        yield at, sentence
        at += len(sentence.text)


def block_text(block: Block, side: Side) -> str:
    """The clean text of one side; English paragraphs of one block stand apart by an empty line."""
    return "".join((glue(block, side, s) if n else "") + s.text for n, s in enumerate(block.sentences(side)))


def zh_text(block: Block) -> str:
    """The Chinese text of a block."""
    return block_text(block, "zh")


def en_text(block: Block) -> str:
    """The English text of a block, empty where it has none."""
    return block_text(block, "en")


def mentions(block: Block, side: Side) -> list[Mention]:
    """The entities of a block with offsets into its text; ``-`` marks are left out."""
    return [
        Mention(at + m.start, at + m.end, m.surface, m.ref, m.value, m.same, m.line)
        for at, sentence in layout_sentences(block, side)
        for m in sentence.mentions
        if m.ref != "-"
    ]


def body_order(article: Article) -> list[int]:
    """Indices of all blocks in reading order: article by article, boxes behind the article they stand in."""
    return sorted(
        range(len(article.blocks)), key=lambda n: (article.blocks[n].article, article.blocks[n].box)
    )


def body_blocks(article: Article) -> list[int]:
    """Indices of the blocks of the running text, in reading order."""
    return [n for n in body_order(article) if article.blocks[n].role in BODY_ROLES]


def beads(article: Article) -> tuple[list[str], list[str], list[tuple[list[int], list[int]]]]:
    """Sentences of the body on both sides, and its beads as pairs of index lists."""
    texts: dict[Side, list[str]] = {"zh": [], "en": []}
    links = []
    for n in body_blocks(article):
        for bead in article.blocks[n].beads:
            ends: list[list[int]] = []
            for side in SIDES:
                start = len(texts[side])
                texts[side] += [s.text for s in bead.side(side)]
                ends.append(list(range(start, len(texts[side]))))
            links.append((ends[0], ends[1]))
    return texts["zh"], texts["en"], links
