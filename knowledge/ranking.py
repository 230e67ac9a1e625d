"""A learned direction a practice and the message's words -> practices in order, each with the share of every leg.

Pure. What counts how much was measured (DECISIONS.md, 4): the mean direction of a practice's statements in the tuned
space beats a fitted ranker and the nearest statement, and the words, alone and in pairs, add to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from knowledge.heads import LensHeads
from knowledge.model import Hit, Message, Ranked, Vector

#: What the words' share of the best (0 to 1) counts against the cosine to a practice's direction.
WORDS = 0.3
#: A practice that the person named stands before all others.
NAMED = 10.0
#: A second and third practice is spoken of, not only listed, from this share of the first one's score on.
CLOSE = 0.75
MOST_MAIN, MOST_CITED = 3, 5
#: Lenses looked into closely for one message, by how many of the nearest statements are theirs.
MOST_LENSES = 3
#: From this sum of the gates' logits on, a message counts as covered by the lens (DECISIONS.md, 19).
COVERED = 0.7


class WordScores(Protocol):
    """Scores a text's words against the practices of a lens."""

    @property
    def practices(self) -> Sequence[str]:
        """The practices, in the order of the scores."""

    def scores(self, text: str) -> Vector:
        """0.0 to 1.0 a practice."""


@dataclass(frozen=True)
class Found:
    """Practices best first; whether any lens covers the message; and by how much (the best lens's sum of logits)."""

    ranking: tuple[Ranked, ...]
    covered: bool
    margin: float
    hits: tuple[Hit, ...] = ()


def lenses_near(hits: Sequence[Hit]) -> tuple[str, ...]:
    """The few lenses that the nearest statements come from, so that work doesn't grow with the number of lenses."""
    return tuple(lens for lens, _ in Counter(hit.lens for hit in hits).most_common(MOST_LENSES))


def rank(
    message: Message,
    vector: Vector,
    said: str,
    hits: Sequence[Hit],
    heads: Sequence[LensHeads],
    words: Mapping[str, WordScores],
) -> Found:
    """Every practice of these lenses in order; the lens that speaks most for it says whether the message is covered.

    `vector` and `said` stand for the message in its conversation, `message` for what it names itself.
    """
    ranked: list[Ranked] = []
    margin = -np.inf
    for head in heads:
        margin = max(margin, head.inside(vector, said))
        legs = {"meaning": head.rank.logits(vector), "words": np.asarray(words[head.lens].scores(said))}
        ranked += _fused(head, legs, message.named)
    ranked.sort(key=lambda each: (-each.score, each.practice))
    return Found(tuple(ranked), margin > COVERED, margin, tuple(hits))


def select(found: Found) -> tuple[tuple[Ranked, ...], tuple[Ranked, ...]]:
    """Those to speak about, and those to list besides."""
    top = found.ranking[:MOST_CITED]
    main = tuple(each for each in top[:MOST_MAIN] if each.score >= CLOSE * top[0].score)
    return main or top[:1], top[max(1, len(main)) :]


def _fused(head: LensHeads, legs: Mapping[str, Vector], named: Sequence[str]) -> list[Ranked]:
    total = (legs["meaning"] + WORDS * legs["words"]).tolist()
    order = {practice: NAMED * (len(named) - n) for n, practice in enumerate(named)}
    meaning, words = legs["meaning"].tolist(), legs["words"].tolist()
    return [
        Ranked(head.lens, practice, score + order.get(practice, 0.0), (("meaning", near), ("words", word)))
        for practice, score, near, word in zip(head.practices, total, meaning, words, strict=True)
    ]
