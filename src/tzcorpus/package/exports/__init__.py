"""Other people's formats, one module each, all from the same passages.

`export` writes any of `FORMATS` and says what the format could not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tzcorpus.errors import ConfigError
from tzcorpus.package.exports.base import Exported, Exporter, Offsets, Options, refuse_existing
from tzcorpus.package.exports.brat import export_brat
from tzcorpus.package.exports.conll import export_conll
from tzcorpus.package.exports.docbin import export_docbin
from tzcorpus.package.exports.entities import export_entities
from tzcorpus.package.exports.jsonl import export_doccano, export_labelstudio, export_prodigy
from tzcorpus.package.exports.money import export_money
from tzcorpus.package.exports.pairs import export_moses, export_tmx
from tzcorpus.package.exports.tables import export_cooccurrence, export_mentions
from tzcorpus.records import AlignedPassage

__all__ = ["FORMATS", "Exported", "Offsets", "export"]

FORMATS: Mapping[str, Exporter] = {
    "conll": export_conll,
    "docbin": export_docbin,
    "tmx": export_tmx,
    "moses": export_moses,
    "brat": export_brat,
    "doccano": export_doccano,
    "prodigy": export_prodigy,
    "labelstudio": export_labelstudio,
    "entities": export_entities,
    "mentions": export_mentions,
    "cooccurrence": export_cooccurrence,
    "money": export_money,
}
# The formats whose offsets a JavaScript tool may want in UTF-16 units.
UTF16_FORMATS = frozenset({"doccano", "prodigy", "labelstudio"})


def export(
    name: str,
    passages: Iterable[tuple[str, AlignedPassage]],
    out: str | Path,
    *,
    offsets: Offsets = "codepoints",
    force: bool = False,
) -> Exported:
    """Write ``(split, passage)`` pairs to files in the folder ``out``, one set a split.

    ``offsets="utf16"`` counts UTF-16 code units, as JavaScript does, where the format may want it.
    Raises `ConfigError` for an unknown format or offsets it has no use for, `OutputError` where files
    are there already and ``force`` is not set.
    """
    if name not in FORMATS:
        raise ConfigError(f"format {name!r}", expected=f"one of {', '.join(FORMATS)}")
    if offsets not in ("codepoints", "utf16"):
        raise ConfigError(f"offsets {offsets!r}", expected="codepoints or utf16")
    if offsets == "utf16" and name not in UTF16_FORMATS:
        raise ConfigError(
            f"{name} with UTF-16 offsets", expected=f"--offsets utf16 with {', '.join(sorted(UTF16_FORMATS))}"
        )
    folder = Path(out)
    refuse_existing(folder, force=force)
    return FORMATS[name](passages, folder, Options(offsets))
