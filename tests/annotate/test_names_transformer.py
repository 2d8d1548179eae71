"""A token-classification model that the test trains itself: windows, offsets, labels, errors."""

import random

import pytest

from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.model_labels import label_pairs, split_tag
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.annotate.transformer import decode, load_model, trimmed
from tzcorpus.errors import ConfigError, ExtraMissingError

TAGS = ("O", "B-COMPANY", "I-COMPANY", "B-PARK", "I-PARK")
# what the model is to learn: the characters themselves say what they are
COMPANY, PARK, OTHER = "甲乙丙丁", "东西南北", "的在和了。，"


def test_tags_become_spans():
    offsets = [(0, 0), (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 0)]
    tags = ["O", "B-COMPANY", "I-COMPANY", "B-COMPANY", "S-PARK", "O", "B-PARK"]
    found = list(decode("甲甲乙丙园", offsets, tags, [1, 0.9, 0.7, 0.8, 0.6, 1, 1]))
    assert found == [(0, 2, "COMPANY", 0.7), (2, 3, "COMPANY", 0.8), (3, 4, "PARK", 0.6)]


def test_unknown_classes_are_left_out_and_end_a_span():
    found = list(decode("东甲西", [(0, 1), (1, 2), (2, 3)], ["B-PARK", "I-PERSON", "I-PARK"], [1, 1, 1]))
    assert found == [(0, 1, "PARK", 1), (2, 3, "PARK", 1)]


def test_a_piece_inside_a_word_goes_with_the_piece_in_front():
    text = "in Chenfan Pumps"
    offsets = [(0, 2), (3, 7), (7, 10), (11, 16)]
    assert list(decode(text, offsets, ["O", "B-COMPANY", "O", "I-COMPANY"], [1, 0.9, 0.1, 0.8])) == [
        (3, 16, "COMPANY", 0.8)
    ]
    assert list(decode(text, offsets, ["O", "O", "B-COMPANY", "O"], [1, 1, 1, 1])) == []


def test_blanks_that_a_tokenizer_counts_in_are_no_part_of_a_name():
    assert trimmed("in Chenfan", 2, 10) == (3, 10)
    assert trimmed("a  ", 1, 3) == (3, 3)


@pytest.mark.parametrize(
    ("tag", "parts"),
    [("B-ORG", ("B", "ORG")), ("I_ORG", ("I", "ORG")), ("ORG-B", ("B", "ORG")), ("S-E-PARK", ("S", "E-PARK")),
     ("LABEL_0", ("", "LABEL_0")), ("O", ("", "O"))],
)  # fmt: skip
def test_tags_of_other_models_are_taken_apart(tag, parts):
    assert split_tag(tag) == parts


@pytest.mark.parametrize("mapping", ["ORG", "=COMPANY", "ORG=FIRM"])
def test_a_wrong_mapping_is_a_config_error(mapping):
    with pytest.raises(ConfigError, match="THEIRS=OURS"):
        label_pairs([mapping])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A model of some thousand parameters, trained for a second, saved as users save theirs."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    vocabulary = {
        token: n for n, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *COMPANY, *PARK, *OTHER])
    }
    raw = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    raw.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    raw.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=raw, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]",
        model_max_length=24,
    )  # fmt: skip
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, hidden_dropout_prob=0.0, max_position_embeddings=24,
        id2label=dict(enumerate(TAGS)), label2id={tag: n for n, tag in enumerate(TAGS)},
    )  # fmt: skip
    model = transformers.BertForTokenClassification(config)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    draw = random.Random(0)
    texts = [
        "".join(draw.choice(kind) for kind in (COMPANY, COMPANY, OTHER, PARK, PARK, OTHER) * 3)
        for _ in range(64)
    ]
    batch = tokenizer(texts, return_tensors="pt", padding=True)
    width = batch["input_ids"].shape[1]
    wanted = [[0, *tags_of(text), *[0] * (width - len(text) - 1)] for text in texts]
    for _ in range(150):
        optimizer.zero_grad()
        model(**batch, labels=torch.tensor(wanted)).loss.backward()
        optimizer.step()
    path = tmp_path_factory.mktemp("model")
    model.save_pretrained(path)
    tokenizer.save_pretrained(path)
    return str(path)


def tags_of(text):
    out = []
    for n, character in enumerate(text):
        kind = 1 if character in COMPANY else 3 if character in PARK else 0
        before = text[n - 1] if n else " "
        inside = kind and before in (COMPANY if kind == 1 else PARK)
        out.append(kind + 1 if inside else kind)
    return out


@pytest.mark.extras
def test_model_finds_names_over_windows_with_exact_offsets(folder):
    sentence = "甲乙在东南。丙丁和西北。"
    text = sentence * 5  # 60 tokens in windows of 24
    (found,) = load_model(folder).annotate([text])
    assert [(e.surface, e.label) for e in found] == [
        ("甲乙", "COMPANY"), ("东南", "PARK"), ("丙丁", "COMPANY"), ("西北", "PARK"),
    ] * 5  # fmt: skip
    assert all(text[e.span.start : e.span.end] == e.surface for e in found)
    assert all(e.source == f"model:{folder}" and 0 < e.score <= 1 for e in found)


@pytest.mark.extras
def test_a_sentence_longer_than_the_window_is_cut(folder):
    text = "甲乙在东南的" * 12
    (found,) = load_model(folder).annotate([text])
    assert len([e for e in found if e.label == "COMPANY"]) >= 12


@pytest.mark.extras
def test_model_and_rules_are_combined(folder):
    settings = AnnotateSettings(labels=("COMPANY", "PARK"), model=folder)
    (found,) = annotate_texts(["甲乙在晨帆泵业有限公司。"], "zh", settings)
    assert [(e.surface, e.source.partition(":")[0]) for e in found] == [
        ("甲乙", "model"), ("晨帆泵业有限公司", "rule"),
    ]  # fmt: skip


@pytest.mark.extras
def test_rules_stay_before_the_model_and_can_be_left_out(folder):
    text = "甲乙丙丁有限公司和东南"
    both = AnnotateSettings(labels=("COMPANY", "PARK"), model=folder)
    alone = AnnotateSettings(labels=("COMPANY", "PARK"), model=folder, rules=False)
    assert [e.surface for e in annotate_texts([text], "zh", both)[0]] == ["甲乙丙丁有限公司", "东南"]
    found = {e.surface for e in annotate_texts([text], "zh", alone)[0]}
    assert "东南" in found
    assert "甲乙丙丁有限公司" not in found


@pytest.mark.extras
def test_classes_of_another_scheme_are_mapped(folder):
    mapped = load_model(folder, labels=(("PARK", "COMPANY"),))
    (found,) = mapped.annotate(["甲乙在东南。丙丁和西北。"])
    assert [(e.surface, e.label) for e in found] == [
        ("甲乙", "COMPANY"), ("东南", "COMPANY"), ("丙丁", "COMPANY"), ("西北", "COMPANY"),
    ]  # fmt: skip


@pytest.mark.extras
def test_a_device_that_torch_does_not_know_is_a_config_error(folder):
    with pytest.raises(ConfigError, match="device 'toaster'"):
        load_model(folder, device="toaster")


@pytest.mark.extras
def test_no_model_there_is_a_config_error(tmp_path):
    with pytest.raises(ConfigError, match="cannot be loaded"):
        load_model(str(tmp_path))


def test_without_the_extra_the_hint_names_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(ExtraMissingError, match="transformers"):
        load_model("nowhere-at-all")
