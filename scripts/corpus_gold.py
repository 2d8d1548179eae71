"""Gold annotations and beads of an article, as records for ``annotations/gold``."""

from __future__ import annotations

from typing import Any

from corpus_source import Article, beads, block_text, body_blocks, mentions
from page_gold import Trace, locate

Record = dict[str, Any]


def english(article: Article) -> tuple[str, dict[int, int]]:
    """The English text, a paragraph a line with empty lines between, and where each block begins in it.

    It holds the running text: kicker, headline, subheads and paragraphs.
    """
    parts, starts, at = [], {}, 0
    for n in body_blocks(article):
        text = block_text(article.blocks[n], "en")
        if text:
            starts[n] = at
            parts.append(text)
            at += len(text) + 2
    return "\n\n".join(parts) + "\n", starts


def entity_record(article: Article, mention: Any, side: str, role: str) -> Record:
    """What a record says apart from where it stands."""
    name = article.names.get(mention.ref)
    return {
        "label": "MONEY" if name is None else name.label,
        "surface": mention.surface,
        "entity": None if name is None else name.form("zh" if side == "zh" else "en"),
        "entity_id": mention.same and f"#{mention.same}" if name is None else mention.ref,
        "value": mention.value.to_dict() if mention.value else None,
        "role": role,
    }


def english_entities(article: Article) -> list[Record]:
    """Mentions in the English text."""
    out = []
    for n, start in english(article)[1].items():
        block = article.blocks[n]
        for m in mentions(block, "en"):
            where = [[start + m.start, start + m.end]]
            out.append(
                {"document": article.id, "variant": "en", "fragments": where}
                | entity_record(article, m, "en", block.role)
            )
    return out


def raw_entities(article: Article, trace: Trace, variant: str) -> list[Record]:
    """Mentions in a damaged text, with their raw fragments; what was lost altogether is left out."""
    out = []
    for n, block in enumerate(article.blocks):
        key = f"b{n}"
        if key not in trace.roles:
            continue
        for m in mentions(block, "zh"):
            where = locate(trace, key, m.start, m.end)
            if where:
                read = "".join(trace.raw[start:end] for start, end in where)
                out.append(
                    {"document": article.id, "variant": variant, "fragments": where, "raw": read}
                    | entity_record(article, m, "zh", block.role)
                )
    return out


def bead_record(article: Article) -> Record:
    """Sentences of both sides, the links between them, and which links carry a planted error."""
    zh, en, links = beads(article)
    planted = [
        bead.planted for n in body_blocks(article) for bead in article.blocks[n].beads
    ]  # fmt: skip
    return {
        "document": article.id,
        "zh": zh,
        "en": en,
        "links": [list(link) for link in links],
        "planted": [{"link": n, "kind": kind} for n, kind in enumerate(planted) if kind],
    }
