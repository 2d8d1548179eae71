"""What jieba's own small tagger (``lac_small``) says of a text: organisations, places, persons and times.

jieba ships the weights (MIT; the model is Baidu LAC's, Apache-2.0) and reads them through a framework that is
gone; here they are read with numpy: characters, two layers of gated recurrent units in both directions, and a
linear chain. Many sentences go through at once, since a step costs about the same for one as for fifty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tzcorpus.errors import ConfigError
from tzcorpus.language.sentences import split
from tzcorpus.records import Span

# Size of a character's vector and of a layer's state (jieba/lac_small/nets.py).
_SIZE = 128
# Sentences that go through together: more fill the cache without saving time on one core.
BATCH = 64
# Characters of a sentence that are read together; a longer one is cut.
LONGEST = 200
# The model was trained with halfwidth punctuation: one for one, so that offsets stay.
_FOLD = str.maketrans("，。；：！？（）“”‘’、《》【】％～—　", ",。;:!?()\"\"'',<>[]%~- ")
_UNKNOWN = "OOV"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A word or name as the tagger cuts it: jieba's part of speech, or PER, LOC, ORG, TIME."""

    span: Span
    tag: str


@dataclass(frozen=True, slots=True)
class Tagger:
    """The weights, ready to run. ``layers`` holds for each layer and direction its four matrices."""

    characters: dict[str, int]
    tags: tuple[str, ...]
    vectors: Any
    layers: tuple[tuple[tuple[Any, ...], tuple[Any, ...]], ...]
    out: tuple[Any, Any]
    start: Any
    end: Any
    moves: Any

    def chunks(self, text: str) -> list[Chunk]:
        """The text cut into chunks that cover it whole, in order."""
        return self.all_chunks([text])[0]

    def all_chunks(self, texts: Sequence[str]) -> list[list[Chunk]]:
        """The chunks of each text; spans index the text as given."""
        pieces = sorted(
            ((number, span) for number, text in enumerate(texts) for span in _pieces(text)),
            key=lambda piece: len(piece[1]),
        )
        found: list[list[Chunk]] = [[] for _ in texts]
        for at in range(0, len(pieces), BATCH):
            batch = pieces[at : at + BATCH]
            lines = [texts[number][span.start : span.end].translate(_FOLD) for number, span in batch]
            for (number, span), tags in zip(batch, self._tags(lines), strict=True):
                found[number] += _chunks(tags, span.start)
        return [sorted(mine, key=lambda chunk: chunk.span) for mine in found]

    def _tags(self, lines: Sequence[str]) -> list[list[str]]:
        """The best tag of each character of each line."""
        import numpy as np

        lengths = np.array([len(line) for line in lines])
        unknown = self.characters[_UNKNOWN]
        ids = np.full((len(lines), int(lengths.max())), unknown)
        for row, line in enumerate(lines):
            ids[row, : len(line)] = [self.characters.get(character, unknown) for character in line]
        inside = (np.arange(ids.shape[1]) < lengths[:, None]).astype(np.float32)
        state = self.vectors[ids]
        for ahead, back in self.layers:
            state = np.concatenate(
                (_recur(state, inside, *ahead), _recur(state, inside, *back, back=True)), 2
            )
        weights, bias = self.out
        scores = state @ weights + bias
        return [[self.tags[tag] for tag in path] for path in self._best(scores, lengths)]

    def _best(self, scores: Any, lengths: Any) -> list[list[int]]:
        """The most likely path of tags for each line (Viterbi)."""
        import numpy as np

        rows = np.arange(len(scores))
        best = scores[:, 0] + self.start
        came = np.zeros((scores.shape[1], len(scores), len(self.tags)), dtype=np.int16)
        for step in range(1, scores.shape[1]):
            moved = best[:, None, :] + self.moves  # to, from
            came[step] = moved.argmax(2)
            here = moved.max(2) + scores[:, step]
            best = np.where((step < lengths)[:, None], here, best)
        tag = (best + self.end).argmax(1)
        path = np.zeros(scores.shape[:2], dtype=np.int16)
        for step in range(scores.shape[1] - 1, -1, -1):
            path[:, step] = tag
            tag = np.where(step < lengths, came[step][rows, tag], tag)
        return [list(line[:length]) for line, length in zip(path.tolist(), lengths, strict=True)]


