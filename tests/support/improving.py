"""A team with a finished review to improve on, and a clock that a test can move."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cards.reminding import ItemCard
from bot.places import Place, Posted, Tenant
from bot.review import firings, item_moves
from bot.review.model import Scope, ScopeKind, State, Workload
from bot.review.move import AnswerQuestion, Finish, Tick
from lens_corpus.model import Effort
from lens_corpus.risk import Risk
from tests.support.dialog import Dialog, button, words

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


#: What `week` adds.
TIDY = "Tidy the notebooks"


def part(digest, title):
    """One part of a digest, such as Done; empty where it has none."""
    parts = (words({"blocks": [each]}) for each in digest["blocks"])
    return next((each for each in parts if title in each.partition("\n")[0]), "")


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


@contextmanager
def reminded(world, **more):
    """A team with a plan, which hears nothing more afterwards."""
    team = Team(*world, **more)
    team.adopt()
    yield team
    team.leave()


class Team:
    """A channel with a finished review, and what its people then see and do."""

    def __init__(self, slack, running, clock, missing=2, *, again=True, finish=True):
        self.slack, self.running, self.clock, self.control = slack, running, clock, slack.control
        if again:
            self.clock.at = _next_monday(clock.at)
        self.dialog = Dialog(slack.control)
        seen = slack.control.view("ana")
        self.people = {user["name"]: user["id"] for user in seen["users"].values()}
        channel = next(each["id"] for each in seen["channels"] if each["name"] == self.dialog.channel)
        self.place = Place(Tenant("", slack.control.get("app")["team_id"]), channel)
        self.lens = running.bot.lenses["machine-learning"]
        self.owners = set()
        self.review = self.reviewed(missing, finish=finish)

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

    def not_applicable(self, item):
        """The review says by now that an item's practice is none of this workload's."""
        tick = Tick(item.practice, State.NOT_APPLICABLE, "We have no such thing")
        at = self.clock.now()
        move = AnswerQuestion(by=self.people["ana"], at=at, question=item.question, marks=(tick,))
        self.running.reviews.reviewing.do(self.place, item.review, move)

    def answers(self, user, question):
        """Somebody says that nothing of a question is in place."""
        marks = tuple(Tick(each, State.MISSING) for each in self.lens.question(question).practices)
        move = AnswerQuestion(by=self.people[user], at=self.clock.now(), question=question, marks=marks)
        self.running.reviews.reviewing.do(self.place, self.review.id, move)

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

    def promise(self, days):
        """A change that promises a day."""
        return lambda item, press: item_moves.set_due(item, press, press.today + timedelta(days))

    def schedule(self):
        """The channel's schedule as it is kept."""
        return self.use.schedules.find(self.place.tenant, (self.place.channel,))[self.place.channel].schedule

    def own(self, user, at, **changes):
        """Somebody wants reminders of their own; `kinds` keeps away what other tests have given them to do."""
        person = self.people[user]
        self.owners.add(user)
        form = {"at": at, "zone": "Europe/Madrid"}
        self.running.reminders.scheduling.set(Place(self.place.tenant, person), person, form)
        kept = self._kept(person)
        self.use.schedules.put(replace(kept, schedule=replace(kept.schedule, **changes)))

    def peek(self):
        """The review as it is."""
        return self.use.reviews.peek(self.place, self.review.id)

    def ask(self, to, by):
        """Ask somebody a question that nobody has answered; its id."""
        question = self.lens.questions[3].id
        self.running.reviews.reviewing.ask(self.place, self.review.id, question, self.people[to], self.people[by])
        return question

    def cards(self, user="ana"):
        """The messages that show a question to be answered."""
        return [each for each in self.dialog.seen(user) if "Which of these are in place" in words(each)]

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

    def began_again(self):
        """Another day's message."""
        self.at(9, 0, days=1)
        return self.began()

    def redrawn(self, message, item):
        """A message whose buttons are those of the item as it is now."""
        card = ItemCard(self.place, item := self.now(item), self.use.facts(self.place, item))
        posted = Posted(self.place, message["ts"])
        self.running.reminders.messages.replace(posted, card)
        return self.message(message["ts"])

    def opened(self, user, item):
        """An item's window, opened from the plan's."""
        self.dialog.command(user, "plan")
        return self.open_item(user, item)

    def pressed(self, user, label):
        """Press a button in the window on top."""
        view = self.dialog.modal(user)
        element = button(view, label)
        return self.control.click(user, element["action_id"], view_id=view["id"], block_id=element["block_id"])

    def typed(self, values):
        """A form's values as the control takes them."""
        return {block: {"text" if block in TEXTS else "pick": value} for block, value in values.items()}

    def open_item(self, user, item):
        """Open an item from the plan's window, which is on top."""
        view = self.dialog.until(lambda: item.title in words(found := self.dialog.modal(user)) and found)
        row = next(each for each in view["blocks"] if item.title in words({"blocks": [each]}))
        where = {"view_id": view["id"], "block_id": row["block_id"]}
        self.control.click(user, row["accessory"]["action_id"], **where)
        return self.dialog.until(lambda: (found := self.dialog.modal(user))["title"]["text"] == "Improvement" and found)

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
        for whom in ("", *(self.people[user] for user in self.owners)):
            self.use.schedules.put(replace(self._kept(whom), off="over"))

    def due(self, whom=""):
        """What a tick would hand over for this channel, or a person, now; the schedule is left as if not looked at."""
        planned = self._kept(whom)
        return self._handed(planned, firings.due(planned.schedule, MADRID, planned.timing, self.clock.at).firing)

    def fire(self, user=""):
        """Do at once what a tick would have done, so that it is over when nothing was said."""
        planned = self._kept(user and self.people[user])
        found = firings.due(planned.schedule, MADRID, planned.timing, self.clock.at)
        self.use.schedules.keep([(planned, found.after)])
        if found.firing:
            self.running.reminders.reminding.remind(self._handed(planned, found.firing))

    def _kept(self, whom):
        whom = whom or self.place.channel
        return self.use.schedules.find(self.place.tenant, (whom,))[whom]

    def _handed(self, planned, firing):
        channel = planned.place.channel
        key = firings.key(self.place.tenant.team, channel, firing.day)
        where = {"enterprise": "", "team": self.place.tenant.team, "channel": channel}
        return where | {"key": key, "holder": key, "day": firing.day.isoformat(), "at": firing.at.isoformat()}

    def now(self, item):
        return self.use.find(self.place, item.id)

    def fill(self, user, message, label, channel=None, **values):
        """Press a button, fill in the form that opens, send it."""
        self.dialog.press(user, message, label, channel)
        self.dialog.modal(user)
        return self.control.submit(user, self.typed(values))

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

    def plan(self, item, user="ana"):
        """What the plan's window says of an item."""
        self.dialog.command(user, "plan")
        view = self.dialog.modal(user)
        self.control.act("close", user, all=True)
        return next(words({"blocks": [each]}) for each in view["blocks"] if item.title in words({"blocks": [each]}))

    def state(self, item):
        """What the review holds of an item's practice."""
        return self.use.reviews.peek(self.place, item.review).answer(item.question).state(item.practice)

    def proofs(self, item):
        """What the review's answer has as evidence."""
        answer = self.use.reviews.peek(self.place, item.review).answer(item.question)
        return [each.reference for each in answer.evidence]

    def week(self, user="ana", days=0):
        """The digest of this week, once Friday's message has come, or of the week so many days later.

        Something of the team's own is added first: a week in which nothing happened has no digest.
        """
        self.at(9, 31, days=days + 4 - self.clock.at.astimezone(MADRID).weekday())
        self.use.add(self.place, self.people["ana"], TIDY, Risk.MEDIUM, Effort.S, str(self.clock.at))
        count = len(self._weeks(user))
        self.tick()
        return self.dialog.until(lambda: self._weeks(user)[count:])[-1]

    def gaps(self, digest):
        """How many of the review's risks a digest's chart has open at its last day."""
        chart = next(each for each in digest["blocks"] if each["type"] == "data_visualization")["chart"]
        own = sum(item.title == TIDY for item in self.use.items.of(self.place))
        return sum(series["data"][-1]["value"] for series in chart["series"]) - own

    def _weeks(self, user):
        return [each for each in self.dialog.seen(user) if "The week in improvements" in words(each)]

    def message(self, ts, user="ana", channel=None):
        return next(each for each in self.dialog.seen(user, channel) if each["ts"] == ts)
