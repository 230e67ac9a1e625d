"""What opens on top of a conversation: modals and the Home tab. They need a trigger, which lives three seconds."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.cards import Sheet
from bot.places import Place, Tenant
from bot.review.rights import Person
from bot.slack import render
from bot.slack.clients import Clients
from bot.slack.people import SlackPeople
from bot.slack.posts import respond
from bot.usecases.refusals import Refusal

LATE = "That took too long for Slack to open a window. Press it once more."
NO_MESSAGE = "That message is no longer there."
_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"})
_LOG = logging.getLogger("lensbot.slack")


@dataclass(frozen=True)
class Doors:
    """Opens sheets, and says who stands before them."""

    clients: Clients
    people: SlackPeople

    def open(self, trigger: str, sheet: Sheet) -> str:
        """Open a modal, on top of another one if the click was in it; its id. Refusal when the trigger is too old."""
        return self._with_trigger("views.open", trigger, sheet)

    def push(self, trigger: str, sheet: Sheet) -> str:
        """Open a modal on top of the one that was clicked in; its id."""
        return self._with_trigger("views.push", trigger, sheet)

    def update(self, view: str, sheet: Sheet) -> None:
        """Show something else in a modal that is open; one that was closed meanwhile stays closed."""
        try:
            self.clients.quick.views_update(view_id=view, view=render.view(sheet))
        except SlackApiError as problem:
            if problem.response["error"] != "not_found":
                raise

    def home(self, user: str, sheet: Sheet) -> None:
        """Show somebody their Home tab."""
        self.clients.patient.views_publish(user_id=user, view=render.view(sheet))

    def prompts(self, channel: str, prompts: tuple[tuple[str, str], ...]) -> None:
        """Offer ways to begin in our conversation with somebody: (title, what is sent) pairs, four at most."""
        offered = [{"title": title, "message": message} for title, message in prompts[:4]]
        self.clients.quick.api_call(
            "assistant.threads.setSuggestedPrompts", json={"channel_id": channel, "prompts": offered}
        )

    def permalink(self, place: Place, ts: str) -> str:
        """Where a message can be found again; Refusal where it is gone."""
        try:
            return str(self.clients.patient.chat_getPermalink(channel=place.channel, message_ts=ts)["permalink"])
        except SlackApiError as problem:
            if problem.response["error"] in ("message_not_found", "channel_not_found"):
                raise Refusal(NO_MESSAGE) from problem
            raise

    def present(self, place: Place) -> bool:
        """Whether we are in a channel."""
        try:
            return bool(self.clients.quick.conversations_info(channel=place.channel)["channel"].get("is_member"))
        except SlackClientError:
            return False

    def person(self, tenant: Tenant, user: str) -> Person:
        """Who somebody is in this workspace. Who has left it, or whom Slack doesn't tell us of, is not one of it."""
        known = self.people.look_at_once(tenant, user)
        return Person(user, known.admin and not known.gone, known.guest or known.gone)

    def left(self, user: str) -> bool:
        """Whether somebody has left the workspace."""
        told = self.people.told(user)
        return told is None or told.deleted

    def names(self, users: Iterable[str], *, left: bool = False) -> dict[str, str]:
        """What people are called, without who can't be looked up; those who have left only where they are wanted."""
        found = {}
        for user in users:
            with suppress(SlackClientError):
                told = self.people.told(user)
                if told and (left or not told.deleted):
                    found[user] = told.full
        return found

    def dismiss(self, reply_url: str) -> None:
        """Take away a message that only one person sees."""
        respond(reply_url, {"delete_original": True})

    def _with_trigger(self, method: str, trigger: str, sheet: Sheet) -> str:
        try:
            answer = self.clients.quick.api_call(method, json={"trigger_id": trigger, "view": render.view(sheet)})
            return str((answer.get("view") or {}).get("id", ""))
        except SlackApiError as problem:
            if problem.response["error"] in _LATE:
                raise Refusal(LATE) from problem
            raise
