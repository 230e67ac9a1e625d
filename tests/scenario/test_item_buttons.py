"""What each button of an improvement does to the review, the plan, the Home tab and the digest of the week."""

from datetime import timedelta

import pytest

from bot.channel_rules import ChannelRules
from bot.review.items import Act, Status
from bot.review.model import State
from bot.review.rights import Rights, Who
from bot.review.schedules import Kind
from tests.support.dialog import button, words
from tests.support.improving import MADRID, part, reminded


@pytest.fixture
def team(world):
    with reminded(world, missing=1) as made:
        yield made


@pytest.fixture
def begun(team):
    """A message, its item, which is ben's, and how many risks are open. The plan is a week old: digests have a trend."""
    team.at(9, 0, days=7)
    message = team.began()
    item = team.item(message)
    team.use.act(team.place, item.id, team.people["ben"], None, team.taken)
    return team.redrawn(message, item), item, len(team.use.items.of(team.place))


def at_home(team, user):
    return f"<#{team.place.channel}>" in team.home(user)


def only_admins_decide(team):
    """What the channel has set; ana and ben are no admins."""
    rules = team.running.asking.rules
    rules.put(team.place, ChannelRules(rights=Rights(decide=Who.ADMINS)), team.people["ana"])


def answer(team, item):
    """What the review says to an item's question."""
    return team.use.reviews.peek(team.place, item.review).answer(item.question)


def days_on(team, days):
    return (team.clock.at.astimezone(MADRID).date() + timedelta(days)).isoformat()


def test_done_changes_the_review_leaves_home_and_is_praised(team, begun):
    message, item, risks = begun
    assert at_home(team, "ben")

    team.fill("ben", message, "Done", evidence="https://wiki.example.com/runbook")

    team.says(message, "Done.")
    team.dialog.until(lambda: team.state(item) is State.IN_PLACE)
    assert "Done." in team.plan(item)
    assert not at_home(team, "ben")
    week = team.week()
    assert item.title in part(week, "Done")
    assert "unproven" not in words(week)
    assert team.gaps(week) == risks - 1


def test_done_without_evidence_is_unproven_wherever_it_is_seen(team, begun):
    message, item, _ = begun

    team.fill("ben", message, "Done")

    team.says(message, "not yet proved")
    assert "not yet proved" in team.plan(item)
    week = team.week()
    assert "(unproven)" in part(week, "Done")
    assert "1 done without evidence" in words(week)


def test_evidence_can_come_later_and_goes_into_the_review(team, begun):
    message, item, _ = begun
    team.fill("ben", message, "Done")
    unproven = team.says(message, "not yet proved")

    told = team.fill("ana", unproven, "Add evidence", evidence="  ")
    assert "There is nothing in it" in told["errors"]["evidence"]
    team.control.submit("ana", {"evidence": {"text": "https://wiki.example.com/runbook"}})

    team.says(message, "Done.")
    assert "not yet proved" not in team.plan(item)
    team.dialog.until(lambda: team.proofs(item) == ["https://wiki.example.com/runbook"])
    assert "(unproven)" not in words(team.week())


def test_reopened_after_done_the_review_has_its_gap_again_and_it_stays_open(team, begun):
    message, item, risks = begun
    team.fill("ben", message, "Done", evidence="It runs")
    team.dialog.until(lambda: team.state(item) is State.IN_PLACE)

    team.dialog.press("ben", team.says(message, "Done."), "Reopen")

    team.dialog.until(lambda: team.state(item) is State.MISSING)
    assert "Open" in team.plan(item)
    assert team.now(item).status is Status.OPEN
    assert at_home(team, "ben")
    week = team.week()
    assert item.title in part(week, "Open again")
    assert part(week, "Done") == ""
    assert team.gaps(week) == risks


def test_reopened_by_somebody_else_the_review_says_who_decided(team, begun):
    message, item, _ = begun
    team.fill("ben", message, "Done", evidence="It runs")
    team.dialog.until(lambda: team.state(item) is State.IN_PLACE)

    team.dialog.press("ana", team.says(message, "Done."), "Reopen")

    team.dialog.until(lambda: team.state(item) is State.MISSING)
    answer = team.use.reviews.peek(team.place, item.review).answer(item.question)
    assert answer.decisions[-1].mark.by == team.people["ana"]


def test_done_by_who_may_not_decide_adds_their_view_and_what_others_see_stays(team, begun):
    message, item, _ = begun
    only_admins_decide(team)

    team.fill("ben", message, "Done", evidence="It runs")

    team.says(message, "Done.")
    team.dialog.until(lambda: team.proofs(item) == ["It runs"])
    assert answer(team, item).disputed(item.practice)
    assert answer(team, item).decisions == ()


def test_reopened_by_who_may_not_decide_the_review_keeps_both_views(team, begun):
    message, item, _ = begun
    only_admins_decide(team)
    team.answered(item.question, item.practice)
    team.use.follow(team.place)

    team.dialog.press("ben", team.redrawn(message, item), "Reopen")

    team.dialog.until(lambda: answer(team, item).disputed(item.practice))
    assert answer(team, item).decisions == ()
    assert team.now(item).status is Status.OPEN


