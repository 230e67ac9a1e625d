"""The week in figures: what counts as done, opened, reopened, stuck, and how the risk moved."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review import item_moves
from bot.review.calendars import Span
from bot.review.digests import Point, digest, trend, week_of
from bot.review.items import Acceptance, Status, awake
from lens_corpus.risk import Risk
from tests.unit.reminding.lives import LIVES
from tests.unit.reminding.things import NOON, TODAY, days, item, press

UTC_ZONE = ZoneInfo("UTC")
FRIDAY = TODAY + days(4)


def of(*items, today=FRIDAY, zone=UTC_ZONE):
    return digest(items, today, zone)


def ids(items):
    return [each.id for each in items]


def test_a_week_in_which_nothing_happened_is_quiet():
    found = of(item())

    assert found.quiet
    assert found.week == Span(TODAY, FRIDAY)


def test_what_was_done_this_week_and_still_is_counts():
    done = item_moves.done(item("a"), press(on=TODAY + days(1)))
    before = item_moves.done(item("b"), press(on=TODAY - days(1)))
    undone = item_moves.reopen(item_moves.done(item("c"), press()), press(on=TODAY + days(2)))
    proved = item_moves.done(item("d"), press(), "seen")

    found = of(done, before, undone, proved)

    assert ids(found.done) == ["a", "d"]
    assert ids(found.unproven) == ["a"]
    assert ids(found.reopened) == ["c"]


def test_a_risk_whose_acceptance_ran_out_this_week_is_reopened():
    ran_out = item_moves.accept(item("a"), press(on=TODAY - days(9)), Acceptance("UBOSS", "For now", TODAY + days(1)))
    holds = item_moves.accept(item("b"), press(on=TODAY - days(9)), Acceptance("UBOSS", "For now", FRIDAY + days(1)))

    assert ids(of(ran_out, holds).reopened) == ["a"]


def test_what_came_up_this_week_is_opened():
    assert ids(of(item("a"), item("b", created_at=NOON)).opened) == ["b"]


def test_the_week_begins_where_the_channel_is():
    auckland = ZoneInfo("Pacific/Auckland")
    early = item("a", created_at=datetime(2026, 3, 1, 12, tzinfo=UTC))

    assert ids(of(early, zone=auckland).opened) == ["a"]
    assert ids(of(early).opened) == []


def test_somebody_is_stuck_after_a_fortnight_however_often_they_said_they_work_on_it():
    doing = item_moves.working(item("a"), press("UANA", on=FRIDAY - days(15)))
    said = item_moves.working(doing, press("UANA", on=FRIDAY - days(1)))
    newer = item_moves.working(item("b"), press("UBEN", on=FRIDAY - days(14)))

    found = of(said, newer)

    assert [(each.owner, each.item.id, each.since) for each in found.stuck] == [("UANA", "a", FRIDAY - days(15))]
    assert not found.quiet


def test_the_trend_shows_open_risk_at_the_end_of_each_week():
    first = item_moves.done(item("a"), press(on=TODAY - days(7)))
    second = item("b", risk=Risk.MEDIUM, created_at=NOON - days(10))
    third = item_moves.accept(item("c"), press(on=TODAY - days(14)), Acceptance("UBOSS", "For now", TODAY - days(1)))
    found = of(first, second, third).trend

    assert found == (
        Point(date(2026, 2, 1), 2, 0),
        Point(date(2026, 2, 8), 2, 0),
        Point(date(2026, 2, 15), 2, 0),
        Point(date(2026, 2, 22), 1, 1),
        Point(date(2026, 3, 1), 1, 1),
        Point(FRIDAY, 1, 1),
    )


def test_without_items_there_is_no_trend():
    assert of().trend == ()


def test_a_week_runs_from_monday_to_sunday():
    assert week_of(date(2026, 3, 8)) == week_of(TODAY) == Span(TODAY, date(2026, 3, 8))


@settings(max_examples=60, deadline=None)
@given(LIVES, st.integers(0, 400))
def test_the_trend_agrees_with_the_item_on_the_day_it_is_drawn(made, later):
    on = max(made.last_heard.date(), TODAY) + days(later)
    closed = awake(made, on).status in (Status.DONE, Status.NOT_OURS, Status.ACCEPTED)

    assert trend((made,), (on,), UTC_ZONE) == (Point(on, 0 if closed else 1, 0),)
