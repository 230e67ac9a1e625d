"""Waiting until the app has nothing to do, as far as one can see from outside."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from bot.playground.world import World

Json = dict[str, Any]

_GLANCE = 0.005


def busy(world: World, quiet: float, *, ignore_status: bool) -> list[str]:
    """Name the signs that the app is at work: delivery, stream, status, session, calls."""
    workspace = world.workspace
    signs = {
        "delivery": world.deliveries.in_flight > 0,
        "stream": any(each.state == "in_progress" for each in workspace.streams.values()),
        "status": not ignore_status and bool(workspace.statuses),
        "session": not ignore_status and any(each.status == "processing" for each in workspace.sessions.values()),
        "calls": world.calls > 0 or time.monotonic() - world.called_at < quiet,
    }
    return [name for name, at_work in signs.items() if at_work]


async def until_idle(world: World, given: Json) -> Json:
    """Wait until there has been no sign of work for `quiet_ms`; at most `timeout_ms`."""
    quiet, timeout = float(given.get("quiet_ms", 150)) / 1000, float(given.get("timeout_ms", 10_000)) / 1000
    started = calm_since = time.monotonic()
    while True:
        signs = busy(world, quiet, ignore_status=bool(given.get("ignore_status")))
        now = time.monotonic()
        if signs:
            calm_since = now
        if now - calm_since >= quiet or now - started >= timeout:
            return {"idle": not signs, "waited_ms": int((now - started) * 1000), "busy": signs}
        await asyncio.sleep(_GLANCE)
