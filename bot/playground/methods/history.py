"""conversations.history and conversations.replies."""

from __future__ import annotations

from typing import Any, Final

from bot.playground import conversing, limits, paging
from bot.playground.calls import Call, RefusalError, method
from bot.playground.messages import as_json
from bot.playground.workspace import Channel, Message

Json = dict[str, Any]

_RANGE: Final = "latest oldest inclusive:bool limit:int cursor include_all_metadata:bool"
_SCOPES: Final = ("channels:history", "groups:history", "im:history", "mpim:history")


@method("conversations.history", f"channel! {_RANGE}", scopes=_SCOPES)
def history(call: Call) -> Json:
    """List the messages of a channel, the newest first, without the replies in threads."""
    channel = _readable(call)
    found = [
        message
        for message in reversed(channel.public())
        if not message.is_reply or message.body.get("subtype") == "thread_broadcast"
    ]
    items, metadata = _paged(call, [message for message in found if _in_range(call, message)])
    return {
        "messages": _told(call, channel, items),
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": len(channel.pins),
        "response_metadata": metadata,
    }


@method("conversations.replies", f"channel! ts! {_RANGE}", scopes=_SCOPES)
def replies(call: Call) -> Json:
    """List a thread: its root, then the replies, the oldest first."""
    channel = _readable(call)
    root = call.message(channel, "ts", "thread_not_found")
    found = [message for message in channel.replies(root.ts) if _in_range(call, message)]
    items, metadata = _paged(call, [root, *found])
    return {
        "messages": _told(call, channel, items),
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


def _readable(call: Call) -> Channel:
    channel = call.channel(member=False, writable=False)
    conversing.need(call, channel, "history")
    if call.world.app.bot_user_id not in channel.members:
        raise RefusalError("not_in_channel")
    return channel


def _in_range(call: Call, message: Message) -> bool:
    at, oldest, latest = float(message.ts), float(call.get("oldest", 0)), float(call.get("latest", "inf"))
    if call.get("inclusive"):
        return oldest <= at <= latest
    return oldest < at < latest


def _paged(call: Call, found: list[Message]) -> tuple[list[Message], Json]:
    most = limits.COMMERCIAL_PAGE if call.world.rates.commercial else limits.PAGE_MAX
    return paging.page(call, found, most=most)


def _told(call: Call, channel: Channel, items: list[Message]) -> list[Json]:
    told = [as_json(channel, message) for message in items]
    if not call.get("include_all_metadata"):
        for each in told:
            each.pop("metadata", None)
    return told
