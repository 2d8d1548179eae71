"""Bytes to text: which encoding a file is in, or why it is none.

UTF-8 is taken at its word. Bytes that are not UTF-8 are read in every encoding that Chinese newspapers
come in, and the reading with the most familiar characters wins, UTF-8 with errors among them: a UTF-8
file with one broken byte is refused with that byte's offset, never read as GB18030. Nothing is decoded
with replacement characters.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tzcorpus.errors import DecodeError, InputError
from tzcorpus.language.scripts import is_han, is_wide_punctuation

# Byte order marks, longest first: that of UTF-32 LE begins with that of UTF-16 LE.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# cp950 is Big5 as Windows writes it; big5hkscs has the characters of Hong Kong besides
_NARROW = ("utf-8", "gb18030", "cp950", "big5hkscs")
# First bytes of formats that people mistake for text files.
_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive (or .docx, .epub, .xlsx)"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"PAR1", "a Parquet file"),
)
# The encoding is chosen on this many bytes about the first byte that is not UTF-8: time does not grow
# with the file, and 4000 characters decide by far.
_WINDOW = 16_384
# Mean familiarity under which no reading is believed. Random bytes read as GB18030 score about 0.3, real
# text 0.8 and more, names of rare characters 0.5 (tests/ingest/test_encoding.py).
_BELIEVED = 0.4
# Chinese in UTF-16 has printable ASCII in about 0.45 of its bytes, Western text in nearly all.
_MOSTLY_ASCII = 0.7
# Share of control characters (tab, line ends, form feed and escape apart) that makes data binary.
_CONTROLS = 0.1
_CONTROL = re.compile("(?![\t\n\v\f\r\x1a\x1b])[\x00-\x1f]")
_EXPECTED = "UTF-8, UTF-16, UTF-32, GB18030 or Big5 text"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the Python codec that gives it: ``utf-8``, ``utf-8-sig`` (with a byte order mark),
    ``utf-16-le`` …, ``gb18030``, ``cp950`` or ``big5hkscs``. A byte order mark is not part of the text.
    """

    text: str
    encoding: str


def decode(data: bytes, *, where: str) -> Decoded:
    """The text of ``data``; ``where`` names the file in errors.

    Raises `InputError` where there is no text, `DecodeError` with the byte offset where the data is
    binary or not text in a known encoding.

    >>> decode("台州湾".encode("gb18030"), where="a.txt")
    Decoded(text='台州湾', encoding='gb18030')
    """
    for magic, name in _BINARY:
        if data.startswith(magic):
            raise _binary(f"{name}, not text", 0, where)
    decoded = _by_mark(data, where) or _utf8(data, where) or _by_likeness(data, where)
    if not decoded.text:
        raise InputError("the file is empty", where=where, expected="text")
    return decoded


def _by_mark(data: bytes, where: str) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            codec = "utf-8" if encoding == "utf-8-sig" else encoding
            return Decoded(_strictly(body, codec, where, skipped=len(mark)), encoding)
    return None


def _utf8(data: bytes, where: str) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\x00" in text:
        return None
    if text.isascii():
        _refuse_controls(text, where)
        return Decoded(text, "utf-8")
    if _looks_like_gb(data, text):
        return Decoded(data.decode("gb18030"), "gb18030")
    _refuse_controls(text, where)
    return Decoded(text, "utf-8")


def _looks_like_gb(data: bytes, text: str) -> bool:
    """Is this short GB18030 text whose bytes happen to be UTF-8 as well?

    Half the common characters of GB 2312 are also two-byte UTF-8. So where UTF-8 gives nothing but
    two-byte characters, and these are no word of one script, while GB gives familiar ideographs only, it
    is GB. Long text never gets here.
    """
    if len(data) > _WINDOW:
        return False
    if max(text) > "\u07ff":
        return False
    high = [ch for ch in text if ch > "\x7f"]
    if all(ch.isalpha() for ch in high) and len({_script(ch) for ch in high}) == 1:
        return False
    return _familiarity(data, "gb18030") >= 1.0


def _script(ch: str) -> str:
    return unicodedata.name(ch, "").partition(" ")[0]


