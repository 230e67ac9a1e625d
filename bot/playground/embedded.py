"""A stand-in inside a test: its own thread, its own free port, gone when the block ends."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from bot.playground.client import Control
from bot.playground.server import bind, open_world, server_for
from bot.playground.world import Setup

Json = dict[str, Any]

_PATIENCE = 10.0


class StandIn:
    """A running stand-in: where it is, what the app needs, and a client of the control API."""

    def __init__(self, url: str, control: Control) -> None:
        self.url = url
        self.api_url = f"{url}/api/"
        self.control = control

    def __getattr__(self, name: str) -> str:
        """Give `bot_token`, `app_token`, `signing_secret` … as `/_control/app` tells them at this moment."""
        if name.startswith("_"):
            raise AttributeError(name)
        app = self.control.get("app")
        if name not in app:
            raise AttributeError(name)
        return str(app[name])


@contextmanager
def playground(
    manifest: Json | None = None, *, journal: Path | None = None, port: int = 0, **setup: Any
) -> Iterator[StandIn]:
    """Run a stand-in. `setup` takes what `Setup` has: request_url, installed, rates, commercial, seed."""
    taken = bind(port)
    try:
        world = open_world(taken, Setup(manifest=manifest, **setup), journal)
        server = server_for(world)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[taken])), daemon=True)
        thread.start()
        _await_start(server, thread)
        with Control(world.url) as control:
            yield StandIn(world.url, control)
        server.should_exit = True
        thread.join(_PATIENCE)
    finally:
        with contextlib.suppress(OSError):
            taken.close()


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    until = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise RuntimeError("the stand-in did not start")
        time.sleep(0.005)
