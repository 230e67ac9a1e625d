"""Who may start, decide, finish and delete, by what a channel has set."""

import itertools
from dataclasses import replace

import pytest

from bot.review.rights import Person, Right, Rights, Who, latest, may, people, refusal
from tests.unit.review.playing import begun
from tests.unit.review.shaped import shaped

ENDING = (Right.DECIDE, Right.FINISH, Right.DELETE)
ADMIN, GUEST, ANYBODY = Person("UADMIN", admin=True), Person("UGUEST", outside=True), Person("UANY")
OWNER, STARTER = Person("UOWNER"), Person("USTART")


def review(*owners):
    made = begun(shaped())
    return replace(made, started_by=STARTER.id, workload=replace(made.workload, name="Fraud", owners=owners))


def allowing(who):
    return Rights(who, who, who, who)


def test_by_default_everybody_starts_and_the_owners_end():
    assert may(Rights(), Right.START, ANYBODY, None)
    for right in ENDING:
        assert all(may(Rights(), right, each, review("UOWNER")) for each in (OWNER, STARTER, ADMIN))
        assert not may(Rights(), right, ANYBODY, review("UOWNER"))


@pytest.mark.parametrize("right", ENDING)
def test_a_workload_without_owners_is_everybodys(right):
    assert may(Rights(), right, ANYBODY, review())


@pytest.mark.parametrize("right", list(Right))
def test_everybody_is_everybody_and_admins_are_admins(right):
    assert may(allowing(Who.EVERYBODY), right, ANYBODY, review("UOWNER"))
    assert not may(allowing(Who.ADMINS), right, OWNER, review("UOWNER"))
    assert may(allowing(Who.ADMINS), right, ADMIN, review("UOWNER"))


@pytest.mark.parametrize(("who", "right"), itertools.product(Who, Right))
def test_admins_always_may_so_that_nothing_is_stuck(who, right):
    assert may(allowing(who), right, ADMIN, review("UGONE"))


@pytest.mark.parametrize("who", list(Who))
def test_guests_never_start_and_end_only_what_they_own(who):
    assert not any(may(allowing(who), right, GUEST, review()) for right in Right)
    assert not may(allowing(who), Right.START, GUEST, review("UGUEST"))
    assert all(may(allowing(who), right, GUEST, review("UGUEST")) is (who is not Who.ADMINS) for right in ENDING)


def test_a_review_again_of_what_has_owners_is_theirs_to_start_and_a_new_one_anybodys():
    owned = allowing(Who.OWNERS)

    assert may(owned, Right.START, ANYBODY, None)
    assert not may(owned, Right.START, ANYBODY, review("UOWNER"))
    assert may(owned, Right.START, OWNER, review("UOWNER"))


def test_the_last_review_of_a_workload_is_found_however_its_name_is_written():
    mine = review()

    assert latest((replace(mine, workload=replace(mine.workload, name="Other")), mine), "  fraud ") is mine
    assert latest((mine,), "Fraud 2") is None


def test_a_refusal_names_who_may():
    names = {"UOWNER": "Olu Ade", "USTART": "Sia Kim"}
    told = refusal(Rights(), Right.FINISH, ANYBODY, review("UOWNER", "UGONE"), names)

    assert people(Rights(), Right.FINISH, review("UOWNER", "UGONE")) == ("UOWNER", "UGONE", "USTART")
    assert "(Olu Ade, Sia Kim)" in told
    assert "finish this review" in told
    assert "UGONE" not in told


@pytest.mark.parametrize("right", list(Right))
def test_a_refusal_says_whom_to_ask_where_nobody_is_named(right):
    admins = allowing(Who.ADMINS)

    assert people(admins, right, review("UOWNER")) == ()
    assert "Only workspace admins may" in refusal(admins, right, ANYBODY, review("UOWNER"), {})
    assert "Guests" in refusal(Rights(), right, GUEST, review(), {})
