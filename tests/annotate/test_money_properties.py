"""What must hold of every text: exact slices and values, values that survive writing, linear time."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tzcorpus.annotate.money import find_money
from tzcorpus.annotate.money_currencies import codes
from tzcorpus.annotate.money_format import format_en, format_zh
from tzcorpus.errors import RecordError
from tzcorpus.records import Money

CASES = Path(__file__).parents[1] / "cases" / "money"
WRITERS = {"zh": format_zh, "en": format_en}
PER = {"zh": ["亩", "平方米", "人", "吨"], "en": ["mu", "square meter", "person", "tonne"]}

amounts = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(min_value=1, max_value=10**15),
    st.integers(min_value=0, max_value=4),
)


@st.composite
def values(draw, language):
    amount = draw(amounts)
    currency = draw(st.sampled_from([*sorted(codes()), None]))
    shape = draw(st.sampled_from(["plain", "lower", "upper", "range", "many", "scale"]))
    approx = draw(st.booleans())
    per = draw(st.sampled_from([None, *PER[language]]))
    if shape == "range":
        high = amount * draw(st.integers(min_value=2, max_value=999))
        return Money(low=amount, high=high, currency=currency, approx=False, per=per)
    if shape == "many":
        low = Decimal(10 ** draw(st.integers(min_value=1, max_value=12)))
        return Money(low=low, high=low * 10, currency=currency, approx=True, per=per)
    if shape == "scale":
        level = Decimal(10 ** draw(st.integers(min_value=6, max_value=12)))
        return Money(amount=level, currency=currency, kind="scale")
    low = amount if shape == "lower" else None
    high = amount if shape == "upper" else None
    bound = {"lower": "lower", "upper": "upper"}.get(shape)
    return Money(amount=amount, low=low, high=high, currency=currency, approx=approx, bound=bound, per=per)


@given(st.data())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_value_survives_writing_and_reading(language, data):
    value = data.draw(values(language))
    text = WRITERS[language](value)
    assert [entity.value for entity in find_money(text, language)] == [value], text


@pytest.mark.parametrize("writer", WRITERS.values())
def test_what_cannot_be_written_is_an_error(writer):
    with pytest.raises(RecordError, match="expected an amount, or both ends"):
        writer(Money(low=Decimal(5), currency="CNY"))
    with pytest.raises(RecordError, match="currency 'QQQ'"):
        writer(Money(amount=Decimal(5), currency="QQQ"))


FIGURES = ["2562.3", "184.91", "3650", "12", "1,234", "12,345.6", "105", "0.86", "8000"]
TEARS = [" ", "  ", "\u3000", "\n"]


@st.composite
def damaged(draw):
    """A figure, and the same as scanning may leave it."""
    figure = draw(st.sampled_from(FIGURES))
    at = draw(st.integers(1, len(figure) - 1))
    kind = draw(st.sampled_from(["tear", "point", "letter"]))
    if kind == "point" and "." in figure:
        return figure, figure.replace(".", draw(st.sampled_from([". ", " .", " . ", "·", "。"])))
    if kind == "letter" and re.search("[01]", figure):
        return figure, re.sub("[01]", lambda match: "O" if match[0] == "0" else "l", figure, count=1)
    return figure, figure[:at] + draw(st.sampled_from(TEARS)) + figure[at:]


@given(damaged(), st.sampled_from(["总投资{}万元，占三成。", "造价{}亿美元。", "约{}元左右。"]))
def test_a_damaged_chinese_figure_is_right_or_flagged(pair, frame):
    whole, torn = pair
    right = [entity.value.amount for entity in find_money(frame.format(whole), "zh")]
    for entity in find_money(frame.format(torn), "zh"):
        assert entity.value.repaired or entity.value.amount in right, entity.surface


@given(damaged(), st.sampled_from(["It cost RMB {} million, up 8%.", "worth ${}.", "paid {} yuan a year."]))
def test_a_damaged_english_figure_is_right_or_flagged(pair, frame):
    whole, torn = pair
    right = [entity.value.amount for entity in find_money(frame.format(whole), "en")]
    for entity in find_money(frame.format(torn), "en"):
        assert entity.value.repaired or entity.value.amount in right, entity.surface


PREFIXES = {
    "zh": ["", "据了解，", "本报讯 记者昨日获悉：", "\n　　", "“"],
    "en": ["", "Officials say ", "\n", "“"],
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_put_in_front_moves_the_offsets_only(language):
    for case in json.loads((CASES / f"{language}.json").read_text(encoding="utf-8"))[::7]:
        plain = find_money(case["text"], language)
        for prefix in PREFIXES[language]:
            moved = find_money(prefix + case["text"], language)
            assert [(e.span.start - len(prefix), e.surface, e.value) for e in moved] == [
                (e.span.start, e.surface, e.value) for e in plain
            ], prefix


ALPHABET = (
    "0123456789０９.,，．·。 \n一二三十百千万亿两几数多余来元块毛角分钱美港币约近超上过至到—-~$¥€"
    "每亩/级以上下左右投资" + "半点零第"
)
WORDS = (
    "$ € RMB US$ 3 5 1,200 2.5 million billion thousand hundred a half and of dollars yuan cents pounds "
    "won to "
    "- between per mu several tens millions over nearly about or more level -billion-yuan . , ( )"
).split()


@given(st.text(ALPHABET, max_size=40))
def test_chinese_mentions_are_slices_in_order(text):
    check_mentions(text, "zh")


@given(st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join))
def test_english_mentions_are_slices_in_order(text):
    check_mentions(text, "en")


def check_mentions(text, language):
    entities = find_money(text, language)
    end = 0
    for entity in entities:
        assert entity.label == "MONEY"
        assert entity.surface == text[entity.span.start : entity.span.end]
        assert entity.surface == entity.surface.strip()
        assert entity.span.start >= end
        end = entity.span.end
        check_value(entity.value)


def check_value(value):
    for number in (value.amount, value.low, value.high, *value.alternatives):
        assert number is None or (isinstance(number, Decimal) and "E" not in str(number))
    assert value.amount is not None or value.low is not None or value.high is not None
    if value.low is not None and value.high is not None:
        assert value.low < value.high
        assert value.bound is None
    if value.alternatives:
        assert value.repaired


HOSTILE = [
    ("zh", unit * 8000)
    for unit in (
        "1",
        "一",
        "1,",
        "1，",
        "亿",
        "3-",
        "1. ",
        "5 ",
        "5元",
        "每亩",
        "约",
        "投资",
        "1亿",
        "5亿元至",
        "上百万甚至",
        "几百上千",
        "一吨就要",
        "3、",
        "9比索",
        "点",
        "几",
        "从3千涨到",
        "一张茶盘",
        "3万，",
        "1 5",
        "月薪2千到",
        "三块",
    )
] + [
    ("en", unit * 8000)
    for unit in (
        "1",
        "1, ",
        "$",
        "one ",
        "a ",
        "per ",
        "5 million ",
        "3 to ",
        "more than ",
        "dollars ",
        "9 pesos ",
        "hundreds to ",
        "5-plus-",
        "1. 5 ",
        "12 for me and ",
        "pays 40,000, ",
        "-",
        " ",
    )
]


@pytest.mark.parametrize(("language", "text"), HOSTILE, ids=lambda value: value[:6])
def test_hostile_text_takes_linear_time(language, text, in_proportion):
    """Eight times the text may take at most some thirty times as long; a quadratic path would take
    sixty-four times.
    """
    short = text[: len(text) // 8]
    assert in_proportion(lambda: find_money(short, language), lambda: find_money(text, language), 30)


@pytest.mark.parametrize("digits", [29, 30, 31, 5000])
def test_enormous_figures_are_exact_or_left_alone(digits):
    """Up to MAX_DIGITS figures are read exactly; more are no amount."""
    surfaces = [(e.surface, e.value.amount) for e in find_money("9" * digits + "元", "zh")]
    assert surfaces == ([("9" * digits + "元", Decimal("9" * digits))] if digits <= 30 else [])


def test_no_float_in_the_sources():
    from tzcorpus.annotate import money_en, money_format, money_reading, money_table, money_zh
    from tzcorpus.language import exact, numerals_en, numerals_zh

    for module in (
        money_en,
        money_format,
        money_reading,
        money_table,
        money_zh,
        exact,
        numerals_en,
        numerals_zh,
    ):
        source = Path(module.__file__).read_text(encoding="utf-8")
        assert not re.search(r"\bfloat\(", source), module.__name__
