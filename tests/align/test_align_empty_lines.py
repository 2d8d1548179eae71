"""Empty lines of a text are gaps and shift nothing."""

from __future__ import annotations

from tzcorpus.align.beads import Text, align_sentences, align_texts

ZH = ["海城集团投资3亿元建厂。", "", "工厂明年投产。", "", "职工共有500人。", "他们住在宿舍里。"]
EN = [
    "Haicheng Group is building a plant for 300 million yuan.",
    "The plant opens next year.",
    " ",
    "It has 500 workers.",
    "They live in dormitories.",
]


def test_empty_lines_become_gaps() -> None:
    beads = [(bead.zh, bead.en) for bead in align_sentences(ZH, EN)]
    assert beads == [
        ((0,), (0,)),
        ((1,), ()),
        ((2,), (1,)),
        ((3,), ()),
        ((), (2,)),
        ((4,), (3,)),
        ((5,), (4,)),
    ]


def test_texts_of_empty_lines_only_are_all_gaps() -> None:
    assert [(bead.zh, bead.en) for bead in align_sentences(["", ""], [""])] == [
        ((0,), ()),
        ((1,), ()),
        ((), (0,)),
    ]


def test_breaks_beside_empty_lines_keep_their_sentences() -> None:
    (beads,) = align_texts([Text(ZH, EN, frozenset({0, 3}), frozenset({0, 2}))])
    assert ((4,), (3,)) in [(bead.zh, bead.en) for bead in beads]
