"""Reminding: a tick finds what is due and has it done, a firing says one thing, once, or nothing.

A firing is durable work under its own key. It notes what it will say before it says it, and once it is said that it
was, so that a crash in between is mended by looking for the message before posting again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.cards.reminding import DigestCard, SwitchedOffCard
from bot.places import Place, Posted
from bot.review import calendars, digests, firings, item_moves, nudges
from bot.review.choosing import choose
from bot.review.firings import Firing
from bot.review.nudges import Nudge
from bot.review.schedules import Kind, why_quiet
from bot.usecases.improving import Improving
from bot.usecases.nudge_cards import card_of
from bot.usecases.ports import ChannelGone, Clock
from bot.usecases.reminding_ports import Begun, Claims, Lanes, Messages, Planned, Tellings, personal
from bot.usecases.scheduling import Scheduling, zone_of
from bot.usecases.settling import where
from bot.usecases.situations import Scene, Situations

REMIND, MANY, DIGEST = "remind", "remind-many", "digest"
#: Schedules that are read at once, and firings that are handed over as one piece of work when there are more than FEW.
PAGE, BATCH, FEW = 2000, 100, 5
#: Firings of such a piece that are done in one go. Slack may take minutes for a whole one, in which a crash would come
#: again and again, until it is taken for the crash's cause.
SLICE = 10
#: How many people a firing may find to be told already, or gone, before it says nothing.
MOST_PEOPLE = 50
_LOG = logging.getLogger("lensbot")
Payload = Mapping[str, Any]


@dataclass(frozen=True)
class _Job:
    """A firing to be done, and in whose name it claims what it needs."""

    place: Place
    key: str
    holder: str
    at: datetime
    day: date

    @staticmethod
    def of(payload: Payload) -> _Job:
        at, day = datetime.fromisoformat(payload["at"]), date.fromisoformat(payload["day"])
        return _Job(where(payload), payload["key"], payload["holder"], at, day)


@dataclass(frozen=True)
class Reminding:
    """Everything between a schedule and a message."""

    improving: Improving
    scheduling: Scheduling
    situations: Situations
    claims: Claims
    tellings: Tellings
    messages: Messages
    work: Lanes
    clock: Clock

    def tick(self) -> None:
        """Start what is due. Safe to do twice at once: a firing is one piece of work, whoever starts it."""
        now = self.clock.now()
        found = self.scheduling.schedules.due(now, PAGE)
        while found:
            self._start(found, now)
            found = self.scheduling.schedules.due(now, PAGE) if len(found) == PAGE else ()

    def many(self, payload: Payload) -> None:
        """Do some of many firings in one go, which a queue of so many pieces would take minutes for. Safe to repeat.

        One that fails becomes a piece of work of its own, which is tried again, and so does what comes second in its
        channel. The others are the next piece.
        """
        jobs, others = payload["jobs"][:SLICE], payload["jobs"][SLICE:]
        left = [job for job in jobs if job[0] != REMIND or not self._done(job[2])]
        # Handed over at the end: cut short, this is done again from the beginning, and not beside what it handed over.
        for kind, key, job, lane in left:
            self.work.start(kind, key, job, lane=lane)
        if others:
            self.work.start(MANY, _digest_of(others), {"jobs": others})

    def remind(self, payload: Payload) -> None:
        """Say what a firing has to say, if anything, unless it is too late or was said. Safe to repeat."""
        job = _Job.of(payload)
        planned = self._wanted(job)
        if planned is None:
            return
        try:
            self._say(planned, job)
        except ChannelGone as gone:
            self._off(planned, gone.why)
            self.claims.release(job.place.tenant, job.holder)

    def digest(self, payload: Payload) -> None:
        """Say how the week was, if anything happened. Safe to repeat."""
        job = _Job.of(payload)
        place, key, planned = job.place, job.key, self._wanted(job)
        if planned is None or not planned.schedule.wants(Kind.WEEKLY_DIGEST):
            return
        week = digests.digest(self.improving.follow(place), job.day, zone_of(planned))
        if week.quiet:
            self.claims.release(place.tenant, job.holder)
            return
        try:
            posted = self._posted(place, key) or self.messages.post(place, DigestCard(place, week, place), key=key)
        except ChannelGone as gone:
            self._off(planned, gone.why)
            return
        last = self.tellings.last(place)
        self.tellings.note(place, Begun(key, job.at, "digest", posted, last.items_in_a_row if last else 0))

    def _done(self, job: Payload) -> bool:
        try:
            self.remind(job)
        except Exception:  # noqa: BLE001 - whatever it was, it is tried again by itself and keeps nobody else waiting
            _LOG.exception("The firing %s failed and will be tried again", job["key"])
            return False
        return True

    def _start(self, found: Sequence[Planned], now: datetime) -> None:
        looked = [(each, firings.due(each.schedule, zone_of(each), each.timing, now)) for each in found]
        jobs = [job for each, due in looked if due.firing for job in _jobs(each, due.firing)]
        if len(jobs) <= FEW:
            for kind, key, job, lane in jobs:
                self.work.start(kind, key, job, lane=lane)
        for first in range(0, len(jobs) if len(jobs) > FEW else 0, BATCH):
            batch = jobs[first : first + BATCH]
            name = _digest_of(batch)
            self.work.start(MANY, name, {"jobs": [_of_batch(name, job) for job in batch]})
        self.scheduling.schedules.keep([(each, due.after) for each, due in looked])

    def _wanted(self, job: _Job) -> Planned | None:
        """The schedule of a firing that still is to say something."""
        place = job.place
        if personal(place):
            person = self.improving.people.look(place.tenant, place.channel)
            self.scheduling.moved(place.tenant, place.channel, person.zone)
        planned = self.scheduling.schedules.find(place.tenant, (place.channel,)).get(place.channel)
        if planned is None or not self._timely(planned, job.at, job.day):
            self.claims.release(place.tenant, job.holder)
            return None
        begun = self.tellings.begun(place.tenant, job.key)
        if (begun and begun.posted) or not self.claims.claim(place, job.key, job.holder, job.at):
            return None
        return planned

    def _timely(self, planned: Planned, at: datetime, day: date) -> bool:
        """Whether a firing is neither late nor unwanted by now, nor of a zone that its person has left."""
        schedule = planned.schedule
        late = calendars.too_late(at, self.clock.now())
        moved = personal(planned.place) and calendars.firing(day, schedule.at, zone_of(planned)) != at
        return not (planned.off or late or moved or why_quiet(schedule, day))

    def _say(self, planned: Planned, job: _Job) -> None:
        place, key = planned.place, job.key
        begun = self.tellings.begun(place.tenant, key)
        posted = self._posted(place, key) if begun and begun.subject else None
        if begun is None or posted is None:
            if not personal(place):
                self.improving.follow(place)
            scene, nudge = self._chosen(planned, self.situations.of(planned, job.day), job)
            if nudge is None:
                self.claims.release(place.tenant, job.holder)
                return
            row = nudges.in_a_row(scene.situation.items_in_a_row, nudge)
            begun = Begun(key, job.at, nudge.subject, None, row)
            self.tellings.note(place, begun)
            posted = self.messages.post(place, card_of(self.improving, planned, scene, nudge), key=key)
        told = nudges.counted(self.tellings.told(place).get(begun.subject), job.day)
        self.tellings.note(place, replace(begun, posted=posted), told)

    def _posted(self, place: Place, key: str) -> Posted | None:
        """The message of a run that was cut short before it could note it."""
        return self.messages.find(place, key)

    def _chosen(self, planned: Planned, scene: Scene, job: _Job) -> tuple[Scene, Nudge | None]:
        """What to say, to somebody who has had no message of ours today and is still here."""
        for _ in range(MOST_PEOPLE):
            nudge = choose(scene.situation)
            if nudge is None or nudge.to is None or nudge.to == scene.situation.person:
                return scene, nudge
            person = self.improving.people.look(planned.place.tenant, nudge.to)
            if person.gone:
                scene = self._without(scene, nudge.to)
                continue
            theirs = calendars.local_day(self.clock.now(), calendars.zone_named(person.zone) or zone_of(planned))
            today = firings.key(planned.place.tenant.team, person.id, theirs)
            if self.claims.claim(planned.place, today, job.holder, job.at):
                return scene, nudge
            already = scene.situation.already_today | {nudge.to}
            scene = replace(scene, situation=replace(scene.situation, already_today=already))
        return scene, None

    def _without(self, scene: Scene, gone: str) -> Scene:
        """The scene after somebody has left: what they had is the channel's to begin."""
        items = []
        for item in scene.situation.items:
            after = item_moves.left(item, self.clock.now()) if item.owner == gone else item
            if after != item:
                self.improving.items.put(scene.homes[item.id], after, over=item)
            items.append(after)
        away = scene.situation.away | {gone}
        return replace(scene, situation=replace(scene.situation, items=tuple(items), away=away))

    def _off(self, planned: Planned, why: str) -> None:
        """Nobody can be reached there any more: be silent, and say so to who had set it."""
        silent = replace(planned, off=why, timing=replace(planned.timing, next_at=None))
        _LOG.info("Reminders of %s are off: %s", planned.place.channel, why)
        if not self.scheduling.schedules.put(silent) or not planned.by or personal(planned.place):
            return
        try:
            self.messages.tell(planned.place, planned.by, SwitchedOffCard(planned.place, why))
        except ChannelGone as gone:
            _LOG.info("Nobody can be told either: %s", gone.why)


def _jobs(planned: Planned, firing: Firing) -> Iterator[list[Any]]:
    place = planned.place
    told = {"enterprise": place.tenant.enterprise, "team": place.tenant.team, "channel": place.channel}
    told |= {"day": firing.day.isoformat(), "at": firing.at.isoformat()}
    key = firings.key(place.tenant.team, place.channel, firing.day)
    yield [REMIND, key, told | {"key": key, "holder": key}, place.channel]
    zone = zone_of(planned)
    digest = planned.schedule.wants(Kind.WEEKLY_DIGEST) and not personal(place)
    if digest and firings.closes_week(planned.schedule, zone, firing.day):
        key = firings.digest_key(place.tenant.team, place.channel, firing.day)
        yield [DIGEST, key, told | {"key": key, "holder": key}, place.channel]


def _of_batch(name: str, job: list[Any]) -> list[Any]:
    """A firing that is done with others: should another tick have put it into another batch, one of them has it."""
    kind, key, told, lane = job
    return [kind, key, told | {"holder": f"{told['holder']}@{name}"}, lane]


def _digest_of(jobs: Sequence[Sequence[Any]]) -> str:
    return hashlib.sha256("\n".join(str(job[1]) for job in jobs).encode()).hexdigest()[:32]
