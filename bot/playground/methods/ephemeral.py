"""chat.postEphemeral: a message that one person sees."""

from __future__ import annotations

from typing import Any

from bot.playground import content, posting
from bot.playground.calls import Call, RefusalError, method
from bot.playground.messages import from_app
from bot.playground.methods.chat import CONTENT, LOOKS, dressed

Json = dict[str, Any]


@method("chat.postEphemeral", f"channel! user! {CONTENT} {LOOKS} thread_ts", scopes=("chat:write",), tier=4)
def post_ephemeral(call: Call) -> Json:
    """Whisper. The answer has `message_ts`, not `ts`."""
    channel = call.channel()
    user = call.user()
    if user.id not in channel.members:
        raise RefusalError("user_not_in_channel")
    told = content.read(call.world, call.arguments)
    body = dressed(call, told.into(from_app(call.world, told.text)))
    message = posting.whisper(call.world, channel, body, user.id, call.thread(channel))
    return {"message_ts": message.ts, **told.told()}
