"""Property tests of the arithmetic between texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tzcorpus.edits import PieceTable, apply, clean_text, compose, in_order
from tzcorpus.errors import RecordError
from tzcorpus.records import Block, Document, Edit, Span

TEXT = st.text("台州湾新区，。 \n\t3.5亿元ab𠮷😀\r", max_size=24)
THOROUGH = settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=10)))
    edits: list[Edit] = []
    at = 0
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if start < at or (edits and edits[-1].span == Span(start, end)):
            continue
        at = end
        edits.append(
            Edit(Span(start, end), draw(st.text("，xy𠮷", max_size=3)), draw(st.sampled_from("pqr")))
        )
    return edits


@st.composite
def two_rounds(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    text = draw(TEXT)
    first = draw(edits_of(len(text)))
    return text, first, draw(edits_of(len(apply(text, first))))


@st.composite
def cleaned(draw: st.DrawFn) -> Document:
    """A document whose raw text is cut into fragments, dealt out to blocks, edited inside, with the
    rest removed by edits: everything the cleaner may do.
    """
    raw = draw(TEXT)
    cuts = sorted({0, len(raw), *draw(st.lists(st.integers(0, len(raw)), max_size=8))})
    spans = [Span(a, b) for a, b in pairwise(cuts)]
    owners = draw(st.lists(st.integers(-1, 3), min_size=len(spans), max_size=len(spans)))
    order = draw(st.permutations(range(len(spans))))
    edits: list[Edit] = []
    for span, owner in zip(spans, owners, strict=True):
        if owner < 0:
            edits.append(Edit(span, "", "remove"))
            continue
        inner = draw(edits_of(len(span)))
        for edit in inner:
            moved = Span(edit.span.start + span.start, edit.span.end + span.start)
            if len(moved) == 0 and moved.start in (span.start, span.end):
                continue  # whose insertion it is, is tested by hand below
            edits.append(Edit(moved, edit.replacement, edit.rule))
    blocks = [
        Block("paragraph", tuple(spans[k] for k in order if owners[k] == number)) for number in range(4)
    ]
    return Document("d", raw, blocks=tuple(b for b in blocks if b.fragments), edits=in_order(edits))


@THOROUGH
@given(two_rounds())
def test_composed_rounds_do_what_one_after_the_other_does(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first, second = case
    assert apply(text, compose(first, second)) == apply(apply(text, first), second)


@THOROUGH
@given(cleaned())
def test_every_raw_character_is_kept_once_or_under_one_edit(document: Document) -> None:
    table = PieceTable.of(document)
    assert table.problems() == []
    kept = [offset for k in range(len(document.blocks)) for piece in table.pieces(k) if piece.edit is None
            for offset in range(piece.raw.start, piece.raw.end)]  # fmt: skip
    under = [offset for edit in document.edits for offset in range(edit.span.start, edit.span.end)]
    assert sorted(kept + under) == list(range(len(document.raw)))


@THOROUGH
@given(cleaned())
def test_kept_characters_map_to_raw_and_back(document: Document) -> None:
    table = PieceTable.of(document)
    for number in range(len(document.blocks)):
        text = table.text(number)
        for piece in table.pieces(number):
            if piece.edit is not None:
                continue
            for at in range(piece.clean.start, piece.clean.end):
                (raw,) = table.to_raw(number, at, at + 1)
                assert document.raw[raw.start] == text[at]
                assert table.to_clean(raw.start, raw.end) == ((number, Span(at, at + 1)),)


@THOROUGH
@given(cleaned(), st.data())
def test_raw_fragments_of_a_clean_span_read_as_the_span_does(document: Document, data: st.DataObject) -> None:
    table = PieceTable.of(document)
    for number in range(len(document.blocks)):
        text = table.text(number)
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        spans = table.to_raw(number, start, end)
        back = [
            clean
            for span in spans
            for block, clean in table.to_clean(span.start, span.end)
            if block == number
        ]
        covered = {offset for span in back for offset in range(span.start, span.end)}
        inserted = {
            offset
            for piece in table.pieces(number)
            if len(piece.raw) == 0
            for offset in range(piece.clean.start, piece.clean.end)
        }
        assert covered | inserted >= set(range(start, end))


def test_span_over_a_join_has_several_raw_fragments() -> None:
    raw = "投身海岛招\n新书上架\n商一线。"
    document = Document(
        "d", raw,
        blocks=(Block("paragraph", (Span(0, 5), Span(11, 15))), Block("caption", (Span(6, 10),))),
        edits=(Edit(Span(5, 6), "", "join"), Edit(Span(10, 11), "", "line-end")),
    )  # fmt: skip
    table = PieceTable.of(document)
    assert table.problems() == []
    assert table.text(0) == "投身海岛招商一线。"
    assert table.to_raw(0, 4, 6) == (Span(4, 5), Span(11, 12))
    assert table.to_clean(4, 12) == ((0, Span(4, 5)), (1, Span(0, 4)), (0, Span(5, 6)))
    assert clean_text(document, roles=["paragraph"]) == "投身海岛招商一线。"


def test_insertion_belongs_to_the_fragment_that_ends_there() -> None:
    blocks = (Block("paragraph", (Span(0, 2),)), Block("paragraph", (Span(2, 4),)))
    table = PieceTable("“好也好", blocks, [Edit(Span(2, 2), "”", "lost-quote")])
    assert (table.text(0), table.text(1)) == ("“好”", "也好")
    table = PieceTable("“好也好", blocks[:1], [Edit(Span(0, 0), "x", "x"), Edit(Span(2, 4), "", "y")])
    assert table.text(0) == "x“好"


@pytest.mark.parametrize(
    ("blocks", "edits", "message"),
    [
        ([Block("paragraph", (Span(0, 2),)), Block("caption", (Span(1, 3),))], [], "fragments 0:2 and 1:3"),
        ([Block("paragraph", (Span(0, 2),))], [Edit(Span(1, 3), "", "r")], "crosses the end of fragment 0:2"),
        ([], [Edit(Span(0, 2), "", "r"), Edit(Span(1, 3), "", "s")], "'s' at 1:3 meets edit 'r' at 0:2"),
        ([Block("paragraph", (Span(0, 9),))], [], "0:9"),
    ],
)
def test_contradictions_are_refused(blocks: list[Block], edits: list[Edit], message: str) -> None:
    with pytest.raises(RecordError, match=message):
        PieceTable("台州湾新区", blocks, edits)


def test_problems_name_what_is_not_accounted_for() -> None:
    table = PieceTable("台州湾新区", [Block("paragraph", (Span(1, 2),))], [])
    assert table.problems() == [
        "characters 0:1 are in no block and under no edit",
        "characters 2:5 are in no block and under no edit",
    ]
