"""reactions.*: emoji on messages."""

from __future__ import annotations

import re
from typing import Any

from bot.playground import limits, posting
from bot.playground.calls import Call, RefusalError, method
from bot.playground.messages import as_json

Json = dict[str, Any]


def _name(call: Call) -> str:
    name = str(call.get("name")).strip(":")
    if not re.fullmatch(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?", name):
        raise RefusalError("invalid_name")
    return name


@method("reactions.add", "channel! name! timestamp!", scopes=("reactions:write",))
def add(call: Call) -> Json:
    """React in the app's name."""
    channel = call.channel()
    message, name, me = call.message(channel, "timestamp"), _name(call), call.world.app.bot_user_id
    if me in message.reactions.get(name, []):
        raise RefusalError("already_reacted")
    if name not in message.reactions and len(message.reactions) >= limits.REACTIONS_A_MESSAGE:
        raise RefusalError("too_many_emoji")
    posting.react(call.world, channel, message, me, name)
    return {}


@method("reactions.remove", "channel! name! timestamp!", scopes=("reactions:write",))
def remove(call: Call) -> Json:
    """Take the app's reaction back."""
    channel = call.channel()
    message, name, me = call.message(channel, "timestamp"), _name(call), call.world.app.bot_user_id
    if me not in message.reactions.get(name, []):
        raise RefusalError("no_reaction")
    posting.unreact(call.world, channel, message, me, name)
    return {}


@method("reactions.get", "channel! timestamp! full:bool", scopes=("reactions:read",))
def get(call: Call) -> Json:
    """List the reactions to a message."""
    channel = call.channel(writable=False)
    message = call.message(channel, "timestamp")
    return {"type": "message", "channel": channel.id, "message": as_json(channel, message)}
