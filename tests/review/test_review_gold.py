from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tzcorpus.errors import FormatError, InputError, RecordError
from tzcorpus.records import AlignedPassage, Block, Document, Edit, Entity, Money, Passage, Span
from tzcorpus.review.gold import Mention, apply_gold, carry, link_gold, read_gold

ROOT = Path(__file__).parents[2]
# a caption stands inside of the firm's name, and a blank inside of the amount
RAW = "晨帆泵\n图：厂区\n业投资3 .5亿元建厂"
DOCUMENT = Document(
    "d", RAW, "zh",
    blocks=(Block("paragraph", (Span(0, 4), Span(9, len(RAW)))), Block("caption", (Span(4, 9),))),
    edits=(Edit(Span(3, 4), "", "unwrap"), Edit(Span(8, 9), "", "unwrap"), Edit(Span(13, 14), "", "blank")),
)  # fmt: skip
PASSAGE = Passage("d.zh.0000", "d", "zh", "晨帆泵业投资3.5亿元建厂", blocks=(0,))
FIRM = Mention("d", "ocr", (Span(0, 3), Span(9, 10)), "COMPANY", "晨帆泵业", "晨帆泵业有限公司", "c1")
AMOUNT = Mention(
    "d", "ocr", (Span(12, 18),), "MONEY", "3.5亿元", None, "#m1", Money(Decimal(350000000), currency="CNY")
)


def test_mentions_are_put_where_the_cleaning_moved_them():
    placed = apply_gold(DOCUMENT, [PASSAGE], [AMOUNT, FIRM])
    firm, amount = placed.passages[0].entities
    assert (firm.span, firm.surface, firm.entity, firm.source) == (
        Span(0, 4),
        "晨帆泵业",
        "晨帆泵业有限公司",
        "gold",
    )
    assert (amount.surface, amount.value) == ("3.5亿元", AMOUNT.value)
    assert placed.ids == {("d.zh.0000", Span(0, 4)): "c1", ("d.zh.0000", amount.span): "#m1"}
    assert not placed.missing
    assert not placed.torn


def test_a_mention_in_no_passage_is_missing_and_one_in_pieces_is_torn():
    caption = Mention("d", "ocr", (Span(6, 8),), "PARK", "厂区")
    across = Mention("d", "ocr", (Span(0, 1), Span(9, 10)), "COMPANY", "晨业")
    beyond = Mention("d", "ocr", (Span(90, 99),), "PARK", "x")
    placed = apply_gold(DOCUMENT, [PASSAGE], [caption, across, beyond])
    assert placed.missing == (caption, beyond)
    assert placed.torn == (across,)
    assert placed.passages[0].entities == ()


def test_offsets_are_carried_over_white_space_only():
    text = RAW.replace("3 .5", "3  .5").replace("：", "： ")
    shifted = Mention("d", "ocr", (Span(text.index("3"), text.index("元") + 1),), "MONEY", "3.5亿元")
    (carried,) = carry([shifted], text, RAW)
    assert carried.fragments == AMOUNT.fragments
    with pytest.raises(RecordError, match="more than white space"):
        carry([shifted], text, RAW.replace("晨", "展"))


def test_links_pair_mentions_of_one_id_in_order():
    zh = Passage("z", "d", "zh", "甲乙甲甲")
    en = Passage("e", "d.en", "en", "B A A")

    def named(passage, *spans):

        return replace(
            passage,
            entities=tuple(Entity(Span(a, b), "COMPANY", passage.text[a:b]) for a, b in spans),
        )

    zh, en = named(zh, (0, 1), (1, 2), (2, 3), (3, 4)), named(en, (0, 1), (2, 3), (4, 5))
    ids = {("z", Span(0, 1)): "a", ("z", Span(1, 2)): "b", ("z", Span(2, 3)): "a", ("z", Span(3, 4)): "a",
           ("e", Span(0, 1)): "b", ("e", Span(2, 3)): "a", ("e", Span(4, 5)): "a"}  # fmt: skip
    linked = link_gold(AlignedPassage("p", zh, en), ids)
    assert [(link.zh, link.en) for link in linked.links] == [(0, 1), (1, 0), (2, 2)]
    assert {link.method for link in linked.links} == {"gold"}


def test_committed_gold_is_read_and_spells_its_own_raw_text():
    names = sorted(path.stem for path in (ROOT / "annotations/gold").glob("*.jsonl"))
    assert names
    for name in names[:3]:
        text = (ROOT / f"corpus/raw/{name}/page.txt").read_text(encoding="utf-8")
        mentions = [m for m in read_gold(ROOT / f"annotations/gold/{name}.jsonl") if m.variant == "ocr"]
        assert mentions
        for mention in mentions:
            assert all(0 <= span.start < span.end <= len(text) for span in mention.fragments)
            assert (mention.value is not None) == (mention.label == "MONEY")


@pytest.mark.parametrize(
    "change", [{"fragments": [[3, 1]]}, {"label": "PORT"}, {"fragments": "x"}, {"value": {"amount": "much"}}]
)
def test_a_line_that_is_no_mention_is_refused_with_its_number(tmp_path, change):
    line = {"document": "d", "variant": "ocr", "fragments": [[0, 1]], "label": "PARK", "surface": "x"}
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{json.dumps(line)}\n{json.dumps({**line, **change})}\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"gold\.jsonl:2"):
        read_gold(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be opened"):
        read_gold(tmp_path / "none.jsonl")
