from __future__ import annotations

import pytest
from package_samples import corpus

from tzcorpus.package.card import card
from tzcorpus.package.dataset import write_dataset
from tzcorpus.package.features import CONFIGS, Columns, List, Struct
from tzcorpus.package.meta import Meta
from tzcorpus.package.stats import Counts


def leaves(columns: Columns, prefix: str = ""):
    for name, feature in columns.items():
        inner = feature.item if isinstance(feature, List) else feature
        if isinstance(inner, Struct):
            yield from leaves(dict(inner.fields), f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", feature.about


@pytest.mark.parametrize("config", CONFIGS)
def test_every_field_says_what_it_means(config):
    assert [name for name, about in leaves(CONFIGS[config]) if not about] == []


def test_card_has_the_sections_a_reader_looks_for(tmp_path):
    meta = Meta(
        title="A corpus",
        description="What it is.",
        provenance="How the text came about.",
        agreement="F1 .95",
        limits="Small.",
        citation="Cite us.",
        homepage="https://example.org",
        settings="[clean]\nwidths = true",
    )
    out = write_dataset(tmp_path / "x", **corpus(), meta=meta).path
    text = (out / "README.md").read_text(encoding="utf-8")
    for heading in (
        "Loading",
        "Splits",
        "Entities",
        "Fields",
        "How it was made",
        "Limits",
        "Licence",
        "Citation",
    ):
        assert f"\n## {heading}\n" in text
    for words in ("What it is.", "How the text came about.", "F1 .95", "Small.", "Cite us.", "widths = true"):
        assert words in text


def test_a_cell_cannot_break_the_table(tmp_path):
    counts = Counts()
    counts.rules["a|b\nc"] += 1
    assert "| `a\\|b c` | 1 |" in card(Meta(), counts, (), build="x", rejects=0)


def test_rejects_are_told(tmp_path):
    assert "12 inputs were refused" in card(Meta(), Counts(), (), build="x", rejects=12)
