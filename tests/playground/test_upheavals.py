"""Channels that change their name or their nature, and people who come, leave, or are not of this workspace."""

import pytest

from bot.playground.client import ControlError
from tests.playground.running import manifest


def test_a_renamed_channel_keeps_its_id(control, web, general):
    done = control.act("rename_channel", "ana", channel="general", name="#ml-payments")

    assert done["channel"] == general
    assert web.conversations_info(channel=general)["channel"]["name"] == "ml-payments"
    assert "message" in done["events"]
    with pytest.raises(ControlError, match="name_taken"):
        control.act("rename_channel", "ana", channel=general, name="ml-payments")


def test_a_channel_made_private_is_no_longer_seen_from_outside(control, web, general):
    control.act("remove", "ana", channel="general", who="ben")

    assert control.act("make_private", "ana", channel="general")["channel"] == general

    assert web.conversations_info(channel=general)["channel"]["is_private"]
    assert general not in [each["id"] for each in control.view("ben")["channels"]]


def test_a_guest_is_described_as_one_and_may_use_commands(control, web):
    gus = control.act("person", "ana", who="gus", real_name="Gus Guest", is_restricted=True)["id"]
    control.act("invite", "ana", channel="general", who="gus")
    told = web.users_info(user=gus)["user"]

    assert (told["real_name"], told["is_restricted"], told["is_admin"]) == ("Gus Guest", True, False)
    assert control.command("gus", "general", "/review", "x")["ack"]["status"]


def test_somebody_of_another_organisation_presses_and_writes_and_uses_no_command(control, web, general):
    sam = control.act("person", "ana", who="sam", team="T999999999")["id"]
    assert web.users_info(user=sam)["user"]["is_stranger"]
    control.act("invite", "ana", channel="general", who="sam")
    control.message("sam", "general", "hello")
    told = web.users_info(user=sam)["user"]

    assert (told["team_id"], told["is_stranger"]) == ("T999999999", False)
    assert web.conversations_info(channel=general)["channel"]["is_ext_shared"]
    assert web.conversations_history(channel=general)["messages"][0]["team"] == "T999999999"
    with pytest.raises(ControlError, match="unknown_command"):
        control.command("sam", "general", "/review", "x")


def test_who_is_deactivated_is_in_no_channel_and_the_app_hears_of_it(control, general):
    made = manifest()
    made["settings"]["event_subscriptions"]["bot_events"].append("user_change")
    control.post("reset", manifest=made)

    assert control.act("person", "ana", who="ben", deleted=True)["events"] == ["user_change"]

    ben = control.view("ben")["user"]
    channels = {each["id"]: each["members"] for each in control.view("ana")["channels"]}
    assert ben["deleted"]
    assert ben["id"] not in channels[general]
    with pytest.raises(ControlError):
        control.message("ben", "general", "hello")
