"""Whether a lens covers a message, told by the message's words: beside the gate on the embedding, which they steady.

The embedding was fitted on the same messages as its gate and is too sure of them; words, alone and in pairs, were not.
Terms are hashed into buckets, so nothing but two rows of numbers is kept.
"""

from __future__ import annotations

import itertools
import math
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from knowledge.lexical import EMPTY, WORD
from knowledge.model import Vector

#: A power of two; with fewer, terms that share a bucket begin to matter.
BUCKETS = 1 << 17


@dataclass(frozen=True)
class WordGate:
    """How rare each bucket is and what it speaks for, both (BUCKETS,); the logit is above 0 inside the lens."""

    rarity: Vector
    weights: Vector
    bias: float = 0.0

    def logit(self, text: str) -> float:
        """How much the words speak for the lens; 0.0 from a gate that was never fitted."""
        if not len(self.weights):
            return 0.0
        counted = terms(text)
        places = np.fromiter(counted, np.int64, len(counted))
        values = damped(np.fromiter(counted.values(), np.float64, len(counted))) * self.rarity[places]
        length = math.sqrt(float(values @ values)) or 1.0
        return float(values @ self.weights[places]) / length + self.bias

    def arrays(self) -> dict[str, np.ndarray]:
        """As named arrays, to be kept."""
        halves = {"words.rarity": self.rarity.astype(np.float16), "words.weights": self.weights.astype(np.float16)}
        return {**halves, "words.bias": np.array(self.bias, np.float32)}

    @staticmethod
    def of(arrays: Mapping[str, np.ndarray]) -> WordGate:
        """From named arrays; KeyError when they are not there."""
        rarity, weights = (np.asarray(arrays[f"words.{name}"], np.float32) for name in ("rarity", "weights"))
        return WordGate(rarity, weights, float(arrays["words.bias"]))


#: Says nothing about any message.
OPEN = WordGate(np.zeros(0, np.float32), np.zeros(0, np.float32))


def terms(text: str) -> Counter[int]:
    """The buckets of a text's stems, and of pairs of neighbouring words' stems, and how often each is there."""
    words = WORD.findall(text.lower())
    stems: list[str] = _stemmer().stemWords(words)
    alone = (stem for word, stem in zip(words, stems, strict=True) if word not in EMPTY)
    pairs = (f"{first} {second}" for first, second in itertools.pairwise(stems))
    return Counter(zlib.crc32(term.encode()) % BUCKETS for term in (*alone, *pairs))


def damped(times: np.ndarray) -> np.ndarray:
    """Repetition counts less and less."""
    return np.asarray(1 + np.log(times))


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
