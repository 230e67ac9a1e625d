"""The ports of storage in plain dictionaries, held to the same contract as the databases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC
from threading import Lock
from typing import Any

from bot.channel_rules import ChannelRules
from bot.places import Place, Posted, Tenant, Thread
from bot.storage.feedback import Pick, View
from bot.usecases.questions import Asked, Attendance, Kept
from knowledge.model import Answer, Turn


class MemoryQuestions:
    """The ports Questions and Placing."""

    def __init__(self) -> None:
        self.kept: dict[tuple[Tenant, str], Kept] = {}

    def take(self, asked: Asked) -> bool:
        if asked.thread is not None and asked.thread.place != asked.place:
            raise ValueError("A question's thread is in the channel where it was asked.")
        if asked.at.utcoffset() is None:
            raise ValueError("A moment without a zone cannot be kept.")
        key = (asked.place.tenant, asked.id)
        new = key not in self.kept
        self.kept.setdefault(key, Kept(replace(asked, at=asked.at.astimezone(UTC))))
        return new

    def find(self, tenant: Tenant, question: str) -> Kept | None:
        return self.kept.get((tenant, question))

    def settle(self, tenant: Tenant, question: str, answer: Answer, posted: Posted | None) -> None:
        if kept := self.find(tenant, question):
            refined = kept.refined + (kept.answer is not None)
            self.kept[tenant, question] = replace(kept, answer=answer, posted=posted, refined=refined)

    def earlier(self, thread: Thread, before: str, most: int) -> tuple[Turn, ...]:
        mine = [k for k in self.kept.values() if k.asked.thread == thread and "" < k.asked.ts < before and _shown(k)]
        turns = []
        for kept in sorted(mine, key=lambda kept: (kept.asked.ts, kept.asked.id)):
            turns.append(Turn("user", kept.asked.text))
            if kept.answer and kept.posted and kept.answer.text:
                turns.append(Turn("bot", kept.answer.text))
        return tuple(turns[max(0, len(turns) - most) :])

    def begun(self, tenant: Tenant, question: str, posted: Posted) -> None:
        if kept := self.find(tenant, question):
            self.kept[tenant, question] = replace(kept, posted=posted)

    def stop(self, thread: Thread) -> int:
        unfinished = [
            key for key, k in self.kept.items() if k.asked.thread == thread and k.answer is None and not k.stopped
        ]
        for key in unfinished:
            self.kept[key] = replace(self.kept[key], stopped=True)
        return len(unfinished)

    def stopped(self, tenant: Tenant, question: str) -> bool:
        kept = self.find(tenant, question)
        return kept is not None and kept.stopped

    def recent(self, tenant: Tenant, by: str, most: int) -> tuple[Kept, ...]:
        theirs = [k for (owner, _), k in self.kept.items() if owner == tenant and k.asked.by == by]
        return tuple(sorted(theirs, key=lambda k: (k.asked.at, k.asked.id), reverse=True)[:most])


def _shown(kept: Kept) -> bool:
    """Not asked in private, or shown to the channel since."""
    posted = kept.posted
    shared = posted is not None and posted.place == kept.asked.place and posted.ts != "" and not posted.ephemeral
    return shared or not kept.asked.private


class MemoryThreads:
    """The port Threads."""

    def __init__(self) -> None:
        self.kept: dict[Thread, Attendance] = {}
        self.askers: set[tuple[Thread, str]] = set()

    def attendance(self, thread: Thread) -> Attendance:
        return self.kept.get(thread, Attendance.STRANGER)

    def join(self, thread: Thread, by: str) -> None:
        self.kept[thread] = Attendance.LISTENING
        self.askers.add((thread, by))

    def quiet(self, thread: Thread) -> None:
        self.kept[thread] = Attendance.QUIET

    def asker(self, thread: Thread, user: str) -> bool:
        return (thread, user) in self.askers


class MemoryRules:
    """The port Rules."""

    def __init__(self) -> None:
        self._one = Lock()
        self.kept: dict[Place, ChannelRules] = {}
        self.put_by: dict[Place, str] = {}

    def of(self, place: Place) -> ChannelRules:
        return self.kept.get(place, ChannelRules())

    def put(self, place: Place, rules: ChannelRules, by: str) -> None:
        self.kept[place], self.put_by[place] = rules, by

    def change(self, place: Place, change: Callable[[ChannelRules], ChannelRules], by: str) -> ChannelRules:
        with self._one:
            self.put(place, change(self.of(place)), by)
            return self.of(place)


class MemoryFeedback:
    """The port Feedback; it has to know which questions there are."""

    def __init__(self, questions: MemoryQuestions) -> None:
        self._questions = questions
        self._views: dict[tuple[Tenant, str, str], View] = {}
        self._picks: dict[tuple[Tenant, str, str, str], Pick] = {}

    def give(self, tenant: Tenant, question: str, by: str, *, helpful: bool, note: str = "") -> None:
        if self._questions.find(tenant, question):
            key = (tenant, question, by)
            earlier = self._views[key].note if key in self._views else ""
            self._views[key] = View(by, helpful, note or earlier)

    def pick(self, tenant: Tenant, question: str, by: str, practice: str, statement: str) -> None:
        if self._questions.find(tenant, question):
            self._picks[tenant, question, by, practice] = Pick(by, practice, statement)

    def views(self, tenant: Tenant, question: str) -> tuple[View, ...]:
        return tuple(view for key, view in sorted(self._views.items()) if key[:2] == (tenant, question))

    def picks(self, tenant: Tenant, question: str) -> tuple[Pick, ...]:
        return tuple(pick for key, pick in sorted(self._picks.items()) if key[:2] == (tenant, question))


class MemoryWork:
    """The port Work: kept in order, done when told to, once for each key."""

    def __init__(self, handlers: Mapping[str, Callable[[Mapping[str, Any]], None]]) -> None:
        self._handlers = handlers
        self._known: set[tuple[str, str]] = set()
        self.waiting: list[tuple[str, Mapping[str, Any]]] = []
        self.lanes: list[str] = []

    def start(self, kind: str, key: str, payload: Mapping[str, Any], *, lane: str = "") -> None:
        if kind not in self._handlers:
            raise KeyError(kind)
        if (kind, key) not in self._known:
            self._known.add((kind, key))
            self.waiting.append((kind, payload))
            self.lanes.append(lane)

    def do_all(self) -> None:
        """Do what waits, and what that starts."""
        while self.waiting:
            kind, payload = self.waiting.pop(0)
            self._handlers[kind](payload)
