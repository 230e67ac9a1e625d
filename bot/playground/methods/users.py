"""users.* and bots.info."""

from __future__ import annotations

from typing import Any

from bot.playground import paging
from bot.playground.calls import Call, RefusalError, method
from bot.playground.describing import profile_json, user_json
from bot.playground.workspace import User

Json = dict[str, Any]


def _told(call: Call, user: User) -> Json:
    told = user_json(call.world, user, email=_addresses(call))
    return told | ({"locale": "en-US"} if call.get("include_locale") else {})


def _addresses(call: Call) -> bool:
    return call.token is not None and "users:read.email" in call.token.scopes


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
    return {"profile": profile_json(call.world, user, email=_addresses(call))}


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
