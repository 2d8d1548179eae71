"""Three-way merge of annotations by span id: what only one side changed is taken, the rest is listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from tzcorpus.review.layers import Annotation, Mark, Relation, in_order

Prefer = Literal["ours", "theirs"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A thing that both sides changed, differently. ``what`` is ``zh span <id>``, ``choices`` …; the three
    states are as a person reads them, ``–`` for absent.
    """

    passage: str
    what: str
    base: str
    ours: str
    theirs: str

    def __str__(self) -> str:
        return f"{self.passage}: {self.what}: was {self.base}, ours {self.ours}, theirs {self.theirs}"


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged annotations and the conflicts. A conflict keeps the state of the base, unless a side was
    preferred; then it is settled and still listed. With conflicts and no preference, do not write.
    """

    annotations: tuple[Annotation, ...]
    conflicts: tuple[Conflict, ...] = ()


def merge(
    base: Iterable[Annotation],
    ours: Iterable[Annotation],
    theirs: Iterable[Annotation],
    *,
    prefer: Prefer | None = None,
) -> Merged:
    """Merge two descendants of ``base``, one annotation a passage in each.

    ``base`` is what was last pulled, ``ours`` the file, ``theirs`` the server. Something that both sides
    changed alike is taken; a span deleted on one side and unchanged on the other is deleted; a passage
    absent on one side and unchanged on the other goes.
    """
    sides = [{each.passage: each for each in layer} for layer in (base, ours, theirs)]
    merged: list[Annotation] = []
    conflicts: list[Conflict] = []
    for passage in sorted(set().union(*sides)):
        settler = _Settler(passage, prefer, conflicts)
        annotation = _merge_one(settler, *(side.get(passage) for side in sides))
        if annotation is not None:
            merged.append(annotation)
    return Merged(tuple(merged), tuple(conflicts))


@dataclass(frozen=True, slots=True)
class _Settler:
    """Decides one thing of one passage at a time."""

    passage: str
    prefer: Prefer | None
    conflicts: list[Conflict] = field(default_factory=list)

    def settle(self, what: str, base: T, ours: T, theirs: T) -> T:
        """The state that counts; a conflict is noted."""
        if ours == theirs or theirs == base:
            return ours
        if ours == base:
            return theirs
        self.conflicts.append(Conflict(self.passage, what, _show(base), _show(ours), _show(theirs)))
        if self.prefer is None:
            return base
        return ours if self.prefer == "ours" else theirs


def _show(state: object) -> str:
    match state:
        case None | () | "":
            return "–"
        case Mark():
            return f"{state.start}:{state.end} {state.label} {state.surface!r}"
        case Annotation():
            return "skipped" if state.skipped else f"{len(state.zh)} + {len(state.en)} spans"
        case tuple():
            return ", ".join(map(str, state))
        case _:
            return str(state)


def _merge_one(
    settler: _Settler, base: Annotation | None, ours: Annotation | None, theirs: Annotation | None
) -> Annotation | None:
    was, mine, other = _content(base), _content(ours), _content(theirs)
    if mine == other or other == was:
        return ours
    if mine == was:
        return theirs
    if ours is None or theirs is None or ours.sha256 != theirs.sha256:
        # one side dropped the passage, or they speak of different texts: nothing to merge inside
        return settler.settle("annotation", base, ours, theirs)
    start = base or replace(ours, zh=(), en=(), relations=(), choices=(), skipped=False)
    zh, zh_ids = _marks(settler, "zh", start.zh, ours.zh, theirs.zh)
    en, en_ids = _marks(settler, "en", start.en, ours.en, theirs.en)
    return in_order(
        replace(
            max(ours, theirs, key=lambda each: each.updated_at),
            skipped=settler.settle("skipped", start.skipped, ours.skipped, theirs.skipped),
            zh=zh,
            en=en,
            relations=_relations(start, ours, theirs, {**zh_ids, **en_ids}),
            choices=settler.settle("choices", start.choices, ours.choices, theirs.choices),
        )
    )


def _content(annotation: Annotation | None) -> Annotation | None:
    """The annotation without what is no decision: when, by whom and under which number it was stored."""
    if annotation is None:
        return None
    return in_order(replace(annotation, updated_at="", annotation="", annotator=""))


def _marks(
    settler: _Settler, side: str, base: Sequence[Mark], ours: Sequence[Mark], theirs: Sequence[Mark]
) -> tuple[tuple[Mark, ...], dict[str, str]]:
    """The marks that stay, and for every id among them or among their doubles the id that stays."""
    was, mine, other = ({mark.id: mark for mark in marks} for marks in (base, ours, theirs))
    kept: dict[tuple[int, int, str], Mark] = {}
    ids: dict[str, str] = {}
    for identifier in sorted({*was, *mine, *other}):
        what = f"{side} span {identifier}"
        mark = settler.settle(what, was.get(identifier), mine.get(identifier), other.get(identifier))
        if mark is not None:
            # two people who add the same span give it two ids: it is one span
            first = kept.setdefault((mark.start, mark.end, mark.label), mark)
            ids[identifier] = first.id
    return tuple(sorted(kept.values())), ids


def _relations(
    base: Annotation, ours: Annotation, theirs: Annotation, ids: Mapping[str, str]
) -> tuple[Relation, ...]:
    """Set merge: a relation has no state but being there. One whose end is gone goes with it."""
    was, mine, other = set(base.relations), set(ours.relations), set(theirs.relations)
    stays = (was & mine & other) | (mine - was) | (other - was)
    return tuple(
        Relation(ids[each.source], ids[each.target], each.label)
        for each in stays
        if each.source in ids and each.target in ids
    )
