"""The legs that go by the words themselves: service names and exact terms, which vectors blur.

BM25 (Robertson and Zaragoza 2009), with inverse document frequencies that are never negative, over one document a
practice, stemmed. In place of a library: the matrix is small, and this is ready before one would be imported.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge.model import Vector
from lens_corpus.model import Lens, Practice

#: How soon a word's repetition stops counting, and how much a document's length is made up for; the usual values.
SATURATION, LENGTH = 1.5, 0.75
_WORD = re.compile(r"\b\w\w+\b")
_EMPTY = frozenset(
    _WORD.findall(
        "an and are as at be but by for if in into is it no not of on or such that the their then there these they "
        "this to was will with"
    )
)


class Lexical:
    """Scores a message's words against each practice of a lens. Built once a lens; scoring reads only postings."""

    def __init__(self, lens: Lens) -> None:
        import Stemmer

        self.practices = tuple(practice.id for practice in lens.practices)
        self._stemmer = Stemmer.Stemmer("english")
        self._stems: dict[str, int] = {}
        counts = self._counts([_document(practice) for practice in lens.practices])
        #: Where each stem's postings start; the rows of the practices that use it; what it counts for each.
        self._starts, self._rows, self._weights = _postings(counts)

    def scores(self, text: str) -> Vector:
        """One score a practice, in the lens's order, 0.0 to 1.0 as a share of the best; all 0 when nothing matches."""
        scores = np.zeros(len(self.practices), np.float32)
        for stem in self._stemmer.stemWords([word for word in _WORD.findall(text.lower()) if word not in _EMPTY]):
            number = self._stems.get(stem)
            if number is not None:
                place = slice(self._starts[number], self._starts[number + 1])
                scores[self._rows[place]] += self._weights[place]
        best = float(scores.max(initial=0))
        return scores / best if best > 0 else scores

    def _counts(self, documents: Sequence[str]) -> np.ndarray:
        """How often each document uses each stem, shape (stems, documents); numbers the stems on the way."""
        counted = [Counter(_WORD.findall(document.lower())) for document in documents]
        words = [word for word in dict.fromkeys(itertools.chain(*counted)) if word not in _EMPTY]
        stems = self._stemmer.stemWords(words)
        number = {word: self._stems.setdefault(s, len(self._stems)) for word, s in zip(words, stems, strict=True)}
        counts = np.zeros((len(self._stems), len(documents)), np.int32)
        for row, count in enumerate(counted):
            known = [(number[word], times) for word, times in count.items() if word in number]
            places, times = np.array(known, int).reshape(-1, 2).T
            np.add.at(counts[:, row], places, times)
        return counts


def _postings(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, Vector]:
    """Only what is not zero: rare stems count more, repetition less and less."""
    stems, rows = np.nonzero(counts)
    lengths = counts.sum(axis=0)
    drag = SATURATION * (1 - LENGTH + LENGTH * lengths / max(float(lengths.mean()), 1.0))
    uses = np.count_nonzero(counts, axis=1)
    rarity = np.log1p((counts.shape[1] - uses + 0.5) / (uses + 0.5))
    times = counts[stems, rows]
    weights = np.asarray(rarity[stems] * times / (times + drag[rows]), np.float32)
    return np.concatenate([[0], np.cumsum(uses)]), rows, weights


def _document(practice: Practice) -> str:
    steps = [f"{step.lead} {step.text}" for step in practice.steps + practice.aws_steps]
    asked = [phrasing.text for phrasing in practice.phrasings]
    parts = [practice.title, practice.title, practice.advice, practice.meaning, *practice.services]
    return " ".join([*parts, *practice.good, *practice.trouble, *steps, *asked])
