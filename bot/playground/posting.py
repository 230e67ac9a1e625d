"""Changes to conversations: every message, edit, deletion and reaction passes here, so app and pages hear of it."""

from __future__ import annotations

from typing import Any

from bot.playground import events, telling
from bot.playground.messages import as_json
from bot.playground.workspace import Channel, Message
from bot.playground.world import World

Json = dict[str, Any]


def post(world: World, channel: Channel, body: Json, thread_ts: str | None = None) -> tuple[Message, list[str]]:
    """Put a message into a conversation. Answers it, and the types of event that the app was sent."""
    message = _make(world, channel, body, thread_ts)
    channel.messages[message.ts] = message
    author = str(body["user"])
    if author != world.app.bot_user_id:
        channel.last_read[author] = message.ts
    else:
        clear_status(world, channel.id, message.thread_ts or message.ts)
    telling.message(world, channel, message)
    telling.channel(world, channel)
    return message, events.said(world, channel, message)


def whisper(world: World, channel: Channel, body: Json, user: str, thread_ts: str | None = None) -> Message:
    """Show a message to one person only. The app hears nothing of it."""
    message = _make(world, channel, body, thread_ts)
    message.ephemeral_to = user
    channel.messages[message.ts] = message
    if body["user"] == world.app.bot_user_id:
        clear_status(world, channel.id, thread_ts or "")
    telling.message(world, channel, message)
    return message


def _make(world: World, channel: Channel, body: Json, thread_ts: str | None) -> Message:
    ts = world.stamps.next()
    made = Message(ts=ts, body={**body, "ts": ts}, thread_ts=thread_ts)
    if thread_ts is not None:
        made.body["thread_ts"] = thread_ts
        root = channel.message(thread_ts)
        if root is not None:
            made.body["parent_user_id"] = root.body["user"]
    return made


def redraw(world: World, channel: Channel, message: Message, body: Json) -> None:
    """Replace what a message says without the app hearing of it."""
    message.body = body
    telling.message(world, channel, message)


def change(world: World, channel: Channel, message: Message, body: Json, *, edited: bool = True) -> list[str]:
    """Replace what a message says; what a person had chosen in inputs that are gone is forgotten."""
    previous = as_json(channel, message)
    message.body = body
    if edited:
        message.body["edited"] = {"user": body["user"], "ts": world.stamps.next()}
    blocks = {block.get("block_id") for block in body.get("blocks", [])}
    for values in message.states.values():
        for gone in set(values) - blocks:
            del values[gone]
    telling.message(world, channel, message)
    return [] if message.ephemeral_to else events.changed(world, channel, message, previous)


def remove(world: World, channel: Channel, message: Message) -> list[str]:
    """Delete a message. The root of a thread that goes on leaves a tombstone."""
    previous = as_json(channel, message)
    if message.ephemeral_to is None and channel.replies(message.ts) and not message.is_reply:
        return change(world, channel, message, _tombstone(message), edited=False)
    telling.message_removed(world, channel, message)
    del channel.messages[message.ts]
    channel.pins = [ts for ts in channel.pins if ts != message.ts]
    root = channel.message(message.thread_ts) if message.is_reply else None
    if root is not None:
        telling.message(world, channel, root)
    if message.ephemeral_to is not None:
        return []
    telling.channel(world, channel)
    return events.deleted(world, channel, message, previous)


def _tombstone(message: Message) -> Json:
    return {
        "type": "message",
        "subtype": "tombstone",
        "text": "This message was deleted.",
        "user": "USLACKBOT",
        "hidden": True,
        "ts": message.ts,
        "thread_ts": message.ts,
    }


def react(world: World, channel: Channel, message: Message, user: str, name: str) -> list[str]:
    """Add a reaction."""
    message.reactions.setdefault(name, []).append(user)
    telling.message(world, channel, message)
    return events.reacted(world, "reaction_added", channel, message, user, name)


def unreact(world: World, channel: Channel, message: Message, user: str, name: str) -> list[str]:
    """Take a reaction back."""
    message.reactions[name].remove(user)
    if not message.reactions[name]:
        del message.reactions[name]
    telling.message(world, channel, message)
    return events.reacted(world, "reaction_removed", channel, message, user, name)


def pin(world: World, channel: Channel, message: Message, user: str) -> list[str]:
    """Pin a message."""
    channel.pins.append(message.ts)
    return _pinned(world, "pin_added", channel, message, user)


def unpin(world: World, channel: Channel, message: Message, user: str) -> list[str]:
    """Take a pin away."""
    channel.pins.remove(message.ts)
    return _pinned(world, "pin_removed", channel, message, user)


def _pinned(world: World, kind: str, channel: Channel, message: Message, user: str) -> list[str]:
    telling.message(world, channel, message)
    telling.channel(world, channel)
    item = {"type": "message", "channel": channel.id, "message": as_json(channel, message)}
    event = {"type": kind, "user": user, "channel_id": channel.id, "item": item, "event_ts": world.stamps.next()}
    return events.emit(world, event, channel)


def join(world: World, channel: Channel, user: str, inviter: str | None = None) -> list[str]:
    """Let somebody into a channel, with the line that says so."""
    channel.members.append(user)
    body: Json = {
        "type": "message",
        "subtype": "channel_join",
        "user": user,
        "text": f"<@{user}> has joined the channel",
    }
    if inviter is not None:
        body["inviter"] = inviter
    sent = events.membership(world, "member_joined_channel", channel, user, inviter)
    post(world, channel, body)
    telling.channel(world, channel)
    return sent


def leave(world: World, channel: Channel, user: str) -> list[str]:
    """Take somebody out of a channel, with the line that says so."""
    body = {"type": "message", "subtype": "channel_leave", "user": user, "text": f"<@{user}> has left the channel"}
    channel.members.remove(user)
    post(world, channel, body)
    telling.channel(world, channel)
    return events.membership(world, "member_left_channel", channel, user, None)


def clear_status(world: World, channel: str, thread_ts: str) -> None:
    """Take the line "is thinking…" away."""
    if world.workspace.statuses.pop((channel, thread_ts), None) is not None:
        telling.statuses(world)
