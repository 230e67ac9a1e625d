"""When channels and people hear from us: looked at by everybody, changed by who may, in effect at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.places import Place, Tenant
from bot.review import calendars, firings, schedules
from bot.review.firings import Firing
from bot.review.schedules import Kind, Schedule
from bot.usecases.ports import Clock
from bot.usecases.refusals import Refusal
from bot.usecases.reminding_ports import People, Person, Planned, Schedules, personal

#: How often a change is made again when somebody else has just changed the same schedule.
TRIES = 5
NOT_YOURS = "Who may change these reminders is set, and it isn't you. {who} can, and may add you."
GUESTS = "Guests and people of other organisations can see when reminders come, but can't change it."
BUSY = "Somebody else is changing this at the same moment. Open it again and see what they set."


@dataclass(frozen=True)
class Scheduling:
    """The schedules of channels and people."""

    schedules: Schedules
    people: People
    clock: Clock

    def planned(self, place: Place, by: str) -> Planned:
        """A schedule as it is kept, or the default that would be, in the zone of this person."""
        kept = self.schedules.find(place.tenant, (place.channel,)).get(place.channel)
        if kept:
            return kept
        zone = schedules.zone_of(Schedule(), self.people.look(place.tenant, by).zone)
        return Planned(place, Schedule(), zone.key, firings.begun(Schedule(), zone, self.clock.now()), by)

    def ensure(self, place: Place, by: str) -> None:
        """See to it that a channel has a schedule; one that it has stays, whatever it is."""
        planned = self.planned(place, by)
        if planned.revision == 0:
            self.schedules.put(planned)

    def set(self, place: Place, by: str, form: Mapping[str, str]) -> Planned:
        """Change a schedule by a filled-in form. ScheduleProblems with all that can't be read; Refusal for who may not.

        One that was switched off is on again.
        """
        today = calendars.local_day(self.clock.now(), zone_of(self.planned(place, by)))
        return self._change(place, by, lambda current: schedules.read(form, today, current))

    def stop(self, place: Place, by: str, kind: Kind) -> Planned:
        """Switch one kind of message off."""
        return self._change(place, by, lambda current: replace(current, kinds=current.kinds - {kind}))

    def may(self, planned: Planned, by: str) -> bool:
        """Whether this person may change a schedule."""
        return _may(planned, self.people.look(planned.place.tenant, by))

    def moved(self, tenant: Tenant, user: str, zone: str | None) -> None:
        """A person lives in another zone now. Their own schedule follows, unless it has a zone of its own."""
        planned = self.schedules.find(tenant, (user,)).get(user)
        known = calendars.zone_named(zone)
        if planned and known and planned.schedule.zone is None and planned.zone != known.key:
            timing = firings.changed(planned.timing, planned.schedule, known, self.clock.now())
            self.schedules.put(replace(planned, zone=known.key, timing=timing))

    def preview(self, planned: Planned) -> tuple[Firing, ...]:
        """The next five firings."""
        if planned.off:
            return ()
        timing = planned.timing
        return firings.next_five(planned.schedule, zone_of(planned), self.clock.now(), timing.fired)

    def tried(self, planned: Planned, form: Mapping[str, str], by: str) -> Planned:
        """What a form would come to, kept nowhere."""
        today = calendars.local_day(self.clock.now(), zone_of(planned))
        return self._after(planned, schedules.read(form, today, planned.schedule), by)

    def _change(self, place: Place, by: str, change: Callable[[Schedule], Schedule]) -> Planned:
        for _ in range(TRIES):
            planned = self.planned(place, by)
            person = self.people.look(place.tenant, by)
            if not _may(planned, person):
                raise Refusal(GUESTS if person.guest else NOT_YOURS.format(who=_who(planned)))
            after = self._after(planned, change(planned.schedule), by)
            if self.schedules.put(after):
                return replace(after, revision=after.revision + 1)
        raise Refusal(BUSY)

    def _after(self, planned: Planned, schedule: Schedule, by: str) -> Planned:
        theirs = self.people.look(planned.place.tenant, by).zone if personal(planned.place) else None
        zone = schedules.zone_of(schedule, theirs, planned.zone)
        timing = firings.changed(planned.timing, schedule, zone, self.clock.now())
        return replace(planned, schedule=schedule, zone=zone.key, timing=timing, by=by, off="")


def zone_of(planned: Planned) -> ZoneInfo:
    """The zone in which a schedule is kept."""
    return calendars.zone_named(planned.zone) or schedules.UTC_ZONE


def _may(planned: Planned, person: Person) -> bool:
    if personal(planned.place):
        return planned.place.channel == person.id
    return planned.schedule.may_change(person.id, admin=person.admin, guest=person.guest)


def _who(planned: Planned) -> str:
    return "A workspace admin, or somebody named in it," if not personal(planned.place) else "Only its own person"
