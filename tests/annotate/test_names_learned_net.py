"""The network of the learned recogniser: probabilities, paths, and that a batch changes nothing."""

import itertools

import numpy as np
import pytest

from tzcorpus.annotate.lac import chunks_of, load_tagger
from tzcorpus.annotate.learned import load_learned
from tzcorpus.annotate.learned_features import KINDS, features
from tzcorpus.annotate.learned_net import TAGS, best_tags

TEXTS = ["晨帆泵业来了。", "昉澜今年不再接散单，远舟印染也是。", "好。"]


def read(texts):
    pieces = load_tagger().read(texts, states=True)
    seen = features(texts, [chunks_of(mine) for mine in pieces])
    return [piece.states for mine in pieces for piece in mine], seen


def test_the_tags_of_a_character_have_probabilities_that_sum_to_one():
    for one in load_learned().network.probabilities(*read(TEXTS)):
        assert np.allclose(one.sum(1), 1, atol=1e-5)


def test_a_sentence_alone_reads_as_it_does_among_others():
    network = load_learned().network
    states, seen = read(TEXTS)
    together = network.probabilities(states, seen)
    for state, values, expected in zip(states, seen, together, strict=True):
        (alone,) = network.probabilities([state], [values])
        assert np.allclose(alone, expected, atol=1e-4)


def test_each_character_has_a_value_of_each_kind():
    for text, values in zip(TEXTS, features(TEXTS, [[] for _ in TEXTS]), strict=True):
        assert [len(one) for one in values] == [KINDS] * len(text)


@pytest.mark.parametrize("likely", ["I-PARK", "E-COMPANY", "B-PARK"])
def test_a_path_is_one_of_whole_names(likely):
    rows = np.full((4, len(TAGS)), 0.01)
    rows[:, TAGS.index(likely)] = 0.94
    tags = ["O", *(TAGS[tag] for tag in best_tags(rows)), "O"]
    for one, other in itertools.pairwise(tags):
        assert (one[0] in "OE") == (other[0] in "OB")
