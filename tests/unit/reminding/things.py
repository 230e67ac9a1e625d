"""Items, presses and situations for the tests of reminding, each with the few fields that a test is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.review.item_moves import Press
from bot.review.items import Item
from bot.review.nudges import Situation
from bot.review.schedules import Schedule
from lens_corpus.model import Effort
from lens_corpus.risk import Risk

#: A Monday, in a month without public holidays in most countries.
TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def days(count):
    return timedelta(days=count)


def item(id_="i1", **changes):
    made = Item(
        id=id_,
        review="r1",
        lens="ml",
        question="MLOPS01",
        practice="MLOPS01-BP01",
        title="Write the runbook",
        risk=Risk.HIGH,
        effort=Effort.S,
        pillar="ops",
        created_at=NOON - days(30),
    )
    return replace(made, **changes)


def press(by="UANA", on=TODAY, seen=None, minutes=0):
    at = datetime.combine(on, time(12), tzinfo=UTC) + timedelta(minutes=minutes)
    return Press(by, at, on, seen)


def situation(*items, **changes):
    made = Situation(today=TODAY, schedule=Schedule(), items=items)
    return replace(made, **changes)
