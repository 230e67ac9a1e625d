"""What goes wrong around a plan: two at once, people and practices that are gone, days and times that can't be."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.review.items import Act, Status
from tests.support.dialog import words
from tests.support.improving import MADRID, Team

GONE = "U0GONE0001"


@pytest.fixture
def team(world, provoked):
    provoked |= {("users.info", "user_not_found")}
    made = Team(*world, missing=1)
    made.adopt()
    yield made
    made.leave()
    for user in ("ana", "ben"):
        while made.control.view(user)["modals"]:
            made.control.act("close", user, all=True)


def test_done_and_snooze_pressed_at_once_leave_one_and_tell_the_other(team):
    message = team.began()
    item = team.item(message)
    team.dialog.press("ben", message, "Done")
    team.dialog.modal("ben")

    with ThreadPoolExecutor(2) as pool:
        sent = pool.submit(team.control.submit, "ben", {"evidence": {"text": "It runs"}})
        pool.submit(team.snooze, "ana", message, "Until tomorrow").result()

    acts = [line.what for line in team.now(item).history]
    assert acts in ([Act.DONE], [Act.SNOOZED])
    refused = sent.result().get("errors", {}).get("evidence") or words(team.dialog.whispers("ana")[-1])
    assert "I changed nothing" in refused


def test_a_form_that_was_open_while_somebody_else_decided_changes_nothing_and_says_who(team):
    message = team.began()
    item = team.item(message)
    team.dialog.press("ben", message, "Done")
    team.dialog.modal("ben")
    team.snooze("ana", message, "Until tomorrow")

    told = team.control.submit("ben", {"evidence": {"text": "It runs"}})

    assert "ana snoozed this" in told["errors"]["evidence"]
    assert team.now(item).status is Status.SNOOZED
    assert team.now(item).evidence == ()


def test_what_somebody_had_who_has_left_is_the_channels_again(team):
    item = team.use.items.of(team.place)[0]
    for each in team.use.items.of(team.place):
        team.use.items.put(team.place, replace(each, owner=GONE), over=each)

    said = words(team.began())

    assert f"<@{GONE}>" not in said
    assert "nobody has taken it on" in team.plan(item)
    assert team.now(item).history[-1].what is Act.HANDED_OVER


def test_it_cannot_be_handed_to_somebody_who_has_left(team):
    message = team.began()
    item = team.item(message)
    team.dialog.press("ben", message, "Not ours")
    team.dialog.modal("ben")

    told = team.control.submit("ben", {"way": {"pick": "hand_over"}, "who": {"pick": GONE}})

    assert "has left this workspace" in told["errors"]["reason"]
    assert team.now(item).history == ()


def test_an_item_whose_practice_a_new_edition_dropped_stays_the_teams_to_do(team):
    for item in team.use.items.of(team.place):
        old = replace(item, practice="MLOPS99-BP09", question="MLOPS99", history=item.history)
        team.use.items.put(team.place, old, over=item)
    message = team.began()
    item = team.item(message)

    assert item.title in words(message)
    assert "Tell me more" not in str(message["blocks"])
    assert team.now(item).practice is None
    assert "lens's new edition" in words(team.opened("ben", item))
    team.control.act("close", "ben", all=True)
    team.fill("ben", message, "Done", evidence="It runs")
    team.says(message, "Done.")


@pytest.mark.parametrize(
    ("label", "form", "field", "told"),
    [
        ("Promise a day", {"day": "2020-01-01"}, "day", "not in the future"),
        ("Promise a day", {"day": "2999-01-01"}, "day", "too far off"),
        ("Split", {"titles": "One alone"}, "titles", "2 to 10 parts"),
        ("Link", {"url": "javascript:alert(1)"}, "url", "not a link"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field(team, label, form, field, told):
    item = team.use.items.of(team.place)[0]
    team.opened("ana", item)
    team.pressed("ana", label)
    team.dialog.until(lambda: item.title in words(view := team.dialog.modal("ana")) and view.get("submit"))

    answer = team.control.submit("ana", team.typed(form))

    assert told in answer["errors"][field]
    assert team.now(item).history == ()


@pytest.mark.parametrize(
    ("form", "field", "told"),
    [
        ({"at": "25:00"}, "at", "not a time of day"),
        ({"zone": "Madird"}, "zone", "Did you mean Europe/Madrid"),
        ({"zone": "Mars/Olympus"}, "zone", "Type a name such as"),
        ({"pause_until": "2020-01-01"}, "pause_until", "not in the future"),
        ({"vacations": "2020-01-01 to 2020-01-02"}, "vacations", "is over"),
        ({"country": "Narnia"}, "country", "no holidays"),
        ({"extra_holidays": "Christmas"}, "extra_holidays", "not a date"),
    ],
)
def test_reminders_that_cannot_be_kept_are_refused_beside_their_field(team, form, field, told):
    before = team.schedule()
    team.dialog.command("ana", "reminders")
    team.dialog.until(lambda: "next five" in words(team.dialog.modal("ana")))

    answer = team.control.submit("ana", team.typed(form))

    assert told in answer["errors"][field]
    assert team.schedule() == before


def test_a_snooze_ends_on_its_day_wherever_it_is_looked_at(team):
    message = team.began()
    item = team.item(message)
    team.snooze("ben", message, "Until tomorrow")
    team.says(message, "Snoozed until")

    team.at(9, 31, days=2)

    assert "nobody has taken it on" in team.plan(item)
    assert "Snoozed until" not in words(team.opened("ben", item))
    assert team.now(item).snoozed_until < team.clock.at.astimezone(MADRID).date() + timedelta(0)
