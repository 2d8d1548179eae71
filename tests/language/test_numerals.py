"""Numerals of both languages against hand-made values, against cn2an, and on hostile input."""

import re
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tzcorpus.language.numerals import MAX_DIGITS, find_numbers, parse_number

ZH = {
    "1亿2000万": "120000000",
    "十二点五亿": "1250000000",
    "3万5": "35000",
    "一百二": "120",
    "二百五": "250",
    "两千八": "2800",
    "一千零八": "1008",
    "二〇二四": "2024",
    "一五〇万": "1500000",
    "二〇〇万": "2000000",
    "110万2614.6": "1102614.6",
    "2万3千亿": "2300000000000",
    "一万五千亿": "1500000000000",
    "1.2万亿": "1200000000000",
    "一百六十八萬": "1680000",
    "壹佰贰拾万": "1200000",
    "1，000万": "10000000",
    "1,100.9亿": "110090000000",
    "１２３．５万": "1235000",
    "廿五": "25",
    "亿": "100000000",
    "千亿": "100000000000",
    "三点一四": "3.14",
    "1兆": "1000000000000",
}
ZH_NOT = ["", "三四亿", "五六百", "3亿5亿", "1,2345", "12点30", "元", "1二三", "万万"]
EN = {
    "1,234.5 million": "1234500000",
    "two hundred and forty-five million": "245000000",
    "half a billion": "500000000",
    "one and a half million": "1500000",
    "two and a half million": "2500000",
    "three quarters of a billion": "750000000",
    "a quarter of a million": "250000",
    "a million": "1000000",
    "2 ½ million": "2500000",
    "1.2bn": "1200000000",
    "100-billion": "100000000000",
    "two million three hundred thousand": "2300000",
    "twelve hundred": "1200",
    "thousand million": "1000000000",
    "a dozen": "12",
    "twenty-three": "23",
}
EN_NOT = ["", "nineteen eighty-four", "and", "a", "5m", "1,2345"]


@pytest.mark.parametrize(("text", "value"), ZH.items())
def test_chinese_numeral(text, value):
    assert parse_number(text, "zh") == Decimal(value)


@pytest.mark.parametrize("text", ZH_NOT)
def test_not_one_chinese_number(text):
    assert parse_number(text, "zh") is None


@pytest.mark.parametrize(("text", "value"), EN.items())
def test_english_numeral(text, value):
    assert parse_number(text, "en") == Decimal(value)


@pytest.mark.parametrize("text", EN_NOT)
def test_not_one_english_number(text):
    assert parse_number(text, "en") is None


@given(st.integers(min_value=1, max_value=10**16 - 1), st.sampled_from(["low", "up"]))
def test_what_cn2an_writes_is_read_back(number, style):
    assert parse_number(cn2an.an2cn(number, style), "zh") == number


@given(st.integers(min_value=0, max_value=10**8 - 1), st.integers(min_value=1, max_value=9999))
def test_decimals_that_cn2an_writes_are_read_back(whole, fraction):
    text = f"{whole}.{fraction:04d}".rstrip("0")
    assert parse_number(cn2an.an2cn(text, "low"), "zh") == Decimal(text)


@given(st.integers(min_value=1, max_value=10**15))
def test_grouped_digits_are_read_back(number):
    for language in ("zh", "en"):
        assert parse_number(f"{number:,}", language) == number


def test_numbers_of_a_text_with_their_places_and_steps():
    text = "2025年前11个月，出口2562.3亿元，增长6.7%，新增A4纸１２．５万包"
    numbers = find_numbers(text, "zh")
    assert [(n.surface, n.value, n.step) for n in numbers] == [
        ("2025", Decimal(2025), Decimal(1)),
        ("11", Decimal(11), Decimal(1)),
        ("2562.3亿", Decimal(256230000000), Decimal(10000000)),
        ("6.7", Decimal("6.7"), Decimal("0.1")),
        ("１２．５万", Decimal(125000), Decimal(1000)),
    ]
    assert all(text[n.span.start : n.span.end] == n.surface for n in numbers)


def test_english_numbers_of_a_text():
    numbers = find_numbers(
        "In 2025 some 256.23 billion yuan, up 6.7 percent; nineteen eighty-four A4 sheets", "en"
    )
    assert [(n.surface, n.value) for n in numbers] == [
        ("2025", Decimal(2025)),
        ("256.23 billion", Decimal(256230000000)),
        ("6.7", Decimal("6.7")),
        ("nineteen", Decimal(19)),
        ("eighty-four", Decimal(84)),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_runs_longer_than_the_cap_are_no_numbers(language):
    assert parse_number("9" * MAX_DIGITS, language) == Decimal("9" * MAX_DIGITS)
    assert parse_number("9" * (MAX_DIGITS + 1), language) is None
    assert find_numbers("1" * 50000, language) == []


@given(st.text("0123456789.,，一二三十百千万亿点零 ", max_size=30))
def test_spans_are_slices_in_order(text):
    end = 0
    for number in find_numbers(text, "zh"):
        assert text[number.span.start : number.span.end] == number.surface
        assert number.span.start >= end
        assert re.search(r"[\d一二三十百千万亿零]", number.surface)
        end = number.span.end


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("4.2万千瓦", [42000]),
        ("40万千瓦时的储能", [400000]),
        ("18.9千米", [Decimal("18.9")]),
        ("千瓦", []),
        ("以防万一，", []),
        ("三万一", [31000]),
        ("三千人", [3000]),
    ],
)
def test_the_thousand_of_a_unit_and_the_word_for_in_case_are_no_numerals(
    text: str, values: list[Decimal]
) -> None:
    assert [number.value for number in find_numbers(text, "zh")] == values