def _by_likeness(data: bytes, where: str) -> Decoded:
    """Decode in the encoding whose reading of a window is most familiar."""
    candidates, at = (_WIDE, data.find(b"\x00")) if b"\x00" in data else (_NARROW + _WIDE[:2], 0)
    if candidates is not _WIDE:
        at = _first_error(data, "utf-8") or 0
    start = max(0, at - _WINDOW // 2) & ~3  # a UTF-32 unit is four bytes
    window = data[start : start + _WINDOW]
    if b"\x00" not in data and sum(32 <= byte < 127 for byte in window) > _MOSTLY_ASCII * len(window):
        candidates = _NARROW  # Western letters in pairs read as ideographs, too
    scores = {encoding: _familiarity(window, encoding) for encoding in candidates}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] < _BELIEVED:
        if candidates is _WIDE:
            raise _binary("binary data (a zero byte)", at, where)
        raise DecodeError(
            f"byte 0x{data[at]:02x} is not UTF-8, and no other encoding makes text of the bytes about it",
            where=f"{where}: byte {at}", expected=_EXPECTED, hint="save the file as UTF-8",
        )  # fmt: skip
    return Decoded(_strictly(data, best, where), best)


def _strictly(data: bytes, encoding: str, where: str, *, skipped: int = 0) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + skipped
        raise DecodeError(
            f"{_shown(data[error.start : error.end])} is not {_title(encoding)}, "
            "which the rest of the text is in",
            where=f"{where}: byte {at}", expected=_EXPECTED,
            hint="repair the byte, or save the file again as UTF-8",
        ) from error  # fmt: skip
    zero = text.find("\x00")
    if zero >= 0:
        raise _binary("binary data (a zero character)", len(text[:zero].encode(encoding)) + skipped, where)
    _refuse_controls(text, where)
    return text


def _refuse_controls(text: str, where: str) -> None:
    sample = text[:_WINDOW]
    controls = [match.start() for match in _CONTROL.finditer(sample)]
    if len(controls) > _CONTROLS * len(sample):
        raise _binary("binary data (control characters)", len(sample[: controls[0]].encode()), where)


def _binary(what: str, at: int, where: str) -> DecodeError:
    return DecodeError(
        what, where=f"{where}: byte {at}", expected=_EXPECTED, hint="give text, hOCR, ALTO or TSV"
    )


def _first_error(data: bytes, encoding: str) -> int | None:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _familiarity(data: bytes, encoding: str) -> float:
    """Mean familiarity, 0 to 1, of the characters that tell encodings apart.

    These are the non-ASCII ones; in UTF-16 and UTF-32 all are, since ASCII reads otherwise there.
    """
    text = data.decode(encoding, errors="replace")
    told = text if encoding in _WIDE else [ch for ch in text if ch > "\x7f"]
    return sum(map(_weight, told)) / len(told) if told else 0.0


@cache
def _weight(ch: str) -> float:
    """How usual a character is in Chinese text, 0 to 1. The steps are ranks, not measurements."""
    if ch in _frequent() or " " <= ch <= "~" or ch in "\n\r\t" or is_wide_punctuation(ch):
        return 1.0
    if not is_han(ch):
        return 0.75 if "\uff10" <= ch <= "\uff5a" else 0.0
    lead = ch.encode("gb2312", errors="ignore")[:1] or b"\x00"
    if b"\xb0" <= lead < b"\xd8" or b"\xa4" <= ch.encode("big5", errors="ignore")[:1] <= b"\xc6":
        return 0.9  # level 1 of either standard, where both put the common characters
    return 0.5 if lead != b"\x00" else 0.1


@cache
def _frequent() -> frozenset[str]:
    table = files("tzcorpus.ingest").joinpath("familiar.tsv").read_text(encoding="utf-8")
    rows = [line.partition("\t")[2] for line in table.splitlines() if not line.startswith("#")]
    return frozenset("".join(rows))


def _shown(data: bytes) -> str:
    return " ".join(f"0x{byte:02x}" for byte in data)


def _title(encoding: str) -> str:
    return {"cp950": "Big5", "big5hkscs": "Big5-HKSCS"}.get(encoding, encoding.upper())
