"""Every firm and park of a dataset, a row each: its names in both languages, mentions and documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tzcorpus.package.exports.base import Exported, Options, Passages, sides
from tzcorpus.package.exports.tables import ENTITIES, write_table
from tzcorpus.records import AlignedPassage, Entity, Label, Passage

# Label and fullest name of an entity, as the texts of one language have it.
Key = tuple[Label, str]


@dataclass(slots=True)
class _Named:
    """What is known of one name in one language."""

    surfaces: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Tally:
    """Names by language, and how often a Chinese one is linked to an English one."""

    zh: defaultdict[Key, _Named] = field(default_factory=lambda: defaultdict(_Named))
    en: defaultdict[Key, _Named] = field(default_factory=lambda: defaultdict(_Named))
    links: Counter[tuple[Key, Key]] = field(default_factory=Counter)

    def add(self, aligned: AlignedPassage) -> None:
        """Count the mentions and links of a passage."""
        for side in sides(aligned):
            names = self.zh if side.language == "zh" else self.en
            for entity in side.entities:
                if entity.label != "MONEY":
                    named = names[_key(entity)]
                    named.surfaces[entity.surface] += 1
                    named.documents.add(_document(aligned, side))
        if aligned.zh is None or aligned.en is None:
            return
        for link in aligned.links:
            zh, en = aligned.zh.entities[link.zh], aligned.en.entities[link.en]
            if zh.label == en.label != "MONEY":
                self.links[_key(zh), _key(en)] += 1


def export_entities(passages: Passages, out: Path, options: Options) -> Exported:
    """``entities.csv`` and ``entities.parquet``: a firm or park a row, the most mentioned first.

    ``entity`` is the fullest Chinese name (the English one where no Chinese text names it), ``english`` the
    English name that its mentions are most often linked to, or the fullest that goes on from that;
    ``aliases`` and ``aliases_en`` the other surfaces, the most frequent first. ``documents`` counts a text
    and its translation once. Equal names of two documents are one row: whether they are one firm is for the
    reader to say.
    """
    tally = _Tally()
    for _, aligned in passages:
        tally.add(aligned)
    rows = sorted(_rows(tally), key=lambda row: (-row["mentions"], row["label"], row["entity"]))
    return write_table("entities", rows, ENTITIES, out)


def _key(entity: Entity) -> Key:
    return entity.label, entity.entity or entity.surface


def _document(aligned: AlignedPassage, side: Passage) -> str:
    """The id that a text shares with its translation."""
    return aligned.zh.document if aligned.zh is not None else side.document.removesuffix(".en")


def _rows(tally: _Tally) -> Iterator[dict[str, Any]]:
    owners: dict[Key, Key] = {}  # an English name belongs to the Chinese one it is linked to most often
    for (zh, en), _ in sorted(tally.links.items(), key=lambda item: (-item[1], item[0])):
        owners.setdefault(en, zh)
    english: defaultdict[Key, list[Key]] = defaultdict(list)
    for en, zh in owners.items():
        english[zh].append(en)
    for key, named in tally.zh.items():
        yield _row(key, named, [(name, tally.en[name]) for name in english[key]])
    for key, named in tally.en.items():
        if key not in owners:
            yield _row(key, _Named(), [(key, named)])


def _row(key: Key, zh: _Named, en: list[tuple[Key, _Named]]) -> dict[str, Any]:
    label, name = key
    best = _fullest([full for (_, full), _ in en]) if en else None
    others: Counter[str] = Counter()
    documents = set(zh.documents)
    for (_, full), named in en:
        others.update(named.surfaces)
        others.setdefault(full, 0)
        documents |= named.documents
    total = sum(zh.surfaces.values())
    return {
        "entity": name,
        "label": label,
        "english": best,
        "mentions": total + sum(others.values()),
        "mentions_zh": total,
        "mentions_en": sum(others.values()),
        "documents": len(documents),
        "aliases": _others(zh.surfaces, name),
        "aliases_en": _others(others, best),
    }


def _fullest(names: list[str]) -> str:
    """The first name, or the longest that goes on from it (Haiyan Pumps, Haiyan Pumps Co., Ltd.)."""
    return max((name for name in names if f"{name} ".startswith(f"{names[0]} ")), key=len)


def _others(surfaces: Counter[str], name: str | None) -> list[str]:
    ordered = sorted(surfaces.items(), key=lambda item: (-item[1], item[0]))
    return [surface for surface, _ in ordered if surface != name]
