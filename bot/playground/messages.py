"""Message objects as Slack sends them: to the app, in events, in histories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.playground.workspace import Channel, Message, User
from bot.playground.world import World

Json = dict[str, Any]


def as_json(channel: Channel, message: Message) -> Json:
    """Describe a message with its reactions and, on the root of a thread, its replies counted."""
    told = dict(message.body)
    if message.reactions:
        told["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
        ]
    if message.ts in channel.pins:
        told["pinned_to"] = [channel.id]
    replies = [] if message.is_reply or message.ephemeral_to else channel.replies(message.ts)
    if replies:
        users = list(dict.fromkeys(str(reply.body["user"]) for reply in replies))
        told |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
        }
    return told


def spoken(value: Any) -> Iterator[str]:
    """Give every text in blocks that Slack reads for mentions; `plain_text` it does not read."""
    if isinstance(value, list):
        for each in value:
            yield from spoken(each)
    elif isinstance(value, dict):
        kind = value.get("type")
        if kind in {"mrkdwn", "markdown"}:
            yield str(value["text"])
        elif kind == "user":
            yield f"<@{value.get('user_id')}>"
        elif kind == "broadcast":
            yield f"<!{value['range']}>"
        else:
            for each in value.values():
                yield from spoken(each)


def pings(message: Message, user: str) -> bool:
    """Tell whether a message notifies a person: by name, or with everybody. With blocks, only they count."""
    blocks = message.body.get("blocks")
    texts = list(spoken(blocks)) if blocks else [str(message.body["text"])]
    marks = (f"<@{user}>", "<!here", "<!channel", "<!everyone")
    return any(mark in text for text in texts for mark in marks)


def from_user(world: World, user: User, text: str, blocks: list[Json]) -> Json:
    """Begin the message of a person."""
    number = world.workspace.ids.number("client_msg_id")
    return {
        "type": "message",
        "user": user.id,
        "text": text,
        "client_msg_id": f"00000000-0000-4000-8000-{number:012d}",
        "team": user.team or world.team_id,
        "blocks": blocks,
    }


def from_app(world: World, text: str, blocks: list[Json] | None = None) -> Json:
    """Begin a message of the app."""
    body: Json = {
        "type": "message",
        "user": world.app.bot_user_id,
        "bot_id": world.app.bot_id,
        "app_id": world.app.id,
        "team": world.team_id,
        "bot_profile": world.app.profile(world.team_id),
        "text": text,
    }
    if blocks:
        body["blocks"] = blocks
    return body


def permalink(world: World, channel: Channel, message: Message) -> str:
    """Make the link to a message; a reply's names its thread."""
    link = f"{world.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return f"{link}?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else link
