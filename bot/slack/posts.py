"""Cards into Slack: post, replace, whisper, find again. The only place that knows what Slack's refusals mean for us."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.cards import Card
from bot.places import Place, Posted, Thread
from bot.slack import render
from bot.slack.clients import Clients
from bot.slack.render.kit import Json, Message
from bot.usecases.ports import ChannelGone, MessageGone

#: What Slack answers where nothing can be said any more.
GONE = frozenset(
    [
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "account_inactive",
        "token_revoked",
        "user_not_in_channel",
        "restricted_action",
        "invalid_auth",
        "team_access_not_granted",
    ]
)
#: What Slack answers where a message was deleted.
DELETED = frozenset(["thread_not_found", "message_not_found"])
#: What Slack answers to blocks that it does not know, or not there, or not that many of.
TOO_NEW = frozenset(["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"])
MARK = "lensbot_said"
_POINTER = re.compile(r"json-pointer:/blocks/(\d+)")
_LOG = logging.getLogger("lensbot.slack")


@dataclass(frozen=True)
class SlackPosts:
    """Port `Posts` on Slack's Web API."""

    clients: Clients

    def post(self, place: Place, card: Card, *, thread: str = "", key: str = "") -> Posted:
        """Post; plainer forms follow where Slack refuses the blocks."""
        given: dict[str, Any] = {"channel": place.channel, "unfurl_links": False, "unfurl_media": False}
        given |= {"thread_ts": thread} if thread else {}
        given |= {"metadata": mark(key)} if key else {}
        answer = plainer(lambda body: self.clients.patient.chat_postMessage(**given, **body), render.message(card))
        return Posted(place, str(answer["ts"]))

    def replace(self, posted: Posted, card: Card, *, reply_url: str = "") -> None:
        """Replace what a message of ours says."""
        made = render.message(card)
        if posted.ephemeral:
            respond(reply_url, {"replace_original": True, "text": made.text, "blocks": made.blocks})
            return
        where: dict[str, Any] = {"channel": posted.place.channel, "ts": posted.ts}
        plainer(lambda body: self.clients.patient.chat_update(**where, **body), made)

    def whisper(self, place: Place, user: str, card: Card, *, thread: str = "", reply_url: str = "") -> Posted:
        """Tell one person: beside what they did, by the click's or command's own door, or in our conversation."""
        if not (place.channel or reply_url):  # what comes out of a modal says of no channel
            return self.tell(place, user, card)
        made = render.message(card)
        where: dict[str, Any] = {"channel": place.channel, "user": user} | ({"thread_ts": thread} if thread else {})
        if reply_url and respond(reply_url, {"text": made.text, "blocks": made.blocks, "replace_original": False}):
            return Posted(place, "", ephemeral=True)
        try:
            answer = plainer(lambda body: self.clients.patient.chat_postEphemeral(**where, **body), made)
            return Posted(place, str(answer["message_ts"]), ephemeral=True)
        except ChannelGone:
            return self.tell(place, user, card)

    def tell(self, place: Place, user: str, card: Card) -> Posted:
        """Write to a person in our own conversation with them."""
        opened = refused_as_gone(lambda: self.clients.patient.conversations_open(users=user))
        return self.post(Place(place.tenant, str(opened["channel"]["id"])), card)

    def find(self, thread: Thread, key: str, *, streams: bool = True) -> Posted | None:
        """Look through the thread for our mark, or for a stream of ours that nobody finished."""
        for said in self._said(thread):
            marked = _marked(said) == key
            if marked or (streams and said.get("streaming_state") in ("in_progress", "errored")):
                return Posted(thread.place, str(said["ts"]))
        return None

    def find_recent(self, place: Place, key: str) -> Posted | None:
        """A message of ours among the last in a channel, by its mark."""
        answer = refused_as_gone(
            lambda: self.clients.patient.conversations_history(
                channel=place.channel, limit=100, include_all_metadata=True
            )
        )
        found = (said for said in answer["messages"] if _marked(said) == key and said.get("user") == self.clients.me)
        return next((Posted(place, str(said["ts"])) for said in found), None)

    def pin(self, posted: Posted) -> None:
        """Pin a message in its channel, where that is allowed: it is a convenience and no more."""
        try:
            self.clients.quick.pins_add(channel=posted.place.channel, timestamp=posted.ts)
        except SlackClientError as problem:
            _LOG.info("Not pinned: %s", problem)

    def upload(self, place: Place, name: str, content: bytes, title: str, *, thread: str = "") -> None:
        """Put a file into a channel, or under a message of it."""
        given: dict[str, Any] = {"channel": place.channel, "filename": name, "content": content, "title": title}
        given |= {"thread_ts": thread} if thread else {}
        self.clients.patient.files_upload_v2(**given)

    def _said(self, thread: Thread) -> Iterator[Mapping[str, Any]]:
        where: dict[str, Any] = {
            "channel": thread.place.channel,
            "ts": thread.ts,
            "limit": 200,
            "include_all_metadata": True,
        }
        answer = refused_as_gone(lambda: self.clients.patient.conversations_replies(**where))
        me = self.clients.me
        yield from (said for said in answer["messages"] if said.get("user") == me)


def _marked(said: Mapping[str, Any]) -> str:
    return str(said.get("metadata", {}).get("event_payload", {}).get("key", ""))


def mark(key: str) -> Json:
    """The metadata that tells a message of ours from others."""
    return {"event_type": MARK, "event_payload": {"key": key}}


def plainer(call: Callable[[Json], SlackResponse], made: Message) -> SlackResponse:
    """Send with blocks; where Slack won't have some, without those; at last as plain text."""
    blocks = made.blocks
    while True:
        body: Json = {"text": made.text, "blocks": blocks}
        try:
            return refused_as_gone(lambda body=body: call(body))  # type: ignore[misc]
        except SlackApiError as problem:
            if problem.response["error"] not in TOO_NEW or not blocks:
                raise
            blocks = acceptable(blocks, problem)


def acceptable(blocks: Sequence[Json], problem: SlackApiError) -> list[Json]:
    """The blocks without those that Slack has refused; none where it doesn't say which. Always fewer than before."""
    _LOG.warning("Slack refused blocks: %s", problem.response.data)
    data = problem.response.data
    told = str(data.get("errors", "")) + str(data.get("response_metadata", "")) if isinstance(data, dict) else ""
    refused = {int(place) for place in _POINTER.findall(told)}
    kept = [block for place, block in enumerate(blocks) if place not in refused]
    return kept if refused and len(kept) < len(blocks) else []


def refused_as_gone(call: Callable[[], SlackResponse]) -> SlackResponse:
    """Call Slack; ChannelGone where it says that nobody can hear us, or MessageGone."""
    try:
        return call()
    except SlackApiError as problem:
        if problem.response["error"] in DELETED:
            raise MessageGone(problem.response["error"]) from problem
        if problem.response["error"] in GONE:
            raise ChannelGone(problem.response["error"]) from problem
        raise


def respond(reply_url: str, body: Mapping[str, Any]) -> bool:
    """Post to a click's or a command's own address; False when it has expired or was used up."""
    if not reply_url:
        return False
    answer = WebhookClient(reply_url, timeout=10).send_dict(dict(body))
    if answer.status_code != 200:
        _LOG.warning("A reply address no longer works: %s %s", answer.status_code, answer.body[:200])
    return bool(answer.status_code == 200)
