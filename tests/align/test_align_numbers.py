"""The number check: figures of a Chinese sentence against those of its translation."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tzcorpus.align import figures_en, figures_zh
from tzcorpus.align.checks import check
from tzcorpus.align.numbers import check_numbers
from tzcorpus.records import AlignedPassage, Bead, Passage, Span

CASES = json.loads((Path(__file__).parents[1] / "cases" / "align_numbers.json").read_text("utf-8"))


@pytest.mark.parametrize(("zh", "en", "kinds"), CASES, ids=[f"{zh}|{en}" for zh, en, _ in CASES])
def test_check_judges_figures(zh: str, en: str, kinds: list[str]) -> None:
    assert [finding.kind for finding in check_numbers(zh, en)] == kinds


def test_check_gives_spans_of_the_whole_mention() -> None:
    zh, en = "去年投资3.5亿元建厂", "It put US$35 million into a plant"
    (finding,) = [f for f in check_numbers(zh, en) if f.kind != "agrees"]
    assert finding.zh is not None
    assert finding.en is not None
    assert zh[finding.zh.start : finding.zh.end] == "3.5亿元"
    assert en[finding.en.start : finding.en.end] == "US$35 million"
    assert finding.message


def test_check_reports_a_figure_that_only_english_has() -> None:
    (finding,) = check_numbers("公司盈利", "The company earned 5 million yuan")
    assert (finding.kind, finding.zh, finding.en_value) == ("missing", None, "5000000 CNY")


def test_check_says_a_repeated_figure_once() -> None:
    assert {f.kind for f in check_numbers("这5亿元，就是那5亿元", "that 500 million yuan")} == {"agrees"}


@pytest.mark.parametrize("factor", [10, 100, 1000])
@pytest.mark.parametrize("amount", [3, 12, 47, 350, 1286])
def test_check_finds_every_power_of_ten_in_amounts(amount: int, factor: int) -> None:
    kinds = [
        f.kind for f in check_numbers(f"贷款{amount}万元", f"a loan of {amount * 10_000 * factor:,} yuan")
    ]
    assert kinds == ["power-of-ten"]


@given(st.integers(1, 99_999), st.sampled_from(["万", "亿"]))
def test_same_amount_always_agrees(amount: int, scale: str) -> None:
    value = amount * (10_000 if scale == "万" else 100_000_000)
    assert [f.kind for f in check_numbers(f"收入{amount}{scale}元", f"earned {value:,} yuan")] == ["agrees"]


@given(st.text("0123456789.，,亿万元%美千百十三两半成约至-年月 ", max_size=40))
def test_figures_stay_inside_their_text(text: str) -> None:
    for finder in (figures_zh.find, figures_en.find):
        for figure in finder(text):
            assert 0 <= figure.span.start < figure.span.end <= len(text)


@pytest.mark.parametrize("text", ["三分之" * 5_000, "3亿至" * 5_000, "一二十" * 5_000, "three in " * 3_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    before = time.process_time()
    figures_zh.find(text)
    figures_en.find(text)
    assert time.process_time() - before < 10.0


def _passage(language: str, text: str, *sentences: Span) -> Passage:
    return Passage(id="p", document="d", language=language, text=text, sentences=sentences)  # type: ignore[arg-type]


def test_passage_check_places_spans_in_the_passage() -> None:
    zh = _passage("zh", "天气好。投资3亿元。", Span(0, 4), Span(4, 10))
    en = _passage("en", "Fine weather. It cost 3 billion yuan.", Span(0, 13), Span(14, 37))
    aligned = AlignedPassage("p", zh, en, beads=(Bead((0,), (0,)), Bead((1,), (1,))))
    (finding,) = check(aligned)
    assert finding.kind == "power-of-ten"
    assert finding.zh == Span(6, 9)
    assert finding.en is not None
    assert en.text[finding.en.start : finding.en.end] == "3 billion yuan"


def test_figure_moved_to_the_next_bead_agrees() -> None:
    zh = _passage("zh", "共48家。都在城里。", Span(0, 5), Span(5, 10))
    en = _passage("en", "They are many. All 48 are in town.", Span(0, 14), Span(15, 34))
    aligned = AlignedPassage("p", zh, en, beads=(Bead((0,), (0,)), Bead((1,), (1,))))
    assert [finding.kind for finding in check(aligned)] == ["agrees"]


def test_m_behind_a_figure_is_a_million_where_the_text_prices_so() -> None:
    found = check_numbers(
        "库存1.07亿元，比去年多3000万元。", "Stocks were 107m yuan, 30m more than a year before."
    )
    assert [f.kind for f in found] == ["agrees", "agrees"]
    assert [f.kind for f in check_numbers("跑了80米。", "He ran 80m.")] != ["power-of-ten"]
