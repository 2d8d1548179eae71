"""What the cleaner may be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tzcorpus.errors import ConfigError

Preset = Literal["conservative", "default", "ocr"]
Script = Literal["keep", "simplified"]

# Name → one line on what it does. Every rule can be switched off by its name.
RULES: dict[str, str] = {
    "mojibake": "read runs in a wrong encoding (GBK or UTF-8 as Latin-1, UTF-8 as GBK) in the right one",
    "control": "remove control, zero-width and direction characters and byte order marks",
    "markup": "remove HTML tags, resolve entities, remove asterisks, backslashes and question-mark indents",
    "gloss": "remove pinyin in brackets where it reads the characters before it",
    "wide-alphanumerics": "write full-width digits and letters as ASCII",
    "number-blanks": "remove blanks inside numbers and before percent marks",
    "widths": "write ASCII marks among Chinese full width",
    "quotes": "write straight double quotes around Chinese as opening and closing ones",
    "blanks": "remove blanks between Chinese characters in running text",
    "latin-blanks": "remove blanks between Chinese and Latin where the text is not set so throughout",
    "lookalikes": "correct a character that looks like another where the dictionary leaves one reading",
    "doubled": "remove what was printed or read twice: whole runs, one character too many at a line's head",
    "closing-quote": "restore a closing quote where its place is certain",
    "split-lines": "separate bylines, continuation notes and paragraphs that were run into one line",
    "tables": "set rows of figures aside, with what heads them and the line that names the unit",
    "columns": "read columns one after another where lines run across them",
    "unwrap": "join lines that end where the column does",
    "captions": "tell captions and credits from the text around them",
    "join": "join the halves of a sentence over captions, blank lines and misplaced blocks",
    "duplicates": "set aside the copy of a repeated text that nothing continues",
}
_PRESETS: dict[str, frozenset[str]] = {
    "conservative": frozenset({"lookalikes", "closing-quote", "latin-blanks", "wide-alphanumerics", "gloss"}),
    "default": frozenset(),
    "ocr": frozenset(),
}


@dataclass(frozen=True, slots=True)
class CleanSettings:
    """``off`` names rules to leave out, besides those that ``preset`` leaves out.

    ``furniture`` and ``bylines`` are whole lines (compared without blanks) that a user knows of a paper.
    ``conservative`` leaves single characters alone but for damage that is certain. ``ocr`` runs every rule,
    as ``default`` does: each rule finds out from the page itself whether OCR made it. ``script`` is the one
    thing that is done on request alone: ``simplified`` writes traditional characters so (OpenCC, the extra
    ``script``), which cannot be undone in the clean text and changes names.
    """

    preset: Preset = "default"
    off: frozenset[str] = frozenset()
    furniture: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    script: Script = "keep"

    def __post_init__(self) -> None:
        if self.preset not in _PRESETS:
            raise ConfigError(
                f"preset {self.preset!r}", where="clean.preset", expected=f"one of {', '.join(_PRESETS)}"
            )
        if self.script not in ("keep", "simplified"):
            raise ConfigError(f"script {self.script!r}", where="clean.script", expected="keep or simplified")
        unknown = sorted(set(self.off) - set(RULES))
        if unknown:
            raise ConfigError(
                f"unknown rule {unknown[0]!r}", where="clean.off", expected=f"names among {', '.join(RULES)}"
            )

    @property
    def disabled(self) -> frozenset[str]:
        """All rules that are not to run."""
        return _PRESETS[self.preset] | frozenset(self.off)

    def allows(self, rule: str) -> bool:
        """Is the rule of this name to run?"""
        return rule not in self.disabled
