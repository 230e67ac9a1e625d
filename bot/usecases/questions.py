"""A question that somebody asked, before and after it was answered. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.places import Place, Posted, Thread
from knowledge.model import Answer


class Way(StrEnum):
    """How a question came to us. OVERHEARD and REPLY are not addressed to us, so we may stay silent."""

    MENTION = "mention"
    DIRECT = "direct"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    REPLY = "reply"
    OVERHEARD = "overheard"

    @property
    def addressed(self) -> bool:
        """Whether the person expects an answer, even if it is that there is none."""
        return self not in (Way.REPLY, Way.OVERHEARD)


@dataclass(frozen=True)
class Asked:
    """One question. `id` is derived from where and when it was asked, so the same message gives the same id.

    `ts` is the message's timestamp, empty for a command; `thread` is None where the answer starts no thread
    (a command). `reply_url` takes an answer to somebody in a channel that we are not in, for half an hour.
    """

    id: str
    place: Place
    by: str
    text: str
    way: Way
    at: datetime
    ts: str = ""
    thread: Thread | None = None
    private: bool = False
    reply_url: str = ""


@dataclass(frozen=True)
class Kept:
    """A question as it is stored, with the answer once there is one and where it was posted."""

    asked: Asked
    answer: Answer | None = None
    posted: Posted | None = None
    stopped: bool = False
    refined: int = 0


class Attendance(StrEnum):
    """Whether the bot takes part in a thread: never did, listens to it, or was asked to be quiet."""

    STRANGER = "stranger"
    LISTENING = "listening"
    QUIET = "quiet"
