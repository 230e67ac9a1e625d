"""What reminding needs from the world, spoken in our own values. Each port has at most four methods.

A `Place` here may be a person: its channel is then the person's id, and what is said there is said in our conversation
with them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.cards import Card
from bot.places import Place, Posted, Tenant
from bot.review.firings import Timing
from bot.review.items import Item
from bot.review.nudges import Told
from bot.review.schedules import Schedule


def personal(place: Place) -> bool:
    """Whether this is a person and no channel; Slack's ids of people begin with U or W."""
    return place.channel[:1] in ("U", "W")


@dataclass(frozen=True)
class Planned:
    """A schedule as it is kept. `zone` is what its times are meant in, `by` who set it and hears when it is off.

    `off` says why it was switched off, empty while it is on. `revision` counts its changes.
    """

    place: Place
    schedule: Schedule
    zone: str
    timing: Timing
    by: str
    off: str = ""
    revision: int = 0


@dataclass(frozen=True)
class Begun:
    """A firing that was begun. `subject` is what it will say, empty until that is chosen.

    `posted` is the message it became, None until that is noted; `items_in_a_row` the count with which the next firing
    chooses.
    """

    key: str
    at: datetime
    subject: str = ""
    posted: Posted | None = None
    items_in_a_row: int = 0


@dataclass(frozen=True)
class Person:
    """What Slack knows of somebody. `gone` have left the workspace."""

    id: str
    name: str
    zone: str | None = None
    gone: bool = False
    admin: bool = False
    guest: bool = False


@dataclass(frozen=True)
class Owed:
    """Work in the channel's lane that follows from a change.

    It is kept with the change, so that a crash before it is started loses nothing.
    """

    place: Place
    kind: str
    key: str
    payload: Mapping[str, Any]


class Items(Protocol):
    """The improvements of channels."""

    def of(self, place: Place) -> tuple[Item, ...]:
        """A channel's items, the oldest first."""

    def find(self, place: Place, item: str) -> Item | None:
        """One of a channel's items."""

    def owned_by(self, tenant: Tenant, user: str) -> tuple[tuple[Place, Item], ...]:
        """What a person has taken on, in all channels."""

    def put(self, place: Place, *new: Item, over: Item | None = None, owes: Owed | None = None) -> bool:
        """Keep items, all or none, and with them what they owe. Those whose id is `over`'s replace it.

        False when that one has changed meanwhile. An item whose id is known, other than `over`'s, stays as it is.
        """


class Owing(Protocol):
    """Work that was kept and that nobody is known to have started."""

    def owed(self, most: int) -> tuple[Owed, ...]:
        """So much of it at most, the first by key."""

    def started(self, owed: Owed) -> None:
        """It is somebody's by now."""


class Concerns(Protocol):
    """Where something may be for a person to hear, besides what they have taken on."""

    def of(self, tenant: Tenant, person: str) -> tuple[Place, ...]:
        """Channels whose reviews ask them something, or whose schedules name them for high risks past their date."""


class Schedules(Protocol):
    """When channels and people hear from us."""

    def find(self, tenant: Tenant, whom: Collection[str]) -> Mapping[str, Planned]:
        """The schedules of these channels and people, of those who have one."""

    def put(self, planned: Planned) -> bool:
        """Keep a schedule; False when it is not of the revision that is kept, and nothing is changed then."""

    def due(self, now: datetime, most: int) -> tuple[Planned, ...]:
        """Schedules to look at now, the longest due first. Costs what is due, not what there is."""

    def keep(self, timings: Sequence[tuple[Planned, Timing]]) -> None:
        """Note how far schedules were looked at; those that have changed meanwhile are left as they are."""


class Claims(Protocol):
    """Who does what: a firing, or a person's one message of the day, belongs to one holder."""

    def claim(self, place: Place, key: str, holder: str, at: datetime) -> bool:
        """Take a key for a holder; also True when it has it already."""

    def release(self, tenant: Tenant, holder: str) -> None:
        """Give back all that a holder took and said nothing with."""


class Tellings(Protocol):
    """What was said."""

    def begun(self, tenant: Tenant, key: str) -> Begun | None:
        """A firing that was begun."""

    def note(self, place: Place, begun: Begun, told: Told | None = None) -> None:
        """A firing knows what to say, or has become a message; and how often its subject has now been told."""

    def told(self, place: Place) -> Mapping[str, Told]:
        """What was told in a place, by subject."""

    def last(self, place: Place) -> Begun | None:
        """The last firing of a place that became a message."""


class Messages(Protocol):
    """Saying things in channels and to people. ChannelGone where nobody can hear them."""

    def post(self, place: Place, card: Card, *, thread: str = "", key: str = "") -> Posted:
        """Say something; `key` marks the message, so that `find` finds it."""

    def replace(self, posted: Posted, card: Card, *, reply_url: str = "") -> None:
        """Say something else in a message of ours."""

    def find(self, place: Place, key: str, *, thread: str = "") -> Posted | None:
        """A message of ours among a place's last, or in a thread, that was marked with `key`."""

    def tell(self, place: Place, user: str, card: Card, *, key: str = "") -> Posted:
        """Write to a person in our own conversation with them."""


class People(Protocol):
    """Who is who."""

    def look(self, tenant: Tenant, user: str) -> Person:
        """What is known of a person; somebody who can't be found is gone."""


class Lanes(Protocol):
    """Work that must not be lost, a piece at a time in each lane."""

    def start(self, kind: str, key: str, payload: Mapping[str, Any], *, lane: str = "") -> None:
        """Have it done soon, once for each key however often it is started, also after a crash."""
