"""pins.*: pinned messages."""

from __future__ import annotations

from typing import Any

from bot.playground import limits, posting
from bot.playground.calls import Call, RefusalError, method
from bot.playground.messages import as_json

Json = dict[str, Any]


@method("pins.add", "channel! timestamp!", scopes=("pins:write",), tier=2)
def add(call: Call) -> Json:
    """Pin a message."""
    channel = call.channel()
    message = call.message(channel, "timestamp")
    if message.ts in channel.pins:
        raise RefusalError("already_pinned")
    if len(channel.pins) >= limits.PINS_A_CHANNEL:
        raise RefusalError("too_many_pins")
    posting.pin(call.world, channel, message, call.world.app.bot_user_id)
    return {}


@method("pins.remove", "channel! timestamp!", scopes=("pins:write",), tier=2)
def remove(call: Call) -> Json:
    """Take a pin away."""
    channel = call.channel()
    message = call.message(channel, "timestamp")
    if message.ts not in channel.pins:
        raise RefusalError("no_pin")
    posting.unpin(call.world, channel, message, call.world.app.bot_user_id)
    return {}


@method("pins.list", "channel!", scopes=("pins:read",), tier=2)
def list_(call: Call) -> Json:
    """List what is pinned."""
    channel = call.channel(writable=False)
    items = [
        {"type": "message", "channel": channel.id, "message": as_json(channel, channel.messages[ts])}
        for ts in channel.pins
    ]
    return {"items": items}
