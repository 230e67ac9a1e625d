"""assistant.threads.*: status lines, suggested prompts, titles."""

from __future__ import annotations

from typing import Any

from bot.playground import limits, sessions, telling
from bot.playground.calls import Call, RefusalError, invalid_arguments, method
from bot.playground.methods.chat import LOOKS

Json = dict[str, Any]


@method(
    "assistant.threads.setStatus",
    f"channel_id! thread_ts! status loading_messages:list {LOOKS}",
    scopes=("chat:write", "assistant:write"),
    tier=4,
)
def set_status(call: Call) -> Json:
    """Show that the app is at work; an empty status takes it away."""
    channel = call.channel("channel_id")
    thread_ts = call.thread(channel) or ""
    loading = call.get("loading_messages", [])
    if len(loading) > limits.LOADING_MESSAGES or not all(isinstance(each, str) for each in loading):
        raise invalid_arguments(
            f"no more than {limits.LOADING_MESSAGES} items allowed [json-pointer:/loading_messages]"
        )
    if "status" not in call.arguments:
        raise invalid_arguments("missing required field: status")
    sessions.set_status(call.world, channel.id, thread_ts, str(call.get("status")), loading)
    return {}


@method(
    "assistant.threads.setSuggestedPrompts",
    "channel_id! prompts!:list title thread_ts",
    scopes=("assistant:write",),
    tier=4,
)
def set_suggested_prompts(call: Call) -> Json:
    """Offer things to say in the app's DM. With `thread_ts` an agent's call does nothing, and says ok."""
    channel = call.channel("channel_id")
    if channel.type != "im":
        raise RefusalError("channel_type_not_supported")
    prompts = call.get("prompts")
    if not 1 <= len(prompts) <= limits.PROMPTS:
        raise invalid_arguments(f"no more than {limits.PROMPTS} items allowed [json-pointer:/prompts]")
    for at, prompt in enumerate(prompts):
        if not isinstance(prompt, dict) or set(prompt) != {"title", "message"} or not all(prompt.values()):
            raise invalid_arguments(f"must have title and message [json-pointer:/prompts/{at}]")
    if call.world.app.manifest.agent and call.get("thread_ts"):
        return {}
    call.world.workspace.prompts[channel.id] = {"title": call.get("title"), "prompts": prompts}
    telling.agent(call.world)
    return {}


@method("assistant.threads.setTitle", "channel_id! thread_ts! title!", scopes=("assistant:write",), tier=4)
def set_title(call: Call) -> Json:
    """Give the conversation in a DM a title."""
    channel = call.channel("channel_id")
    thread_ts = call.thread(channel) or ""
    session = call.world.workspace.sessions.get((channel.id, thread_ts))
    if session is not None:
        session.title = str(call.get("title"))
        telling.sessions(call.world)
    return {}
