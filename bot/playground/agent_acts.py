"""A person's doings with the app beside conversations: Home, the agent's DM, context, Stop, notices."""

from __future__ import annotations

from typing import Any

from bot.playground import conversing, events, posting, streaming, telling
from bot.playground.acting import ActError, channel_of, done, user_of
from bot.playground.messages import from_app
from bot.playground.methods.agents import renamed
from bot.playground.workspace import Channel, Session, User
from bot.playground.world import World

Json = dict[str, Any]


def open_home(world: World, given: Json) -> Json:
    """Open the app's Home tab."""
    return _open(world, user_of(world, given), "home", "home_tab_enabled")


def open_dm(world: World, given: Json) -> Json:
    """Open the app's Messages tab."""
    return _open(world, user_of(world, given), "messages", "messages_tab_enabled")


def _open(world: World, user: User, tab: str, setting: str) -> Json:
    if not world.app.manifest.tab(setting):
        raise ActError(setting.replace("_enabled", "_disabled"), "the manifest has it off")
    channel = conversing.open_dm(world, user.id)
    sent = events.home_opened(world, user, channel, tab)
    if tab == "messages" and world.app.manifest.is_assistant:
        sent += _assistant_thread(world, user, channel)
    return done(channel, sent)


def _assistant_thread(world: World, user: User, channel: Channel) -> list[str]:
    """Begin a thread of the older assistant view; an agent app has none."""
    body = from_app(world, "New Assistant Thread") | {"subtype": "assistant_app_thread"}
    root, _ = posting.post(world, channel, body)
    return _assistant_event(world, "assistant_thread_started", user, channel, root.ts)


def _assistant_event(world: World, kind: str, user: User, channel: Channel, thread_ts: str) -> list[str]:
    entities = world.workspace.contexts.get(user.id, {"entities": []})["entities"]
    looked_at = {"channel_id": entities[0]["value"], "team_id": world.team_id} if entities else {}
    thread = {
        "user_id": user.id,
        "context": {**looked_at, "enterprise_id": None} if looked_at else {},
        "channel_id": channel.id,
        "thread_ts": thread_ts,
    }
    return events.emit(world, {"type": kind, "assistant_thread": thread, "event_ts": world.stamps.next()})


def context(world: World, given: Json) -> Json:
    """Look at a channel while the agent is open beside it; at nothing with `channel` null."""
    user = user_of(world, given)
    entities = []
    if given.get("channel") is not None:
        looked_at = channel_of(world, given, user, member=False)
        entities.append({"type": "slack#/types/channel_id", "value": looked_at.id, "team_id": world.team_id})
    made: Json = {"entities": entities}
    world.workspace.contexts[user.id] = made
    telling.agent(world)
    dm = conversing.open_dm(world, user.id)
    if world.app.manifest.is_assistant:
        threads = [each.ts for each in dm.public() if each.body.get("subtype") == "assistant_app_thread"]
        kind = "assistant_thread_context_changed"
        return {"context": made, "events": _assistant_event(world, kind, user, dm, threads[-1]) if threads else []}
    if not world.app.manifest.agent:
        return {"context": made, "events": []}
    event = {"type": "app_context_changed", "user": user.id, "channel": dm.id, "context": made}
    return {"context": made, "events": events.emit(world, event | {"event_ts": world.stamps.next()})}


def _session(world: World, given: Json) -> tuple[User, Session]:
    user = user_of(world, given)
    channel = channel_of(world, given, user)
    found = world.workspace.sessions.get((channel.id, str(given.get("thread_ts", ""))))
    if found is None:
        raise ActError("unknown_session", "there is no session in this thread")
    return user, found


def stop(world: World, given: Json) -> Json:
    """Press Stop on a session that is processing; the streams in its thread end."""
    user, session = _session(world, given)
    if session.status != "processing" or "agent_session_stopped" not in world.app.manifest.events:
        raise ActError("no_stop_button", "the session is not processing, or the app does not hear of Stop")
    channel = world.workspace.channels[session.channel]
    stopped = []
    for stream in list(world.workspace.streams.values()):
        message = channel.message(stream.ts) if stream.channel == channel.id else None
        if message is None or (message.thread_ts or message.ts) != session.thread_ts:
            continue
        if streaming.end(world, stream, "completed", "stopped_by_user"):
            stopped.append(stream.ts)
    event = {
        "type": "agent_session_stopped",
        "channel": channel.id,
        "user": user.id,
        "thread_ts": session.thread_ts,
        "streaming_message_ts": stopped,
        "event_ts": world.stamps.next(),
    }
    return {"streams": stopped, "events": events.emit(world, event, channel)}


def rename_session(world: World, given: Json) -> Json:
    """Give a session another title."""
    user, session = _session(world, given)
    previous, session.title = session.title, str(given.get("title", ""))
    telling.sessions(world)
    channel = world.workspace.channels[session.channel]
    return {"events": renamed(world, channel, session.thread_ts, user.id, previous)}


def dismiss(world: World, given: Json) -> Json:
    """Take a person's notices away."""
    user = user_of(world, given)
    world.workspace.notices = [each for each in world.workspace.notices if each.user != user.id]
    return {}
