"""What the app says in return: through a response URL, or with the ack of a command."""

from __future__ import annotations

from typing import Any, Final

from bot.playground import content, posting
from bot.playground.calls import RefusalError
from bot.playground.messages import from_app
from bot.playground.triggers import usable
from bot.playground.workspace import Channel, Message, ResponseUrl
from bot.playground.world import World

Json = dict[str, Any]

_KEYS: Final = frozenset(
    [
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "metadata",
        "mrkdwn",
        "unfurl_links",
        "unfurl_media",
        "link_names",
        "parse",
    ]
)


def respond(world: World, key: str, body: Json) -> tuple[int, Json]:
    """Take what was posted to a response URL. Answers the HTTP status and body."""
    world.journal.note("respond", body)
    url = usable(world, key)
    if url is None:
        return 404, {"ok": False, "error": "expired_url"}
    unknown = sorted(set(body) - _KEYS)
    if unknown:
        return 400, {"ok": False, "error": "invalid_payload", "errors": unknown}
    try:
        _do(world, url, body)
    except RefusalError as refusal:
        return 400, refusal.answer
    return 200, {"ok": True}


def _do(world: World, url: ResponseUrl, body: Json) -> None:
    channel = world.workspace.channels[url.channel]
    original = channel.messages.get(url.ts or "")
    if body.get("delete_original"):
        if original is None or not _own(world, original):
            raise RefusalError("message_not_found")
        posting.remove(world, channel, original)
    elif body.get("replace_original") and original is not None and _own(world, original):
        told = content.read(world, body)
        posting.change(world, channel, original, told.into(dict(original.body)))
    else:
        say(world, channel, url.user, body, thread_ts=body.get("thread_ts"))


def _own(world: World, message: Message) -> bool:
    return message.body.get("bot_id") == world.app.bot_id


def say(world: World, channel: Channel, user: str, body: Json, thread_ts: str | None = None) -> Message:
    """Say something in a channel in the app's name: to one person, or to all with `response_type` in_channel.

    The app need not be a member. RefusalError when the content is not what Slack takes.
    """
    kind = body.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise RefusalError("invalid_response_type")
    told = content.read(world, body)
    message = told.into(from_app(world, told.text))
    if thread_ts is not None and channel.message(thread_ts) is None:
        raise RefusalError("thread_not_found")
    if kind == "ephemeral":
        return posting.whisper(world, channel, message, user, thread_ts)
    return posting.post(world, channel, message, thread_ts)[0]
