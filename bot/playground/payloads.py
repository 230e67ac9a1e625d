"""The payloads of interactions, as Slack sends them."""

from __future__ import annotations

from typing import Any

from bot.playground import states
from bot.playground.messages import as_json
from bot.playground.seeing import view_json
from bot.playground.triggers import response_url, trigger
from bot.playground.workspace import Channel, Message, User, View
from bot.playground.world import World

Json = dict[str, Any]


def common(world: World, kind: str, user: User) -> Json:
    """Give what every interaction carries."""
    return {
        "type": kind,
        "token": world.app.verification_token,
        "api_app_id": world.app.id,
        "team": {"id": world.team_id, "domain": world.workspace.team["domain"]},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team or world.team_id},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _from_view(world: World, kind: str, user: User) -> Json:
    """Give what an interaction in a view carries: its `team` is the person's, and the view names the app's."""
    told = common(world, kind, user)
    return told | ({"team": {"id": user.team, "domain": "elsewhere"}} if user.team else {})


def of_channel(channel: Channel) -> Json:
    """Name a channel as interactions do."""
    names = {"im": "directmessage", "group": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.type, channel.name)}


def message_container(channel: Channel, message: Message) -> Json:
    """Say which message an interaction happened in."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    return container


def message_state(message: Message, user: str) -> Json:
    """Give the state of all inputs of a message for one person."""
    values = states.merged(message.body.get("blocks", []), message.states.get(user, {}))
    return {"values": values}


def in_message(world: World, user: User, channel: Channel, message: Message, action: Json) -> Json:
    """Build the block_actions of an element in a message."""
    told: Json = as_json(channel, message)
    if message.ephemeral_to is not None:
        told = {"type": "message", "user": message.body["user"], "ts": message.ts, "app_id": world.app.id}
        told |= {key: message.body[key] for key in ("text", "blocks", "thread_ts") if key in message.body}
    return common(world, "block_actions", user) | {
        "container": message_container(channel, message),
        "trigger_id": trigger(world, user.id, channel=channel.id),
        "channel": of_channel(channel),
        "message": told,
        "response_url": response_url(world, user.id, channel, message.ts, message.thread_ts),
        "state": message_state(message, user.id),
        "actions": [action],
    }


def in_view(world: World, user: User, view: View, action: Json) -> Json:
    """Build the block_actions of an element in a modal or Home view."""
    modal = view if view.body["type"] == "modal" else None
    return _from_view(world, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": trigger(world, user.id, modal, view.channel),
        "view": view_json(world, view),
        "state": {"values": view.values},
        "actions": [action],
    }


def submission(world: World, user: User, view: View) -> Json:
    """Build a view_submission."""
    return _from_view(world, "view_submission", user) | {
        "trigger_id": trigger(world, user.id, view, view.channel),
        "view": view_json(world, view),
        "response_urls": _response_urls(world, user, view),
    }


def _response_urls(world: World, user: User, view: View) -> list[Json]:
    urls = []
    for block in view.body["blocks"]:
        element = block.get("element", {})
        if not element.get("response_url_enabled"):
            continue
        state = view.values[block["block_id"]][element["action_id"]]
        channel = world.workspace.channels.get(str(state[states.KEYS[element["type"]]]))
        if channel is not None:
            urls.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel.id,
                    "response_url": response_url(world, user.id, channel),
                }
            )
    return urls


def closed(world: World, user: User, view: View, *, cleared: bool) -> Json:
    """Build a view_closed."""
    return _from_view(world, "view_closed", user) | {"view": view_json(world, view), "is_cleared": cleared}


def suggestion(world: World, user: User, block_id: str, element: Json, typed: str) -> Json:
    """Build a block_suggestion; the caller adds where it happened."""
    return common(world, "block_suggestion", user) | {
        "action_id": element["action_id"],
        "block_id": block_id,
        "value": typed,
    }


def command(world: World, user: User, channel: Channel, name: str, text: str) -> Json:
    """Build the form fields of a slash command."""
    return {
        "token": world.app.verification_token,
        "team_id": world.team_id,
        "team_domain": world.workspace.team["domain"],
        "channel_id": channel.id,
        "channel_name": of_channel(channel)["name"],
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url(world, user.id, channel),
        "trigger_id": trigger(world, user.id, channel=channel.id),
    }


def global_shortcut(world: World, user: User, callback_id: str) -> Json:
    """Build a global shortcut."""
    return common(world, "shortcut", user) | {
        "callback_id": callback_id,
        "trigger_id": trigger(world, user.id),
        "action_ts": world.stamps.next(),
    }


def message_shortcut(world: World, user: User, callback_id: str, channel: Channel, message: Message) -> Json:
    """Build a message shortcut. Slack leaves `api_app_id` out of it."""
    payload = common(world, "message_action", user) | {
        "callback_id": callback_id,
        "trigger_id": trigger(world, user.id, channel=channel.id),
        "response_url": response_url(world, user.id, channel, message.ts, message.thread_ts),
        "action_ts": world.stamps.next(),
        "message_ts": message.ts,
        "message": as_json(channel, message),
        "channel": of_channel(channel),
    }
    del payload["api_app_id"]
    return payload
