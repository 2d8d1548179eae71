"""Sentences with their names marked: what must be found, and what must stay without a name."""

import re
from pathlib import Path

import pytest

from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.settings import AnnotateSettings

CASES = Path(__file__).parent.parent / "cases" / "names"
MARK = re.compile(r"\[([^\]]+)\]([CP])")
NAMES = AnnotateSettings(labels=("COMPANY", "PARK"))
LABELS = {"C": "COMPANY", "P": "PARK"}


def lines(name):
    text = (CASES / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def unmarked(line):
    """The sentence without its marks, and the names with their offsets."""
    text, names = "", []
    at = 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        names.append((len(text), len(text) + len(match[1]), LABELS[match[2]]))
        text += match[1]
        at = match.end()
    return text + line[at:], names


def found(text, language):
    entities = annotate_texts([text], language, NAMES)[0]
    assert all(text[e.span.start : e.span.end] == e.surface for e in entities)
    return [(e.span.start, e.span.end, e.label) for e in entities]


@pytest.mark.parametrize("line", lines("chinese.txt"))
def test_chinese_sentence(line):
    text, names = unmarked(line)
    assert found(text, "zh") == names


@pytest.mark.parametrize("line", lines("english.txt"))
def test_english_sentence(line):
    text, names = unmarked(line)
    assert found(text, "en") == names


@pytest.mark.parametrize("line", lines("chinese_known_failures.txt"))
@pytest.mark.xfail(reason="see the file", strict=True)
def test_known_failure(line):
    text, names = unmarked(line.partition("\t")[0])
    assert found(text, "zh") == names
