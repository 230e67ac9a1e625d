"""What an index says of itself, so that a stranger's or an outdated one is known without opening it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from knowledge.model import Passage

#: Raised whenever what is learned of a lens, or how it is kept, changes.
VERSION = 5


@dataclass(frozen=True)
class Manifest:
    """Who filled an index, and with what.

    `digest` covers every passage's id, and so every text; `lessons` covers what else was learned from.
    """

    embedder: str
    dimension: int
    passages: int
    digest: str
    lessons: str
    version: int

    def fields(self) -> dict[str, str | int]:
        """As plain values, to be written."""
        return asdict(self)


def of_passages(passages: Sequence[Passage], lessons: str, embedder: str, dimension: int) -> Manifest:
    """The manifest of an index that holds exactly these passages and learned from these lessons."""
    ids = "\n".join(sorted(passage.id for passage in passages))
    digest = hashlib.sha256(ids.encode()).hexdigest()
    return Manifest(embedder, dimension, len(passages), digest, lessons, VERSION)
