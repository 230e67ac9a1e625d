"""Small linear models on the embedding: which practice, whether the lens covers it, and which end it speaks for.

A gate on the words stands beside the one on the embedding (`wording`).

They are values: fitted by `fitting` when the index is built, kept beside it, and applied here with one product of
a matrix and a vector.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from knowledge import wording
from knowledge.model import Vector
from knowledge.wording import WordGate


@dataclass(frozen=True)
class Linear:
    """Weights of shape (classes, dimension) and a bias of shape (classes,)."""

    weights: Vector
    bias: Vector

    def logits(self, vectors: Vector) -> Vector:
        """Scores of shape (classes,) for one vector, (n, classes) for several."""
        return np.asarray(vectors @ self.weights.T + self.bias, np.float32)

    def arrays(self, name: str) -> dict[str, Vector]:
        """As named arrays, to be kept."""
        return {f"{name}.weights": self.weights, f"{name}.bias": self.bias}

    @staticmethod
    def of(arrays: Mapping[str, Vector], name: str) -> Linear:
        """From named arrays; KeyError when they are not there."""
        return Linear(np.asarray(arrays[f"{name}.weights"], np.float32), np.asarray(arrays[f"{name}.bias"], np.float32))


@dataclass(frozen=True)
class LensHeads:
    """What was learned of one lens.

    `practices` names the rows of `rank`. `gate` has one row, above 0 is inside the lens. `signs` are the vectors of
    all signs, `sign_of` says (practice row, 0 good or 1 trouble, aspect) of each. `words` is the gate on the words.
    """

    lens: str
    practices: tuple[str, ...]
    rank: Linear
    gate: Linear
    signs: Vector
    sign_of: np.ndarray
    words: WordGate = wording.OPEN

    def inside(self, vector: Vector, text: str) -> float:
        """How much a message's vector and its words speak for this lens, as the sum of two logits."""
        return float(self.gate.logits(vector)[0]) + self.words.logit(text)

    def signs_of(self, practice: str) -> tuple[Vector, np.ndarray]:
        """The vectors of a practice's signs, and (side, aspect) of each; side 0 is good, 1 is trouble."""
        rows = self.sign_of[:, 0] == self.practices.index(practice)
        return self.signs[rows], self.sign_of[rows][:, 1:]

    def arrays(self) -> dict[str, np.ndarray]:
        """As named arrays, to be kept."""
        own = {"practices": np.array(self.practices), "signs": self.signs.astype(np.float16), "sign_of": self.sign_of}
        return {**own, **self.rank.arrays("rank"), **self.gate.arrays("gate"), **self.words.arrays()}

    @staticmethod
    def of(lens: str, arrays: Mapping[str, np.ndarray]) -> LensHeads:
        """From named arrays; KeyError when they are not there."""
        practices = tuple(str(name) for name in arrays["practices"])
        signs = np.asarray(arrays["signs"], np.float32)
        rank, gate = Linear.of(arrays, "rank"), Linear.of(arrays, "gate")
        return LensHeads(lens, practices, rank, gate, signs, arrays["sign_of"], WordGate.of(arrays))


def softmax(logits: Vector) -> Vector:
    """Shares that sum to 1 along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)
