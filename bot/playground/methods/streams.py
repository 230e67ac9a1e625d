"""chat.startStream, chat.appendStream, chat.stopStream."""

from __future__ import annotations

from typing import Any

from bot.playground import content, limits, posting, streaming
from bot.playground.calls import Call, RefusalError, invalid_arguments, method
from bot.playground.messages import as_json, from_app
from bot.playground.methods.chat import LOOKS, dressed
from bot.playground.sessions import STATUSES, set_session
from bot.playground.workspace import Channel, Message, Stream

Json = dict[str, Any]


@method(
    "chat.startStream",
    f"channel! thread_ts! markdown_text chunks:list recipient_user_id recipient_team_id task_display_mode {LOOKS}",
    scopes=("chat:write",),
    tier=2,
)
def start(call: Call) -> Json:
    """Begin a streamed reply."""
    world, channel = call.world, call.channel()
    if channel.type == "mpim":
        raise RefusalError("channel_type_not_supported")
    if channel.type != "im":
        _recipient(call, channel)
    mode = call.get("task_display_mode", "timeline")
    if mode not in ("timeline", "plan", "dense"):
        raise invalid_arguments("must be one of: timeline, plan, dense [json-pointer:/task_display_mode]")
    chunks = streaming.chunks_of(world, call.arguments, needed=False)
    thread_ts = call.thread(channel)
    body = dressed(call, from_app(world, ""))
    body |= {"streaming_state": "in_progress", "task_display_mode": mode}
    message, _ = posting.post(world, channel, body, thread_ts)
    stream = streaming.begin(world, channel, message, mode)
    streaming.add(world, stream, chunks)
    streaming.render(world, channel, message, stream)
    return {"channel": channel.id, "ts": message.ts}


def _recipient(call: Call, channel: Channel) -> None:
    for name in ("recipient_user_id", "recipient_team_id"):
        if not call.get(name):
            raise RefusalError(f"missing_{name}")
    if call.get("recipient_team_id") != call.world.team_id:
        raise RefusalError("team_not_found")
    if call.get("recipient_user_id") not in channel.members:
        raise RefusalError("user_not_in_channel")


def _running(call: Call) -> tuple[Channel, Message, Stream]:
    channel = call.channel()
    message = call.message(channel)
    if message.body.get("bot_id") != call.world.app.bot_id:
        raise RefusalError("message_not_owned_by_app")
    stream = call.world.workspace.streams.get((channel.id, message.ts))
    if stream is None or stream.state != "in_progress":
        why = stream.why if stream is not None else None
        raise RefusalError(why or "message_not_in_streaming_state")
    return channel, message, stream


@method("chat.appendStream", "channel! ts! markdown_text chunks:list", scopes=("chat:write",), tier=4)
def append(call: Call) -> Json:
    """Add to a running stream."""
    channel, message, stream = _running(call)
    streaming.add(call.world, stream, streaming.chunks_of(call.world, call.arguments, needed=True))
    streaming.render(call.world, channel, message, stream)
    return {"channel": channel.id, "ts": message.ts}


@method(
    "chat.stopStream",
    "channel! ts! markdown_text chunks:list blocks:any metadata:any session_status",
    scopes=("chat:write",),
    tier=2,
)
def stop(call: Call) -> Json:
    """End a stream, with blocks below what was streamed."""
    world = call.world
    channel, message, stream = _running(call)
    status = call.get("session_status", "active")
    if status not in STATUSES:
        raise invalid_arguments(f"must be one of: {', '.join(STATUSES)} [json-pointer:/session_status]")
    chunks = streaming.chunks_of(world, call.arguments, needed=False)
    more = {name: call.get(name) for name in ("blocks", "metadata")}
    told = content.read(world, more, needed=False)
    if len(told.blocks or []) > limits.STREAM_FINAL_BLOCKS:
        raise RefusalError("msg_blocks_too_long")
    streaming.add(world, stream, chunks)
    stream.state = "completed"
    if told.metadata is not None:
        message.body["metadata"] = told.metadata
    streaming.render(world, channel, message, stream, told.blocks)
    thread_ts = message.thread_ts or message.ts
    if (channel.id, thread_ts) in world.workspace.sessions:
        set_session(world, channel.id, thread_ts, status)
    return {"channel": channel.id, "ts": message.ts, "message": as_json(channel, message)}
