"""What is worth saying today, if anything: one thing, to the right person, with the reasons why.

`choosing.choose` decides; here are the values it decides on and the ones it returns. A nudge knows the id under which
it is counted, so that nothing is said too often.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.review.items import Item
from bot.review.schedules import Kind, Schedule


@dataclass(frozen=True)
class Told:
    """How often something was said, and on which day last."""

    times: int
    last: date


@dataclass(frozen=True)
class Assigned:
    """A question that somebody asked certain people to answer. `since` is the day they were asked."""

    review: str
    question: str
    to: tuple[str, ...]
    since: date
    answered: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stale:
    """An answer that is past its shelf life, and the day it was given or last confirmed."""

    review: str
    question: str
    answered: date


@dataclass(frozen=True)
class OpenReview:
    """A review that is not finished: the day of its last move, and its open questions in the lens's order."""

    review: str
    last_move: date
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """Everything that decides what a firing says.

    `person` is whose schedule fired, None for a channel's; `named_for` are then the items of channels that escalate to
    that person. `today` is the local date of the firing. `already_today` are the people who have had a message of ours
    today in any channel, `away` those who have a schedule of their own, which may be muted, paused or on
    vacation, or gone, and `busy` those who are working on an item that is not among `items`. `told` counts what was
    said, by `Nudge.subject`. `items_in_a_row` is how many firings ago something else than an item was said.
    """

    today: date
    schedule: Schedule
    person: str | None = None
    items: tuple[Item, ...] = ()
    named_for: tuple[Item, ...] = ()
    assigned: tuple[Assigned, ...] = ()
    stale: tuple[Stale, ...] = ()
    reviews: tuple[OpenReview, ...] = ()
    told: Mapping[str, Told] = field(default_factory=dict)
    already_today: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()
    items_in_a_row: int = 0


@dataclass(frozen=True)
class Improve:
    """Something to begin. `to` is its owner; None speaks to the channel."""

    item: Item
    to: str | None
    reasons: tuple[str, ...]
    kind: Kind = Kind.IMPROVEMENTS

    @property
    def subject(self) -> str:
        """The id under which it is counted."""
        return f"item:{self.item.id}"


@dataclass(frozen=True)
class CheckIn:
    """Something that is being worked on, to ask how it is going."""

    item: Item
    to: str | None
    reasons: tuple[str, ...]
    kind: Kind = Kind.IMPROVEMENTS

    @property
    def subject(self) -> str:
        """The id under which it is counted, the same as before the work began."""
        return f"item:{self.item.id}"


@dataclass(frozen=True)
class Escalate:
    """A high risk past its date, for the person whom the schedule names."""

    item: Item
    to: str
    reasons: tuple[str, ...]
    kind: Kind = Kind.ESCALATION

    @property
    def subject(self) -> str:
        """The id under which it is counted: a new date starts a new count."""
        return f"escalation:{self.item.id}:{self.item.due}"


@dataclass(frozen=True)
class AskAgain:
    """A question that waits for this person."""

    assigned: Assigned
    to: str
    reasons: tuple[str, ...]
    kind: Kind = Kind.ASSIGNED

    @property
    def subject(self) -> str:
        """The id under which it is counted; being asked anew starts a new count."""
        return f"assigned:{self.assigned.review}:{self.assigned.question}:{self.to}:{self.assigned.since}"


@dataclass(frozen=True)
class Reconfirm:
    """An old answer, to ask whether it still holds."""

    stale: Stale
    to: str | None
    reasons: tuple[str, ...]
    kind: Kind = Kind.STALE_ANSWERS

    @property
    def subject(self) -> str:
        """The id under which it is counted."""
        return f"stale:{self.stale.review}:{self.stale.question}:{self.stale.answered}"


@dataclass(frozen=True)
class Wake:
    """A review in which nothing has moved for a week or more."""

    review: OpenReview
    to: str | None
    reasons: tuple[str, ...]
    kind: Kind = Kind.SLEEPING_REVIEW

    @property
    def subject(self) -> str:
        """The id under which it is counted: a move starts a new count."""
        return f"sleeping:{self.review.review}:{self.review.last_move}"


@dataclass(frozen=True)
class Continue:
    """A review that is under way and has questions left."""

    review: OpenReview
    to: str | None
    reasons: tuple[str, ...]
    kind: Kind = Kind.OPEN_QUESTIONS

    @property
    def subject(self) -> str:
        """The id under which it is counted."""
        return f"open:{self.review.review}"


Nudge = Improve | CheckIn | Escalate | AskAgain | Reconfirm | Wake | Continue


def in_a_row(before: int, nudge: Nudge | None) -> int:
    """`Situation.items_in_a_row` for the next firing."""
    if isinstance(nudge, Reconfirm | Wake | Continue):
        return 0
    return before + isinstance(nudge, Improve | CheckIn)


def counted(told: Told | None, today: date) -> Told:
    """The count of a subject once it has been said today; said again on the same day, after a crash, it counts once."""
    if told and told.last == today:
        return told
    return Told(told.times + 1 if told else 1, today)
