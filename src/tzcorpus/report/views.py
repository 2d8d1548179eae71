"""Records as the small JSON objects that the page draws. Offsets stay code points, which the page counts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tzcorpus.edits import PieceTable
from tzcorpus.records import AlignedPassage, Block, Box, Document, Entity, Finding, Money, Passage, Span

View = dict[str, Any]


def passage_view(split: str, aligned: AlignedPassage) -> View:
    """An aligned passage: both sides, beads, links, findings."""
    either = aligned.zh or aligned.en
    return {
        "id": aligned.id,
        "document": either.document if either else "",
        "role": either.role if either else "",
        "split": split,
        "method": aligned.method,
        "score": round(aligned.score, 3),
        "zh": side_view(aligned.zh),
        "en": side_view(aligned.en),
        "beads": [[list(bead.zh), list(bead.en), round(bead.score, 2)] for bead in aligned.beads],
        "links": [[link.zh, link.en, round(link.score, 2), link.method] for link in aligned.links],
        "findings": [_finding(finding) for finding in aligned.findings if finding.kind != "agrees"],
        "agrees": sum(finding.kind == "agrees" for finding in aligned.findings),
    }


def side_view(passage: Passage | None) -> View | None:
    """One side: text, sentences, entities."""
    if passage is None:
        return None
    return {
        "text": passage.text,
        "sentences": [_span(span) for span in passage.sentences],
        "entities": [entity_view(entity) for entity in passage.entities],
    }


def entity_view(entity: Entity) -> View:
    """An entity with its value in words."""
    return {
        "span": _span(entity.span),
        "label": entity.label,
        "entity": entity.entity if entity.entity != entity.surface else None,
        "value": money_words(entity.value) if entity.value else None,
        "source": entity.source,
        "score": round(entity.score, 2),
    }


def money_words(value: Money) -> str:
    """A normalised amount on one line.

    >>> money_words(Money(Decimal("350000000"), currency="CNY", approx=True))
    'about 350,000,000 CNY'
    >>> money_words(Money(low=Decimal(2), high=Decimal(3), currency="USD", per="share"))
    '2 to 3 USD per share'
    """
    currency = f" {value.currency}" if value.currency else ""
    implicit = " (currency implied)" if value.currency_implicit else ""
    per = f" per {value.per}" if value.per else ""
    words = {"lower": "at least ", "upper": "at most "}.get(
        value.bound or "", "about " if value.approx else ""
    )
    if value.kind == "scale":
        return f"of the order of {_number(value.low or value.amount)}{currency}{per}{implicit}"
    if value.amount is not None:
        number = _number(value.amount)
    elif value.low is not None and value.high is not None:
        number = f"{_number(value.low)} to {_number(value.high)}"
    else:
        number = _number(value.low or value.high)
    repaired = ", read out of damage" if value.repaired else ""
    return f"{words}{number}{currency}{per}{implicit}{repaired}"


def _number(number: Decimal | None) -> str:
    return "an unstated sum" if number is None else f"{number:,f}"


def _finding(finding: Finding) -> View:
    return {
        "kind": finding.kind,
        "zh": _span(finding.zh) if finding.zh else None,
        "en": _span(finding.en) if finding.en else None,
        "message": finding.message,
    }


def document_view(split: str, document: Document) -> View:
    """A document: raw text, edits, and each block as pieces ``[raw start, raw end, edit or -1]``."""
    table = PieceTable.of(document)
    number = {edit: place for place, edit in enumerate(document.edits)}
    source = document.source
    return {
        "id": document.id,
        "language": document.language,
        "split": split,
        "title": source.title,
        "about": [part for part in (source.date, source.page and f"page {source.page}", source.path) if part],
        "raw": document.raw,
        "edits": [[*_span(e.span), e.replacement, e.rule, round(e.confidence, 2)] for e in document.edits],
        "blocks": [
            {
                "role": block.role,
                "article": block.article,
                "fragments": [_span(span) for span in block.fragments],
                "boxes": [[box.left, box.top, box.right, box.bottom] for box in _boxes(document, block)],
                "page": next((box.page for box in _boxes(document, block)), 0),
                "pieces": [
                    [*_span(piece.raw), -1 if piece.edit is None else number[piece.edit]]
                    for piece in table.pieces(place)
                ],
            }
            for place, block in enumerate(document.blocks)
        ],
        "suspects": [[*_span(s.span), s.rule, s.message, list(s.candidates)] for s in document.suspects],
    }


def _boxes(document: Document, block: Block) -> list[Box]:
    """Where the block stands on the page: line by line where the lines are known, else as a whole."""
    lines = [
        line.box
        for line in document.layout
        if any(span.start <= line.span.start < span.end for span in block.fragments)
    ]
    return lines or ([block.box] if block.box else [])


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
