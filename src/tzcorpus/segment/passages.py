"""Passages of a cleaned document: each body block with its sentences and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tzcorpus.edits import PieceTable
from tzcorpus.language.sentences import split
from tzcorpus.language.words import words
from tzcorpus.records import Block, Document, Passage
from tzcorpus.segment.settings import SegmentSettings


def segment(document: Document, settings: SegmentSettings = SegmentSettings()) -> tuple[Passage, ...]:
    """The passages of ``document`` in reading order, one a block with one of the settings' roles.

    Ids are ``<document>.<language>.<number of the block>`` and so stay when other blocks change their role.
    """
    return tuple(passages(document, settings))


def passages(document: Document, settings: SegmentSettings = SegmentSettings()) -> Iterator[Passage]:
    """The same, one at a time."""
    table = PieceTable.of(document)
    return (
        _passage(document, number, block, table.text(number), settings)
        for number, block in enumerate(document.blocks)
        if block.role in settings.roles and table.text(number).strip()
    )


def with_words(passage: Passage) -> Passage:
    """The passage with its words."""
    return replace(passage, words=words(passage.text, passage.language))


def _passage(document: Document, number: int, block: Block, text: str, settings: SegmentSettings) -> Passage:
    language = document.language
    return Passage(
        id=f"{document.id.removesuffix(f'.{language}')}.{language}.{number:04d}",
        document=document.id,
        language=language,
        text=text,
        article=block.article,
        role=block.role,
        blocks=(number,),
        sentences=split(text, language),
        words=words(text, language) if settings.words else (),
    )