def test_reopened_although_the_review_says_it_does_not_apply_it_stays_open(team, begun):
    _, item, _ = begun
    team.not_applicable(item)
    team.use.follow(team.place)
    assert team.now(item).status is Status.NOT_OURS

    team.opened("ben", item)
    team.pressed("ben", "Reopen")

    team.dialog.until(lambda: team.now(item).status is Status.OPEN)
    team.use.follow(team.place)
    assert team.now(item).status is Status.OPEN
    team.control.act("close", "ben", all=True)


def test_snoozed_it_rests_everywhere_and_its_risk_stays(team, begun):
    message, item, risks = begun

    team.snooze("ben", message, "Until next week")

    team.says(message, "Snoozed until")
    assert "Snoozed until" in team.plan(item)
    assert not at_home(team, "ben")
    assert team.state(item) is State.MISSING
    week = team.week()
    assert team.gaps(week) == risks
    assert part(week, "Done") == ""
    team.at(9, 31, days=3)
    assert "Open" in team.plan(item)
    assert at_home(team, "ben")


def test_set_aside_the_review_keeps_its_risk_and_the_plan_the_reason(team, begun):
    message, item, risks = begun

    team.fill("ben", message, "Not ours", way="dismiss", reason="The platform team has it")

    team.says(message, "The platform team has it")
    assert "Set aside as not ours: The platform team has it" in team.plan(item)
    assert not at_home(team, "ben")
    assert team.state(item) is State.MISSING
    week = team.week()
    assert team.gaps(week) == risks - 1
    assert part(week, "Done") == ""
    assert item.title not in words(team.reminder())


def test_handed_over_it_is_the_other_persons_to_begin(team, begun):
    message, item, risks = begun
    team.dialog.press("ben", message, "Working on it")
    message = team.says(message, "is working on it")

    team.fill("ben", message, "Not ours", way="hand_over", who=team.people["ana"])

    team.says(message, "Open; it is")
    assert f"<@{team.people['ana']}>" in team.plan(item)
    assert at_home(team, "ana")
    assert not at_home(team, "ben")
    assert team.state(item) is State.MISSING
    assert team.gaps(team.week()) == risks
    assert [line.what for line in team.now(item).history][-1] is Act.HANDED_OVER


def test_an_accepted_risk_is_off_the_plan_until_its_day_and_can_then_be_worked_on(team, begun):
    message, item, risks = begun

    form = {"who": team.people["dana"], "reason": "Launch first", "day": days_on(team, 9)}
    team.fill("ben", message, "Accept the risk", **form)

    team.says(message, "accepts this risk")
    assert "Launch first" in team.plan(item)
    assert not at_home(team, "ben")
    assert team.state(item) is State.MISSING
    assert team.gaps(team.week()) == risks - 1
    week = team.week(days=7)
    assert item.title in part(week, "Open again")
    assert team.gaps(week) == risks
    assert at_home(team, "ben")
    team.dialog.command("ben", "plan")
    team.open_item("ben", item)
    assert button(team.dialog.modal("ben"), "Done")
    team.control.act("close", "ben", all=True)


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"reason": "  "}, "reason", "Say in a sentence"),
        ({"day": "2020-01-01"}, "reason", "not in the future"),
        ({"day": "2199-01-01"}, "reason", "too far off"),
    ],
)
def test_accepting_without_a_reason_or_an_end_that_can_be_is_refused_in_the_form(team, begun, wrong, field, told):
    message, item, _ = begun

    form = {"who": team.people["dana"], "reason": "Launch first", "day": days_on(team, 9)} | wrong
    answer = team.fill("ben", message, "Accept the risk", **form)

    assert told in answer["errors"][field]
    assert team.now(item).status is Status.OPEN
    team.control.act("close", "ben", all=True)


def test_work_that_goes_on_for_long_is_offered_a_hand_in_the_digest(team, begun):
    message, item, risks = begun

    team.dialog.press("ben", message, "Working on it")

    team.says(message, "is working on it")
    assert "is working on it" in team.plan(item)
    assert at_home(team, "ben")
    assert part(team.week(), "May need a hand") == ""
    week = team.week(days=21)
    assert f"<@{team.people['ben']}>" in part(week, "May need a hand")
    assert team.gaps(week) == risks


def test_stopped_nothing_of_that_kind_comes_the_rest_does_and_the_window_shows_it(team, begun):
    message, _, _ = begun
    fresh = team.began_again()

    team.dialog.press("ben", fresh, "Stop these")

    team.dialog.whispers("ben")
    team.at(9, 31, days=1)
    assert team.silent()
    assert words(team.week())
    team.dialog.command("ben", "reminders")
    kinds = next(each for each in team.dialog.modal("ben")["blocks"] if each["block_id"] == "kinds")
    chosen = {each["value"] for each in kinds["element"]["initial_options"]}
    assert chosen == {kind.value for kind in Kind} - {"improvements"}
    team.control.act("close", "ben", all=True)
    assert message


def test_telling_more_changes_nothing(team, begun):
    message, item, _ = begun
    before = team.now(item)

    team.dialog.press("ben", message, "Tell me more")

    shown = words(team.dialog.modal("ben"))
    assert "Signs of good" in shown
    assert "docs.aws.amazon.com" in shown
    assert team.now(item) == before
    team.control.act("close", "ben", all=True)
