"""Counts of a dataset, as data. The card prints them, the command line prints them; neither counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from tzcorpus.package.parquet import SPLITS, read_rows
from tzcorpus.package.rows import Row, aligned_of
from tzcorpus.package.tokens import Tagged, tag
from tzcorpus.records import LABELS, AlignedPassage

LANGUAGES = ("zh", "en")
# One number of `Counts`: which counter, under which key, how much. For names: split, label and name, 1.
Count = tuple[str, tuple[str, ...], int]
# The split, and the kind, of what is counted before they are known.
UNTOLD = ""
# The counters whose keys do not begin with a split.
_WHOLE = frozenset({"shapes", "roles", "findings", "sources", "kinds", "rules", "lost"})
_UNSTATED = "unstated"


@dataclass(slots=True)
class Counts:
    """Counts by split, filled one passage at a time.

    ``passages`` all, ``pairs`` those with both sides, ``beads`` sentence pairs with both sides, ``gaps``
    sentences beads with one; ``entities``, ``characters`` and ``sentences`` by ``(split, language[,
    label])``; ``names`` holds the distinct COMPANY and PARK names by split; ``lost`` what IOB2 cannot
    express, by reason; ``shapes`` beads by ``zh-en`` sentence numbers; ``documents`` by split and language;
    ``rules`` the edits of the cleaning by rule.
    """

    passages: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    beads: Counter[str] = field(default_factory=Counter)
    gaps: Counter[str] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    entities: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    valued: Counter[tuple[str, str]] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    characters: Counter[tuple[str, str]] = field(default_factory=Counter)
    sentences: Counter[tuple[str, str]] = field(default_factory=Counter)
    documents: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    names: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def add(self, split: str, aligned: AlignedPassage, tagged: Iterable[Tagged]) -> None:
        """Count one passage; ``tagged`` are the tokens of its sides."""
        self.passages[split] += 1
        self.pairs[split] += aligned.zh is not None and aligned.en is not None
        for bead in aligned.beads:
            whole = bool(bead.zh and bead.en)
            self.beads[split] += whole
            self.gaps[split] += not whole
            self.shapes[f"{len(bead.zh)}-{len(bead.en)}"] += 1
        self.links[split] += len(aligned.links)
        self.findings.update(finding.kind for finding in aligned.findings)
        sides = [side for side in (aligned.zh, aligned.en) if side is not None]
        self.roles[sides[0].role] += 1
        for side in sides:
            self.characters[split, side.language] += len(side.text)
            self.sentences[split, side.language] += len(side.sentences)
            for entity in side.entities:
                self.entities[split, side.language, entity.label] += 1
                self.sources[entity.source.partition(":")[0] or _UNSTATED] += 1
                if entity.value is not None:
                    self.valued[split, side.language] += entity.value.amount is not None
                if entity.label != "MONEY":
                    self.names.setdefault(split, set()).add((entity.label, entity.entity or entity.surface))
        for each in tagged:
            self.lost.update(dict(each.lost))

    def add_document(self, split: str, language: str, kind: str, rules: Iterable[str]) -> None:
        """Count one document; ``rules`` names the rule of each of its edits."""
        self.documents[split, language] += 1
        self.kinds[kind or _UNSTATED] += 1
        self.rules.update(rules)

    def dump(self) -> list[Count]:
        """All that was counted, for `merge`."""
        out: list[Count] = []
        for each in fields(self):
            counter = getattr(self, each.name)
            if each.name == "names":
                out += [
                    ("names", (split, *name), 1) for split, names in counter.items() for name in sorted(names)
                ]
            else:
                out += [
                    (each.name, key if isinstance(key, tuple) else (key,), count)
                    for key, count in counter.items()
                ]
        return out

    def merge(self, counts: Iterable[Count], *, split: str, kind: str) -> None:
        """Add what other `Counts` have dumped, of records of this split and kind."""
        for name, key, count in counts:
            if name == "names":
                self.names.setdefault(split, set()).add((key[1], key[2]))
            elif name == "kinds":
                self.kinds[kind or _UNSTATED] += count
            elif name in _WHOLE:
                getattr(self, name)[key[0]] += count
            else:
                getattr(self, name)[(split, *key[1:]) if len(key) > 1 else split] += count

    def splits(self) -> tuple[str, ...]:
        """The splits that hold anything, in their order."""
        found = {*self.passages, *(split for split, _ in self.documents)}
        return tuple(split for split in SPLITS if split in found)

    def by_label(self) -> dict[str, dict[str, int]]:
        """Entities as label → language → count, over all splits."""
        return {
            label: {
                language: sum(self.entities[split, language, label] for split in SPLITS)
                for language in LANGUAGES
            }
            for label in LABELS
        }

    def overlap(self) -> dict[str, tuple[int, int]]:
        """For validation and test: distinct names, and how many of them train knows too."""
        known = self.names.get("train", set())
        return {
            split: (len(self.names[split]), len(self.names[split] & known))
            for split in SPLITS[1:]
            if split in self.names
        }

    def as_dict(self) -> dict[str, Any]:
        """Plain nested dicts with sorted keys, for JSON."""
        return {
            "documents": _nested(self.documents),
            "passages": _sorted(self.passages),
            "pairs": _sorted(self.pairs),
            "sentence_pairs": _sorted(self.beads),
            "gaps": _sorted(self.gaps),
            "beads": _sorted(self.shapes),
            "characters": _nested(self.characters),
            "sentences": _nested(self.sentences),
            "entities": _nested(self.entities),
            "amounts": _nested(self.valued),
            "entity_sources": _sorted(self.sources),
            "links": _sorted(self.links),
            "findings": _sorted(self.findings),
            "roles": _sorted(self.roles),
            "kinds": _sorted(self.kinds),
            "rules": _sorted(self.rules),
            "iob2_lost": _sorted(self.lost),
            "names_known_from_train": {
                split: {"names": names, "known": known} for split, (names, known) in self.overlap().items()
            },
        }


def _sorted(counter: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counter.items()))


def _nested(counter: Mapping[tuple[str, str], int] | Mapping[tuple[str, str, str], int]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for keys, count in sorted(counter.items()):
        place = out
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        place[keys[-1]] = count
    return out


def stats(folder: str | Path) -> Counts:
    """Counts of a packaged dataset, from its Parquet files."""
    counts = Counts()

    def rows(config: str) -> Iterator[tuple[str, Row]]:
        # a dataset without documents has no such folder
        return read_rows(folder, config) if (Path(folder) / config).is_dir() else iter(())

    for split, row in rows("passages"):
        aligned = aligned_of(row)
        counts.add(split, aligned, [tag(side) for side in (aligned.zh, aligned.en) if side is not None])
    for _, row in rows("cleaning"):
        counts.rules.update(edit["rule"] for edit in row["edits"])
    for split, row in rows("documents"):
        counts.add_document(split, LANGUAGES[row["language"]], row["kind"], ())
    return counts
