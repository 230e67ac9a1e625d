"""What the use cases need from the world, spoken in our own values. Each port has at most four methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from bot.cards import Card
from bot.channel_rules import ChannelRules
from bot.places import Place, Posted, Tenant, Thread
from bot.usecases.questions import Asked, Attendance, Kept
from knowledge.model import Answer, Turn


class Clock(Protocol):
    """The time, so that tests and the playground can move it."""

    def now(self) -> datetime:
        """The moment it is, in UTC, aware."""


class Questions(Protocol):
    """Questions and their answers, kept per workspace."""

    def take(self, asked: Asked) -> bool:
        """Keep a question; False when its id is known already, and nothing is changed then."""

    def find(self, tenant: Tenant, question: str) -> Kept | None:
        """A question of this workspace; None when there is none with this id, or it is another workspace's."""

    def settle(self, tenant: Tenant, question: str, answer: Answer, posted: Posted | None) -> None:
        """Keep the answer and where it stands; a later call replaces an earlier one and counts as a refinement."""

    def earlier(self, thread: Thread, before: str, most: int) -> tuple[Turn, ...]:
        """The turns of a thread before a timestamp, oldest first, at most so many; only what we were part of."""


class Placing(Protocol):
    """Where the answer to a question stands, noted before it is finished, so that a restart finds it."""

    def begun(self, tenant: Tenant, question: str, posted: Posted) -> None:
        """A message for this question exists."""

    def stop(self, thread: Thread) -> int:
        """Mark the unfinished questions of a thread as stopped by a person; how many there were."""

    def stopped(self, tenant: Tenant, question: str) -> bool:
        """Whether a person stopped this question."""

    def recent(self, tenant: Tenant, by: str, most: int) -> tuple[Kept, ...]:
        """What a person asked last, newest first."""


class Threads(Protocol):
    """The threads that we take part in."""

    def attendance(self, thread: Thread) -> Attendance:
        """Whether we listen to this thread."""

    def join(self, thread: Thread, by: str) -> None:
        """Listen from now on, because this person asked us; also after having been quiet."""

    def quiet(self, thread: Thread) -> None:
        """Answer here only when mentioned."""

    def asker(self, thread: Thread, user: str) -> bool:
        """Whether this person has asked us in this thread."""


class Rules(Protocol):
    """What each channel has set."""

    def of(self, place: Place) -> ChannelRules:
        """The channel's rules, the defaults where nothing was set."""

    def put(self, place: Place, rules: ChannelRules, by: str) -> None:
        """Keep a channel's rules, whatever they were."""

    def change(self, place: Place, change: Callable[[ChannelRules], ChannelRules], by: str) -> ChannelRules:
        """Keep what `change` makes of a channel's rules; what is kept now.

        Nobody else changes them meanwhile, so it must be quick and read nothing else. What it raises keeps all as it
        was.
        """


class Feedback(Protocol):
    """What people thought of answers."""

    def give(self, tenant: Tenant, question: str, by: str, *, helpful: bool, note: str = "") -> None:
        """Keep one person's view of one answer; a later one replaces it, an empty note keeps the earlier note."""

    def pick(self, tenant: Tenant, question: str, by: str, practice: str, statement: str) -> None:
        """Keep what a person chose when we asked back."""


class Work(Protocol):
    """Work that must not be lost once somebody was told that it will be done."""

    def start(self, kind: str, key: str, payload: Mapping[str, Any]) -> None:
        """Have it done soon, once for each key however often it is started, also after a crash.

        `kind` names the handler; `payload` is JSON. Returns when the work is kept, before it is done.
        """


class ChannelGone(Exception):
    """A place where nothing can be said any more: archived, deleted, or we are not in it. `why` is Slack's word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class MessageGone(ChannelGone):
    """A message, or the root of a thread, that was deleted; the channel is there."""


class Posts(Protocol):
    """Saying things. ChannelGone where nobody can hear them."""

    def post(self, place: Place, card: Card, *, thread: str = "", key: str = "") -> Posted:
        """Say something in a channel, or in a thread of it. `key` marks the message, so that `find` finds it."""

    def replace(self, posted: Posted, card: Card, *, reply_url: str = "") -> None:
        """Say something else in a message of ours. One that only somebody sees needs the click's `reply_url`."""

    def whisper(self, place: Place, user: str, card: Card, *, thread: str = "", reply_url: str = "") -> Posted:
        """Say something that only one person sees; in our conversation with them where we are not in the channel."""

    def find_recent(self, place: Place, key: str) -> Posted | None:
        """The same among the last messages of a channel."""

    def find(self, thread: Thread, key: str, *, streams: bool = True) -> Posted | None:
        """A message of ours in this thread that was marked with `key`, or a stream that was never finished.

        Without `streams` only what was marked: for who never streams, a stream there is somebody else's.
        """


class Speaking(Protocol):
    """Answering so that people see it grow."""

    def working(self, thread: Thread, user: str, title: str) -> None:
        """Show at once that we are on it. Never fails: a status that can't be shown is not worth an answer."""

    def begin(self, thread: Thread, user: str) -> Posted | None:
        """Open a message that grows; None where Slack won't have one now, and the answer is posted whole."""

    def grow(self, posted: Posted, card: Card, said: str) -> str | None:
        """Add what the card says beyond what was `said`; all that is said now, None when the message has ended.

        It ends when a person stops it or it grows too old. A card that doesn't begin with what was said adds nothing.
        """

    def end(
        self, thread: Thread, user: str, card: Card, *, begun: Posted | None, said: str = "", key: str = ""
    ) -> Posted:
        """Finish with the whole card, whatever it takes: what was `said` stays, the rest is added or it is replaced."""
