"""A team with a finished review to improve on, and a clock that a test can move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.places import Place, Tenant
from bot.review import firings, item_moves
from bot.review.model import Scope, ScopeKind, State, Workload
from bot.review.move import AnswerQuestion, Finish, Tick
from tests.support.dialog import Dialog, words

#: A Monday in spring, 09:00 in Madrid.
MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)


#: The fields of forms that are typed in; others are picked.
TEXTS = frozenset({"evidence", "reason", "titles", "url", "title", "zone", "country", "extra_holidays", "vacations"})
MADRID = ZoneInfo("Europe/Madrid")


def _next_monday(at):
    """Nine in the morning in Madrid, on the first Monday after this: every test has a week of its own."""
    local = at.astimezone(MADRID)
    day = local + timedelta(days=7 - local.weekday())
    return day.replace(hour=9, minute=0, second=0).astimezone(UTC)


class MovedClock:
    """The port Clock: real time, until a test sets it; then it runs on from there."""

    def __init__(self):
        self._ahead = timedelta(0)

    @property
    def at(self):
        return self.now()

    @at.setter
    def at(self, moment):
        self._ahead = moment - datetime.now(UTC)

    def now(self):
        return datetime.now(UTC) + self._ahead


class Team:
    """A channel with a finished review, and what its people then see and do."""

    def __init__(self, slack, running, clock, missing=2, *, again=True):
        self.slack, self.running, self.clock, self.control = slack, running, clock, slack.control
        if again:
            self.clock.at = _next_monday(clock.at)
        self.dialog = Dialog(slack.control)
        seen = slack.control.view("ana")
        self.people = {user["name"]: user["id"] for user in seen["users"].values()}
        channel = next(each["id"] for each in seen["channels"] if each["name"] == self.dialog.channel)
        self.place = Place(Tenant("", slack.control.get("app")["team_id"]), channel)
        self.lens = running.bot.lenses["machine-learning"]
        self.review = self.reviewed(missing)

    def users(self):
        return self.control.get("app")["users"]

    @property
    def use(self):
        return self.running.reminders.improving

    def reviewed(self, questions, *, name="Fraud scoring", finish=True):
        """A review in which nothing of its first questions is in place."""
        reviewing = self.running.reviews.reviewing
        by = self.people["ana"]
        review = reviewing.start(self.place, self.lens.id, Workload(name), Scope(ScopeKind.EVERYTHING), by)
        for question in self.lens.questions[:questions]:
            marks = tuple(Tick(each, State.MISSING) for each in question.practices)
            move = AnswerQuestion(by=by, at=self.clock.now(), question=question.id, marks=marks)
            reviewing.do(self.place, review.id, move)
        return reviewing.do(self.place, review.id, Finish(by=by, at=self.clock.now())) if finish else review

    def answered(self, question, practice):
        """The review says by now that a practice is in place."""
        marks = (Tick(practice, State.IN_PLACE),)
        by, at = self.people["ana"], self.clock.now()
        move = AnswerQuestion(by=by, at=at, question=question, marks=marks)
        return self.running.reviews.reviewing.do(self.place, self.review.id, move)

    def set(self, **changes):
        """Change the channel's schedule behind everybody's back."""
        planned = self.use.schedules.find(self.place.tenant, (self.place.channel,))[self.place.channel]
        self.use.schedules.put(replace(planned, schedule=replace(planned.schedule, **changes)))

    taken = staticmethod(item_moves.take_on)

    def adopt(self):
        return self.use.adopt(self.place, self.review.id)

    def tick(self):
        self.running.reminders.reminding.tick()

    def at(self, hour, minute=0, days=0):
        """The clock in Madrid, on this or a later day."""
        local = self.clock.at.astimezone(MADRID) + timedelta(days=days)
        self.clock.at = local.replace(hour=hour, minute=minute).astimezone(UTC)

    def reminders(self, user="ana", channel=None):
        """The messages about improvements, oldest first."""
        return [each for each in self.dialog.seen(user, channel) if "Today's improvement" in words(each)]

    def reminder(self, user="ana", channel=None, count=1):
        return self.dialog.until(lambda: (found := self.reminders(user, channel))[count - 1 :] and found[-1])

    def began(self, user="ana"):
        """The day's message, once it is half past nine."""
        self.at(9, 31)
        count = len(self.reminders(user))
        self.tick()
        return self.reminder(user, count=count + 1)

    def silent(self):
        """Whether a tick brings no message about an improvement."""
        count = len(self.reminders())
        self.tick()
        self.control.idle(quiet_ms=300, timeout_ms=15_000)
        return len(self.reminders()) == count

    def item(self, message):
        """The item that a message is about."""
        shown = words(message)
        return next(item for item in self.use.items.of(self.place) if item.title in shown)

    def leave(self):
        """Hear nothing more, so that other tests' weeks stay theirs."""
        planned = self.use.schedules.find(self.place.tenant, (self.place.channel,))[self.place.channel]
        self.use.schedules.put(replace(planned, off="over"))

    def due(self):
        """What a tick would hand over for this channel now; its schedule is left as if it had not been looked at."""
        planned = self.use.schedules.find(self.place.tenant, (self.place.channel,))[self.place.channel]
        firing = firings.due(planned.schedule, MADRID, planned.timing, self.clock.at).firing
        key = firings.key(self.place.tenant.team, self.place.channel, firing.day)
        where = {"enterprise": "", "team": self.place.tenant.team, "channel": self.place.channel}
        return where | {"key": key, "holder": key, "day": firing.day.isoformat(), "at": firing.at.isoformat()}

    def now(self, item):
        return self.use.find(self.place, item.id)

    def fill(self, user, message, label, **values):
        """Press a button, fill in the form that opens, send it."""
        self.dialog.press(user, message, label)
        self.dialog.modal(user)
        form = {block: {"text" if block in TEXTS else "pick": value} for block, value in values.items()}
        return self.control.submit(user, form)

    def snooze(self, user, message, label):
        """Choose from the menu of how long."""
        block, menu = next(
            (block, element)
            for block in message["blocks"]
            for element in block.get("elements") or []
            if element.get("type") == "static_select"
        )
        value = next(each["value"] for each in menu["options"] if each["text"]["text"] == label)
        where = {"channel": self.dialog.channel, "ts": message["ts"], "block_id": block["block_id"]}
        return self.control.select(user, menu["action_id"], value, **where)

    def says(self, message, text, user="ana"):
        """A message, once it says this."""
        return self.dialog.until(lambda: text in words(found := self.message(message["ts"], user)) and found)

    def home(self, user):
        """What somebody's Home tab says."""
        self.control.act("open_home", user)
        self.control.idle()
        return words(self.dialog.until(lambda: self.control.view(user)["home"]))

    def message(self, ts, user="ana", channel=None):
        return next(each for each in self.dialog.seen(user, channel) if each["ts"] == ts)
