"""The leg that goes by the words themselves: service names, exact terms and turns of phrase, which vectors blur.

One document a practice, of stems and of pairs of neighbouring words' stems. Each counts by how rare it is among
practices and, damped, by how often it stands there (tf-idf, Salton and Buckley 1988); the score is the cosine. Pairs
tell "data catalog" from "data drift", and "who owns" from "who may read" (DECISIONS.md, 4). scikit-learn would do it,
but importing it takes longer than a whole cold `lensbot ask`; what only an index's build does is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from knowledge.model import Vector
from lens_corpus.model import Lens, Practice

#: What counts as a word: two characters or more.
WORD = re.compile(r"\b\w\w+\b")
#: Words that say nothing by themselves; they do in a pair.
EMPTY = frozenset(
    WORD.findall(
        "an and are as at be but by for if in into is it no not of on or such that the their then there these they "
        "this to was will with"
    )
)
#: The number of a word that no practice uses, and of the border between two texts, over which no pair reaches.
_UNKNOWN = -1
_BORDER = ""


class Lexical:
    """Scores a message's words against each practice of a lens. Built once a lens; scoring reads only postings."""

    def __init__(self, lens: Lens) -> None:
        import Stemmer

        self.practices = tuple(practice.id for practice in lens.practices)
        self._stemmer = Stemmer.Stemmer("english")
        #: Each word of the lens as it stands there, and each stem, to the stem's number.
        self._words: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        documents = [_words(practice) for practice in lens.practices]
        self._number(documents)
        #: Every term in order; where its postings start; the rows of the practices that have it; its weight in each.
        self._terms, self._starts, self._rows, self._weights, self._rarity = self._postings(documents)

    def scores(self, text: str) -> Vector:
        """One score a practice, in the lens's order, 0.0 to 1.0 as a share of the best; all 0 when nothing matches."""
        terms, times = np.unique(self._codes(WORD.findall(text.lower())), return_counts=True)
        places = np.searchsorted(self._terms, terms)
        known = places < len(self._terms)
        known[known] = self._terms[places[known]] == terms[known]
        places, counts = places[known], (1 + np.log(times[known])) * self._rarity[places[known]]
        uses = self._starts[places + 1] - self._starts[places]
        entries = np.repeat(self._starts[places] - np.cumsum(uses) + uses, uses) + np.arange(uses.sum())
        found = self._weights[entries] * np.repeat(counts, uses)
        scores = np.bincount(self._rows[entries], found, minlength=len(self.practices))
        best = float(scores.max(initial=0))
        return np.asarray(scores / best if best > 0 else scores, np.float32)

    def _number(self, documents: Sequence[Sequence[str]]) -> None:
        words = list(dict.fromkeys(word for document in documents for word in document if word != _BORDER))
        self._words[_BORDER] = _UNKNOWN
        for word, stem in zip(words, self._stemmer.stemWords(words), strict=True):
            self._words[word] = self._stems.setdefault(stem, len(self._stems))

    def _codes(self, words: Sequence[str]) -> np.ndarray:
        """A text's terms as numbers: a stem's own for what says something alone, one above all stems for a pair."""
        stems = np.array([self._stem(word) for word in words], np.int64)
        telling = np.array([word not in EMPTY for word in words], bool)
        first, second = stems[:-1], stems[1:]
        pairs = (first + 1) * len(self._stems) + second
        return np.concatenate([stems[telling & (stems >= 0)], pairs[(first >= 0) & (second >= 0)]])

    def _stem(self, word: str) -> int:
        number = self._words.get(word)
        return self._stems.get(self._stemmer.stemWord(word), _UNKNOWN) if number is None else number

    def _postings(self, documents: Sequence[Sequence[str]]) -> tuple[np.ndarray, ...]:
        """Only what is not zero, term by term."""
        counted = [np.unique(self._codes(document), return_counts=True) for document in documents]
        rows = np.repeat(np.arange(len(documents)), [len(terms) for terms, _ in counted])
        entries, times = (np.concatenate(each) for each in zip(*counted, strict=True))
        terms, place, uses = np.unique(entries, return_inverse=True, return_counts=True)
        rarity = 1 + np.log((1 + len(documents)) / (1 + uses))
        weights = (1 + np.log(times)) * rarity[place]
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(documents)))
        order = np.argsort(place, kind="stable")
        shares = np.asarray((weights / lengths[rows])[order], np.float32)
        return terms, np.concatenate([[0], np.cumsum(uses)]), rows[order], shares, rarity


def _words(practice: Practice) -> list[str]:
    """The words of a practice's texts, the title twice, with a border between texts."""
    steps = (f"{step.lead} {step.text}" for step in practice.steps + practice.aws_steps)
    texts = (practice.title, practice.title, practice.advice, practice.meaning, *practice.services)
    asked = (phrasing.text for phrasing in practice.phrasings)
    words: list[str] = []
    for text in (*texts, *practice.good, *practice.trouble, *steps, *asked):
        words += WORD.findall(text.lower())
        words.append(_BORDER)
    return words
