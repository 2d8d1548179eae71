"""Near-duplicate articles across documents: agencies' copies, two editions of one page.

Articles of which the shorter stands in the longer by about `THRESHOLD` of its runs of characters (estimated
by MinHash) form a cluster: a copy whose tail was cut is one still. Nothing is removed: the cluster is a
column, and who trains a model can keep one article of each.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableSequence, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from tzcorpus.records import AlignedPassage

if TYPE_CHECKING:
    import numpy as np

Article = tuple[str, int]
# The share of the shorter article's shingles that the longer has, from which the two are copies: between
# articles of one length, seven in ten of all their shingles.
THRESHOLD = 0.82
# A copy is cut to no less than this of its letters; what is shorter may be a quotation, a summary, a caption.
SHORTEST_COPY = 0.5
# With BANDS of ROWS hash values a pair becomes a candidate in 97 of 100 cases where half of all shingles are
# shared (a copy cut to half), and in one of 5,000 where one in fifty is; each candidate is then held against
# the threshold itself.
BANDS, ROWS = 26, 3
# Characters of a shingle, and the shortest article that is compared: two captions are alike by chance.
SHINGLE, SHORTEST = 5, 60
_SEED = 1
# Of candidates that share a band, each is held against so many before it: thousands of copies of one notice
# form a cluster by their neighbours.
_BEFORE = 16
# Letters whose shingles are held at a time.
_STRETCH = 100_000


class Signature(msgspec.Struct, frozen=True):
    """The MinHash of one article, BANDS × ROWS numbers of four bytes, and its length in letters."""

    document: str
    article: int
    length: int
    hashes: bytes


class Signatures:
    """The signatures of the articles of one entry; passages are given one at a time, in their order."""

    def __init__(self) -> None:
        self._articles: dict[Article, _Reading] = {}

    def add(self, aligned: AlignedPassage) -> None:
        """Take the texts of a passage."""
        for side in (aligned.zh, aligned.en):
            if side is not None:
                article = side.document, side.article
                if article not in self._articles:
                    self._articles[article] = _Reading()
                self._articles[article].add(side.text)

    def found(self) -> tuple[Signature, ...]:
        """The articles that are long enough to compare."""
        return tuple(
            Signature(document, article, reading.length, reading.hashes())
            for (document, article), reading in self._articles.items()
            if reading.length >= SHORTEST
        )


class _Reading:
    """One article as far as it was read: its length without blanks, and the shingles so far as a MinHash."""

    def __init__(self) -> None:
        from rensa import RMinHash

        self.length = 0
        self._hash = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
        self._tail = ""

    def add(self, text: str) -> None:
        letters = "".join(text.split())
        self.length += len(letters)
        for start in range(0, len(letters), _STRETCH):
            part = self._tail + letters[start : start + _STRETCH]
            self._hash.update(sorted({part[k : k + SHINGLE] for k in range(len(part) - SHINGLE + 1)}))
            self._tail = part[1 - SHINGLE :]

    def hashes(self) -> bytes:
        import numpy as np

        return np.array(self._hash.digest(), dtype="<u4").tobytes()


def clusters(signatures: Iterable[Signature]) -> dict[Article, str]:
    """The cluster of each article (document id, number) that has near-duplicates; it is named by the
    first of its articles, ``document#article``.
    """
    import numpy as np

    # an archive has a million articles: nothing here is an object for each but its document's id
    documents: list[str] = []
    articles, lengths = array("i"), array("q")
    hashes = bytearray()
    for each in signatures:
        documents.append(each.document)
        articles.append(each.article)
        lengths.append(each.length)
        hashes += each.hashes
    table = np.frombuffer(hashes, dtype="<u4").reshape(len(documents), BANDS * ROWS)
    parent = array("q", range(len(documents)))
    for band in range(BANDS):
        for group in _alike(table[:, band * ROWS : (band + 1) * ROWS]):
            _join_alike(group, table, lengths, parent)
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(documents)):
        if (root := _root(parent, number)) != number:
            groups[root].append(number)
    return {
        (documents[number], articles[number]): f"{documents[root]}#{articles[root]}"
        for root, group in groups.items()
        for number in (root, *group)
    }


def _alike(band: np.ndarray[Any, Any]) -> Iterator[list[int]]:
    """Groups of two and more rows that are equal, each in order."""
    import numpy as np

    keys = np.ascontiguousarray(band).view([("", band.dtype)] * band.shape[1]).ravel()
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    edges = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    starts, ends = np.append(0, edges), np.append(edges, len(order))
    for number in np.flatnonzero(ends - starts > 1):
        yield order[starts[number] : ends[number]].tolist()


def _join_alike(
    group: list[int], table: np.ndarray[Any, Any], lengths: Sequence[int], parent: MutableSequence[int]
) -> None:
    for k, number in enumerate(group):
        before = {group[0], *group[max(0, k - _BEFORE) : k]} - {number}
        others = [other for other in sorted(before) if _root(parent, other) != _root(parent, number)]
        if not others:
            continue
        for other, shared in zip(others, (table[others] == table[number]).mean(axis=1), strict=True):
            if _held(float(shared), lengths[other], lengths[number]) >= THRESHOLD:
                first, second = sorted((_root(parent, other), _root(parent, number)))
                parent[second] = first


def _held(shared: float, one: int, other: int) -> float:
    """The share of the shorter article that the longer has, from the share of all that both have.

    >>> _held(0.5, 1000, 500), _held(0.7, 1000, 1000) > THRESHOLD, _held(0.3, 1000, 300)
    (1.0, True, 0.0)
    """
    short, long = sorted((one, other))
    if short < SHORTEST_COPY * long:
        return 0.0
    return shared * (short + long) / (1 + shared) / short


def cluster_of(aligned: AlignedPassage, found: Mapping[Article, str]) -> str | None:
    """The cluster of a passage's article, by its Chinese side where that has one."""
    for side in (aligned.zh, aligned.en):
        if side is not None and (side.document, side.article) in found:
            return found[side.document, side.article]
    return None


def _root(parent: MutableSequence[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number
