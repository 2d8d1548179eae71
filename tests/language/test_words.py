from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.language.words import words, words_by_jieba

# made-up sentences; the mixture below is where the two implementations part
SENTENCES = [
    "晨帆泵业去年投资10-20亿元，在临港产业园建成3.5万平方米厂房。",
    "v1.2.3版的AGV系统于2026.11.21上线，良品率99.5%，C++与T恤无关。",
    "𠮷野镇的鿫矿㐂公司，😀与é。",
    "传统赛道趋于饱和，制造业企业从\r\n机器换人走向智能制造。",
]
ODD = [
    "10-20",
    "12.5.1",
    "a_b",
    "A-5",
    "9b.Bb",
    "𠮷",
    "㐂",
    "鿫",
    "\r\n",
    " ",
    "é",
    "😀",
    "，",
    "+",
    "%",
    "&",
]


def test_fast_words_are_jiebas_words() -> None:
    for sentence in SENTENCES:
        assert words(sentence) == words_by_jieba(sentence)


def test_fast_words_are_jiebas_words_on_mixtures_of_dictionary_words_and_oddities() -> None:
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    generator = random.Random(7)
    vocabulary = generator.sample(list(jieba.dt.FREQ), 3000)
    for _ in range(1500):
        text = "".join(generator.choice(vocabulary if generator.random() < 0.5 else ODD) for _ in range(16))
        assert words(text) == words_by_jieba(text), text


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["zh", "en"]))
def test_words_hold_every_character_but_white_space(text: str, language: str) -> None:
    spans = words(text, language)  # type: ignore[arg-type]
    outside = list(text)
    for span in spans:
        assert len(span) > 0
        for at in range(span.start, span.end):
            outside[at] = ""
    assert "".join(outside).strip() == ""
