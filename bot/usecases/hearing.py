"""What was said to us, and whether it is a question, a word to us, or none of our business. Pure.

In a thread that we take part in, people also talk to each other: what is not addressed to us is answered only
if our sources cover it, and never with "I don't know".
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.channel_rules import Listening
from bot.usecases.questions import Attendance, Way

_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")
_OTHER_FIRST = re.compile(r"^\s*<@[UW][A-Z0-9]+")
_QUESTION = re.compile(
    r"\?|^\s*(?:how|what|when|where|which|who|why|is|are|do|does|should|can|could|shall|any (?:tips|advice))\b",
    re.I,
)
_TELLS = re.compile(r"^\s*(?:yes|no|and|but|well)?[,.]?\s*(?:we|our|i|my)\b", re.I)
_QUIET = frozenset({"quiet", "be quiet", "hush", "stop", "stop listening", "shut up", "please be quiet"})
_HELP = frozenset({"help", "what can you do", "commands", "?", "hi", "hello", "hey"})
#: Fewer words make no question of their own among people who talk to each other.
FEWEST_WORDS = 4


def leans(text: str) -> bool:
    """Whether a reply goes on with what was said before: it asks, or tells of one's own work.

    Other words among people are held against our sources by themselves, so that lunch plans in a thread about
    monitoring are not read as monitoring.
    """
    return bool(_QUESTION.search(text) or _TELLS.search(text))


class Word(StrEnum):
    """A word to us that is not a question."""

    QUIET = "quiet"
    HELP = "help"
    SETTINGS = "settings"


def word_in(text: str) -> Word | None:
    """The word to us in a message, if it is nothing but that."""
    bare = _MENTION.sub(" ", text).strip(" \t\n.!,?").lower() or ("?" if "?" in text else "")
    if bare in _QUIET:
        return Word.QUIET
    if bare in _HELP:
        return Word.HELP
    return Word.SETTINGS if bare in ("settings", "configure") else None


def without_mention(text: str, me: str) -> str:
    """The message without our own name in front or in between."""
    return re.sub(rf"<@{re.escape(me)}(?:\|[^>]*)?>[,:]?", " ", text).strip() if me else text.strip()


def way_of(text: str, me: str, attendance: Attendance | None, listening: Listening) -> Way | None:
    """How an unmentioned message in a channel counts: a reply, overheard, or (None) not ours to answer.

    `attendance` is None for a message outside any thread.
    """
    if _OTHER_FIRST.match(text) or len(text.split()) < (2 if attendance is Attendance.LISTENING else FEWEST_WORDS):
        return None
    if attendance is Attendance.LISTENING:
        return Way.REPLY
    asks = bool(_QUESTION.search(text)) and f"<@{me}" not in text
    return Way.OVERHEARD if attendance is None and listening is Listening.QUESTIONS and asks else None
