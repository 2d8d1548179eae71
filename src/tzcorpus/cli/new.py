"""``tzcorpus new``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

# Copied as they are; `example/` below them only on request. The folders a build reads are there in any case.
_FILES = ("README.md", "tzcorpus.toml", "dataset.toml", "manifest.example.jsonl")
_FOLDERS = ("raw", "en")


@click.command("new")
@click.argument("folder", metavar="DIR")
@click.option("--example", is_flag=True, help="With two short invented documents, to build at once.")
def command(folder: str, example: bool) -> None:
    """Make the folder of a corpus of your own: places for files, settings, and a README that explains both.

    DIR must be new or empty; nothing is ever overwritten.

    \b
    Examples:
      tzcorpus new my-corpus
      tzcorpus new my-corpus --example && tzcorpus build my-corpus -o my-dataset
    """
    target = Path(folder)
    _refuse_used(target)
    for path in _write(target, example=example):
        click.echo(str(path))
    click.echo(_next_step(folder, example=example), err=True)


def _refuse_used(target: Path) -> None:
    from tzcorpus.errors import OutputError

    try:
        used = target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir())))
    except OSError as error:
        raise OutputError(f"cannot be read ({error.strerror})", where=str(target)) from error
    if used:
        raise OutputError("is there already", where=str(target), expected="a new name or an empty folder",
                          hint="nothing was written")  # fmt: skip


def _write(target: Path, *, example: bool) -> Iterator[Path]:
    from tzcorpus.errors import OutputError

    skeleton = files("tzcorpus.cli") / "skeleton"
    try:
        for name in _FOLDERS:
            (target / name).mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            yield _copy(skeleton / name, target / name)
        for name in _FOLDERS if example else ():
            for source in sorted((skeleton / "example" / name).iterdir(), key=lambda each: each.name):
                yield _copy(source, target / name / source.name)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror})", where=str(target)) from error


def _copy(source: Traversable, target: Path) -> Path:
    with target.open("xb") as stream:
        stream.write(source.read_bytes())
    return target


def _next_step(folder: str, *, example: bool) -> str:
    build = f"tzcorpus build {folder} -o {folder.rstrip('/')}-dataset"
    if example:
        return f"Two invented documents are in it. Build them with:\n  {build}"
    where = f"Put Chinese files into {folder}/raw and translations of the same names into {folder}/en"
    return f"{where}, then:\n  {build}"
