"""Sentence beads by dynamic programming over dictionary, figures, names and lengths."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tzcorpus.align import (
    adapt,
    anchors,
    breaks,
    confidence,
    embedding,
    evidence,
    features,
    lattice,
    learn,
    lexicon,
    scores,
    second,
    table,
)  # fmt: skip
from tzcorpus.align.evidence import Place
from tzcorpus.align.features import Side
from tzcorpus.align.lattice import Band, Lattice
from tzcorpus.align.second import Running
from tzcorpus.align.settings import AlignSettings
from tzcorpus.align.table import Table
from tzcorpus.errors import FormatError
from tzcorpus.language.threads import one_thread
from tzcorpus.records import Bead

# Flattens the weights of the first look's paths: evidence is counted in both directions.
_TEMPERATURE = 1.5


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


def beads_to_lines(beads: Sequence[Bead]) -> list[str]:
    """Beads in Vecalign's form, a line each, gaps included.

    >>> beads_to_lines([Bead((0,), (0, 1), 0.98), Bead((1,), ())])
    ['[0]:[0, 1]:0.980000', '[1]:[]:0.000000']
    """
    return [f"{list(bead.zh)}:{list(bead.en)}:{bead.score:.6f}" for bead in beads]


def lines_to_beads(lines: Iterable[str], *, where: str = "") -> tuple[Bead, ...]:
    """Beads of lines in Vecalign's form; the score may be missing, blank lines and # comments are skipped.

    Raises `FormatError` with the line number.

    >>> lines_to_beads(["[0]:[0, 1]:0.98", "[1]:[]"])
    (Bead(zh=(0,), en=(0, 1), score=0.98), Bead(zh=(1,), en=(), score=0.0))
    """
    return tuple(
        _bead(line.strip(), f"{where}:{number}")
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.lstrip().startswith("#")
    )


_LINE = re.compile(
    r"\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\]\s*(?::\s*(-?[\d.]+(?:[eE][-+]?\d+)?|nan|-?inf))?\s*\Z"
)


def _bead(line: str, where: str) -> Bead:
    match = _LINE.match(line)
    if match is None:
        raise FormatError(f"not a bead: {line[:60]!r}", where=where, expected="[0, 1]:[0]:score")
    zh, en = (tuple(int(part) for part in re.findall(r"\d+", side)) for side in match.group(1, 2))
    return Bead(zh, en, float(match[3] or 0.0))


def align_texts(
    texts: Sequence[Text], settings: AlignSettings = AlignSettings()
) -> tuple[tuple[Bead, ...], ...]:
    """Beads of each text; a bead across a paragraph break on one side costs. Empty sentences are gaps."""
    with one_thread():
        found = _align([_filled(text) for text in texts], settings)
    return tuple(_with_empty(text, beads) for text, beads in zip(texts, found, strict=True))


def _places(sentences: Sequence[str]) -> list[int]:
    return [k for k, sentence in enumerate(sentences) if sentence.strip()]


def _filled(text: Text) -> Text:
    """The text without its empty sentences; a break before one goes to the next."""
    zh, en = _places(text.zh), _places(text.en)
    if len(zh) == len(text.zh) and len(en) == len(text.en):
        return text
    return Text(
        [text.zh[k] for k in zh],
        [text.en[k] for k in en],
        frozenset(bisect_left(zh, k) for k in text.zh_breaks),
        frozenset(bisect_left(en, k) for k in text.en_breaks),
    )


def _through(numbers: Sequence[int]) -> tuple[int, ...]:
    return tuple(range(numbers[0], numbers[-1] + 1)) if numbers else ()


def _with_empty(text: Text, beads: tuple[Bead, ...]) -> tuple[Bead, ...]:
    """``beads`` of the filled text numbered as in ``text``, its empty sentences as gaps; one between
    two sentences of a bead belongs to the bead, so that beads stay runs.
    """
    zh, en = _places(text.zh), _places(text.en)
    if len(zh) == len(text.zh) and len(en) == len(text.en):
        return beads
    zh_gaps, en_gaps = (
        deque(sorted(set(range(len(side))).difference(kept))) for side, kept in ((text.zh, zh), (text.en, en))
    )
    out: list[Bead] = []
    for bead in beads:
        moved = Bead(_through([zh[k] for k in bead.zh]), _through([en[k] for k in bead.en]), bead.score)
        while moved.zh and zh_gaps and zh_gaps[0] < moved.zh[0]:
            out.append(Bead((zh_gaps.popleft(),), (), 1.0))
        while moved.en and en_gaps and en_gaps[0] < moved.en[0]:
            out.append(Bead((), (en_gaps.popleft(),), 1.0))
        while moved.zh and zh_gaps and zh_gaps[0] < moved.zh[-1]:
            zh_gaps.popleft()
        while moved.en and en_gaps and en_gaps[0] < moved.en[-1]:
            en_gaps.popleft()
        out.append(moved)
    out += [Bead((k,), (), 1.0) for k in zh_gaps]
    return (*out, *(Bead((), (k,), 1.0) for k in en_gaps))


def _align(texts: Sequence[Text], settings: AlignSettings) -> tuple[tuple[Bead, ...], ...]:
    sides = _sides(texts)
    words = table.build(sides, lexicon.load())
    indexed = [
        _Indexed(scores.indexed(zh, words.zh_ids), scores.indexed(en, words.en_ids)) for zh, en in sides
    ]
    pairs = list(zip(texts, indexed, strict=True))
    if sum(min(len(of.zh), len(of.en)) for of in indexed) < settings.learn_from:
        return tuple(_aligned(text, of, words, settings) for text, of in pairs)
    first = [_at_first(text, of, words, settings) for text, of in pairs]
    links = learn.links_of([(of.zh, of.en, beads) for of, beads in zip(indexed, first, strict=True)])
    if len(links) < settings.learn_from:
        return tuple(_aligned(text, of, words, settings) for text, of in pairs)
    words = learn.learned(words, links, settings.learned_share)
    return tuple(
        _aligned(text, of, words, settings, anchors.along(beads, len(of.zh), len(of.en), settings))
        for (text, of), beads in zip(pairs, first, strict=True)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Indexed:
    """Both sides of a document in numbers."""

    zh: scores.Indexed
    en: scores.Indexed


def _aligned(
    text: Text, sides: _Indexed, words: Table, settings: AlignSettings, band: Band | None = None
) -> tuple[Bead, ...]:
    if not (len(sides.zh) and len(sides.en)):
        return tuple(_gaps(text))
    sizes, rows = _path(_running(text, sides, words, settings, band))
    return beads_of(sizes, confidence.probabilities(rows))


def _path(of: Running) -> tuple[list[tuple[int, int]], list[confidence.Row]]:
    """Bead sizes of the best path, and what their confidence is computed from."""
    scores = (of.values @ second.weights() + of.extra).tolist()
    path, share = second.best(of, scores), second.shares(of, scores)
    rows = [confidence.described(of, number, share[number]) for number in path]
    return [of.places[number][2:] for number in path], rows


def described(
    zh: Sequence[str], en: Sequence[str], settings: AlignSettings = AlignSettings()
) -> list[confidence.Row]:
    """For each bead of `align_sentences` what its score is computed from; for calibration."""
    return _path(in_running(zh, en, settings))[1]


def _gaps(text: Text) -> Iterator[Bead]:
    """Every sentence of a text with one side."""
    yield from (Bead((k,), (), 1.0) for k in range(len(text.zh)))
    yield from (Bead((), (k,), 1.0) for k in range(len(text.en)))


def _running(
    text: Text,
    sides: _Indexed,
    words: Table,
    settings: AlignSettings,
    band: Band | None = None,
    also: Sequence[Place] = (),
) -> Running:
    """The beads in the running after a first look, and those of ``also``."""
    look = _first_look(text, sides, words, settings, band)
    finer = evidence.of(
        sides.zh, sides.en, (text.zh, text.en), words, ratio=look.ratio, gaps=adapt.wealth(look.path)
    )
    of = second.running(look.net, look.weighed, look.plain, finer, look.gap, look.path, also=also)
    return second.with_gaps(of, settings.gap - AlignSettings().gap)


@dataclass(frozen=True, slots=True, eq=False)
class _FirstLook:
    """The lattice of words alone, with breaks and vectors, and with lengths too; the best path through it;
    what that path says of the document: its length ratio and the score of a gap.
    """

    plain: Lattice
    weighed: Lattice
    net: Lattice
    path: list[tuple[int, int]]
    ratio: float
    gap: float


def _first_look(
    text: Text, sides: _Indexed, words: Table, settings: AlignSettings, band: Band | None = None
) -> _FirstLook:
    zh, en = sides.zh, sides.en
    plain = lattice.build(zh, en, words, band or anchors.band(zh, en, words, settings), settings)
    weighed = breaks.with_breaks(plain, text.zh_breaks, text.en_breaks)
    if settings.encoder:
        both = embedding.vectors(text.zh, text.en, embedding.load_encoder(settings.encoder))
        weighed = embedding.with_vectors(weighed, both, settings.embedding)
    net = lattice.with_lengths(weighed, zh, en, settings, settings.length_ratio)
    path = lattice.best_path(net, len(en), settings.gap)
    ratio = adapt.length_ratio(path, zh, en, settings)
    net = lattice.with_lengths(weighed, zh, en, settings, ratio)
    path = lattice.best_path(net, len(en), settings.gap)
    gap = adapt.gap(path, settings)
    path = path if gap == settings.gap else lattice.best_path(net, len(en), gap)
    return _FirstLook(plain, weighed, net, path, ratio, gap)


def _at_first(text: Text, sides: _Indexed, words: Table, settings: AlignSettings) -> tuple[Bead, ...]:
    """Beads of the first look with their shares of all paths, good enough to learn from."""
    zh, en = sides.zh, sides.en
    plain = lattice.build(zh, en, words, anchors.band(zh, en, words, settings), settings)
    net = lattice.with_lengths(plain, zh, en, settings, settings.length_ratio)
    net = breaks.with_breaks(net, text.zh_breaks, text.en_breaks)
    path = lattice.best_path(net, len(en), settings.gap)
    return beads_of(path, lattice.shares(net, len(en), path, settings.gap, _TEMPERATURE))


def in_running(
    zh: Sequence[str],
    en: Sequence[str],
    settings: AlignSettings = AlignSettings(),
    *,
    also: Sequence[Place] = (),
) -> Running:
    """The beads in the running and those of ``also``; for fitting the weights."""
    text = Text(zh, en)
    ((zh_side, en_side),) = sides = _sides([text])
    words = table.build(sides, lexicon.load())
    both = _Indexed(scores.indexed(zh_side, words.zh_ids), scores.indexed(en_side, words.en_ids))
    return _running(text, both, words, settings, also=also)


def _sides(texts: Sequence[Text]) -> list[tuple[Side, Side]]:
    dictionary = lexicon.load()
    out = []
    for text in texts:
        names = features.names_in(text.en)
        out.append((features.chinese_side(text.zh, dictionary, names), features.english_side(text.en, names)))
    return out


def beads_of(path: Sequence[tuple[int, int]], confidences: Sequence[float]) -> tuple[Bead, ...]:
    """Bead sizes in order as beads with their confidences."""
    beads, i, j = [], 0, 0
    for (m, n), score in zip(path, confidences, strict=True):
        beads.append(Bead(tuple(range(i, i + m)), tuple(range(j, j + n)), round(score, 6)))
        i, j = i + m, j + n
    return tuple(beads)
