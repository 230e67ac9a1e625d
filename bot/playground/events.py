"""Events: which the app hears of, and what their envelopes say."""

from __future__ import annotations

from typing import Any, Final

from bot.playground.delivery import Parcel
from bot.playground.messages import as_json
from bot.playground.seeing import home_json
from bot.playground.workspace import Channel, Message, User
from bot.playground.world import World

Json = dict[str, Any]

_MESSAGE: Final = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}
_AFTER_REMOVAL: Final = frozenset({"app_uninstalled", "tokens_revoked"})


def emit(world: World, event: Json, channel: Channel | None = None) -> list[str]:
    """Send an event when the app is subscribed and, in a channel, a member. Answers the types sent: one or none."""
    kind = str(event["type"])
    subscription = _MESSAGE[channel.type] if kind == "message" and channel is not None else kind
    if subscription not in world.app.manifest.events:
        return []
    if not world.app.installed and kind not in _AFTER_REMOVAL:
        return []
    if channel is not None and world.app.bot_user_id not in channel.members and not _about_the_bot(world, event):
        return []
    parcel = Parcel("event", "events", envelope(world, event))
    world.deliveries.spawn(world.deliveries.event(parcel))
    return [kind]


def _about_the_bot(world: World, event: Json) -> bool:
    return event["type"] == "member_left_channel" and bool(event["user"] == world.app.bot_user_id)


def envelope(world: World, event: Json) -> Json:
    """Wrap an event the way Slack delivers it."""
    authorization = {
        "enterprise_id": None,
        "team_id": world.team_id,
        "user_id": world.app.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": world.app.verification_token,
        "team_id": world.team_id,
        "context_team_id": world.team_id,
        "context_enterprise_id": None,
        "api_app_id": world.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": world.workspace.ids.next("Ev"),
        "event_time": int(world.clock.now()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{world.workspace.ids.number('context')}",
    }


def said(world: World, channel: Channel, message: Message) -> list[str]:
    """Tell the app of a new message: as `message`, and as `app_mention` when it names the app in a channel."""
    body = as_json(channel, message)
    body |= {"channel": channel.id, "event_ts": message.ts}
    sent: list[str] = []
    if _mentions(world, channel, body):
        mention = {key: value for key, value in body.items() if key != "subtype"} | {"type": "app_mention"}
        sent += emit(world, mention, channel)
    body["channel_type"] = channel.type
    context = world.workspace.contexts.get(str(body["user"]))
    if channel.type == "im" and world.app.manifest.agent and context is not None:
        body["app_context"] = context
    sent += emit(world, body, channel)
    for file in body.get("files", []):
        sent += _shared(world, channel, file["id"], str(body["user"]))
    return sent


def _shared(world: World, channel: Channel, file_id: str, user: str) -> list[str]:
    event = {"type": "file_shared", "file_id": file_id, "file": {"id": file_id}, "user_id": user}
    return emit(world, event | {"channel_id": channel.id, "event_ts": world.stamps.next()}, channel)


def _mentions(world: World, channel: Channel, body: Json) -> bool:
    if channel.type == "im" or body.get("bot_id") or body.get("subtype") not in (None, "file_share"):
        return False
    return f"<@{world.app.bot_user_id}>" in body["text"]


def changed(world: World, channel: Channel, message: Message, previous: Json) -> list[str]:
    """Tell the app that a message was edited."""
    event = _hidden(world, channel, "message_changed")
    event |= {"message": as_json(channel, message), "previous_message": previous}
    return emit(world, event, channel)


def deleted(world: World, channel: Channel, message: Message, previous: Json) -> list[str]:
    """Tell the app that a message was deleted."""
    event = _hidden(world, channel, "message_deleted")
    event |= {"deleted_ts": message.ts, "previous_message": previous}
    return emit(world, event, channel)


def _hidden(world: World, channel: Channel, subtype: str) -> Json:
    ts = world.stamps.next()
    return {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.type,
        "ts": ts,
        "event_ts": ts,
    }


def reacted(world: World, kind: str, channel: Channel, message: Message, user: str, name: str) -> list[str]:
    """Tell the app of a reaction: `reaction_added` or `reaction_removed`."""
    event = {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "item_user": message.body.get("user"),
        "event_ts": world.stamps.next(),
    }
    return emit(world, event, channel)


def membership(world: World, kind: str, channel: Channel, user: str, inviter: str | None) -> list[str]:
    """Tell the app who came or went: `member_joined_channel` or `member_left_channel`."""
    event = {
        "type": kind,
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.type == "group" else "C",
        "team": world.team_id,
        "event_ts": world.stamps.next(),
    }
    if inviter is not None:
        event["inviter"] = inviter
    return emit(world, event, channel)


def home_opened(world: World, user: User, channel: Channel, tab: str) -> list[str]:
    """Tell the app that a person opened its Home or Messages tab."""
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": world.stamps.next(),
    }
    home = home_json(world, user.id)
    if tab == "home" and home is not None:
        event["view"] = home
    if tab == "messages" and world.app.manifest.agent:
        event["context"] = world.workspace.contexts.get(user.id, {"entities": []})
    return emit(world, event)


def revoked(world: World, *, uninstalled: bool) -> list[str]:
    """Tell the app that its tokens are void, and why."""
    tokens = {"oauth": [], "bot": [world.app.bot_user_id]}
    sent = emit(world, {"type": "app_uninstalled", "event_ts": world.stamps.next()}) if uninstalled else []
    return sent + emit(world, {"type": "tokens_revoked", "tokens": tokens, "event_ts": world.stamps.next()})
