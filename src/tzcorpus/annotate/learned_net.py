"""The network of the learned recogniser, read with numpy: what it makes of each character of a sentence.

A character comes in as the states of jieba's small tagger and as a few discrete features. One layer mixes
them, one recurrent layer reads the sentence both ways, and a linear chain gives the probability of each tag.
Several networks, trained from different seeds, are averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tzcorpus.annotate.steps import Steps
from tzcorpus.annotate.tag_path import best_path, moves

TAGS = ("O", "B-COMPANY", "I-COMPANY", "E-COMPANY", "B-PARK", "I-PARK", "E-PARK")
# Sentences that are read together.
BATCH = 64


@dataclass(frozen=True, slots=True)
class Network:
    """``words`` holds for each kind of feature its values' numbers (0 is any other), ``weights`` the matrices
    of each of the averaged networks by the names that torch gives them.
    """

    words: tuple[dict[str, int], ...]
    weights: tuple[dict[str, Any], ...]

    def probabilities(
        self, states: Sequence[Any], features: Sequence[Sequence[tuple[str, ...]]]
    ) -> list[Any]:
        """For each sentence a row a character, a column a tag."""
        order = sorted(range(len(states)), key=lambda n: -len(states[n]))
        out: list[Any] = [None] * len(states)
        weights = _together(self.weights)
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            steps = Steps.of([len(states[n]) for n in batch])
            x = steps.rows([states[n] for n in batch])
            ids = steps.rows([self._numbers(features[n]) for n in batch])
            mean = _marginals(_scores(x, ids, steps, weights), weights["tr"], steps).mean(0)
            for n, rows in zip(batch, steps.lines, strict=True):
                out[n] = mean[rows]
        return out

    def _numbers(self, features: Sequence[tuple[str, ...]]) -> list[list[int]]:
        """The numbers of the features of each character."""
        return [
            [words.get(value, 0) for words, value in zip(self.words, values, strict=True)]
            for values in features
        ]


def _together(networks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The matrices of all networks, one behind the other, as they multiply rows; those of the recurrent layer
    with both directions in front.
    """
    import numpy as np

    out = {name: np.stack([each[name] for each in networks]) for name in networks[0]}
    for name in ("lin", "mix", "out"):
        out[f"{name}.weight"] = out[f"{name}.weight"].transpose(0, 2, 1)
        out[f"{name}.bias"] = out[f"{name}.bias"][:, None]
    for part in ("ih", "hh"):
        both = np.stack([out.pop(f"rnn.weight_{part}_l0{way}") for way in ("", "_reverse")])
        out[f"{part}.weight"] = both.transpose(0, 1, 3, 2)
        both = np.stack([out.pop(f"rnn.bias_{part}_l0{way}") for way in ("", "_reverse")])
        out[f"{part}.bias"] = both[:, :, None]
    return out


def _scores(x: Any, ids: Any, steps: Steps, w: dict[str, Any]) -> Any:
    """A score a tag for each character: networks × rows × tags."""
    import numpy as np

    seen = np.tanh(x @ w["lin.weight"] + w["lin.bias"])
    vectors = [w[f"emb.{kind}.weight"][:, ids[:, kind]] for kind in range(ids.shape[1])]
    mixed = np.tanh(np.concatenate([seen, *vectors], 2) @ w["mix.weight"] + w["mix.bias"])
    given = np.stack((mixed, mixed[:, steps.back])) @ w["ih.weight"] + w["ih.bias"]
    ahead, behind = _recur(given, steps, w["hh.weight"], w["hh.bias"])
    return np.concatenate((ahead, behind[:, steps.back], mixed), 2) @ w["out.weight"] + w["out.bias"]


def _recur(given: Any, steps: Steps, hidden: Any, bias: Any) -> Any:
    """A layer of gated recurrent units (reset, update, new: torch's order), both directions and all networks
    at once.
    """
    import numpy as np

    *many, rows, width = given.shape
    size = width // 3
    state = np.zeros((*many, steps.ranges[0].stop, size), dtype=np.float32)
    out = np.empty((*many, rows, size), dtype=np.float32)
    for step in steps.ranges:
        here = state[:, :, : step.stop - step.start]
        now, own = given[:, :, step], here @ hidden + bias
        gates = 1 / (1 + np.exp(-(now[..., : 2 * size] + own[..., : 2 * size])))
        new = np.tanh(now[..., 2 * size :] + gates[..., :size] * own[..., 2 * size :])
        here[:] = new + gates[..., size:] * (here - new)
        out[:, :, step] = here
    return out


def _marginals(scores: Any, chain: Any, steps: Steps) -> Any:
    """The probability of each tag of each character, forwards and backwards over the chain. What is not a
    probability yet is held between 0 and 1 at each step, and made one at the end.
    """
    import numpy as np

    between, first, last = moves(TAGS)
    onward = np.exp(between + chain)
    scores = scores.astype(np.float64)
    here = np.exp(scores - scores.max(2, keepdims=True))
    ahead = np.empty_like(here)
    behind = np.empty_like(here)
    before: slice | None = None
    for step in steps.ranges:
        size = step.stop - step.start
        came = np.exp(first) if before is None else ahead[:, before][:, :size] @ onward
        value = came * here[:, step]
        ahead[:, step] = value / value.sum(2, keepdims=True)
        before = step
    after = slice(0, 0)
    for step in reversed(steps.ranges):
        size = after.stop - after.start
        value = (here[:, after] * behind[:, after]) @ onward.transpose(0, 2, 1)
        mine = behind[:, step]
        mine[:, :size] = value / value.sum(2, keepdims=True)
        mine[:, size:] = np.exp(last)  # lines that end here
        after = step
    found = ahead * behind
    return found / found.sum(2, keepdims=True)


def best_tags(probabilities: Any) -> list[int]:
    """The numbers of the most probable tags that make whole names (`best_path`)."""
    return best_path(probabilities, TAGS)
