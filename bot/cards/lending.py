"""What the bot says when answers go from one review to another: by a channel's consent, or as a template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.places import Place
from bot.review.model import Review

#: Templates of a workspace: as many as one message lists, so that each can be removed again.
MOST_TEMPLATES = 40


class Outcome(StrEnum):
    """What became of a request. OVER: the review that asked was finished or deleted before anybody answered."""

    SHARED = "shared"
    DECLINED = "declined"
    OVER = "over"


@dataclass(frozen=True)
class ShareCard:
    """Asks a channel whether it shares its answers.

    `source` is its own review, `home` the channel that asks and `review` the id of the review there, `by` who began it.
    `outsiders` is whether people of other organisations read what is shared with that channel.
    """

    source: Review
    lens: str
    questions: int
    home: str
    review: str
    by: str
    outsiders: bool = False


@dataclass(frozen=True)
class SettledCard:
    """What became of such a request, in the place of it."""

    outcome: Outcome
    home: str
    by: str


@dataclass(frozen=True)
class LentCard:
    """Another channel shares its answers; `questions` open ones have something to take over now."""

    review: Review
    channel: str
    by: str
    questions: int


@dataclass(frozen=True)
class DeclinedCard:
    """Another channel would rather not share its answers; told to whoever asked."""

    review: Review
    channel: str


@dataclass(frozen=True)
class TemplateMadeCard:
    """A review is a template now."""

    name: str
    by: str
    questions: int


@dataclass(frozen=True)
class TemplateLine:
    """A template as it is listed; `mine` whether who looks may remove it."""

    id: str
    name: str
    lens: str
    questions: int
    by: str
    at: datetime
    mine: bool


@dataclass(frozen=True)
class TemplatesCard:
    """The workspace's templates."""

    templates: tuple[TemplateLine, ...]


LendingCard = ShareCard | SettledCard | LentCard | DeclinedCard | TemplateMadeCard | TemplatesCard


@dataclass(frozen=True)
class TemplateSheet:
    """A template's name, and which state of the review it is; `states` are (what is shown, value)."""

    place: Place
    review: str
    states: tuple[tuple[str, str], ...]


LendingSheet = TemplateSheet
