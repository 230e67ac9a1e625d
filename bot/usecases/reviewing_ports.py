"""What reviewing needs to have kept, spoken in our own values. Each port has at most four methods."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.places import Place
from bot.review.comparing import Snapshot
from bot.review.model import Review
from bot.review.move import Entry


class UnknownReview(LookupError):
    """There is no review of this id in this channel, or not any more."""


class AlreadyOpen(Exception):
    """The channel has an unfinished review of a workload of this name; `review` is its id."""

    def __init__(self, review: str) -> None:
        super().__init__(f"review {review} is open already")
        self.review = review


@dataclass
class Draft:
    """A review while it is being changed, by one person at a time. What is recorded is kept together with the state.

    Set `review` to what the move made of it and `record` the move; the review alone can't change, so that the log
    always replays to the state.
    """

    review: Review
    entries: list[Entry] = field(default_factory=list)

    def record(self, entry: Entry) -> None:
        """Say what was done; the log keeps it for good."""
        self.entries.append(entry)


class Reviews(Protocol):
    """The reviews of a channel."""

    def start(self, place: Place, review: Review) -> bool:
        """Keep a new review; False when its id is known here, and nothing is changed then.

        AlreadyOpen when another unfinished one has a workload of the same name, however it is spaced and capitalised.
        """

    def open(self, place: Place, review: str) -> AbstractContextManager[Draft]:
        """Change a review. Others who want to wait until this is done, and then see what came of it.

        At the end, state and entries are kept in one step; when something is raised, nothing is. UnknownReview when
        there is none; AlreadyOpen where a new name or reopening makes it the second of its workload.
        """

    def peek(self, place: Place, review: str) -> Review | None:
        """A review as it stands, without waiting for anybody who is changing it."""

    def of(self, place: Place) -> tuple[Review, ...]:
        """The channel's reviews, the last changed first."""


class Shredder(Protocol):
    """Deleting reviews, for good."""

    def remove(self, place: Place, review: str) -> bool:
        """Delete a review with its log, milestones and notes of messages; False when there is none."""


class ReviewLog(Protocol):
    """What was done in a review, for good."""

    def moves(self, place: Place, review: str) -> tuple[Entry, ...]:
        """Everything that was recorded, oldest first."""


@dataclass(frozen=True)
class Milestone:
    """How a review stood when somebody gave that state a name."""

    name: str
    by: str
    at: datetime
    snapshot: Snapshot


class Milestones(Protocol):
    """Named states of a review, kept for good."""

    def add(self, place: Place, review: str, milestone: Milestone) -> bool:
        """Keep a state; False when this review has one of that name, which stays. UnknownReview when it is gone."""

    def of(self, place: Place, review: str) -> tuple[Milestone, ...]:
        """A review's milestones, oldest first."""


#: Begins the `ts` of a note that a message is about to be posted, so that a crash in between is known for what it was.
BEGUN = "~"


class PostKind(StrEnum):
    """What a message shows of a review; a SEAT shows nothing, and is where a person goes on with it."""

    QUESTION = "question"
    PROGRESS = "progress"
    SEAT = "seat"


@dataclass(frozen=True)
class ReviewPost:
    """A message that shows a review: `place` and `ts` say where it stands, `home` is the review's own channel.

    The two places differ where a review is continued in somebody's conversation with us. `question` is empty for the
    progress message. A SEAT is the person's own message there, under which the question was shown last.
    """

    place: Place
    ts: str
    home: Place
    review: str
    kind: PostKind
    question: str = ""

    @property
    def stands(self) -> bool:
        """Whether the message is known to stand there; not so for a note that one is about to be posted."""
        return not self.ts.startswith(BEGUN)


class ReviewPosts(Protocol):
    """Which message shows what, so that a reply under it is understood and it can be brought up to date."""

    def put(self, post: ReviewPost) -> None:
        """Note a message; a later note about the same message replaces the earlier one."""

    def find(self, place: Place, ts: str) -> ReviewPost | None:
        """What a message shows; None for one that is not ours, or shows no review."""

    def of(self, home: Place, review: str) -> tuple[ReviewPost, ...]:
        """All messages that show a review, the oldest first."""

    def forget(self, place: Place, ts: str) -> None:
        """A message is gone."""
