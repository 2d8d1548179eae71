"""Near-duplicate articles across documents: agencies' copies, two editions of one page.

Articles whose runs of characters overlap by about `THRESHOLD` (Jaccard, estimated by MinHash) form a
cluster. Nothing is removed: the cluster is a column, and who trains a model can keep one article of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tzcorpus.records import AlignedPassage, Passage

Article = tuple[str, int]
# Shared share of shingles from which two articles are copies of each other. With BANDS of ROWS hash values,
# half of the pairs at (1/BANDS)^(1/ROWS) = 0.56 become candidates, and nearly all above 0.7; each candidate
# is then held against the threshold itself.
THRESHOLD = 0.7
BANDS, ROWS = 16, 5
# Characters of a shingle, and the shortest article that is compared: two captions are alike by chance.
SHINGLE, SHORTEST = 5, 60
_SEED = 1


def clusters(passages: Iterable[AlignedPassage]) -> dict[Article, str]:
    """The cluster of each article (document id, number) that has near-duplicates; it is named by the
    first of its articles, ``document#article``. Passages of an article stand together.
    """
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=BANDS * ROWS, num_bands=BANDS)
    known: list[Article] = []
    kept: list[RMinHash] = []
    parent: list[int] = []
    for article, text in _articles(passages):
        letters = "".join(text.split())
        if len(letters) < SHORTEST:
            continue
        made = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
        made.update(sorted({letters[k : k + SHINGLE] for k in range(len(letters) - SHINGLE + 1)}))
        number = len(known)
        known.append(article)
        kept.append(made)
        parent.append(number)
        for other in sorted(index.query(made)):
            if kept[other].jaccard(made) >= THRESHOLD:
                _join(parent, other, number)
        index.insert(number, made)
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(known)):
        groups[_root(parent, number)].append(number)
    return {
        known[number]: "#".join(map(str, known[group[0]]))
        for group in groups.values()
        if len(group) > 1
        for number in group
    }


def cluster_of(aligned: AlignedPassage, found: Mapping[Article, str]) -> str | None:
    """The cluster of a passage's article, by its Chinese side where that has one."""
    for side in (aligned.zh, aligned.en):
        if side is not None and (side.document, side.article) in found:
            return found[side.document, side.article]
    return None


def _articles(passages: Iterable[AlignedPassage]) -> Iterable[tuple[Article, str]]:
    waiting: dict[Article, list[str]] = {}
    entry = ""
    for aligned in passages:
        sides: list[Passage] = [side for side in (aligned.zh, aligned.en) if side is not None]
        start = sides[0].document.removesuffix(".en")
        if start != entry:
            yield from ((article, "\n".join(texts)) for article, texts in waiting.items())
            waiting, entry = {}, start
        for side in sides:
            waiting.setdefault((side.document, side.article), []).append(side.text)
    yield from ((article, "\n".join(texts)) for article, texts in waiting.items())


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _join(parent: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(parent, one), _root(parent, other)))
    parent[second] = first
