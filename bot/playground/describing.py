"""A person as Slack describes them to an app: in users.* and in events."""

from __future__ import annotations

from typing import Any

from bot.playground.seeing import tz_offset
from bot.playground.workspace import User
from bot.playground.world import World

Json = dict[str, Any]


def profile_json(world: World, user: User, *, email: bool = False) -> Json:
    """Give a user's profile; with the address where the app may know it."""
    words = user.real_name.split() or [user.name]
    profile: Json = {
        "title": user.title,
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": "" if user.is_bot else user.name,
        "display_name_normalized": "" if user.is_bot else user.name,
        "first_name": words[0],
        "last_name": " ".join(words[1:]),
        "status_text": "",
        "status_emoji": "",
        "team": user.team or world.team_id,
    }
    if user.is_bot:
        profile |= {"api_app_id": user.app_id, "bot_id": user.bot_id, "always_active": True}
    if user.email and email:
        profile["email"] = user.email
    return profile


def user_json(world: World, user: User, *, email: bool = False) -> Json:
    """Describe a user. Of one of another organisation Slack tells less.

    A stranger is only who shares no channel with the app; the others have nothing but their team to know them by.
    """
    told: Json = {
        "id": user.id,
        "team_id": user.team or world.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": user.color,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz_label,
        "tz_offset": tz_offset(user.tz, world.clock.now()),
        "profile": profile_json(world, user, email=email),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.team:
        return told | {"is_stranger": not _shares_a_channel(world, user)}
    return told | {
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
    }


def _shares_a_channel(world: World, user: User) -> bool:
    channels = world.workspace.channels.values()
    return any({user.id, world.app.bot_user_id} <= set(channel.members) for channel in channels)
