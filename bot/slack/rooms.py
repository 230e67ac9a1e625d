"""Which channels there are and who is in them, by Slack's word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.places import Place, Tenant
from bot.review.errors import Refusal
from bot.slack.clients import Clients
from bot.usecases.prefilling_ports import Room

#: Channels that Slack tells of at once.
PAGE = 500
BUSY = "Slack is too busy just now to tell me who is in the channel. Nothing was changed; try it once more."
_UNSEEN = frozenset(["user_not_found", "users_not_found", "user_not_visible", "user_is_restricted"])
_NONE = frozenset(["channel_not_found", "not_in_channel", "missing_scope"])


@dataclass(frozen=True)
class SlackChannels:
    """The port Channels."""

    clients: Clients
    _partners: dict[Place, str] = field(default_factory=dict, repr=False)

    def of(self, tenant: Tenant, user: str) -> tuple[Room, ...]:  # noqa: ARG002 - a client is of one workspace
        """The channels that somebody is in, of those that we can see."""
        try:
            return tuple(_room(each) for each in _all(self.clients.patient, user))
        except SlackApiError as problem:
            if problem.response["error"] in _UNSEEN:
                return ()
            raise

    def within(self, place: Place, user: str, *, wait: bool = False) -> bool:
        """Whether somebody is in a channel; no further page is asked for once it is found."""
        try:
            with self._asked(wait=wait) as client:
                return any(str(each["id"]) == place.channel for each in _all(client, user))
        except SlackApiError as problem:
            if problem.response["error"] in _UNSEEN:
                return False
            raise

    def look(self, place: Place, *, wait: bool = False) -> Room | None:
        """A channel that we are in and can write to."""
        try:
            with self._asked(wait=wait) as client:
                told = client.conversations_info(channel=place.channel)["channel"]
        except SlackApiError as problem:
            if problem.response["error"] in _NONE:
                return None
            raise
        if not told.get("is_member") or told.get("is_archived"):
            return None
        return _room(told)

    def partner(self, direct: Place) -> str:
        """Whose conversation with us this is, which never changes."""
        if direct not in self._partners:
            try:
                told = self.clients.patient.conversations_info(channel=direct.channel)["channel"]
            except SlackApiError as problem:
                if problem.response["error"] in _NONE:
                    return ""
                raise
            self._partners[direct] = str(told.get("user", ""))
        return self._partners[direct]

    @contextmanager
    def _asked(self, *, wait: bool) -> Iterator[WebClient]:
        """The client to ask with. Whom Slack keeps waiting at a press is told what to do."""
        if wait:
            yield self.clients.patient
            return
        try:
            yield self.clients.quick
        except SlackApiError as problem:
            if problem.response["error"] == "ratelimited":
                raise Refusal(BUSY) from problem
            raise
        except OSError as problem:  # a timeout, or no connection
            raise Refusal(BUSY) from problem


def _all(client: WebClient, user: str) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        answer = client.users_conversations(
            user=user, types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor
        )
        yield from answer["channels"]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _room(told: dict[str, Any]) -> Room:
    outsiders = told.get("is_ext_shared") or told.get("is_pending_ext_shared")
    return Room(str(told["id"]), str(told.get("name", "")), bool(told.get("is_private")), bool(outsiders))
