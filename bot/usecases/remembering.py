"""What a channel tells us of its stack, in words: kept in the channel's own settings, shown as it was understood.

It is one channel's, never another's. It decides the order of steps, and a language model gets it to read, as something
that somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.cards.asking import StackCard
from bot.channel_rules import ChannelRules
from bot.places import Place
from bot.usecases.ports import Rules
from bot.usecases.refusals import Refusal
from knowledge.stack import Names

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
    """Keeps what a channel tells us of its stack. `names` are the products that we know."""

    rules: Rules
    names: Callable[[], Names]

    def carry_out(self, place: Place, wish: Wished, by: str) -> StackCard:
        """Do what is wished; what is known now, to be shown. Refusal where there is nothing to keep, or too much."""
        rules = self.rules.of(place)
        if wish.wish is not Wish.SHOW:
            notes = _with(rules.notes, wish.note) if wish.wish is Wish.REMEMBER else ""
            if notes != rules.notes:
                rules = self._put(place, rules, notes, by)
        stack = self.names().read(rules.notes)
        return StackCard(rules.notes, stack.uses, stack.avoids, changed=wish.wish is not Wish.SHOW)

    def _put(self, place: Place, rules: ChannelRules, notes: str, by: str) -> ChannelRules:
        changed = replace(rules, notes=notes)
        self.rules.put(place, changed, by)
        return changed


def _with(notes: str, note: str) -> str:
    """The notes with one more line. The same line again is moved to the end, where it counts last."""
    if not note:
        raise Refusal(EMPTY)
    lines = [line for line in notes.splitlines() if line.strip() and line.casefold() != note.casefold()]
    made = "\n".join([*lines, note])
    if len(made) > MOST:
        raise Refusal(LONG)
    return made
