"""Why somebody gets a nudge, in short sentences, for the line "why am I getting this" below it."""

from __future__ import annotations

from datetime import date

from bot.review.calendars import spoken
from bot.review.items import Item, doing_since
from bot.review.nudges import Assigned, OpenReview, Stale
from lens_corpus.model import Effort
from lens_corpus.risk import Risk

_SIZES = {
    Effort.S: "It takes days.",
    Effort.M: "It takes weeks.",
    Effort.L: "It takes a quarter or more, so it starts small.",
}


def of_improvement(item: Item, today: date) -> tuple[str, ...]:
    """Why this is today's improvement."""
    level = "high" if item.risk is Risk.HIGH else "medium"
    source = f"Your review found a {level} risk here." if item.practice else f"Your team added it as a {level} risk."
    owner = "It is yours." if item.owner else "Nobody has taken it on yet."
    return (source, *_promise(item, today), _SIZES[item.effort], *_age(item, today), owner)


def of_check_in(item: Item, today: date) -> tuple[str, ...]:
    """Why we ask how it is going."""
    since = doing_since(item) or item.last_heard
    working = "You are" if item.owner else "Somebody here is"
    heard = _days((today - item.last_heard.date()).days)
    begun = f"{working} working on it since {spoken(since.date())}."
    return (begun, f"Nothing was heard of it for {heard}.", *_promise(item, today))


def of_escalation(item: Item, today: date) -> tuple[str, ...]:
    """Why somebody who does not own it hears of it."""
    return ("It is a high risk.", *_promise(item, today), "You are named as the one to tell when that happens.")


def of_assigned(assigned: Assigned, today: date) -> tuple[str, ...]:
    """Why a person is asked again."""
    waited = _days((today - assigned.since).days)
    return (f"You were asked {waited} ago and have not answered yet.", "I ask twice at most.")


def of_stale(stale: Stale, today: date) -> tuple[str, ...]:
    """Why an answer is asked for again."""
    return (f"Your answer is {_days((today - stale.answered).days)} old.", "Things may have changed since.")


def of_sleeping(review: OpenReview, today: date) -> tuple[str, ...]:
    """Why a review speaks up."""
    return (f"Nothing has moved in this review for {_days((today - review.last_move).days)}.", _left(review))


def of_open_questions(review: OpenReview) -> tuple[str, ...]:
    """Why a review goes on."""
    return ("This review is under way.", _left(review))


def _promise(item: Item, today: date) -> tuple[str, ...]:
    if not item.due:
        return ()
    if item.due == today:
        return ("It is due today.",)
    return (f"It {'was' if item.due < today else 'is'} due on {spoken(item.due)}.",)


def _age(item: Item, today: date) -> tuple[str, ...]:
    days = (today - item.created_at.date()).days
    return (f"It has been open for {_days(days)}.",) if days > 0 else ()


def _left(review: OpenReview) -> str:
    count = len(review.questions)
    return "One question is left." if count == 1 else f"{count} questions are left."


def _days(count: int) -> str:
    return "a day" if count == 1 else f"{count} days"
