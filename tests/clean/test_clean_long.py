"""Texts of a book's length are cleaned in pieces; nothing is lost at the seams."""

from __future__ import annotations

from pathlib import Path

import pytest

from tzcorpus.clean import long
from tzcorpus.clean.cleaner import clean
from tzcorpus.edits import PieceTable, clean_text
from tzcorpus.records import Document

PAGE = (
    "灯塔社区建起图书馆\n\n　　渡船每周三把新书送到周\n边五座小岛，港口集团为此投资三百\n万元。\n\n"
    "　　孩子们早早等在码头，老师说，这是\n岛上过得最快的一天。\n\n"
)


WIDTH = 20


def news(number: int) -> str:
    """Two paragraphs in full lines, a blank line between them."""
    texts = (
        f"　　第{number}号渡船每周三把新书送到周边{number}座小岛，港口集团为此投资{number}百万元，"
        f"船上的书架由岛上的木匠做成，每层能放{number}十本书，靠岸时由孩子们自己取用。",
        f"　　老师说，{number}月以来孩子们早早等在码头，有人为了一本讲星星的书等了整整{number}个星期，"
        f"图书馆馆长答应冬天风大的时候书也照送，决不让第{number}座小岛落下。",
    )
    return "\n\n".join("\n".join(t[k : k + WIDTH] for k in range(0, len(t), WIDTH)) for t in texts) + "\n"


@pytest.mark.parametrize("piece", [60, 200, 1000])
def test_every_character_is_in_a_block_or_under_an_edit(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long, "PIECE", piece)
    raw = PAGE * 20
    cleaned = long.clean_long(Document("d", raw), clean)
    assert cleaned.raw == raw
    assert not PieceTable.of(cleaned).problems()


def test_a_seam_at_a_blank_line_changes_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = "\n".join(news(number) for number in range(2, 12))
    whole = clean_text(clean(Document("d", raw)), roles=["headline", "paragraph"])
    monkeypatch.setattr(long, "PIECE", 600)
    assert clean_text(long.clean_long(Document("d", raw), clean), roles=["headline", "paragraph"]) == whole


def test_articles_go_on_over_a_seam_and_begin_at_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long, "PIECE", 100)
    numbers = [block.article for block in long.clean_long(Document("d", PAGE * 6), clean).blocks]
    assert numbers == sorted(numbers)
    assert 1 < len(set(numbers)) <= 12


def test_one_endless_line_is_cut_at_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long, "PIECE", 50)
    raw = "渡船每周三把新书送到周边五座小岛。" * 30
    spans = list(long.pieces(raw))
    assert [raw[start:end][-1] for start, end in spans] == ["。"] * len(spans)
    assert "".join(raw[start:end] for start, end in spans) == raw
    assert all(end - start <= 50 for start, end in spans)


def test_a_line_without_any_end_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long, "PIECE", 50)
    assert list(long.pieces("岛" * 120)) == [(0, 120)]
    assert list(long.pieces("岛" * 120 + "。" + "船" * 9)) == [(0, 121), (121, 130)]


def test_a_page_is_one_piece(tmp_path: Path) -> None:
    assert list(long.pieces(PAGE)) == [(0, len(PAGE))]
