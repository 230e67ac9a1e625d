"""Answers that grow before the reader's eyes, and the ladder down when Slack won't stream.

Slack allows about twenty streams a minute in a workspace, so above that answers are posted whole.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.cards import Card
from bot.places import Posted, Thread
from bot.slack import render
from bot.slack.clients import Clients
from bot.slack.posts import TOO_NEW, SlackPosts, acceptable, mark
from bot.slack.render import kit

#: Streams opened in a minute, below Slack's tier of 20 for start and stop.
MOST_STREAMS = 16
#: Status lines set in a minute, for each stream.
STATUSES_A_STREAM = 3
#: What Slack answers of a stream that has ended without us.
ENDED = frozenset({"stopped_by_user", "message_not_in_streaming_state"})
_LOG = logging.getLogger("lensbot.slack")
LOADING = ("Reading your message…", "Looking through the lens…", "Checking the citations…")


class Pace:
    """How often something may be done in any minute."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock, self._done, self._lock = most, clock, deque[float](), Lock()

    def allows(self) -> bool:
        """Whether once more is all right now; counts it if so."""
        now = self._clock()
        with self._lock:
            while self._done and self._done[0] < now - 60:
                self._done.popleft()
            if len(self._done) >= self._most:
                return False
            self._done.append(now)
            return True


def refused(problem: SlackApiError) -> bool:
    """Whether Slack has said no. Without its word, as after a time-out, the call may have taken effect."""
    return problem.response.status_code in (200, 429)


@dataclass(frozen=True)
class SlackSpeaking:
    """Port `Speaking` on Slack's streams, status lines and agent sessions."""

    clients: Clients
    posts: SlackPosts
    streams: Pace = field(default_factory=lambda: Pace(MOST_STREAMS))
    statuses: Pace = field(default_factory=lambda: Pace(MOST_STREAMS * STATUSES_A_STREAM))

    def working(self, thread: Thread, user: str, title: str) -> None:
        """A status line; in our own conversation a session too, with its title and Slack's Stop button."""
        del user
        if not self.statuses.allows():
            return
        where = {"channel_id": thread.place.channel, "thread_ts": thread.ts}
        client = self.clients.quick
        self._try(
            lambda: client.assistant_threads_setStatus(
                **where, status="is looking it up…", loading_messages=list(LOADING)
            )
        )
        if thread.place.direct:
            self._try(
                lambda: client.api_call(
                    "agents.sessions.setStatus", json={**where, "status": "processing", "title": kit.cut(title, 200)}
                )
            )

    def begin(self, thread: Thread, user: str) -> Posted | None:
        """Open a stream, if this minute has one left."""
        if not self.streams.allows():
            return None
        tenant = thread.place.tenant
        try:
            answer = self.clients.quick.chat_startStream(
                channel=thread.place.channel,
                thread_ts=thread.ts,
                recipient_user_id=user,
                recipient_team_id=tenant.team,
            )
        except SlackApiError as problem:
            if not refused(problem):
                raise
            _LOG.info("No stream here, posting whole: %s", problem.response["error"])
            return None
        return Posted(thread.place, str(answer["ts"]))

    def grow(self, posted: Posted, card: Card, said: str) -> str | None:
        """Add to a stream what the card's Markdown has beyond what was said."""
        head = render.message(card).head
        if not head.startswith(said) or head == said:
            return said
        where: dict[str, Any] = {"channel": posted.place.channel, "ts": posted.ts}
        try:
            self.clients.patient.chat_appendStream(**where, markdown_text=head[len(said) :])
        except SlackApiError as problem:
            _LOG.info("The stream ended early: %s", problem.response["error"])
            return None
        return head

    def end(
        self, thread: Thread, user: str, card: Card, *, begun: Posted | None, said: str = "", key: str = ""
    ) -> Posted:
        """Finish the stream with the rest and the blocks; else replace what stands there; else post the whole."""
        del user
        if begun is None:
            posted = self.posts.post(thread.place, card, thread=thread.ts, key=key)
        else:
            posted = begun
            if not self._stop(begun, card, said, key):
                self.posts.replace(begun, card)
        if thread.place.direct:
            where = {"channel_id": thread.place.channel, "thread_ts": thread.ts}
            self._try(
                lambda: self.clients.quick.api_call("agents.sessions.setStatus", json={**where, "status": "active"})
            )
        return posted

    def _stop(self, begun: Posted, card: Card, said: str, key: str) -> bool:
        """Whether the stream now shows the whole card. Blocks that Slack won't have are left out."""
        made = render.message(card)
        rest = made.head[len(said) :] if made.head.startswith(said) else ""
        more: dict[str, Any] = {"markdown_text": rest} if rest else {}
        more |= {"metadata": mark(key)} if key else {}
        where: dict[str, Any] = {"channel": begun.place.channel, "ts": begun.ts}
        blocks = list(made.tail)
        while True:
            try:
                self.clients.patient.chat_stopStream(**where, **more, blocks=blocks or None)
            except SlackApiError as problem:
                if problem.response["error"] not in TOO_NEW or not blocks:
                    _LOG.info("The stream could not be finished: %s", problem.response.data)
                    if problem.response["error"] not in ENDED:
                        self._try(lambda: self.clients.quick.chat_stopStream(**where))
                    return False
                blocks = acceptable(blocks, problem)
            else:
                return bool(made.head) and made.head.startswith(said)

    def _try(self, call: Callable[[], object]) -> None:
        try:
            call()
        except (SlackClientError, OSError) as problem:
            _LOG.debug("Not shown: %s", problem)
