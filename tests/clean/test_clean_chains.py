"""Where joined fragments stand, and what follows them there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tzcorpus.clean.chains import in_chains
from tzcorpus.clean.chunks import Chunk
from tzcorpus.clean.lines import Line

SURE, UNSURE = 5.0, 1.0
FIRST, SECOND = "新厂房里的机器昨天已经装", "码头上的吊车一直忙到天"
END, LATE = "好，下月开工。", "亮，货船才离港。"
NEXT = "工人们正在学新的手艺。"


def order(
    texts: Sequence[str], follower: dict[int, tuple[int, float]], typed: Sequence[int] = ()
) -> list[str]:
    chunks, at = [], 0
    for k, text in enumerate(texts):
        chunks.append(Chunk([Line(at, at + len(text), text, 1)], "caption" if k in typed else None))
        at += len(text) + 2

    def merged(chain: Sequence[Chunk]) -> Chunk:
        return Chunk([line for chunk in chain for line in chunk.lines], chain[0].role)

    return [chunk.text for chunk in in_chains(chunks, follower, merged, lambda chunk: chunk.role is None)]


def test_on_a_page_read_in_bands_the_column_goes_on_after_a_joined_sentence() -> None:
    texts = [FIRST, SECOND, END, NEXT, LATE]
    crossing = {0: (2, SURE), 1: (4, SURE)}
    assert order(texts, crossing) == [FIRST + END, NEXT, SECOND + LATE]


def test_a_box_inside_a_sentence_moves_nothing_else() -> None:
    texts = [FIRST, SECOND, LATE, END, NEXT]
    nested = {0: (3, SURE), 1: (2, SURE)}
    assert order(texts, nested) == [FIRST + END, SECOND + LATE, NEXT]


def test_doubtful_joins_carry_nothing_on() -> None:
    texts = [FIRST, SECOND, END, NEXT, LATE]
    for doubtful in ({0: (2, UNSURE), 1: (4, SURE)}, {0: (2, SURE), 1: (4, UNSURE)}):
        assert order(texts, doubtful) == [FIRST + END, SECOND + LATE, NEXT]


def test_what_is_no_text_stays_with_what_stands_above_it() -> None:
    texts = [FIRST, SECOND, "吊车。", END, NEXT, LATE]
    assert order(texts, {0: (3, SURE), 1: (5, SURE)}, typed=[2]) == [
        FIRST + END,
        NEXT,
        SECOND + LATE,
        "吊车。",
    ]


@pytest.mark.parametrize(
    "follower",
    [
        {0: (2, SURE), 1: (3, SURE), 4: (5, SURE)},
        {3: (0, SURE), 4: (1, SURE)},
        {5: (1, SURE), 3: (0, SURE), 1: (4, SURE)},
    ],
)
def test_every_fragment_stays_whatever_is_joined(follower: dict[int, tuple[int, float]]) -> None:
    texts = [FIRST, SECOND, END, LATE, NEXT, "夜里下了一场小雨。"]
    out = order(texts, follower)
    assert sorted("".join(out)) == sorted("".join(texts))
    assert len(out) == len(texts) - len(follower)
