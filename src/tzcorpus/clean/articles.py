"""Articles of a page: where one begins, and which headings are kicker, headline and subhead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tzcorpus.clean.chunks import LONGEST_HEADING, Chunk, is_heading
from tzcorpus.clean.roles import is_bare_byline, is_issuers
from tzcorpus.records import BODY_ROLES

# Running text without a final mark is no heading where it is longer than this (characters).
_NAMES = 20
_LONGEST_NAME = 10
_SHORTEST_NAME = 4
# What an imprint calls the paper's own office.
_DESK = "编辑部"
_PAPER = re.compile(r"[\u4e00-\u9fff]{1,7}(?:报|周刊|导刊|快讯)")
# No headline ends so; in the head of a page such a line is the paper's name wherever the date stands.
_SURELY_PAPER = re.compile(
    r"[\u4e00-\u9fff]{1,7}(?:日|晚|时|晨|早|周|商|快|导|都市|经济|工人|农民|青年|法治)报"
)


def mark_bylines(chunks: Sequence[Chunk]) -> None:
    """Lines that are nothing but names, of persons or of the bodies that sign a bulletin, are bylines; a line
    that could be a heading is one right above them.
    """
    for before, chunk in pairwise(chunks):
        above = before.role is None and len(before.lines) == 1 and is_heading(before.text)
        if chunk.role == "byline" and above and chunk.lines[0].gap == 0:
            before.is_heading()
    for chunk in chunks:
        if chunk.role is not None or len(chunk.lines) > 1 or len(chunk.text) > LONGEST_HEADING:
            continue
        short = len(chunk.text) <= _NAMES
        if (short and is_bare_byline(chunk.text)) or is_issuers(chunk.text):
            chunk.role = "byline"
            chunk.confidence = 0.9


def mark_mastheads(chunks: Sequence[Chunk]) -> None:
    """The paper's name beside the date or page number, or as its imprint has it, is furniture."""
    imprints = [
        "".join(chunk.text.split())
        for chunk in chunks
        if chunk.role in ("editor", "furniture") and chunk.text
    ]
    head = next((k for k, chunk in enumerate(chunks) if chunk.role is None and not chunk.heading), 0)
    dated = any(chunk.role == "furniture" for chunk in chunks[:head])
    for k, chunk in enumerate(chunks):
        if chunk.role is None and len(chunk.text) <= _LONGEST_NAME and imprints:
            name = "".join(chunk.text.split())
            if len(name) >= _SHORTEST_NAME and any(line.startswith(f"{name}{_DESK}") for line in imprints):
                chunk.role, chunk.confidence = "furniture", 0.8
        if dated and k < head and chunk.role is None and _SURELY_PAPER.fullmatch(chunk.text):
            chunk.role, chunk.confidence = "furniture", 0.8
        if chunk.role is None and len(chunk.text) <= _LONGEST_NAME and _PAPER.fullmatch(chunk.text):
            near = [chunks[n].role for n in (k - 1, k + 1) if 0 <= n < len(chunks)]
            if "furniture" in near or "editor" in near:
                chunk.role, chunk.confidence = "furniture", 0.8


def mark_headings(chunks: Sequence[Chunk], *, tail: bool = True) -> None:
    """Gives every chunk a role and an article number.

    With ``tail``, short lines after the last of the text are captions, not headings of nothing.
    """
    article = 0
    has_text = named = False
    heads: list[Chunk] = []
    for k, chunk in enumerate(chunks):
        if chunk.role is None and (chunk.heading or _is_over_byline(chunks, k)):
            if has_text and not heads and _begins_article(chunks, k):
                if named or not _read_late(chunks[:k]):
                    article += 1
                    has_text = False
                else:
                    _move_ahead(chunks, k)
            heads.append(chunk)
            named = True
        elif chunk.role is None:
            _name(heads, first=not has_text or any(head.ahead for head in heads))
            heads = []
            chunk.role = "paragraph"
            has_text = True
        chunk.article = article
    for chunk in heads:  # nothing follows: no heading
        if has_text and not tail:
            chunk.role = "subhead"
        elif has_text and not chunk.ahead:
            chunk.role, chunk.confidence = "caption", 0.7
    if not has_text:
        _name(heads, first=True)


def _is_over_byline(chunks: Sequence[Chunk], k: int) -> bool:
    """Is it one line right above a byline, which nothing went on with? Then it is a headline of any width."""
    chunk = chunks[k]
    over = k + 1 < len(chunks) and chunks[k + 1].role == "byline"
    return over and len(chunk.lines) == 1 and is_heading(chunk.text)


def _read_late(chunks: Sequence[Chunk]) -> bool:
    """In a page of columns without a headline yet, OCR may read its headline after the first column."""
    return any(chunk.column is not None for chunk in chunks) and not any(
        "接" in chunk.text for chunk in chunks
    )


def _move_ahead(chunks: Sequence[Chunk], k: int) -> None:
    """The headings from ``k`` on head the article, though they stand later in the file."""
    for chunk in chunks[k:]:
        if chunk.role == "byline" or (chunk.role is None and chunk.text.endswith("。")):
            return
        if chunk.role is None:
            chunk.ahead = True


def _begins_article(chunks: Sequence[Chunk], k: int) -> bool:
    """Does a byline come between the headings at ``k`` and their first paragraph?"""
    for at in range(k + 1, len(chunks)):
        if chunks[at].role == "byline":
            return True
        if chunks[at].role is None and not chunks[at].heading and not _is_over_byline(chunks, at):
            return False
    return False


def _name(heads: Sequence[Chunk], *, first: bool) -> None:
    """Kicker, headline and subheads of one group; only the first group of an article has a headline."""
    if not first:
        for chunk in heads:
            chunk.role = "subhead"
        return
    decks = [k for k, chunk in enumerate(heads) if k and chunk.text.startswith("——")]
    headline = decks[0] - 1 if decks else len(heads) - 1
    while headline > 0 and (
        heads[headline].text.startswith("—") or heads[headline].text.endswith(("—", "："))
    ):
        headline -= 1
    for k, chunk in enumerate(heads):
        chunk.role = "kicker" if k < headline else "headline" if k == headline else "subhead"


def in_order(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Article by article; inside one, as they stand, but for headings that were read late."""
    return sorted(chunks, key=lambda chunk: (chunk.article, not chunk.ahead))


def is_body(chunk: Chunk) -> bool:
    """Is the chunk part of the text?"""
    return chunk.role in BODY_ROLES
