"""A token-classification model of your own: any `transformers` model with a fast tokenizer.

The only module that imports torch and transformers. Labels may be plain (``COMPANY``), BIO, BMES or
BILOU tagged (``B-COMPANY``, ``S-PARK``); other names of the classes are mapped by ``labels``. Long
texts are read in windows that end at sentence ends; offsets come from the fast tokenizer and index the
text as given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from tzcorpus.errors import ConfigError
from tzcorpus.extras import require
from tzcorpus.language.sentences import split
from tzcorpus.records import LABELS, Entity, Label, Language, Span

PURPOSE = "annotating with a model"
# Texts in one forward pass; more fills memory faster than it saves time on two cores.
BATCH = 16
# Class names of public NER models for what we call COMPANY; others are ignored unless mapped by the caller.
KNOWN_LABELS: dict[str, Label] = {
    "COMPANY": "COMPANY", "PARK": "PARK", "MONEY": "MONEY", "company": "COMPANY", "COM": "COMPANY",
}  # fmt: skip


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
            (number, span) for number, text in enumerate(texts) for span in self._windows(text, language)
        ]
        walk = iter(windows)
        while batch := list(islice(walk, BATCH)):
            pieces = [texts[number][span.start : span.end] for number, span in batch]
            for (number, span), mine in zip(batch, self._run(pieces), strict=True):
                found[number] += [self._entity(texts[number], span.start, *one) for one in mine]
        return found

    def _entity(self, text: str, at: int, start: int, end: int, label: Label, score: float) -> Entity:
        surface = text[at + start : at + end]
        name = None if label == "MONEY" else surface
        source = f"model:{self.name}"
        return Entity(Span(at + start, at + end), label, surface, name, source=source, score=score)

    def _windows(self, text: str, language: Language) -> Iterator[Span]:
        """Runs of whole sentences that fit the model; a longer sentence is cut where its tokens end."""
        room = self.window - self.tokenizer.num_special_tokens_to_add()
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

    def _run(self, pieces: list[str]) -> Iterator[list[tuple[int, int, Label, float]]]:
        """One forward pass: for each piece its (start, end, label, score)."""
        torch = require("torch", purpose=PURPOSE)
        encoded = self.tokenizer(
            pieces, return_offsets_mapping=True, padding=True, truncation=True,
            max_length=self.window, return_tensors="pt",
        )  # fmt: skip
        offsets = encoded.pop("offset_mapping").tolist()
        with torch.inference_mode():
            logits = self.model(**{key: value.to(self.model.device) for key, value in encoded.items()}).logits
        scores, classes = logits.softmax(-1).max(-1)
        names = self.model.config.id2label
        for spans, row, probabilities in zip(offsets, classes.tolist(), scores.tolist(), strict=True):
            tags = [names[index] for index in row]
            yield list(decode(spans, tags, probabilities, self.labels))


def decode(
    offsets: Sequence[Sequence[int]],
    tags: Sequence[str],
    scores: Sequence[float],
    labels: Mapping[str, Label] = KNOWN_LABELS,
) -> Iterator[tuple[int, int, Label, float]]:
    """Spans from the tags of tokens: a span opens at B, S, U or a change of class and goes on with I, M, L, E
    of its class; its score is the lowest of its tokens'. Tokens without characters are skipped.

    >>> list(decode([(0, 1), (1, 2), (2, 3)], ["B-PARK", "I-PARK", "O"], [0.9, 0.8, 1.0]))
    [(0, 2, 'PARK', 0.8)]
    """
    open_span: tuple[int, int, Label, float] | None = None
    for (start, end), tag, score in zip(offsets, tags, scores, strict=True):
        if start == end:
            continue
        prefix, _, name = tag.rpartition("-")
        label = labels.get(name)
        goes_on = open_span is not None and label == open_span[2] and prefix in ("", "I", "M", "L", "E")
        if open_span is not None and label is not None and goes_on:
            open_span = (open_span[0], end, label, min(score, open_span[3]))
            continue
        if open_span is not None:
            yield open_span
        open_span = (start, end, label, score) if label is not None else None
    if open_span is not None:
        yield open_span


@lru_cache(maxsize=2)
def load_model(path: str, *, device: str = "") -> Model:
    """Load a model from a folder or a hub id; ``device`` is torch's name, by default the GPU if there is one.

    Raises `ConfigError` where there is none, where its tokenizer is not a fast one, or where no class of
    its is ours; `ExtraMissingError` where torch or transformers is not installed.
    """
    torch = require("torch", purpose=PURPOSE)
    transformers = require("transformers", purpose=PURPOSE)
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(path, use_fast=True)
        model = transformers.AutoModelForTokenClassification.from_pretrained(path)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"model cannot be loaded ({str(error).splitlines()[0]})", where=path,
            expected="a folder or hub id of a token-classification model",
        ) from error  # fmt: skip
    if not tokenizer.is_fast:
        raise ConfigError("the tokenizer gives no offsets", where=path, expected="a fast tokenizer")
    names = {name.rpartition("-")[2] for name in model.config.id2label.values()}
    if not names & set(KNOWN_LABELS):
        raise ConfigError(
            f"classes {', '.join(sorted(names))}", where=path, expected=f"at least one of {', '.join(LABELS)}"
        )
    where = device or ("cuda" if torch.cuda.is_available() else "cpu")
    limit = min(tokenizer.model_max_length, getattr(model.config, "max_position_embeddings", 512))
    return Model(path, tokenizer, model.to(where).eval(), int(limit))
