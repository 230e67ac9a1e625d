"""Installing the app: the consent page, codes, tokens, their rotation and their end."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.playground import events, limits, telling
from bot.playground.app import secret
from bot.playground.workspace import Code, Token
from bot.playground.world import World

Json = dict[str, Any]


def issue_app_token(world: World) -> Token:
    """Make the app-level token of Socket Mode."""
    value = f"xapp-1-{world.app.id}-{secret('app', world.app.id)}"
    token = Token(value, "app", ("connections:write", "authorizations:read"))
    world.workspace.tokens[value] = token
    return token


def issue_bot_token(world: World, scopes: tuple[str, ...]) -> Token:
    """Make a bot token; one that ends after twelve hours when the manifest wants rotation."""
    number = world.workspace.ids.number("bot token")
    plain = f"xoxb-{world.team_id[1:]}-{number:012d}-{secret('bot', number)[:24]}"
    token = Token(plain, "bot", scopes)
    if world.app.manifest.setting("token_rotation_enabled"):
        token.value = f"xoxe.{plain.replace('xoxb-', 'xoxb-1-')}"
        token.expires_at = world.clock.now() + limits.TOKEN_SECONDS
        token.refresh = f"xoxe-1-{secret('refresh', number)}"
        world.workspace.refreshed[token.refresh] = token.value
    world.workspace.tokens[token.value] = token
    return token


def install(world: World, user: str, scopes: tuple[str, ...] | None = None) -> Token:
    """Install the app for the team; answers its bot token."""
    world.app.installed, world.app.installer = True, user
    world.bot.deleted = False
    token = issue_bot_token(world, world.app.manifest.scopes if scopes is None else scopes)
    telling.app(world)
    return token


def bot_token(world: World) -> Token | None:
    """Find the newest bot token that works."""
    working = [token for token in world.workspace.tokens.values() if token.kind == "bot" and token.revoked is None]
    return working[-1] if working else None


def revoke(world: World, token: Token, why: str) -> list[str]:
    """Make a token void; the app is told with `tokens_revoked`."""
    token.revoked = why
    return events.revoked(world, uninstalled=False)


def uninstall(world: World) -> list[str]:
    """Remove the app: its tokens are void, it is in no channel any more."""
    for token in world.workspace.tokens.values():
        if token.kind == "bot":
            token.revoked = token.revoked or "account_inactive"
    world.workspace.refreshed.clear()
    world.app.installed = False
    world.bot.deleted = True
    for channel in world.workspace.channels.values():
        if channel.type != "im" and world.app.bot_user_id in channel.members:
            channel.members.remove(world.app.bot_user_id)
            telling.channel(world, channel)
    telling.app(world)
    return events.revoked(world, uninstalled=True)


def authorize(world: World, request: Request) -> Response:
    """Show the consent page, or with `allow=1` go straight back to the app."""
    asked = request.query_params
    problem = _problem(world, asked.get("client_id"), asked.get("redirect_uri"), asked.get("scope", ""))
    if problem is not None:
        return HTMLResponse(f"<h1>Something went wrong</h1><p>{escape(problem)}</p>", 400)
    redirect_uri = asked.get("redirect_uri") or world.app.manifest.redirect_urls[0]
    if "deny" in asked:
        return RedirectResponse(_with(redirect_uri, error="access_denied", state=asked.get("state", "")), 302)
    if "allow" not in asked:
        return HTMLResponse(_page(world, request))
    scopes = tuple(scope for scope in asked.get("scope", "").split(",") if scope)
    user = asked.get("user") or next(iter(world.workspace.users))
    number = world.workspace.ids.number("code")
    code = Code(f"{world.team_id[1:]}.{number}.{secret('code', number)}", redirect_uri, scopes, user, world.clock.now())
    world.workspace.codes[code.value] = code
    return RedirectResponse(_with(redirect_uri, code=code.value, state=asked.get("state", "")), 302)


def _problem(world: World, client_id: str | None, redirect_uri: str | None, scope: str) -> str | None:
    manifest = world.app.manifest
    if client_id != world.app.client_id:
        return "invalid_client_id"
    known = manifest.redirect_urls
    if redirect_uri is None and not known:
        return "missing redirect_uri"
    if redirect_uri is not None and known and not any(redirect_uri.startswith(url) for url in known):
        return "bad_redirect_uri"
    unknown = [each for each in scope.split(",") if each and each not in manifest.scopes]
    return f"invalid_scope: {', '.join(unknown)}" if unknown else None


def _with(url: str, **fields: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(fields)}"


def _page(world: World, request: Request) -> str:
    name, team = escape(world.app.manifest.name), escape(str(world.workspace.team["name"]))
    scopes = "".join(f"<li>{escape(each)}</li>" for each in request.query_params.get("scope", "").split(",") if each)
    here = escape(f"{request.url.path}?{request.url.query}")
    return (
        f"<!doctype html><title>{name}</title><h1>{name} is requesting permission to access {team}</h1>"
        f'<ul>{scopes}</ul><p><a href="{here}&allow=1">Allow</a> <a href="{here}&deny=1">Cancel</a></p>'
    )
