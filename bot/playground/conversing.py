"""Conversations themselves: opening DMs, making channels, describing them to the app."""

from __future__ import annotations

from typing import Any

from bot.playground import telling
from bot.playground.calls import Call, RefusalError
from bot.playground.workspace import Channel
from bot.playground.world import World

Json = dict[str, Any]

KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
_SCOPES = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


def open_dm(world: World, user: str) -> Channel:
    """Find or make the DM between the app and a person."""
    found = world.app_dm(user)
    if found is not None:
        return found
    members = [user, world.app.bot_user_id]
    return make(world, "im", "", user, members)


def make(world: World, kind: str, name: str, creator: str, members: list[str]) -> Channel:
    """Make a conversation of a kind: channel, group, im, mpim."""
    prefix = {"im": "D", "channel": "C", "group": "C", "mpim": "G"}[kind]
    made = Channel(
        id=world.workspace.ids.next(prefix),
        name=name,
        type=kind,
        creator=creator,
        created=int(world.clock.now()),
        members=members,
    )
    world.workspace.channels[made.id] = made
    telling.channel(world, made)
    return made


def need(call: Call, channel: Channel, right: str) -> None:
    """Require the scope to do something with this kind of conversation: `read` or `history`."""
    call.scope(f"{_SCOPES[channel.type]}:{right}")


def wanted_kinds(call: Call) -> list[str]:
    """Read the `types` of a call, and require the scope for each."""
    kinds = []
    for word in str(call.get("types", "public_channel")).split(","):
        kind = KINDS.get(word.strip())
        if kind is None:
            raise RefusalError("invalid_types")
        call.scope(f"{_SCOPES[kind]}:read")
        kinds.append(kind)
    return kinds


def _shared(world: World, channel: Channel) -> bool:
    return any(world.workspace.users[each].team for each in channel.members if each in world.workspace.users)


def as_json(world: World, channel: Channel, *, members: bool = False) -> Json:
    """Describe a conversation as `conversations.info` does."""
    told: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.type == "im",
        "is_org_shared": False,
        "context_team_id": world.team_id,
        "updated": channel.created * 1000,
    }
    if channel.type == "im":
        other = next(member for member in channel.members if member != world.app.bot_user_id)
        return told | {"user": other, "is_user_deleted": False, "is_open": True}
    told |= {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.type == "channel",
        "is_group": channel.type == "group",
        "is_mpim": channel.type == "mpim",
        "is_private": channel.type != "channel",
        "is_general": channel.name == "general",
        "is_shared": _shared(world, channel),
        "is_ext_shared": _shared(world, channel),
        "is_member": world.app.bot_user_id in channel.members,
        "creator": channel.creator,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": channel.created},
    }
    if members:
        told["num_members"] = len(channel.members)
    return told
