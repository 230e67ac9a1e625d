"""What is learned of a lens when its index is built: a direction a practice, and a gate, from the lens's own messages.

A practice's direction is the mean of its statements' vectors; the gates, on the embedding and on the words, are
logistic regressions. All take a blink, are deterministic, and never see an evaluation set.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge import wording
from knowledge.heads import LensHeads, Linear
from knowledge.model import Passage, Vector
from knowledge.passages import Kind, aspect
from knowledge.ports import Embedder
from knowledge.wording import BUCKETS, WordGate
from lens_corpus.model import Lens

#: Inverse strengths of regularization: of the gate on the embedding, of the one on the words (DECISIONS.md, 5, 19).
GATE_C, WORDS_C = 1.0, 10.0
#: A bucket of words that fewer messages have says nothing about other people's.
LEAST_TEXTS = 2
#: The gate's logit for everything, where a lens has no messages from outside.
TAKES_ALL = 10.0
#: How much a statement of a page counts against a phrasing.
PAGE_WEIGHT = 0.5


def fit(lens: Lens, passages: Sequence[Passage], vectors: Vector, embedder: Embedder) -> LensHeads:
    """Learn a lens from its passages and their vectors, in the same order."""
    practices = tuple(practice.id for practice in lens.practices)
    row = {practice: n for n, practice in enumerate(practices)}
    inside = np.array([passage.kind == Kind.ASKED for passage in passages], bool)
    blends = embedder.embed([blend.text for blend in lens.blends])
    outside = embedder.embed([each.text for each in lens.outside])
    asked = [passage.text for passage in passages if passage.kind == Kind.ASKED]
    signs = [n for n, passage in enumerate(passages) if passage.kind in (Kind.GOOD, Kind.TROUBLE)]
    places = [(row[passages[n].practice], int(passages[n].kind == Kind.TROUBLE), aspect(passages[n].id)) for n in signs]
    return LensHeads(
        lens=lens.id,
        practices=practices,
        rank=_directions(passages, vectors, row),
        gate=_gate(np.concatenate([vectors[inside], blends]) if len(blends) else vectors[inside], outside),
        signs=vectors[signs],
        sign_of=np.array(places, np.int16).reshape(-1, 3),
        words=gate_of_words([*asked, *(blend.text for blend in lens.blends)], [each.text for each in lens.outside]),
    )


def _directions(passages: Sequence[Passage], vectors: Vector, row: dict[str, int]) -> Linear:
    sums = np.zeros((len(row), vectors.shape[1]), np.float64)
    for passage, vector in zip(passages, vectors, strict=True):
        sums[row[passage.practice]] += vector * (1.0 if passage.kind == Kind.ASKED else PAGE_WEIGHT)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return Linear(np.asarray(sums / np.where(lengths > 0, lengths, 1), np.float32), np.zeros(len(row), np.float32))


def _gate(inside: Vector, outside: Vector) -> Linear:
    """Above 0 is inside. A lens without messages from outside takes everything."""
    dimension = inside.shape[1]
    if not len(outside) or not len(inside):
        return Linear(np.zeros((1, dimension), np.float32), np.full(1, TAKES_ALL, np.float32))
    from sklearn.linear_model import LogisticRegression

    labels = np.array([1] * len(inside) + [0] * len(outside))
    model = LogisticRegression(C=GATE_C, max_iter=500, class_weight="balanced")
    model.fit(np.concatenate([inside, outside]), labels)
    return Linear(np.asarray(model.coef_, np.float32), np.asarray(model.intercept_, np.float32))


def gate_of_words(inside: Sequence[str], outside: Sequence[str]) -> WordGate:
    """Learn to tell messages inside a lens from those outside by their words.

    Where messages of either kind are lacking, the gate says nothing about any.
    """
    if not inside or not outside:
        return wording.OPEN
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.linear_model import LogisticRegression

    counted = [wording.terms(text) for text in (*inside, *outside)]
    uses = Counter(itertools.chain.from_iterable(counted))
    told = [{place: times for place, times in each.items() if uses[place] >= LEAST_TEXTS} for each in counted]
    if not any(told):
        return wording.OPEN
    columns, weighing = DictVectorizer(), TfidfTransformer(sublinear_tf=True)
    rows = weighing.fit_transform(columns.fit_transform(told))
    model = LogisticRegression(C=WORDS_C, class_weight="balanced", solver="liblinear", max_iter=300)
    model.fit(rows, [1] * len(inside) + [0] * len(outside))
    rarity, weights = (_spread(columns.feature_names_, each) for each in (weighing.idf_, model.coef_[0]))
    return WordGate(rarity, weights, float(model.intercept_[0]))


def _spread(places: Sequence[int], values: Vector) -> Vector:
    """Over all buckets; what was not learned counts nothing."""
    found = np.zeros(BUCKETS, np.float32)
    found[places] = values
    return found
