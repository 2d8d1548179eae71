"""One TOML file to each stage's frozen settings.

::

    [clean]
    preset = "ocr"
    [segment]
    words = false
    [align]
    gap = -3.0

Every key is checked: an unknown one, or a value of the wrong type, is a `ConfigError` with its key path.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from tzcorpus.align.settings import AlignSettings
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.errors import ConfigError, TzcorpusError
from tzcorpus.segment.settings import SegmentSettings


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """Which rendering of the Chinese side a build takes where a document has several, best first."""

    variants: tuple[str, ...] = ("hocr", "ocr", "epaper")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of every stage; a table of the TOML file each."""

    corpus: CorpusSettings = field(default_factory=CorpusSettings)
    clean: CleanSettings = field(default_factory=CleanSettings)
    segment: SegmentSettings = field(default_factory=SegmentSettings)
    annotate: AnnotateSettings = field(default_factory=AnnotateSettings)
    align: AlignSettings = field(default_factory=AlignSettings)


def load_settings(
    path: str | Path | None = None,
    *,
    preset: str | None = None,
    gazetteer: str | None = None,
    annotate: Mapping[str, Any] | None = None,
) -> Settings:
    """Settings from a TOML file, or the defaults; ``preset``, ``gazetteer`` and the keys of ``annotate``
    override what it says.

    Raises `ConfigError` with the key path.
    """
    tables: dict[str, Any] = {}
    where = str(path) if path else "settings"
    if path is not None:
        try:
            tables = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(f"cannot be read ({error.strerror})", where=where) from error
        except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, a number of 5,000 digits
            raise ConfigError(f"not TOML ({error})", where=where) from error
    _refuse_unknown(tables, Settings, where)
    if isinstance(tables.get("clean"), dict) and path is not None:
        tables = {**tables, "clean": _with_files(tables["clean"], Path(path).parent)}
    if isinstance(tables.get("annotate"), dict) and path is not None:
        tables = {**tables, "annotate": _beside(tables["annotate"], Path(path).parent)}
    if preset is not None:
        tables = {**tables, "clean": {**tables.get("clean", {}), "preset": preset}}
    over = {**(annotate or {}), **({} if gazetteer is None else {"gazetteer": gazetteer})}
    if over:
        tables = {**tables, "annotate": {**tables.get("annotate", {}), **over}}
    try:
        return msgspec.convert(tables, type=Settings)
    except (msgspec.ValidationError, TzcorpusError) as error:
        expected = ", ".join(_choices(str(error))) if "enum value" in str(error) else ""
        raise ConfigError(str(error).replace("`$.", "`"), where=where, expected=expected) from error


def _choices(message: str) -> tuple[str, ...]:
    """The values that the key may have which a message of msgspec names: ``… - at `$.clean.preset` ``."""
    path = re.search(r"`\$\.([\w.]+)", message)
    kind: Any = Settings
    for name in path[1].split(".") if path else ():
        kind = get_type_hints(kind)[name]
    while kind is not None and get_origin(kind) is not Literal:
        kind = next(iter(get_args(kind)), None)
    return get_args(kind) if kind is not None else ()


def _beside(table: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The table with paths that lead to something from the folder of the settings file made so."""
    return {
        key: str(folder / value)
        if key in ("gazetteer", "model") and isinstance(value, str) and value and (folder / value).exists()
        else value
        for key, value in table.items()
    }


def _with_files(table: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The table with each entry ``@FILE`` of a user's lists replaced by the lines of the file."""
    out = dict(table)
    for key in ("furniture", "bylines"):
        entries = table.get(key)
        if isinstance(entries, list) and all(isinstance(entry, str) for entry in entries):
            out[key] = [
                line
                for entry in entries
                for line in (_lines(folder / entry[1:], key) if entry.startswith("@") else [entry])
            ]
    return out


def _lines(path: Path, key: str) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"the list cannot be read ({getattr(error, 'strerror', None) or error})",
            where=f"clean.{key}: {path}",
            expected="UTF-8, one entry a line",
        ) from error
    return ["".join(line.split()) for line in lines if line.strip()]


def _refuse_unknown(tables: dict[str, Any], kind: Any, where: str) -> None:
    known = {each.name: each.default_factory for each in dataclasses.fields(kind)}
    for key, value in tables.items():
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]}?" if close else ""
            raise ConfigError(f"unknown key {key}", where=where, expected=", ".join(known), hint=hint)
        inner = known[key]
        if kind is Settings:
            if not isinstance(value, dict):
                raise ConfigError(f"{key} is not a table", where=where, expected=f"[{key}]")
            _refuse_unknown(value, inner, f"{where}: {key}")
