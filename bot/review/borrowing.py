"""Answers from elsewhere: another channel's review, with its consent, or a template.

What is borrowed is a start and no answer. It scores nothing, covers nothing and closes no question until somebody here
takes it over, question by question, and it is their word then. Only states travel: no names, notes, reasons, evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.review.comparing import Snapshot, snapshot
from bot.review.errors import Finished, NotInReview, Refusal
from bot.review.freshness import knows
from bot.review.model import Borrowed, Lent, Review, State, Status
from bot.review.move import Borrow, TakeOver, Tick
from bot.review.selecting import is_open
from lens_corpus.model import Lens

#: What can be borrowed; "not sure" is no start for anybody.
_SAYS = (State.IN_PLACE, State.MISSING, State.NOT_APPLICABLE)
OVER = "That review is finished by now, so nothing was shared with it."
AGAIN = "Somebody has settled that already."
NOTHING = "Nothing in there answers a question of this review."


class NothingFits(Refusal):
    """What was chosen to begin with answers no question of the review."""


def lent(taken: Snapshot) -> tuple[Lent, ...]:
    """What a state gives away: whatever is definite in it."""
    found = (
        Lent(each.question, tuple((practice, state) for practice, state in each.states if state and state in _SAYS))
        for each in taken.questions
    )
    return tuple(each for each in found if each.states)


def lent_by(review: Review, lens: Lens) -> tuple[Lent, ...]:
    """What a review gives away as it stands. What people see differently is not definite, and stays."""
    return lent(snapshot(review, lens))


def borrow(review: Review, lens: Lens, move: Borrow) -> Review:
    """The review with answers to take over; without any, it keeps who said no, so that a no holds.

    A Refusal when it is finished, when that was settled before, or when it asks nothing of the kind.
    """
    if review.status is Status.FINISHED:
        raise Finished(OVER)
    if any(each.source == move.source for each in review.borrowed):
        raise Refusal(AGAIN)
    given = Borrowed(move.source, move.channel, "", move.by, move.at, move.answers)
    return lend(review, lens, given) if given.answers else replace(review, borrowed=(*review.borrowed, given))


def lend(review: Review, lens: Lens, given: Borrowed) -> Review:
    """The same, whatever it is from: what this review does not ask is left out. A Refusal when nothing remains."""
    fitting = fits(given.answers, review.questions, lens)
    if not fitting:
        raise NothingFits(NOTHING)
    return replace(review, borrowed=(*review.borrowed, replace(given, answers=fitting)))


def fits(answers: Iterable[Lent], questions: tuple[str, ...], lens: Lens) -> tuple[Lent, ...]:
    """What of this is asked, and known to the lens."""
    asked = (each for each in answers if each.question in questions and knows(lens, each.question))
    kept = (
        Lent(each.question, tuple(pair for pair in each.states if pair[0] in lens.question(each.question).practices))
        for each in asked
    )
    return tuple(each for each in kept if each.states)


def offered(review: Review, lens: Lens, question: str) -> tuple[tuple[Borrowed, Lent], ...]:
    """What there is to take over for a question, while it is open; the first that was borrowed first."""
    if not is_open(review, lens, question):
        return ()
    return tuple((each, one) for each in review.borrowed for one in each.answers if one.question == question)


def waiting(review: Review, lens: Lens) -> int:
    """How many open questions have something to take over."""
    return sum(bool(offered(review, lens, each)) for each in review.questions)


def taken(review: Review, move: TakeOver) -> tuple[Tick, ...]:
    """What a person says by taking over. NotInReview when there is nothing (any more)."""
    for each in review.borrowed:
        for one in each.answers:
            if (each.source, one.question) == (move.source, move.question):
                return tuple(Tick(practice, state) for practice, state in one.states)
    raise NotInReview("There is nothing to take over for this question any more. Answer it on its latest card.")
