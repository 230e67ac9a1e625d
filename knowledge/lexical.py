"""The legs that go by the words themselves: service names and exact terms, which vectors blur.

BM25 (Robertson and Zaragoza 2009) over one document a practice, stemmed, with bm25s.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.model import Vector
from lens_corpus.model import Lens, Practice


class Lexical:
    """Scores a message's words against each practice of a lens. Built once a lens; scoring reads only postings."""

    def __init__(self, lens: Lens) -> None:
        import bm25s
        import Stemmer

        self.practices = tuple(practice.id for practice in lens.practices)
        self._stemmer = Stemmer.Stemmer("english")
        self._bm25 = bm25s.BM25()
        documents = [_document(practice) for practice in lens.practices]
        self._bm25.index(self._tokens(documents), show_progress=False)

    def scores(self, text: str) -> Vector:
        """One score a practice, in the lens's order, 0.0 to 1.0 as a share of the best; all 0 when nothing matches."""
        tokens = self._tokens([text])[0]
        known = [token for token in tokens if token in self._bm25.vocab_dict]
        if not known:
            return np.zeros(len(self.practices), np.float32)
        scores = np.asarray(self._bm25.get_scores(known), np.float32)
        best = float(scores.max())
        return scores / best if best > 0 else scores

    def _tokens(self, texts: Sequence[str]) -> list[list[str]]:
        import bm25s

        tokens: list[list[str]] = bm25s.tokenize(
            list(texts), stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False
        )
        return tokens


def _document(practice: Practice) -> str:
    steps = [f"{step.lead} {step.text}" for step in practice.steps + practice.aws_steps]
    asked = [phrasing.text for phrasing in practice.phrasings]
    parts = [practice.title, practice.title, practice.advice, practice.meaning, *practice.services]
    return " ".join([*parts, *practice.good, *practice.trouble, *steps, *asked])
