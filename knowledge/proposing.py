"""A person's reply to a question of a review -> proposals: which practices it says are in place, and in which words.

No language model takes part. The reply is cut into clauses, each clause is given to the practice of the question that
it speaks of, and the clauses of a practice are heard for where it stands. A proposal is no answer: somebody confirms
it. A missed one costs a click, a false "in place" hides a risk, so a doubtful one is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge import affinity, hearing, standing
from knowledge.affinity import Staying
from knowledge.heads import LensHeads, Linear
from knowledge.hearing import Reply
from knowledge.model import Vector
from knowledge.ports import Embedder
from knowledge.standing import State
from lens_corpus.model import Lens

__all__ = ["Proposed", "Proposing", "State", "Weights"]

#: What it is worth that a point of a list has the number of the practice.
SAME_NUMBER = 2.0
STAYING = Staying(sentence=1.5, turn=0.5, heading=3.0)
#: How likely it must be that the best clause speaks of the practice.
ABOUT = 0.5


@dataclass(frozen=True)
class Proposed:
    """Where a practice stands by a person's own words: `quote` is the text from `start` to `end`.

    `confidence` is between 0 and 1, to order by; it is no probability that a reader should be told.
    """

    practice: str
    state: State
    quote: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True)
class Weights:
    """What was fitted: the one row that weighs a clause against a practice, and the head for where it stands."""

    about: Linear
    state: Linear


@dataclass(frozen=True)
class Proposing:
    """Proposals from replies, for these lenses by id. Deterministic."""

    lenses: Mapping[str, Lens]
    heads: Mapping[str, LensHeads]
    embedder: Embedder
    stance: Linear
    weights: Weights

    def propose(self, lens_id: str, question_id: str, text: str) -> tuple[Proposed, ...]:
        """The proposals in the order of the question's practices; none where the reply says nothing of them.

        KeyError where there is no such lens or question.
        """
        practices = self.lenses[lens_id].question(question_id).practices
        reply = hearing.read(text, self.embedder)
        if reply is None or not practices:
            return ()
        scores = self._scores(reply, practices, self.heads[lens_id])
        places = affinity.assign(scores, reply.stays(STAYING))
        found = []
        for place, practice in enumerate(practices):
            own = [n for n, each in enumerate(places) if each == place and reply.tells(n)]
            proposed = self._propose(reply, practice, own, scores[:, place]) if own else None
            found += [proposed] if proposed else []
        return tuple(found)

    def _scores(self, reply: Reply, practices: Sequence[str], heads: LensHeads) -> Vector:
        """Log odds that a clause speaks of a practice, (clauses, practices)."""
        scores = self.weights.about.logits(affinity.features(reply.vectors, practices, heads))[:, :, 0]
        for row, clause in enumerate(reply.clauses):
            if 0 < clause.point <= len(practices):
                scores[row, clause.point - 1] += SAME_NUMBER
        return scores

    def _propose(self, reply: Reply, practice: str, own: Sequence[int], scores: Vector) -> Proposed | None:
        about = float(1 / (1 + np.exp(-scores[list(own)].max())))
        state, sure = standing.decide(reply.heard(own, self.stance), self.weights.state)
        if state is None or about < ABOUT:
            return None
        start, end = _quoted(reply, own, scores)
        return Proposed(practice, state, reply.text[start:end], start, end, about * sure)


def _quoted(reply: Reply, own: Sequence[int], scores: Vector) -> tuple[int, int]:
    """The stretch of neighbouring clauses that is most surely about it, without the marks around it."""
    stretches: list[list[int]] = []
    for n in own:
        if stretches and stretches[-1][-1] == n - 1 and reply.clauses[n].turn == reply.clauses[n - 1].turn:
            stretches[-1].append(n)
        else:
            stretches.append([n])
    best = max(stretches, key=lambda each: float(np.maximum(scores[each], 0).sum()))
    start, end = reply.clauses[best[0]].start, reply.clauses[best[-1]].end
    while end > start + 1 and reply.text[end - 1] in ".!,;: ":
        end -= 1
    return start, end
