"""The server: Slack's own routes, ours under `/_control`, and the page."""

from __future__ import annotations

import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from bot.playground import control, filing, oauth, responding, web_api
from bot.playground.clock import Clock
from bot.playground.journal import Journal
from bot.playground.standin import begin
from bot.playground.world import Setup, World

Json = dict[str, Any]

HOST: Final = "127.0.0.1"
PAGE: Final = Path(__file__).parent / "page"


def application(world: World) -> Starlette:
    """Build the ASGI application of a world."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        world.cancel_timers()
        world.deliveries.stop()
        await world.http.close()
        world.journal.close()

    return Starlette(routes=[*Doors(world).routes(), *control.routes(world), *_page()], lifespan=lifespan)


@dataclass(frozen=True)
class Doors:
    """Slack's own routes."""

    world: World

    async def api(self, request: Request) -> Response:
        """Answer the Web API."""
        return await web_api.answer(self.world, request)

    async def link(self, connection: WebSocket) -> None:
        """Hold a Socket Mode connection."""
        await self.world.sockets.serve(connection)

    async def upload(self, request: Request) -> Response:
        """Take the bytes of a file."""
        status, text = filing.receive(self.world, request.path_params["file_id"], await request.body())
        return Response(text, status)

    async def file(self, request: Request) -> Response:
        """Give a file."""
        found = self.world.workspace.files.get(request.path_params["file_id"])
        if found is None or found.content is None:
            return Response("no such file", 404)
        return Response(found.content, media_type=found.mimetype)

    async def response_url(self, request: Request) -> Response:
        """Take what the app posts to a response URL."""
        try:
            body = json.loads(await request.body())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
        status, told = responding.respond(self.world, request.path_params["key"], body)
        return JSONResponse(told, status)

    async def authorize(self, request: Request) -> Response:
        """Show the consent page."""
        return oauth.authorize(self.world, request)

    async def archives(self, request: Request) -> Response:
        """Lead a permalink to the page."""
        digits = request.path_params["ts"].removeprefix("p")
        return RedirectResponse(f"/?channel={request.path_params['channel']}&ts={digits[:-6]}.{digits[-6:]}")

    def routes(self) -> list[BaseRoute]:
        """List them."""
        return [
            Route("/api/{method}", self.api, methods=["GET", "POST"]),
            WebSocketRoute("/link/", self.link),
            Route("/upload/v1/{file_id}", self.upload, methods=["POST"]),
            Route("/files/{file_id}/{name}", self.file),
            Route("/actions/{key:path}", self.response_url, methods=["POST"]),
            Route("/oauth/v2/authorize", self.authorize),
            Route("/archives/{channel}/{ts}", self.archives),
        ]


def _page() -> list[BaseRoute]:
    return [Mount("/", StaticFiles(directory=PAGE, html=True))] if PAGE.is_dir() else []


def bind(port: int) -> socket.socket:
    """Take a port of this machine only; 0 takes a free one."""
    # The protocol is named because asyncio switches Nagle's delay off for such sockets only: 40 ms a call otherwise.
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind((HOST, port))
    return taken


def open_world(taken: socket.socket, setup: Setup, journal_path: Path | None) -> World:
    """Begin a stand-in on a port that was taken; ManifestError when the manifest is refused."""
    clock = Clock()
    url = f"http://{HOST}:{taken.getsockname()[1]}"
    return begin(url, setup, Journal(clock, journal_path), clock)


def server_for(world: World) -> uvicorn.Server:
    """Make the server of a world; run it with `serve(sockets=[…])`."""
    config = uvicorn.Config(
        application(world),
        log_level="warning",
        ws="websockets-sansio",
        lifespan="on",
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)
