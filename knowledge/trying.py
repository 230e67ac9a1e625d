"""What one more phrasing of a practice would change, without touching the lens or the index.

The lens is learned anew in memory from the vectors that the index holds, as a build would. What is fitted rarely (the
corrections of the embedding model and the head that judges) stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge import passages
from knowledge.answering import Answering
from knowledge.building import Fit
from knowledge.heads import LensHeads
from knowledge.model import Hit, Passage, Vector
from knowledge.ports import Embedder, Index
from knowledge.ranking import WordScores
from lens_corpus.model import Lens, Phrasing


def with_phrasing(lens: Lens, practice: str, phrasing: Phrasing) -> Lens:
    """The lens as it would be read with this phrasing at the end of the practice's file."""
    own = lens.practice(practice)
    more = replace(own, phrasings=(*own.phrasings, phrasing))
    return replace(lens, practices=tuple(more if each is own else each for each in lens.practices))


def tried(
    answering: Answering, lens: Lens, embedder: Embedder, fit: Fit, lexical: Callable[[Lens], WordScores]
) -> Answering:
    """The same answering, with the lens in this new form. Only statements that the index lacks are embedded."""
    held, vectors = answering.index.vectors()
    known = {passage.id for passage in held}
    fresh = [passage for passage in passages.of_lens(lens) if passage.id not in known]
    new = embedder.embed([passage.text for passage in fresh])
    heads = _learn(lens, [*held, *fresh], np.concatenate([vectors, new]), embedder, fit)
    return replace(
        answering,
        lenses={**answering.lenses, lens.id: lens},
        index=_WithMore(answering.index, tuple(fresh), new),
        heads={**answering.heads, lens.id: heads},
        lexical={**answering.lexical, lens.id: lexical(lens)},
    )


def _learn(lens: Lens, held: Sequence[Passage], vectors: Vector, embedder: Embedder, fit: Fit) -> LensHeads:
    """As a build learns it: in order of id, and rounded as heads are when they are kept."""
    rows = sorted((n for n, passage in enumerate(held) if passage.lens == lens.id), key=lambda n: held[n].id)
    return LensHeads.of(lens.id, fit(lens, [held[n] for n in rows], vectors[rows], embedder).arrays())


@dataclass(frozen=True)
class _WithMore:
    """An index with a few more passages than it really holds."""

    index: Index
    more: tuple[Passage, ...]
    own: Vector

    def search(self, vector: Vector, count: int, lenses: Sequence[str]) -> Sequence[Hit]:
        found = [
            Hit(passage.id, passage.lens, passage.practice, passage.kind, float(near))
            for passage, near in zip(self.more, self.own @ vector, strict=True)
            if not lenses or passage.lens in lenses
        ]
        both = [*self.index.search(vector, count, lenses), *found]
        return sorted(both, key=lambda hit: -hit.similarity)[:count]

    def texts(self, wanted: Sequence[str]) -> Mapping[str, str]:
        own = {passage.id: passage.text for passage in self.more if passage.id in wanted}
        return {**self.index.texts([each for each in wanted if each not in own]), **own}

    def vectors(self) -> tuple[Sequence[Passage], Vector]:
        held, vectors = self.index.vectors()
        return [*held, *self.more], np.concatenate([vectors, self.own])

    def replace(self, _passages: Sequence[Passage], _embedder: Embedder, _progress: object) -> int:
        message = "What is only tried cannot be built."
        raise TypeError(message)
