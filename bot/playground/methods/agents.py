"""agents.sessions.*: sessions of an agent, with status, title and Stop."""

from __future__ import annotations

from typing import Any

from bot.playground import events, limits, telling
from bot.playground.calls import Call, RefusalError, invalid_arguments, method
from bot.playground.methods.chat import LOOKS
from bot.playground.sessions import STATUSES, set_session
from bot.playground.workspace import Channel
from bot.playground.world import World

Json = dict[str, Any]

_NO_STOP = "missing_agent_session_stopped_event_subscription"


def _where(call: Call) -> tuple[Channel, str]:
    if not call.world.app.manifest.agent:
        raise RefusalError("agent_not_enabled")
    channel = call.channel("channel_id")
    thread_ts = call.thread(channel)
    if thread_ts is None:
        raise invalid_arguments("missing required field: thread_ts")
    return channel, thread_ts


def _title(call: Call) -> str:
    title = str(call.get("title", ""))
    if len(title) > limits.SESSION_TITLE:
        raise invalid_arguments(f"must be less than {limits.SESSION_TITLE + 1} characters [json-pointer:/title]")
    return title


@method(
    "agents.sessions.setStatus",
    f"channel_id! status! thread_ts title initiator_user_id {LOOKS}",
    scopes=("chat:write",),
)
def set_status(call: Call) -> Json:
    """Say what the app does in a thread: while it is processing the person sees a Stop button."""
    channel, thread_ts = _where(call)
    if call.get("status") not in STATUSES:
        raise invalid_arguments(f"must be one of: {', '.join(STATUSES)} [json-pointer:/status]")
    if call.get("initiator_user_id", channel.members[0]) not in channel.members:
        raise RefusalError("user_not_in_channel")
    user = str(call.get("initiator_user_id", ""))
    session = set_session(call.world, channel.id, thread_ts, str(call.get("status")), _title(call), user)
    told: Json = {"status": session.status, "agent_status": session.status, "title": session.title}
    if "agent_session_stopped" not in call.world.app.manifest.events:
        told |= {"warning": _NO_STOP, "response_metadata": {"warnings": [_NO_STOP]}}
    return told


@method("agents.sessions.rename", "channel_id! title! thread_ts", scopes=("chat:write",))
def rename(call: Call) -> Json:
    """Give a session another title."""
    channel, thread_ts = _where(call)
    session = call.world.workspace.sessions.get((channel.id, thread_ts))
    if session is None:
        raise RefusalError("session_not_found")
    previous, session.title = session.title, _title(call)
    telling.sessions(call.world)
    renamed(call.world, channel, thread_ts, call.world.app.bot_user_id, previous)
    return {"title": session.title}


def renamed(world: World, channel: Channel, thread_ts: str, user: str, previous: str) -> list[str]:
    """Tell the app that a session's title changed."""
    event = {
        "type": "agent_session_title_changed",
        "channel": channel.id,
        "user": user,
        "team_id": world.team_id,
        "thread_ts": thread_ts,
        "title": world.workspace.sessions[channel.id, thread_ts].title,
        "previous_title": previous,
        "event_ts": world.stamps.next(),
    }
    return events.emit(world, event, channel)
