"""Which document belongs to which."""

from __future__ import annotations

import pytest

from tzcorpus.align.documents import Match, agreement, match_documents
from tzcorpus.records import Bead

ZH = [
    ["水泵厂昨天开工。", "它投资3.5亿元。"],
    ["医院里的病人康复了。", "医生很高兴。"],
    ["春天的茶叶卖得好。", "一公斤420元。"],
]
EN = [
    ["Spring tea sells well.", "A kilogram costs 420 yuan."],
    ["The pump factory opened yesterday.", "It cost 350 million yuan."],
    ["The patient in the hospital recovered.", "The doctor was glad."],
]


def test_documents_find_their_partners() -> None:
    assert [(m.zh, m.en) for m in match_documents(ZH, EN)] == [(0, 1), (1, 2), (2, 0)]
    assert all(m.score > 0.2 and m.margin > 0.1 for m in match_documents(ZH, EN))


def test_document_without_partner_comes_alone_at_the_end() -> None:
    found = match_documents([*ZH, ["音乐会改期了。"]], EN)
    assert found[-1] == Match(3, None)
    assert match_documents(ZH[:1], [EN[1], ["Nothing of the sort."]])[-1] == Match(None, 1)


@pytest.mark.parametrize(("zh", "en"), [([], EN), (ZH, []), ([], []), ([[]], [[]])])
def test_empty_lists_match_nothing(zh: list[list[str]], en: list[list[str]]) -> None:
    assert all(m.zh is None or m.en is None for m in match_documents(zh, en))


def test_agreement_forgives_abridgement() -> None:
    beads = [Bead((0,), (0,), 0.9), *(Bead((k,), ()) for k in range(1, 9))]
    assert agreement(beads) == 1.0
    assert agreement([Bead((0,), (0,), 0.3)]) == 0.0
    assert agreement([]) == 0.0
