"""The workspaces to begin with: one that invites to try the app, and a bare one for tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bot.playground.app import App, make_app
from bot.playground.clock import Clock
from bot.playground.manifest import Manifest, read
from bot.playground.typed import stored
from bot.playground.workspace import Channel, Ids, Message, User, Workspace

Json = dict[str, Any]

DEFAULT_MANIFEST: Final[Json] = {
    "display_information": {"name": "Assistant", "description": "An app to try the playground with"},
    "features": {
        "bot_user": {"display_name": "Assistant", "always_online": True},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
    },
    "oauth_config": {"scopes": {"bot": ["app_mentions:read", "channels:history", "chat:write", "im:history"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.channels", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}

# name, real name, title, zone, its label, colour
_PEOPLE: Final = (
    ("ana", "Ana Ruiz", "ML engineer, fraud", "Europe/Madrid", "Central European Time", "9f69e7"),
    ("ben", "Ben Okafor", "Data scientist, fraud", "Africa/Lagos", "West Africa Time", "4bbe2e"),
    ("chen", "Chen Wei", "ML engineer, recommendations", "Asia/Singapore", "Singapore Time", "e7392d"),
    ("dana", "Dana Levy", "Product manager", "America/New_York", "Eastern Time", "3c989f"),
    ("emil", "Emil Novak", "Security engineer", "Europe/Prague", "Central European Time", "674b1b"),
    ("farah", "Farah Khan", "Head of machine learning", "America/Los_Angeles", "Pacific Time", "e96699"),
)

# The channel of each seed that the app is in from the start.
AT_HOME: Final = {"inviting": "ml-fraud", "bare": "general"}

# name, private, topic, members, history: (who, text, replies)
_CHANNELS: Final[tuple[tuple[str, bool, str, str, tuple[Any, ...]], ...]] = (
    (
        "general",
        False,
        "For everybody",
        "ana ben chen dana emil farah",
        (
            ("farah", "Welcome to Harbour Analytics!", ()),
            ("dana", "The quarterly review is in two weeks. Who can tell whether we run our models well?", ()),
        ),
    ),
    (
        "ml-fraud",
        False,
        "Card fraud: training every Monday, scoring in 40 ms",
        "ana ben dana farah",
        (
            ("ben", "The retrained model went live this morning. AUC 0.94 on last week's hold-out.", ()),
            (
                "ben",
                "All our notebooks share one admin role now. It was the quickest way to get everybody started.",
                (("farah", "Let us tidy that up after the launch."),),
            ),
            (
                "ana",
                "Precision dropped again at the weekend. Do we look at drift of the inputs at all?",
                (("ben", "Only at the scores, and only on Mondays."), ("ana", "So we would notice on Monday.")),
            ),
            ("dana", "Can we explain a declined card to support? They ask me twice a week.", ()),
        ),
    ),
    (
        "ml-recsys",
        False,
        "What to watch next",
        "chen dana farah",
        (
            ("chen", "We retrain by hand whenever somebody complains about the recommendations.", ()),
            ("chen", "Feature store is back. The nightly job read yesterday's table again.", ()),
            ("farah", "Which team owns that job?", (("chen", "Nobody since May, I think."),)),
        ),
    ),
    ("ml-leads", True, "Plans and budgets", "farah dana", (("farah", "Budget for GPUs is due on Friday.", ()),)),
)


def plant(seed: str, manifest: Json | None, request_url: str | None, url: str, clock: Clock) -> tuple[Workspace, App]:
    """Make a workspace and its app; `inviting` or `bare`."""
    if seed not in ("inviting", "bare"):
        raise ValueError(f"no seed is called {seed}")
    ids = Ids()
    team = {"id": ids.next("T"), "name": "Harbour Analytics", "domain": "harbour-analytics", "url": f"{url}/"}
    workspace = Workspace(ids=ids, team=team)
    _people(workspace, _PEOPLE if seed == "inviting" else _PEOPLE[:2])
    app = _app(workspace, read(DEFAULT_MANIFEST if manifest is None else manifest), request_url)
    if seed == "inviting":
        for name, private, topic, members, history in _CHANNELS:
            channel = _channel(workspace, name, topic, members, clock, private=private)
            _history(workspace, channel, history, clock)
            _hint(workspace, channel, app, clock, here=name == AT_HOME[seed])
            channel.last_read |= dict.fromkeys(channel.members, max(channel.messages))
    else:
        _channel(workspace, "general", "", "ana ben", clock, private=False)
    return workspace, app


def _people(workspace: Workspace, people: tuple[tuple[str, ...], ...]) -> None:
    for name, real_name, title, zone, label, color in people:
        user = User(
            id=workspace.ids.next("U"),
            name=name,
            real_name=real_name,
            title=title,
            email=f"{name}@harbour-analytics.example",
            tz=zone,
            tz_label=label,
            color=color,
            is_admin=name == "farah",
        )
        workspace.users[user.id] = user


def _app(workspace: Workspace, manifest: Manifest, request_url: str | None) -> App:
    bot = User(
        id=workspace.ids.next("U"),
        name=manifest.bot_name.lower().replace(" ", ""),
        real_name=manifest.bot_name,
        is_bot=True,
    )
    app = make_app(manifest, workspace.ids, bot.id, request_url)
    bot.app_id, bot.bot_id = app.id, app.bot_id
    workspace.users[bot.id] = bot
    return app


def _channel(workspace: Workspace, name: str, topic: str, members: str, clock: Clock, *, private: bool) -> Channel:
    ids = [user.id for user in workspace.users.values() if user.name in members.split()]
    channel = Channel(
        id=workspace.ids.next("C"),
        name=name,
        type="group" if private else "channel",
        creator=ids[0],
        created=int(clock.now()) - 30 * 86_400,
        members=ids,
        topic=topic,
    )
    workspace.channels[channel.id] = channel
    return channel


def _history(workspace: Workspace, channel: Channel, history: tuple[Any, ...], clock: Clock) -> None:
    at = int(clock.now()) - 86_400
    for who, text, replies in history:
        at += 3_600
        root = _say(workspace, channel, who, text, f"{at}.000100", None)
        for number, (replier, reply) in enumerate(replies):
            _say(workspace, channel, replier, reply, f"{at + 300 * (number + 1)}.000100", root.ts)


def _say(workspace: Workspace, channel: Channel, who: str, text: str, ts: str, thread_ts: str | None) -> Message:
    user = workspace.user_named(who)
    words, blocks = stored(workspace, text)
    body: Json = {"type": "message", "user": user.id if user else "", "text": words, "blocks": blocks}
    message = Message(ts, {**body, "team": workspace.team["id"], "ts": ts}, thread_ts)
    if thread_ts is not None:
        message.body |= {"thread_ts": thread_ts, "parent_user_id": channel.messages[thread_ts].body["user"]}
    channel.messages[ts] = message
    return message


def _hint(workspace: Workspace, channel: Channel, app: App, clock: Clock, *, here: bool) -> None:
    """Say what to try, as the last and pinned message; in words that the manifest gives."""
    member = workspace.users[channel.members[-1]].name
    text = "\n".join(_tries(app.manifest, here=here))
    hint = _say(workspace, channel, member, text, f"{int(clock.now()) - 1_800}.000100", None)
    channel.pins.append(hint.ts)


def _tries(manifest: Manifest, *, here: bool) -> Iterator[str]:
    name = manifest.bot_name
    yield f"@{name} is new here. Try it:" if here else f"@{name} is not in this channel yet. Invite it, then try it:"
    examples = sorted((each["message"] for each in manifest.agent.get("suggested_prompts", [])), key=len)
    yield "• Mention it with a question" + (f", such as “{examples[0]}”" if examples else "")
    for command in manifest.commands[:1]:
        yield f"• Type `{command['command']}`: {command['description']}"
    for shortcut in [each for each in manifest.shortcuts if each["type"] == "message"][:1]:
        yield f"• Choose “{shortcut['name']}” in the … menu of anybody's message"
    if manifest.tab("messages_tab_enabled"):
        yield f"• Talk to {name} alone: it stands at the top of the list on the left"
