"""Aligned passages out of sentence beads: passages that share a bead belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tzcorpus.records import Bead, Passage, Span


@dataclass(frozen=True, slots=True)
class Flow:
    """Passages in a row and their sentences numbered through: sentence k is the ``places[k][1]``-th of
    passage ``places[k][0]``.
    """

    passages: tuple[Passage, ...]
    places: tuple[tuple[int, int], ...]

    @property
    def sentences(self) -> list[str]:
        """The sentences' texts."""
        spans = (self.passages[p].sentences[s] for p, s in self.places)
        texts = (self.passages[p].text for p, _ in self.places)
        return [text[span.start : span.end] for text, span in zip(texts, spans, strict=True)]

    @property
    def breaks(self) -> frozenset[int]:
        """Numbers of the sentences that begin a passage."""
        return frozenset(k for k, (_, sentence) in enumerate(self.places) if sentence == 0)


def flow(passages: Sequence[Passage]) -> Flow:
    """The passages that have sentences, numbered through."""
    kept = tuple(passage for passage in passages if passage.sentences)
    places = ((p, s) for p, passage in enumerate(kept) for s in range(len(passage.sentences)))
    return Flow(kept, tuple(places))


@dataclass(frozen=True, slots=True)
class Group:
    """Passages (numbers in their flows) that translate each other, with the beads over them."""

    zh: tuple[int, ...]
    en: tuple[int, ...]
    beads: tuple[Bead, ...]


def groups(zh: Flow, en: Flow, beads: Sequence[Bead]) -> tuple[Group, ...]:
    """Runs of passages held together by filled beads, in order; every passage is in exactly one."""
    out: list[Group] = []
    for bead in beads:
        z = tuple(dict.fromkeys(zh.places[k][0] for k in bead.zh))
        e = tuple(dict.fromkeys(en.places[k][0] for k in bead.en))
        _add(out, Group(z, e, (bead,)))
    return tuple(out)


def _add(out: list[Group], new: Group) -> None:
    """Append ``new``, or join it with the groups that share one of its passages. A passage that stands
    alone between them stays alone, behind them.
    """
    sharing = [g for g in out if set(g.zh) & set(new.zh) or set(g.en) & set(new.en)]
    if not sharing:
        out.append(new)
        return
    first = out.index(sharing[0])
    parts = (*sharing, new)
    joined = Group(
        tuple(dict.fromkeys(k for part in parts for k in part.zh)),
        tuple(dict.fromkeys(k for part in parts for k in part.en)),
        tuple(bead for part in parts for bead in part.beads),
    )
    out[first:] = [joined, *(g for g in out[first:] if not any(g is s for s in sharing))]


def merged(passages: Sequence[Passage]) -> Passage | None:
    """One passage whose text is the texts joined by line feeds; spans move along. None for none."""
    if len(passages) < 2:
        return passages[0] if passages else None
    starts, at = [], 0
    for passage in passages:
        starts.append(at)
        at += len(passage.text) + 1
    pairs = list(zip(passages, starts, strict=True))
    first = passages[0]
    roles = {passage.role for passage in passages}
    return replace(
        first,
        id="+".join((first.id, *(passage.id.rpartition(".")[2] for passage in passages[1:]))),
        text="\n".join(passage.text for passage in passages),
        role=first.role if len(roles) == 1 else "paragraph",
        blocks=tuple(block for passage in passages for block in passage.blocks),
        sentences=tuple(_moved(s, by) for passage, by in pairs for s in passage.sentences),
        words=tuple(_moved(w, by) for passage, by in pairs for w in passage.words),
        entities=tuple(
            replace(
                entity,
                span=_moved(entity.span, by),
                same_as=_moved(entity.same_as, by) if entity.same_as else None,
            )
            for passage, by in pairs
            for entity in passage.entities
        ),
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def numbered_within(group: Group, zh: Flow, en: Flow) -> tuple[Bead, ...]:
    """The group's beads with sentence numbers that count within its merged passages."""
    zh_at = {k: n for n, k in enumerate(k for k, (p, _) in enumerate(zh.places) if p in group.zh)}
    en_at = {k: n for n, k in enumerate(k for k, (p, _) in enumerate(en.places) if p in group.en)}
    return tuple(
        replace(bead, zh=tuple(zh_at[k] for k in bead.zh), en=tuple(en_at[k] for k in bead.en))
        for bead in group.beads
    )
