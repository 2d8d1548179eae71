"""Long documents: the band along anchors holds the path, and grows with the length only."""

from __future__ import annotations

import numpy as np
import pytest

from tzcorpus.align import anchors, features, lexicon, scores, table
from tzcorpus.align.beads import align_sentences
from tzcorpus.align.settings import AlignSettings
from tzcorpus.records import Bead

# words a dictionary knows, to make sentences that differ
ZH = "水泵 工厂 学生 医院 河流 汽车 银行 电力 茶叶 港口 老师 天气 音乐 图书馆 飞机 农民 面包 窗户 森林 冬天".split()  # noqa: E501
EN = "pump factory student hospital river car bank electricity tea port teacher weather music library airplane farmer bread window forest winter".split()  # noqa: E501


def long_text(size: int, seed: int = 1) -> tuple[list[str], list[str]]:
    chance = np.random.default_rng(seed)
    picks = [chance.choice(len(ZH), 4, replace=False) for _ in range(size)]
    zh = [f"{''.join(ZH[k] for k in pick)}有{number * 7 + 11}个。" for number, pick in enumerate(picks)]
    en = [
        f"There are {number * 7 + 11} of {', '.join(EN[k] for k in pick)}."
        for number, pick in enumerate(picks)
    ]
    return zh, en


def band_of(zh: list[str], en: list[str], settings: AlignSettings = AlignSettings()) -> anchors.Band:
    dictionary = lexicon.load()
    sides = (features.chinese_side(zh, dictionary, frozenset()), features.english_side(en, frozenset()))
    words = table.build([sides], dictionary)
    return anchors.band(
        scores.indexed(sides[0], words.zh_ids), scores.indexed(sides[1], words.en_ids), words, settings
    )


def test_short_document_is_searched_whole() -> None:
    band = band_of(*long_text(50))
    assert band.lo.max() == 0
    assert band.hi.min() == 50


def test_band_holds_the_way_through_a_hole() -> None:
    zh, en = long_text(600)
    kept = en[:200] + en[330:]
    band = band_of(zh, kept)
    for i in (100, 200, 330, 400, 599):
        j = i if i <= 200 else i - 130
        assert band.lo[i] <= j <= band.hi[i]


def test_band_is_linear_in_the_length() -> None:
    widths = [float(np.mean(band.hi - band.lo)) for band in (band_of(*long_text(n)) for n in (400, 1600))]
    assert widths[1] <= widths[0] * 1.5


def test_band_without_any_anchor_is_a_corridor() -> None:
    band = band_of(["甲。"] * 900, ["Nothing."] * 900)
    assert (band.hi - band.lo).max() <= 2 * anchors._WIDEST + 1
    assert (np.diff(band.lo) >= 0).all()
    assert (np.diff(band.hi) >= 0).all()


@pytest.mark.parametrize("hole", [0, 60])
def test_long_document_aligns_across_a_hole(hole: int) -> None:
    zh, en = long_text(500)
    kept = en[:250] + en[250 + hole :]
    found = [Bead(b.zh, b.en) for b in align_sentences(zh, kept) if b.zh and b.en]
    gold = {Bead((i,), (i if i < 250 else i - hole,)) for i in range(500) if not 250 <= i < 250 + hole}
    assert len(gold & set(found)) >= 0.99 * len(gold)
