"""Word translation probabilities over the vocabulary of a set of documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tzcorpus.align import background, pairs
from tzcorpus.align.features import FIGURE, READING, Side
from tzcorpus.align.lexicon import Lexicon

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
# Added to the summed weights that point to an English word, so that a sole pointer is not a certainty.
_REVERSE_SMOOTHING = 0.5
# Share of a word's translations that our own texts taught, beside the dictionary's.
_TAUGHT_SHARE = 0.3
# Claims of figures of two and more places and of names, relative to an ordinary word's.
FIGURE_CLAIM = 1.6
READING_CLAIM = 1.2


@dataclass(frozen=True, slots=True, eq=False)
class Sparse:
    """Rows of (column, value) pairs: row r holds ``columns[starts[r]:starts[r + 1]]``."""

    starts: Ints
    columns: Ints
    values: Floats

    def transposed(self, width: int) -> Sparse:
        """The same pairs by column; ``width`` is the number of columns."""
        rows = np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))
        order = np.argsort(self.columns, kind="stable")
        starts = np.zeros(width + 1, np.int32)
        np.cumsum(np.bincount(self.columns, minlength=width), out=starts[1:])
        return Sparse(starts, rows[order], self.values[order])


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """``forward`` is t(en | zh), rows zh; ``reverse`` is t(zh | en), rows en. ``zh_rate`` and ``en_rate``
    are the words' relative frequencies.
    """

    zh_ids: dict[str, int]
    en_ids: dict[str, int]
    zh_rate: Floats
    en_rate: Floats
    zh_share: Floats
    en_share: Floats
    forward: Sparse
    reverse: Sparse


def build(sides: Sequence[tuple[Side, Side]], lexicon: Lexicon) -> Table:
    """The dictionary's table for the words of ``sides``, pairs of a Chinese and an English side."""
    zh_ids, zh_counts = _vocabulary(zh for zh, _ in sides)
    en_ids, en_counts = _vocabulary(en for _, en in sides)
    rows, columns, values = [0], [], []
    for word in zh_ids:
        same = en_ids.get(word)
        if same is not None:  # figures, Latin words and readings stand for themselves
            columns.append(same)
            values.append(1.0)
        else:
            for stem, weight in lexicon.translations(word):
                column = en_ids.get(stem)
                if column is not None:
                    columns.append(column)
                    values.append(weight)
        rows.append(len(columns))
    forward = Sparse(np.array(rows, np.int32), np.array(columns, np.int32), np.array(values, np.float32))
    reverse = normalised(forward.transposed(len(en_ids)), _REVERSE_SMOOTHING)
    taught_forward, taught_reverse = _taught(zh_ids, en_ids)
    return Table(
        zh_ids=zh_ids,
        en_ids=en_ids,
        zh_rate=background.rates(zh_ids, zh_counts, "zh"),
        en_rate=background.rates(en_ids, en_counts, "en"),
        zh_share=_shares(zh_ids),
        en_share=_shares(en_ids),
        forward=mixed(forward, taught_forward, len(en_ids), _TAUGHT_SHARE),
        reverse=mixed(reverse, taught_reverse, len(zh_ids), _TAUGHT_SHARE),
    )


def _taught(zh_ids: dict[str, int], en_ids: dict[str, int]) -> tuple[Sparse, Sparse]:
    """The pairs that our own texts taught, both ways."""
    rows, columns, values, backward = [0], [], [], []
    known = pairs.load()
    for word in zh_ids:
        for stem, probability, other in known.get(word, ()):
            column = en_ids.get(stem)
            if column is not None:
                columns.append(column)
                values.append(probability)
                backward.append(other)
        rows.append(len(columns))
    starts, places = np.array(rows, np.int32), np.array(columns, np.int32)
    forward = Sparse(starts, places, np.array(values, np.float32))
    reverse = Sparse(starts, places, np.array(backward, np.float32)).transposed(len(en_ids))
    return forward, reverse


def _shares(ids: Iterable[str]) -> Floats:
    """How much of a word's probability translations may claim, relative to an ordinary word: a figure that
    finds no partner tells more than a word that finds none.
    """
    return np.array([_claim(word) for word in ids], np.float32)


def _claim(word: str) -> float:
    if word[0] == FIGURE:
        return FIGURE_CLAIM if len(word) > 2 else 1.0
    return READING_CLAIM if word[0] == READING else 1.0


def normalised(sparse: Sparse, smoothing: float = 0.0) -> Sparse:
    """Each row's values divided by their sum plus ``smoothing``."""
    rows = np.repeat(np.arange(len(sparse.starts) - 1), np.diff(sparse.starts))
    totals = np.bincount(rows, sparse.values, minlength=len(sparse.starts) - 1) + smoothing
    values = (sparse.values / np.maximum(totals, 1e-12)[rows]).astype(np.float32)
    return Sparse(sparse.starts, sparse.columns, values)


def _vocabulary(sides: Iterable[Side]) -> tuple[dict[str, int], NDArray[np.float64]]:
    ids: dict[str, int] = {}
    counts: list[int] = []
    for side in sides:
        for tokens in side.tokens:
            for token in tokens:
                place = ids.setdefault(token, len(ids))
                if place == len(counts):
                    counts.append(0)
                counts[place] += 1
    return ids, np.array(counts, np.float64)


def mixed(known: Sparse, taught: Sparse, width: int, share: float) -> Sparse:
    """Rows of both tables added, ``share`` of the taught; a row that only one table has keeps its values."""
    rows = len(known.starts) - 1
    known_row = np.repeat(np.arange(rows), np.diff(known.starts))
    taught_row = np.repeat(np.arange(rows), np.diff(taught.starts))
    both = (np.diff(known.starts) > 0) & (np.diff(taught.starts) > 0)
    keys = np.concatenate((known_row * width + known.columns, taught_row * width + taught.columns))
    values = np.concatenate(
        (
            known.values * np.where(both, 1 - share, 1.0)[known_row],
            taught.values * np.where(both, share, 1.0)[taught_row],
        )
    )
    unique, place = np.unique(keys, return_inverse=True)
    starts = np.zeros(rows + 1, np.int32)
    np.cumsum(np.bincount(unique // width, minlength=rows), out=starts[1:])
    summed = np.bincount(place, values, minlength=len(unique))
    return Sparse(starts, (unique % width).astype(np.int32), summed.astype(np.float32))
