"""The command line as such: what it imports, what it says of itself, how it ends."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from tzcorpus import __version__
from tzcorpus.cli import VERBS, cli

HEAVY = ["numpy", "pyarrow", "jieba", "rjieba", "spacy", "torch", "transformers", "datasets", "pandas",
         "label_studio_sdk", "httpx", "rich", "opencc", "ftfy", "msgspec", "pypinyin"]  # fmt: skip


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom tzcorpus.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    result = python(code)
    assert result.stderr.strip() == "[]"
    assert "Commands:" in result.stdout


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    result = CliRunner().invoke(cli, [verb, "--help"])
    assert result.exit_code == 0, result.output
    assert "Example" in result.output
    assert f"tzcorpus {verb}" in result.output


def test_version() -> None:
    assert CliRunner().invoke(cli, ["--version"]).output == f"tzcorpus {__version__}\n"


def test_a_wrong_verb_names_the_close_one() -> None:
    result = CliRunner().invoke(cli, ["aling"])
    assert result.exit_code == 2
    assert "did you mean 'align'?" in result.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_call_tzcorpus(shell: str) -> None:
    result = CliRunner().invoke(cli, ["completion", shell])
    assert result.exit_code == 0
    assert "_TZCORPUS_COMPLETE" in result.output
    assert "tzcorpus" in result.output


def test_completion_completes_verbs() -> None:
    code = "from tzcorpus.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={"_TZCORPUS_COMPLETE": "bash_complete", "COMP_WORDS": "tzcorpus al", "COMP_CWORD": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.stdout.split() == ["plain,align"]


def test_export_offers_every_format() -> None:
    from tzcorpus.cli.export import FORMATS
    from tzcorpus.package import exports

    assert tuple(exports.FORMATS) == FORMATS
