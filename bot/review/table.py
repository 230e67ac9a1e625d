"""The question on the table: which it is, what comes next, when it may change.

Every change advances `turns`, which makes the buttons of earlier cards late. Nothing else does, so that a note or a
pause does not spoil the card that somebody is filling in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.review.errors import Finished, NotInReview, Paused, Refusal, StaleTurn
from bot.review.model import Review, Status, Turn
from bot.review.move import Back, Course, Finish, Focus, Goto, Pause, Reopen, Resume, Skip, Step
from bot.review.selecting import is_open, next_open, open_questions
from lens_corpus.model import Lens

#: How many questions Back can return through.
TRAIL = 50


def put(review: Review, question: str | None) -> Review:
    """Put a question on the table (None clears it) and remember the one that was there."""
    left = (review.cursor,) if review.cursor and review.cursor != question else ()
    return replace(review, cursor=question, turns=review.turns + 1, trail=(*review.trail, *left)[-TRAIL:])


def advance(review: Review, lens: Lens) -> Review:
    """The next question: of a short session if one is on, else the next open one. A session ends with its last."""
    agenda = tuple(each for each in review.agenda if each != review.cursor)
    inside = review.cursor in review.agenda
    following = agenda[0] if agenda else None if inside else next_open(review, lens, review.cursor)
    return replace(put(review, following), agenda=agenda)


def tidy(before: Review, after: Review, lens: Lens, question: str) -> Review:
    """Once a question is complete: it is no longer skipped or on the agenda, and the table moves on from it."""
    if is_open(after, lens, question):
        return after
    after = replace(after, skipped=tuple(each for each in after.skipped if each != question))
    if after.cursor == question:
        return advance(after, lens) if is_open(before, lens, question) else after
    return replace(after, agenda=tuple(each for each in after.agenda if each != question))


def check_open(review: Review) -> None:
    """Refuse what needs an open table."""
    if review.status is Status.PAUSED:
        raise Paused
    if review.status is Status.FINISHED:
        raise Finished


def check_turn(review: Review, turn: Turn | None) -> None:
    """Refuse a button that was drawn for anything but the question now on the table."""
    if turn is not None and turn != review.turn:
        raise StaleTurn


def step(review: Review, lens: Lens, move: Step, turn: Turn | None) -> Review:
    """Change the question on the table, from its latest card or from words."""
    check_open(review)
    check_turn(review, turn)
    match move:
        case Skip(question=question):
            return skip(review, lens, question)
        case Back():
            return _back(review)
        case Goto(question=question):
            return review if question == review.cursor else put(review, question)
        case Focus(questions=questions):
            return _focus(review, questions)
        case _:
            assert_never(move)


def skip(review: Review, lens: Lens, question: str) -> Review:
    """Leave a question for later; it stays open. One that is answered is merely left."""
    if is_open(review, lens, question) and question not in review.skipped:
        review = replace(review, skipped=(*review.skipped, question))
    return advance(review, lens) if question == review.cursor else review


def course(review: Review, lens: Lens, move: Course) -> Review:
    """Pause, resume, finish, reopen; a second click of each is told that it is done already."""
    match move:
        case Pause():
            return _pause(review)
        case Resume():
            return _resume(review, lens)
        case Finish(by=by, at=at):
            if review.status is Status.FINISHED:
                raise Finished("This review is finished already.")
            return replace(put(review, None), status=Status.FINISHED, finished_by=by, finished_at=at, agenda=())
        case Reopen():
            if review.status is not Status.FINISHED:
                raise Refusal("This review isn't finished, so it needn't be reopened. Go on with its latest card.")
            opened = replace(review, status=Status.OPEN, finished_by="", finished_at=None)
            return _take_up(opened, lens)
        case _:
            assert_never(move)


def _back(review: Review) -> Review:
    kept = [each for each in review.trail if each in review.questions]
    if kept:
        return replace(put(review, kept[-1]), trail=tuple(kept[:-1]))
    place = review.questions.index(review.cursor) if review.cursor else 0
    if place == 0:
        raise Refusal("This is the first question; there is none before it.")
    return replace(put(review, review.questions[place - 1]), trail=())


def _focus(review: Review, questions: tuple[str, ...]) -> Review:
    strange = [each for each in questions if each not in review.questions]
    if strange:
        raise NotInReview("One of those questions isn't part of this review.")
    if not questions:
        raise Refusal("There is nothing to take up: every question is answered and fresh.")
    return replace(put(review, questions[0]), agenda=tuple(dict.fromkeys(questions)))


def _pause(review: Review) -> Review:
    if review.status is Status.PAUSED:
        raise Paused("This review is paused already.")
    if review.status is Status.FINISHED:
        raise Finished
    return replace(review, status=Status.PAUSED)


def _resume(review: Review, lens: Lens) -> Review:
    if review.status is Status.FINISHED:
        raise Finished
    resumed = replace(review, status=Status.OPEN)
    if review.cursor:
        if review.status is Status.OPEN:
            raise Refusal("This review is open already. Go on with its latest card.")
        return resumed
    if review.status is Status.OPEN and not open_questions(review, lens):
        raise Refusal("Every question is answered. Finish the review, or edit an answer.")
    return _take_up(resumed, lens)


def _take_up(review: Review, lens: Lens) -> Review:
    """With an empty table: what was skipped comes up again, and if nothing else is left, what waits for somebody."""
    review = replace(review, skipped=())
    waiting = open_questions(review, lens)
    following = next_open(review, lens) or (waiting[0] if waiting else None)
    return put(review, following) if following else review
