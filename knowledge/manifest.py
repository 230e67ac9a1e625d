"""What an index says of itself, so that a stranger's or an outdated one is known without opening it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from knowledge.model import Passage

#: Raised whenever what is learned of a lens, or how it is kept, changes.
VERSION = 3


@dataclass(frozen=True)
class Manifest:
    """Who filled an index, and with what: `digest` covers every passage's id, and so every text."""

    embedder: str
    dimension: int
    passages: int
    digest: str
    version: int

    def fields(self) -> dict[str, str | int]:
        """As plain values, to be written."""
        return asdict(self)


def of_passages(passages: Sequence[Passage], embedder: str, dimension: int) -> Manifest:
    """The manifest of an index that holds exactly these passages."""
    ids = "\n".join(sorted(passage.id for passage in passages))
    return Manifest(embedder, dimension, len(passages), hashlib.sha256(ids.encode()).hexdigest(), VERSION)
