"""Who is who in Slack, and saying things to people as well as in channels."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.cards import Card
from bot.places import Place, Posted, Tenant, Thread
from bot.slack.clients import Clients
from bot.slack.posts import SlackPosts, refused_as_gone
from bot.usecases.reminding_ports import Person, personal

#: Seconds for which what Slack said of somebody is believed, unless an event says otherwise.
#:
#: It decides who may, too. Who lost a right within this minute could have used it a moment before, so nothing is open
#: that was not; and news of a person come as an event, which whoever hears it believes at once. Who is in a channel is
#: another matter: what is said there goes on, so that is never kept.
FRESH = 60.0
GONE = "Somebody who has left"
_UNSEEN = frozenset({"user_not_found", "users_not_found", "user_not_visible"})


@dataclass(frozen=True)
class Told:
    """What users.info says of somebody, as far as we read it. `name` is what they are called, `full` is in full.

    `team` is theirs, and `organisation` that of Enterprise Grid which they belong to, empty outside it.
    """

    name: str
    full: str
    zone: str | None
    deleted: bool
    admin: bool
    guest: bool
    team: str
    organisation: str

    def outside(self, tenant: Tenant) -> bool:
        """Whether they are a guest, or of another organisation than a workspace.

        Slack's own `is_stranger` does not say so: it is false for whoever shares a channel with us. On Enterprise Grid
        people of the organisation's other workspaces are no strangers.
        """
        ours = {tenant.team, tenant.enterprise} - {""}
        return self.guest or not {self.team, self.organisation} & ours


@dataclass(frozen=True)
class SlackPeople:
    """Port `People`, on users.info. A client is of one workspace, and so is what is known here.

    `seconds` is a clock that only runs forward.
    """

    clients: Clients
    seconds: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[float, Told | None]] = field(default_factory=dict, repr=False)

    def look(self, tenant: Tenant, user: str) -> Person:
        """What Slack knows of a person. A guest is also who is of another organisation, or whom Slack doesn't show."""
        return _person(tenant, user, self._told(user, self.clients.patient))

    def look_at_once(self, tenant: Tenant, user: str) -> Person:
        """The same, for who waits for it: SlackApiError where Slack wants us to slow down."""
        return _person(tenant, user, self._told(user, self.clients.quick))

    def told(self, user: str) -> Told | None:
        """What Slack says of somebody, at once; None of whom it doesn't show us."""
        return self._told(user, self.clients.quick)

    def forget(self, tenant: Tenant, user: str) -> None:  # noqa: ARG002 - a client is of one workspace
        """What was known of somebody has changed."""
        self._known.pop(user, None)

    def _told(self, user: str, client: WebClient) -> Told | None:
        at, told = self._known.get(user, (0.0, None))
        if not at or self.seconds() - at > FRESH:
            told = _ask(user, client)
            self._known[user] = (self.seconds(), told)
        return told


def _ask(user: str, client: WebClient) -> Told | None:
    try:
        return _read(client.users_info(user=user)["user"])
    except SlackApiError as problem:
        if problem.response["error"] not in _UNSEEN:
            raise
        return None


def _read(told: Mapping[str, Any]) -> Told:
    full = told.get("real_name") or told.get("name") or told.get("id", "")
    return Told(
        name=str((told.get("profile") or {}).get("display_name") or full),
        full=str(full),
        zone=told.get("tz"),
        deleted=bool(told.get("deleted")),
        admin=bool(told.get("is_admin") or told.get("is_owner")),
        guest=any(told.get(each) for each in ("is_restricted", "is_ultra_restricted", "is_stranger")),
        team=str(told.get("team_id") or ""),
        organisation=str((told.get("enterprise_user") or {}).get("enterprise_id") or ""),
    )


def _person(tenant: Tenant, user: str, told: Told | None) -> Person:
    if told is None:
        return Person(user, GONE, gone=True, guest=True)
    outside = told.outside(tenant)
    return Person(user, told.name, told.zone, told.deleted, admin=told.admin and not outside, guest=outside)


@dataclass(frozen=True)
class SlackMessages:
    """Port `Messages`: a place may be a person."""

    posts: SlackPosts

    def post(self, place: Place, card: Card, *, thread: str = "", key: str = "") -> Posted:
        """Say something in a channel, or to a person."""
        return self.posts.post(self._room(place), card, thread=thread, key=key)

    def replace(self, posted: Posted, card: Card, *, reply_url: str = "") -> None:
        """Say something else in a message of ours."""
        self.posts.replace(posted, card, reply_url=reply_url)

    def find(self, place: Place, key: str, *, thread: str = "") -> Posted | None:
        """A message of ours by its mark."""
        room = self._room(place)
        return self.posts.find(Thread(room, thread), key) if thread else self.posts.find_recent(room, key)

    def tell(self, place: Place, user: str, card: Card, *, key: str = "") -> Posted:
        """Write to a person."""
        return self.post(Place(place.tenant, user), card, key=key)

    def _room(self, place: Place) -> Place:
        if not personal(place):
            return place
        opened = refused_as_gone(lambda: self.posts.clients.patient.conversations_open(users=place.channel))
        return Place(place.tenant, str(opened["channel"]["id"]))
