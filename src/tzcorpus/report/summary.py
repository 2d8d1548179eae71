"""What the first page of a report counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tzcorpus.records import AlignedPassage, Passage
from tzcorpus.report.loading import Material, sides

# names in the lists of the most frequent
_LISTED = 40
# passage lengths are counted in steps of so many code points, alignment scores in steps of this
LENGTH_STEP = 50
SCORE_STEP = 0.05


@dataclass(slots=True)
class Totals:
    """Counts over a material, in the shapes that charts and tables take."""

    roles: Counter[tuple[str, str]] = field(default_factory=Counter)
    rules: Counter[tuple[str, str]] = field(default_factory=Counter)
    entities: Counter[tuple[str, str]] = field(default_factory=Counter)
    magnitudes: Counter[tuple[int, str]] = field(default_factory=Counter)
    lengths: Counter[tuple[int, str]] = field(default_factory=Counter)
    scores: Counter[float] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)


def totals(material: Material) -> Totals:
    """Count a material: block roles and edit rules by language, entities by label and language, amounts by
    power of ten and currency, passage lengths (code points), bead scores, findings.
    """
    counts = Totals()
    for _, document in material.documents:
        counts.roles.update((block.role, document.language) for block in document.blocks)
        counts.rules.update((edit.rule, document.language) for edit in document.edits)
    for passage in sides(material.passages):
        counts.lengths[len(passage.text) // LENGTH_STEP * LENGTH_STEP, passage.language] += 1
        for entity in passage.entities:
            counts.entities[entity.label, passage.language] += 1
            amount = entity.value.amount if entity.value else None
            if amount is not None and amount > 0 and passage.language == "zh":
                currency = (entity.value and entity.value.currency) or "none stated"
                counts.magnitudes[amount.adjusted(), currency] += 1
    for _, aligned in material.passages:
        counts.scores.update(
            round(bead.score // SCORE_STEP * SCORE_STEP, 2) for bead in aligned.beads if bead.zh and bead.en
        )
        counts.findings.update(finding.kind for finding in aligned.findings)
    return counts


def headline(material: Material) -> list[tuple[str, int]]:
    """The handful of numbers at the top."""
    passages = [aligned for _, aligned in material.passages]
    languages = Counter(document.language for _, document in material.documents)
    return [
        ("Chinese documents", languages["zh"]),
        ("English documents", languages["en"]),
        ("edits", sum(len(document.edits) for _, document in material.documents)),
        ("passages", len(passages)),
        ("in both languages", sum(p.zh is not None and p.en is not None for p in passages)),
        ("sentence pairs", sum(bool(bead.zh and bead.en) for p in passages for bead in p.beads)),
        ("entities", sum(len(side.entities) for side in sides(material.passages))),
        ("linked across languages", sum(len(p.links) for p in passages)),
        ("findings to look at", sum(f.kind != "agrees" for p in passages for f in p.findings)),
    ]


def frequent(material: Material, label: str) -> list[dict[str, Any]]:
    """The most frequent Chinese names of ``label``: mentions, documents, what they are called in English, and
    the names of the other kind that stand in the same passages.
    """
    mentions: Counter[str] = Counter()
    documents: defaultdict[str, set[str]] = defaultdict(set)
    english: defaultdict[str, Counter[str]] = defaultdict(Counter)
    beside: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, aligned in material.passages:
        zh = aligned.zh
        if zh is None:
            continue
        others = set(_names(zh, "PARK" if label == "COMPANY" else "COMPANY"))
        for name in _names(zh, label):
            mentions[name] += 1
            documents[name].add(zh.document)
            beside[name].update(others)
        for name, translation in _translations(aligned, label):
            english[name][translation] += 1
    return [
        {
            "name": name,
            "english": next(iter(english[name].most_common(1)), ("", 0))[0],
            "mentions": count,
            "documents": len(documents[name]),
            "beside": [other for other, _ in beside[name].most_common(3)],
        }
        for name, count in mentions.most_common(_LISTED)
    ]


def _names(passage: Passage, label: str) -> Iterator[str]:
    yield from (e.entity or e.surface for e in passage.entities if e.label == label)


def _translations(aligned: AlignedPassage, label: str) -> Iterator[tuple[str, str]]:
    if aligned.zh is None or aligned.en is None:
        return
    for link in aligned.links:
        zh, en = aligned.zh.entities[link.zh], aligned.en.entities[link.en]
        if zh.label == label:
            yield zh.entity or zh.surface, en.entity or en.surface
