"""Improvements, one a day, in Slack: what comes when, and what each button does to review, plan, Home and digest."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.cards.reminding import Origin
from bot.review import item_moves
from bot.review.items import Act, Status, awake
from bot.review.model import State
from bot.review.schedules import Kind
from bot.review.scoring import Standing
from bot.usecases.refusals import Refusal
from tests.support.dialog import words
from tests.support.improving import MADRID, Team, reminded


@pytest.fixture
def team(world):
    with reminded(world) as made:
        yield made


def test_one_improvement_comes_at_half_past_nine_with_its_reasons(team):
    assert team.silent()

    said = words(team.began())

    assert "High risk" in said
    assert "First step:" in said
    assert "MLOPS" in said
    assert "Why am I getting this?" in said
    assert "at 09:30 (Europe/Madrid)" in said
    assert team.silent()


def test_nothing_comes_at_the_weekend_or_two_hours_late(team):
    team.at(9, 31, days=5)
    assert team.silent()

    team.at(11, 31, days=2)

    assert team.silent()


class TestDone:
    def test_changes_the_review_and_tells_the_channel_what_it_did_to_the_risk(self, team):
        message = team.began()
        item = team.item(message)

        team.fill("ben", message, "Done", evidence="https://wiki.example.com/runbook")

        thanks = team.dialog.until(lambda: team.dialog.thread("ana", message["ts"]))
        assert "Thank you" in words(thanks[0])
        answer = team.use.reviews.peek(team.place, team.review.id).answer(item.question)
        assert answer.state(item.practice) is State.IN_PLACE
        assert [proof.reference for proof in answer.evidence] == ["https://wiki.example.com/runbook"]
        assert team.now(item).status is Status.DONE
        team.says(message, "Done.")

    def test_of_all_practices_of_a_question_lowers_its_risk_and_says_from_what_to_what(self, team):
        question = team.lens.questions[0].id
        items = [item for item in team.use.items.of(team.place) if item.question == question]
        last = items[-1]
        for item in items:
            team.use.done(team.place, item.id, team.people["ben"], None, "", Origin())

        told = team.dialog.until(lambda: [m for m in team.dialog.seen("ana") if "went from" in words(m)])
        assert "no risk" in words(told[-1])
        assert team.use.standing(team.place, last)[0] == Standing.NONE.value

    def test_without_evidence_is_done_and_marked_unproven(self, team):
        message = team.began()

        team.fill("ben", message, "Done")

        team.says(message, "not yet proved")
        thanks = team.dialog.until(lambda: team.dialog.thread("ana", message["ts"]))
        assert "unproven" in words(thanks[0])

    def test_sent_twice_by_one_person_counts_once(self, team):
        message = team.began()
        item = team.item(message)
        for _ in range(2):
            team.use.done(team.place, item.id, team.people["ben"], item.version, "", Origin())

        assert [line.what for line in team.now(item).history].count(Act.DONE) == 1

    def test_against_somebody_elses_word_is_decided_by_name(self, team):
        message = team.began()
        item = team.item(message)

        team.fill("ben", message, "Done", evidence="We rehearsed it")

        team.dialog.until(lambda: team.dialog.thread("ana", message["ts"]))
        answer = team.use.reviews.peek(team.place, team.review.id).answer(item.question)
        assert [decision.mark.by for decision in answer.decisions] == [team.people["ben"]]
        assert answer.decisions[0].overruled[0].by == team.people["ana"]


class TestWorkingOnIt:
    def test_makes_it_theirs_shows_it_at_home_and_is_asked_about_later(self, team):
        message = team.began()
        item = team.item(message)

        team.dialog.press("ben", message, "Working on it")

        team.says(message, "is working on it")
        assert (team.now(item).status, team.now(item).owner) == (Status.DOING, team.people["ben"])
        assert f"<#{team.place.channel}>" in team.home("ben")
        assert f"<#{team.place.channel}>" not in team.home("ana")
        team.at(9, 31, days=7)
        team.tick()
        team.dialog.until(lambda: any("How is this going?" in words(each) for each in team.dialog.seen("ana")))


class TestSnooze:
    @pytest.mark.parametrize(("label", "days"), [("Until tomorrow", 1), ("Until next week", 7)])
    def test_leaves_it_in_peace_until_then(self, team, label, days):
        message = team.began()
        item = team.item(message)

        team.snooze("ben", message, label)

        team.says(message, "Snoozed until")
        today = team.clock.at.astimezone(MADRID).date()
        assert team.now(item).snoozed_until == today + timedelta(days)

    def test_until_a_date_is_asked_for_and_a_date_in_the_past_refused_in_the_form(self, team):
        message = team.began()
        item = team.item(message)
        team.snooze("ben", message, "Until a date…")
        team.dialog.modal("ben")

        told = team.control.submit("ben", {"day": {"pick": "2020-01-01"}})
        assert "not in the future" in told["errors"]["day"]
        day = team.clock.at.astimezone(MADRID).date() + timedelta(20)
        team.control.submit("ben", {"day": {"pick": day.isoformat()}})

        team.says(message, "Snoozed until")
        assert team.now(item).snoozed_until == day


class TestNotOurs:
    def test_set_aside_needs_a_reason_and_is_not_brought_up_again(self, team):
        message = team.began()
        item = team.item(message)

        told = team.fill("ben", message, "Not ours", way="dismiss")
        assert "Say in a sentence" in told["errors"]["reason"]
        team.control.submit("ben", {"way": {"pick": "dismiss"}, "reason": {"text": "The platform team has it"}})

        team.says(message, "The platform team has it")
        assert team.now(item).status is Status.NOT_OURS

    def test_handed_over_becomes_the_other_persons(self, team):
        message = team.began()
        item = team.item(message)

        team.fill("ben", message, "Not ours", way="hand_over", who=team.people["ana"])

        team.says(message, "Open; it is")
        assert team.now(item).owner == team.people["ana"]
        assert f"<#{team.place.channel}>" in team.home("ana")


class TestAcceptTheRisk:
    def test_names_who_and_why_and_is_open_again_by_itself(self, team):
        message = team.began()
        item = team.item(message)
        day = team.clock.at.astimezone(MADRID).date() + timedelta(10)

        team.fill(
            "ben", message, "Accept the risk", who=team.people["dana"], reason="Launch first", day=day.isoformat()
        )

        team.says(message, "accepts this risk")
        assert team.now(item).accepted.approver == team.people["dana"]
        team.at(9, 31, days=11)
        assert item.id in {each.id for each in _open(team)}


def test_tell_me_more_shows_the_practice_in_full(team):
    message = team.began()

    team.dialog.press("ben", message, "Tell me more")

    assert "Signs of good" in words(team.dialog.modal("ben"))
    team.control.act("close", "ben")


def test_stop_these_stops_this_kind_and_no_other(team):
    message = team.began()

    team.dialog.press("ben", message, "Stop these")

    assert "Stopped" in words(team.dialog.whispers("ben")[-1])
    kept = team.use.schedules.find(team.place.tenant, (team.place.channel,))[team.place.channel]
    assert kept.schedule.kinds == frozenset(Kind) - {Kind.IMPROVEMENTS}
    team.at(9, 31, days=3)
    assert team.silent()


class TestTwoPeopleAtOnce:
    def test_the_second_changes_nothing_and_learns_what_happened(self, team):
        message = team.began()
        item = team.item(message)
        team.use.act(team.place, item.id, team.people["ana"], item.version, _snooze_a_day)

        team.dialog.press("ben", message, "Working on it")

        told = words(team.dialog.whispers("ben")[-1])
        assert "ana snoozed this" in told
        assert "I changed nothing" in told
        team.says(message, "Snoozed until")
        assert team.now(item).status is Status.SNOOZED

    def test_done_and_snooze_in_the_same_instant_leave_one_of_them(self, team):
        message = team.began()
        item = team.item(message)

        def done():
            team.use.done(team.place, item.id, team.people["ben"], item.version, "", Origin())

        def snooze():
            team.use.act(team.place, item.id, team.people["ana"], item.version, _snooze_a_day)

        with ThreadPoolExecutor(2) as pool:
            outcomes = [future.exception() for future in [pool.submit(done), pool.submit(snooze)]]

        assert sum(outcome is None for outcome in outcomes) == 1
        assert [isinstance(outcome, Refusal) for outcome in outcomes if outcome] == [True]
        assert len([line for line in team.now(item).history if line.what in (Act.DONE, Act.SNOOZED)]) == 1


class TestOnce:
    def test_ticks_of_many_replicas_at_once_make_one_message(self, team):
        team.at(9, 31)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: team.tick(), range(8)))

        team.reminder()
        team.control.idle(quiet_ms=500, timeout_ms=15_000)
        assert len(team.reminders()) == 1

    def test_a_crash_between_posting_and_noting_does_not_say_it_twice(self, team):
        team.at(9, 31)
        real = team.running.reminders.reminding
        payload = team.due()
        dying = replace(real, tellings=DiesAfterPosting(real.tellings))
        with pytest.raises(Died):
            dying.remind(payload)
        assert len(team.reminders()) == 1

        real.remind(payload)

        assert len(team.reminders()) == 1
        item = team.item(team.reminder())
        told = real.tellings.told(team.place)[f"item:{item.id}"]
        assert told.times == 1

    def test_somebody_in_two_channels_gets_one_message_a_day(self, world, team):
        other = Team(*world, again=False)
        other.adopt()
        for each in (team, other):
            for item in each.use.items.of(each.place):
                each.use.act(each.place, item.id, each.people["ana"], None, item_moves.take_on)
        team.at(9, 31)

        team.tick()
        team.control.idle(quiet_ms=500, timeout_ms=15_000)

        assert len(team.reminders()) + len(other.reminders()) == 1
        other.leave()


def test_a_channel_that_is_archived_switches_its_schedule_off_and_tells_who_set_it(world, provoked):
    provoked |= {(method, "is_archived") for method in ("chat.postMessage", "chat.update", "pins.add")}
    team = Team(*world)
    team.adopt()
    team.control.act("open_dm", "ana")
    team.control.act("archive", "ana", channel=team.dialog.channel)
    team.control.idle(quiet_ms=300, timeout_ms=15_000)
    team.at(9, 31)

    team.tick()

    told = team.dialog.until(lambda: [m for m in team.dialog.seen("ana", "app") if "switched its" in words(m)])
    assert "is archived" in words(told[-1])
    kept = team.use.schedules.find(team.place.tenant, (team.place.channel,))[team.place.channel]
    assert kept.off == "is_archived"


def test_the_week_ends_with_what_was_done_and_what_is_open(team):
    message = team.began()
    item = team.item(message)
    team.fill("ben", message, "Done", evidence="It runs")
    team.says(message, "Done.")
    team.at(9, 31, days=4)

    team.tick()

    week = team.dialog.until(lambda: [m for m in team.dialog.seen("ana") if "The week in improvements" in words(m)])[0]
    assert item.title in words(week)
    assert "Done" in words(week)


@dataclass
class DiesAfterPosting:
    """Tellings of a process that is killed between Slack's yes and its own note of it."""

    kept: object

    def __getattr__(self, name):
        return getattr(self.kept, name)

    def note(self, place, begun, told=None):
        if begun.posted:
            raise Died
        self.kept.note(place, begun, told)


class Died(Exception):
    pass


def _snooze_a_day(item, press):
    return item_moves.snooze(item, press, press.today + timedelta(1))


def _open(team):
    today = team.clock.at.astimezone(MADRID).date()
    return [item for item in team.use.items.of(team.place) if awake(item, today).status is Status.OPEN]
