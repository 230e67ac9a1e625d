"""What else is brought up: late risks, questions that wait, old answers, reviews that sleep; to whom, how often, and off."""

import json

import pytest

from bot.review.schedules import Kind
from lens_corpus.model import Effort
from lens_corpus.risk import Risk
from tests.support.dialog import words
from tests.support.improving import Team, reminded

LATE, WAITS, OLD = "A high risk is past its date", "waits for your answer", "still true?"
ASLEEP, GOES_ON = "has been asleep", "goes on where you left it"


@pytest.fixture
def team(world):
    """A team that is reminded of everything but its improvements, which would come first."""
    with reminded(world, missing=1) as made:
        made.set(kinds=frozenset(Kind) - {Kind.IMPROVEMENTS})
        yield made


@pytest.fixture
def begun(world):
    """A team in the middle of a review."""
    made = Team(*world, missing=1, finish=False)
    made.running.reminders.scheduling.ensure(made.place, made.people["ana"])
    yield made
    made.leave()


def said(team, text, days=0, user="ana", channel=None):
    """A message with these words, on the day so many later; None when none comes."""
    team.at(9, 31, days=days)
    before = {each["ts"] for each in team.dialog.seen(user, channel)}
    team.fire()
    if channel:
        team.fire(user)
    new = [each for each in team.dialog.seen(user, channel) if each["ts"] not in before]
    return next((each for each in new if text in words(each)), None)


def promised(team, days):
    """An item of high risk that ben has promised for a day."""
    item = next(item for item in team.use.items.of(team.place) if item.risk.value == "HIGH")
    team.use.act(team.place, item.id, team.people["ben"], None, team.taken)
    team.use.act(team.place, item.id, team.people["ben"], None, team.promise(days))
    return item


def asked_about(message):
    """The review and the question that a message about an old answer is about."""
    values = [each.get("value", "") for block in message["blocks"] for each in block.get("elements") or []]
    return next(tuple(json.loads(value)[1:]) for value in values if value.count(",") == 2)


class TestEscalation:
    def test_a_high_risk_past_its_date_is_told_to_who_is_named_twice_and_then_no_more(self, team):
        item = promised(team, 1)
        team.set(escalate_to=team.people["ana"], kinds=frozenset({Kind.ESCALATION}))

        assert said(team, LATE) is None
        assert said(team, LATE, days=1) is None
        told = said(team, LATE, days=1)

        assert f"<@{team.people['ana']}>" in words(told)
        assert item.title in words(told)
        assert "You are named as the one to tell" in words(told)
        assert said(team, LATE, days=1) is None
        assert said(team, LATE, days=6)
        assert said(team, LATE, days=7) is None

    def test_a_new_date_or_work_that_is_done_ends_it(self, team):
        item = promised(team, 1)
        team.set(escalate_to=team.people["ana"], kinds=frozenset({Kind.ESCALATION}))
        told = said(team, LATE, days=2)

        team.fill("ben", told, "Done", evidence="It runs")

        team.says(told, "Done.")
        assert team.now(item).evidence == ("It runs",)
        assert said(team, LATE, days=7) is None

    def test_switched_off_nobody_is_told(self, team):
        promised(team, 1)
        team.set(escalate_to=team.people["ana"], kinds=frozenset())

        assert said(team, LATE, days=2) is None

    def test_who_has_reminders_of_their_own_hears_of_it_there_and_then(self, team):
        item = promised(team, 1)
        team.set(escalate_to=team.people["ana"], kinds=frozenset({Kind.ESCALATION}))
        team.control.act("open_dm", "ana")
        team.own("ana", "09:30", kinds=frozenset({Kind.ESCALATION}))

        told = said(team, LATE, days=2, channel="app")

        assert item.title in words(told)
        assert told in told_of_here(team, "ana")
        assert not [each for each in team.dialog.seen("ana") if LATE in words(each)]
        team.fill("ana", told, "Done", channel="app", evidence="It runs")
        team.dialog.until(lambda: team.now(item).evidence == ("It runs",))

    def test_who_has_left_the_channel_hears_no_more_of_it_and_the_channel_does_instead(self, team):
        item = promised(team, 1)
        team.set(escalate_to=team.people["ana"], kinds=frozenset({Kind.ESCALATION}))
        team.control.act("open_dm", "ana")
        team.own("ana", "09:30", kinds=frozenset({Kind.ESCALATION}))
        team.control.act("remove", "ben", channel=team.dialog.channel, who="ana")

        team.at(9, 31, days=2)
        team.fire("ana")
        team.fire()

        assert not told_of_here(team, "ana")
        [told] = [each for each in team.dialog.seen("ben") if LATE in words(each)]
        assert item.title in words(told)


def told_of_here(team, user):
    """What somebody was told of this channel in their own conversation; other tests' channels speak there, too."""
    return [each for each in team.dialog.seen(user, "app") if f"<#{team.place.channel}>" in words(each)]


