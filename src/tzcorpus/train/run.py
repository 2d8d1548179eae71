"""Train with either backend and leave a folder that says how it was made."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from tzcorpus import __version__
from tzcorpus.errors import OutputError
from tzcorpus.io import open_atomic
from tzcorpus.train.examples import Figures, Plan, Report, read_examples

Backend = Literal["spacy", "transformers"]
# What stands beside the model: how it was trained and how it did.
RECORD = "training.json"


def train(
    dataset: str | Path, out: str | Path, *, backend: Backend = "transformers", plan: Plan = Plan(),
    force: bool = False, report: Report = lambda line: None,
) -> Figures:  # fmt: skip
    """Train on the split train of a packaged dataset, keep the round that does best on validation (the
    last where there is none), and save it to the folder ``out`` with ``training.json``. Returns its figures.

    Raises `InputError` where there is nothing to learn, `OutputError` where ``out`` is not empty and
    ``force`` not set, `ConfigError` for a base that cannot be used, `ExtraMissingError` where the backend is
    not installed.
    """
    folder = Path(out)
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not force)):
        raise OutputError("exists already", where=str(out), hint="name another folder or give --force")
    examples = read_examples(dataset, plan.language)
    report(f"{len(examples.train)} passages to learn from, {len(examples.validation)} to choose a round by")
    if backend == "spacy":
        from tzcorpus.train.with_spacy import train_spacy as run
    else:
        from tzcorpus.train.with_transformers import train_transformer as run
    folder.mkdir(parents=True, exist_ok=True)
    try:
        figures = run(examples, plan, folder, report)
    except BaseException:
        with suppress(OSError):  # something is in it
            folder.rmdir()
        raise
    record = {
        "tzcorpus": __version__, "backend": backend, "dataset": str(dataset), "plan": asdict(plan),
        "train": len(examples.train), "validation": figures.to_dict() if figures.judged else None,
    }  # fmt: skip
    with open_atomic(folder / RECORD) as stream:
        stream.write(json.dumps(record, ensure_ascii=False, indent=2).encode() + b"\n")
    return figures
