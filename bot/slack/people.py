"""Who is who in Slack, and saying things to people as well as in channels."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from slack_sdk.errors import SlackApiError

from bot.cards import Card
from bot.places import Place, Posted, Tenant, Thread
from bot.slack.clients import Clients
from bot.slack.posts import SlackPosts, refused_as_gone
from bot.usecases.reminding_ports import Person, personal

#: Seconds for which what Slack said of somebody is believed, unless an event says otherwise.
FRESH = 60.0


@dataclass(frozen=True)
class SlackPeople:
    """Port `People`, on users.info."""

    clients: Clients
    _known: dict[tuple[Tenant, str], tuple[float, Person]] = field(default_factory=dict, repr=False)

    def look(self, tenant: Tenant, user: str) -> Person:
        """What Slack knows of a person."""
        at, person = self._known.get((tenant, user), (0.0, Person(user, "Somebody")))
        if not at or time.monotonic() - at > FRESH:
            person = self._ask(user)
            self._known[tenant, user] = (time.monotonic(), person)
        return person

    def forget(self, tenant: Tenant, user: str) -> None:
        """What was known of somebody has changed."""
        self._known.pop((tenant, user), None)

    def _ask(self, user: str) -> Person:
        try:
            told = self.clients.patient.users_info(user=user)["user"]
        except SlackApiError as problem:
            if problem.response["error"] not in ("user_not_found", "users_not_found", "user_not_visible"):
                raise
            return Person(user, "Somebody who has left", gone=True)
        return Person(
            id=user,
            name=str((told.get("profile") or {}).get("display_name") or told.get("real_name") or told.get("name")),
            zone=told.get("tz"),
            gone=bool(told.get("deleted")),
            admin=bool(told.get("is_admin") or told.get("is_owner")),
            guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted")),
        )


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
