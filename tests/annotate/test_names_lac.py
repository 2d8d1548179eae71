"""jieba's small tagger, read with numpy: chunks cover the text, and many texts give what one gives."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.annotate import lac
from tzcorpus.errors import ConfigError


def named(text):
    return [(text[c.span.start : c.span.end], c.tag) for c in lac.load_tagger().chunks(text)]


def test_names_get_their_classes():
    found = named("昨天，国家统计局局长王小明在北京会见了苹果公司首席执行官库克")
    assert {
        ("国家统计局", "ORG"),
        ("王小明", "PER"),
        ("北京", "LOC"),
        ("苹果公司", "ORG"),
        ("昨天", "TIME"),
    } <= set(found)


def test_fullwidth_punctuation_is_no_part_of_a_name():
    assert ("比亚迪", "ORG") in named("订单来自比亚迪，也来自别人。")


TEXT = st.text(st.sampled_from("晨帆泵业投资3.5亿元，在北京。！”\n a😀𠮷"), max_size=60)


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXT, max_size=6))
def test_chunks_are_in_order_and_together_as_alone(texts):
    tagger = lac.load_tagger()
    together = tagger.all_chunks(texts)
    assert together == [tagger.chunks(text) for text in texts]
    for text, chunks in zip(texts, together, strict=True):
        spans = [chunk.span for chunk in chunks]
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        inside = {i for span in spans for i in range(span.start, span.end)}
        assert not [c for i, c in enumerate(text) if i not in inside and not c.isspace()]


def test_a_long_sentence_is_cut_and_stays_whole():
    text = "晨帆泵业投资建厂" * 60
    assert sum(len(chunk.span) for chunk in lac.load_tagger().chunks(text)) == len(text)


def test_another_jieba_is_a_config_error(monkeypatch, tmp_path):
    (tmp_path / "lac_small" / "model_baseline").mkdir(parents=True)
    for name in ("word.dic", "tag.dic"):
        (tmp_path / "lac_small" / name).write_text("0\tOOV\n", encoding="utf-8")
    (tmp_path / "lac_small" / "model_baseline" / "gru_0.w_0").write_bytes(b"short")
    monkeypatch.setattr(lac, "_folder", lambda: tmp_path / "lac_small")
    with pytest.raises(ConfigError, match=r"gru_0.w_0 has 5 bytes"):
        lac.load_tagger.__wrapped__()
