"""How long an answer is believed. A green question from last year is a guess; a red one has probably changed.

An answer is as old as the oldest of what it says: for each practice the latest word on it counts, and a reconfirmation
of the whole answer renews all. It lasts `Shelf.days`, or `Shelf.high_days` where a practice that AWS states as High is
not in place, since there somebody ought to be working on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.review.model import WHOLE, Answer, Review, State
from lens_corpus.model import Lens, Level, Question

_OPEN = frozenset({State.MISSING, State.NOT_SURE})


@dataclass(frozen=True)
class Shelf:
    """Days after which an answer is asked again: usually, and while a High practice is not in place."""

    days: int = 180
    high_days: int = 90


@dataclass(frozen=True)
class Stale:
    """An answer past its shelf life: as of when it was true, and since when it is due."""

    question: str
    said_at: datetime
    due: datetime


DEFAULT = Shelf()


def said_at(answer: Answer) -> datetime | None:
    """As of when the whole answer is known to be true; None where nothing was said."""
    latest: dict[str, datetime] = {}
    for mark in answer.marks:
        latest[mark.practice] = max(mark.at, latest.get(mark.practice, mark.at))
    if not latest:
        return None
    whole = latest.pop(WHOLE, None)
    oldest = min(latest.values()) if latest and answer.applies else whole
    known = [each for each in (oldest, answer.confirmed_at) if each]
    return max(known) if known else None


def due(answer: Answer, question: Question, lens: Lens, shelf: Shelf = DEFAULT) -> datetime | None:
    """When the answer is to be asked again; None while it is not complete, since it is open then anyway."""
    said = said_at(answer)
    if said is None or not answer.complete(question.practices):
        return None
    return said + timedelta(days=shelf.high_days if _exposed(answer, question, lens) else shelf.days)


def stale(review: Review, lens: Lens, now: datetime, shelf: Shelf = DEFAULT) -> tuple[Stale, ...]:
    """Answers past their shelf life, the longest due first. Questions that the lens no longer has are left out."""
    found = []
    for question in (lens.question(each) for each in review.questions if knows(lens, each)):
        answer = review.answer(question.id)
        said, ends = said_at(answer), due(answer, question, lens, shelf)
        if said and ends and ends <= now:
            found.append(Stale(question.id, said, ends))
    return tuple(sorted(found, key=lambda each: each.due))


def knows(lens: Lens, question: str) -> bool:
    """Whether the lens still has this question."""
    try:
        lens.question(question)
    except KeyError:
        return False
    return True


def _exposed(answer: Answer, question: Question, lens: Lens) -> bool:
    high = (each for each in question.practices if lens.practice(each).risk is Level.HIGH)
    return answer.applies and any(answer.state(each) in _OPEN for each in high)
