"""Short paragraphs of other cities and trades, with all their names: tests/cases/names/fresh.json."""

import json
import re
from pathlib import Path

import pytest

from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.settings import AnnotateSettings

CASES = json.loads(
    (Path(__file__).parent.parent / "cases" / "names" / "fresh.json").read_text(encoding="utf-8")
)
MARK = re.compile(r"\[([^\]]+)\]([CP])")
NAMES = AnnotateSettings(labels=("COMPANY", "PARK"))
# F1 of both labels together that no change may fall below, half by half.
FLOORS = {("zh", "tune"): 0.90, ("en", "tune"): 0.90, ("zh", "held"): 0.70, ("en", "held"): 0.85}


def unmarked(line):
    """The sentence without its marks, and its names with their offsets."""
    text, names, at = "", set(), 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        names.add((len(text), len(text) + len(match[1]), {"C": "COMPANY", "P": "PARK"}[match[2]]))
        text += match[1]
        at = match.end()
    return text + line[at:], names


def found(text, language):
    return {(e.span.start, e.span.end, e.label) for e in annotate_texts([text], language, NAMES)[0]}


@pytest.mark.parametrize(("language", "half"), FLOORS)
def test_names_of_other_cities_are_found(language, half):
    right = mine = wanted = 0
    for item in CASES[language]:
        if item["half"] == half:
            text, gold = unmarked(item["text"])
            got = found(text, language)
            right, mine, wanted = right + len(gold & got), mine + len(got), wanted + len(gold)
    assert 2 * right / (mine + wanted) >= FLOORS[language, half]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_organisations_and_goods_are_no_names(language):
    tuned = [item["text"] for item in CASES[f"{language}_negatives"] if item["half"] == "tune"]
    assert tuned
    assert {text: found(text, language) for text in tuned if found(text, language)} == {}


PHRASES = (
    "原先的曳引钢绳全靠进口。", "井道钢构已经装好。", "AI大模型走进车间。", "先有算力，再有应用。",
    "这批轴承出口德国。", "台州的营商环境很好，营商环境就是生产力。", "锌锰电池、镍氢电池同场展出。",
    "他整了整帽子。", "该校与企业共建轴承实验室。", "上海大学、日本钢材都不是公司。",
)  # fmt: skip


@pytest.mark.parametrize("text", PHRASES)
def test_phrases_that_were_once_taken_for_firms(text):
    assert found(text, "zh") == set()


def test_mentions_decide_together():
    text = "顺德小熊电器发布新品。小熊电器市场部经理在直播间介绍。"
    assert {text[start:end] for start, end, _ in found(text, "zh")} == {"顺德小熊电器", "小熊电器"}


@pytest.mark.parametrize(("language", "floor"), [("zh", 0.91), ("en", 0.93)])
def test_names_in_single_sentences_of_many_trades(language, floor):
    path = Path(__file__).parent.parent / "cases" / "names" / f"news_{language}.txt"
    right = mine = wanted = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, gold = unmarked(line)
            got = found(text, language)
            right, mine, wanted = right + len(gold & got), mine + len(got), wanted + len(gold)
    assert 2 * right / (mine + wanted) >= floor
