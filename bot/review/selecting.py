"""Which questions a review asks, and which comes next.

Everything, pillars, phases: in the lens's order. Core path: the questions of the workload's lifecycle phase that have
a High practice, then those of the phases before and after it with the most High practices, twelve at most; without a
phase, the twelve with the most High practices. Time box: as many as fit at two minutes each, those with most at stake
first. What is at stake in a question is the sum of its practices' weights (High 3, Medium 1, Low 0.6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.review.errors import Refusal
from bot.review.freshness import DEFAULT, Shelf, knows, stale
from bot.review.model import Review, Scope, ScopeKind
from lens_corpus.model import Lens, Level, Question
from lens_corpus.risk import WEIGHTS

MINUTES_EACH = 2
CORE_SIZE = 12
SESSION_SIZE = 3


def questions_in(scope: Scope, lens: Lens, phase: str = "") -> tuple[str, ...]:
    """Ids of the questions in scope, in the order of asking; `phase` is the workload's. Refusal where there is none."""
    match scope.kind:
        case ScopeKind.EVERYTHING:
            found = list(lens.questions)
        case ScopeKind.PILLARS:
            _check(scope.values, (each.id for each in lens.pillars), "pillar")
            found = [each for each in lens.questions if each.pillar in scope.values]
        case ScopeKind.PHASES:
            _check(scope.values, (each.id for each in lens.phases), "lifecycle phase")
            found = [each for each in lens.questions if each.phase in scope.values]
        case ScopeKind.CORE:
            found = _core(lens, phase)
        case ScopeKind.TIMEBOX:
            found = _timebox(lens, scope.minutes)
    if not found:
        raise Refusal("No question of this lens is in that scope. Choose a wider one.")
    return tuple(each.id for each in found)


def at_stake(question: Question, lens: Lens) -> float:
    """How much hangs on a question: the sum of its practices' weights."""
    return sum(WEIGHTS[lens.practice(each).risk] for each in question.practices)


def is_open(review: Review, lens: Lens, question: str) -> bool:
    """Whether something is left to ask: a practice of which nothing was said, in a question that applies."""
    return knows(lens, question) and not review.answer(question).complete(lens.question(question).practices)


def open_questions(review: Review, lens: Lens) -> tuple[str, ...]:
    """All that is left to ask, in the order of asking; what was skipped or waits for somebody is among it."""
    return tuple(each for each in review.questions if is_open(review, lens, each))


def put_off(review: Review, question: str) -> bool:
    """Whether a question was skipped, or waits for somebody who was asked."""
    return question in review.skipped or bool(review.asked(question))


def next_open(review: Review, lens: Lens, after: str | None = None) -> str | None:
    """The next question to ask after this one, round the end; None when only what was put off is left."""
    fresh = [each for each in _round(review, after) if each != after and not put_off(review, each)]
    return next((each for each in fresh if is_open(review, lens, each)), None)


def micro_session(
    review: Review, lens: Lens, now: datetime, *, size: int = SESSION_SIZE, shelf: Shelf = DEFAULT
) -> tuple[str, ...]:
    """The few questions most worth a short session.

    Those never answered, with most at stake first; then those that were skipped; then stale ones, by what is at stake
    and by how long they are due. What waits for somebody else is left to them.
    """

    def stake(question: str) -> float:
        return -at_stake(lens.question(question), lens)

    mine = [each for each in open_questions(review, lens) if not review.asked(each)]
    ranked = sorted(mine, key=lambda each: (each in review.skipped, stake(each)))
    due = sorted(stale(review, lens, now, shelf), key=lambda each: (stake(each.question), each.due))
    return tuple((ranked + [each.question for each in due])[:size])


def _round(review: Review, after: str | None) -> tuple[str, ...]:
    start = review.questions.index(after) + 1 if after in review.questions else 0
    return review.questions[start:] + review.questions[:start]


def _check(values: tuple[str, ...], known: Iterable[str], what: str) -> None:
    names = tuple(known)
    unknown = [each for each in values if each not in names]
    if not values:
        raise Refusal(f"Choose at least one {what}.")
    if unknown:
        raise Refusal(f"This lens has no {what} “{unknown[0][:40]}”. It has {', '.join(names)}.")


def _core(lens: Lens, phase: str) -> list[Question]:
    order = [each.id for each in lens.phases]
    if phase not in order:
        return _most(lens.questions, lambda each: _highs(each, lens))[:CORE_SIZE]
    place = order.index(phase)
    near = {order[n] for n in (place - 1, place + 1) if 0 <= n < len(order)}
    with_high = [each for each in lens.questions if _highs(each, lens)]
    own = _most((each for each in with_high if each.phase == phase), lambda each: _highs(each, lens))
    around = _most((each for each in with_high if each.phase in near), lambda each: _highs(each, lens))
    return (own + around)[:CORE_SIZE] or [each for each in lens.questions if each.phase == phase]


def _timebox(lens: Lens, minutes: int) -> list[Question]:
    if minutes < 1:
        raise Refusal("Give the time box some minutes, such as 10 or 60.")
    return _most(lens.questions, lambda each: at_stake(each, lens))[: max(1, minutes // MINUTES_EACH)]


def _most(questions: Iterable[Question], of: Callable[[Question], float]) -> list[Question]:
    return sorted(questions, key=lambda each: -of(each))


def _highs(question: Question, lens: Lens) -> int:
    return sum(lens.practice(each).risk is Level.HIGH for each in question.practices)
