"""``tz_money`` in a spaCy pipeline: the spans, their values and their offsets are those of `find_money`."""

from decimal import Decimal

import pytest

from tzcorpus.annotate.money import find_money

pytestmark = pytest.mark.extras
spacy = pytest.importorskip("spacy")

TEXT = {
    "zh": "泵业园一季度营收超24亿元，签下30亿美元（约合217亿元人民币）的订单，亩均税收40.47万元。",
    "en": "Sales topped RMB 5 million, and nearly US$34 million of orders came at 50,000 yuan per mu.",
}


def annotated(language, text, **config):
    nlp = spacy.blank(language)
    nlp.add_pipe("tz_money", config=config)
    return nlp(text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_spans_carry_what_the_plain_function_finds(language):
    doc = annotated(language, TEXT[language])
    spans = doc.spans["tzcorpus"]
    found = find_money(TEXT[language], language)
    assert len(found) >= 3
    assert [(span._.surface, span._.money, tuple(span._.offsets)) for span in spans] == [
        (entity.surface, entity.value, (entity.span.start, entity.span.end)) for entity in found
    ]
    assert {span.label_ for span in spans} == {"MONEY"}


def test_value_on_a_chinese_span():
    doc = annotated("zh", TEXT["zh"])
    spans = doc.spans["tzcorpus"]
    assert [span.text for span in spans] == ["超24亿元", "30亿美元", "217亿元人民币", "40.47万元"]
    first, last = spans[0]._.money, spans[-1]._.money
    assert (first.amount, first.low, first.bound, first.approx) == (
        Decimal("2.4e9"),
        Decimal("2.4e9"),
        "lower",
        True,
    )
    assert (last.amount, last.currency, last.per) == (Decimal(404700), "CNY", "亩")


def test_amount_that_ends_inside_a_token_keeps_its_exact_surface():
    """The span widens to whole tokens; the surface stays."""
    doc = annotated("en", "They paid US$1.2bn-plus for it.")
    span = doc.spans["tzcorpus"][0]
    start, end = span._.offsets
    assert doc.text[start:end] == span._.surface
    assert span.text.startswith("US$") or span._.surface in span.text


def test_spans_key_and_doc_ents():
    doc = annotated("zh", TEXT["zh"], spans_key="money", set_ents=True)
    assert "tzcorpus" not in doc.spans
    assert [ent.text for ent in doc.ents] == [span.text for span in doc.spans["money"]]


def test_pipeline_survives_to_disk_and_bytes(tmp_path):
    nlp = spacy.blank("zh")
    nlp.add_pipe("tz_money")
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    before, after = nlp(TEXT["zh"]), again(TEXT["zh"])
    assert [span._.money for span in after.spans["tzcorpus"]] == [
        span._.money for span in before.spans["tzcorpus"]
    ]


def test_spans_survive_a_doc_bin():
    """Values are user data, which may be left out; labels and places stay."""
    from spacy.tokens import DocBin

    doc = annotated("zh", TEXT["zh"])
    loaded = next(
        iter(DocBin(store_user_data=False).from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(doc.vocab))
    )
    assert [span.text for span in loaded.spans["tzcorpus"]] == [span.text for span in doc.spans["tzcorpus"]]


def test_values_survive_bytes_of_doc_and_doc_bin():
    from spacy.tokens import Doc, DocBin

    doc = annotated("zh", "产值2562. 3亿元，投入3至5亿元，每亩税收0.10万元。")
    values = [span._.money for span in doc.spans["tzcorpus"]]
    assert values[0].repaired
    assert values[0].alternatives
    assert len(values) == 3
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert [span._.money for span in again.spans["tzcorpus"]] == values
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    loaded = next(iter(DocBin().from_bytes(stored).get_docs(doc.vocab)))
    assert [span._.money for span in loaded.spans["tzcorpus"]] == values


def test_values_come_back_from_other_processes():
    nlp = spacy.blank("zh")
    nlp.add_pipe("tz_money")
    docs = list(nlp.pipe(["投资3亿元。", "补贴500万元。"], n_process=2, batch_size=1))
    assert [doc.spans["tzcorpus"][0]._.money.amount for doc in docs] == [Decimal(300000000), Decimal(5000000)]


def test_pipe_over_many_texts_keeps_texts_apart():
    nlp = spacy.blank("zh")
    nlp.add_pipe("tz_money")
    docs = list(nlp.pipe(["投资3亿元。", "没有金额。", "补贴500万元。"]))
    assert [[span.text for span in doc.spans["tzcorpus"]] for doc in docs] == [["3亿元"], [], ["500万元"]]
