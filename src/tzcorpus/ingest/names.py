"""Document ids from paths: safe as file names on every system, readable, unique."""

from __future__ import annotations

import os
import re
import unicodedata
from hashlib import sha256
from pathlib import PurePath

# Between the folders and the stem: an id is one file name, without a separator in it.
JOINT = "__"
_UNSAFE = re.compile(r"[^\w.\-]+")
_DOTS = re.compile(r"\.{2,}")
# Bytes of UTF-8; file systems allow 255, and endings are added to an id.
_LONGEST = 160
# Names that Windows keeps for devices.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)


def shown(path: object) -> str:
    """A path as text that can be printed and stored, whatever bytes its name is made of: a name in GB18030,
    as old archives hold them, in its characters.
    """
    text = str(path)
    if is_utf8(text):
        return text
    try:
        return os.fsencode(text).decode("gb18030")
    except UnicodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


def is_utf8(name: str) -> bool:
    """Has a file of this name a name in UTF-8?"""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def base_id(path: PurePath) -> str:
    """The id for a path relative to what the user named: folders and stem, joined, made safe.

    >>> base_id(PurePath("../第05版/讲 故事.hocr.gz"))
    '第05版__讲_故事'
    """
    stem = path.name
    for suffix in reversed(path.suffixes[-2:] if path.suffix.lower() == ".gz" else path.suffixes[-1:]):
        stem = stem.removesuffix(suffix)
    parts = [part for part in path.parent.parts if part not in ("..", ".", path.anchor)]
    return safe_id(JOINT.join((*parts, stem)))


def safe_id(name: str) -> str:
    """``name`` with nothing but letters, digits, ``_``, ``-`` and single dots; never empty, never long."""
    composed = unicodedata.normalize("NFC", shown(name))
    safe = _DOTS.sub("_", _UNSAFE.sub("_", composed)).strip("._") or "document"
    if safe.partition(".")[0].lower() in _DEVICES:
        safe = f"_{safe}"
    if len(safe.encode()) > _LONGEST:
        mark = sha256(shown(name).encode()).hexdigest()[:8]
        safe = f"{safe.encode()[: _LONGEST - 9].decode(errors='ignore')}-{mark}"
    return safe


class UniqueNames:
    """Hands out each id once: a second ``page`` becomes ``page-2``."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """``name``, with a number behind it where it is taken; upper and lower case count as one."""
        number, unique = 1, name
        while unique.casefold() in self._taken:
            number += 1
            unique = f"{name}-{number}"
        self._taken.add(unique.casefold())
        return unique
