"""Learning from use: what people called not helpful or picked -> misses to look at, and labelled messages. Pure.

Nothing here changes an answer. A maintainer reads the misses, measures with the labels, and decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.places import Tenant, Thread
from bot.usecases import hearing
from bot.usecases.questions import Asked, Kept, Way
from knowledge import messages
from knowledge.model import Answer, Turn, Verdict

#: Earlier turns that a label holds, as many as answering reads.
MEMORY = 6
MUST = 2
DECIDED = (Verdict.ON_TRACK, Verdict.AT_RISK, Verdict.MIXED)
#: Practice ids for an id as somebody wrote it, () when there is none.
Resolve = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class View:
    """One person's view of an answer."""

    by: str
    helpful: bool
    note: str


@dataclass(frozen=True)
class Pick:
    """What one person chose when we asked back."""

    by: str
    practice: str
    statement: str


@dataclass(frozen=True)
class Heard:
    """An answer that people said something about. `history` is what it was read with."""

    kept: Kept
    views: tuple[View, ...]
    picks: tuple[Pick, ...]
    history: tuple[Turn, ...] = ()

    @property
    def unhelpful(self) -> tuple[View, ...]:
        """The views of those whom it didn't help."""
        return tuple(view for view in self.views if not view.helpful)

    @property
    def picked(self) -> Verdict | None:
        """The verdict that people's picks came to; None where nobody picked."""
        answer = self.kept.answer
        return answer.verdict if self.picks and answer and answer.verdict in DECIDED else None


@dataclass(frozen=True)
class Miss:
    """Something to look at. `judged` is today's verdict where the picks came to another one."""

    heard: Heard
    judged: Verdict | None = None


class Opinions(Protocol):
    """Reading what people thought of answers."""

    def heard_about(self, team: str) -> tuple[tuple[Tenant, str], ...]:
        """Questions with a view or a pick, by workspace and id; of every workspace where `team` is empty."""

    def views(self, tenant: Tenant, question: str) -> tuple[View, ...]:
        """Everybody's view of an answer."""

    def picks(self, tenant: Tenant, question: str) -> tuple[Pick, ...]:
        """What was chosen."""


class Past(Protocol):
    """Reading questions."""

    def find(self, tenant: Tenant, question: str) -> Kept | None:
        """A question of this workspace."""

    def earlier(self, thread: Thread, before: str, most: int) -> tuple[Turn, ...]:
        """The turns before a message."""


def gather(opinions: Opinions, past: Past, team: str = "") -> tuple[Heard, ...]:
    """Everything that people said something about, oldest first."""
    found = []
    for tenant, question in opinions.heard_about(team):
        kept = past.find(tenant, question)
        if kept is not None:
            views, picks = opinions.views(tenant, question), opinions.picks(tenant, question)
            found.append(Heard(kept, views, picks, _history(past, kept.asked)))
    return tuple(sorted(found, key=lambda heard: (heard.kept.asked.at, heard.kept.asked.id)))


def misses(heard: Sequence[Heard], today: Callable[[Heard], Answer]) -> Iterator[Miss]:
    """Answers that didn't help, and those whose picks contradict how the message is judged today.

    A question that is asked back is no contradiction: it is what the pick answers.
    """
    for each in heard:
        judged = today(each).verdict if each.picked else None
        against = judged if judged in DECIDED and judged is not each.picked else None
        if each.unhelpful or against:
            yield Miss(each, against)


def label(heard: Heard, resolve: Resolve) -> dict[str, Any]:
    """A line in the form of the evaluation sets; what nobody has said is left empty for whoever reads it.

    Picks say which practice it was about and where the team stands; a note that names a practice says what was missing.
    """
    asked = heard.kept.asked
    wanted = [pick.practice for pick in heard.picks]
    for view in heard.unhelpful:
        wanted += messages.read(view.note, resolve).named
    line: dict[str, Any] = {"id": _name(asked), "kind": _kind(heard), "text": asked.text}
    if heard.history:
        line["history"] = [{"role": turn.role, "text": turn.text} for turn in heard.history]
    line["relevant"] = dict.fromkeys(wanted, MUST)
    if heard.picked:
        line["verdict"] = heard.picked.value
    notes = [view.note for view in heard.unhelpful if view.note]
    return line | ({"why": " / ".join(notes)} if notes else {})


def _kind(heard: Heard) -> str:
    if heard.picked:
        return "practice"
    return "follow_up" if heard.history else "question"


def _name(asked: Asked) -> str:
    """An id that lasts, and tells nobody where it was asked."""
    tenant = asked.place.tenant
    key = "\n".join((tenant.enterprise, tenant.team, asked.id))
    return f"used-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _history(past: Past, asked: Asked) -> tuple[Turn, ...]:
    follows = asked.way is not Way.REPLY or hearing.leans(asked.text)
    return past.earlier(asked.thread, asked.ts, MEMORY) if asked.thread and asked.ts and follows else ()
