"""A nudge as the message it becomes."""

from __future__ import annotations

from datetime import datetime

from bot.cards.reminding import ItemCard, ReviewNudgeCard, Why
from bot.places import Place
from bot.review import firings
from bot.review.freshness import knows
from bot.review.nudges import AskAgain, CheckIn, Continue, Escalate, Improve, Nudge, Reconfirm, Wake
from bot.usecases.improving import Improving
from bot.usecases.reminding_ports import Planned
from bot.usecases.scheduling import zone_of
from bot.usecases.situations import Scene

BEGIN = "Today's improvement"
HOW = "How is this going?"
LATE = "A high risk is past its date"
#: Titles of questions that a message about a review names.
MOST_TITLES = 3


def card_of(improving: Improving, planned: Planned, scene: Scene, nudge: Nudge) -> ItemCard | ReviewNudgeCard:
    """What a firing says."""
    coming = next(
        firings.coming(planned.schedule, zone_of(planned), improving.clock.now(), scene.situation.today), None
    )
    at: datetime | None = coming.at if coming else None
    why = Why(nudge.reasons, planned.place, nudge.kind, at, zone_of(planned))
    if isinstance(nudge, Improve | CheckIn | Escalate):
        home = scene.homes[nudge.item.id]
        says = {Improve: BEGIN, CheckIn: HOW, Escalate: LATE}[type(nudge)]
        return ItemCard(home, nudge.item, improving.facts(home, nudge.item), says, nudge.to, why)
    home = scene.homes[_review(nudge)]
    return _about_review(improving, home, nudge, why)


def _about_review(improving: Improving, home: Place, nudge: Nudge, why: Why) -> ReviewNudgeCard:
    review = improving.reviews.peek(home, _review(nudge))
    lens = improving.lenses().get(review.lens) if review else None
    known = [each for each in _questions(nudge)[:MOST_TITLES] if lens and knows(lens, each)]
    titles = tuple(lens.question(each).title for each in known) if lens else ()
    return ReviewNudgeCard(home, nudge, review.workload.name if review else "", titles, why)


def _review(nudge: Nudge) -> str:
    match nudge:
        case AskAgain(assigned):
            return assigned.review
        case Reconfirm(stale):
            return stale.review
        case Wake(review) | Continue(review):
            return review.review
        case Improve(item) | CheckIn(item) | Escalate(item):
            return item.review


def _questions(nudge: Nudge) -> tuple[str, ...]:
    match nudge:
        case AskAgain(assigned):
            return (assigned.question,)
        case Reconfirm(stale):
            return (stale.question,)
        case Wake(review) | Continue(review):
            return review.questions
    return ()
