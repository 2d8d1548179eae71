"""Pages drawn word by word: order, captions, headings, paragraphs, and every character accounted for."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.clean.cleaner import clean
from tzcorpus.clean.layout import clean_layout
from tzcorpus.edits import PieceTable, clean_text
from tzcorpus.ingest.page import LineBox, WordBox, assemble
from tzcorpus.records import BODY_ROLES, Box, Document, LayoutLine, LayoutWord, Span

EM, LEADING = 40.0, 64.0


def line(text, left, top, em=EM, *, area=0, confidence=0.9):
    """One line of type; ``_`` is a blank of one type size."""
    words, at = [], left
    for piece in re.findall(r"[A-Za-z0-9]+|.", text):
        wide = em * (0.55 * len(piece) if piece.isascii() and piece.isalnum() else 1.0)
        if piece != "_":
            box = Box(at + 0.04 * em, top, at + wide - 0.04 * em, top + 0.9 * em)
            words.append(WordBox(piece, box, confidence))
        at += wide
    return LineBox(None, area=area, paragraph=area, size=1.2 * em, words=words)


def column(texts, left, top, *, em=EM, area=0, leading=LEADING):
    return [line(text, left, top + k * leading, em, area=area) for k, text in enumerate(texts)]


def page(*lines):
    raw, layout = assemble(lines)
    return Document(id="page", raw=raw, layout=layout)


def turned(document, degrees):
    """The same page, laid askew on the scanner."""
    slope = math.tan(math.radians(degrees))

    def turn(box):
        dx, dy = -slope * (box.top + box.bottom) / 2, slope * (box.left + box.right) / 2
        return Box(box.left + dx, box.top + dy, box.right + dx, box.bottom + dy, box.page)

    return replace(
        document,
        layout=tuple(
            replace(row, box=turn(row.box), words=tuple(replace(w, box=turn(w.box)) for w in row.words))
            for row in document.layout
        ),
    )


def body(document):
    cleaned = clean_layout(document)
    assert PieceTable.of(cleaned).problems() == []
    return clean_text(cleaned, roles=BODY_ROLES).split("\n")


def role_of(document, text):
    cleaned = clean_layout(document)
    table = PieceTable.of(cleaned)
    return next(block.role for k, block in enumerate(cleaned.blocks) if text in table.text(k))


FIRST = [
    "__晨帆泵业新厂日前在",
    "滨江产业园投产，占地八",
    "十六亩，首批水泵已经装",
    "船。车间里只有二十名工",
    "人，机械臂却有四十只。",
    "__厂长说，订单排到明",
]
SECOND = [
    "年三月，眼下缺的是会调",
    "试机器的人。",
    "__园区为此办了夜校，每",
    "周三晚上开课，来的人坐",
    "满了三间教室，连走廊里",
    "也站着人。",
]
PARAGRAPHS = [
    "晨帆泵业新厂日前在滨江产业园投产，占地八十六亩，首批水泵已经装船。车间里只有二十名工人，机械臂却有四十只。",
    "厂长说，订单排到明年三月，眼下缺的是会调试机器的人。",
    "园区为此办了夜校，每周三晚上开课，来的人坐满了三间教室，连走廊里也站着人。",
]


def two_columns(gap=1.5, top=400.0):
    return (
        column(FIRST, 100, top, area=1),
        column(SECOND, 100 + 11 * EM + gap * EM, top, area=2),
    )


@pytest.mark.parametrize("gap", [0.8, 1.5, 3.0])
def test_columns_are_read_one_after_the_other(gap):
    left, right = two_columns(gap)
    assert body(page(*left, *right)) == PARAGRAPHS


@pytest.mark.parametrize("gap", [0.8, 1.5, 3.0])
def test_columns_are_parted_where_the_engine_read_across(gap):
    left, right = two_columns(gap)
    across = [replace_words(one, [*one.words, *other.words]) for one, other in zip(left, right, strict=True)]
    assert body(page(*across)) == PARAGRAPHS


def replace_words(row, words):
    return LineBox(None, row.area, row.paragraph, row.size, words)


@pytest.mark.parametrize("degrees", [-0.6, 0.4, 1.0])
def test_a_page_laid_askew_is_read_the_same(degrees):
    left, right = two_columns()
    across = [replace_words(one, [*one.words, *other.words]) for one, other in zip(left, right, strict=True)]
    assert body(turned(page(*left, *right), degrees)) == PARAGRAPHS
    assert body(turned(page(*across), degrees)) == PARAGRAPHS


def test_the_order_of_the_engine_does_not_matter():
    left, right = two_columns()
    assert body(page(*reversed(right), *reversed(left))) == PARAGRAPHS


@pytest.mark.parametrize("left_edge", [100.0, 330.0, 560.0])
def test_a_headline_stands_before_the_columns_wherever_it_is_centred(left_edge):
    left, right = two_columns()
    head = line("泵城新厂", left_edge, 200, 2.2 * EM)
    assert body(page(*left, head, *right)) == ["泵城新厂", *PARAGRAPHS]
    assert role_of(page(*left, head, *right), "泵城新厂") == "headline"


def test_a_photo_with_its_caption_does_not_cut_the_sentence():
    small = 0.85 * EM
    left, right = two_columns()
    above, below = right[:1], column(SECOND[1:], 100 + 12.5 * EM, 1000, area=4)
    caption = line("工人在新车间里调试水泵。", 100 + 12.5 * EM, 800, small, area=3)
    credit = line("本报记者_林知远摄", 100 + 16 * EM, 850, small, area=3)
    document = page(*left, *above, caption, credit, *below)
    assert body(document) == PARAGRAPHS
    assert role_of(document, "调试水泵") == "caption"
    assert role_of(document, "林知远") in ("credit", "caption")


def test_a_repeated_sentence_in_large_type_is_a_pull_quote():
    left, right = two_columns()
    quote = line("缺的是会调试机器的人", 100 + 12.5 * EM, 560, 1.3 * EM, area=3)
    below = column(SECOND[1:], 100 + 12.5 * EM, 700, area=4)
    document = page(*left, right[0], quote, *below)
    assert body(document) == PARAGRAPHS
    assert role_of(document, "缺的是会调试机器的人") in ("pullquote", "paragraph")


def test_a_second_story_below_on_the_same_columns_comes_after_the_first():
    left, right = two_columns()
    short = line("夜校开课", 100, 900, 1.4 * EM, area=5)
    below_left = column(["__夜校第一课教人认图", "纸，老师傅掏钱印了讲义"], 100, 1000, area=6)
    below_right = column(["一人一本，不够的两个人", "合看。"], 100 + 12.5 * EM, 1000, area=7)
    document = page(*left, *below_left, *right, *below_right, short)
    story = "夜校第一课教人认图纸，老师傅掏钱印了讲义一人一本，不够的两个人合看。"
    assert body(document) == [*PARAGRAPHS, "夜校开课", story]
    assert [block.article for block in clean_layout(document).blocks] == [0, 0, 0, 1, 1]


def test_the_page_line_is_furniture():
    left, right = two_columns()
    folio = line("2026年3月4日_星期三____第05版", 100, 60, 0.9 * EM, area=8)
    assert body(page(folio, *left, *right)) == PARAGRAPHS
    assert role_of(page(folio, *left, *right), "第05版") == "furniture"


def test_rules_and_quotes_seen_between_the_columns_go():
    left, right = two_columns()
    rule_at = 100 + 11 * EM + 0.3 * EM
    across = []
    for k, (one, other) in enumerate(zip(left, right, strict=True)):
        ghost = WordBox("|”“"[k % 3], Box(rule_at, 400 + k * LEADING, rule_at + 14, 440 + k * LEADING), 0.5)
        across.append(replace_words(one, [*one.words, ghost, *other.words]))
    assert body(page(*across)) == PARAGRAPHS


def test_scraps_of_a_picture_are_noise():
    left, right = two_columns()
    scrap = [line("SN", 150, 1200, 2 * EM, confidence=0.1), line("一", 400, 1300, 0.3 * EM, confidence=0.05)]
    document = page(*left, *right, *scrap)
    assert body(document) == PARAGRAPHS
    assert role_of(document, "SN") == "noise"


@pytest.mark.parametrize(("tail", "role"), [("工。", "paragraph"), ("x一", "noise"), ("艺", "noise")])
def test_the_last_row_of_a_paragraph_is_told_from_a_scrap_by_its_final_mark(tail, role):
    rows = column([*FIRST[:5], "__厂长说，订单排到明", "年，眼下缺的是调试员"], 100, 400)
    last = line(tail, 100, 400 + 7 * LEADING, confidence=0.2)
    assert role_of(page(*rows, last), tail) == role


@pytest.mark.parametrize(("text", "role"), [("Ar一", "noise"), ("一s人", "noise"), ("AI书屋", "headline")])
def test_letters_and_strokes_without_a_word_are_noise_where_the_engine_is_unsure(text, role):
    left, right = two_columns(top=600)
    scrap = line(text, 100, 300, 1.9 * EM, confidence=0.65)
    assert role_of(page(scrap, *left, *right), text) == role


def test_a_row_keeps_the_order_of_the_engine_where_a_box_is_wild():
    rows = column(FIRST, 100, 400)
    words = rows[2].words  # 十六亩，首批…: the box of the comma has slipped before its neighbour's
    comma = next(k for k, word in enumerate(words) if word.text == "，")
    box = words[comma - 1].box
    moved = WordBox("，", Box(box.left - 2, box.top, box.left + 4, box.bottom), 0.9)
    rows[2] = replace_words(rows[2], [*words[:comma], moved, *words[comma + 1 :]])
    assert body(page(*rows))[0] == PARAGRAPHS[0]


def squeezed(text, left, top):
    """A line whose first character takes but half of its room, and the second the rest."""
    row = line(text[1:], left, top)
    first = row.words[0].box
    half = (first.left + first.right) / 2
    head = [
        WordBox(text[0], Box(first.left, first.top, half - 2, first.bottom), 0.9),
        WordBox(text[1], Box(half, first.top, first.right, first.bottom), 0.9),
    ]
    return replace_words(row, [*head, *row.words[1:]])


def test_a_character_read_in_two_at_the_head_of_a_row_is_one():
    rows = column(FIRST, 100, 400)
    rows[1] = squeezed("人滨江产业园投产，占地八", 100, 400 + LEADING)
    assert body(page(*rows))[0] == PARAGRAPHS[0]


def test_a_squeezed_pair_that_is_a_word_stays():
    rows = column([*FIRST[:1], "人民产业园投产，占地八", *FIRST[2:]], 100, 400)
    rows[1] = squeezed("人民产业园投产，占地八", 100, 400 + LEADING)
    assert "日前在人民产业园投产" in body(page(*rows))[0]


def test_a_byline_over_two_columns_stays_whole_out_of_the_text():
    left, right = two_columns()
    byline = line("本报记者", 100 + 7 * EM, 300, 0.9 * EM), line("林知远", 100 + 12.6 * EM, 300, 0.9 * EM)
    head = line("泵城新厂", 330, 180, 2.2 * EM)
    assert body(page(head, *byline, *left, *right)) == ["泵城新厂", *PARAGRAPHS]


@pytest.mark.parametrize(
    "first",
    [
        ["__本报讯（记者_林知远）", "晨帆泵业新厂日前在滨江"],
        ["__本报讯__晨帆泵业新厂", "日前在滨江"],
        ["__新华社台州3月5日电（记", "者_林知远）晨帆泵业新厂", "日前在滨江"],
    ],
)
def test_a_byline_that_runs_into_the_first_line_is_parted_from_it(first):
    rows = column([*first, *FIRST[1:5]], 100, 400)
    rows[len(first) - 1 :] = column(
        [first[-1].ljust(11, "_"), "产业园投产，占地八", *FIRST[2:5]], 100, 400 + (len(first) - 1) * LEADING
    )
    cleaned = clean_layout(page(*rows))
    assert [block.role for block in cleaned.blocks] == ["byline", "paragraph"]
    assert body(page(*rows))[0].startswith("晨帆泵业新厂日前在滨江")


def test_a_reporter_who_stands_in_the_text_is_no_byline():
    rows = column(["__记者_林知远站在车间里，", *FIRST[1:5]], 100, 400)
    assert body(page(*rows))[0].startswith("记者林知远站在车间里")


def test_an_opening_quote_that_nothing_closes_is_a_ghost_only_beside_others():
    rows = column(FIRST, 100, 400)
    ghost = [replace_words(row, list(row.words)) for row in rows]
    ghost[2] = replace_words(rows[2], [WordBox("“", rows[2].words[0].box, 0.5), *rows[2].words])
    assert "“" in body(page(*ghost))[0]
    for k in (1, 3, 4):
        ghost[k] = replace_words(rows[k], [WordBox("”", rows[k].words[0].box, 0.5), *rows[k].words])
    assert body(page(*ghost))[0] == PARAGRAPHS[0]


def test_latin_words_keep_a_blank_over_the_line_end():
    document = page(
        *column(["新设备来自North", "Machine公司，一台顶三台", "，用了不到一年就收回了成本"], 100, 100)
    )
    assert "North Machine" in body(document)[0]


def test_marks_become_full_width_where_a_sentence_runs_over_rows():
    document = page(
        *column(["__书记在现场说了一句:", "来吧,大家都别客气了。", "说完就往车间里面走了。"], 100, 100)
    )
    assert body(document) == ["书记在现场说了一句：来吧，大家都别客气了。说完就往车间里面走了。"]


def test_words_the_engine_was_unsure_of_are_suspects():
    rows = column(FIRST, 100, 100)
    rows[1].words[2] = replace(rows[1].words[2], confidence=0.31)
    (suspect,) = clean_layout(page(*rows)).suspects
    assert suspect.rule == "low-confidence"
    assert "0.31" in suspect.message


def test_cleaner_hands_documents_with_layout_over():
    left, right = two_columns()
    document = page(*left, *right)
    assert clean(document) == clean_layout(document)


def test_two_pages_are_read_in_turn():
    first, second = page(*column(FIRST, 100, 100)), page(*column(SECOND, 100, 100))
    shift = len(first.raw) + 2
    moved = tuple(
        LayoutLine(
            Span(row.span.start + shift, row.span.end + shift),
            replace(row.box, page=1),
            row.area,
            row.paragraph,
            row.size,
            tuple(
                LayoutWord(
                    Span(w.span.start + shift, w.span.end + shift), replace(w.box, page=1), w.confidence
                )
                for w in row.words
            ),
        )
        for row in second.layout
    )
    both = Document(id="x", raw=first.raw + "\n\n" + second.raw, layout=(*first.layout, *moved))
    assert "".join(body(both)) == "".join(PARAGRAPHS)


boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    *[st.floats(-50, 3000)] * 2,
    *[st.floats(0, 400)] * 2,
)
words = st.builds(
    WordBox,
    st.text("，。“”|A1 泵新厂摄报记者第版:.", min_size=1, max_size=4)
    .filter(lambda text: text.strip())
    .map(str.strip),
    boxes,
    st.none() | st.floats(0, 1),
)
lines = st.builds(
    LineBox,
    st.none(),
    st.integers(0, 3),
    st.integers(0, 3),
    st.none() | st.floats(0, 99),
    st.lists(words, max_size=8),
)


@settings(max_examples=250, deadline=None)
@given(st.lists(lines, max_size=14))
def test_whatever_the_boxes_no_character_is_lost(drawn):
    raw, layout = assemble(drawn)
    document = Document(id="x", raw=raw, layout=layout)
    cleaned = clean_layout(document)
    assert PieceTable.of(cleaned).problems() == []
    assert clean_layout(document) == cleaned


@settings(max_examples=60, deadline=None)
@given(st.text("新厂 \n", max_size=20))
def test_raw_text_outside_of_the_layout_is_kept(extra):
    document = page(*column(FIRST, 100, 100))
    document = replace(document, raw=document.raw + extra)
    assert PieceTable.of(clean_layout(document)).problems() == []
    assert "".join(clean_text(clean_layout(document)).split()).count("厂") == document.raw.count("厂")
