"""Which channels there are and who is in them, by Slack's word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.places import Place, Tenant
from bot.slack.clients import Clients
from bot.usecases.prefilling_ports import Room

#: Channels that Slack tells of at once.
PAGE = 500
_UNSEEN = frozenset(["user_not_found", "users_not_found", "user_not_visible", "user_is_restricted"])
_NONE = frozenset(["channel_not_found", "not_in_channel", "missing_scope"])


@dataclass(frozen=True)
class SlackChannels:
    """The port Channels."""

    clients: Clients

    def of(self, tenant: Tenant, user: str) -> tuple[Room, ...]:  # noqa: ARG002 - a client is of one workspace
        """The channels that somebody is in, of those that we can see."""
        try:
            return tuple(Room(str(each["id"]), str(each["name"]), _private(each)) for each in self._all(user))
        except SlackApiError as problem:
            if problem.response["error"] in _UNSEEN:
                return ()
            raise

    def look(self, place: Place) -> Room | None:
        """A channel that we are in and can write to."""
        try:
            told = self.clients.patient.conversations_info(channel=place.channel)["channel"]
        except SlackApiError as problem:
            if problem.response["error"] in _NONE:
                return None
            raise
        if not told.get("is_member") or told.get("is_archived"):
            return None
        return Room(place.channel, str(told.get("name", "")), _private(told))

    def _all(self, user: str) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            answer = self.clients.patient.users_conversations(
                user=user, types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor
            )
            yield from answer["channels"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _private(told: dict[str, Any]) -> bool:
    return bool(told.get("is_private"))
