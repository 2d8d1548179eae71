"""Figures without a currency: what the sentence says weighs for money or against it."""

import pytest

from tzcorpus.annotate.money import find_money
from tzcorpus.annotate.money_sense import features_en, features_zh, sense


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("这项工程总造价6.2亿元，财政先垫2.5亿。", ["6.2亿元", "2.5亿"]),
        ("镇上的加工费每月三千二，电费每月一千一。", ["三千二", "一千一"]),
        ("工地上的短工一天三百五，管两顿饭。", ["三百五"]),
        ("他一天走一万二，一台车装一千六，这块地打一千三。", []),
        ("月薪三千到五千，外加提成。", ["三千到五千"]),
        ("游客突破300万，床位只有8000。", []),
        ("收入有两块，一块是租金。", []),
        ("这正是缺的那一块。", []),
        ("《百万英镑》重排上演。", []),
        ("三千零五十块，一分不少。", ["三千零五十块"]),
        ("院里铺了三千块青砖，缺了两百块。", []),
    ],
)
def test_chinese_figures_without_a_unit(text, surfaces):
    assert [e.surface for e in find_money(text, "zh")] == surfaces


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        (
            "The line cost 40 million yuan, against 55 million for an imported one.",
            ["40 million yuan", "55 million"],
        ),
        ("Tuition is 12,000 yuan and postage 25.", ["12,000 yuan", "25"]),
        (
            "A $3m loss, a million and a half dollars more than feared.",
            ["$3m", "a million and a half dollars"],
        ),
        ("Bread went to 6 yuan from 4.5.", ["6 yuan", "4.5"]),
        ("The loan, 40 million yuan at 3.1 per cent, is due.", ["40 million yuan"]),
        ("Visitors rose to 3 million, beds to 8,000.", []),
        ("The fine was 300 yuan and 45,000 came to watch.", ["300 yuan"]),
    ],
)
def test_english_figures_without_a_currency(text, surfaces):
    assert [e.surface for e in find_money(text, "en")] == surfaces


def test_features_do_not_see_the_unit_behind():
    with_unit, without = "新机床花了32万元，很值。", "新机床花了32万，很值。"
    assert set(features_zh(with_unit, 5, 8)) == set(features_zh(without, 5, 8))
    with_unit, without = "It paid 3 million yuan in May.", "It paid 3 million in May."
    assert set(features_en(with_unit, 8, 17)) == set(features_en(without, 8, 17))


def test_what_counts_people_weighs_less_than_what_pays():
    assert sense("全县户籍人口86万。", 6, 9, "zh") < sense("全年财政支出86万。", 6, 9, "zh")
