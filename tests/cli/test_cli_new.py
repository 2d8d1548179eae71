"""A corpus of one's own: what `new` writes builds, and explains itself truly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tzcorpus.cli import cli


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def rows(folder: Path, config: str) -> list[dict]:
    from tzcorpus.package.parquet import read_rows

    return [row for _, row in read_rows(folder, config)]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    result = run("new", folder, "--example")
    assert result.exit_code == 0, result.output
    return folder


def test_the_example_builds_at_once_without_a_reject(example: Path, tmp_path: Path) -> None:
    from tzcorpus.package.validate import validate

    built = run("build", example, "-o", tmp_path / "out")
    assert built.exit_code == 0, built.output
    assert validate(tmp_path / "out") == []
    documents = rows(tmp_path / "out", "documents")
    assert sorted(row["id"] for row in documents) == [
        "ferry-yard", "ferry-yard.en", "lamp-works", "lamp-works.en",
    ]  # fmt: skip
    found = {entity["text"] for row in rows(tmp_path / "out", "passages") for entity in row["zh_entities"]}
    assert {"澜溪渡船制造有限公司", "月牙湾产业园", "1.2亿元", "2300万元"} <= found
    text = "".join(row["zh"] or "" for row in rows(tmp_path / "out", "passages"))
    assert "到了月牙湾产业园" in text  # torn by a blank line in the file


def test_the_manifest_example_names_the_same_files(example: Path, tmp_path: Path) -> None:
    (example / "manifest.example.jsonl").rename(example / "manifest.jsonl")
    built = run("build", example, "-o", tmp_path / "out")
    assert built.exit_code == 0, built.output
    titles = {row["id"]: (row["title"], row["rights"]) for row in rows(tmp_path / "out", "documents")}
    assert titles["lamp-works"] == ("一盏灯的三条线", "CC0-1.0")


def test_the_settings_file_shows_the_defaults(example: Path, tmp_path: Path) -> None:
    from tzcorpus.config import Settings, load_settings

    assert load_settings(example / "tzcorpus.toml") == Settings()
    lines = (example / "tzcorpus.toml").read_text(encoding="utf-8").splitlines()
    settings = [line for line in lines if re.match(r"# \w+ = ", line)]
    assert len(settings) >= 10
    (tmp_path / "all.toml").write_text(
        "\n".join(line.removeprefix("# ") if line in settings else line for line in lines), encoding="utf-8"
    )
    assert load_settings(tmp_path / "all.toml") == Settings()


def test_an_empty_skeleton_says_what_is_missing(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == [
        "README.md", "dataset.toml", "en", "manifest.example.jsonl", "raw", "tzcorpus.toml",
    ]  # fmt: skip
    assert not any((tmp_path / "mine" / "raw").iterdir())
    result = run("build", tmp_path / "mine", "-o", tmp_path / "out")
    assert result.exit_code != 0
    assert "no text files in raw/" in str(result.exception)


def test_an_empty_folder_is_taken_and_a_used_one_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("new", tmp_path / "empty").exit_code == 0
    used = tmp_path / "used"
    used.mkdir()
    (used / "README.md").write_text("mine", encoding="utf-8")
    for target in (used, used / "README.md"):
        result = run("new", target)
        assert result.exit_code != 0
        assert "is there already" in str(result.exception)
    assert [path.name for path in used.iterdir()] == ["README.md"]
    assert (used / "README.md").read_text(encoding="utf-8") == "mine"


def test_the_readme_names_verbs_that_exist(example: Path) -> None:
    from tzcorpus.cli import VERBS

    text = (example / "README.md").read_text(encoding="utf-8")
    verbs = re.findall(r"tzcorpus ([a-z]+)\b", text)
    assert len(verbs) >= 4
    assert set(verbs) <= set(VERBS)
    for name in re.findall(r"^\| `([\w./-]+)`", text, re.MULTILINE):
        if "/" in name or "." in name:
            assert (example / name).exists(), name
