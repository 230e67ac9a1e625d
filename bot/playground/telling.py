"""Tells the pages what changed, each in the words of its own person."""

from __future__ import annotations

from typing import Any

from bot.playground import seeing
from bot.playground.workspace import Channel, Message, Notice
from bot.playground.world import World

Json = dict[str, Any]


def message(world: World, channel: Channel, changed: Message) -> None:
    """A message is new or different; with a reply its root is told too, because its counts changed."""
    _message(world, channel, changed)
    root = channel.message(changed.thread_ts) if changed.is_reply else None
    if root is not None:
        _message(world, channel, root)


def _message(world: World, channel: Channel, changed: Message) -> None:
    def make(user: str) -> Json | None:
        if not seeing.sees_message(channel, changed, user):
            return None
        told = seeing.message_json(world, channel, changed, user, replies=False)
        return {"type": "message", "channel": channel.id, "message": told}

    world.live.tell(make)


def message_removed(world: World, channel: Channel, removed: Message) -> None:
    """A message is gone."""
    change = {
        "type": "message_removed",
        "channel": channel.id,
        "key": f"{channel.id}:{removed.ts}",
        "ts": removed.ts,
        "thread_ts": removed.thread_ts,
    }
    world.live.tell(lambda user: change if seeing.sees_message(channel, removed, user) else None)


def channel(world: World, changed: Channel) -> None:
    """A conversation is new or different, or out of somebody's sight."""

    def make(user: str) -> Json:
        if not seeing.can_see(changed, user):
            return {"type": "channel_removed", "id": changed.id}
        return {"type": "channel", "channel": seeing.channel_json(world, changed, user)}

    world.live.tell(make)


def modals(world: World, user: str) -> None:
    """A person's stack of modals changed."""
    change = {"type": "modals", **seeing.modals_json(world, user)}
    world.live.tell(lambda watcher: change if watcher == user else None)


def home(world: World, user: str) -> None:
    """A person's Home view changed."""
    change = {"type": "home", "home": seeing.home_json(world, user)}
    world.live.tell(lambda watcher: change if watcher == user else None)


def agent(world: World) -> None:
    """Prompts or a context changed."""
    world.live.tell(lambda user: {"type": "agent", "agent": seeing.agent_json(world, user)})


def sessions(world: World) -> None:
    """An agent session changed."""
    world.live.tell(lambda user: {"type": "sessions", "sessions": seeing.sessions_json(world, user)})


def statuses(world: World) -> None:
    """A status line came or went."""
    world.live.tell(lambda user: {"type": "statuses", "statuses": seeing.statuses_json(world, user)})


def app(world: World) -> None:
    """The app was connected, disconnected, installed or removed."""
    world.live.tell(lambda user: {"type": "app", "app": seeing.app_json(world, user)})


def scheduled(world: World) -> None:
    """A scheduled message came or went."""
    world.live.tell(lambda user: {"type": "scheduled", "scheduled": seeing.scheduled_json(world, user)})


def clock(world: World) -> None:
    """The clock was moved."""
    world.live.tell(lambda _: {"type": "clock", "now": world.clock.now()})


def reset(world: World) -> None:
    """Everything is different."""
    world.live.tell(lambda _: {"type": "reset"})


def users(world: World) -> None:
    """Somebody came, left, or is known differently."""
    told = {each.id: seeing.user_json(world, each) for each in world.workspace.users.values()}
    world.live.tell(lambda _: {"type": "users", "users": told})


def notice(world: World, user: str, code: str, text: str) -> Json:
    """Slack tells one person something; answers it as the control API shows it."""
    number = world.workspace.ids.number("notice")
    world.workspace.notices.append(Notice(number, user, code, text, world.clock.now()))
    told = seeing.notices_json(world, user)[-1]
    world.live.tell(lambda watcher: {"type": "notice", "notice": told} if watcher == user else None)
    return {"code": code, "text": text}
