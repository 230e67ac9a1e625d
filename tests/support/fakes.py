"""Doubles for the ports of `knowledge`, deterministic and instant; contract tests hold them to the adapters' word."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from knowledge.heads import LensHeads
from knowledge.manifest import Manifest
from knowledge.model import Hit, Passage, Piece, Reading, Vector
from knowledge.ports import Embedder, IndexProblem, Progress


class WordEmbedder:
    """A text as the sum of its words' own directions: texts that share words are really near."""

    def __init__(self, name: str = "words", dimension: int = 64) -> None:
        self.name, self.dimension = name, dimension
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vector:
        self.embedded += texts
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def read(self, text: str, pieces: Sequence[Piece]) -> Reading:
        parts = [self._vector(text[piece.start : piece.end]) for piece in pieces]
        return Reading(self._vector(text), np.stack(parts) if parts else np.zeros((0, self.dimension), np.float32))

    def _vector(self, text: str) -> Vector:
        words = re.findall(r"[a-z0-9]+", text.lower()) or [text]
        total = np.sum([self._direction(word) for word in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), np.float32)

    def _direction(self, word: str) -> Vector:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)


class MemoryIndex:
    """Passages in a list."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Passage, Vector]] = {}
        self._manifest: Manifest | None = None
        self.kept: dict[str, LensHeads] = {}

    def manifest(self) -> Manifest | None:
        return self._manifest

    def there(self) -> bool:
        return bool(self._held)

    def usable(self, embedder: Embedder) -> None:
        if self._manifest is None:
            raise IndexProblem("The index is missing or only half built. Run `lensbot index build`.")
        if self._manifest.embedder != embedder.name:
            raise IndexProblem(f"The index was filled by {self._manifest.embedder}. Run `lensbot index build`.")

    @contextmanager
    def lock(self) -> Iterator[None]:
        yield

    def replace(self, passages: Sequence[Passage], embedder: Embedder, progress: Progress) -> int:
        if self._manifest is None or self._manifest.embedder != embedder.name:
            self._held = {}
        self._manifest = None
        wanted = {passage.id: passage for passage in passages}
        self._held = {key: value for key, value in self._held.items() if key in wanted}
        fresh = [passage for key, passage in wanted.items() if key not in self._held]
        for passage, vector in zip(fresh, embedder.embed([passage.text for passage in fresh]), strict=True):
            self._held[passage.id] = (passage, vector)
        progress(len(fresh), len(fresh))
        return len(fresh)

    def vectors(self) -> tuple[Sequence[Passage], Vector]:
        rows = [self._held[key] for key in sorted(self._held)]
        return [passage for passage, _ in rows], np.stack([vector for _, vector in rows])

    def keep(self, heads: Sequence[LensHeads]) -> None:
        self.kept = {each.lens: each for each in heads}

    def heads(self, lens: str) -> LensHeads:
        if lens not in self.kept:
            raise IndexProblem(f"The index knows nothing of the lens {lens!r}. Run `lensbot index build`.")
        return self.kept[lens]

    def seal(self, manifest: Manifest) -> None:
        self._manifest = manifest

    def search(self, vector: Vector, count: int, lenses: Sequence[str]) -> Sequence[Hit]:
        hits = [
            Hit(p.id, p.lens, p.practice, p.kind, float(own @ vector))
            for p, own in self._held.values()
            if not lenses or p.lens in lenses
        ]
        return sorted(hits, key=lambda hit: (-hit.similarity, hit.passage))[:count]

    def texts(self, passages: Sequence[str]) -> dict[str, str]:
        return {p.id: p.text for p, _ in self._held.values() if p.id in passages}
