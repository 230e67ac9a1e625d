"""What a channel's review says of what somebody asks about."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.cards.asking import Mine
from bot.places import Place
from bot.review.model import Review, State, Status
from bot.review.selecting import open_questions
from bot.usecases.asking import InReview
from bot.usecases.refusals import Refusal
from bot.usecases.reviewing import Reviewing
from knowledge.model import Answer, Grade
from lens_corpus.model import Lens

_SAYS = {
    State.IN_PLACE: "in place",
    State.MISSING: "missing",
    State.NOT_SURE: "not sure",
    State.NOT_APPLICABLE: "does not apply",
    State.APPLIES: "applies",
    None: "not answered yet",
}
#: Practices that are looked up for one answer.
MOST = 2


def look(reviewing: Reviewing, place: Place, answer: Answer) -> InReview | None:
    """The review's word on the practices that an answer is mainly about; None where no review asks for them."""
    main = [each for each in answer.citations if each.grade is Grade.MAIN][:MOST]
    if not main:
        return None
    try:
        review, lens = reviewing.current(place)
    except Refusal:
        return None
    lines = [_line(review, lens, each.id) for each in main if each.lens == lens.id and _asked(review, lens, each.id)]
    if not lines:
        return None
    first = next(each.id for each in main if _asked(review, lens, each.id))
    return InReview(review.id, lens.practice(first).question, tuple(lines))


def mine(found: Iterable[tuple[Place, Review]], lens_of: Callable[[str], Lens | None], user: str) -> tuple[Mine, ...]:
    """The reviews that a person started, owns, answered in or was asked in."""
    return tuple(
        line(place, review, lens, user)
        for place, review in found
        if (lens := lens_of(review.lens)) and takes_part(review, user)
    )


def takes_part(review: Review, user: str) -> bool:
    """Whether somebody started a review, owns its workload, answered in it or was asked in it."""
    said = {mark.by for answer in review.answers for mark in answer.marks}
    return user in {review.started_by, *review.workload.owners, *said, *(each.to for each in review.assignments)}


def line(place: Place, review: Review, lens: Lens, user: str) -> Mine:
    """How far a review is, for one person."""
    count = len(review.questions)
    waiting = tuple(each.question for each in review.assignments if each.to == user)
    done, paused = count - len(open_questions(review, lens)), review.status is Status.PAUSED
    return Mine(place, review.workload.name, done, count, waiting, review.id, paused)


def _asked(review: Review, lens: Lens, practice: str) -> bool:
    return lens.has(practice) and lens.practice(practice).question in review.questions


def _line(review: Review, lens: Lens, practice: str) -> str:
    question = lens.practice(practice).question
    state = review.answer(question).state(practice)
    return f"Your review of {review.workload.name} says of {practice}: {_SAYS[state]} (question {question})."
