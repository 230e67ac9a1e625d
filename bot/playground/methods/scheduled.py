"""chat.scheduleMessage, chat.deleteScheduledMessage, chat.scheduledMessages.list."""

from __future__ import annotations

from typing import Any

from bot.playground import content, limits, paging, posting, telling
from bot.playground.calls import Call, RefusalError, method
from bot.playground.messages import from_app
from bot.playground.methods.chat import CONTENT
from bot.playground.workspace import Scheduled
from bot.playground.world import World

Json = dict[str, Any]


@method(
    "chat.scheduleMessage",
    f"channel! post_at!:int {CONTENT} thread_ts reply_broadcast:bool unfurl_links:bool unfurl_media:bool metadata:any",
    scopes=("chat:write",),
)
def schedule_message(call: Call) -> Json:
    """Say something later. What it says is fixed now."""
    world, channel, post_at = call.world, call.channel(), int(call.get("post_at"))
    if post_at <= world.clock.now():
        raise RefusalError("time_in_past")
    if post_at > world.clock.now() + limits.SCHEDULE_SECONDS:
        raise RefusalError("time_too_far")
    window = post_at - post_at % limits.SCHEDULE_WINDOW
    near = [
        each
        for each in world.workspace.scheduled.values()
        if each.channel == channel.id and window <= each.post_at < window + limits.SCHEDULE_WINDOW
    ]
    if len(near) >= limits.SCHEDULE_BURST:
        raise RefusalError("restricted_too_many")
    told = content.read(world, call.arguments)
    call.thread(channel)
    made = Scheduled(
        id=world.workspace.ids.next("Q"),
        channel=channel.id,
        post_at=post_at,
        text=told.text,
        arguments={"body": told.into(from_app(world, told.text)), "thread_ts": call.get("thread_ts")},
        made_at=world.clock.now(),
    )
    world.workspace.scheduled[made.id] = made
    world.later(_post_when_due(world, made))
    telling.scheduled(world)
    message = {"type": "delayed_message", **made.arguments["body"]}
    return {"channel": channel.id, "scheduled_message_id": made.id, "post_at": post_at, "message": message}


async def _post_when_due(world: World, due: Scheduled) -> None:
    await world.clock.sleep_until(due.post_at)
    if world.workspace.scheduled.pop(due.id, None) is None:
        return
    channel = world.workspace.channels[due.channel]
    telling.scheduled(world)
    if world.app.bot_user_id in channel.members and not channel.is_archived:
        posting.post(world, channel, dict(due.arguments["body"]), due.arguments["thread_ts"])


@method("chat.deleteScheduledMessage", "channel! scheduled_message_id! as_user:bool", scopes=("chat:write",))
def delete_scheduled_message(call: Call) -> Json:
    """Take a scheduled message back."""
    channel, scheduled = call.channel(), call.world.workspace.scheduled
    found = scheduled.get(str(call.get("scheduled_message_id")))
    if found is None or found.channel != channel.id:
        raise RefusalError("invalid_scheduled_message_id")
    del scheduled[found.id]
    telling.scheduled(call.world)
    return {}


@method("chat.scheduledMessages.list", "channel cursor limit:int latest oldest", scopes=("chat:write",))
def scheduled_messages_list(call: Call) -> Json:
    """List what is still to come."""
    channel = call.channel(member=False).id if call.get("channel") else None
    latest, oldest = float(call.get("latest", "inf")), float(call.get("oldest", "0"))
    found = [
        {
            "id": each.id,
            "channel_id": each.channel,
            "post_at": each.post_at,
            "date_created": int(each.made_at),
            "text": each.text,
        }
        for each in call.world.workspace.scheduled.values()
        if channel in (None, each.channel) and oldest <= each.post_at <= latest
    ]
    items, metadata = paging.page(call, sorted(found, key=lambda each: int(str(each["post_at"]))))
    return {"scheduled_messages": items, "response_metadata": metadata}
