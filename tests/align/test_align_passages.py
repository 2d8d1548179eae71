"""Passages: split and merged paragraphs, unpaired ones, moved offsets, strangers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tzcorpus.align.aligner import align_all, align_documents
from tzcorpus.align.passages import merged
from tzcorpus.align.settings import AlignSettings
from tzcorpus.errors import InputError
from tzcorpus.records import AlignedPassage, Entity, Language, Passage, Role, Span

ZH = [
    ["滨江市的水泵厂昨天开工。", "工厂投资3.5亿元，占地86亩。"],
    ["厂长说，三年前他们还没有订单。", "现在每月卖出4000台水泵。"],
    ["市里的银行给了一笔贷款。"],
    ["春天的茶叶也卖得很好。", "一公斤要420元。"],
]
EN = [
    ["The pump factory in Binjiang opened yesterday.", "It cost 350 million yuan and covers 86 mu."],
    ["Three years ago they had no orders, the director said.", "Now they sell 4,000 pumps a month."],
    ["A bank in the city granted a loan."],
    ["Spring tea sells well too.", "A kilogram costs 420 yuan."],
]


def passages(
    paragraphs: Sequence[Sequence[str]], language: Language, roles: Sequence[Role] = ()
) -> list[Passage]:
    glue = "" if language == "zh" else " "
    out = []
    for number, sentences in enumerate(paragraphs):
        spans, at = [], 0
        for sentence in sentences:
            spans.append(Span(at, at + len(sentence)))
            at += len(sentence) + len(glue)
        out.append(
            Passage(
                id=f"d.{language}.{number:04d}", document="d", language=language, text=glue.join(sentences),
                role=roles[number] if roles else "paragraph", blocks=(number,), sentences=tuple(spans),
            )
        )  # fmt: skip
    return out


def shape(aligned: Sequence[AlignedPassage]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(a.zh.blocks if a.zh else (), a.en.blocks if a.en else ()) for a in aligned]


def test_equal_paragraphs_pair_off() -> None:
    aligned = align_documents(passages(ZH, "zh"), passages(EN, "en"))
    assert shape(aligned) == [((k,), (k,)) for k in range(4)]
    assert all(a.score > 0.5 and a.method for a in aligned)


def test_split_paragraph_is_merged() -> None:
    split = [EN[0][:1], EN[0][1:], *EN[1:]]
    aligned = align_documents(passages(ZH, "zh"), passages(split, "en"))
    assert shape(aligned)[0] == ((0,), (0, 1))
    en = aligned[0].en
    assert en is not None
    assert en.text == "\n".join(EN[0])
    assert [en.text[s.start : s.end] for s in en.sentences] == EN[0]


def test_merged_paragraphs_come_together() -> None:
    joined = [[*EN[0], *EN[1]], *EN[2:]]
    assert shape(align_documents(passages(ZH, "zh"), passages(joined, "en")))[0] == ((0, 1), (0,))


def test_paragraph_without_translation_stands_alone() -> None:
    aligned = align_documents(passages(ZH, "zh"), passages([EN[0], EN[1], EN[3]], "en"))
    assert ((2,), ()) in shape(aligned)
    (alone,) = [a for a in aligned if a.en is None]
    assert (alone.method, alone.score) == ("", 0.0)


def test_captions_pair_with_captions() -> None:
    zh = passages(ZH, "zh", ["paragraph", "paragraph", "caption", "paragraph"])
    en = passages([EN[0], EN[1], EN[3], EN[2]], "en", ["paragraph", "paragraph", "paragraph", "caption"])
    assert ((2,), (3,)) in shape(align_documents(zh, en))


@pytest.mark.parametrize(("left", "right"), [(ZH, []), ([], EN), ([], [])])
def test_side_without_passages(left: list[list[str]], right: list[list[str]]) -> None:
    settings = AlignSettings(least_agreement=0.0)
    aligned = align_documents(passages(left, "zh"), passages(right, "en"), settings)
    assert len(aligned) == len(left) + len(right)


def test_english_of_another_article_is_refused() -> None:
    other = [
        ["The museum closed its doors in winter.", "Nobody went to look at the old maps."],
        ["A singer from the north lost her voice.", "Doctors told her to keep silent until May."],
    ]
    with pytest.raises(InputError, match="does not translate"):
        align_documents(passages(ZH, "zh"), passages(other, "en"))
    assert align_documents(passages(ZH, "zh"), passages(other, "en"), AlignSettings(least_agreement=0.0))


def test_set_of_documents_gives_what_single_ones_give() -> None:
    pair = passages(ZH, "zh"), passages(EN, "en")
    assert [shape(a) for a in align_all([pair, pair])] == [shape(align_documents(*pair))] * 2


@st.composite
def passage_lists(draw: st.DrawFn) -> list[Passage]:
    out = []
    for number, text in enumerate(
        draw(st.lists(st.text("港口AB 1", min_size=1, max_size=8), min_size=1, max_size=5))
    ):
        ends = sorted(draw(st.sets(st.integers(1, len(text)), min_size=1)))
        spans = tuple(Span(a, b) for a, b in zip([0, *ends], ends, strict=False))
        entities = tuple(Entity(s, "PARK", text[s.start : s.end], same_as=spans[0]) for s in spans)
        out.append(
            Passage(
                f"d.zh.{number:04d}",
                "d",
                "zh",
                text,
                blocks=(number,),
                sentences=spans,
                words=spans,
                entities=entities,
            )
        )
    return out


@given(passage_lists())
def test_merged_spans_read_as_before(parts: list[Passage]) -> None:
    whole = merged(parts)
    assert whole is not None
    assert whole.text == "\n".join(p.text for p in parts)
    for kind in ("sentences", "words"):
        before = [p.text[s.start : s.end] for p in parts for s in getattr(p, kind)]
        assert [whole.text[s.start : s.end] for s in getattr(whole, kind)] == before
    assert all(whole.text[e.span.start : e.span.end] == e.surface for e in whole.entities)
    assert [whole.text[e.same_as.start : e.same_as.end] for e in whole.entities if e.same_as] == [
        p.text[e.same_as.start : e.same_as.end] for p in parts for e in p.entities if e.same_as
    ]
    assert whole.blocks == tuple(b for p in parts for b in p.blocks)
