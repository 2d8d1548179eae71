"""What the ends of a text say: is its sentence finished, are its quotes closed, does it go on?"""

from __future__ import annotations

import re

from tzcorpus.language.scripts import HAN

_CLOSING = "”’」』）)》〉】\"'"
_FINAL = re.compile(rf"(?:[。！？!?…｡]|(?<=[{HAN}”’）》])\.|\.{{3,}})[{_CLOSING}]*$")
_FINAL_MARKS = "。！？!?…｡"
_MAYBE_FINAL = frozenset(f"{_CLOSING}.")
_GOING_ON = re.compile(r"[，、；：,;:]$|[—－]{2}$|[“‘（《(〈「『]$")
_CANNOT_START = re.compile(r"[，。、；！？”’）》〉」』】,;!?)\]%％]")
_SENTENCE_INSIDE = re.compile(r"[，。；！？、：,;:]")
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("「", "」"), ("『", "』"), ("(", ")"))
_OPENER, _CLOSER = (re.compile(f"[{''.join(marks)}]") for marks in zip(*_PAIRS, strict=True))


def is_finished(text: str) -> bool:
    """Does the text end with a final mark, closing quotes and brackets aside?

    >>> is_finished("他说：“好。”"), is_finished("他说：“好”"), is_finished("他说，")
    (True, False, False)
    """
    last = text[-1:]
    if last in _FINAL_MARKS:
        return last != ""
    return last in _MAYBE_FINAL and _FINAL.search(text, max(0, len(text) - 8)) is not None


def goes_on(text: str) -> bool:
    """Does it end with a mark that something must follow: a comma, a colon, an opening quote?"""
    return _GOING_ON.search(text, max(0, len(text) - 3)) is not None


def cannot_start(text: str) -> bool:
    """Does it begin with a mark that no line of its own begins with?"""
    return _CANNOT_START.match(text) is not None


def has_marks(text: str) -> bool:
    """Does it hold marks of a sentence?"""
    return _SENTENCE_INSIDE.search(text, 0, max(0, len(text) - 1)) is not None


def open_marks(text: str) -> list[str]:
    """Closing marks that the text still waits for, innermost last."""
    waiting: list[str] = []
    if _OPENER.search(text) is None:
        return waiting
    for opening, closing in _PAIRS:
        balance = text.count(opening) - text.count(closing)
        if balance > 0 and text.rfind(opening) > text.rfind(closing):
            waiting.append(closing)
    return waiting


def unmatched_closers(text: str) -> list[str]:
    """Closing marks that stand before any opening one of their kind."""
    found: list[str] = []
    if _CLOSER.search(text) is None:
        return found
    for opening, closing in _PAIRS:
        at = text.find(closing)
        if at >= 0 and opening not in text[:at]:
            found.append(closing)
    return found
