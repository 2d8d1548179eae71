from __future__ import annotations

from tzcorpus.records import Block, Document, Edit, Span
from tzcorpus.segment.passages import segment
from tzcorpus.segment.settings import SegmentSettings

RAW = "旧厂换新\n何小舟 摄\n机器 还在转。人走了。"
DOCUMENT = Document(
    "d", RAW,
    blocks=(
        Block("headline", (Span(0, 4),)),
        Block("credit", (Span(5, 10),)),
        Block("paragraph", (Span(11, 22),), article=1),
    ),
    edits=tuple(Edit(Span(at, at + 1), "", rule) for at, rule in [(4, "line"), (10, "line"), (13, "blank")]),
)  # fmt: skip


def test_body_blocks_become_passages_with_offsets_into_their_clean_text() -> None:
    headline, paragraph = segment(DOCUMENT)
    assert (headline.id, headline.role, headline.text) == ("d.zh.0000", "headline", "旧厂换新")
    assert (paragraph.id, paragraph.blocks, paragraph.article) == ("d.zh.0002", (2,), 1)
    assert paragraph.text == "机器还在转。人走了。"
    texts = [paragraph.text[s.start : s.end] for s in paragraph.sentences]
    assert texts == ["机器还在转。", "人走了。"]
    assert "".join(paragraph.text[s.start : s.end] for s in paragraph.words) == paragraph.text


def test_words_and_roles_are_settings() -> None:
    (credit,) = segment(DOCUMENT, SegmentSettings(roles=("credit",), words=False))
    assert (credit.text, credit.words) == ("何小舟 摄", ())
