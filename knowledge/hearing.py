"""A reply of a review, read once: its clauses, their vectors and the cues in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge import affinity, polarity, standing
from knowledge.affinity import Staying
from knowledge.clauses import Clause, split
from knowledge.heads import Linear
from knowledge.messages import MOST_CHARACTERS, orders
from knowledge.model import Piece
from knowledge.polarity import Cue
from knowledge.ports import Embedder
from knowledge.standing import Heard

#: Clauses that are read; a reply with more is a document.
MOST_CLAUSES = 120
#: A clause with one of these tells nothing of any practice, whatever it names; chatter only in a short clause.
_SILENT, LONGEST_CHATTER = frozenset({Cue.DEFERRED, Cue.ASKED}), 8


@dataclass(frozen=True)
class Reply:
    """A reply as it is read; clauses, vectors and cues are in one order."""

    text: str
    clauses: Sequence[Clause]
    vectors: affinity.Clauses
    cues: Sequence[frozenset[Cue]]

    def words(self, n: int) -> str:
        """A clause's own words."""
        return self.text[self.clauses[n].start : self.clauses[n].end]

    def tells(self, n: int) -> bool:
        """Whether the clause tells something, rather than asks or leaves it to others."""
        chatter = Cue.CHATTER in self.cues[n] and self.vectors.words[n] <= LONGEST_CHATTER
        return not (chatter or self.cues[n] & _SILENT)

    def stays(self, worth: Staying) -> list[float]:
        """What it is worth that each clause speaks of what the one before it does; 0 for the first."""
        found = [0.0]
        for n, (before, clause) in enumerate(zip(self.clauses, self.clauses[1:], strict=False)):
            if (before.turn, before.point) != (clause.turn, clause.point):
                found.append(0.0)
            elif polarity.heads(self.words(n)):
                found.append(worth.heading)
            elif self.words(n)[-1] in ".!?" or "\n" in self.text[before.end : clause.start]:
                found.append(worth.turn)
            else:
                found.append(worth.sentence)
        return found

    def heard(self, own: Sequence[int], stance: Linear) -> Heard:
        """What these clauses say together of the practice that they speak of."""
        alone, context = self.vectors.alone[list(own)], self.vectors.context[list(own)]
        words = [self.vectors.words[n] for n in own]
        together = np.average(context, axis=0, weights=words)
        together = np.asarray(together / max(float(np.linalg.norm(together)), 1e-6), np.float32)
        heard = [standing.log_shares(stance, each) for each in (alone, context, together)]
        return Heard(heard[0], heard[1], heard[2], [self.cues[n] for n in own], words)


def read(text: str, embedder: Embedder) -> Reply | None:
    """The reply; None where there is nothing in it. Orders to the bot and what comes after the limit are left out."""
    found = [each for each in split(text[:MOST_CHARACTERS]) if not orders(text[each.start : each.end])]
    clauses = found[:MOST_CLAUSES]
    if not clauses:
        return None
    words = [text[each.start : each.end] for each in clauses]
    reading = embedder.read(text[:MOST_CHARACTERS], [Piece(each.start, each.end) for each in clauses])
    counts = [max(1, len(each.split())) for each in words]
    vectors = affinity.Clauses(embedder.embed(words), reading.pieces, reading.whole, counts)
    return Reply(text, clauses, vectors, [polarity.cues(each) for each in words])
