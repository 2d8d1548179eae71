"""The spaCy components in pipelines of three tokenizers."""

import pytest
import spacy

from tzcorpus.annotate.components import SPANS_KEY, read_entities, write_entities
from tzcorpus.errors import ConfigError, RecordError
from tzcorpus.records import Entity, Span

TEXT = "浙江晨帆泵业有限公司投资3.5亿元在滨江经开区建厂，晨帆泵业将扩产。"
NAMES = ("浙江晨帆泵业有限公司", "滨江经开区", "晨帆泵业")


def pipeline(nlp, **config):
    for name in ("tz_money", "tz_names", "tz_aliases"):
        nlp.add_pipe(name, config=config)
    nlp.add_pipe("tz_overlaps", config=config)
    return nlp


def jieba_pipeline():
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})


def test_characters_give_exact_spans_and_values():
    doc = pipeline(spacy.blank("zh"))(TEXT)
    assert [(span.text, span.label_) for span in doc.ents] == [
        (NAMES[0], "COMPANY"), ("3.5亿元", "MONEY"), (NAMES[1], "PARK"), (NAMES[2], "COMPANY"),
    ]  # fmt: skip
    money = next(span for span in doc.spans[SPANS_KEY] if span.label_ == "MONEY")
    assert money._.money.amount == 350_000_000
    assert doc.ents[3]._.entity == NAMES[0]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore:pkg_resources")
def test_jieba_tokens_lose_no_name():
    doc = pipeline(jieba_pipeline())(TEXT)
    spans = doc.spans[SPANS_KEY]
    assert {span._.surface for span in spans} >= set(NAMES)
    for span in spans:
        start, end = span._.offsets
        assert doc.text[start:end] == span._.surface
        assert span.start_char <= start < end <= span.end_char


def test_strict_alignment_says_which_name_does_not_fit():
    doc = spacy.blank("en").make_doc("Chenfan123")
    inside = Entity(Span(0, 7), "COMPANY", "Chenfan")
    with pytest.raises(RecordError, match="Chenfan"):
        write_entities(doc, [inside], alignment="error")
    write_entities(doc, [inside], alignment="expand")
    assert [span.text for span in doc.spans[SPANS_KEY]] == ["Chenfan123"]
    assert read_entities(doc) == [inside]


def test_english_pipeline():
    doc = pipeline(spacy.blank("en"))("Zhejiang Chenfan Pump Co., Ltd. invested 350 million yuan.")
    assert [(span.text, span.label_) for span in doc.ents] == [
        ("Zhejiang Chenfan Pump Co., Ltd.", "COMPANY"), ("350 million yuan", "MONEY"),
    ]  # fmt: skip


def test_other_key_and_other_entities_stay():
    nlp = spacy.blank("zh")
    nlp.add_pipe("tz_names", config={"spans_key": "mine", "set_ents": True})
    doc = nlp.make_doc("张三在晨帆泵业有限公司")
    doc.ents = [doc.char_span(0, 2, label="PERSON")]
    doc = nlp.get_pipe("tz_names")(doc)
    assert [span.label_ for span in doc.ents] == ["PERSON", "COMPANY"]
    assert "mine" in doc.spans
    assert SPANS_KEY not in doc.spans


def test_two_pipelines_register_once():
    pipeline(spacy.blank("zh"))
    pipeline(spacy.blank("zh"))


def test_wrong_settings_are_refused():
    with pytest.raises(ConfigError):
        spacy.blank("zh").add_pipe("tz_names", config={"alignment": "drop"})
    with pytest.raises(ConfigError):
        spacy.blank("de").add_pipe("tz_names")


@pytest.mark.parametrize(("learned", "names"), [(True, ["澜图"]), (False, [])])
def test_the_learned_recogniser_can_be_left_out(learned, names):
    nlp = spacy.blank("zh")
    nlp.add_pipe("tz_names", config={"learned": learned, "set_ents": True})
    text = "接手的是本地的澜图，价格没有公开。澜图今年添了两条线。"
    assert sorted({ent.text for ent in nlp(text).ents}) == names
