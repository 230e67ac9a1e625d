"""The state of a workspace: who is in it, what was said, what is open, what may be used once.

Plain data with lookups; nothing here checks permissions or tells anybody.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class User:
    """A person, or the app's bot user. `team` is that of somebody of another organisation."""

    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    tz: str = "Europe/London"
    tz_label: str = ""
    color: str = "9f69e7"
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    deleted: bool = False
    team: str = ""
    bot_id: str = ""
    app_id: str = ""
    updated: int = 0


@dataclass
class Message:
    """A message. `body` is Slack's object without what others add to it: replies, reactions."""

    ts: str
    body: Json
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    states: dict[str, Json] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether it hangs in a thread without being its root."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class Channel:
    """A conversation: `channel` (public), `group` (private), `im` or `mpim`."""

    id: str
    name: str
    type: str
    creator: str
    created: int
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    last_read: dict[str, str] = field(default_factory=dict)

    def message(self, ts: str | None) -> Message | None:
        """Find the message everybody sees at that `ts`."""
        found = self.messages.get(ts or "")
        return found if found is not None and found.ephemeral_to is None else None

    def public(self) -> list[Message]:
        """List the messages everybody sees, oldest first."""
        return [message for _, message in sorted(self.messages.items()) if message.ephemeral_to is None]

    def replies(self, thread_ts: str) -> list[Message]:
        """List the public replies in a thread, oldest first."""
        return [message for message in self.public() if message.is_reply and message.thread_ts == thread_ts]


@dataclass
class View:
    """A modal or Home view that a person has."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    channel: str | None = None


@dataclass
class File:
    """An uploaded file; `shared` once its upload was completed."""

    id: str
    name: str
    title: str
    user: str
    length: int
    content: bytes | None = None
    mimetype: str = "application/octet-stream"
    created: int = 0
    shares: list[str] = field(default_factory=list)
    done: bool = False


@dataclass
class Token:
    """A token of the app: `bot` (xoxb), or `app` (xapp). Times are the workspace's; None never ends."""

    value: str
    kind: str
    scopes: tuple[str, ...]
    expires_at: float | None = None
    refresh: str | None = None
    revoked: str | None = None


@dataclass
class Code:
    """An OAuth code, good for one exchange."""

    value: str
    redirect_uri: str
    scopes: tuple[str, ...]
    user: str
    made_at: float
    used: bool = False


@dataclass
class Trigger:
    """A trigger id: opens one modal, within three seconds."""

    id: str
    user: str
    made_at: float
    view: str | None = None
    channel: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """A response URL: what it answers to, and how often it was used."""

    id: str
    user: str
    channel: str
    made_at: float
    ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class Stream:
    """A message being streamed. `parts` are its texts, tasks and blocks in order of appearance."""

    channel: str
    ts: str
    mode: str
    started_at: float
    state: str = "in_progress"
    why: str | None = None
    title: str | None = None
    parts: list[Json] = field(default_factory=list)


@dataclass
class Session:
    """An agent session: a thread that the app works in."""

    channel: str
    thread_ts: str
    status: str
    title: str = ""
    user: str = ""


@dataclass
class Status:
    """The line "is thinking…" under a thread."""

    channel: str
    thread_ts: str
    status: str
    loading_messages: list[str]
    until: float


@dataclass
class Scheduled:
    """A message that is posted later."""

    id: str
    channel: str
    post_at: int
    text: str
    arguments: Json
    made_at: float


@dataclass
class Notice:
    """Something Slack told one person, like a timeout of the app."""

    id: int
    user: str
    code: str
    text: str
    at: float


class Ids:
    """Makes Slack's ids from counters, so that two runs have the same."""

    def __init__(self) -> None:
        self._counters: defaultdict[str, itertools.count[int]] = defaultdict(lambda: itertools.count(1))

    def next(self, prefix: str, width: int = 9) -> str:
        """Make an id: a prefix and a number."""
        return f"{prefix}{next(self._counters[prefix]):0{width}d}"

    def number(self, name: str) -> int:
        """Give the next number of a counter."""
        return next(self._counters[f"#{name}"])


@dataclass
class Workspace:
    """Everything, by id."""

    ids: Ids
    team: Json
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    refreshed: dict[str, str] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    modals: defaultdict[str, list[View]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, View] = field(default_factory=dict)
    streams: dict[tuple[str, str], Stream] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    statuses: dict[tuple[str, str], Status] = field(default_factory=dict)
    prompts: dict[str, Json] = field(default_factory=dict)
    contexts: dict[str, Json] = field(default_factory=dict)
    scheduled: dict[str, Scheduled] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def user_named(self, name: str) -> User | None:
        """Find a user by id or name, with or without @."""
        wanted = name.removeprefix("@")
        return self.users.get(wanted) or next((user for user in self.users.values() if user.name == wanted), None)

    def channel_named(self, name: str) -> Channel | None:
        """Find a channel by id or name, with or without #."""
        wanted = name.removeprefix("#")
        return self.channels.get(wanted) or next(
            (channel for channel in self.channels.values() if channel.name == wanted and channel.type != "im"), None
        )

    def dm(self, one: str, other: str) -> Channel | None:
        """Find the DM of two users, if they have one."""
        pair = {one, other}
        return next(
            (channel for channel in self.channels.values() if channel.type == "im" and set(channel.members) == pair),
            None,
        )

    def view(self, view_id: str | None, external_id: str | None = None) -> View | None:
        """Find a view by its id, or by the external id the app gave it."""
        for view in [*self.homes.values(), *(each for stack in self.modals.values() for each in stack)]:
            if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                return view
        return None
