"""Building: the lenses' statements into the index, and what is learned of them beside it.

What is unchanged is not embedded again. The order makes a killed build harmless: the manifest goes first and comes
back last, and an index without one is never used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from knowledge import passages
from knowledge.heads import LensHeads
from knowledge.manifest import Manifest, of_passages
from knowledge.model import Passage, Vector
from knowledge.ports import Embedder, Progress
from lens_corpus.model import Lens


class Buildable(Protocol):
    """An index that can be filled."""

    def manifest(self) -> Manifest | None:
        """Who filled it; None when nobody did to the end."""

    def there(self) -> bool:
        """Whether what the manifest speaks of has not been lost since."""

    def lock(self) -> AbstractContextManager[None]:
        """One builder at a time."""

    def replace(self, passages: Sequence[Passage], embedder: Embedder, progress: Progress) -> int:
        """Hold exactly these passages; how many had to be embedded."""

    def vectors(self) -> tuple[Sequence[Passage], Vector]:
        """Everything it holds."""

    def keep(self, heads: Sequence[LensHeads]) -> None:
        """Keep what was learned beside the index."""

    def seal(self, manifest: Manifest) -> None:
        """Write the manifest: from now on the index counts as whole."""


#: Learns a lens from its statements and their vectors: `fitting.fit`.
Fit = Callable[[Lens, Sequence[Passage], Vector, Embedder], LensHeads]


@dataclass(frozen=True)
class Built:
    """What a build did."""

    passages: int
    embedded: int


def build(lenses: Sequence[Lens], index: Buildable, embedder: Embedder, fit: Fit, progress: Progress) -> Built:
    """Bring the index up to date with the lenses. Quick, and nothing loaded, when it already is."""
    wanted = [passage for lens in lenses for passage in passages.of_lens(lens)]
    with index.lock():
        if current(index, lenses, embedder) and index.there():
            return Built(len(wanted), 0)
        embedded = index.replace(wanted, embedder, progress)
        held, vectors = index.vectors()
        index.keep([_learn(lens, held, vectors, embedder, fit) for lens in lenses])
        index.seal(_manifest(lenses, embedder))
    return Built(len(wanted), embedded)


def current(index: Buildable, lenses: Sequence[Lens], embedder: Embedder) -> bool:
    """Whether the index holds exactly what these lenses say, and learned from all of it, by this embedder."""
    return index.manifest() == _manifest(lenses, embedder)


def _manifest(lenses: Sequence[Lens], embedder: Embedder) -> Manifest:
    wanted = [passage for lens in lenses for passage in passages.of_lens(lens)]
    return of_passages(wanted, passages.lessons(lenses), embedder.name, embedder.dimension)


def _learn(lens: Lens, held: Sequence[Passage], vectors: Vector, embedder: Embedder, fit: Fit) -> LensHeads:
    rows = [n for n, passage in enumerate(held) if passage.lens == lens.id]
    return fit(lens, [held[n] for n in rows], vectors[rows], embedder)
