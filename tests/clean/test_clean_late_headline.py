"""A headline that OCR read after the first column."""

from __future__ import annotations

from tzcorpus.clean.cleaner import clean
from tzcorpus.edits import PieceTable, clean_text
from tzcorpus.records import BODY_ROLES, Document

PAGE = """\
岛上的人想造一座灯塔书房
想了很多年。这里的渡船每
周三来一趟，书箱一开，岸
上全是笑声。

旧灯塔变书房

本报记者 何小舟

可是岛上没有电。渡船公司
拉来一台发电机，又请来两
位电工，书房的灯就这样亮
了起来，一直亮到深夜。
"""


def test_a_headline_read_late_heads_its_article() -> None:
    document = clean(Document(id="x", raw=PAGE))
    assert PieceTable.of(document).problems() == []
    lines = clean_text(document, roles=BODY_ROLES).split("\n")
    assert lines[0] == "旧灯塔变书房"
    assert [text[:4] for text in lines[1:]] == ["岛上的人", "可是岛上"]
    assert {block.article for block in document.blocks} == {0}
