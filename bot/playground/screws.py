"""The screws one can turn from outside: clock, faults, connections, tokens, rates; and the raw state."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from bot.playground import events, oauth, standin, streaming, telling
from bot.playground.acting import ActError
from bot.playground.messages import as_json
from bot.playground.socket_mode import DISCONNECT_REASONS
from bot.playground.world import World

Json = dict[str, Any]


def app(world: World, _given: Json) -> Json:
    """Tell what the app under test needs to start."""
    token = oauth.bot_token(world)
    app_token = next(each.value for each in world.workspace.tokens.values() if each.kind == "app")
    return {
        "api_url": f"{world.url}/api/",
        "authorize_url": f"{world.url}/oauth/v2/authorize",
        "app_id": world.app.id,
        "team_id": world.team_id,
        "bot_user_id": world.app.bot_user_id,
        "bot_id": world.app.bot_id,
        "bot_token": token.value if token is not None else None,
        "app_token": app_token,
        "signing_secret": world.app.signing_secret,
        "client_id": world.app.client_id,
        "client_secret": world.app.client_secret,
        "verification_token": world.app.verification_token,
        "mode": world.app.mode,
        "installed": world.app.installed,
        "connections": len(world.sockets.connections),
    }


def state(world: World, _given: Json) -> Json:
    """Tell the whole state."""
    workspace = world.workspace
    channels = {
        channel.id: {
            **{key: value for key, value in vars(channel).items() if key != "messages"},
            "messages": [
                as_json(channel, message) | {"ephemeral_to": message.ephemeral_to}
                for _, message in sorted(channel.messages.items())
            ],
        }
        for channel in workspace.channels.values()
    }
    views = [*workspace.homes.values(), *(view for stack in workspace.modals.values() for view in stack)]
    return {
        "team": workspace.team,
        "users": {user.id: asdict(user) for user in workspace.users.values()},
        "channels": channels,
        "views": [asdict(view) for view in views],
        "files": [{**asdict(file), "content": None} for file in workspace.files.values()],
        "app": {"id": world.app.id, "installed": world.app.installed, "mode": world.app.mode},
        "tokens": [asdict(token) for token in workspace.tokens.values()],
        "streams": [asdict(stream) for stream in workspace.streams.values()],
        "sessions": [asdict(session) for session in workspace.sessions.values()],
        "response_urls": [asdict(url) for url in workspace.response_urls.values()],
        "triggers": [asdict(trigger) for trigger in workspace.triggers.values()],
        "faults": world.faults.waiting,
        "counts": {"ack_timeouts": 0, "retries": 0, "rate_limited": 0, **workspace.counts},
    }


def journal(world: World, given: Json) -> Json:
    """Tell the traffic from a line on, of some kinds or of one method."""
    after, kinds, method = int(given.get("after", 0)), given.get("kinds", []), given.get("method")
    lines = world.journal.lines[after:]
    chosen = [
        line
        for line in lines
        if (not kinds or line.get("kind", "call") in kinds) and method in (None, line.get("method"))
    ]
    return {"next": len(world.journal.lines), "lines": chosen}


def clock(world: World, _given: Json) -> Json:
    """Tell the time."""
    return {"now": world.clock.now(), "frozen": world.clock.frozen}


async def set_clock(world: World, given: Json) -> Json:
    """Move the clock forward, stop it, let it run."""
    if "freeze" in given:
        (world.clock.freeze if given["freeze"] else world.clock.run)()
    seconds = float(given.get("advance", 0))
    if seconds < 0:
        raise ActError("invalid_request", "the clock never goes back")
    if seconds:
        await world.clock.advance(seconds, world.deliveries.settle)
    telling.clock(world)
    return clock(world, {})


def faults(world: World, _given: Json) -> Json:
    """Tell which faults wait."""
    return {"faults": world.faults.waiting}


def add_fault(world: World, given: Json) -> Json:
    """Order a fault."""
    world.faults.add(given)
    return faults(world, {})


def clear_faults(world: World, _given: Json) -> Json:
    """Forget all faults."""
    world.faults.clear()
    return faults(world, {})


async def disconnect(world: World, given: Json) -> Json:
    """End the Socket Mode connections."""
    reason = str(given.get("reason", "refresh_requested"))
    if reason not in DISCONNECT_REASONS:
        raise ActError("invalid_request", f"reason must be one of: {', '.join(DISCONNECT_REASONS)}")
    return {"closed": await world.sockets.disconnect(reason, hard=bool(given.get("hard")))}


def expire(world: World, given: Json) -> Json:
    """Let things expire now."""
    unknown = [name for name in given.get("what", []) if name not in _EXPIRY]
    if unknown:
        raise ActError("invalid_request", f"what may hold: {', '.join(_EXPIRY)}")
    return {"expired": {name: _EXPIRY[name](world) for name in given.get("what", [])}}


def _triggers(world: World) -> int:
    for trigger in world.workspace.triggers.values():
        trigger.made_at = 0
    return len(world.workspace.triggers)


def _response_urls(world: World) -> int:
    for url in world.workspace.response_urls.values():
        url.made_at = 0
    return len(world.workspace.response_urls)


def _streams(world: World) -> int:
    ended = [
        streaming.end(world, stream, "errored", "message_not_in_streaming_state")
        for stream in world.workspace.streams.values()
    ]
    return sum(ended)


def _tokens(world: World) -> int:
    bots = [token for token in world.workspace.tokens.values() if token.kind == "bot"]
    for token in bots:
        token.expires_at = 0
    return len(bots)


def _statuses(world: World) -> int:
    number = len(world.workspace.statuses)
    world.workspace.statuses.clear()
    telling.statuses(world)
    return number


_EXPIRY: Final = {
    "triggers": _triggers,
    "streams": _streams,
    "response_urls": _response_urls,
    "tokens": _tokens,
    "statuses": _statuses,
}


def revoke(world: World, _given: Json) -> Json:
    """Make the bot tokens void."""
    for token in world.workspace.tokens.values():
        if token.kind == "bot":
            token.revoked = "token_revoked"
    return {"events": events.revoked(world, uninstalled=False)}


def install(world: World, _given: Json) -> Json:
    """Install the app without the OAuth page."""
    token = oauth.install(world, next(iter(world.workspace.users)))
    return {"bot_token": token.value}


def uninstall(world: World, _given: Json) -> Json:
    """Remove the app."""
    return {"events": oauth.uninstall(world)}


def rates(world: World, given: Json) -> Json:
    """Switch the rate limits on or off."""
    world.rates.enabled = bool(given.get("enabled", True))
    world.rates.clear()
    return {"enabled": world.rates.enabled}


async def request_url(world: World, given: Json) -> Json:
    """Deliver to an address from now on, once it has returned the challenge; null forgets it again."""
    if given.get("url") is None:
        world.app.request_url = world.setup.request_url = None
        return {"verified": False, "detail": "deliveries go where the manifest says"}
    url = str(given["url"])
    verified, detail = await world.http.verify(url)
    if verified:
        world.app.request_url = world.setup.request_url = url
    return {"verified": verified, "detail": detail}


def reset(world: World, given: Json) -> Json:
    """Begin anew."""
    standin.restart(world, given.get("manifest"), given.get("seed"))
    return {"version": world.live.version}
