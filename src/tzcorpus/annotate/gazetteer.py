"""A user's own list of names: TSV with the columns name, label, canonical."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from tzcorpus.annotate.overlaps import resolve
from tzcorpus.errors import FormatError, InputError
from tzcorpus.records import LABELS, Entity, Label, Span

COLUMNS = ("name", "label", "canonical")
# Rules that know by its form where a name ends.
_FULL = ("rule:name-legal", "rule:english-legal", "rule:park-", "rule:english-park", "rule:english-zone")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names with their label and canonical form; ``canonical`` falls back on the name itself."""

    entries: dict[str, tuple[Label, str]]
    matcher: Any

    def find(self, text: str) -> list[Entity]:
        """Where the names stand in ``text``; longest first, Latin names as whole words only."""
        out: list[Entity] = []
        names = list(self.entries)
        for index, start, end in self.matcher.find_matches_as_indexes(text):
            name = names[index]
            if _inside_word(text, start, end):
                continue
            label, canonical = self.entries[name]
            out.append(Entity(Span(start, end), label, name, canonical, source="gazetteer:user", score=1.0))
        return out

    def canonical(self, document: Sequence[Sequence[Entity]]) -> list[list[Entity]]:
        """The entities of a document with the list's canonical name where the list holds their surface, their
        full form, or another mention of the same full form.
        """
        known: dict[tuple[Label, str | None], str] = {}
        for entity in (entity for mine in document for entity in mine):
            if (name := self._listed(entity)) is not None:
                known.setdefault((entity.label, entity.entity), name)
        return [
            [
                replace(e, entity=name)
                if (name := self._listed(e) or known.get((e.label, e.entity))) is not None
                else e
                for e in mine
            ]
            for mine in document
        ]

    def _listed(self, entity: Entity) -> str | None:
        for key in (entity.surface, entity.entity):
            if key in self.entries and self.entries[key][0] == entity.label:
                return self.entries[key][1]
        return None


def outside_full_names(listed: Sequence[Entity], ruled: Sequence[Entity]) -> list[Entity]:
    """The listed names but those that a full name (a legal form or a zone word ends it) goes on from: 晨帆 in
    晨帆泵业有限公司 is no mention of its own. ``ruled`` is what the rules found in the same text.
    """
    full = resolve(entity for entity in ruled if entity.source.startswith(_FULL))
    starts = [entity.span.start for entity in full]

    def goes_on(entity: Entity) -> bool:
        at = bisect_right(starts, entity.span.start)
        return at > 0 and full[at - 1].label == entity.label and entity.span.end < full[at - 1].span.end

    return [entity for entity in listed if not goes_on(entity)]


def _inside_word(text: str, start: int, end: int) -> bool:
    def joined(a: int, b: int) -> bool:
        if a < 0 or b >= len(text):
            return False
        left, right = text[a], text[b]
        return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()

    return joined(start - 1, start) or joined(end - 1, end)


@lru_cache(maxsize=8)
def load_gazetteer(path: str) -> Gazetteer:
    """Read a gazetteer file. The header line is needed; the last two cells of a row may be missing a
    canonical name. Raises `InputError` and `FormatError` with file and line.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"gazetteer cannot be read ({error})", where=path) from error
    return parse_gazetteer(text, where=path)


def parse_gazetteer(text: str, *, where: str = "gazetteer") -> Gazetteer:
    """A gazetteer from its TSV text. Raises `FormatError`."""
    entries: dict[str, tuple[Label, str]] = {}
    header = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = True
            if tuple(cells) != COLUMNS:
                raise FormatError(
                    f"header {line!r}", where=f"{where}:{number}",
                    expected=f"the columns {', '.join(COLUMNS)} between tabs",
                )  # fmt: skip
            continue
        entries[cells[0]] = _entry(cells, where=f"{where}:{number}")
    from ahocorasick_rs import AhoCorasick, MatchKind

    return Gazetteer(entries, AhoCorasick(list(entries), matchkind=MatchKind.LeftmostLongest))


def _entry(cells: list[str], *, where: str) -> tuple[Label, str]:
    if len(cells) not in (2, 3) or not cells[0]:
        raise FormatError(
            f"{len(cells)} cells", where=where, expected="name, label and canonical between tabs"
        )
    for label in LABELS[:2]:
        if cells[1] == label:
            return label, (cells[2] if len(cells) == 3 and cells[2] else cells[0])
    raise FormatError(f"label {cells[1]!r}", where=where, expected="COMPANY or PARK")
