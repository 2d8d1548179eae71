"""``tzcorpus align --lines`` on two folders: files find their partners by stem, else by what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tzcorpus.cli import main

PUMPS = (
    ["水泵厂去年出口四十个国家。", "工人昼夜三班生产。", "银行贷款8000万元。", "新厂房占地86亩。"],
    [
        "The pump factory exported to forty countries last year.",
        "Workers produce day and night in three shifts.",
        "The bank lent 80 million yuan.",
        "The new plant covers 86 mu.",
    ],
)
TEA = (
    ["茶农清晨上山采茶。", "今年春茶价格上涨一成。", "村里开了两家茶馆。", "游客喜欢喝绿茶。"],
    [
        "Tea growers climb the mountain at dawn to pick tea.",
        "Spring tea prices rose by a tenth this year.",
        "The village opened two teahouses.",
        "Tourists like to drink green tea.",
    ],
)


def written(folder: Path, files: dict[str, list[str]]) -> Path:
    folder.mkdir()
    for stem, lines in files.items():
        (folder / f"{stem}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, str]:
    """Exit code and standard error of ``tzcorpus align --lines``."""
    code: object = 0
    try:
        main(["align", "--lines", *map(str, args)])
    except SystemExit as stop:
        code = stop.code
    return int(str(code or 0)), capsys.readouterr().err


def test_files_of_other_stems_are_paired_by_what_they_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zh = written(tmp_path / "zh", {"a": PUMPS[0], "b": TEA[0]})
    en = written(tmp_path / "en", {"one": TEA[1], "two": PUMPS[1]})
    code, said = run(capsys, zh, en, "-o", tmp_path / "out")
    assert code == 0, said
    assert f"{zh / 'a.txt'} belongs to {en / 'two.txt'}" in said
    assert f"{zh / 'b.txt'} belongs to {en / 'one.txt'}" in said
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.align", "b.align"]


def test_a_file_without_a_partner_is_named_and_the_others_are_aligned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zh = written(tmp_path / "zh", {"a": PUMPS[0], "b": TEA[0]})
    en = written(tmp_path / "en", {"a": PUMPS[1]})
    code, said = run(capsys, zh, en, "-o", tmp_path / "out")
    assert code == 1, said
    assert f"{zh / 'b.txt'}: no file of the other folder" in said
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.align"]
