"""Whether what somebody describes is on track: the verdict, the words and signs behind it, or what to ask.

Pure. A head on the embedding tells for the whole message and for each clause which end it speaks for: in place,
missing, half, too thinly said, or only asked. The verdict weighs them so that a doubtful case comes out as UNCLEAR
with a good question back, and a reassurance needs more than a warning does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.composing import Judgement, ask_back
from knowledge.heads import Linear, softmax
from knowledge.model import Evidence, Message, Reading, Side, Vector, Verdict
from lens_corpus.model import Practice

#: The head's classes, in the order of `tuning.stance`.
ASK, GOOD, BAD, HALF, THIN = range(5)
#: From this share on, a message that only asks gets no verdict.
ASKED = 0.5
#: A reassurance must be this sure; the costliest error is to tell somebody at risk that they are on track.
SURE_GOOD = 0.7
#: How much clauses that speak for both ends count towards MIXED, and when one is plainly bad (DECISIONS.md, 6).
BOTH_ENDS, PLAIN_BAD = 1.1, 0.8
#: Longest quote of the person's words, in characters.
LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Signs:
    """The vectors of a practice's signs, and (side, aspect) of each; side 0 is good, 1 is trouble."""

    vectors: Vector
    places: np.ndarray


@dataclass(frozen=True)
class Told:
    """A verdict and its share of all that was weighed, 0.0 to 1.0: what a reliability diagram is drawn from."""

    verdict: Verdict
    confidence: float


def judge(
    message: Message, reading: Reading, stance: Linear, practices: Sequence[Practice], signs: Mapping[str, Signs]
) -> Judgement:
    """The verdict on what the message describes, about these practices, the first being the main one."""
    shares = softmax(stance.logits(reading.whole))
    clauses = softmax(stance.logits(reading.pieces)) if len(reading.pieces) else np.zeros((0, 5), np.float32)
    told = weigh(shares, clauses)
    if told is None:
        return Judgement()
    if told.verdict is Verdict.UNCLEAR:
        aspect, *others = aspects_near(reading.whole, signs[practices[0].id])
        asked = ask_back(practices[0], aspect, then=others[0] if others else None)
        return Judgement(told.verdict, ask_back=asked, confidence=told.confidence)
    evidence = _evidence(told.verdict, message, reading, clauses, practices, signs)
    return Judgement(told.verdict, evidence, confidence=told.confidence)


def decide(shares: Vector, clauses: Vector) -> Verdict | None:
    """The verdict from the shares of the whole message, (5,), and of its clauses, (n, 5); None where it only asks."""
    told = weigh(shares, clauses)
    return told.verdict if told else None


def weigh(shares: Vector, clauses: Vector) -> Told | None:
    """The verdict, and how much of what was weighed speaks for it.

    What speaks for a reassurance that isn't sure enough counts towards the verdict that is told instead.
    """
    if shares[ASK] >= ASKED:
        return None
    good, bad, half, thin = shares[1:] / max(float(shares[1:].sum()), 1e-6)
    telling = clauses[clauses[:, ASK] < ASKED] if len(clauses) else clauses
    if len(telling):
        half += BOTH_ENDS * min(telling[:, GOOD].mean(), telling[:, BAD].mean())
    told = ((good, Verdict.ON_TRACK), (bad, Verdict.AT_RISK), (half, Verdict.MIXED), (thin, Verdict.UNCLEAR))
    most, best = max(told, key=lambda each: each[0])
    total = float(good + bad + half + thin)
    if best is not Verdict.ON_TRACK or good >= SURE_GOOD:
        return Told(best, float(most) / total)
    if len(telling) and telling[:, BAD].max() > PLAIN_BAD:
        return Told(Verdict.MIXED, float(good + half) / total)
    return Told(Verdict.UNCLEAR, float(good + thin) / total)


def aspects_near(vector: Vector, signs: Signs) -> list[int]:
    """A practice's aspects, the one first whose two ends the message is nearest to: that is what it speaks of."""
    near = signs.vectors @ vector
    sums: dict[int, float] = {}
    for (_, aspect), value in zip(signs.places, near, strict=True):
        sums[int(aspect)] = sums.get(int(aspect), 0.0) + float(value)
    return sorted(sums, key=lambda aspect: (-sums[aspect], aspect))


def _evidence(
    verdict: Verdict,
    message: Message,
    reading: Reading,
    clauses: Vector,
    practices: Sequence[Practice],
    signs: Mapping[str, Signs],
) -> tuple[Evidence, ...]:
    sides = {
        Verdict.ON_TRACK: (Side.GOOD,),
        Verdict.AT_RISK: (Side.TROUBLE,),
        Verdict.MIXED: (Side.GOOD, Side.TROUBLE),
    }[verdict]
    found = []
    used: set[int] = set()
    for side in sides:
        match = _strongest(side, reading, clauses, practices, signs, used)
        if match is not None:
            place, practice, aspect = match
            used.add(place)
            sign = (practice.good if side is Side.GOOD else practice.trouble)[aspect]
            found.append(Evidence(practice.id, side, sign, _quote(message.words(message.pieces[place]))))
    return tuple(found)


def _strongest(
    side: Side,
    reading: Reading,
    clauses: Vector,
    practices: Sequence[Practice],
    signs: Mapping[str, Signs],
    used: set[int],
) -> tuple[int, Practice, int] | None:
    """The clause that speaks most clearly for this side and lies nearest to one of its signs."""
    column = GOOD if side is Side.GOOD else BAD
    best: tuple[float, int, Practice, int] | None = None
    for order, practice in enumerate(practices):
        own = signs[practice.id]
        rows = own.places[:, 0] == (side is Side.TROUBLE)
        near = reading.pieces @ own.vectors[rows].T
        for place in range(len(reading.pieces)):
            if place in used:
                continue
            aspect = int(near[place].argmax())
            value = float(clauses[place, column]) + float(near[place, aspect]) - 0.1 * order
            if best is None or value > best[0]:
                best = (value, place, practice, int(own.places[rows][aspect, 1]))
    return best[1:] if best else None


def _quote(words: str) -> str:
    """The person's words on one line, cut at a word's end where they are long."""
    line = " ".join(words.split()).rstrip(" ,;:-–—")
    if len(line) <= LONGEST_QUOTE:
        return line
    return line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
