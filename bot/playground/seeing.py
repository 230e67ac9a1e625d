"""What one person sees of the workspace. Everything the page shows comes from here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.messages import as_json, permalink, pings
from bot.playground.workspace import Channel, Message, Status, User, View
from bot.playground.world import World

Json = dict[str, Any]


def can_see(channel: Channel, user: str) -> bool:
    """Tell whether a person may read a conversation."""
    return channel.type == "channel" or user in channel.members


def sees_message(channel: Channel, message: Message, user: str) -> bool:
    """Tell whether a person sees a message; an ephemeral one only its addressee does."""
    return can_see(channel, user) and message.ephemeral_to in (None, user)


def user_json(world: World, user: User) -> Json:
    """Describe a user for the page."""
    words = user.real_name.split() or [user.name]
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "display_name": user.name if not user.is_bot else user.real_name,
        "title": user.title,
        "tz": user.tz,
        "tz_offset": tz_offset(user.tz, world.clock.now()),
        "is_bot": user.is_bot,
        "is_admin": user.is_admin,
        "deleted": user.deleted,
        "color": user.color,
        "initials": "".join(word[0] for word in words[:2]).upper(),
    }


def tz_offset(zone: str, now: float) -> int:
    """Tell a zone's offset from UTC in seconds."""
    offset = datetime.fromtimestamp(now, ZoneInfo(zone)).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def message_json(world: World, channel: Channel, message: Message, user: str, *, replies: bool) -> Json:
    """Describe a message for one person; with its thread when `replies`."""
    told = as_json(channel, message) | {
        "key": f"{channel.id}:{message.ts}",
        "ephemeral": message.ephemeral_to is not None,
        "permalink": permalink(world, channel, message),
        "pinned": message.ts in channel.pins,
        "mine": message.body.get("user") == user,
        "state": {"values": message.states.get(user, {})},
    }
    if replies and not message.is_reply:
        told["replies"] = [
            message_json(world, channel, each, user, replies=False)
            for _, each in sorted(channel.messages.items())
            if each.is_reply and each.thread_ts == message.ts and sees_message(channel, each, user)
        ]
    return told


def messages_json(world: World, channel: Channel, user: str, limit: int) -> list[Json]:
    """List the last top-level messages of a conversation, oldest first, each with its thread."""
    roots = [
        message
        for _, message in sorted(channel.messages.items())
        if sees_message(channel, message, user) and (not message.is_reply or _without_root(channel, message))
    ]
    return [message_json(world, channel, message, user, replies=True) for message in roots[-limit:]]


def _without_root(channel: Channel, message: Message) -> bool:
    return message.body.get("subtype") == "thread_broadcast" or message.thread_ts not in channel.messages


def channel_json(world: World, channel: Channel, user: str) -> Json:
    """Describe a conversation for one person."""
    unread = [
        message
        for message in channel.public()
        if message.ts > channel.last_read.get(user, "0") and message.body.get("user") != user
    ]
    other = next((member for member in channel.members if member != user), None) if channel.type == "im" else None
    mentions = [message for message in unread if channel.type == "im" or pings(message, user)]
    return {
        "id": channel.id,
        "name": world.workspace.users[other].real_name if other else channel.name,
        "type": channel.type,
        "is_private": channel.type != "channel",
        "is_archived": channel.is_archived,
        "is_member": user in channel.members,
        "app_is_member": world.app.bot_user_id in channel.members,
        "with": other,
        "topic": channel.topic,
        "purpose": channel.purpose,
        "members": list(channel.members),
        "unread": len([message for message in unread if not message.is_reply]) if user in channel.members else 0,
        "mentions": len(mentions) if user in channel.members else 0,
        "last_read": channel.last_read.get(user),
        "pins": list(channel.pins),
        "bookmarks": list(channel.bookmarks),
    }


