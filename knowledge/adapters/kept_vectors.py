"""The vectors of the shipped lenses' statements, kept with the package: an index is then built in seconds.

A cache and nothing more. It is keyed by the hash of each text and by the embedder's name, so what it does not know, or
knows from another model, is embedded as ever. Vectors are kept as directions in int8; a test holds their cosine to
fresh ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from knowledge.model import Piece, Reading, Vector
from knowledge.ports import Embedder

FILE = Path(__file__).parents[1] / "tuning" / "statements.npz"
_STEPS = 127


class KeptVectors:
    """An embedder that looks up what it has seen before. `file` is for tests."""

    def __init__(self, embedder: Embedder, file: Path = FILE) -> None:
        self._embedder, self._file = embedder, file

    @property
    def name(self) -> str:
        """The embedder's own: a kept vector is its vector."""
        return self._embedder.name

    @property
    def dimension(self) -> int:
        """The embedder's own."""
        return self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> Vector:
        """Unit vectors; only texts that are not kept are embedded now."""
        known = self._kept
        missing = [text for text in dict.fromkeys(texts) if digest(text) not in known]
        fresh = dict(zip(missing, self._embedder.embed(missing), strict=True)) if missing else {}
        rows = [fresh[text] if text in fresh else self._restored(known[digest(text)]) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)

    def read(self, text: str, pieces: Sequence[Piece]) -> Reading:
        """The embedder's own: nobody's message is kept."""
        return self._embedder.read(text, pieces)

    def keep(self, texts: Iterable[str]) -> int:
        """Write the file anew with the vectors of these texts; how many."""
        wanted = sorted(set(texts), key=digest)
        vectors = self.embed(wanted)
        largest = np.abs(vectors).max(axis=1, keepdims=True)
        keys = np.array([int.from_bytes(digest(text), "big") for text in wanted], np.uint64)
        steps = np.rint(vectors / largest * _STEPS).astype(np.int8)
        np.savez_compressed(self._file, name=np.array(self.name), keys=keys, steps=steps)
        return len(wanted)

    @cached_property
    def _file_steps(self) -> Vector:
        with np.load(self._file) as kept:
            return np.asarray(kept["steps"])

    @cached_property
    def _kept(self) -> dict[bytes, int]:
        if not self._file.exists():
            return {}
        with np.load(self._file) as kept:
            if str(kept["name"]) != self.name:
                return {}
            return {int(key).to_bytes(8, "big"): row for row, key in enumerate(kept["keys"])}

    def _restored(self, row: int) -> Vector:
        steps = self._file_steps[row].astype(np.float32)
        return np.asarray(steps / np.linalg.norm(steps), np.float32)


def digest(text: str) -> bytes:
    """What a text is known by: eight bytes are enough among thousands."""
    return hashlib.sha256(text.encode()).digest()[:8]
