"""auth.*, team.info, api.test: who is calling, and where."""

from __future__ import annotations

from typing import Any

from bot.playground.calls import Call, RefusalError, method
from bot.playground.oauth import revoke

Json = dict[str, Any]


@method("api.test", "error foo", tier=4, by="nobody")
def api_test(call: Call) -> Json:
    """Echo, or fail as asked."""
    if call.get("error"):
        raise RefusalError(str(call.get("error")), args=call.arguments)
    return {"args": call.arguments}


@method("auth.test", tier=0, by="any")
def auth_test(call: Call) -> Json:
    """Say whose token this is."""
    world = call.world
    if call.token is not None and call.token.kind == "app":
        return {"app_id": world.app.id, "app_name": world.app.manifest.name}
    return {
        "url": world.workspace.team["url"],
        "team": world.workspace.team["name"],
        "user": world.bot.name,
        "team_id": world.team_id,
        "user_id": world.bot.id,
        "bot_id": world.app.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke", "test:bool")
def auth_revoke(call: Call) -> Json:
    """Give the token up."""
    if call.get("test"):
        return {"revoked": False}
    if call.token is not None:
        revoke(call.world, call.token, "token_revoked")
    return {"revoked": True}


@method("team.info", "team domain include_slackbot_availability:bool", scopes=("team:read",))
def team_info(call: Call) -> Json:
    """Describe the team."""
    if call.get("team", call.world.team_id) != call.world.team_id:
        raise RefusalError("team_not_found")
    return {"team": {**call.world.workspace.team, "email_domain": "", "icon": {"image_default": True}}}