class TestAskedQuestions:
    def test_only_who_has_not_answered_is_asked_and_twice_at_most(self, begun):
        question = begun.ask("ben", "ana")

        told = said(begun, WAITS, days=1)
        assert f"<@{begun.people['ben']}>" in words(told)
        assert begun.lens.question(question).title in words(told)
        assert "I ask twice at most" in words(told)
        assert said(begun, WAITS, days=1) is None
        again = said(begun, WAITS, days=1)
        assert again
        assert said(begun, WAITS, days=4) is None
        assert f"<@{begun.people['ana']}>" not in words(told) + words(again)

    def test_the_button_puts_the_question_on_the_table_and_an_answer_ends_it(self, begun):
        question = begun.ask("ben", "ana")
        told = said(begun, WAITS, days=1)

        begun.dialog.press("ben", told, "Answer it")

        begun.dialog.until(lambda: begun.peek().cursor == question)
        begun.answers("ben", question)
        assert said(begun, WAITS, days=2) is None

    def test_somebody_with_reminders_of_their_own_and_nothing_to_do_there_is_asked_in_our_conversation(self, begun):
        begun.control.act("open_dm", "ben")
        begun.own("ben", "09:30", kinds=frozenset({Kind.ASSIGNED}))
        question = begun.ask("ben", "ana")

        told = said(begun, WAITS, days=1, user="ben", channel="app")

        assert begun.lens.question(question).title in words(told)
        assert told in told_of_here(begun, "ben")
        assert not [each for each in begun.dialog.seen("ana") if WAITS in words(each)]

    def test_who_has_left_the_channel_hears_no_more_of_it_and_the_channel_does_instead(self, begun):
        begun.control.act("open_dm", "ben")
        begun.own("ben", "09:30", kinds=frozenset({Kind.ASSIGNED}))
        question = begun.ask("ben", "ana")
        begun.control.act("remove", "ana", channel=begun.dialog.channel, who="ben")

        begun.at(9, 31, days=1)
        begun.fire("ben")
        begun.fire()

        assert not told_of_here(begun, "ben")
        [told] = [each for each in begun.dialog.seen("ana") if WAITS in words(each)]
        assert begun.lens.question(question).title in words(told)

    def test_switched_off_nobody_is_asked(self, begun):
        begun.ask("ben", "ana")
        begun.set(kinds=frozenset(Kind) - {Kind.ASSIGNED})

        assert said(begun, WAITS, days=1) is None


class TestOldAnswers:
    def test_one_is_asked_about_at_a_time_and_still_true_makes_it_fresh(self, team):
        team.reviewed(3, name="Recommendations")
        told = said(team, OLD, days=400)
        assert len([each for each in team.dialog.seen("ana") if OLD in words(each)]) == 1
        assert said(team, OLD, days=1) is None
        review, question = asked_about(told)

        team.dialog.press("ben", told, "Still true")

        team.says(told, "Confirmed, thank you")
        answer = team.use.reviews.peek(team.place, review).answer(question)
        assert answer.confirmed_by == team.people["ben"]
        assert asked_about(said(team, OLD, days=7)) != (review, question)

    def test_it_can_be_changed_instead(self, begun):
        begun.set(kinds=frozenset({Kind.STALE_ANSWERS}))
        told = said(begun, OLD, days=400)
        _, question = asked_about(told)

        begun.dialog.press("ana", told, "Change the answer")

        begun.dialog.until(lambda: begun.peek().cursor == question)

    def test_switched_off_nothing_is_asked(self, team):
        team.set(kinds=frozenset())

        assert said(team, OLD, days=400) is None


class TestReviews:
    def test_one_that_sleeps_is_woken_and_goes_on_where_it_was(self, begun):
        told = said(begun, ASLEEP, days=8)
        assert "Nothing has moved in this review for" in words(told)
        before = begun.dialog.until(begun.cards)[-1]["ts"]

        begun.dialog.press("ana", told, "Continue")

        begun.dialog.until(lambda: [each for each in begun.cards() if each["ts"] > max(before, told["ts"])])

    def test_one_that_sleeps_can_be_woken_for_three_questions(self, begun):
        told = said(begun, ASLEEP, days=8)

        begun.dialog.press("ana", told, "3 quick questions")

        begun.dialog.until(lambda: begun.peek().agenda)
        assert len(begun.peek().agenda) <= 3

    def test_one_that_is_under_way_goes_on_after_a_day(self, begun):
        told = said(begun, GOES_ON, days=1)

        assert "questions are left" in words(told)
        begun.dialog.press("ana", told, "Continue")

    @pytest.mark.parametrize(
        ("kind", "text", "days"), [(Kind.SLEEPING_REVIEW, ASLEEP, 8), (Kind.OPEN_QUESTIONS, GOES_ON, 1)]
    )
    def test_switched_off_by_its_own_button_it_stays_quiet_and_the_rest_does_not(self, begun, kind, text, days):
        told = said(begun, text, days=days)

        begun.dialog.press("ana", told, "Stop these")

        begun.dialog.until(lambda: begun.schedule().kinds == frozenset(Kind) - {kind})
        assert said(begun, text, days=days) is None


def test_the_digest_is_switched_off_by_its_own_button(team):
    digest = team.week()

    team.dialog.press("ana", digest, "Stop these")

    team.dialog.until(lambda: Kind.WEEKLY_DIGEST not in team.schedule().kinds)
    team.use.add(team.place, team.people["ana"], "Something new", Risk.MEDIUM, Effort.S, "another")
    team.at(9, 31, days=7)
    team.tick()
    team.control.idle(quiet_ms=2500, timeout_ms=15_000)
    weeks = [each["ts"] for each in team.dialog.seen("ana") if "The week in improvements" in words(each)]
    assert weeks == [digest["ts"]]


def test_a_persons_window_offers_what_can_come_to_a_person(team):
    team.dialog.command("ana", "reminders me")

    view = team.dialog.until(lambda: "in our conversation" in words(found := team.dialog.modal("ana")) and found)
    kinds = next(each for each in view["blocks"] if each["block_id"] == "kinds")

    assert {each["value"] for each in kinds["element"]["options"]} == {"improvements", "assigned", "escalation"}
    team.control.act("close", "ana", all=True)
