"""Streams: what a chunk may be, how chunks become blocks, how a stream ends."""

from __future__ import annotations

from typing import Any, Final

from bot.playground import content, limits, posting
from bot.playground.calls import RefusalError
from bot.playground.shapes import Check, Rule, array, by_type, one_of, shape, string
from bot.playground.workspace import Channel, Message, Stream
from bot.playground.world import World

Json = dict[str, Any]

_SOURCE = shape({"type": one_of("url"), "url": string(limits.URL), "text": string(limits.TASK_TEXT)})


def _any_list(check: Check, pointer: str, value: Any) -> None:
    if not isinstance(value, list):
        check.report(pointer, "invalid_type", "must be an array")


_CHUNK: Final[Rule] = by_type(
    {
        "markdown_text": shape({"type": one_of("markdown_text"), "text": string(10**9)}),
        "task_update": shape(
            {
                "type": one_of("task_update"),
                "id": string(limits.BLOCK_ID),
                "title": string(limits.TASK_TITLE),
                "status": one_of("pending", "in_progress", "complete", "error"),
            },
            {
                "details": string(limits.TASK_TEXT),
                "output": string(limits.TASK_TEXT),
                "sources": array(_SOURCE, 50, 0),
            },
        ),
        "plan_update": shape({"type": one_of("plan_update"), "title": string(limits.TASK_TITLE)}),
        "blocks": shape({"type": one_of("blocks"), "blocks": _any_list}),
    }
)
_CHUNKS = array(_CHUNK, 1_000, 0)


def chunks_of(world: World, arguments: Json, *, needed: bool) -> list[Json]:
    """Read what a call wants to add to a stream; RefusalError when it is wrong, or `needed` and nothing."""
    text, chunks = arguments.get("markdown_text"), arguments.get("chunks")
    if text is not None and chunks:
        raise RefusalError("markdown_text_conflict")
    given = [{"type": "markdown_text", "text": text}] if text else list(chunks or [])
    if needed and not given:
        raise RefusalError("no_text")
    check = Check("message")
    _CHUNKS(check, "/chunks", given)
    if check.problems:
        raise content.refused("invalid_chunks", check.problems)
    for at, chunk in enumerate(given):
        if chunk["type"] == "markdown_text" and len(chunk["text"]) > limits.MARKDOWN_TEXT:
            raise RefusalError("msg_too_long")
        if chunk["type"] == "blocks":
            most, pointer = limits.STREAM_CHUNK_BLOCKS, f"/chunks/{at}/blocks"
            chunk["blocks"] = content.message_blocks(world, chunk["blocks"], pointer, most)
    return given


def add(world: World, stream: Stream, chunks: list[Json]) -> None:
    """Add chunks: text goes on where text ended, a task is replaced by its id."""
    for chunk in chunks:
        if chunk["type"] == "markdown_text":
            if not stream.parts or stream.parts[-1]["kind"] != "text":
                stream.parts.append({"kind": "text", "text": "", "block_id": world.workspace.ids.next("b", 4)})
            stream.parts[-1]["text"] += chunk["text"]
        elif chunk["type"] == "plan_update":
            stream.title = chunk["title"]
        elif chunk["type"] == "task_update":
            _task(world, stream, chunk)
        else:
            stream.parts.append({"kind": "blocks", "blocks": chunk["blocks"]})


def _task(world: World, stream: Stream, chunk: Json) -> None:
    known = next((part for part in stream.parts if part["kind"] == "task" and part["id"] == chunk["id"]), None)
    if known is None:
        known = {"kind": "task", "id": chunk["id"], "details": "", "block_id": world.workspace.ids.next("b", 4)}
        stream.parts.append(known)
    details = known["details"] + chunk.get("details", "")
    known.update({key: value for key, value in chunk.items() if key != "type"}, details=details)


def render(world: World, channel: Channel, message: Message, stream: Stream, final: list[Json] | None = None) -> None:
    """Put what was streamed into the message. `final`: the blocks below it, at the end."""
    blocks: list[Json] = []
    tasks = [_task_card(part) for part in stream.parts if part["kind"] == "task"]
    planned = stream.mode == "plan" and bool(tasks or stream.title)
    if planned:
        title = stream.title or (tasks[-1]["title"] if tasks else "")
        blocks.append({"type": "plan", "block_id": f"plan-{message.ts}", "title": title, "tasks": tasks})
    for part in stream.parts:
        if part["kind"] == "text":
            blocks.append({"type": "markdown", "block_id": part["block_id"], "text": part["text"]})
        elif part["kind"] == "blocks":
            blocks.extend(part["blocks"])
        elif not planned:
            blocks.append(_task_card(part))
    body = dict(message.body)
    body["text"] = "".join(part["text"] for part in stream.parts if part["kind"] == "text")
    body["blocks"] = [*blocks, *(final or [])]
    body["streaming_state"] = stream.state
    body["task_display_mode"] = stream.mode
    _store(world, channel, message, body, silent=stream.state == "in_progress")


def _store(world: World, channel: Channel, message: Message, body: Json, *, silent: bool) -> None:
    if silent:
        posting.redraw(world, channel, message, body)
    else:
        posting.change(world, channel, message, body, edited=False)


def _task_card(part: Json) -> Json:
    card = {
        "type": "task_card",
        "block_id": part["block_id"],
        "task_id": part["id"],
        "title": part["title"],
        "status": part["status"],
    }
    for key in ("details", "output"):
        if part.get(key):
            section = {"type": "rich_text_section", "elements": [{"type": "text", "text": part[key]}]}
            card[key] = {"type": "rich_text", "elements": [section]}
    if part.get("sources"):
        card["sources"] = part["sources"]
    return card


def begin(world: World, channel: Channel, message: Message, mode: str) -> Stream:
    """Begin a stream; left alone it expires."""
    stream = Stream(channel.id, message.ts, mode, world.clock.now())
    world.workspace.streams[channel.id, message.ts] = stream
    world.later(_expire_later(world, stream))
    return stream


async def _expire_later(world: World, stream: Stream) -> None:
    await world.clock.sleep(limits.STREAM_SECONDS)
    end(world, stream, "errored", "message_not_in_streaming_state")


def end(world: World, stream: Stream, state: str, why: str) -> bool:
    """End a running stream from Slack's side; `why` is what the app is told from then on. False when it had ended."""
    if stream.state != "in_progress":
        return False
    stream.state, stream.why = state, why
    channel = world.workspace.channels[stream.channel]
    message = channel.message(stream.ts)
    if message is not None:
        render(world, channel, message, stream)
    return True
