"""What changes around an app: a channel is renamed or made private, people come, leave, or get another standing."""

from __future__ import annotations

from typing import Any

from bot.playground import events, posting, telling
from bot.playground.acting import ActError, channel_of, done, user_of
from bot.playground.describing import user_json
from bot.playground.workspace import Channel, User
from bot.playground.world import World

Json = dict[str, Any]

#: What can be said of a person, and what that is taken as.
_FIELDS = {"real_name": str, "is_admin": bool, "is_restricted": bool, "deleted": bool, "team": str}


def rename_channel(world: World, given: Json) -> Json:
    """Give a channel another name; its id stays."""
    user = user_of(world, given)
    channel, name = channel_of(world, given, user), str(given.get("name", "")).removeprefix("#")
    if not name or world.workspace.channel_named(name) is not None:
        raise ActError("name_taken" if name else "invalid_name", name)
    said = {"old_name": channel.name, "name": name, "text": f"renamed the channel from {channel.name} to {name}"}
    channel.name = name
    sent = _news(world, channel, user, "channel_name" if channel.type == "channel" else "group_name", said)
    kind = "channel_rename" if channel.type == "channel" else "group_rename"
    told = {"id": channel.id, "name": name, "created": channel.created}
    event = {"type": kind, "channel": told, "event_ts": world.stamps.next()}
    return done(channel, [*sent, *events.emit(world, event, channel)])


def make_private(world: World, given: Json) -> Json:
    """Make a public channel private; its id and its members stay."""
    user = user_of(world, given)
    channel = channel_of(world, given, user)
    if channel.type != "channel":
        raise ActError("method_not_supported_for_channel_type", channel.name)
    channel.type = "group"
    said = {"text": "made this channel private"}
    return done(channel, _news(world, channel, user, "channel_convert_to_private", said))


def person(world: World, given: Json) -> Json:
    """Add somebody to the workspace, or change who they are: what is not given stays as it was."""
    name = str(given.get("who", ""))
    if not name:
        raise ActError("invalid_name", "who?")
    found = world.workspace.user_named(name)
    user = found or User(id=world.workspace.ids.next("U"), name=name, real_name=name.title())
    for key, made in _FIELDS.items():
        if key in given:
            setattr(user, key, made(given[key]))
    world.workspace.users[user.id] = user
    if user.deleted:
        _leave(world, user)
    telling.users(world)
    news = "user_change" if found else "team_join"
    event = {"type": news, "user": user_json(world, user), "event_ts": world.stamps.next()}
    return {"id": user.id, "events": events.emit(world, event)}


def _leave(world: World, user: User) -> None:
    for channel in world.workspace.channels.values():
        if user.id in channel.members and channel.type != "im":
            channel.members.remove(user.id)
            telling.channel(world, channel)


def _news(world: World, channel: Channel, user: User, subtype: str, said: Json) -> list[str]:
    _, sent = posting.post(world, channel, {"type": "message", "subtype": subtype, "user": user.id, **said})
    telling.channel(world, channel)
    return sent
