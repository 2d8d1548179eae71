"""A token-classification model of your own: any `transformers` model with a fast tokenizer.

torch and transformers are imported here and in `tzcorpus.train` alone. Labels may be plain (``COMPANY``),
BIO, BMES or BILOU tagged (``B-COMPANY``, ``S-PARK``); other names of the classes are mapped by ``labels``.
Long texts are read in windows that end at sentence ends; offsets come from the fast tokenizer and index the
text as given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from tzcorpus.annotate.model_labels import KNOWN_LABELS, split_tag
from tzcorpus.errors import ConfigError
from tzcorpus.extras import require
from tzcorpus.language.sentences import split
from tzcorpus.records import LABELS, Entity, Label, Language, Span

PURPOSE = "annotating with a model"
# Texts in one forward pass; more fills memory faster than it saves time on two cores.
BATCH = 16
# Tokens kept free in a window: a run of sentences may cut into a few more than its sentences do.
_SPARE = 2


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model. ``labels`` maps its class names to ours; ``window`` counts its tokens, special ones
    included.
    """

    name: str
    tokenizer: Any
    model: Any
    window: int
    labels: Mapping[str, Label] = field(default_factory=lambda: KNOWN_LABELS)

    def annotate(self, texts: Sequence[str], language: Language = "zh") -> list[list[Entity]]:
        """The entities that the model finds in each text. Spans index the text as given."""
        found: list[list[Entity]] = [[] for _ in texts]
        windows = [
            (number, span) for number, text in enumerate(texts) for span in self.windows(text, language)
        ]
        walk = iter(windows)
        while batch := list(islice(walk, BATCH)):
            pieces = [texts[number][span.start : span.end] for number, span in batch]
            for (number, span), mine in zip(batch, self._run(pieces), strict=True):
                found[number] += [
                    self._entity(texts[number], span.start + start, span.start + end, label, score)
                    for start, end, label, score in mine
                ]
        return found

    def _entity(self, text: str, start: int, end: int, label: Label, score: float) -> Entity:
        surface = text[start:end]
        name = None if label == "MONEY" else surface
        return Entity(Span(start, end), label, surface, name, source=f"model:{self.name}", score=score)

    def windows(self, text: str, language: Language = "zh") -> Iterator[Span]:
        """Runs of whole sentences that fit the model; a longer sentence is cut where its tokens end."""
        room = max(1, self.window - self.tokenizer.num_special_tokens_to_add() - _SPARE)
        start = end = 0
        used = 0
        for sentence in split(text, language):
            offsets = self._offsets(text[sentence.start : sentence.end])
            if used and used + len(offsets) > room:
                yield Span(start, end)
                used = 0
            if not used:
                start = sentence.start
            while len(offsets) > room:
                cut = start + offsets[room - 1][1]
                yield Span(start, cut)
                start = cut
                offsets = self._offsets(text[start : sentence.end])
            used += len(offsets)
            end = sentence.end
        if used:
            yield Span(start, end)

    def _offsets(self, text: str) -> list[tuple[int, int]]:
        encoded = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        return list(encoded["offset_mapping"])

    def encode(self, pieces: list[str]) -> tuple[Any, list[list[tuple[int, int]]]]:
        """Tensors of a batch, and for each piece the offsets of its tokens; special tokens are empty."""
        encoded = self.tokenizer(
            pieces, return_offsets_mapping=True, padding=True, truncation=True,
            max_length=self.window, return_tensors="pt",
        )  # fmt: skip
        offsets = [
            [trimmed(piece, start, end) for start, end in row]
            for piece, row in zip(pieces, encoded.pop("offset_mapping").tolist(), strict=True)
        ]
        return {key: value.to(self.model.device) for key, value in encoded.items()}, offsets

    def _run(self, pieces: list[str]) -> Iterator[list[tuple[int, int, Label, float]]]:
        """One forward pass: for each piece its (start, end, label, score)."""
        torch = require("torch", purpose=PURPOSE)
        encoded, offsets = self.encode(pieces)
        with torch.inference_mode():
            logits = self.model(**encoded).logits
        scores, classes = logits.float().softmax(-1).max(-1)
        names = self.model.config.id2label
        rows = zip(pieces, offsets, classes.tolist(), scores.tolist(), strict=True)
        for piece, spans, row, probabilities in rows:
            yield list(decode(piece, spans, [names[index] for index in row], probabilities, self.labels))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A token without the blanks that some tokenizers count in.

    >>> trimmed("a b", 1, 3)
    (2, 3)
    """
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def goes_on(text: str, at: int) -> bool:
    """Is the character at ``at`` inside a word of letters or figures (but not of Han characters)? Its token
    then says nothing of its own: models learn from the first piece of a word alone.

    >>> goes_on("Chenfan", 3), goes_on("晨帆", 1), goes_on("in Chenfan", 3)
    (True, False, False)
    """
    return 0 < at < len(text) and _in_word(text[at - 1]) and _in_word(text[at])


def _in_word(character: str) -> bool:
    return character.isalnum() and not "\u2e80" <= character <= "\ud7ff" and character < "\U00020000"


def decode(
    text: str,
    offsets: Sequence[Sequence[int]],
    tags: Sequence[str],
    scores: Sequence[float],
    labels: Mapping[str, Label] = KNOWN_LABELS,
) -> Iterator[tuple[int, int, Label, float]]:
    """Spans from the tags of the tokens of ``text``: a span opens at B, S, U or a change of class and goes on
    with I, M, L, E of its class; its score is the lowest of its tokens'. A token inside a word goes with the
    one in front of it; tokens without characters are skipped.

    >>> list(decode("南园在", [(0, 1), (1, 2), (2, 3)], ["B-PARK", "I-PARK", "O"], [0.9, 0.8, 1.0]))
    [(0, 2, 'PARK', 0.8)]
    """
    open_span: tuple[int, int, Label, float] | None = None
    last = 0  # where the token in front ends
    for (start, end), tag, score in zip(offsets, tags, scores, strict=True):
        if start == end:
            continue
        inside, last = start == last and goes_on(text, start), end
        if inside:
            if open_span is not None and open_span[1] == start:
                open_span = (open_span[0], end, *open_span[2:])
            continue
        position, name = split_tag(tag)
        label = labels.get(name)
        if open_span is not None and label == open_span[2] and position in ("", "I", "M", "L", "E"):
            open_span = (open_span[0], end, open_span[2], min(score, open_span[3]))
            continue
        if open_span is not None:
            yield open_span
        open_span = (start, end, label, score) if label is not None else None
    if open_span is not None:
        yield open_span


@lru_cache(maxsize=2)
def load_model(path: str, *, device: str = "", labels: tuple[tuple[str, Label], ...] = ()) -> Model:
    """Load a model from a folder or a hub id; ``device`` is torch's name, by default the GPU if there is one.
    ``labels`` adds pairs of a class of the model and ours.

    Raises `ConfigError` where there is none, where its tokenizer is not a fast one, or where no class of
    its is ours; `ExtraMissingError` where torch or transformers is not installed.
    """
    tokenizer, model = load_parts(path)
    names = {split_tag(name)[1] for name in model.config.id2label.values()}
    mapping = {**KNOWN_LABELS, **dict(labels)}
    if not names & set(mapping):
        raise ConfigError(
            f"classes {', '.join(sorted(names))}", where=path,
            expected=f"at least one of {', '.join(LABELS)}",
            hint="map a class with --label ORG=COMPANY",
        )  # fmt: skip
    return Model(
        path, tokenizer, model.to(choose_device(device)).eval(), window_of(tokenizer, model), mapping
    )


def load_parts(path: str, **settings: Any) -> tuple[Any, Any]:
    """The fast tokenizer and the token-classification model of a folder or hub id. Raises `ConfigError`."""
    require("torch", purpose=PURPOSE)
    transformers = require("transformers", purpose=PURPOSE)
    transformers.utils.logging.disable_progress_bar()
    refuse_missing(path)
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(path, use_fast=True)
        model = transformers.AutoModelForTokenClassification.from_pretrained(path, **settings)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"model cannot be loaded ({str(error).splitlines()[0]})", where=path,
            expected="a folder or hub id of a token-classification model",
        ) from error  # fmt: skip
    if not tokenizer.is_fast:
        raise ConfigError("the tokenizer gives no offsets", where=path, expected="a fast tokenizer")
    return tokenizer, model


def refuse_missing(path: str) -> None:
    """Raise `ConfigError` where this is a path, and not of a folder: no hub need be asked."""
    if _is_path(path) and not Path(path).is_dir():
        raise ConfigError("no such folder", where=path, expected="the folder or hub id of a model")


def _is_path(name: str) -> bool:
    """Is this a path rather than a hub id (NAME or OWNER/NAME)?"""
    place = Path(name)
    deep = len(place.parts) > 2 or (len(place.parts) == 2 and place.parent.is_dir())
    return deep or place.is_absolute() or name.startswith((".", "~"))


def choose_device(name: str = "") -> str:
    """``name``, or the GPU if there is one. Raises `ConfigError` where torch does not know it."""
    torch = require("torch", purpose=PURPOSE)
    try:
        return str(torch.device(name)) if name else ("cuda" if torch.cuda.is_available() else "cpu")
    except RuntimeError as error:
        first = str(error).splitlines()[0]
        raise ConfigError(f"device {name!r} ({first})", expected="cpu, cuda or cuda:1") from error


def window_of(tokenizer: Any, model: Any) -> int:
    """How many tokens the model reads at once, special ones included."""
    limit = getattr(model.config, "max_position_embeddings", None) or 512
    if "roberta" in model.config.model_type or model.config.model_type == "camembert":
        limit -= model.config.pad_token_id + 1  # its positions begin behind the padding's
    return int(min(tokenizer.model_max_length, limit))
