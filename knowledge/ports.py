"""What asking needs from the outside, in our own values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from knowledge.model import Hit, Passage, Piece, Reading, Vector

#: Called with how many of how many are done.
Progress = Callable[[int, int], None]


class Embedder(Protocol):
    """Texts to vectors. `name` identifies weights and tuning: two embedders of one name give one vector a text."""

    @property
    def name(self) -> str:
        """Which weights, and which tuning of them."""

    @property
    def dimension(self) -> int:
        """Length of its vectors."""

    def embed(self, texts: Sequence[str]) -> Vector:
        """Unit vectors, shape (len(texts), dimension)."""

    def read(self, text: str, pieces: Sequence[Piece]) -> Reading:
        """The text's vector and, out of the same pass, one for each of its pieces."""


class Index(Protocol):
    """Passages by nearness. `IndexProblem` where it is missing, half built, or filled by another embedder."""

    def search(self, vector: Vector, count: int, lenses: Sequence[str]) -> Sequence[Hit]:
        """The nearest passages of these lenses, nearest first; all lenses when none is named."""

    def vectors(self) -> tuple[Sequence[Passage], Vector]:
        """Everything it holds, for fitting."""

    def replace(self, passages: Sequence[Passage], embedder: Embedder, progress: Progress) -> int:
        """Make it hold exactly these passages; returns how many had to be embedded."""


class IndexProblem(RuntimeError):
    """The index cannot be used; the message says what to run."""
