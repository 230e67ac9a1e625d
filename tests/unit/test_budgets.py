"""Limits of a day on tokens and money, from counters."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import budgets
from knowledge.budgets import Denied, Limits, Price, Spent
from knowledge.ports import Usage

PRICE = Price(read=3, written=15)
NOTHING = Spent()


def test_without_limits_everything_is_allowed():
    assert budgets.decide(Limits(), Spent(10**9, 10**6), Spent(10**9, 10**6), 10**6, PRICE) is None


@pytest.mark.parametrize(
    ("limits", "everywhere", "channel", "denied"),
    [
        (Limits(tokens=1000), Spent(900), NOTHING, None),
        (Limits(tokens=1000), Spent(901), NOTHING, Denied.TOKENS),
        (Limits(channel_tokens=1000), Spent(5000), Spent(900), None),
        (Limits(channel_tokens=1000), Spent(5000), Spent(950), Denied.CHANNEL_TOKENS),
        (Limits(cost=1.0), Spent(0, 0.9985), NOTHING, None),
        (Limits(cost=1.0), Spent(0, 0.999), NOTHING, Denied.COST),
        (Limits(channel_cost=1.0), Spent(0, 7.0), Spent(0, 0.999), Denied.CHANNEL_COST),
        (Limits(tokens=1000, channel_tokens=1000), Spent(1000), Spent(1000), Denied.TOKENS),
    ],
)
def test_a_call_that_would_pass_a_limit_is_denied_with_its_name(limits, everywhere, channel, denied):
    assert budgets.decide(limits, everywhere, channel, 100, PRICE) is denied


def test_a_call_is_weighed_at_the_dearer_price_before_it_is_made():
    assert PRICE.at_most(1_000_000) == 15
    assert PRICE.of(Usage(1_000_000, 0)) == 3
    assert PRICE.of(Usage(0, 1_000_000)) == 15


@given(st.integers(0, 10**6), st.integers(0, 10**5), st.integers(0, 10**4), st.integers(0, 10**4))
def test_settling_leaves_exactly_what_was_used(before, reserved, read, written):
    usage = Usage(read, written)
    spent = Spent(before, 1.0).setting_aside(reserved, PRICE).settling(reserved, usage, PRICE)

    assert spent.tokens == before + usage.tokens
    assert spent.cost == pytest.approx(1.0 + PRICE.of(usage))


def test_calls_at_the_same_time_cannot_pass_the_limit_together():
    spent, allowed = NOTHING, 0
    while budgets.decide(Limits(tokens=1000), spent, NOTHING, 300, PRICE) is None:
        spent, allowed = spent.setting_aside(300, PRICE), allowed + 1

    assert allowed == 3


def test_settling_what_a_new_day_never_saw_stays_above_nothing():
    assert NOTHING.settling(500, Usage(10, 5), PRICE) == Spent(15, PRICE.of(Usage(10, 5)))


def test_the_day_is_that_of_utc_for_everybody():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))

    assert budgets.day(late) == "2026-03-02"
    assert budgets.day(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) == "2026-03-01"


def test_a_price_is_two_numbers():
    assert budgets.price(" 3, 15.5 ") == Price(3, 15.5)


@pytest.mark.parametrize("text", ["", "3", "3,15,7", "three,15", "-1,2", "nan,1", "inf,1"])
def test_what_is_no_price_is_refused(text):
    with pytest.raises(ValueError, match=r"price|numbers"):
        budgets.price(text)
