"""What opens on top of a conversation: modals and the Home tab. They need a trigger, which lives three seconds."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.cards import Sheet
from bot.places import Place
from bot.slack import render
from bot.slack.clients import Clients
from bot.slack.posts import respond
from bot.usecases.refusals import Refusal

LATE = "That took too long for Slack to open a window. Press it once more."
_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"})
_LOG = logging.getLogger("lensbot.slack")


@dataclass(frozen=True)
class Doors:
    """Opens sheets."""

    clients: Clients

    def open(self, trigger: str, sheet: Sheet) -> None:
        """Open a modal, on top of another one if the click was in it. Refusal when the trigger is too old."""
        self._with_trigger("views.open", trigger, sheet)

    def push(self, trigger: str, sheet: Sheet) -> None:
        """Open a modal on top of the one that was clicked in."""
        self._with_trigger("views.push", trigger, sheet)

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
        """Where a message can be found again."""
        return str(self.clients.patient.chat_getPermalink(channel=place.channel, message_ts=ts)["permalink"])

    def present(self, place: Place) -> bool:
        """Whether we are in a channel."""
        try:
            return bool(self.clients.quick.conversations_info(channel=place.channel)["channel"].get("is_member"))
        except SlackClientError:
            return False

    def admin(self, user: str) -> bool:
        """Whether somebody administers the workspace."""
        known = self.clients.quick.users_info(user=user)["user"]
        return bool(known.get("is_admin") or known.get("is_owner"))

    def guest(self, user: str) -> bool:
        """Whether somebody is a guest, of one channel or several."""
        known = self.clients.quick.users_info(user=user)["user"]
        return bool(known.get("is_restricted") or known.get("is_ultra_restricted"))

    def dismiss(self, reply_url: str) -> None:
        """Take away a message that only one person sees."""
        respond(reply_url, {"delete_original": True})

    def _with_trigger(self, method: str, trigger: str, sheet: Sheet) -> None:
        try:
            self.clients.quick.api_call(method, json={"trigger_id": trigger, "view": render.view(sheet)})
        except SlackApiError as problem:
            if problem.response["error"] in _LATE:
                raise Refusal(LATE) from problem
            raise
