"""The network of the learned recogniser, read with numpy: what it makes of each character of a sentence.

A character comes in as the states of jieba's small tagger and as a few discrete features. One layer mixes
them, one recurrent layer reads the sentence both ways, and a linear chain gives the probability of each tag.
Several networks, trained from different seeds, are averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TAGS = ("O", "B-COMPANY", "I-COMPANY", "E-COMPANY", "B-PARK", "I-PARK", "E-PARK")
# Stands for "never" among logarithms.
_NEVER = -1e4
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
        import numpy as np

        order = sorted(range(len(states)), key=lambda n: -len(states[n]))
        out: list[Any] = [None] * len(states)
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            lengths = np.array([len(states[n]) for n in batch])
            x = np.zeros((lengths[0], len(batch), states[batch[0]].shape[1]), dtype=np.float32)
            ids = np.zeros((lengths[0], len(batch), len(self.words)), dtype=np.int32)
            for column, n in enumerate(batch):
                x[: lengths[column], column] = states[n]
                ids[: lengths[column], column] = [
                    [words.get(value, 0) for words, value in zip(self.words, values, strict=True)]
                    for values in features[n]
                ]
            mean = sum(_marginals(_scores(x, ids, lengths, w), w["tr"], lengths) for w in self.weights)
            mean /= len(self.weights)
            for column, n in enumerate(batch):
                out[n] = mean[: lengths[column], column]
        return out


def _scores(x: Any, ids: Any, lengths: Any, w: dict[str, Any]) -> Any:
    """A score a tag for each character: steps × sentences × tags."""
    import numpy as np

    seen = np.tanh(x @ w["lin.weight"].T + w["lin.bias"])
    vectors = [w[f"emb.{kind}.weight"][ids[..., kind]] for kind in range(ids.shape[2])]
    mixed = np.tanh(np.concatenate([seen, *vectors], 2) @ w["mix.weight"].T + w["mix.bias"])
    steps = np.arange(lengths[0])[:, None]
    back = np.where(steps < lengths, lengths - 1 - steps, steps)
    columns = np.arange(len(lengths))
    ahead = _recur(mixed, lengths, w, "l0")
    behind = _recur(mixed[back, columns], lengths, w, "l0_reverse")[back, columns]
    return np.concatenate((ahead, behind, mixed), 2) @ w["out.weight"].T + w["out.bias"]


def _recur(x: Any, lengths: Any, w: dict[str, Any], layer: str) -> Any:
    """A layer of gated recurrent units (reset, update, new: torch's order)."""
    import numpy as np

    given = x @ w[f"rnn.weight_ih_{layer}"].T + w[f"rnn.bias_ih_{layer}"]
    hidden, bias = w[f"rnn.weight_hh_{layer}"].T, w[f"rnn.bias_hh_{layer}"]
    size = hidden.shape[0]
    state = np.zeros((x.shape[1], size), dtype=np.float32)
    out = np.zeros((*x.shape[:2], size), dtype=np.float32)
    for step in range(len(x)):
        n = int((lengths > step).sum())  # the longest stand first
        now, own = given[step, :n], state[:n] @ hidden + bias
        gates = 1 / (1 + np.exp(-(now[:, : 2 * size] + own[:, : 2 * size])))
        new = np.tanh(now[:, 2 * size :] + gates[:, :size] * own[:, 2 * size :])
        state[:n] = new + gates[:, size:] * (state[:n] - new)
        out[step, :n] = state[:n]
    return out


def _moves() -> tuple[Any, Any, Any]:
    """Which tag may follow which, begin a sentence and end one, as logarithms of 1 and nearly 0."""
    import numpy as np

    def follows(one: str, other: str) -> bool:
        if one[0] in "OE":
            return other[0] in "OB"
        return other[0] in "IE" and one[2:] == other[2:]

    moves = np.array([[0.0 if follows(a, b) else _NEVER for b in TAGS] for a in TAGS])
    first = np.array([0.0 if tag[0] in "OB" else _NEVER for tag in TAGS])
    last = np.array([0.0 if tag[0] in "OE" else _NEVER for tag in TAGS])
    return moves, first, last


def _sum(logs: Any, axis: int) -> Any:
    """The logarithm of the sum."""
    import numpy as np

    most = logs.max(axis, keepdims=True)
    return (most + np.log(np.exp(logs - most).sum(axis, keepdims=True))).squeeze(axis)


def _marginals(scores: Any, chain: Any, lengths: Any) -> Any:
    """The probability of each tag of each character, forwards and backwards over the chain."""
    import numpy as np

    moves, first, last = _moves()
    moves = moves + chain
    scores = scores.astype(np.float64)
    ahead = np.zeros_like(scores)
    behind = np.zeros_like(scores)
    ahead[0] = scores[0] + first
    behind[lengths - 1, np.arange(len(lengths))] = last
    for step in range(1, len(scores)):
        n = int((lengths > step).sum())
        ahead[step, :n] = _sum(ahead[step - 1, :n, :, None] + moves, 1) + scores[step, :n]
    for step in range(len(scores) - 2, -1, -1):
        n = int((lengths > step + 1).sum())
        following = (scores[step + 1, :n] + behind[step + 1, :n])[:, None, :]
        behind[step, :n] = _sum(moves + following, 2)
    total = _sum(ahead[lengths - 1, np.arange(len(lengths))] + last, 1)
    return np.exp(np.minimum(ahead + behind - total[None, :, None], 0))


def best_tags(probabilities: Any) -> list[int]:
    """The numbers of the tags of the path of the most probability that is one (I and E only behind B)."""
    import numpy as np

    moves, first, last = _moves()
    logs = np.log(probabilities + 1e-6)
    best = logs[0] + first
    came = []
    for row in logs[1:]:
        reached = best[:, None] + moves
        came.append(reached.argmax(0))
        best = reached.max(0) + row
    path = [int((best + last).argmax())]
    for before in reversed(came):
        path.append(int(before[path[-1]]))
    return path[::-1]
