"""Finer evidence for one bead: which word answers which, one for one, and what is left over.

The lattice scores all beads at once and lets one Chinese word explain many English ones; what is looked at
here is dear and is asked only for the few beads that may be right (`tzcorpus.align.second`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from tzcorpus.align.features import FIGURE, MARK, READING
from tzcorpus.align.scores import Indexed
from tzcorpus.align.table import Sparse, Table

# A word as frequent as exp(-4) says nothing, one as rare as exp(-11) all that a word can say.
_SILENT, _RANGE = 4.0, 7.0
_KINDS = {FIGURE: 1, READING: 2, MARK: 3}
_CLAUSE = re.compile(r"[，；：,;:—](?=\D)")
_SENTENCE_END = "”’」』\"')）】"

# Node (i, j) before the bead, Chinese and English sentences in it.
Place = tuple[int, int, int, int]

NAMES = (
    "words", "lengths", "11", "12", "21", "13", "31", "22", "larger", "zh gap", "en gap",
    "answered", "zh left", "en left", "share answered", "poorest sentence", "unanswered sentences",
    "figures answered", "figures left", "readings answered", "marks answered", "marks left",
    "length off", "length far off", "shortest", "crossed", "zh gap weight", "en gap weight",
    "zh gap answerable", "en gap answerable", "zh gap share", "en gap share",
    "zh gap length", "en gap length",
    "gaps are many", "gaps are few", "first look",
    "better elsewhere zh", "better elsewhere en", "clauses off",
    "clauses for sentences",
    "last marks differ", "speech opens both", "speech opens one",
    "speech closes both", "speech closes one",
)  # fmt: skip
_AT = {name: place for place, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True)
class _Side:
    """A side's words with their weights and kinds, by sentence, and what its sentences begin and end with."""

    words: list[list[int]]
    weights: list[list[float]]
    kinds: list[list[int]]
    lengths: list[float]
    ends: list[str]
    opens: list[bool]
    closes: list[bool]
    clauses: list[int]


Link = tuple[float, int, int, int]  # gain, word's place in the Chinese sentence, in the English one, kind
Match = tuple[float, int, int, int]  # gain, Chinese sentence, English sentence, kind


@dataclass(slots=True)
class Evidence:
    """The sentences of a document, and the word links between those that were asked for."""

    zh: _Side
    en: _Side
    rows: list[list[tuple[int, float]]]
    ratio: float
    gaps: float  # logarithm of the share of gaps in a first path over the usual share
    links: dict[tuple[int, int], list[Link]] = field(default_factory=dict)
    matches: dict[tuple[int, int], list[Match]] = field(default_factory=dict)
    best_zh: dict[int, float] = field(default_factory=dict)
    best_en: dict[int, float] = field(default_factory=dict)

    def between(self, i: int, j: int) -> list[Link]:
        """Word links of a sentence pair, strongest first."""
        known = self.links.get((i, j))
        if known is None:
            known = self.links[i, j] = sorted(self._pairs(i, j), reverse=True)
        return known

    def _pairs(self, i: int, j: int) -> Iterator[Link]:
        where: dict[int, list[int]] = {}
        for place, word in enumerate(self.en.words[j]):
            where.setdefault(word, []).append(place)
        en_weights = self.en.weights[j]
        for place, word in enumerate(self.zh.words[i]):
            weight = self.zh.weights[i][place]
            kind = self.zh.kinds[i][place]
            for column, value in self.rows[word]:
                for other in where.get(column, ()):
                    both = (weight + en_weights[other]) / 2
                    if both > 0:
                        yield (value**0.5 * both, place, other, kind)

    def matched(self, i: int, j: int) -> list[Match]:
        """Links of a sentence pair in which each word is used once."""
        known = self.matches.get((i, j))
        if known is None:
            known = self.matches[i, j] = _matched([(i, j, self.between(i, j))])
        return known

    def note(self, places: Sequence[Place]) -> None:
        """Remember how well each sentence could be answered by any that it stands in a bead with."""
        for i, j, m, n in places:
            for a in range(i, i + m):
                for b in range(j, j + n):
                    gain = sum(link[0] for link in self.matched(a, b))
                    self.best_zh[a] = max(self.best_zh.get(a, 0.0), gain)
                    self.best_en[b] = max(self.best_en.get(b, 0.0), gain)

    def row(self, place: Place, words: float, lengths: float, share: float) -> list[float]:
        """The values of `NAMES` for a bead; ``words`` and ``lengths`` are the lattice's scores of it,
        ``share`` the logarithm of its share of all paths there.
        """
        m, n = place[2:]
        out = [0.0] * len(NAMES)
        out[_AT["first look"]] = share
        if not (m and n):
            _gap(self, place, out)
            return out
        out[0], out[1] = words, lengths
        out[_AT.get(f"{m}{n}", _AT["larger"])] = 1.0
        out[_AT["larger"]] *= m + n - 3
        _answers(self, place, out)
        _shapes(self, place, out)
        return out


