"""The learned recogniser of English names: what it sees, adds and moves, and that memory does not bend it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.annotate import english_net
from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.english_features import DENSE, KINDS, features, persons, things, tokenize
from tzcorpus.annotate.english_learned import Guess, combine, is_hopeless, load_learned
from tzcorpus.annotate.english_net import TAGS, best_tags, names_in, rows_of, spans_of
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.records import Entity, Span

NAMES = AnnotateSettings(labels=("COMPANY", "PARK"))
RULES = AnnotateSettings(labels=("COMPANY", "PARK"), learned=False)


def name(text, surface, score=1.0, *, label="COMPANY", source="rule:english-short"):
    start = text.index(surface)
    return Entity(Span(start, start + len(surface)), label, surface, surface, source=source, score=score)


def guessed(text, *names, inside=1.0):
    found = [name(text, surface, score, source="learned:names") for surface, score in names]
    tokens = tokenize(text)
    return Guess(found, [token.start for token in tokens], [inside] * len(tokens))


def surfaces(entities):
    return [(entity.surface, entity.source.partition(":")[0]) for entity in entities]


def test_short_names_that_rules_leave_are_found():
    text = (
        "Two weavers, Silver Reed and Haolin, have moved out. Silver Reed will rent a hall from Qinyao, who "
        "bought it in 2019; Haolin has not said where it goes."
    )
    (alone,) = annotate_texts([text], "en", RULES)
    (both,) = annotate_texts([text], "en", NAMES)
    assert {e.surface for e in both} > {e.surface for e in alone}
    assert {"Silver Reed", "Haolin"} <= {e.surface for e in both}
    assert all(e.label == "COMPANY" and text[e.span.start : e.span.end] == e.surface for e in both)


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Commerce and the Zhejiang Provincial Department of Finance met in Hangzhou.",
        "Mr Wei of Tsinghua University read his paper at the Boao Forum on Tuesday.",
        "Yiwu's exports rose in May, said Deputy Mayor Sheng Jun.",
        "A contract worth CNY 3 billion was signed in Xi'an.",
    ],
)
def test_bodies_persons_and_places_are_none(text):
    assert annotate_texts([text], "en", NAMES) == [[]]


def test_what_the_rules_leave_is_filled():
    text = "Silver Reed and Haolin met Hangzhou."
    (out,) = combine(
        [text],
        [[name(text, "Haolin")]],
        [guessed(text, ("Silver Reed", 0.9), ("Haolin", 0.9), ("Hangzhou", 0.9))],
    )
    assert surfaces(out) == [("Silver Reed", "learned"), ("Haolin", "rule")]


def test_an_unsure_mention_counts_where_the_name_is_known_elsewhere():
    texts = ["Haolin came.", "Then Haolin went."]
    sure, unsure = guessed(texts[0], ("Haolin", 0.9)), guessed(texts[1], ("Haolin", 0.4))
    assert [len(mine) for mine in combine(texts, [[], []], [sure, unsure])] == [1, 1]
    assert [len(mine) for mine in combine(texts, [[], []], [guessed(texts[0]), unsure])] == [0, 0]


def test_ends_are_moved_only_where_the_model_is_sure():
    text = "the loom maker Old Silver Reed of Haining"
    rule = name(text, "Silver Reed")

    def moved(surface, score, rule=rule):
        return surfaces(combine([text], [[rule]], [guessed(text, (surface, score))])[0])

    assert moved("Old Silver Reed", 0.99) == [("Old Silver Reed", "learned")]
    assert moved("Old Silver Reed", 0.5) == [("Silver Reed", "rule")]
    group = name(text, "Silver Reed", source="rule:english-legal")
    assert moved("Silver Reed of Haining", 0.99, group) == [("Silver Reed", "rule")]


def test_a_weak_rule_needs_the_model_not_to_speak_against_it():
    text = "He opened Qingyao in May."
    weak, sure = (
        name(text, "Qingyao", source="rule:english-list"),
        name(text, "Qingyao", source="rule:english-legal"),
    )
    assert combine([text], [[weak]], [guessed(text, inside=0.0)]) == [[]]
    assert combine([text], [[weak]], [guessed(text, inside=0.5)]) == [[weak]]
    assert combine([text], [[sure]], [guessed(text, inside=0.0)]) == [[sure]]


def hopeless(surface, text=None, score=0.7, others=frozenset(), label="COMPANY"):
    text = text or f"They met {surface} there."
    return is_hopeless(name(text, surface, score, label=label), text, others)


@pytest.mark.parametrize(
    "surface", ["Hangzhou", "Grain Bureau", "CNY", "SCARA", "P", "Liang", "Zhejiang Hangzhou"]
)
def test_places_bodies_currencies_and_surnames_are_hopeless(surface):
    assert hopeless(surface)


def test_what_the_document_knows_as_a_place_or_a_person_is_hopeless():
    assert not hopeless("Wuliu")
    assert hopeless("Wuliu", others=frozenset({"Wuliu"}))
    assert persons(["Lin Meijuan met Old Hao at the Sun Gate."]) >= {"Lin", "Meijuan", "Hao"}
    assert "Gate" not in persons(["Lin Meijuan met Old Hao at the Sun Gate."])


@pytest.mark.parametrize(
    "text",
    [
        "Tiantian, 15, trains at dawn.",
        "Tiantian laughed.",
        "Tiantian's mother came.",
        "Her sister Tiantian came.",
    ],
)
def test_a_word_that_does_what_only_people_do_is_a_person(text):
    assert "Tiantian" in persons([text])
    assert not persons(["Tiantian said so. Tiantian's plant, 15 mu, is new."])


def test_the_name_of_a_thing_is_hopeless():
    texts = ["The ship Silver Reed sailed.", "They call it Swallow.", "Grey Hen, a lager, is cheap."]
    assert things(texts) == {"Silver Reed", "Swallow", "Grey Hen"}
    assert not things(["A firm called Silver Reed sells beer. Swallow, a brewer, does not."])
    assert hopeless("Silver Reed", others=frozenset({"Silver Reed"}))


def test_a_county_or_what_ends_like_a_body_needs_a_sure_model():
    assert hopeless("Hecheng", score=0.8)
    assert not hopeless("Hecheng", score=0.95)
    assert hopeless("Haitong Terminal", score=0.8)
    assert not hopeless("Haitong Terminal", score=0.95)


def test_parts_of_words_and_of_longer_bodies_are_hopeless():
    assert hopeless("Haolin", "the Haolin-based weaver")
    assert hopeless("Haolin Beef", "the Haolin Beef Noodle Guild of the town")
    assert not hopeless("Haolin Beef", "the Haolin Beef of the town")


def test_the_word_that_stands_elsewhere_is_known_by_its_number():
    first, second = features(["Haolin sells looms.", "A loom of Haolin."], [[], []])
    assert first.words[0] == second.words[3] > 0
    assert first.words[1] == 0
    assert {len(values) for values in first.values} == {KINDS}
    assert {len(flags) for flags in first.flags} == {DENSE}


def test_a_document_read_in_parts_is_read_the_same(monkeypatch):
    texts = ["Haolin sells looms to Silver Reed.", "", "Silver Reed bought five, Haolin said, for Yiwu."]
    seen = features(texts, [[], [], []])
    whole = load_learned().probabilities(seen)
    monkeypatch.setattr(english_net, "_CHUNK", 5)
    for one, other in zip(whole, load_learned().probabilities(seen), strict=True):
        assert np.allclose(one, other, atol=1e-5)


def test_probabilities_are_of_the_tags():
    seen = features(["Haolin sells looms."], [[]])
    (found,) = load_learned().probabilities(seen)
    assert found.shape == (len(seen[0].tokens), len(TAGS))
    assert np.allclose(found.sum(1), 1, atol=1e-5)


def test_rows_keep_texts_apart():
    seen = features(["Haolin sells looms.", "Yiwu buys."], [[], []])
    rows = rows_of([seen], load_learned().vocabulary)
    assert rows.real.sum() == sum(size for _, size in rows.where)
    (first, size), (second, _) = rows.where
    assert second - first - size == english_net.GAP


@given(
    st.lists(st.lists(st.floats(0.001, 1), min_size=len(TAGS), max_size=len(TAGS)), min_size=1, max_size=8)
)
@settings(max_examples=60, deadline=None)
def test_the_best_tags_make_whole_names(weights):
    table = np.array(weights)
    table /= table.sum(1, keepdims=True)
    tags = best_tags(table)
    inside = sum(tag != "O" for tag in tags)
    assert sum(end - start for start, end, _ in spans_of(tags)) == inside
    for start, end, _ in names_in(table, 0.3):
        assert all(table[start:end, 0] <= 0.7 + 1e-9)


@given(st.text(alphabet="Ab&.'’-, \n(3é中", max_size=40))
@settings(deadline=None)
def test_tokens_lie_in_order_and_leave_only_blanks(text):
    at, left = 0, ""
    for token in tokenize(text):
        assert token.start >= at
        assert text[token.start : token.end] == token.text
        left += text[at : token.start]
        at = token.end
    assert (left + text[at:]).strip() == ""
