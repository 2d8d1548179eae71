"""A spaCy pipeline with a trained ``ner``, started from nothing or from a pipeline of yours."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tzcorpus.annotate.spacy_model import SpacyModel
from tzcorpus.errors import ConfigError
from tzcorpus.extras import require
from tzcorpus.records import Passage
from tzcorpus.train.examples import Best, Examples, Figures, Plan, Report, score, wanted

PURPOSE = "training with spaCy"
# spaCy's own default for small data.
_DROPOUT = 0.2


def train_spacy(examples: Examples, plan: Plan, out: Path, report: Report) -> Figures:
    """Train and save the best round to the folder ``out``; returns its figures on validation.

    Chinese is cut by character. Names that do not begin and end with a token are told and left out. Raises
    `ConfigError` where ``plan.base`` is no pipeline, `ExtraMissingError` without spaCy.
    """
    spacy = require("spacy", purpose=PURPOSE)
    spacy.util.fix_random_seed(plan.seed)
    shuffle = random.Random(plan.seed)
    nlp = _start(spacy, plan)
    learn = _examples(nlp, examples.train, report)
    optimizer = nlp.resume_training() if plan.base else nlp.initialize(lambda: learn)
    if plan.rate:
        optimizer.learn_rate = plan.rate
    others = [name for name in nlp.pipe_names if name not in ("ner", "tok2vec", "transformer")]
    best = Best()
    with nlp.select_pipes(disable=others):
        for number in range(1, plan.rounds + 1):
            shuffle.shuffle(learn)
            losses: dict[str, float] = {}
            for batch in spacy.util.minibatch(learn, size=plan.batch):
                nlp.update(batch, sgd=optimizer, drop=_DROPOUT, losses=losses)
            figures = score(SpacyModel(str(out), nlp).annotate, examples.validation)
            report(f"round {number}: loss {losses.get('ner', 0.0):.1f}, {figures}")
            if best.takes(figures):
                best.state = nlp.to_bytes()
    nlp.from_bytes(best.state).to_disk(out)
    return best.figures


def _start(spacy: Any, plan: Plan) -> Any:
    if not plan.base:
        nlp = spacy.blank(plan.language)
    else:
        try:
            nlp = spacy.load(plan.base)
        except (OSError, ValueError) as error:
            raise ConfigError(
                f"pipeline cannot be loaded ({str(error).splitlines()[0]})", where=plan.base,
                expected="a folder or installed spaCy pipeline",
            ) from error  # fmt: skip
        if nlp.lang != plan.language:
            raise ConfigError(f"a pipeline for {nlp.lang}", where=plan.base, expected=plan.language)
    ner = nlp.get_pipe("ner") if "ner" in nlp.pipe_names else nlp.add_pipe("ner")
    for label in ("COMPANY", "PARK", "MONEY"):
        ner.add_label(label)
    return nlp


def _examples(nlp: Any, passages: Sequence[Passage], report: Report) -> list[Any]:
    example = require("spacy.training", purpose=PURPOSE).Example
    out, lost = [], 0
    for passage in passages:
        doc = nlp.make_doc(passage.text)
        spans = [doc.char_span(e.span.start, e.span.end, label=e.label) for e in wanted(passage)]
        lost += sum(span is None for span in spans)
        reference = nlp.make_doc(passage.text)
        kept = [span for span in spans if span is not None]
        reference.ents = [
            reference.char_span(span.start_char, span.end_char, label=span.label_) for span in kept
        ]
        out.append(example(doc, reference))
    if lost:
        report(f"{lost} entities do not begin and end with a token of this pipeline and are left out")
    return out