def _recur(
    x: Any, inside: Any, into: Any, gates: Any, candidate: Any, bias: Any, *, back: bool = False
) -> Any:
    """One layer in one direction: update gate, reset gate, candidate (the order of the weights)."""
    import numpy as np

    given = x @ into + bias
    state = np.zeros((len(x), _SIZE), dtype=np.float32)
    out = np.empty((*x.shape[:2], _SIZE), dtype=np.float32)
    steps = range(x.shape[1])
    for step in reversed(steps) if back else steps:
        now = given[:, step]
        both = 1 / (1 + np.exp(-(now[:, : 2 * _SIZE] + state @ gates)))
        update, reset = both[:, :_SIZE], both[:, _SIZE:]
        new = np.tanh(now[:, 2 * _SIZE :] + (reset * state) @ candidate)
        state += (update * inside[:, step, None]) * (new - state)
        out[:, step] = state
    return out


def _pieces(text: str) -> Iterator[Span]:
    """Sentences, those longer than `LONGEST` cut."""
    for sentence in split(text, "zh"):
        for start in range(sentence.start, sentence.end, LONGEST):
            yield Span(start, min(sentence.end, start + LONGEST))


def _chunks(tags: Sequence[str], at: int) -> Iterator[Chunk]:
    """Chunks from tags such as ``ORG-B`` and ``ORG-I``; ``at`` is where the first character stands."""
    start, kind = 0, ""
    for n, tag in enumerate(tags):
        name, _, part = tag.rpartition("-")
        name = name or "w"  # the tag O: outside
        if part != "I" or name != kind:
            if n:
                yield Chunk(Span(at + start, at + n), kind)
            start, kind = n, name
    if tags:
        yield Chunk(Span(at + start, at + len(tags)), kind)


def _folder() -> Path:
    """Where jieba keeps the tagger; found without importing jieba."""
    import importlib.util

    found = importlib.util.find_spec("jieba")
    return Path((found.origin if found else None) or "jieba").parent / "lac_small"


@cache
def load_tagger() -> Tagger:
    """The tagger from jieba's files. Raises `ConfigError` where this jieba has none or others."""
    import numpy as np

    folder = _folder()

    def read(name: str, *shape: int) -> Any:
        data = np.fromfile(folder / "model_baseline" / name, dtype=np.uint8)
        size = 4 * int(np.prod(shape))
        if len(data) - size not in range(20, 40):  # a header of the format stands in front
            raise ConfigError(
                f"{name} has {len(data)} bytes", where=str(folder), expected=f"{size} and a header"
            )
        return data[-size:].view(np.float32).reshape(shape).astype(np.float32)

    try:
        characters = {w: int(n) for n, w in _lines(folder / "word.dic")}
        tags = tuple(tag for _, tag in _lines(folder / "tag.dic"))
        layers = [
            (_direction(read, 2 * layer, width), _direction(read, 2 * layer + 1, width))
            for layer, width in ((0, _SIZE), (1, 2 * _SIZE))
        ]
        chain = read("crfw", len(tags) + 2, len(tags))
        return Tagger(
            characters, tags, read("word_emb", max(characters.values()) + 1, _SIZE),
            tuple(layers), (read("fc_4.w_0", 2 * _SIZE, len(tags)), read("fc_4.b_0", len(tags))),
            chain[0], chain[1], np.ascontiguousarray(chain[2:].T),
        )  # fmt: skip
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"the tagger's files cannot be read ({error})", where=str(folder), expected="jieba 0.42.1"
        ) from error


def _direction(read: Any, number: int, width: int) -> tuple[Any, ...]:
    recurrent = read(f"gru_{number}.w_0", 3 * _SIZE * _SIZE)
    gates = recurrent[: 2 * _SIZE * _SIZE].reshape(_SIZE, 2 * _SIZE)
    candidate = recurrent[2 * _SIZE * _SIZE :].reshape(_SIZE, _SIZE)
    bias = read(f"fc_{number}.b_0", 3 * _SIZE) + read(f"gru_{number}.b_0", 3 * _SIZE)
    return read(f"fc_{number}.w_0", width, 3 * _SIZE), gates, candidate, bias


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) == 2:
            yield cells[0], cells[1]
