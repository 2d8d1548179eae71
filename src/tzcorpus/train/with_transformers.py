"""A `transformers` token classifier, fine-tuned from a model of yours or trained from nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tzcorpus.annotate.transformer import Model, choose_device, goes_on, load_parts, window_of
from tzcorpus.extras import require
from tzcorpus.records import LABELS, Entity, Language, Passage, Span
from tzcorpus.train.examples import Best, Examples, Figures, Plan, Report, score, wanted

PURPOSE = "training a transformer"
TAGS = ("O", *(f"{position}-{label}" for label in LABELS for position in "BI"))
# The label that the loss skips.
SKIP = -100
# Learning rates: of a model that knows the language, and of one that knows nothing.
RATE, RATE_FROM_NOTHING = 5e-5, 2e-3
# The share of steps in which the rate rises; and the longest step that is taken.
_WARM, _CLIP = 0.1, 1.0
# The small model: for trying things out, and where there is nothing to start from.
SMALL: dict[str, Any] = {
    "hidden_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 256,
    "max_position_embeddings": 512,
}  # fmt: skip
_PIECES = 8000


@dataclass(frozen=True, slots=True)
class _Window:
    """A run of sentences that fits the model, with its entities (spans index it)."""

    text: str
    entities: tuple[Entity, ...]


def train_transformer(examples: Examples, plan: Plan, out: Path, report: Report) -> Figures:
    """Train and save the best round to the folder ``out``; returns its figures on validation.

    Raises `ConfigError` where ``plan.base`` is no model with a fast tokenizer, `ExtraMissingError` without
    torch or transformers.
    """
    torch = require("torch", purpose=PURPOSE)
    transformers = require("transformers", purpose=PURPOSE)
    transformers.set_seed(plan.seed)
    transformers.utils.logging.disable_progress_bar()
    tokenizer, network = _start(examples, plan)
    network.to(choose_device(plan.device))
    model = Model(str(out), tokenizer, network, window_of(tokenizer, network))
    learn = [window for passage in examples.train for window in _windows(model, passage, plan.language)]
    _tell_losses(model, learn, report)
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=plan.rate or (RATE if plan.base else RATE_FROM_NOTHING)
    )
    steps = plan.rounds * -(-len(learn) // plan.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    shuffle = random.Random(plan.seed)
    best = Best()
    for number in range(1, plan.rounds + 1):
        shuffle.shuffle(learn)
        loss = _round(model, learn, plan.batch, optimizer, schedule)
        network.eval()
        figures = score(lambda texts: model.annotate(texts, plan.language), examples.validation)
        report(f"round {number}: loss {loss:.3f}, {figures}")
        if best.takes(figures):
            best.state = {key: value.detach().cpu().clone() for key, value in network.state_dict().items()}
    network.load_state_dict(best.state)
    network.save_pretrained(out)
    tokenizer.save_pretrained(out)
    return best.figures


def _rate(step: int, steps: int) -> float:
    """The share of the learning rate at a step: up, then down to nothing."""
    warm = max(1, int(_WARM * steps))
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))


def _start(examples: Examples, plan: Plan) -> tuple[Any, Any]:
    names = {"id2label": dict(enumerate(TAGS)), "label2id": {tag: n for n, tag in enumerate(TAGS)}}
    if plan.base:
        return load_parts(plan.base, **names, ignore_mismatched_sizes=True)
    transformers = require("transformers", purpose=PURPOSE)
    tokenizer = _pieces([passage.text for passage in examples.train])
    config = transformers.BertConfig(
        vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id, **SMALL, **names
    )
    return tokenizer, transformers.BertForTokenClassification(config)


def _pieces(texts: Sequence[str]) -> Any:
    """A tokenizer learnt from the texts: Han characters one by one, other words in pieces."""
    tokenizers = require("tokenizers", purpose=PURPOSE)
    transformers = require("transformers", purpose=PURPOSE)
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    cut = tokenizers.Tokenizer(tokenizers.models.WordPiece(unk_token="[UNK]"))
    cut.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=False, strip_accents=False)
    cut.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    cut.train_from_iterator(
        texts, tokenizers.trainers.WordPieceTrainer(
            vocab_size=_PIECES, special_tokens=special, show_progress=False
        )
    )  # fmt: skip
    cut.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=cut, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        model_max_length=SMALL["max_position_embeddings"],
    )  # fmt: skip


def _windows(model: Model, passage: Passage, language: Language) -> Iterator[_Window]:
    entities = wanted(passage)
    for span in model.windows(passage.text, language):
        inside = [e for e in entities if span.start <= e.span.start and e.span.end <= span.end]
        moved = tuple(
            Entity(Span(e.span.start - span.start, e.span.end - span.start), e.label, e.surface)
            for e in inside
        )
        yield _Window(passage.text[span.start : span.end], moved)


def tags_of(text: str, offsets: Sequence[tuple[int, int]], entities: Sequence[Entity]) -> list[int]:
    """The tag of each token of ``text``, as an index into `TAGS`. Empty tokens, pieces inside a word, and
    tokens that reach over an entity's end are skipped by the loss.
    """
    out: list[int] = []
    last = 0
    begun: set[int] = set()
    for start, end in offsets:
        inside, last = start == last and goes_on(text, start), end or last
        if start == end or inside:
            out.append(SKIP)
            continue
        hit = next((e for e in entities if e.span.start < end and start < e.span.end), None)
        if hit is None:
            out.append(0)
        elif start < hit.span.start or hit.span.end < end:
            out.append(SKIP)
        else:
            out.append(TAGS.index(f"{'I' if hit.span.start in begun else 'B'}-{hit.label}"))
            begun.add(hit.span.start)
    return out


def _tell_losses(model: Model, windows: Sequence[_Window], report: Report) -> None:
    """Say how many entities the tokenizer cannot hold, for they are not learnt."""
    lost = total = 0
    for window in windows:
        _, (offsets,) = model.encode([window.text])
        starts, ends = {start for start, _ in offsets}, {end for _, end in offsets}
        total += len(window.entities)
        lost += sum(e.span.start not in starts or e.span.end not in ends for e in window.entities)
    if lost:
        report(f"{lost} of {total} entities do not begin and end with a token of this tokenizer")


def _round(model: Model, windows: Sequence[_Window], size: int, optimizer: Any, schedule: Any) -> float:
    """Go over the windows once; returns the mean loss."""
    torch = require("torch", purpose=PURPOSE)
    model.model.train()
    losses: list[float] = []
    for at in range(0, len(windows), size):
        batch = windows[at : at + size]
        encoded, offsets = model.encode([window.text for window in batch])
        tags = [tags_of(w.text, row, w.entities) for w, row in zip(batch, offsets, strict=True)]
        optimizer.zero_grad()
        loss = model.model(**encoded, labels=torch.tensor(tags, device=model.model.device)).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.model.parameters(), _CLIP)
        optimizer.step()
        schedule.step()
        losses.append(float(loss.detach()))
    return sum(losses) / max(1, len(losses))
