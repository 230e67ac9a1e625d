"""Which one thing is said: one message, the right one, to somebody who has not had one, and seldom the same."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review import item_moves
from bot.review.choosing import choose
from bot.review.errors import Refusal
from bot.review.items import Acceptance, Status
from bot.review.nudges import (
    AskAgain,
    Assigned,
    CheckIn,
    Continue,
    Escalate,
    Improve,
    OpenReview,
    Reconfirm,
    Stale,
    Told,
    Wake,
    counted,
    in_a_row,
)
from bot.review.schedules import Kind, Schedule
from lens_corpus.model import Effort
from lens_corpus.risk import Risk
from tests.unit.reminding.things import NOON, TODAY, days, item, press, situation

YESTERDAY = TODAY - days(1)
ESCALATING = Schedule(escalate_to="UBOSS")
SLEEPY = OpenReview("r1", TODAY - days(7), ("MLOPS01", "MLOPS02"))
MOVING = OpenReview("r1", TODAY - days(2), ("MLOPS01",))
OLD = Stale("r1", "MLOPS03", TODAY - days(200))
WAITING = Assigned("r1", "MLOPS04", ("UANA", "UBEN"), TODAY - days(3), answered=frozenset({"UBEN"}))


def chosen(*items, **changes):
    found = choose(situation(*items, **changes))
    return found.item.id if found else None


def test_nothing_to_say_is_no_message():
    assert choose(situation()) is None


def test_high_risks_come_before_medium_ones():
    assert chosen(item("a", risk=Risk.MEDIUM), item("b", risk=Risk.HIGH, effort=Effort.L)) == "b"


def test_of_one_risk_the_smaller_work_comes_first_then_the_older():
    assert chosen(item("a", effort=Effort.M), item("b", effort=Effort.S)) == "b"
    assert chosen(item("a", created_at=NOON), item("b", created_at=NOON - days(9))) == "b"


def test_a_promise_that_is_near_comes_before_everything_without_one():
    promised = item("a", risk=Risk.MEDIUM, effort=Effort.L, due=TODAY + days(2))

    assert chosen(promised, item("b")) == "a"
    assert chosen(replace(promised, due=TODAY + days(3)), item("b")) == "b"


def test_what_is_done_snoozed_accepted_or_set_aside_is_left_in_peace():
    quiet = (
        item_moves.done(item("a"), press()),
        item_moves.snooze(item("b"), press(), TODAY + days(3)),
        item_moves.accept(item("c"), press(), Acceptance("UBOSS", "For now", TODAY + days(3))),
        item_moves.dismiss(item("d"), press(), "Not ours"),
    )

    assert chosen(*quiet) is None
    assert chosen(*quiet, today=TODAY + days(3)) in ("b", "c")


def test_somebody_who_works_on_one_is_asked_about_it_before_getting_another():
    doing = item_moves.working(item("a", risk=Risk.MEDIUM), press("UANA", on=TODAY - days(3)))
    found = choose(situation(doing, item("b", owner="UANA")))

    assert isinstance(found, CheckIn)
    assert (found.item.id, found.to) == ("a", "UANA")
    assert "You are working on it since Friday, 27 February 2026." in found.reasons


def test_somebody_who_works_on_one_and_said_so_lately_is_left_to_it():
    doing = item_moves.working(item("a"), press("UANA", on=YESTERDAY))

    assert chosen(doing, item("b", owner="UANA")) is None
    assert chosen(doing, item("b", owner="UBEN")) == "b"
    assert chosen(doing, item("b")) == "b"


def test_work_elsewhere_counts_as_well():
    assert chosen(item("a", owner="UANA"), busy=frozenset({"UANA"})) is None


@pytest.mark.parametrize(("effort", "wait"), [(Effort.S, 2), (Effort.M, 4), (Effort.L, 7)])
def test_larger_work_is_asked_about_less_often(effort, wait):
    doing = item_moves.working(item("a", effort=effort), press("UANA"))

    assert chosen(doing, today=TODAY + days(wait - 1)) is None
    assert chosen(doing, today=TODAY + days(wait)) == "a"


def test_work_that_is_due_is_asked_about_sooner():
    doing = item_moves.working(item("a", effort=Effort.L, due=TODAY + days(3)), press("UANA"))

    assert chosen(doing, today=TODAY + days(2)) == "a"


def test_nobody_gets_two_a_day_over_all_channels():
    mine, channels = item("a", owner="UANA"), item("b", effort=Effort.L)

    assert chosen(mine, channels) == "a"
    assert chosen(mine, channels, already_today=frozenset({"UANA"})) == "b"
    assert chosen(mine, person="UANA", already_today=frozenset({"UANA"})) is None


def test_who_is_away_is_not_written_to():
    assert chosen(item("a", owner="UANA"), away=frozenset({"UANA"})) is None


def test_a_persons_own_schedule_brings_their_own_items_only():
    assert chosen(item("a"), item("b", owner="UBEN"), item("c", owner="UANA"), person="UANA") == "c"


@pytest.mark.parametrize(("times", "rest"), [(1, 2), (2, 4), (3, 7), (9, 7)])
def test_what_was_said_rests_longer_each_time(times, rest):
    told = {"item:a": Told(times, TODAY - days(rest))}

    assert chosen(item("a"), told=told) == "a"
    assert chosen(item("a"), told={"item:a": Told(times, TODAY - days(rest - 1))}) is None


def test_what_is_due_rests_no_longer_than_two_days():
    assert chosen(item("a", due=TODAY), told={"item:a": Told(5, TODAY - days(2))}) == "a"


def test_items_of_one_risk_take_turns():
    told = {"item:a": Told(1, TODAY - days(3))}

    assert chosen(item("a"), item("b", effort=Effort.L), told=told) == "b"


def test_the_reasons_say_what_it_lowers_how_long_it_takes_and_whose_it_is():
    found = choose(situation(item(due=TODAY - days(1))))

    assert found.reasons == (
        "Your review found a high risk here.",
        "It was due on Sunday, 1 March 2026.",
        "It takes days.",
        "It has been open for 30 days.",
        "Nobody has taken it on yet.",
    )


def test_a_high_risk_past_its_date_reaches_the_person_who_is_named_twice_at_most():
    late = item("a", owner="UANA", due=YESTERDAY)
    found = choose(situation(late, schedule=ESCALATING))

    assert isinstance(found, Escalate)
    assert found.to == "UBOSS"
    once = {found.subject: Told(1, TODAY - days(7))}
    assert isinstance(choose(situation(late, schedule=ESCALATING, told=once)), Escalate)
    lately = {found.subject: Told(1, TODAY - days(6))}
    assert isinstance(choose(situation(late, schedule=ESCALATING, told=lately)), Improve)
    twice = {found.subject: Told(2, TODAY - days(30))}
    assert isinstance(choose(situation(late, schedule=ESCALATING, told=twice)), Improve)


@pytest.mark.parametrize(
    "changes", [{"risk": Risk.MEDIUM}, {"due": TODAY}, {"due": None}, {"owner": "UBOSS"}], ids=lambda each: str([*each])
)
def test_only_a_high_risk_past_its_date_that_is_somebody_elses_escalates(changes):
    late = replace(item("a", due=YESTERDAY), **changes)

    assert not isinstance(choose(situation(late, schedule=ESCALATING)), Escalate)


def test_an_escalation_counts_as_the_days_message_of_the_person_who_is_named():
    late = item("a", due=YESTERDAY)

    assert isinstance(choose(situation(late, schedule=ESCALATING, already_today=frozenset({"UBOSS"}))), Improve)


def test_only_those_who_have_not_answered_are_asked_again_and_twice_at_most():
    found = choose(situation(item(), assigned=(WAITING,)))

    assert isinstance(found, AskAgain)
    assert found.to == "UANA"
    for told, again in (
        (Told(1, TODAY - days(2)), True),
        (Told(1, YESTERDAY), False),
        (Told(2, TODAY - days(9)), False),
    ):
        later = choose(situation(assigned=(WAITING,), told={found.subject: told}))
        assert isinstance(later, AskAgain) is again


def test_a_question_is_not_repeated_on_the_day_it_was_asked():
    assert choose(situation(assigned=(replace(WAITING, since=TODAY),))) is None


def test_a_persons_own_schedule_asks_nobody_else():
    assert choose(situation(person="UBEN", assigned=(WAITING,))) is None
    assert choose(situation(person="UANA", assigned=(WAITING,))).to == "UANA"


def test_stale_answers_come_one_at_a_time_oldest_first():
    newer = Stale("r1", "MLOPS05", TODAY - days(190))
    found = choose(situation(stale=(newer, OLD)))

    assert isinstance(found, Reconfirm)
    assert found.stale == OLD
    assert choose(situation(stale=(newer, OLD), told={found.subject: Told(1, TODAY - days(6))})) is None
    later = choose(situation(stale=(newer, OLD), told={found.subject: Told(1, TODAY - days(7))}))
    assert later.stale == newer


def test_a_review_that_sleeps_is_woken_less_and_less_often():
    found = choose(situation(reviews=(SLEEPY,)))

    assert isinstance(found, Wake)
    assert found.reasons == ("Nothing has moved in this review for 7 days.", "2 questions are left.")
    assert choose(situation(reviews=(replace(SLEEPY, questions=()),))) is None
    for times, wait in ((1, 14), (2, 28), (5, 28)):
        assert not choose(situation(reviews=(SLEEPY,), told={found.subject: Told(times, TODAY - days(wait - 1))}))
        assert choose(situation(reviews=(SLEEPY,), told={found.subject: Told(times, TODAY - days(wait))}))


def test_a_review_under_way_is_reminded_of_every_third_day_and_not_while_people_are_at_it():
    found = choose(situation(reviews=(MOVING,)))

    assert isinstance(found, Continue)
    assert found.reasons[-1] == "One question is left."
    assert choose(situation(reviews=(replace(MOVING, last_move=TODAY),))) is None
    assert choose(situation(reviews=(MOVING,), told={found.subject: Told(9, TODAY - days(2))})) is None
    assert choose(situation(reviews=(MOVING,), told={found.subject: Told(9, TODAY - days(3))}))


def test_the_kinds_come_in_order_and_each_can_be_switched_off():
    everything = situation(
        item("a", due=YESTERDAY),
        item_moves.working(item("b"), press("UBEN", on=TODAY - days(5))),
        item("c"),
        schedule=ESCALATING,
        assigned=(WAITING,),
        stale=(OLD,),
        reviews=(SLEEPY, replace(MOVING, review="r2")),
    )
    seen, kinds = [], frozenset(Kind)
    while found := choose(replace(everything, schedule=replace(ESCALATING, kinds=kinds))):
        seen.append(found.kind)
        kinds -= {found.kind}

    assert seen == [
        Kind.ESCALATION,
        Kind.ASSIGNED,
        Kind.IMPROVEMENTS,
        Kind.STALE_ANSWERS,
        Kind.SLEEPING_REVIEW,
        Kind.OPEN_QUESTIONS,
    ]


def test_a_long_plan_lets_the_review_speak_every_fifth_time():
    assert isinstance(choose(situation(item(), stale=(OLD,), items_in_a_row=3)), Improve)
    assert isinstance(choose(situation(item(), stale=(OLD,), items_in_a_row=4)), Reconfirm)
    assert isinstance(choose(situation(item(), items_in_a_row=9)), Improve)


def test_counting_items_in_a_row_ends_with_the_review():
    improve, stale = choose(situation(item())), choose(situation(stale=(OLD,)))

    assert (in_a_row(2, improve), in_a_row(2, None), in_a_row(2, stale)) == (3, 2, 0)


def test_saying_it_twice_on_one_day_after_a_crash_counts_once():
    once = counted(None, TODAY)

    assert once == Told(1, TODAY)
    assert counted(once, TODAY) == once
    assert counted(once, TODAY + days(1)) == Told(2, TODAY + days(1))


OWNERS = st.sampled_from([None, "UANA", "UBEN", "UCLEO"])
ITEMS = st.builds(
    lambda number, risk, effort, owner, due, age: item(
        f"i{number}",
        risk=risk,
        effort=effort,
        owner=owner,
        due=due if due is None else TODAY + days(due),
        created_at=NOON - days(age),
    ),
    st.integers(0, 10**6),
    st.sampled_from([Risk.HIGH, Risk.MEDIUM]),
    st.sampled_from(Effort),
    OWNERS,
    st.none() | st.integers(-5, 40),
    st.integers(0, 90),
)
PLANS = st.lists(ITEMS, min_size=1, max_size=12, unique_by=lambda each: each.id)


@settings(max_examples=50, deadline=None)
@given(PLANS, st.randoms(use_true_random=False))
def test_the_order_in_which_items_are_stored_changes_nothing(plan, shuffler):
    shuffled = list(plan)
    shuffler.shuffle(shuffled)

    assert choose(situation(*plan, schedule=ESCALATING)) == choose(situation(*shuffled, schedule=ESCALATING))


def presses(data, plan, on):
    """What people do with some items on a day; refusals are theirs to read."""
    for number in data.draw(st.lists(st.integers(0, len(plan) - 1), max_size=2)):
        wait = days(data.draw(st.integers(1, 30)))
        move = data.draw(st.sampled_from(["done", "snooze", "accept", "working", "take_on", "reopen"]))
        extra = {"snooze": (on + wait,), "accept": (Acceptance("UBOSS", "For now", on + wait),)}.get(move, ())
        try:
            plan[number] = getattr(item_moves, move)(plan[number], press("UANA", on=on), *extra)
        except Refusal as refused:
            assert refused.text


@settings(max_examples=20, deadline=None)
@given(PLANS, st.data())
def test_over_a_year_of_random_presses_in_three_channels_every_promise_holds(plan, data):
    channels, told, last_said = [plan[0::3], plan[1::3], plan[2::3]], {}, {}
    for step in range(365):
        on, reached = TODAY + timedelta(step), set()
        for items in [each for each in channels if each]:
            presses(data, items, on) if step % 6 == 0 else None
            found = choose(
                situation(*items, today=on, schedule=ESCALATING, told=told, already_today=frozenset(reached))
            )
            if not found:
                continue
            stored = next(each for each in items if each.id == found.item.id)
            assert found.to not in reached
            assert stored.status is not Status.SNOOZED or stored.snoozed_until <= on
            assert stored.status is not Status.ACCEPTED or stored.accepted.expires <= on
            assert stored.status not in (Status.DONE, Status.NOT_OURS)
            assert found.subject not in last_said or (on - last_said[found.subject]).days >= 2
            assert all(reason.endswith(".") for reason in found.reasons)
            told, last_said = (
                told | {found.subject: counted(told.get(found.subject), on)},
                last_said | {found.subject: on},
            )
            reached |= {found.to} - {None}


@given(st.integers(1, 30), st.integers(0, 40))
def test_a_snoozed_item_and_an_accepted_risk_come_back_on_their_day(wait, later):
    until = TODAY + days(wait)
    asleep = item_moves.snooze(item("a"), press(), until)
    risk = item_moves.accept(item("b"), press(), Acceptance("UBOSS", "For now", until))

    for quiet in (asleep, risk):
        assert (chosen(quiet, today=TODAY + days(later)) is not None) == (later >= wait)
