"""Improvement items: what a team has decided, or has yet to decide, to do about a gap.

An item outlives the plan it came from. It has an owner, a date and a history, and every press on one of its buttons
is a move here: a function from an item to the item after it, or a refusal in words for the person who pressed. Moves
see the item as it is on that day, so that one whose snooze or accepted risk has run out is open again without anybody
having to wake it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from lens_corpus.model import Effort
from lens_corpus.risk import Risk


class Status(StrEnum):
    """Where an item stands. SNOOZED and ACCEPTED are for a time and end by themselves; see `awake`."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    SNOOZED = "snoozed"
    NOT_OURS = "not_ours"
    ACCEPTED = "accepted"


class Act(StrEnum):
    """What somebody did to an item, as its history and the digests count it."""

    ADDED = "added"
    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    SPLIT = "split"
    LINKED = "linked"
    DATED = "dated"
    STARTED = "started"
    DONE = "done"
    PROVED = "proved"
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"
    ACCEPTED = "accepted"
    REOPENED = "reopened"
    MOVED_WITH_LENS = "moved_with_lens"
    WORDED = "worded"


@dataclass(frozen=True)
class Happened:
    """One line of an item's history. `by` is a person's id or empty; `detail` a date, a person, a reason."""

    by: str
    at: datetime
    what: Act
    detail: str = ""


@dataclass(frozen=True)
class Acceptance:
    """Who lives with the risk, why, and the first day on which the item is open again."""

    approver: str
    reason: str
    expires: date


@dataclass(frozen=True)
class Link:
    """A message, an issue or a page that belongs to the item."""

    url: str
    title: str = ""


@dataclass(frozen=True)
class Wording:
    """An improvement in the words of its workload, as somebody has confirmed them; its own title and source stay."""

    title: str
    steps: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class Item:
    """One improvement. `practice` None is one of the team's own; `owner` None means the channel.

    `version` counts the moves that make an older button wrong. `resumes` is what a snoozed item becomes when it
    wakes. `unproven` is done without evidence. `split_from` is the item of which this one is a part. `reason` tells
    why it is not ours. `wording` is how this workload says it; None is the plan's own words.
    """

    id: str
    review: str
    lens: str
    question: str | None
    practice: str | None
    title: str
    risk: Risk
    effort: Effort
    pillar: str
    created_at: datetime
    status: Status = Status.OPEN
    owner: str | None = None
    due: date | None = None
    snoozed_until: date | None = None
    resumes: Status = Status.OPEN
    accepted: Acceptance | None = None
    reason: str = ""
    unproven: bool = False
    evidence: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    split_from: str | None = None
    history: tuple[Happened, ...] = ()
    version: int = 0
    wording: Wording | None = None

    def __post_init__(self) -> None:
        if self.risk not in (Risk.HIGH, Risk.MEDIUM):
            raise ValueError(f"an improvement lowers a high or a medium risk, not {self.risk}")

    @property
    def headline(self) -> str:
        """What is to be done, in the workload's words where it has some."""
        return self.wording.title if self.wording and self.wording.title else self.title

    @property
    def wordings(self) -> int:
        """How often somebody has worded it."""
        return sum(line.what is Act.WORDED for line in self.history)

    @property
    def last_heard(self) -> datetime:
        """When somebody last did anything about it."""
        return self.history[-1].at if self.history else self.created_at


def awake(item: Item, today: date) -> Item:
    """The item as it stands on this day: snoozed until today is over, a risk accepted until today is open again."""
    if item.status is Status.SNOOZED and item.snoozed_until and item.snoozed_until <= today:
        return replace(item, status=item.resumes, snoozed_until=None)
    if item.status is Status.ACCEPTED and item.accepted and item.accepted.expires <= today:
        return replace(item, status=Status.OPEN)
    return item


def settled(item: Item, items: tuple[Item, ...]) -> bool:
    """Whether the gap behind a done item is closed: every part of it that is the team's to do is done as well.

    Only then may the answer in the review change. An item of the team's own has no gap behind it.
    """
    parts = [each for each in items if (each.review, each.practice) == (item.review, item.practice)]
    left = [each for each in parts if each.status is not Status.NOT_OURS and each.id != item.id]
    return bool(item.practice) and item.status is Status.DONE and all(each.status is Status.DONE for each in left)


def overdue(item: Item, today: date) -> bool:
    """Whether its day has passed and there is still something to do."""
    return bool(item.due and item.due < today and awake(item, today).status in (Status.OPEN, Status.DOING))


def doing_since(item: Item) -> datetime | None:
    """When the present spell of work on it began; None when nobody is at it. Saying so again starts no new spell."""
    since: datetime | None = None
    for line in item.history:
        if line.what is Act.STARTED:
            since = since or line.at
        elif line.what in (Act.DONE, Act.DISMISSED, Act.ACCEPTED, Act.REOPENED, Act.HANDED_OVER):
            since = None
    return since


def closed_by(item: Item, day: date, zone: ZoneInfo) -> bool:
    """Whether, at the end of this local day, its risk was off the table: done, not the team's, or accepted for longer.

    A snoozed item's risk is still there.
    """
    closed, until = False, date.max
    for line in item.history:
        if line.at.astimezone(zone).date() > day:
            break
        if line.what in (Act.DONE, Act.DISMISSED, Act.ACCEPTED):
            closed, until = True, date.fromisoformat(line.detail) if line.what is Act.ACCEPTED else date.max
        elif line.what in (Act.REOPENED, Act.HANDED_OVER):
            closed = False
    return closed and day < until
