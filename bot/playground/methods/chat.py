"""chat.postMessage, chat.update, chat.delete, chat.getPermalink."""

from __future__ import annotations

from typing import Any, Final

from bot.playground import content, conversing, posting
from bot.playground.calls import Call, RefusalError, method
from bot.playground.messages import as_json, from_app, permalink
from bot.playground.workspace import Channel, Message

Json = dict[str, Any]

CONTENT: Final = "text blocks:any attachments:any markdown_text as_user:bool link_names:bool parse"
LOOKS: Final = "icon_emoji icon_url username"


def dressed(call: Call, body: Json) -> Json:
    """Put on the name and icon a call asks for; that takes a scope of its own."""
    asked = {name: call.get(name) for name in LOOKS.split() if call.get(name)}
    if asked:
        call.scope("chat:write.customize")
        if "username" in asked:
            body["username"] = asked["username"]
        body["icons"] = {name.removeprefix("icon_"): asked[name] for name in asked if name != "username"}
    return body


@method(
    "chat.postMessage",
    f"channel! {CONTENT} {LOOKS} thread_ts reply_broadcast:bool unfurl_links:bool unfurl_media:bool mrkdwn:bool "
    "metadata:any container_id",
    scopes=("chat:write",),
    tier=0,
)
def post_message(call: Call) -> Json:
    """Say something."""
    world, channel = call.world, _where(call)
    told = content.read(world, call.arguments)
    thread_ts = call.thread(channel)
    wait = world.rates.wait_to_post(channel.id)
    if wait:
        return {"retry_after": wait}
    body = dressed(call, told.into(from_app(world, told.text)))
    if call.get("reply_broadcast"):
        if thread_ts is None:
            raise RefusalError(
                "invalid_arguments", response_metadata={"messages": ["[ERROR] reply_broadcast: thread_ts"]}
            )
        body["subtype"] = "thread_broadcast"
    message, _ = posting.post(world, channel, body, thread_ts)
    return {"channel": channel.id, "ts": message.ts, "message": as_json(channel, message), **told.told()}


def _where(call: Call) -> Channel:
    wanted = str(call.get("channel"))
    if wanted in call.world.workspace.users:
        return conversing.open_dm(call.world, wanted)
    channel = call.channel(member=False)
    if call.world.app.bot_user_id not in channel.members and "chat:write.public" not in _scopes(call):
        raise RefusalError("not_in_channel")
    return channel


def _scopes(call: Call) -> tuple[str, ...]:
    return call.token.scopes if call.token is not None else ()


def own(call: Call, channel: Channel, refusal: str) -> Message:
    """Find the app's own message that a call names by `ts`."""
    message = call.message(channel)
    if message.body.get("bot_id") != call.world.app.bot_id:
        raise RefusalError(refusal)
    return message


@method(
    "chat.update",
    f"channel! ts! {CONTENT} metadata:any file_ids:any reply_broadcast:bool",
    scopes=("chat:write",),
)
def update(call: Call) -> Json:
    """Change what the app said. Blocks that are not given stay; an empty list takes them away."""
    channel = call.channel()
    message = own(call, channel, "cant_update_message")
    if message.body.get("streaming_state") == "in_progress":
        raise RefusalError("streaming_state_conflict")
    told = content.read(call.world, call.arguments)
    body = dict(message.body)
    if call.get("text") is None and call.get("markdown_text") is None:
        told.text = str(body["text"])
    posting.change(call.world, channel, message, told.into(body))
    answer = as_json(channel, message)
    return {"channel": channel.id, "ts": message.ts, "text": answer["text"], "message": answer, **told.told()}


@method("chat.delete", "channel! ts! as_user:bool", scopes=("chat:write",))
def delete(call: Call) -> Json:
    """Take back what the app said."""
    channel = call.channel()
    message = own(call, channel, "cant_delete_message")
    posting.remove(call.world, channel, message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", "channel! message_ts!", tier=0)
def get_permalink(call: Call) -> Json:
    """Make the link to a message."""
    channel = call.channel(member=False, writable=False)
    return {"channel": channel.id, "permalink": permalink(call.world, channel, call.message(channel, "message_ts"))}
