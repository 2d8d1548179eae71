"""What can go wrong, as one tree.

::

    TzcorpusError              every error a user can meet; the CLI prints it on one line
    ├── InputError             a file or record that cannot be used
    │   ├── DecodeError        bytes that are not text in a known encoding
    │   ├── FormatError        text that is not the format it should be (JSONL, hOCR, ALTO, TSV …)
    │   └── RecordError        a record that contradicts itself or its text
    ├── OutputError            an output that exists already or cannot be written
    ├── ConfigError            a setting with an unknown key or a value out of range
    ├── ServerError            an annotation server that does not start, answer or agree
    └── ExtraMissingError      an optional package that is not installed

Every error says what, where, what was expected and what to do next.
"""

from __future__ import annotations


class TzcorpusError(Exception):
    """An error with a remedy.

    ``what`` is the fact, ``where`` a file, offset, line or key path, ``expected`` what would have been
    right, ``hint`` the next step. ``str()`` puts them on one line.
    """

    def __init__(self, what: str, *, where: str = "", expected: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.expected = expected
        self.hint = hint

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.hint:
            parts.append(self.hint)
        return "; ".join(" ".join(part.split()) for part in parts)

    def __reduce__(self) -> tuple[object, ...]:
        # keyword-only arguments do not survive the default pickling that process pools use
        return _rebuild, (type(self), self.what, self.where, self.expected, self.hint)


def _rebuild(kind: type[TzcorpusError], what: str, where: str, expected: str, hint: str) -> TzcorpusError:
    return kind(what, where=where, expected=expected, hint=hint)


class InputError(TzcorpusError):
    """A file or record that cannot be used."""


class DecodeError(InputError):
    """Bytes that are not text in a known encoding; ``where`` holds file and byte offset."""


class FormatError(InputError):
    """Text that is not in the format it should be in; ``where`` holds file and line or offset."""


class RecordError(InputError):
    """A record that contradicts itself or the text it speaks of."""


class OutputError(TzcorpusError):
    """An output that exists already, or that cannot be written."""


class ConfigError(TzcorpusError):
    """A setting that is unknown or out of range; ``where`` holds file and key path."""


class ServerError(TzcorpusError):
    """An annotation server cannot be started or reached, refuses, or answers what it should not."""


class ExtraMissingError(TzcorpusError):
    """An optional package is needed and not installed; ``hint`` names the extra."""
