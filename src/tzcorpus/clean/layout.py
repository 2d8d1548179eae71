"""Cleaning of a document that has boxes: columns, captions, headings and paragraphs from the page.

The order of steps: words become cells on a level page (`cells`); gutters give columns, columns give rows
in reading order (`order`); each row is named by its words, its size and its place (`row_roles`); rows
become blocks here; blocks become raw fragments and edits (`placed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import cast

from rapidfuzz import fuzz

from tzcorpus.clean.cells import cells_of
from tzcorpus.clean.chunks import Chunk
from tzcorpus.clean.grid import HEADLINE
from tzcorpus.clean.lines import Line
from tzcorpus.clean.marks import is_finished
from tzcorpus.clean.order import reading_order
from tzcorpus.clean.placed import Group, compose_page
from tzcorpus.clean.row_roles import Marked, mark_rows
from tzcorpus.clean.rows import Row
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.clean.settled import add_edits, known, second_look, settle
from tzcorpus.clean.traditional import script_edits
from tzcorpus.edits import PieceTable
from tzcorpus.records import BODY_ROLES, Block, Document, Edit, Role, Span, Suspect

# A first line is set in by two characters; an opening quote fills the right half of its square, a box
# is set in by less than one.
_INDENT = (1.2, 3.2)
# A row that ends so many characters before the edge of its column is the last of a paragraph, for
# newspapers set their columns flush.
_SHORT = 1.5
# Similarity (rapidfuzz partial ratio, 0 to 100) from which large type repeats the text around it. A
# misread character in ten leaves 90.
_REPEATS = 80
_LEAST_REPEATED = 6
# Headings of one block differ less than this in size.
_SAME_SIZE = 0.14
# The size of a few characters is not sure: large ones may differ by more.
_SAME_SIZE_OF_FEW = 0.35
_FEW = 6
# From this size on large type inside an article is a pull-quote if anything says so. Sub-headings measure
# up to 1.19, pull-quotes of 1.3 from 1.22.
_QUOTE = 1.2
# A paragraph of fewer characters, without a final mark, above the text is a kicker.
_LEAST_TEXT = 40
# Confidence below which a word is worth a look: precision .28 to .51, recall .40 to .67 for wrong words
# on rendered pages. Enough to rank suspects by, not to change text.
_SUSPECT = 0.6


def clean_layout(document: Document, settings: CleanSettings | None = None) -> Document:
    """``document`` with blocks in reading order and edits, from its `Document.layout`.

    Raises nothing on layouts of any kind; raw text that no line of the layout covers becomes noise.
    """
    settings = settings or CleanSettings()
    groups: list[Group] = []
    for page in sorted({line.box.page for line in document.layout if line.words}):
        cells, body = cells_of(document, page)
        rows = reading_order(cells, body)
        if not settings.allows("columns"):
            rows = sorted(rows, key=lambda row: min(cell.span for cell in row.cells))
        marked = mark_rows(rows, body.step, settings)
        first = groups[-1].article + 1 if groups else 0
        groups += _Builder(marked, body.step, first, settings).groups()
    if not groups:
        return _unplaced(document)
    return _with_suspects(_settled(compose_page(document, groups, settings), settings))


def _settled(document: Document, settings: CleanSettings) -> Document:
    """The document after the look that every cleaned text ends with, so that it comes out of it unchanged.

    Blocks that surely read on become one; characters are looked at as they then stand side by side.
    """
    blocks: Sequence[Block] = document.blocks
    if document.language != "zh":
        return document
    if settings.allows("join"):
        table = PieceTable.of(document)
        texts = [table.text(k) for k in range(len(blocks))]
        chunks = [
            Chunk([Line(k, k + 1, text)], block.role, article=block.article)
            for k, (block, text) in enumerate(zip(blocks, texts, strict=True))
            if text.strip()
        ]
        blocks = _merged(blocks, settle(chunks, known(settings)))
    edits = add_edits(
        list(second_look(document.raw, blocks, document.edits, settings.disabled)), document.edits
    )
    if settings.script == "simplified":
        edits = add_edits(list(script_edits(document.raw, blocks)), edits)
    return replace(document, blocks=tuple(blocks), edits=tuple(edits))


def _merged(blocks: Sequence[Block], chunks: Sequence[Chunk]) -> list[Block]:
    """The blocks as the chunks have them, whose lines begin at the numbers of blocks."""
    out: dict[int, Block] = dict(enumerate(blocks))
    for chunk in chunks:
        first, *rest = (line.start for line in chunk.lines)
        block = blocks[first]
        fragments = (*block.fragments, *(span for k in rest for span in blocks[k].fragments))
        box = block.box if not rest else None
        out[first] = replace(block, role=chunk.role or block.role, fragments=fragments, box=box)
        for k in rest:
            del out[k]
    return [out[k] for k in sorted(out)]


def _unplaced(document: Document) -> Document:
    """A document without a word that has a box: one block of noise, as it stands."""
    raw = document.raw
    if not raw.strip():
        edits = (Edit(Span(0, len(raw)), "", "unwrap"),) if raw else ()
        return replace(document, blocks=(), edits=edits)
    return replace(document, blocks=(Block("noise", (Span(0, len(raw)),)),), edits=())


@dataclass(slots=True)
class _Open:
    """A block in the making."""

    role: Role
    rows: list[Row] = field(default_factory=list)
    article: int = 0
    size: float = 1.0
    interrupts: bool = False  # it stands inside a paragraph that goes on after it

    @property
    def text(self) -> str:
        return "".join(row.text for row in self.rows)

    @property
    def finished(self) -> bool:
        return is_finished(self.rows[-1].text)


class _Builder:
    """Takes the rows of a page in reading order and makes groups of them."""

    def __init__(self, marked: Sequence[Marked], em: float, article: int, settings: CleanSettings) -> None:
        self._marked = marked
        self._small: Role = "caption" if settings.allows("captions") else "paragraph"
        self._quotes = settings.allows("duplicates")
        self._joins, self._unwraps = settings.allows("join"), settings.allows("unwrap")
        self._em = em
        self._article = article
        self._blocks: list[_Open] = []
        self._paragraph: _Open | None = None  # the one that the next row may go on with
        self._last: _Open | None = None
        self._seen_body = False

    def groups(self) -> list[Group]:
        for at, item in enumerate(self._marked):
            if item.kind == "paragraph":
                self._body(item.row, at)
            elif item.kind == "heading":
                self._heading(item.row, at)
            else:
                self._other(self._small if item.kind == "small" else cast(Role, item.kind), item.row)
        self._settle_headings()
        return [Group(block.role, tuple(block.rows), block.article, self._em) for block in self._blocks]

    def _start(self, role: Role, row: Row) -> _Open:
        block = _Open(role, [row], self._article, row.ratio)
        self._blocks.append(block)
        self._last = block
        return block

    def _body(self, row: Row, at: int) -> None:
        if self._is_subhead(row, at):
            self._paragraph = None
            self._start("subhead", row)
            return
        if self._paragraph is None or self._begins(row, self._paragraph):
            self._paragraph = self._start("paragraph", row)
        else:
            self._paragraph.rows.append(row)
            self._last = self._paragraph
        self._seen_body = True

    def _begins(self, row: Row, open_: _Open) -> bool:
        """Does a body row begin a new paragraph?"""
        last = open_.rows[-1]
        apart = self._last is not open_ or last.column != row.column
        if not self._unwraps or (apart and not self._joins):
            return True
        short = last.right < last.edges[1] - _SHORT * self._em
        return self._indented(row) or (short and open_.finished)

    def _is_subhead(self, row: Row, at: int) -> bool:
        """A line of body size between paragraphs that is no sentence: not set in, short, without mark."""
        following = self._marked[at + 1] if at + 1 < len(self._marked) else None
        if following is None or is_finished(row.text) or (self._paragraph and not self._paragraph.finished):
            return False
        indent = (row.left - row.edges[0]) / self._em
        short = row.right < row.edges[1] - _SHORT * self._em
        if following.kind == "heading":
            return short and following.row.ratio >= HEADLINE and following.row.ratio > row.ratio * 1.15
        after = (following.row.left - following.row.edges[0]) / self._em
        return (
            short
            and not _INDENT[0] <= indent <= _INDENT[1]
            and following.kind == "paragraph"
            and _INDENT[0] <= after <= _INDENT[1]
            and following.row.column == row.column
        )

    def _heading(self, row: Row, at: int) -> None:
        last = self._last
        if last is not None and last.role == "headline" and self._unwraps:
            few = min(len(row.text), len(last.text)) < _FEW and min(row.ratio, last.size) >= _QUOTE
            if abs(row.ratio / last.size - 1) < (_SAME_SIZE_OF_FEW if few else _SAME_SIZE):
                last.rows.append(row)
                return
        inside = self._paragraph is not None and not self._paragraph.finished
        block = self._start("headline", row)
        following = next((m.row for m in self._marked[at + 1 :] if m.kind == "paragraph"), None)
        block.interrupts = inside and following is not None and not self._indented(following)
        if not inside:
            self._paragraph = None

    def _other(self, role: Role, row: Row) -> None:
        if role == "byline" and self._paragraph is not None and self._paragraph.finished:
            self._paragraph = None  # what follows in the same line begins a text
        last = self._last
        same = last is not None and last.role == role and last.rows[-1].column == row.column
        if (
            last is not None
            and same
            and self._unwraps
            and role in ("caption", "byline", "editor", "furniture")
        ):
            last.rows.append(row)
        else:
            self._start(role, row)

    def _settle_headings(self) -> None:
        """Tells headlines, kickers, sub-headings and pull-quotes apart, and counts the articles."""
        blocks = self._blocks
        body = "".join(block.text for block in blocks if block.role == "paragraph")
        first = next((k for k, block in enumerate(blocks) if _is_text(block)), len(blocks))
        article = self._article
        for k, block in enumerate(blocks):
            if block.role == "headline":
                block.role = self._heading_role(block, k, first, body)
                if block.role == "headline" and k > first:
                    article += 1
            block.article = article
        for before, block in pairwise(blocks):
            above = before.role in ("subhead", "headline", "paragraph") and not _is_text(before)
            if block.role == "headline" and above and before.size < block.size:
                before.role = "kicker"
                before.article = block.article

    def _heading_role(self, block: _Open, at: int, first: int, body: str) -> Role:
        if at < first:
            return "headline" if block.size >= HEADLINE else "subhead"
        if block.interrupts and block.size >= _QUOTE and self._quotes:
            return "pullquote"
        long = len(block.text) >= _LEAST_REPEATED and block.size >= _QUOTE and self._quotes
        if long and fuzz.partial_ratio(block.text, body) >= _REPEATS:
            return "pullquote"
        return "headline" if block.size >= HEADLINE else "subhead"

    def _indented(self, row: Row) -> bool:
        return _INDENT[0] <= (row.left - row.edges[0]) / self._em <= _INDENT[1]


def _is_text(block: _Open) -> bool:
    """Is it running text, and no line above a headline that has body size?"""
    return block.role == "paragraph" and (block.finished or len(block.text) >= _LEAST_TEXT)


def _with_suspects(document: Document) -> Document:
    """Words of the body that the engine was unsure of, with its confidence, in raw order."""
    body = sorted(f for block in document.blocks if block.role in BODY_ROLES for f in block.fragments)
    found = list(document.suspects)
    k = 0
    words = sorted((word for line in document.layout for word in line.words), key=lambda word: word.span)
    for word in words:
        while k < len(body) and body[k].end <= word.span.start:
            k += 1
        if k < len(body) and body[k].start <= word.span.start and (word.confidence or 1.0) < _SUSPECT:
            message = f"the engine's confidence is {word.confidence:.2f}"
            found.append(Suspect(word.span, "low-confidence", message))
    return replace(document, suspects=tuple(found))
