"""Answering about the small lens, for real but with doubles at the leaves: nothing is loaded, and it takes a blink."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from knowledge import building, fitting, trying
from knowledge.answering import Answering
from knowledge.heads import Linear
from knowledge.lexical import Lexical
from lens_corpus.model import Lens
from tests.support.fakes import MemoryIndex, WordEmbedder
from tests.support.lenses import small

DIMENSION = 256


class SmallBot:
    """What the terminal's commands need of the bot."""

    def __init__(self, lens: Lens | None = None) -> None:
        lens = lens or small()
        self.embedder = WordEmbedder(dimension=DIMENSION)
        self.lenses = {lens.id: lens}
        index = MemoryIndex()
        building.build([lens], index, self.embedder, fitting.fit, lambda _done, _of: None)
        heads = {lens.id: type(index.heads(lens.id)).of(lens.id, index.heads(lens.id).arrays())}
        asks = Linear(np.zeros((5, DIMENSION), np.float32), np.array([9, 0, 0, 0, 0], np.float32))
        self.answering = Answering(self.lenses, index, self.embedder, heads, {lens.id: Lexical(lens)}, asks)

    def tried(self, lens: Lens) -> Answering:
        return trying.tried(self.answering, lens, self.embedder, fitting.fit, Lexical)

    def open(self) -> SmallBot:
        """The same, taking every message for one that it covers."""
        known = self.answering.heads["small"]
        gate = Linear(known.gate.weights, known.gate.bias + 5)
        self.answering = replace(self.answering, heads={"small": replace(known, gate=gate)})
        return self
