"""What a channel tells us of its stack, in words: kept in the channel's own settings, shown as it was understood.

It is one channel's, never another's. It decides the order of steps, and a language model gets it to read, as something
that somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.cards.asking import Failure, Note, StackCard
from bot.places import Place, Tenant, Thread
from bot.usecases.ports import ChannelGone, Posts, Rules, Work
from bot.usecases.refusals import Refusal
from knowledge.stack import Names

NOTE = "stack-note"
#: Characters that are kept of a channel's notes, as many as its settings hold.
MOST = 500
_OURS = r"(?:(?:our|my|the|this channel['’]s) (?:stack|notes?)|what (?:we|i) use|what i (?:said|told you))"
_REMEMBER = re.compile(
    r"(?:please )?remember\b(?:\s*[:,]\s*(?:that\s+)?|\s+that\s+|\s+(?=(?:we|our|i|my)\b))(?P<note>.*)", re.I | re.S
)
_FORGET = re.compile(rf"(?:please )?(?:forget|clear|delete) {_OURS}", re.I)
_SHOW = re.compile(rf"(?:{_OURS}|(?:what do you know (?:about|of)|show(?: me)?) {_OURS})", re.I)
EMPTY = "Write it after the word, for example: `remember: we use Vertex AI, not SageMaker`."
LONG = (
    f"I can keep {MOST} characters about your stack, and this would be more. Say it shorter, or write `forget our "
    "stack` and begin anew; `/lensbot settings` shows all of it."
)


class Wish(StrEnum):
    """What somebody wants done with the notes."""

    REMEMBER = "remember"
    FORGET = "forget"
    SHOW = "show"


@dataclass(frozen=True)
class Wished:
    """A wish, and the note to remember."""

    wish: Wish
    note: str = ""


def wished(text: str) -> Wished | None:
    """What a message to us wants done with the channel's notes; None where it is about something else."""
    bare = text.strip()
    if found := _REMEMBER.fullmatch(bare):
        return Wished(Wish.REMEMBER, " ".join(found["note"].split()))
    bare = bare.rstrip(" \t\n.!?")
    if _FORGET.fullmatch(bare):
        return Wished(Wish.FORGET)
    return Wished(Wish.SHOW) if _SHOW.fullmatch(bare) else None


@dataclass(frozen=True)
class Remembering:
    """Keeps what a channel tells us of its stack. `names` are the products that we know.

    `check` refuses who may not change a place's settings: the place, who, and whether Slack's message says that they
    are of another organisation.
    """

    rules: Rules
    names: Callable[[], Names]
    posts: Posts
    work: Work
    check: Callable[[Place, str, bool], None]

    def accept(self, thread: Thread, user: str, text: str, ts: str, *, stranger: bool) -> None:
        """Have a wish carried out soon, and answered in the thread; `ts` is its own timestamp."""
        place = thread.place
        payload = {"enterprise": place.tenant.enterprise, "team": place.tenant.team, "channel": place.channel}
        payload |= {"thread": thread.ts, "user": user, "text": text, "ts": ts}
        self.work.start(NOTE, f"{place.tenant.team}:{place.channel}:{ts}", payload | {"stranger": stranger})

    def answer(self, payload: Mapping[str, Any]) -> None:
        """Carry it out and show what is known then, or why not. Safe to repeat."""
        thread, wish = _thread(payload), wished(payload["text"])
        if wish is None:
            return
        with suppress(ChannelGone):
            try:
                self._answer(thread, wish, payload)
            except Refusal as refusal:
                self.posts.whisper(thread.place, payload["user"], Note(refusal.text), thread=thread.ts)

    def give_up(self, payload: Mapping[str, Any], reference: str) -> None:
        """It was tried in vain: whoever said it is told."""
        thread = _thread(payload)
        with suppress(ChannelGone):
            self.posts.whisper(thread.place, payload["user"], Failure(reference), thread=thread.ts)

    def carry_out(self, place: Place, wish: Wished, by: str) -> StackCard:
        """Do what is wished; what is known now, to be shown. Refusal where there is nothing to keep, or too much."""
        if wish.wish is Wish.SHOW:
            rules = self.rules.of(place)
        else:
            rules = self.rules.change(place, lambda now: replace(now, notes=_after(now.notes, wish)), by)
        stack = self.names().read(rules.notes)
        return StackCard(rules.notes, stack.uses, stack.avoids, changed=wish.wish is not Wish.SHOW)

    def _answer(self, thread: Thread, wish: Wished, payload: Mapping[str, Any]) -> None:
        place, user, key = thread.place, payload["user"], f"stack:{payload['ts']}"
        if wish.wish is not Wish.SHOW and not place.direct:
            self.check(place, user, payload["stranger"])
        before = self.rules.of(place).notes
        card = self.carry_out(place, wish, user)
        # Reading a thread is dear in Slack. Only what changes nothing may have been done and shown before a crash.
        if card.note == before and self.posts.find(thread, key, streams=False):
            return
        self.posts.post(place, card, thread=thread.ts, key=key)


def _thread(payload: Mapping[str, Any]) -> Thread:
    place = Place(Tenant(payload["enterprise"], payload["team"]), payload["channel"])
    return Thread(place, payload["thread"])


def _after(notes: str, wish: Wished) -> str:
    return _with(notes, wish.note) if wish.wish is Wish.REMEMBER else ""


def _with(notes: str, note: str) -> str:
    """The notes with one more line. The same line again is moved to the end, where it counts last."""
    if not note:
        raise Refusal(EMPTY)
    lines = [line for line in notes.splitlines() if line.strip() and line.casefold() != note.casefold()]
    made = "\n".join([*lines, note])
    if len(made) > MOST:
        raise Refusal(LONG)
    return made