def app_json(world: World, user: str) -> Json:
    """Describe the app for the page."""
    manifest, dm = world.app.manifest, world.app_dm(user)
    display = manifest.body["display_information"]
    return {
        "id": world.app.id,
        "bot_id": world.app.bot_id,
        "bot_user_id": world.app.bot_user_id,
        "name": manifest.bot_name,
        "description": display.get("description", ""),
        "long_description": display.get("long_description", ""),
        "background_color": display.get("background_color", "#2c2d30"),
        "agent_description": manifest.agent.get("agent_description", ""),
        "is_agent": bool(manifest.agent),
        "home_tab": manifest.tab("home_tab_enabled"),
        "messages_tab": manifest.tab("messages_tab_enabled"),
        "messages_tab_read_only": manifest.tab("messages_tab_read_only_enabled"),
        "commands": [{"usage_hint": "", **{k: v for k, v in each.items() if k != "url"}} for each in manifest.commands],
        "shortcuts": manifest.shortcuts,
        "scopes": list(manifest.scopes),
        "events": sorted(manifest.events),
        "mode": world.app.mode,
        "installed": world.app.installed,
        "connections": len(world.sockets.connections),
        "dm": dm.id if dm is not None else None,
    }


def agent_json(world: World, user: str) -> Json:
    """Describe the agent's side of a person's DM: prompts and context."""
    dm = world.app_dm(user)
    prompts = world.workspace.prompts.get(dm.id) if dm is not None else None
    own = world.app.manifest.agent.get("suggested_prompts")
    if prompts is None and own:
        prompts = {"title": None, "prompts": own}
    return {
        "channel": dm.id if dm is not None else None,
        "prompts": prompts,
        "context": world.workspace.contexts.get(user, {"entities": []}),
    }


def view_json(world: World, view: View) -> Json:
    """Describe a view as Slack does, with what was filled in."""
    return {
        "id": view.id,
        "team_id": world.team_id,
        **view.body,
        "state": {"values": view.values},
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "app_id": world.app.id,
        "app_installed_team_id": world.team_id,
        "bot_id": world.app.bot_id,
    }


def status_json(status: Status) -> Json:
    """Describe the line under a thread."""
    return dict(vars(status))


def sessions_json(world: World, user: str) -> list[Json]:
    """List the agent sessions a person sees that are not closed."""
    stoppable = "agent_session_stopped" in world.app.manifest.events
    return [
        {
            "channel": each.channel,
            "thread_ts": each.thread_ts,
            "status": each.status,
            "title": each.title,
            "can_stop": stoppable and each.status == "processing",
        }
        for each in world.workspace.sessions.values()
        if can_see(world.workspace.channels[each.channel], user)
    ]


def statuses_json(world: World, user: str) -> list[Json]:
    """List the status lines a person sees."""
    channels = world.workspace.channels
    return [status_json(each) for each in world.workspace.statuses.values() if can_see(channels[each.channel], user)]


def scheduled_json(world: World, user: str) -> list[Json]:
    """List the messages to come in conversations that a person sees."""
    return [
        {"id": each.id, "channel": each.channel, "post_at": each.post_at, "text": each.text}
        for each in world.workspace.scheduled.values()
        if can_see(world.workspace.channels[each.channel], user)
    ]


def modals_json(world: World, user: str) -> Json:
    """Describe the stack of modals, the visible one last, and the errors shown in it."""
    stack = world.workspace.modals[user]
    return {
        "modals": [view_json(world, view) for view in stack],
        "modal_errors": dict(stack[-1].errors) if stack else {},
    }


def home_json(world: World, user: str) -> Json | None:
    """Describe the Home view the app published for a person."""
    home = world.workspace.homes.get(user)
    return view_json(world, home) if home is not None else None


def everything(world: World, user: User, limit: int) -> Json:
    """Describe all that a person sees."""
    workspace = world.workspace
    channels = [channel for channel in workspace.channels.values() if can_see(channel, user.id)]
    return {
        "version": world.live.version,
        "now": world.clock.now(),
        "team": workspace.team,
        "user": user_json(world, user),
        "users": {each.id: user_json(world, each) for each in workspace.users.values()},
        "app": app_json(world, user.id),
        "channels": [channel_json(world, channel, user.id) for channel in channels],
        "messages": {channel.id: messages_json(world, channel, user.id, limit) for channel in channels},
        "agent": agent_json(world, user.id),
        "sessions": sessions_json(world, user.id),
        "statuses": statuses_json(world, user.id),
        **modals_json(world, user.id),
        "home": home_json(world, user.id),
        "notices": notices_json(world, user.id),
        "scheduled": scheduled_json(world, user.id),
    }


def notices_json(world: World, user: str) -> list[Json]:
    """List what Slack told a person and was not dismissed."""
    return [
        {"id": each.id, "code": each.code, "text": each.text, "at": each.at}
        for each in world.workspace.notices
        if each.user == user
    ]
