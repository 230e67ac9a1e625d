"""users.* and bots.info."""

from __future__ import annotations

from typing import Any

from bot.playground import paging
from bot.playground.calls import Call, RefusalError, method
from bot.playground.seeing import tz_offset
from bot.playground.workspace import User

Json = dict[str, Any]


def _profile(call: Call, user: User) -> Json:
    profile: Json = {
        "title": user.title,
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": "" if user.is_bot else user.name,
        "display_name_normalized": "" if user.is_bot else user.name,
        "first_name": user.real_name.split()[0],
        "last_name": " ".join(user.real_name.split()[1:]),
        "status_text": "",
        "status_emoji": "",
        "team": call.world.team_id,
    }
    if user.is_bot:
        profile |= {"api_app_id": user.app_id, "bot_id": user.bot_id, "always_active": True}
    if user.email and call.token is not None and "users:read.email" in call.token.scopes:
        profile["email"] = user.email
    return profile


def _told(call: Call, user: User) -> Json:
    told: Json = {
        "id": user.id,
        "team_id": call.world.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": user.color,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz_label,
        "tz_offset": tz_offset(user.tz, call.world.clock.now()),
        "profile": _profile(call, user),
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if call.get("include_locale"):
        told["locale"] = "en-US"
    return told


@method("users.info", "user! include_locale:bool", scopes=("users:read",), tier=4)
def info(call: Call) -> Json:
    """Describe a user."""
    return {"user": _told(call, call.user())}


@method("users.list", "cursor limit:int include_locale:bool", scopes=("users:read",), tier=2)
def list_(call: Call) -> Json:
    """List all users."""
    items, metadata = paging.page(call, list(call.world.workspace.users.values()))
    members = [_told(call, user) for user in items]
    return {"members": members, "cache_ts": int(call.world.clock.now()), "response_metadata": metadata}


@method("users.lookupByEmail", "email!", scopes=("users:read.email",))
def lookup_by_email(call: Call) -> Json:
    """Find a user by address."""
    wanted = str(call.get("email")).lower()
    found = next((user for user in call.world.workspace.users.values() if user.email.lower() == wanted), None)
    if found is None:
        raise RefusalError("users_not_found")
    return {"user": _told(call, found)}


@method("users.profile.get", "user include_labels:bool", scopes=("users.profile:read",), tier=4)
def profile_get(call: Call) -> Json:
    """Give a user's profile."""
    user = call.user() if call.get("user") else call.world.bot
    return {"profile": _profile(call, user)}


@method("bots.info", "bot", scopes=("users:read",))
def bots_info(call: Call) -> Json:
    """Describe a bot."""
    app = call.world.app
    if call.get("bot", app.bot_id) != app.bot_id:
        raise RefusalError("bot_not_found")
    bot = {
        "id": app.bot_id,
        "deleted": not app.installed,
        "name": app.manifest.bot_name,
        "updated": 0,
        "app_id": app.id,
        "user_id": app.bot_user_id,
        "icons": {},
    }
    return {"bot": bot}
