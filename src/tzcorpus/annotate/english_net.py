"""The network of the learned recogniser of English names, read with numpy: what it makes of each word.

A word comes in as a few discrete features and a row of yes-or-no ones. One layer looks at the words around
it, a second one at what the first made of the neighbours and, on average, of the same capitalised word
everywhere in the document, so that all mentions of a name decide together. Several networks, trained from
different seeds, are averaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tzcorpus.annotate.english_features import DENSE, KINDS, Seen
from tzcorpus.annotate.tag_path import best_path

# S is a name of one word; B, I, E are its first, inner and last words.
TAGS = ("O", "S-COMPANY", "B-COMPANY", "I-COMPANY", "E-COMPANY", "B-PARK", "I-PARK", "E-PARK")
# Empty rows between texts: as many as the first layer and the second together reach beyond a word.
GAP = 3
_REACH = (2, 1)
# Rows that are worked out together: what they take of memory does not grow with the document.
_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Rows:
    """The texts of one or more documents under one another, with empty rows around each text.

    ``ids`` holds the numbers of the discrete features, ``flags`` the others, ``words`` the number of each
    capitalised word within its document (0 for other words), ``real`` 1 for a word and 0 for an empty row;
    ``where`` the first row of each text and its size.
    """

    ids: Any
    flags: Any
    words: Any
    real: Any
    where: list[tuple[int, int]]


def rows_of(documents: Sequence[Sequence[Seen]], vocabulary: Sequence[dict[str, int]]) -> Rows:
    """The rows of the texts of ``documents``. ``vocabulary`` gives for each kind of feature the numbers of
    its values; what it lacks is 0.
    """
    import numpy as np

    texts = [seen for document in documents for seen in document]
    size = GAP + sum(len(seen.tokens) + GAP for seen in texts)
    ids = np.zeros((size, KINDS), dtype=np.int64)
    flags = np.zeros((size, DENSE), dtype=np.float32)
    words = np.zeros(size, dtype=np.int64)
    real = np.zeros((size, 1), dtype=np.float32)
    where: list[tuple[int, int]] = []
    at, top = GAP, 0
    for document in documents:
        first = top
        for seen in document:
            end = at + len(seen.tokens)
            if end > at:
                ids[at:end] = [
                    [known.get(value, 0) for known, value in zip(vocabulary, values, strict=True)]
                    for values in seen.values
                ]
                flags[at:end] = seen.flags
                words[at:end] = [word and word + first for word in seen.words]
                real[at:end] = 1
                top = max(top, int(words[at:end].max()))
            where.append((at, len(seen.tokens)))
            at = end + GAP
    return Rows(ids, flags, words, real, where)


@dataclass(frozen=True, slots=True)
class Network:
    """``vocabulary`` holds for each kind of feature its values' numbers (0 is any other), ``weights`` the
    matrices of each of the averaged networks by the names that torch gives them.
    """

    vocabulary: tuple[dict[str, int], ...]
    weights: tuple[dict[str, Any], ...]

    def probabilities(self, document: Sequence[Seen]) -> list[Any]:
        """For each text of a document a row a token, a column a tag."""
        rows = rows_of([document], self.vocabulary)
        mean = sum(_softmax(_scores(rows, weights)) for weights in self.weights) / len(self.weights)
        return [mean[at : at + size] for at, size in rows.where]


def _scores(rows: Rows, w: dict[str, Any]) -> Any:
    """A score a tag for each row, worked out `_CHUNK` rows at a time."""
    import numpy as np

    size, hidden = len(rows.real), len(w["near.bias"])
    near = np.empty((size, hidden), dtype=np.float32)
    for part, wide, inner in _chunks(size, _REACH[0]):
        vectors = [w[f"emb.{kind}.weight"][rows.ids[wide, kind]] for kind in range(KINDS)]
        x = np.concatenate([*vectors, rows.flags[wide]], 1) * rows.real[wide]
        near[part] = (
            np.tanh(_around(x, _REACH[0])[inner] @ w["near.weight"].T + w["near.bias"]) * rows.real[part]
        )
    sums = np.zeros((int(rows.words.max()) + 1, hidden), dtype=np.float32)
    np.add.at(sums, rows.words, near)
    means = sums / np.maximum(np.bincount(rows.words, minlength=len(sums)), 1)[:, None]
    means[0] = 0
    out = np.empty((size, len(TAGS)), dtype=np.float32)
    for part, wide, inner in _chunks(size, _REACH[1]):
        both = np.concatenate([near[wide], means[rows.words[wide]]], 1)
        far = np.tanh(_around(both, _REACH[1])[inner] @ w["far.weight"].T + w["far.bias"])
        out[part] = np.concatenate([far, near[part]], 1) @ w["out.weight"].T + w["out.bias"]
    return out


def _chunks(size: int, reach: int) -> Iterator[tuple[slice, slice, slice]]:
    """Parts of ``size`` rows, each with the rows within ``reach`` of it, and the part within those."""
    for start in range(0, size, _CHUNK):
        end = min(start + _CHUNK, size)
        first = max(0, start - reach)
        yield slice(start, end), slice(first, min(end + reach, size)), slice(start - first, end - first)


def _around(x: Any, reach: int) -> Any:
    """Each row with its neighbours beside it, those behind it first."""
    import numpy as np

    return np.concatenate([np.roll(x, by, 0) for by in range(-reach, reach + 1)], 1)


def _softmax(scores: Any) -> Any:
    import numpy as np

    grown = np.exp(scores - scores.max(1, keepdims=True))
    return grown / grown.sum(1, keepdims=True)


def best_tags(probabilities: Any) -> list[str]:
    """The most probable tags that make whole names (`best_path`)."""
    return [TAGS[tag] for tag in best_path(probabilities, TAGS)]


def names_in(probabilities: Any, least: float) -> Iterator[tuple[int, int, str]]:
    """First and last (exclusive) tokens of the names of a text all whose tokens lie in a name with ``least``
    probability or more, and their labels.
    """
    at = 0
    for inside, run in groupby((1 - probabilities[:, 0] >= least).tolist()):
        start, at = at, at + len(list(run))
        if inside:
            for first, last, label in spans_of(best_tags(probabilities[start:at])):
                yield start + first, start + last, label


def spans_of(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First and last (exclusive) tokens of the names and their labels.

    >>> list(spans_of(["O", "S-COMPANY", "B-PARK", "I-PARK", "E-PARK"]))
    [(1, 2, 'COMPANY'), (2, 5, 'PARK')]
    """
    start = 0
    for number, tag in enumerate(tags):
        position, _, label = tag.partition("-")
        if position in ("S", "B"):
            start = number
        if position in ("S", "E"):
            yield start, number + 1, label
