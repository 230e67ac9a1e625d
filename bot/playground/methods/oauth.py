"""oauth.v2.access: a code, or a refresh token, for an access token."""

from __future__ import annotations

from typing import Any

from bot.playground import limits
from bot.playground.calls import Call, RefusalError, method
from bot.playground.oauth import install, issue_bot_token
from bot.playground.workspace import Token

Json = dict[str, Any]


@method("oauth.v2.access", "code redirect_uri grant_type refresh_token client_id client_secret", tier=4, by="nobody")
def access(call: Call) -> Json:
    """Exchange."""
    client_id, client_secret = call.client or (str(call.get("client_id", "")), str(call.get("client_secret", "")))
    if client_id != call.world.app.client_id:
        raise RefusalError("invalid_client_id")
    if client_secret != call.world.app.client_secret:
        raise RefusalError("bad_client_secret")
    grant = call.get("grant_type", "authorization_code")
    if grant == "refresh_token":
        return _told(call, _refreshed(call))
    if grant != "authorization_code":
        raise RefusalError("invalid_grant_type")
    return _told(call, _exchanged(call))


def _exchanged(call: Call) -> Token:
    world, code = call.world, call.world.workspace.codes.get(str(call.get("code", "")))
    if code is None:
        raise RefusalError("invalid_code")
    if code.used:
        raise RefusalError("code_already_used")
    if world.clock.now() - code.made_at > limits.CODE_SECONDS:
        raise RefusalError("code_expired")
    if call.get("redirect_uri", code.redirect_uri) != code.redirect_uri:
        raise RefusalError("bad_redirect_uri")
    code.used = True
    return install(world, code.user, code.scopes)


def _refreshed(call: Call) -> Token:
    workspace = call.world.workspace
    old = workspace.refreshed.pop(str(call.get("refresh_token", "")), None)
    if old is None or workspace.tokens[old].revoked is not None:
        raise RefusalError("invalid_refresh_token")
    return issue_bot_token(call.world, workspace.tokens[old].scopes)


def _told(call: Call, token: Token) -> Json:
    world = call.world
    told: Json = {
        "app_id": world.app.id,
        "authed_user": {"id": world.app.installer},
        "scope": ",".join(token.scopes),
        "token_type": "bot",
        "access_token": token.value,
        "bot_user_id": world.app.bot_user_id,
        "team": {"id": world.team_id, "name": world.workspace.team["name"]},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if token.refresh is not None:
        told |= {"refresh_token": token.refresh, "expires_in": limits.TOKEN_SECONDS}
    return told
