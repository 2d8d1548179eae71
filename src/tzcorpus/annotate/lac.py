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
from typing import Any, NamedTuple

from tzcorpus.annotate.steps import Steps
from tzcorpus.errors import ConfigError
from tzcorpus.language.sentences import split
from tzcorpus.language.threads import one_thread
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


class Piece(NamedTuple):
    """A piece of a text as the tagger read it: what each layer says of each of its characters, in rows."""

    span: Span
    tags: list[str]
    states: Any


@dataclass(frozen=True, slots=True)
class Tagger:
    """The weights, ready to run. ``layers`` holds each layer's four matrices, both directions stacked."""

    characters: dict[str, int]
    tags: tuple[str, ...]
    vectors: Any
    layers: tuple[tuple[Any, ...], ...]
    out: tuple[Any, Any]
    start: Any
    end: Any
    moves: Any

    def chunks(self, text: str) -> list[Chunk]:
        """The text cut into chunks that cover it whole, in order."""
        return self.all_chunks([text])[0]

    def all_chunks(self, texts: Sequence[str]) -> list[list[Chunk]]:
        """The chunks of each text; spans index the text as given."""
        return [chunks_of(mine) for mine in self.read(texts)]

    def read(self, texts: Sequence[str], *, states: bool = False) -> list[list[Piece]]:
        """The pieces of each text in order; ``states``: with what the layers say of each character."""
        pieces = sorted(
            ((number, span) for number, text in enumerate(texts) for span in _pieces(text)),
            key=lambda piece: -len(piece[1]),
        )
        found: list[list[Piece]] = [[] for _ in texts]
        for at in range(0, len(pieces), BATCH):
            batch = pieces[at : at + BATCH]
            lines = [texts[number][span.start : span.end].translate(_FOLD) for number, span in batch]
            with one_thread():
                tags, layers = self._tags(lines, states=states)
            for row, (number, span) in enumerate(batch):
                found[number].append(Piece(span, tags[row], layers[row] if states else None))
        return [sorted(mine, key=lambda piece: piece.span) for mine in found]

    def _tags(self, lines: Sequence[str], *, states: bool) -> tuple[list[list[str]], list[Any]]:
        """The best tag of each character of each line, and the layers where they are wanted. The longest line
        stands first.
        """
        import numpy as np

        steps = Steps.of([len(line) for line in lines])
        unknown = self.characters[_UNKNOWN]
        numbers = self.characters.get
        ids = steps.rows([[numbers(character, unknown) for character in line] for line in lines])
        # what the first layer is given depends on the character alone: once for each that occurs
        known, places = np.unique(ids, return_inverse=True)
        into, bias, *first = self.layers[0]
        each = self.vectors[known] @ into + bias
        state = _recur(np.stack((each[0][places], each[1][places[steps.back]])), steps, *first)
        seen = [self.vectors[ids]] if states else []
        seen.append(np.concatenate((state[0], state[1][steps.back]), 1))
        for into, bias, *layer in self.layers[1:]:
            x = seen[-1]
            state = _recur(np.stack((x, x[steps.back])) @ into + bias, steps, *layer)
            seen.append(np.concatenate((state[0], state[1][steps.back]), 1))
        weights, bias = self.out
        seen.append(seen[-1] @ weights + bias)
        path = self._best(seen[-1], steps)
        tags = [[self.tags[tag] for tag in path[mine].tolist()] for mine in steps.lines]
        layers = np.concatenate(seen, 1) if states else seen[-1]
        return tags, [layers[mine] for mine in steps.lines]

    def _best(self, scores: Any, steps: Steps) -> Any:
        """The most likely tag of each row (Viterbi)."""
        import numpy as np

        first, *others = steps.ranges
        rows = np.arange(first.stop)
        best = scores[first] + self.start
        came = np.zeros(scores.shape, dtype=np.int16)
        for now in others:
            n = now.stop - now.start
            moved = best[:n, None, :] + self.moves  # to, from
            came[now] = before = moved.argmax(2)
            best[:n] = np.take_along_axis(moved, before[:, :, None], 2)[:, :, 0] + scores[now]
        tag = (best + self.end).argmax(1)
        path = np.zeros(len(scores), dtype=np.int16)
        for now in reversed(steps.ranges):
            n = now.stop - now.start
            path[now] = tag[:n]
            tag[:n] = came[now][rows[:n], tag[:n]]
        return path


def _recur(given: Any, steps: Steps, gates: Any, candidate: Any) -> Any:
    """One layer in both directions at once (the first axis), from what its input gives it: update gate, reset
    gate, candidate, which is the order of the weights.
    """
    import numpy as np

    directions, rows, _ = given.shape
    state = np.zeros((directions, steps.ranges[0].stop, _SIZE), dtype=np.float32)
    out = np.empty((directions, rows, _SIZE), dtype=np.float32)
    for step in steps.ranges:
        now, here = given[:, step], state[:, : step.stop - step.start]
        both = here @ gates
        both += now[..., : 2 * _SIZE]
        np.negative(both, out=both)
        np.exp(both, out=both)
        both += 1
        np.reciprocal(both, out=both)
        new = (both[..., _SIZE:] * here) @ candidate
        new += now[..., 2 * _SIZE :]
        np.tanh(new, out=new)
        new -= here
        new *= both[..., :_SIZE]
        here += new
        out[:, step] = here
    return out


def _pieces(text: str) -> Iterator[Span]:
    """Sentences, those longer than `LONGEST` cut."""
    for sentence in split(text, "zh"):
        for start in range(sentence.start, sentence.end, LONGEST):
            yield Span(start, min(sentence.end, start + LONGEST))


def chunks_of(pieces: Sequence[Piece]) -> list[Chunk]:
    """The chunks of a text's pieces, in order."""
    return [chunk for piece in pieces for chunk in _chunks(piece.tags, piece.span.start)]


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
        layers = []
        for layer, width in ((0, _SIZE), (1, 2 * _SIZE)):
            both = (_direction(read, 2 * layer + n, width) for n in (0, 1))
            layers.append(tuple(np.stack(pair) for pair in zip(*both, strict=True)))
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
    bias = read(f"fc_{number}.b_0", 1, 3 * _SIZE) + read(f"gru_{number}.b_0", 1, 3 * _SIZE)
    return read(f"fc_{number}.w_0", width, 3 * _SIZE), bias, gates, candidate


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) == 2:
            yield cells[0], cells[1]
