"""``tzcorpus clean --sidecar`` accounts for every edit; lists of a paper's own lines come from files."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from tzcorpus.cli import cli

RAW = (
    "汐州日报\n\n旧灯塔变书房\n\n书记说:“来吧”,大家笑了,码头上挤满了人。孩子们都来了。\n\n"
    "（资料图片）\n\n海岛周末\n"
)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_sidecar_holds_every_edit_and_what_was_set_aside(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(RAW, encoding="utf-8")
    run("clean", "-q", str(page), "-o", str(tmp_path / "clean"), "--sidecar", str(tmp_path / "edits"))
    found = json.loads((tmp_path / "edits" / "page.edits.json").read_text(encoding="utf-8"))
    assert all(RAW[e["start"] : e["end"]] == e["before"] for e in found["edits"])
    widths = [(e["before"], e["after"]) for e in found["edits"] if e["rule"] == "widths"]
    assert widths == [(":", "："), (",", "，"), (",", "，")]
    assert [(b["role"], b["text"]) for b in found["set_aside"] if b["role"] == "credit"] == [
        ("credit", "（资料图片）")
    ]
    kept = (tmp_path / "clean" / "page.txt").read_text(encoding="utf-8")
    assert "书记说：“来吧”，大家笑了" in kept


def test_entries_with_an_at_sign_are_files_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(RAW, encoding="utf-8")
    (tmp_path / "lines.txt").write_text("海岛 周末\n\n", encoding="utf-8")
    (tmp_path / "set.toml").write_text('[clean]\nfurniture = ["@lines.txt"]\n', encoding="utf-8")
    shown = run(
        "clean", "-q", "--roles", "all", "--config", str(tmp_path / "set.toml"), str(tmp_path / "page.txt")
    )
    assert "furniture\t海岛周末" in shown


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "set.toml").write_text('[clean]\nbylines = ["@none.txt"]\n', encoding="utf-8")
    result = CliRunner().invoke(cli, ["clean", "--config", str(tmp_path / "set.toml"), "-"], input=RAW)
    assert result.exit_code != 0
    assert "none.txt" in str(result.output) + str(result.exception)