def of(
    zh: Indexed,
    en: Indexed,
    texts: tuple[Sequence[str], Sequence[str]],
    table: Table,
    *,
    ratio: float,
    gaps: float,
) -> Evidence:
    """The evidence of a document whose length ratio and wealth of gaps are known."""
    weights = [
        np.clip((-np.log(rate) - _SILENT) / _RANGE, 0.0, 1.0).tolist()
        for rate in (table.zh_rate, table.en_rate)
    ]
    ids = (table.zh_ids, table.en_ids)
    left, right = (
        _side(side, texts[k], weights[k], [_KINDS.get(word[0], 0) for word in ids[k]])
        for k, side in enumerate((zh, en))
    )
    used = {word for words in left.words for word in words}
    rows: list[list[tuple[int, float]]] = [[]] * len(table.zh_ids)
    for word in used:
        rows[word] = _row(table.forward, word)
    return Evidence(left, right, rows, ratio, gaps)


def _row(sparse: Sparse, word: int) -> list[tuple[int, float]]:
    places = slice(int(sparse.starts[word]), int(sparse.starts[word + 1]))
    return list(zip(sparse.columns[places].tolist(), sparse.values[places].tolist(), strict=True))


def _side(side: Indexed, texts: Sequence[str], weights: list[float], kinds: list[int]) -> _Side:
    all_words = side.words.tolist()
    starts = side.starts.tolist()
    words = [all_words[starts[k] : starts[k + 1]] for k in range(len(side))]
    bare = [text.strip() for text in texts]
    return _Side(
        words,
        [[weights[word] for word in of] for of in words],
        [[kinds[word] for word in of] for of in words],
        side.lengths.tolist(),
        [_final(text) for text in bare],
        [text[:1] in "“‘「『\"'" and bool(text) for text in bare],
        [text[-1:] in "”’」』\"'" and bool(text) for text in bare],
        [len(_CLAUSE.findall(text)) for text in bare],
    )


def _final(text: str) -> str:
    """The kind of mark that ends a sentence, behind its closing quotation marks."""
    mark = text.rstrip(_SENTENCE_END)[-1:]
    for kind, marks in (("?", "?？"), ("!", "!！"), ("…", "…"), (":", ":："), (".", ".。；;，,—")):
        if mark and mark in marks:
            return kind
    return ""


def _matched(pairs: Sequence[tuple[int, int, list[Link]]]) -> list[Match]:
    """Links in which each word is used once, strongest first."""
    if len(pairs) == 1:
        a, b, links = pairs[0]
        every = [(gain, a, b, z, e, kind) for gain, z, e, kind in links]
    else:
        every = sorted(
            ((gain, a, b, z, e, kind) for a, b, links in pairs for gain, z, e, kind in links), reverse=True
        )
    zh_used: set[tuple[int, int]] = set()
    en_used: set[tuple[int, int]] = set()
    out = []
    for gain, a, b, z, e, kind in every:
        if (a, z) not in zh_used and (b, e) not in en_used:
            zh_used.add((a, z))
            en_used.add((b, e))
            out.append((gain, a, b, kind))
    return out


