"""Which one thing a firing says. The same situation always gives the same nudge.

First what is said a few times only (a high risk past its date, a question that waits for somebody), then how work in
progress is going, then one improvement to begin, then the review itself. Every fifth firing the review goes before a
new improvement, since a long plan would otherwise never let it speak. What was said and changed nothing rests, longer
each time: nothing new to say is a day without a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.review import reasons
from bot.review.items import Item, Status, awake, overdue
from bot.review.nudges import (
    AskAgain,
    Assigned,
    CheckIn,
    Continue,
    Escalate,
    Improve,
    Nudge,
    Reconfirm,
    Situation,
    Told,
    Wake,
)
from bot.review.schedules import Kind
from lens_corpus.model import Effort
from lens_corpus.risk import Risk

#: Days that an improvement rests after it was said once, twice, three times and more.
RESTS = (2, 4, 7)
#: Days of silence after which work in progress is asked about, by how large it is.
CHECK_IN = {Effort.S: 2, Effort.M: 4, Effort.L: 7}
#: A promise that is this near, in days, goes before everything without one.
SOON = 2
#: Questions and escalations are repeated once; then silence is an answer.
MOST_TIMES = 2
ASK_AGAIN_AFTER, ESCALATE_AGAIN_AFTER, OPEN_AGAIN_AFTER = 2, 7, 3
STALE_WAIT, ASLEEP_AFTER, SLEEP_CAP = 7, 7, 28
#: After so many firings about items, the review has the word once.
TURN = 4
_SIZES = {Effort.S: 0, Effort.M: 1, Effort.L: 2}


def choose(situation: Situation) -> Nudge | None:
    """The one thing to say, or None when there is nothing worth a message."""
    if situation.person and not _reachable(situation, situation.person):
        return None
    steps: list[tuple[Kind, _Finder]] = [
        (Kind.ESCALATION, _escalation),
        (Kind.ASSIGNED, _assigned),
        (Kind.IMPROVEMENTS, _check_in),
    ]
    begin: list[tuple[Kind, _Finder]] = [(Kind.IMPROVEMENTS, _improvement)]
    review: list[tuple[Kind, _Finder]] = [
        (Kind.STALE_ANSWERS, _stale),
        (Kind.SLEEPING_REVIEW, _sleeping),
        (Kind.OPEN_QUESTIONS, _open_questions),
    ]
    steps += review + begin if situation.items_in_a_row >= TURN else begin + review
    found = (find(situation) for kind, find in steps if situation.schedule.wants(kind))
    return next((nudge for nudge in found if nudge), None)


_Finder = Callable[[Situation], Nudge | None]


def _escalation(situation: Situation) -> Escalate | None:
    to, among = situation.schedule.escalate_to, situation.items
    if situation.person:
        to, among = situation.person, situation.named_for
    if not to or not _reachable(situation, to):
        return None
    alive = [awake(item, situation.today) for item in among]
    late = [item for item in alive if item.risk is Risk.HIGH and overdue(item, situation.today)]
    made = (
        Escalate(item, to, reasons.of_escalation(item, situation.today))
        for item in sorted(late, key=lambda item: (item.due or date.max, item.id))
        if item.owner != to
    )
    return next((each for each in made if _again(situation, each.subject, ESCALATE_AGAIN_AFTER)), None)


def _assigned(situation: Situation) -> AskAgain | None:
    waiting = sorted(situation.assigned, key=lambda each: (each.since, each.review, each.question))
    made = (
        AskAgain(each, person, reasons.of_assigned(each, situation.today))
        for each in waiting
        if (situation.today - each.since).days >= 1
        for person in _asked(situation, each)
    )
    return next((each for each in made if _again(situation, each.subject, ASK_AGAIN_AFTER)), None)


def _asked(situation: Situation, assigned: Assigned) -> Iterator[str]:
    silent = (person for person in assigned.to if person not in assigned.answered)
    return (person for person in silent if _reachable(situation, person) and situation.person in (None, person))


def _check_in(situation: Situation) -> CheckIn | None:
    ripe = [item for item in _mine(situation) if item.status is Status.DOING and _ripe(situation, item)]
    first = min(ripe, key=lambda item: (item.due or date.max, _rank(item), item.last_heard, item.id), default=None)
    return CheckIn(first, first.owner, reasons.of_check_in(first, situation.today)) if first else None


def _improvement(situation: Situation) -> Improve | None:
    busy = situation.busy | {item.owner for item in _alive(situation) if item.status is Status.DOING and item.owner}
    open_ones = [item for item in _mine(situation) if item.status is Status.OPEN and item.owner not in busy]
    rested = [item for item in open_ones if _rested(situation, item)]
    first = min(rested, key=lambda item: _order(situation, item), default=None)
    return Improve(first, first.owner, reasons.of_improvement(first, situation.today)) if first else None


def _order(situation: Situation, item: Item) -> tuple[object, ...]:
    due = item.due or date.max
    told = _told(situation, f"item:{item.id}")
    promised = item.due is not None and item.due <= situation.today + timedelta(SOON)
    times = told.times if told else 0
    return (not promised, _rank(item), times, _SIZES[item.effort], due, item.created_at, item.id)


def _rested(situation: Situation, item: Item) -> bool:
    told = _told(situation, f"item:{item.id}")
    if not told:
        return True
    rest = RESTS[min(told.times, len(RESTS)) - 1]
    promised = item.due is not None and item.due <= situation.today
    return (situation.today - told.last).days >= (RESTS[0] if promised else rest)


def _ripe(situation: Situation, item: Item) -> bool:
    told = _told(situation, f"item:{item.id}")
    heard = max(item.last_heard.date(), told.last) if told else item.last_heard.date()
    near = item.due is not None and item.due <= situation.today + timedelta(1)
    return (situation.today - heard).days >= (RESTS[0] if near else CHECK_IN[item.effort])


def _stale(situation: Situation) -> Reconfirm | None:
    made = [
        Reconfirm(each, situation.person, reasons.of_stale(each, situation.today))
        for each in sorted(situation.stale, key=lambda each: (each.answered, each.review, each.question))
    ]
    told = {each.subject: _told(situation, each.subject) for each in made}
    if any(said and (situation.today - said.last).days < STALE_WAIT for said in told.values()):
        return None
    return min(made, key=lambda each: _times(told[each.subject]), default=None)


def _sleeping(situation: Situation) -> Wake | None:
    asleep = [
        each for each in situation.reviews if each.questions and _days_since(situation, each.last_move) >= ASLEEP_AFTER
    ]
    made = (
        Wake(each, situation.person, reasons.of_sleeping(each, situation.today))
        for each in sorted(asleep, key=lambda each: (each.last_move, each.review))
    )
    return next((each for each in made if _may_wake(situation, each.subject)), None)


def _may_wake(situation: Situation, subject: str) -> bool:
    told = _told(situation, subject)
    return not told or _days_since(situation, told.last) >= min(ASLEEP_AFTER * 2**told.times, SLEEP_CAP)


def _open_questions(situation: Situation) -> Continue | None:
    moving = [
        each
        for each in situation.reviews
        if each.questions and 1 <= _days_since(situation, each.last_move) < ASLEEP_AFTER
    ]
    made = (
        Continue(each, situation.person, reasons.of_open_questions(each))
        for each in sorted(moving, key=lambda each: (each.last_move, each.review))
    )
    rest = OPEN_AGAIN_AFTER
    return next((each for each in made if _again(situation, each.subject, rest, most=None)), None)


def _alive(situation: Situation) -> list[Item]:
    return [awake(item, situation.today) for item in situation.items]


def _mine(situation: Situation) -> list[Item]:
    """The items about which this firing may speak: a person's own, or a channel's whose owner can be reached."""
    if situation.person:
        return [item for item in _alive(situation) if item.owner == situation.person]
    return [item for item in _alive(situation) if item.owner is None or _reachable(situation, item.owner)]


def _reachable(situation: Situation, person: str) -> bool:
    return person not in situation.already_today and person not in situation.away


def _again(situation: Situation, subject: str, after: int, *, most: int | None = MOST_TIMES) -> bool:
    told = _told(situation, subject)
    if not told:
        return True
    return (most is None or told.times < most) and _days_since(situation, told.last) >= after


def _told(situation: Situation, subject: str) -> Told | None:
    return situation.told.get(subject)


def _times(told: Told | None) -> int:
    return told.times if told else 0


def _days_since(situation: Situation, day: date) -> int:
    return (situation.today - day).days


def _rank(item: Item) -> int:
    return 0 if item.risk is Risk.HIGH else 1
