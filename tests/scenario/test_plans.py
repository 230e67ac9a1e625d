"""The plan and the schedule in Slack: shown to everybody, changed in windows, in effect at once."""

from datetime import time, timedelta

import pytest

from bot.places import Place
from bot.review.items import Status
from bot.review.schedules import Changers
from tests.support.dialog import button, words
from tests.support.improving import MADRID, reminded


@pytest.fixture
def team(world):
    with reminded(world, missing=1) as made:
        yield made
    while made.control.view("ana")["modals"]:
        made.control.act("close", "ana", all=True)


def pressed(team, user, label, nth=0):
    """Press a button in the window on top."""
    view = team.dialog.modal(user)
    block = [each for each in view["blocks"] if _has(each, label)][nth]
    element = button({"blocks": [block]}, label)
    return team.control.click(user, element["action_id"], view_id=view["id"], block_id=block["block_id"])


def _has(block, label):
    try:
        return button({"blocks": [block]}, label)
    except AssertionError:
        return None


def opened(team, user, text):
    """The window on top, once it says this."""
    return team.dialog.until(lambda: text in words(view := team.dialog.modal(user)) and view)


def kept(team, whom=None):
    whom = whom or team.place.channel
    return team.use.schedules.find(team.place.tenant, (whom,))[whom]


class TestPlan:
    def test_the_command_lists_what_is_to_be_improved_and_opens_each(self, team):
        team.dialog.command("ana", "plan")
        plan = opened(team, "ana", "3 open")
        item = team.use.items.of(team.place)[0]
        assert item.title in words(plan)

        pressed(team, "ana", "Open")
        opened(team, "ana", "First step")
        pressed(team, "ana", "Take it on")

        opened(team, "ana", "took it on")

    def test_a_review_that_is_not_finished_can_give_its_gaps_at_once(self, team):
        open_one = team.reviewed(1, name="Recommendations", finish=False)
        team.dialog.command("ana", "plan")
        opened(team, "ana", "Recommendations")

        pressed(team, "ana", "Add its gaps")

        opened(team, "ana", "6 open")
        assert {item.review for item in team.use.items.of(team.place)} == {team.review.id, open_one.id}

    def test_ones_own_can_be_added(self, team):
        team.dialog.command("ana", "plan")
        opened(team, "ana", "3 open")
        pressed(team, "ana", "Add your own")
        opened(team, "ana", "What is to be done?")

        team.control.submit("ana", {"title": {"text": "Tidy the notebooks"}, "risk": {"pick": "HIGH"}})

        opened(team, "ana", "Tidy the notebooks")
        assert "Tidy the notebooks" in [item.title for item in team.use.items.of(team.place)]

    @pytest.mark.parametrize(
        ("label", "form", "after"),
        [
            ("Promise a day", {"day": {"pick": "2099-01-01"}}, None),
            ("Split", {"titles": {"text": "Write it\nRehearse it"}}, "split it"),
            ("Link", {"url": {"text": "https://example.com/issue/7"}, "title": {"text": "Issue 7"}}, "Issue 7"),
            ("Hand over", {}, None),
        ],
    )
    def test_an_item_is_changed_in_its_window(self, team, label, form, after):
        item = team.use.items.of(team.place)[0]
        team.dialog.command("ana", "plan")
        opened(team, "ana", "3 open")
        pressed(team, "ana", "Open")
        opened(team, "ana", "First step")
        pressed(team, "ana", label)
        opened(team, "ana", item.title)

        told = team.control.submit("ana", form)

        if after:
            opened(team, "ana", after)
        else:
            assert told["errors"]

    def test_a_gap_that_the_review_closes_is_closed_in_the_plan(self, team):
        item = team.use.items.of(team.place)[0]
        team.answered(item.question, item.practice)

        team.use.follow(team.place)

        assert team.now(item).status is Status.DONE


class TestReminders:
    def test_the_window_shows_the_next_five_and_saves_at_once(self, team):
        team.dialog.command("ana", "reminders")
        assert words(opened(team, "ana", "next five")).count("09:30") == 6

        form = {"at": {"pick": "15:15"}, "days": {"pick": ["mon", "thu"]}, "country": {"text": "es"}}
        team.control.submit("ana", form)

        assert "Saved" in words(opened(team, "ana", "Mon, Thu at 15:15"))
        schedule = kept(team).schedule
        assert (schedule.at, schedule.days, schedule.country) == (time(15, 15), frozenset({0, 3}), "ES")
        assert kept(team).timing.next_at.astimezone(MADRID).time() == time(15, 15)

    def test_a_preview_is_shown_before_anything_is_saved(self, team):
        team.dialog.command("ana", "reminders")
        view = opened(team, "ana", "next five")
        field = next(each for each in view["blocks"] if each["block_id"] == "at")
        team.control.select("ana", field["element"]["action_id"], "16:45", view_id=view["id"], block_id="at")

        pressed(team, "ana", "Preview")

        assert words(opened(team, "ana", "Not saved yet")).count("16:45") == 6
        assert kept(team).schedule.at == time(9, 30)

    def test_everything_that_is_wrong_is_said_beside_its_field(self, team):
        team.dialog.command("ana", "reminders")
        opened(team, "ana", "next five")

        form = {"zone": {"text": "Europe/Madird"}, "country": {"text": "Narnia"}, "pause_until": {"pick": "2020-01-01"}}
        told = team.control.submit("ana", form)

        assert "Did you mean" in told["errors"]["zone"]
        assert "no holidays" in told["errors"]["country"]
        assert "not in the future" in told["errors"]["pause_until"]

    def test_a_pause_holds_and_ends_by_itself(self, team):
        today = team.clock.at.astimezone(MADRID).date()
        team.dialog.command("ana", "reminders")
        opened(team, "ana", "next five")
        team.control.submit("ana", {"pause_until": {"pick": (today + timedelta(2)).isoformat()}})
        opened(team, "ana", "Saved")

        team.at(9, 31)
        assert team.silent()
        team.at(9, 31, days=2)
        team.tick()
        assert team.reminder()

    def test_who_may_not_change_it_can_see_it(self, team):
        team.set(changers=Changers.ADMINS)

        team.dialog.command("ben", "reminders")

        view = opened(team, "ben", "next five")
        assert "isn't you" in words(view)
        assert view.get("submit") is None
        team.control.act("close", "ben")

    def test_a_person_has_their_own_and_hears_in_our_conversation_then(self, team):
        dana = team.people["dana"]
        team.control.act("invite", "ana", channel=team.dialog.channel, who="dana")
        team.control.act("open_dm", "dana")
        item = team.use.items.of(team.place)[0]
        team.use.act(team.place, item.id, dana, None, team.taken)
        team.dialog.command("dana", "reminders me")
        opened(team, "dana", "in our conversation")
        team.control.submit("dana", {"at": {"pick": "10:00"}, "zone": {"text": "Europe/Madrid"}})
        opened(team, "dana", "Saved")

        team.at(9, 31)
        team.tick()
        assert item.title not in words(team.reminder("ben"))
        team.at(10, 1)
        team.tick()

        said = team.reminder("dana", "app")
        assert item.title in words(said)
        team.running.reminders.scheduling.set(Place(team.place.tenant, dana), dana, {"muted": "yes"})
        team.control.act("close", "dana", all=True)
