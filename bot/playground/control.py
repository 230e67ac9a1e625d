"""The control API: acting as a person, reading what one sees, waiting, faults, the clock. Ours, not Slack's."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground import acting, agent_acts, interacting, screws, seeing, submitting, upheavals, waiting
from bot.playground.acting import ActError
from bot.playground.faults import FaultError
from bot.playground.live import Watcher
from bot.playground.manifest import ManifestError
from bot.playground.world import World

Json = dict[str, Any]
Act = Callable[[World, Json], Json | Awaitable[Json]]

ACTS: Final[dict[str, Act]] = {
    **{
        act.__name__: act
        for act in (
            acting.message,
            acting.mention,
            acting.upload,
            acting.edit,
            acting.delete,
            acting.react,
            acting.unreact,
            acting.pin,
            acting.unpin,
            acting.read,
            acting.invite,
            acting.remove,
            acting.create_channel,
            acting.archive,
            acting.unarchive,
            agent_acts.open_home,
            agent_acts.open_dm,
            agent_acts.context,
            agent_acts.stop,
            agent_acts.rename_session,
            agent_acts.dismiss,
            upheavals.rename_channel,
            upheavals.make_private,
            upheavals.person,
        )
    },
    **{
        act.__name__: act
        for act in (
            interacting.command,
            interacting.click,
            interacting.select,
            interacting.suggest,
            interacting.shortcut,
            submitting.submit,
            submitting.close,
        )
    },
}


def view(world: World, given: Json) -> Json:
    """Show everything a person sees."""
    user = acting.user_of(world, given)
    return seeing.everything(world, user, int(given.get("limit", 100)))


READS: Final[dict[str, Act]] = {
    "view": view,
    "app": screws.app,
    "state": screws.state,
    "journal": screws.journal,
    "clock": screws.clock,
    "faults": screws.faults,
}
SETS: Final[dict[str, Act]] = {
    "clock": screws.set_clock,
    "faults": screws.add_fault,
    "idle": waiting.until_idle,
    "disconnect": screws.disconnect,
    "expire": screws.expire,
    "revoke": screws.revoke,
    "install": screws.install,
    "uninstall": screws.uninstall,
    "rates": screws.rates,
    "request_url": screws.request_url,
    "reset": screws.reset,
}


def routes(world: World) -> list[BaseRoute]:
    """List the routes under `/_control`."""
    found: list[BaseRoute] = [
        Route(f"/_control/act/{name}", _endpoint(world, act), methods=["POST"]) for name, act in ACTS.items()
    ]
    found += [Route(f"/_control/{name}", _endpoint(world, act), methods=["GET"]) for name, act in READS.items()]
    found += [Route(f"/_control/{name}", _endpoint(world, act), methods=["POST"]) for name, act in SETS.items()]
    found.append(Route("/_control/faults", _endpoint(world, screws.clear_faults), methods=["DELETE"]))
    found.append(WebSocketRoute("/_control/live", _live(world)))
    return found


def _endpoint(world: World, act: Act) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            given = await _given(request)
            told = act(world, given)
            answer = told if isinstance(told, dict) else await told
        except ActError as problem:
            return _refused(problem.error, problem.detail)
        except (FaultError, ManifestError) as problem:
            return _refused("invalid_fault" if isinstance(problem, FaultError) else "invalid_manifest", str(problem))
        except (ValueError, TypeError, KeyError) as problem:
            return _refused("invalid_request", f"{type(problem).__name__}: {problem}")
        return JSONResponse({"ok": True, **answer})

    return endpoint


def _refused(error: str, detail: str) -> Response:
    return JSONResponse({"ok": False, "error": error, "detail": detail}, 400)


async def _given(request: Request) -> Json:
    if request.method == "GET":
        return {**dict(request.query_params), "kinds": request.query_params.getlist("kind")}
    body = await request.body()
    given = json.loads(body) if body else {}
    if not isinstance(given, dict):
        raise TypeError("an object is wanted")
    return given


def _live(world: World) -> Callable[[WebSocket], Awaitable[None]]:
    async def endpoint(socket: WebSocket) -> None:
        user = world.workspace.user_named(socket.query_params.get("user", ""))
        if user is None:
            await socket.close(4404, "unknown_user")
            return
        await socket.accept()
        watcher = Watcher(user.id, traffic=socket.query_params.get("traffic") == "1")
        await socket.send_json({"type": "hello", "version": world.live.version})
        world.live.watchers.append(watcher)
        sending = asyncio.create_task(_send(socket, watcher))
        try:
            with contextlib.suppress(WebSocketDisconnect):
                while True:
                    await socket.receive_text()
        finally:
            world.live.watchers.remove(watcher)
            sending.cancel()

    return endpoint


async def _send(socket: WebSocket, watcher: Watcher) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.send_json(await watcher.outbox.get())
