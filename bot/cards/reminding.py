"""What the bot says about improvements: the one thing of the day, what became of it, the week, and the windows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.places import Place
from bot.review.digests import Digest
from bot.review.firings import Firing
from bot.review.items import Item
from bot.review.nudges import Nudge
from bot.review.schedules import Kind, Schedule
from bot.review.scoring import Standing


@dataclass(frozen=True)
class Facts:
    """What the lens and the review say of an item. Empty texts where they no longer say anything.

    `question` is the question's title, `lowers` what this alone would do to its risk, `step` what to do first.
    """

    question: str = ""
    lowers: str = ""
    step: str = ""
    practice: str = ""
    url: str = ""


@dataclass(frozen=True)
class Why:
    """Why somebody gets a message, whose schedule sent it, and when the next one comes; None where none is to come."""

    reasons: tuple[str, ...]
    schedule: Place
    kind: Kind
    coming: datetime | None
    zone: ZoneInfo


@dataclass(frozen=True)
class ItemCard:
    """One improvement as it stands, with what can be done about it. `says` is said above it, `to` is who is meant.

    `why` is there on the message of the day, and gone once somebody has pressed something.
    """

    home: Place
    item: Item
    facts: Facts
    says: str = ""
    to: str | None = None
    why: Why | None = None


@dataclass(frozen=True)
class ReviewNudgeCard:
    """A review that wants something: an answer, a second look, to go on. `titles` are those of its questions."""

    home: Place
    nudge: Nudge
    workload: str
    titles: tuple[str, ...]
    why: Why


@dataclass(frozen=True)
class RiskCard:
    """What somebody's work has done to the review: the question's standing and the review's counts, before and after.

    `before` and `after` are equal where it takes more than this, or where the review could not be changed.
    """

    item: Item
    by: str
    question: str
    before: Standing
    after: Standing
    counts: tuple[tuple[int, int], tuple[int, int]]
    left: int = 0


@dataclass(frozen=True)
class DigestCard:
    """The week in a channel."""

    home: Place
    digest: Digest
    schedule: Place


@dataclass(frozen=True)
class SwitchedOffCard:
    """Said to who had set a schedule that can't be kept any more. `why` is Slack's word."""

    place: Place
    why: str


RemindingCard = ItemCard | ReviewNudgeCard | RiskCard | DigestCard | SwitchedOffCard


class Form(StrEnum):
    """What a person fills in about an item."""

    DONE = "done"
    PROVE = "prove"
    SNOOZE = "snooze"
    NOT_OURS = "not_ours"
    ACCEPT = "accept"
    DUE = "due"
    HAND_OVER = "hand_over"
    SPLIT = "split"
    LINK = "link"


@dataclass(frozen=True)
class Origin:
    """The message that a form was opened from, to be brought up to date; empty for Home and windows."""

    channel: str = ""
    ts: str = ""


@dataclass(frozen=True)
class FormSheet:
    """One thing to fill in about one item."""

    home: Place
    item: Item
    form: Form
    today: date
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True)
class ItemSheet:
    """One item with its whole history and everything that can be done about it.

    `wording`: whether a model can say it in the workload's words here.
    """

    home: Place
    item: Item
    facts: Facts
    wording: bool = False


@dataclass(frozen=True)
class PlanSheet:
    """A channel's improvements. `open_reviews` are those whose gaps are not in the plan yet: id and workload."""

    home: Place
    items: tuple[Item, ...]
    today: date
    open_reviews: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OwnSheet:
    """An improvement of the team's own, to be added."""

    home: Place


@dataclass(frozen=True)
class ScheduleSheet:
    """When a channel or a person hears from us. `may` is whether who looks may change it, `off` why it is off."""

    place: Place
    schedule: Schedule
    zone: ZoneInfo
    coming: tuple[Firing, ...]
    may: bool
    off: str = ""
    said: str = ""


RemindingSheet = FormSheet | ItemSheet | PlanSheet | OwnSheet | ScheduleSheet