def _answers(evidence: Evidence, place: Place, out: list[float]) -> None:
    i, j, m, n = place
    pairs = [(a, b) for a in range(i, i + m) for b in range(j, j + n)]
    links = (
        evidence.matched(i, j)
        if len(pairs) == 1
        else _matched([(a, b, evidence.between(a, b)) for a, b in pairs])
    )
    zh_weight = {a: sum(evidence.zh.weights[a]) for a in range(i, i + m)}
    en_weight = {b: sum(evidence.en.weights[b]) for b in range(j, j + n)}
    zh_gain = dict.fromkeys(zh_weight, 0.0)
    en_gain = dict.fromkeys(en_weight, 0.0)
    answered = [0, 0, 0, 0]
    cross = 0.0
    for gain, a, b, kind in links:
        zh_gain[a] += gain
        en_gain[b] += gain
        answered[kind] += 1
        # a link from the first half of one side to the last of the other
        cross += gain * abs((a - i + 0.5) / m - (b - j + 0.5) / n) if m > 1 and n > 1 else 0.0
    total = sum(zh_gain.values())
    out[_AT["better elsewhere zh"]] = sum(
        max(0.0, evidence.best_zh.get(a, 0.0) - g) for a, g in zh_gain.items()
    )
    out[_AT["better elsewhere en"]] = sum(
        max(0.0, evidence.best_en.get(b, 0.0) - g) for b, g in en_gain.items()
    )
    zh_total, en_total = sum(zh_weight.values()), sum(en_weight.values())
    out[_AT["answered"]] = total
    out[_AT["zh left"]] = zh_total - total
    out[_AT["en left"]] = en_total - total
    out[_AT["share answered"]] = 2 * total / (zh_total + en_total + 1.0)
    if m + n > 2:
        shares = [zh_gain[a] / (zh_weight[a] + 0.5) for a in zh_weight if m > 1]
        shares += [en_gain[b] / (en_weight[b] + 0.5) for b in en_weight if n > 1]
        out[_AT["poorest sentence"]] = min(shares)
        out[_AT["unanswered sentences"]] = float(sum(share < 0.1 for share in shares))
        lengths = [evidence.zh.lengths[a] * evidence.ratio for a in zh_weight if m > 1]
        lengths += [evidence.en.lengths[b] for b in en_weight if n > 1]
        out[_AT["shortest"]] = math.log(1.0 + min(lengths)) - 4.0
    out[_AT["crossed"]] = cross / (total + 0.5)
    counts = [
        [sum(row.count(kind) for row in side.kinds[at : at + size]) for kind in range(4)]
        for side, at, size in ((evidence.zh, i, m), (evidence.en, j, n))
    ]
    out[_AT["figures answered"]] = float(answered[1])
    out[_AT["figures left"]] = float(counts[0][1] + counts[1][1] - 2 * answered[1])
    out[_AT["readings answered"]] = float(answered[2])
    out[_AT["marks answered"]] = float(answered[3])
    out[_AT["marks left"]] = float(counts[0][3] + counts[1][3] - 2 * answered[3])


def _shapes(evidence: Evidence, place: Place, out: list[float]) -> None:
    """Lengths, last marks, quotation marks."""
    i, j, m, n = place
    zh, en = evidence.zh, evidence.en
    left = sum(zh.lengths[i : i + m]) * evidence.ratio
    right = sum(en.lengths[j : j + n])
    off = math.log((right + 8.0) / (left + 8.0))
    out[_AT["length off"]] = min(off * off, 1.0)
    out[_AT["length far off"]] = max(0.0, abs(off) - 1.0)
    left_clauses, right_clauses = sum(zh.clauses[i : i + m]), sum(en.clauses[j : j + n])
    out[_AT["clauses off"]] = abs(math.log((left_clauses + m + 0.5) / (right_clauses + n + 0.5)))
    if m != n:  # the side with fewer sentences has clauses for those of the other
        spare = (left_clauses + m - n) if m < n else (right_clauses + n - m)
        out[_AT["clauses for sentences"]] = float(min(spare, 2))
    ends = zh.ends[i + m - 1], en.ends[j + n - 1]
    out[_AT["last marks differ"]] = float(ends[0] != ends[1])
    opens = zh.opens[i] + en.opens[j]
    closes = zh.closes[i + m - 1] + en.closes[j + n - 1]
    out[_AT["speech opens both"]], out[_AT["speech opens one"]] = float(opens == 2), float(opens == 1)
    out[_AT["speech closes both"]], out[_AT["speech closes one"]] = float(closes == 2), float(closes == 1)


def _gap(evidence: Evidence, place: Place, out: list[float]) -> None:
    i, j, m, _ = place
    name, side, at, best = (
        ("zh gap", evidence.zh, i, evidence.best_zh) if m else ("en gap", evidence.en, j, evidence.best_en)
    )
    weight = sum(side.weights[at])
    out[_AT[name]] = 1.0
    out[_AT["gaps are many"]] = max(0.0, evidence.gaps)
    out[_AT["gaps are few"]] = min(0.0, evidence.gaps)
    out[_AT[f"{name} weight"]] = weight
    out[_AT[f"{name} answerable"]] = best.get(at, 0.0)
    out[_AT[f"{name} share"]] = best.get(at, 0.0) / (weight + 0.5)
    out[_AT[f"{name} length"]] = math.log(1.0 + side.lengths[at] * (evidence.ratio if m else 1.0)) - 4.0
