"""conversations.info, list, members, open, join, leave; users.conversations."""

from __future__ import annotations

from typing import Any

from bot.playground import conversing, paging, posting
from bot.playground.calls import Call, RefusalError, invalid_arguments, method

Json = dict[str, Any]

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")


@method("conversations.info", "channel! include_locale:bool include_num_members:bool", scopes=_READ)
def info(call: Call) -> Json:
    """Describe a conversation."""
    channel = call.channel(member=False, writable=False)
    conversing.need(call, channel, "read")
    told = conversing.as_json(call.world, channel, members=bool(call.get("include_num_members")))
    if call.get("include_locale"):
        told["locale"] = "en-US"
    return {"channel": told}


@method("conversations.list", "types exclude_archived:bool cursor limit:int", scopes=_READ, tier=2)
def list_(call: Call) -> Json:
    """List the conversations the app may know of."""
    return _listed(call, None)


@method("users.conversations", "user types exclude_archived:bool cursor limit:int", scopes=_READ)
def of_user(call: Call) -> Json:
    """List the conversations somebody is in: the app, unless a user is named."""
    return _listed(call, call.user().id if call.get("user") else call.world.app.bot_user_id)


def _listed(call: Call, member: str | None) -> Json:
    world, kinds = call.world, conversing.wanted_kinds(call)
    found = [
        channel
        for channel in world.workspace.channels.values()
        if channel.type in kinds
        and (channel.type == "channel" or world.app.bot_user_id in channel.members)
        and (member is None or member in channel.members)
        and not (call.get("exclude_archived") and channel.is_archived)
    ]
    items, metadata = paging.page(call, found)
    told = [conversing.as_json(world, channel, members=member is None) for channel in items]
    return {"channels": told, "response_metadata": metadata}


@method("conversations.members", "channel! cursor limit:int", scopes=_READ, tier=4)
def members(call: Call) -> Json:
    """List who is in a conversation."""
    channel = call.channel(member=False, writable=False)
    conversing.need(call, channel, "read")
    items, metadata = paging.page(call, channel.members)
    return {"members": items, "response_metadata": metadata}


@method("conversations.open", "channel users return_im:bool prevent_creation:bool", scopes=("im:write", "mpim:write"))
def open_(call: Call) -> Json:
    """Open a DM with one person, or with several."""
    world = call.world
    if call.get("channel"):
        channel = call.channel()
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    users = [user.strip() for user in str(call.get("users", "")).split(",") if user.strip()]
    if not users:
        raise invalid_arguments("missing required field: users")
    if any(user not in world.workspace.users for user in users):
        raise RefusalError("user_not_found")
    if len(users) > 1:
        call.scope("mpim:write")
        group = conversing.make(world, "mpim", "mpdm", users[0], [*users, world.app.bot_user_id])
        return {"channel": {"id": group.id}}
    call.scope("im:write")
    known = world.app_dm(users[0]) is not None
    dm = conversing.open_dm(world, users[0])
    told = conversing.as_json(world, dm) if call.get("return_im") else {"id": dm.id}
    return {"channel": told, **({"no_op": True, "already_open": True} if known else {})}


@method("conversations.join", "channel!", scopes=("channels:join",))
def join(call: Call) -> Json:
    """Let the app into a public channel."""
    channel = call.channel(member=False)
    if channel.type != "channel":
        raise RefusalError("method_not_supported_for_channel_type")
    if call.world.app.bot_user_id in channel.members:
        warning = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": conversing.as_json(call.world, channel), **warning}
    posting.join(call.world, channel, call.world.app.bot_user_id)
    return {"channel": conversing.as_json(call.world, channel)}


@method("conversations.leave", "channel!", scopes=("channels:manage", "groups:write"))
def leave(call: Call) -> Json:
    """Take the app out of a channel."""
    channel = call.channel()
    if channel.type in {"im", "mpim"}:
        raise RefusalError("method_not_supported_for_channel_type")
    posting.leave(call.world, channel, call.world.app.bot_user_id)
    return {}
