"""Firms of the Chinese side in the English one."""

import pytest

from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.english_pair import brands_in_pinyin, find_by_brands
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.records import Entity, Span


def brands(*surfaces):
    return brands_in_pinyin(Entity(Span(0, len(s)), "COMPANY", s) for s in surfaces)


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("晨帆泵业股份有限公司", {"Chenfan"}),
        ("栖木", {"Qimu"}),
        ("台州银行", set()),  # its town alone says nothing
        ("TCL科技", set()),
    ],
)
def test_the_reading_of_a_brand(surface, expected):
    assert brands(surface) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("After a bad spring Qimu took no more odd jobs.", ["Qimu"]),
        ("The order went to Qimu Carpentry Co., Ltd. in May.", ["Qimu"]),
        ("The order went to Qimu Group in May.", ["Qimu Group"]),
        ("The Qimu brand of chairs was registered.", []),
        ("It sued over the trademark “Qimu”.", []),
        ("Zhang Qimu opened a shop.", []),
        ("It lies on Qimu Road.", []),
        ("Qimuyan is a mountain.", []),
    ],
)
def test_where_a_brand_stands(text, found):
    assert [e.surface for e in find_by_brands(text, brands("栖木"))] == found


def test_the_chinese_side_helps_and_is_not_needed():
    text = "After a bad spring Qimu took no more odd jobs."
    rules = AnnotateSettings(learned=False)
    assert annotate_texts([text], "en", rules)[0] == []
    (entity,) = annotate_texts([text], "en", rules, brands=brands("栖木"))[0]
    assert (entity.surface, entity.label) == ("Qimu", "COMPANY")


def test_brands_are_of_firms_only():
    assert brands_in_pinyin([Entity(Span(0, 5), "PARK", "青屿经开区")]) == frozenset()
