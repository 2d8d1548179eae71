"""What a corpus says of itself: the part of the card that no file can be counted for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from tzcorpus.errors import ConfigError

SCHEMA_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Meta:
    """Description of a dataset. Texts are Markdown.

    ``name`` is a short identifier, ``license_text`` and ``license_annotation`` are SPDX ids, ``published`` is
    an ISO date. ``kinds`` and ``gold`` are by document id: "reported" or "invented", and the clean body text
    as it should read. ``agreement`` says how two annotation layers compare and how both were made.
    ``settings`` is the configuration the dataset was built with, as TOML.
    """

    name: str = "tzcorpus"
    title: str = "Bilingual newspaper corpus"
    version: str = SCHEMA_VERSION
    license_text: str = "CC-BY-4.0"
    license_annotation: str = "CC-BY-4.0"
    description: str = ""
    provenance: str = ""
    agreement: str = ""
    limits: str = ""
    citation: str = ""
    homepage: str = ""
    published: str = ""
    settings: str = ""
    tool: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    gold: Mapping[str, str] = field(default_factory=dict)


def read_meta(path: str | Path, **more: Any) -> Meta:
    """The description in a TOML file whose keys are the fields of `Meta`; ``more`` fields win.

    Raises `ConfigError` with the key for a key that is unknown or not a string.
    """
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot be opened ({error.strerror})", where=str(path)) from error
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, a number of 5,000 digits
        raise ConfigError(f"not TOML ({error})", where=str(path)) from error
    known = {each.name for each in fields(Meta)}
    for key, value in data.items():
        if key not in known:
            raise ConfigError(
                f"unknown key {key!r}", where=str(path), expected=f"one of {', '.join(sorted(known))}"
            )
        if key in {"kinds", "gold"}:
            if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
                raise ConfigError(f"{key} is not a table of strings", where=str(path))
        elif not isinstance(value, str):
            raise ConfigError(f"{key} = {value!r}", where=str(path), expected="a string")
    return Meta(**{**data, **more})
