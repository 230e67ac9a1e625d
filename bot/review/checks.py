"""What is checked before a move changes anything: that things exist, belong together and fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.review.errors import (
    DESCRIPTION_LIMIT,
    NAME_LIMIT,
    NOTE_LIMIT,
    REASON_LIMIT,
    Contradiction,
    NoteTooLong,
    NothingSaid,
    NotInReview,
    ReasonTooLong,
    Refusal,
    TooLong,
)
from bot.review.freshness import knows
from bot.review.model import WHOLE, Review, State, Workload
from bot.review.move import Tick
from lens_corpus.model import Lens, Question


def question_of(review: Review, lens: Lens, question: str) -> Question:
    """The question, if this review asks it and the lens still has it; NotInReview otherwise."""
    if question not in review.questions or not knows(lens, question):
        raise NotInReview("That question isn't part of this review, or not any more. Use the review's latest card.")
    return lens.question(question)


def check_practice(question: Question, practice: str) -> None:
    """Refuse a practice of another question; WHOLE is every question's."""
    if practice != WHOLE and practice not in question.practices:
        raise NotInReview("That choice belongs to another question. Use the latest card of this one.")


def check_ticks(question: Question, marks: Sequence[Tick]) -> None:
    """Refuse a form that is empty, names a practice twice or another question's, or says what a form can't say."""
    if not marks:
        raise NothingSaid
    if len({each.practice for each in marks}) < len(marks):
        raise Contradiction("A practice is marked in two ways at once. Choose one of them.")
    for each in marks:
        if each.practice == WHOLE:
            raise NotInReview("A form marks practices. Press “Does not apply” for the question as a whole.")
        check_practice(question, each.practice)
        check_state(each.practice, each.state, each.reason)


def check_state(practice: str, state: State, reason: str, *, decision: bool = False) -> None:
    """Refuse a state that can't be said of a practice, or of a whole question, and a reason over its limit."""
    of_whole = state in (State.APPLIES, State.NOT_APPLICABLE)
    if of_whole if practice == WHOLE else state is not State.APPLIES:
        if decision and state is State.NOT_SURE:
            raise NothingSaid("“Not sure” decides nothing. Choose what holds, or leave it open.")
        if len(reason) > REASON_LIMIT:
            raise ReasonTooLong(len(reason))
        return
    raise Contradiction("A question applies or does not; a practice is in place, missing, unknown or not applicable.")


def text_of(text: str, what: str = "The note", limit: int = NOTE_LIMIT, *, needed: bool = False) -> str:
    """The text without space around it; refused when it is over its limit, or empty where one is needed."""
    text = text.strip()
    if needed and not text:
        raise NothingSaid(f"{what} is empty. Write something, or cancel.")
    if len(text) > limit:
        raise NoteTooLong(len(text)) if limit == NOTE_LIMIT else TooLong(what, limit, len(text))
    return text


def workload_of(workload: Workload, lens: Lens) -> Workload:
    """The workload with its texts trimmed; refused without a name, over a limit, or in a phase the lens has not."""
    phases = [each.id for each in lens.phases]
    if workload.phase and workload.phase not in phases:
        raise Refusal(f"This lens has no lifecycle phase “{workload.phase[:40]}”. It has {', '.join(phases)}.")
    return replace(
        workload,
        name=text_of(workload.name, "The workload's name", NAME_LIMIT, needed=True),
        description=text_of(workload.description, "The description", DESCRIPTION_LIMIT),
        environment=text_of(workload.environment, "The environment", NAME_LIMIT),
    )
