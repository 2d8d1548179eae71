from __future__ import annotations

from pathlib import Path

import pytest

from tzcorpus.config import Settings, load_settings
from tzcorpus.errors import ConfigError


def test_defaults_are_the_settings_of_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text("")
    assert load_settings(tmp_path / "empty.toml") == Settings() == load_settings()


def test_every_table_reaches_its_stage(tmp_path: Path) -> None:
    path = tmp_path / "tzcorpus.toml"
    path.write_text(
        'corpus.variants = ["epaper"]\n[clean]\npreset = "ocr"\noff = ["gloss"]\nfurniture = ["周末版"]\n'
        '[segment]\nwords = false\nroles = ["paragraph"]\n'
        '[annotate]\nlabels = ["MONEY"]\n[align]\ngap = -3.0\n'
    )
    settings = load_settings(path)
    assert settings.corpus.variants == ("epaper",)
    assert (settings.clean.preset, settings.clean.off, settings.clean.furniture) == (
        "ocr",
        {"gloss"},
        ("周末版",),
    )
    assert (settings.segment.words, settings.segment.roles) == (False, ("paragraph",))
    assert settings.annotate.labels == ("MONEY",)
    assert settings.align.gap == -3.0
    assert load_settings(path, preset="conservative").clean.preset == "conservative"


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[align]\ngapp = 1\n", r"x.toml: align: unknown key gapp; .*did you mean gap\?"),
        ("[align]\ngap = 'wide'\n", r"x.toml: .*float.*`align.gap`"),
        ("[clean]\npreset = 'bold'\n", r"x.toml: .*clean.preset"),
        ("[clean]\noff = ['glosses']\n", r"x.toml: .*unknown rule 'glosses'"),
        ("align = 3\n", r"x.toml: align is not a table"),
        ("[clean]\npreset = 'strong'\n", r"x.toml: .*'strong'.*expected conservative, default, ocr"),
        ("[annotate]\nlabels = ['FIRM']\n", r"x.toml: .*'FIRM'.*expected COMPANY, PARK, MONEY"),
        ("[annotate]\nmin_score = 3\n", r"x.toml: .*min_score 3.*expected 0 to 1"),
    ],
)
def test_errors_carry_the_key_path(tmp_path: Path, toml: str, message: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(toml)
    with pytest.raises(ConfigError, match=message):
        load_settings(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="none.toml: cannot be read"):
        load_settings(tmp_path / "none.toml")


def test_a_gazetteer_is_looked_for_beside_its_settings(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("[annotate]\ngazetteer = 'names.tsv'\n")
    assert load_settings(path).annotate.gazetteer == "names.tsv"
    (tmp_path / "names.tsv").touch()
    assert load_settings(path).annotate.gazetteer == str(tmp_path / "names.tsv")
