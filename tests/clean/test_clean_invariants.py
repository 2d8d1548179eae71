"""What holds for every text: nothing lost, nothing raised, the same result twice."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from processes import Proportion
from tzcorpus.clean.characters import RULES, character_edits
from tzcorpus.clean.cleaner import clean
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.edits import PieceTable, apply, clean_text
from tzcorpus.records import Document

CHARACTERS = [
    *"灯塔渡船开航了的在和一三，。、；：？！“”‘’（）《》,.;:?!()\"'-—…· 　\t|\\\n\x00\ufeff\ud800𠮷"
]
PIECES = st.sampled_from(
    [
        *CHARACTERS,
        *("\n\n", "\r\n", "      ", "????", "**", "<br/>", "</p>", "&nbsp;", "ÐÂ»ª", "å°å·", "(lìshǐ)"),
        *(
            "本报记者 何小舟",
            "何小舟 摄",
            "图为",
            "（下转第四版）",
            "责编：",
            "■",
            "GDP",
            "3.5",
            "4 .6万",
            "2026年",
            "说，",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)
LONG_ENOUGH = 20_000


def cleaned(raw: str, **options: object) -> Document:
    return clean(Document(id="x", raw=raw), CleanSettings(**options))  # type: ignore[arg-type]


@given(TEXTS)
@example("何小舟 摄\n\n灯塔(\n)")
@settings(max_examples=400, deadline=None)
def test_every_character_is_in_one_block_or_edit(raw: str) -> None:
    document = cleaned(raw)
    assert document.raw == raw
    assert PieceTable.of(document).problems() == []


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_cleaning_is_deterministic(raw: str) -> None:
    assert cleaned(raw) == cleaned(raw)


@given(TEXTS, st.sets(st.sampled_from(sorted(RULES))))
@settings(max_examples=100, deadline=None)
def test_character_edits_never_overlap_and_rules_can_be_left_out(raw: str, off: set[str]) -> None:
    edits = character_edits(raw, off=off)
    apply(raw, edits)  # raises where edits overlap
    assert not off & {edit.rule for edit in edits}


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_english_documents_keep_every_character(raw: str) -> None:
    document = clean(Document(id="x", raw=raw, language="en"))
    assert PieceTable.of(document).problems() == []


def test_letters_of_the_raw_text_survive_in_blocks_of_all_roles() -> None:
    raw = (
        "第05版：文化周刊 上一版 下一版\n\n雨停了，渡船开航。\n\n图为孩子们读书。\n何小舟 摄\n\n责编：沈一苇"
    )
    text = clean_text(cleaned(raw))
    assert sorted(c for c in raw if not c.isspace()) == sorted(c for c in text if not c.isspace())


@pytest.mark.parametrize(
    "unit",
    [
        "（",
        "“",
        "<",
        "&",
        "图",
        "下转",
        "本报记者 ",
        "一 ",
        "ä",
        "台州渡船，",
        "3.",
        "渡船 | 开航\n",
        "“”|\n",
        "灯塔      渡船\n",
    ],
)
def test_repetition_takes_time_in_proportion(unit: str, in_proportion: Proportion) -> None:
    short, long = unit * (LONG_ENOUGH // len(unit) // 8), unit * (LONG_ENOUGH // len(unit))
    # eight times the text in at most thirty times the time; a quadratic rule would take sixty-four
    assert in_proportion(lambda: cleaned(short), lambda: cleaned(long), 30)
