"""Where a practice stands by the clauses that speak of it: in place, not, partly, or not said.

Pure. A fitted head weighs what the embedding hears and the cues of the language; then the cues have the last word where
a reassurance would be wrong, since a plan, a wish or a memory sounds much like the thing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from knowledge.heads import Linear, softmax
from knowledge.model import Vector
from knowledge.polarity import Cue


class State(StrEnum):
    """What the words say of a practice."""

    IN_PLACE = "in_place"
    NOT_IN_PLACE = "not_in_place"
    PARTLY = "partly"


#: The head's classes, in order; the last is that the words don't say.
ORDER = (State.IN_PLACE, State.NOT_IN_PLACE, State.PARTLY, None)
#: How sure each state must be to be proposed: to reassure wrongly costs the most.
SURE = {State.IN_PLACE: 0.5, State.NOT_IN_PLACE: 0.35, State.PARTLY: 0.4}
#: Log shares below this are all the same to us.
_LEAST = -7.0
_DENIALS = frozenset({Cue.NEGATED, Cue.ENDED, Cue.NO, Cue.PLANNED, Cue.WISHED})
#: Cues that rule a reassurance out, and what is said instead.
_INSTEAD: tuple[tuple[Cue, State | None], ...] = (
    (Cue.HEARSAY, None),
    (Cue.UNSURE, None),
    (Cue.WISHED, State.NOT_IN_PLACE),
    (Cue.PLANNED, State.NOT_IN_PLACE),
    (Cue.ENDED, State.NOT_IN_PLACE),
    (Cue.LIMITED, State.PARTLY),
)


@dataclass(frozen=True)
class Heard:
    """What was heard in the clauses that speak of one practice.

    `alone` and `context` are the stance head's log shares for each clause, (n, 5), `together` those for all of them
    at once, (5,); `words` counts each clause's words.
    """

    alone: Vector
    context: Vector
    together: Vector
    cues: Sequence[frozenset[Cue]]
    words: Sequence[int]


def features(heard: Heard) -> Vector:
    """What the head weighs, one row."""
    by_length = np.average(heard.alone, axis=0, weights=heard.words)
    every = frozenset().union(*heard.cues)
    cues = [float(cue in every) for cue in Cue]
    denied = float(all(each & _DENIALS for each in heard.cues))
    length = float(np.log(sum(heard.words)))
    parts = (heard.together, by_length, heard.context.max(axis=0), cues, (denied, length))
    return np.concatenate([np.maximum(np.asarray(part, np.float32), _LEAST) for part in parts])


def decide(heard: Heard, head: Linear) -> tuple[State | None, float]:
    """The state and how sure it is, 0 to 1; None where the words don't say, or not clearly enough."""
    shares = softmax(head.logits(features(heard)))
    best = int(shares.argmax())
    state, sure = ORDER[best], float(shares[best])
    if state is None or sure < SURE[state]:
        return None, sure
    return _restrained(heard.cues) if state is State.IN_PLACE else state, sure


def log_shares(stance: Linear, vectors: Vector) -> Vector:
    """The stance head's log shares for one vector or several."""
    return np.asarray(np.log(softmax(stance.logits(vectors)) + np.exp(_LEAST)), np.float32)


def _restrained(cues: Sequence[frozenset[Cue]]) -> State | None:
    for cue, instead in _INSTEAD:
        marked = sum(cue in each for each in cues)
        if marked == len(cues):
            return instead
        if marked:
            return State.PARTLY if instead else None
    return State.IN_PLACE
