"""docs/recipes.md: every Python block runs as it stands, on a dataset built here from a few documents."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from docs_workplace import make_dataset
from tzcorpus.package.parquet import read_rows
from tzcorpus.package.reading import read_aligned

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "recipes.md"


def blocks() -> dict[str, str]:
    """The Python block of each section of the page."""
    text = PAGE.read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    found: dict[str, str] = {}
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        for block in re.findall(r"^```python\n(.*?)^```$", body, re.MULTILINE | re.DOTALL):
            assert title not in found, "a second block would not be run"
            found[title] = block
    return found


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``build/dataset``, as ``make run`` leaves it, of a few documents of ours."""
    root = tmp_path_factory.mktemp("recipes")
    make_dataset(root)
    return root


def run(title: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the block of a section in ``folder`` and give back its names."""
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    exec(compile(blocks()[title], f"{PAGE.name}: {title}", "exec"), names)
    return names


def test_every_block_of_the_page_has_its_test_here() -> None:
    assert set(blocks()) == {
        "Companies, parks and money with pandas", "A spaCy recogniser", "A token classifier with Trainer",
    }  # fmt: skip
    # the test of all docs runs what needs no dataset; these need one
    assert all("build/dataset" in block for block in blocks().values())


def test_the_table_adds_up(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    names = run("Companies, parks and money with pandas", workplace, monkeypatch)
    by_park = names["by_park"]
    assert len(by_park) >= 2
    expected: dict[tuple[str, str], dict[tuple[str, int, str], Decimal]] = {}
    for _, aligned in read_aligned("build/dataset"):
        for number, sentence in enumerate(aligned.zh.sentences if aligned.zh else ()):
            inside = [e for e in aligned.zh.entities
                      if sentence.start <= e.span.start and e.span.end <= sentence.end]  # fmt: skip
            for park in (e for e in inside if e.label == "PARK"):
                for money in (e for e in inside if e.value is not None):
                    value = money.value
                    if value.amount is not None and value.kind == "amount" and value.per is None:
                        sums = expected.setdefault((park.entity or park.surface, value.currency), {})
                        sums[aligned.id, number, money.surface] = value.amount
    found = {key: (row["mentions"], row["total"], row["largest"]) for key, row in by_park.iterrows()}
    assert found == {
        key: (len(sums), sum(sums.values()), max(sums.values())) for key, sums in expected.items()
    }
    assert all(isinstance(total, Decimal) for total in by_park["total"])


@pytest.mark.slow
def test_a_spacy_recogniser_learns_and_loads_back(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("spacy")
    names = run("A spaCy recogniser", workplace, monkeypatch)
    losses = names["losses"]
    assert losses[-1] < losses[0] / 2
    gold = {label for example in names["train"] for label in (e.label_ for e in example.reference.ents)}
    assert gold == {"COMPANY", "PARK", "MONEY"}
    trained = names["again"].evaluate(names["train"])
    assert trained["ents_f"] > 0.5  # it has seen these: what was learnt came back from the disk
    assert names["doc"].ents


@pytest.mark.extras
@pytest.mark.filterwarnings("ignore:'pin_memory' argument:UserWarning")
def test_a_token_classifier_gets_every_label_and_loads_back(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("torch", "transformers", "accelerate", "datasets"):
        pytest.importorskip(module)
    names = run("A token classifier with Trainer", workplace, monkeypatch)
    written = Counter(
        tag for _, row in read_rows("build/dataset", "tokens") if row["lang"] == 0 for tag in row["ner_tags"]
    )
    kept = Counter(
        tag for split in names["encoded"].values() for row in split["labels"] for tag in row if tag != -100
    )
    assert kept == written
    assert len(written) == len(names["names"]) == 7
    losses = names["losses"]
    assert losses[-1] < losses[0] / 2
    assert names["again"].config.id2label == names["id2label"]

    from tzcorpus.annotate.transformer import load_model

    texts = [aligned.zh.text for split, aligned in read_aligned("build/dataset", "train") if aligned.zh]
    found = [entity for row in load_model("build/token-classifier").annotate(texts) for entity in row]
    gold = {
        entity.surface
        for _, aligned in read_aligned("build/dataset", "train")
        if aligned.zh
        for entity in aligned.zh.entities
    }
    assert sum(entity.surface in gold for entity in found) >= 10
