"""No pattern of the package explodes: each is held against rows of its own words and characters."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import re._constants as op
import re._parser as parser
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

import tzcorpus
from tzcorpus.annotate.annotator import annotate_passages
from tzcorpus.clean.cleaner import clean
from tzcorpus.config import load_settings
from tzcorpus.language import numerals_zh
from tzcorpus.records import Document
from tzcorpus.segment.passages import segment

# A match that takes longer grows at least with the cube of the length, or worse: a quadratic one of 400
# characters takes some milliseconds, a linear one some microseconds.
LENGTHS, SLOW = (50, 100, 200, 400), 0.05
# Slow on long rows, and given short ones: words held against
# pinyin 24 letters, what stands between two amounts some tens.
BOUNDED = {
    "tzcorpus.annotate.english_context._PINYIN",
    "tzcorpus.annotate.money_links._BETWEEN",
}
WORD = "X" + "uai" * 20 + "x"
HANGING = [
    "灯塔。\n\na.jpg" + " " * 50 + "说明\n",
    "灯塔。\n\na.jpg" + "*" * 50 + "x。\n",
    "灯塔。\n\n" + "A:" * 28 + " x\n",
    "灯塔。\n\n2026年3月5日 " + "周刊" * 45 + "x\n",
    f"It was bought from {WORD}. The rival {WORD} and the supplier {WORD} sell to {WORD}, says {WORD}.\n",
]
PIECES = 5  # of the words of a pattern, evenly chosen


class Late(Exception):
    pass


def inside(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns of a module's variable, however they are put together."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 4:
        parts: Iterable[object] = ()
        if isinstance(value, dict):
            parts = value.values()
        elif isinstance(value, (list, tuple, set, frozenset)):
            parts = value
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            parts = (getattr(value, field.name, None) for field in dataclasses.fields(value))
        for part in parts:
            yield from inside(part, depth + 1)


def patterns() -> dict[re.Pattern[str], str]:
    found: dict[re.Pattern[str], str] = {}
    for info in pkgutil.walk_packages(tzcorpus.__path__, "tzcorpus."):
        if not info.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(info.name)).items():
                for pattern in inside(value):
                    found.setdefault(pattern, f"{info.name}.{name}")
    return found


def words(tree: Iterable[tuple[object, object]]) -> Iterator[str]:
    """Literals of a parsed pattern and a character of each of its classes."""
    run = ""
    for kind, argument in tree:
        if kind is op.LITERAL:
            run += chr(argument)
            continue
        if run:
            yield run
            run = ""
        if kind is op.IN:
            for member, of in argument:
                if member is op.LITERAL:
                    yield chr(of)
                elif member is op.RANGE:
                    yield chr(of[0])
                elif member is op.CATEGORY:
                    yield {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " "}.get(of, "a")
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield from words(argument[2])
        elif kind is op.SUBPATTERN:
            yield from words(argument[3])
        elif kind is op.ATOMIC_GROUP:
            yield from words(argument)
        elif kind is op.BRANCH:
            for branch in argument[1]:
                yield from words(branch)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from words(argument[1])
        elif kind in (op.NOT_LITERAL, op.ANY):
            yield "x"
    if run:
        yield run


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    def late(signum: int, frame: FrameType | None) -> None:
        raise Late

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def explodes(pattern: re.Pattern[str], *, whole: bool = True) -> str:
    """A row on which the pattern takes too long, or nothing."""
    known = list(dict.fromkeys(words(parser.parse(pattern.pattern, pattern.flags))))
    chosen = known[:: max(1, len(known) // PIECES)][:PIECES]
    for piece in filter(None, (*chosen, "".join(chosen))):
        for length in LENGTHS:
            row = (piece * (length // len(piece) + 1))[:length] + "\0"
            if all(too_long(pattern, row, whole=whole) for _ in range(3)):
                return f"{length} characters of {piece!r}"
    return ""


def too_long(pattern: re.Pattern[str], row: str, *, whole: bool) -> bool:
    began = time.process_time()
    try:
        with limited(0.2):
            pattern.match(row)
            if whole:
                pattern.fullmatch(row)
    except Late:
        return True
    return time.process_time() - began > SLOW


def test_a_pattern_that_explodes_is_found() -> None:
    assert explodes(re.compile("(?:达到|达|到)+$"))
    assert explodes(re.compile(r"(?:\w+\s*)+:"))
    assert not explodes(re.compile("(?:达|到)+$"))
    assert not explodes(re.compile(r"\d+(?:亿|万)?元"))


def test_no_pattern_of_the_package_explodes() -> None:
    found = patterns()
    assert len(found) > 500
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(tzcorpus.__path__[0]).rglob("*.py"))
    bad = {}
    for pattern, name in found.items():
        whole = f"{name.rpartition('.')[2]}.fullmatch" in sources
        if name not in BOUNDED and (row := explodes(pattern, whole=whole)):
            bad[name] = row
    assert not bad


@pytest.mark.parametrize("text", HANGING)
def test_texts_that_took_for_ever_end_soon(text: str) -> None:
    rules = load_settings(annotate={"learned": False})
    with limited(30):
        for language in ("zh", "en"):
            cleaned = clean(Document("d", text, language), rules.clean)  # type: ignore[arg-type]
            annotate_passages(list(segment(cleaned, rules.segment)), rules.annotate)
        assert numerals_zh.parse("1" * 60 + ".,") is None
