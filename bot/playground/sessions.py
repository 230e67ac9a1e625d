"""Agent sessions and status lines: setting them, and how they end."""

from __future__ import annotations

from typing import Final

from bot.playground import limits, telling
from bot.playground.workspace import Session, Status
from bot.playground.world import World

STATUSES: Final = ("active", "processing", "suspended", "closed")


def set_session(world: World, channel: str, thread_ts: str, status: str, title: str = "", user: str = "") -> Session:
    """Give a session its status, and make it when there is none; title and user count only then."""
    key = (channel, thread_ts)
    found = world.workspace.sessions.get(key)
    if found is None:
        found = world.workspace.sessions[key] = Session(channel, thread_ts, status, title, user)
    found.status = status
    telling.sessions(world)
    return found


def set_status(world: World, channel: str, thread_ts: str, status: str, loading_messages: list[str]) -> None:
    """Show a line under a thread for two minutes at most; an empty one takes it away."""
    key = (channel, thread_ts)
    if not status:
        world.workspace.statuses.pop(key, None)
    else:
        made = Status(channel, thread_ts, status, loading_messages, world.clock.now() + limits.STATUS_SECONDS)
        world.workspace.statuses[key] = made
        world.later(_run_out(world, made))
    telling.statuses(world)


async def _run_out(world: World, status: Status) -> None:
    await world.clock.sleep_until(status.until)
    key = (status.channel, status.thread_ts)
    if world.workspace.statuses.get(key) is status:
        del world.workspace.statuses[key]
        telling.statuses(world)
