from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.language.sentences import split

CHINESE = [
    (
        ["“需要时总能找到人。”", "厂长说。", "机器还在转。"],
        "narration behind a closed quotation stands alone",
    ),
    (["“机会来了！”", "他说。"], "so does a short one"),
    (["《出发！》获奖。"], "a title with a mark of its own"),
    (["“谁先试？”的问题没有人答。"], "a quoted question that goes on"),
    (["（他笑了。）", "大家也笑了。"], "brackets close behind the mark"),
    (["船开了……", "人还在。"], "ellipsis before a line end"),
    (["他想说……又没说。"], "ellipsis within"),
    (["真的吗？！", "真的。"], "marks in a row"),
    (["从制造到智造——这条路走了十年。"], "dashes end nothing"),
]
ENGLISH = [
    ["Chenfan Pump Co., Ltd. put 3.5 bn. yuan into the plant in Jan. 2025.", "It opened in May."],
    ['"We did it!" said Dr. Li of Norton Pump Inc.', "He left at 5 p.m. Monday."],
    ["No. 3 plant, e.g. the one in St. Louis, is idle.", "The U.S. economy grew."],
    ["The fee is $1.5 million.", "Mr. Wang agreed."],
    ['"Is it so?" he asked.', "It was."],
    ["The zone (set up in 2010.) grew.", "So did the town."],
    ["J. Smith met A. Li.", "They signed."],
]


@pytest.mark.parametrize("sentences", [pytest.param(case, id=what) for case, what in CHINESE])
def test_chinese_sentences(sentences: list[str]) -> None:
    joined = "\n".join(sentences) if sentences[0].endswith("…") else "".join(sentences)
    assert [joined[s.start : s.end] for s in split(joined)] == sentences


@pytest.mark.parametrize("sentences", ENGLISH)
def test_english_sentences(sentences: list[str]) -> None:
    joined = " ".join(sentences)
    assert [joined[s.start : s.end] for s in split(joined, "en")] == sentences


@settings(max_examples=500, deadline=None)
@given(st.text("台州。！？”’“《》…，a.B \n1)'\"", max_size=40), st.sampled_from(["zh", "en"]))
def test_sentences_hold_every_character_but_outer_white_space(text: str, language: str) -> None:
    spans = split(text, language)  # type: ignore[arg-type]
    at = 0
    for span in spans:
        assert text[at : span.start].strip() == ""
        assert text[span.start : span.end] == text[span.start : span.end].strip() != ""
        at = span.end
    assert text[at:].strip() == ""
