"""Which practice of a question each clause of a reply speaks of, if any.

Pure. Each clause is weighed by itself against each practice; then the whole reply is read as a sequence, because people
stay with a practice for a few clauses and say its name only once. A heading goes with what follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.heads import LensHeads
from knowledge.model import Vector

#: Scale of cosines before a softmax over practices, as in the tuning.
SCALE = 20.0
#: What each clause is weighed by, in the order of `features`.
NAMES = (
    "alone",
    "in context",
    "whole reply",
    "lead over the question's others, alone",
    "lead over the question's others, in context",
    "share among all practices, alone",
    "share among all practices, in context",
    "nearest sign",
    "gate, alone",
    "gate, in context",
    "only practice of its question",
    "words",
)


@dataclass(frozen=True)
class Clauses:
    """The vectors of a reply's clauses, each by itself and in the context of the reply, and of the whole reply.

    `words` counts each clause's words.
    """

    alone: Vector
    context: Vector
    whole: Vector
    words: Sequence[int]


@dataclass(frozen=True)
class Staying:
    """What it is worth that a clause speaks of what the one before it did.

    `sentence`: in one sentence; `turn`: in what one person says; `heading`: after a heading.
    """

    sentence: float
    turn: float
    heading: float


def features(clauses: Clauses, practices: Sequence[str], heads: LensHeads) -> Vector:
    """Shape (clauses, practices of the question, features)."""
    rows = [heads.practices.index(practice) for practice in practices]
    found = np.zeros((len(clauses.words), len(rows), len(NAMES)), np.float32)
    for column, vectors in ((0, clauses.alone), (1, clauses.context)):
        near = heads.rank.logits(vectors)
        shares = near * SCALE - np.log(np.exp(near * SCALE).sum(axis=1, keepdims=True))
        found[:, :, column] = near[:, rows]
        found[:, :, 3 + column] = _lead(near[:, rows])
        found[:, :, 5 + column] = shares[:, rows]
        found[:, :, 8 + column] = heads.gate.logits(vectors)
    found[:, :, 2] = heads.rank.logits(clauses.whole)[rows]
    for place, practice in enumerate(practices):
        found[:, place, 7] = (clauses.alone @ heads.signs_of(practice)[0].T).max(axis=1)
    found[:, :, 10] = float(len(rows) == 1)
    found[:, :, 11] = np.log(np.asarray(clauses.words, np.float32))[:, None]
    return found


def assign(scores: Vector, stays: Sequence[float]) -> list[int | None]:
    """The most likely practice of each clause, by place; None where it speaks of none.

    `scores` (clauses, practices) are log odds against speaking of none; `stays[n]` is what it is worth that clause n
    speaks of what clause n - 1 does.
    """
    if not len(scores):
        return []
    emitted = np.concatenate([scores, np.zeros((len(scores), 1), np.float32)], axis=1)
    best, came = emitted[0], []
    for row, stay in zip(emitted[1:], stays[1:], strict=True):
        kept = best + stay
        jump = int(best.argmax())
        stayed = kept >= best[jump]
        came.append(np.where(stayed, np.arange(len(best)), jump))
        best = np.where(stayed, kept, best[jump]) + row
    path = [int(best.argmax())]
    for pointers in reversed(came):
        path.append(int(pointers[path[-1]]))
    none = scores.shape[1]
    return [None if place == none else place for place in reversed(path)]


def _lead(near: Vector) -> Vector:
    """How far each practice is before the best other one; 0 where there is no other."""
    if near.shape[1] == 1:
        return np.zeros_like(near)
    ordered = np.sort(near, axis=1)
    first, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.asarray(np.where(near >= first, near - second, near - first), np.float32)
