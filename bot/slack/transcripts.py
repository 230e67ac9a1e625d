"""What people wrote in a thread, read from Slack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackClientError

from bot.places import Place, Thread
from bot.slack.clients import Clients
from bot.slack.payloads import SAID
from bot.slack.posts import refused_as_gone
from knowledge.summarising import Told

#: Messages a call, and calls for one thread.
PAGE, MOST_PAGES = 200, 10


@dataclass(frozen=True)
class SlackTranscripts:
    """Port `Transcripts` on Slack's Web API; `page` is how many messages a call brings."""

    clients: Clients
    page: int = PAGE

    def said(self, thread: Thread, most: int) -> tuple[Told, ...]:
        """The last messages of people; neither ours nor other apps', nor news about a message."""
        found: list[Told] = []
        where: dict[str, Any] = {"channel": thread.place.channel, "ts": thread.ts, "limit": self.page}
        for _ in range(MOST_PAGES):
            answer = refused_as_gone(lambda: self.clients.patient.conversations_replies(**where))
            found += [Told(each["user"], each["ts"], each["text"]) for each in answer["messages"] if _person_said(each)]
            where["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not where["cursor"]:
                break
        return tuple(found[-most:])

    def link(self, place: Place, ts: str) -> str:
        """The message's address."""
        try:
            return str(self.clients.quick.chat_getPermalink(channel=place.channel, message_ts=ts)["permalink"])
        except SlackClientError:
            return ""


def _person_said(message: dict[str, Any]) -> bool:
    spoken = message.get("subtype") in SAID and message.get("user") and message.get("text")
    return bool(spoken) and not message.get("bot_id")
