"""bookmarks.*: links on top of a channel."""

from __future__ import annotations

from typing import Any

from bot.playground import limits, telling
from bot.playground.calls import Call, RefusalError, method
from bot.playground.workspace import Channel

Json = dict[str, Any]


def _link(call: Call) -> str:
    link = str(call.get("link", ""))
    if not link.startswith(("http://", "https://")):
        raise RefusalError("invalid_link")
    return link


def _found(call: Call, channel: Channel) -> Json:
    wanted = call.get("bookmark_id")
    found = next((each for each in channel.bookmarks if each["id"] == wanted), None)
    if found is None:
        raise RefusalError("bookmark_not_found")
    return found


@method("bookmarks.add", "channel_id! title! type! link emoji entity_id parent_id", scopes=("bookmarks:write",), tier=2)
def add(call: Call) -> Json:
    """Put a link on top of a channel."""
    channel = call.channel("channel_id")
    if call.get("type") != "link":
        raise RefusalError("invalid_bookmark_type")
    if len(channel.bookmarks) >= limits.BOOKMARKS_A_CHANNEL:
        raise RefusalError("too_many_bookmarks")
    bookmark = {
        "id": call.world.workspace.ids.next("Bk"),
        "channel_id": channel.id,
        "title": call.get("title"),
        "link": _link(call),
        "emoji": call.get("emoji"),
        "type": "link",
        "date_created": int(call.world.clock.now()),
        "last_updated_by_user_id": call.world.app.bot_user_id,
        "app_id": call.world.app.id,
    }
    channel.bookmarks.append(bookmark)
    telling.channel(call.world, channel)
    return {"bookmark": bookmark}


@method("bookmarks.edit", "channel_id! bookmark_id! title link emoji", scopes=("bookmarks:write",), tier=2)
def edit(call: Call) -> Json:
    """Change a bookmark."""
    channel = call.channel("channel_id")
    bookmark = _found(call, channel)
    if call.get("link"):
        bookmark["link"] = _link(call)
    bookmark |= {name: call.get(name) for name in ("title", "emoji") if call.get(name)}
    telling.channel(call.world, channel)
    return {"bookmark": bookmark}


@method("bookmarks.list", "channel_id!", scopes=("bookmarks:read",))
def list_(call: Call) -> Json:
    """List the bookmarks of a channel."""
    return {"bookmarks": call.channel("channel_id", writable=False).bookmarks}


@method("bookmarks.remove", "channel_id! bookmark_id! quip_section_id", scopes=("bookmarks:write",), tier=2)
def remove(call: Call) -> Json:
    """Take a bookmark away."""
    channel = call.channel("channel_id")
    channel.bookmarks.remove(_found(call, channel))
    telling.channel(call.world, channel)
    return {}
