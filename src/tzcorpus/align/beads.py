"""Sentence beads by dynamic programming over dictionary, figures, names and lengths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tzcorpus.align import features, lattice, lexicon, scores, table
from tzcorpus.align.settings import AlignSettings
from tzcorpus.records import Bead


@dataclass(frozen=True, slots=True)
class Text:
    """The sentences of a document's two sides; ``zh_breaks`` and ``en_breaks`` are the numbers of the
    sentences that begin a paragraph, empty where that is not known.
    """

    zh: Sequence[str]
    en: Sequence[str]
    zh_breaks: frozenset[int] = frozenset()
    en_breaks: frozenset[int] = frozenset()


def align_sentences(
    zh: Sequence[str], en: Sequence[str], settings: AlignSettings = AlignSettings()
) -> tuple[Bead, ...]:
    """Beads over all sentences of both sides, in order, gaps included.

    >>> [(b.zh, b.en) for b in align_sentences(["下雨了。"], ["It was raining."])]
    [((0,), (0,))]
    """
    return align_texts([Text(zh, en)], settings)[0]


def align_many(
    documents: Sequence[tuple[Sequence[str], Sequence[str]]], settings: AlignSettings = AlignSettings()
) -> tuple[tuple[Bead, ...], ...]:
    """Beads of each document, a pair of Chinese and English sentences; a large set teaches the second pass
    word translations.
    """
    return align_texts([Text(zh, en) for zh, en in documents], settings)


def align_texts(
    texts: Sequence[Text], settings: AlignSettings = AlignSettings()
) -> tuple[tuple[Bead, ...], ...]:
    """Beads of each text; a bead across a paragraph break on one side costs."""
    dictionary = lexicon.load()
    sides = []
    for text in texts:
        names = features.names_in(text.en)
        zh = features.chinese_side(text.zh, dictionary, names)
        sides.append((zh, features.english_side(text.en, names)))
    words = table.build(sides, dictionary)
    out = []
    for zh_side, en_side in sides:
        zi, ei = scores.indexed(zh_side, words.zh_ids), scores.indexed(en_side, words.en_ids)
        band = lattice.full_band(len(zi), len(ei))
        net = lattice.build(zi, ei, words, band, settings, settings.length_ratio)
        path = lattice.best_path(net, len(ei), settings.gap, settings.gap)
        out.append(beads_of(path))
    return tuple(out)


def beads_of(path: Sequence[tuple[int, int]]) -> tuple[Bead, ...]:
    """Bead sizes in order as beads."""
    beads, i, j = [], 0, 0
    for m, n in path:
        beads.append(Bead(tuple(range(i, i + m)), tuple(range(j, j + n))))
        i, j = i + m, j + n
    return tuple(beads)
