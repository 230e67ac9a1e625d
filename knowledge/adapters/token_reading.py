"""From a text's tokens to its vector and its pieces' vectors, whichever library runs the model.

A text longer than the model sees is read at both ends: what matters is often said last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.adapters import minilm
from knowledge.model import Piece, Reading, Vector


@dataclass(frozen=True)
class Tokens:
    """All of a text's tokens, and the place in the text of each: first character and one past the last, (tokens, 2)."""

    text: str
    ids: Sequence[int]
    places: np.ndarray

    @staticmethod
    def of(text: str, tokenizer: Any) -> Tokens:
        """The text's tokens by the model's own tokenizer."""
        encoded = tokenizer.encode(text)
        return Tokens(text, encoded.ids, np.array(encoded.offsets).reshape(-1, 2))


#: The model's state for each token that it sees of each text: shapes (tokens, dimension).
States = Callable[[Sequence[Tokens]], Sequence[Vector]]


@dataclass(frozen=True)
class _Window:
    """A stretch of the text that the model sees at once, and what it makes of each token."""

    start: int
    end: int
    places: np.ndarray
    states: Vector

    def part(self, piece: Piece) -> Vector | None:
        """The mean of the piece's tokens; None where the model saw none of them."""
        starts, ends = self.places[: len(self.states)].T
        inside = (starts < piece.end - self.start) & (ends > piece.start - self.start) & (ends > starts)
        return unit(self.states[: len(inside)][inside].mean(axis=0)) if inside.any() else None


def tokenizer() -> Any:
    """The model's tokenizer, as its file says but that it neither cuts nor pads, so that a text's length is known."""
    from tokenizers import Tokenizer

    found = Tokenizer.from_file(str(minilm.weights_folder() / minilm.TOKENIZER))
    found.no_truncation()
    found.no_padding()
    return found


def read(text: str, pieces: Sequence[Piece], tokenizer: Any, states: States) -> Reading:
    """The text's vector and its pieces', pooled from the tokens of one pass."""
    windows = _windows(text, tokenizer, states)
    whole = unit(np.mean([unit(each.states.mean(axis=0)) for each in windows], axis=0))
    vectors = [_piece(piece, windows, whole) for piece in pieces]
    return Reading(whole, np.stack(vectors) if vectors else np.zeros((0, minilm.DIMENSION), np.float32))


def unit(vector: Vector) -> Vector:
    """The vector at length 1; one of length 0 as it is."""
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, np.float32)


def _windows(text: str, tokenizer: Any, states: States) -> list[_Window]:
    tokens, most = Tokens.of(text, tokenizer), minilm.MOST_TOKENS
    if len(tokens.ids) <= most:
        return [_Window(0, len(text), tokens.places, states([tokens])[0])]
    ends = [(0, int(tokens.places[most - 2][1])), (int(tokens.places[1 - most][0]), len(text))]
    both = [Tokens.of(text[start:end], tokenizer) for start, end in ends]
    return [
        _Window(start, end, each.places, seen)
        for (start, end), each, seen in zip(ends, both, states(both), strict=True)
    ]


def _piece(piece: Piece, windows: Sequence[_Window], whole: Vector) -> Vector:
    for window in windows:
        if window.start <= piece.start < window.end:
            found = window.part(piece)
            if found is not None:
                return found
    return whole
