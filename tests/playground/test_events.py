"""Events: what the app hears of, what each says, when it is sent again."""

import pytest

from tests.playground.running import events_sent, eventually, manifest, section


@pytest.fixture
def heard(app):
    """Keeps the whole body of every event."""
    bodies = []

    @app.middleware
    def keep(body, next_, request):
        if "event" in body:
            bodies.append({**body, "headers": request.headers})
        next_()

    for kind in (
        "message app_mention app_home_opened app_context_changed reaction_added reaction_removed pin_added "
        "member_joined_channel member_left_channel channel_archive agent_session_stopped agent_session_title_changed "
        "app_uninstalled tokens_revoked"
    ).split():
        app.event(kind)(lambda: None)
    return bodies


def events(heard, kind=None, count=1):
    """Wait for so many events of a type, and give them without their envelopes."""
    found = eventually(lambda: [e for e in heard if kind in (None, e["event"]["type"])][count - 1 :])
    assert found
    return [body["event"] for body in heard if kind in (None, body["event"]["type"])]


def test_an_envelope_says_what_slacks_says(heard, control):
    control.message("ana", "general", "hello")
    events(heard)
    body = heard[0]

    assert (body["type"], body["team_id"], body["context_team_id"]) == ("event_callback", "T000000001", "T000000001")
    assert (body["api_app_id"], body["context_enterprise_id"]) == ("A000000001", None)
    assert body["event_id"].startswith("Ev")
    assert body["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": "T000000001",
            "user_id": "U000000003",
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]
    assert isinstance(body["event_time"], int)
    assert body["token"]
    assert body["event_context"]
    assert body["is_ext_shared_channel"] is False


def test_a_message_comes_with_its_channel_type_and_rich_text(heard, control, general):
    ts = control.message("ana", "general", "hello *you*")["ts"]
    event = events(heard, "message")[0]

    assert (event["user"], event["text"], event["ts"], event["event_ts"]) == ("U000000001", "hello *you*", ts, ts)
    assert (event["channel"], event["channel_type"], event["team"]) == (general, "channel", "T000000001")
    assert event["client_msg_id"]
    assert event["blocks"][0]["type"] == "rich_text"
    assert "subtype" not in event
    assert "bot_id" not in event


def test_a_mention_comes_twice_and_the_mention_has_no_channel_type(heard, control):
    sent = control.mention("ana", "general", "how do we do?")
    events(heard, count=2)
    mention, message = events(heard, "app_mention")[0], events(heard, "message")[0]

    assert sent["events"] == ["app_mention", "message"]
    assert mention["ts"] == message["ts"]
    assert mention["text"] == "<@U000000003> how do we do?"
    assert "channel_type" not in mention
    assert message["channel_type"] == "channel"
    assert len({body["event_id"] for body in heard}) == 2


def test_a_dm_is_no_mention_and_carries_what_the_person_looks_at(heard, control, general):
    control.act("context", "ana", channel="general")
    sent = control.mention("ana", "app", "hello")
    event = events(heard, "message")[0]

    assert sent["events"] == ["message"]
    assert event["channel_type"] == "im"
    assert event["app_context"]["entities"] == [
        {"type": "slack#/types/channel_id", "value": general, "team_id": "T000000001"}
    ]


def test_a_private_channel_has_its_own_type(heard, control):
    control.act("create_channel", "ana", name="secret", is_private=True)
    control.act("invite", "ana", channel="secret")
    control.message("ana", "secret", "psst")

    assert [event["channel_type"] for event in events(heard, "message")] == ["group"]


def test_a_reply_names_its_thread(heard, control):
    root = control.message("ana", "general", "root")["ts"]
    control.message("ben", "general", "reply", thread_ts=root)
    reply = events(heard, "message", 2)[1]

    assert (reply["thread_ts"], reply["parent_user_id"]) == (root, "U000000001")


def test_an_edit_brings_both_versions_and_is_hidden(heard, control, general):
    ts = control.message("ana", "general", "before")["ts"]
    control.act("edit", "ana", channel="general", ts=ts, text="after")
    event = events(heard, "message", 2)[1]

    assert (event["subtype"], event["hidden"], event["channel"]) == ("message_changed", True, general)
    assert event["message"]["text"] == "after"
    assert event["message"]["edited"]["user"] == "U000000001"
    assert event["previous_message"]["text"] == "before"
    assert event["ts"] != ts


def test_a_deletion_brings_what_was_deleted(heard, control):
    ts = control.message("ana", "general", "gone")["ts"]
    control.act("delete", "ana", channel="general", ts=ts)
    event = events(heard, "message", 2)[1]

    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", ts)
    assert event["previous_message"]["text"] == "gone"


def test_the_apps_own_messages_and_edits_come_back_too(app, web, general, control):
    ts = web.chat_postMessage(channel=general, text="mine", blocks=[section("mine")])["ts"]
    web.chat_update(channel=general, ts=ts, text="mine too")
    control.idle()
    sent = events_sent(control)

    assert [event.get("subtype") for event in sent] == [None, "message_changed"]
    assert (sent[0]["bot_id"], sent[0]["app_id"]) == ("B000000001", "A000000001")
    assert sent[0]["bot_profile"]["name"] == "Lensbot"


def test_a_file_is_a_message_of_its_own_kind(heard, control):
    control.message("ana", "general", "look", files=[{"name": "plan.md", "content": "# Plan"}])
    event = events(heard, "message")[0]

    assert event["subtype"] == "file_share"
    assert [(file["name"], file["size"], file["mimetype"]) for file in event["files"]] == [
        ("plan.md", 6, "text/markdown")
    ]


def test_a_shared_file_is_told_on_its_own_too(control):
    wider = manifest()
    wider["settings"]["event_subscriptions"]["bot_events"].append("file_shared")
    control.post("reset", manifest=wider)

    sent = control.message("ana", "general", "look", files=[{"name": "plan.md", "content": "# Plan"}])
    control.idle()

    assert sent["events"] == ["message", "file_shared"]
    assert control.journal("event")[-1]["payload"]["event"]["file_id"] == "F000000001"


def test_a_reaction_names_the_message_and_its_author(heard, control, general):
    ts = control.message("ana", "general", "hello")["ts"]
    control.act("react", "ben", channel="general", ts=ts, name="eyes")
    control.act("unreact", "ben", channel="general", ts=ts, name="eyes")
    added, removed = events(heard, "reaction_added")[0], events(heard, "reaction_removed")[0]

    assert (added["user"], added["reaction"], added["item_user"]) == ("U000000002", "eyes", "U000000001")
    assert added["item"] == removed["item"] == {"type": "message", "channel": general, "ts": ts}


def test_opening_home_and_dm_says_which_tab(heard, control, web, ana):
    web.views_publish(user_id=ana, view={"type": "home", "blocks": [section()]})
    control.act("context", "ana", channel="general")
    control.act("open_home", "ana")
    control.act("open_dm", "ana")
    home, messages = events(heard, "app_home_opened", 2)

    assert (home["tab"], messages["tab"]) == ("home", "messages")
    assert home["channel"] == messages["channel"]
    assert home["channel"].startswith("D")
    assert home["view"]["type"] == "home"
    assert messages["context"]["entities"][0]["value"] == "C000000001"


def test_a_change_of_context_names_its_entities(heard, control, general):
    control.act("context", "ana", channel="general")
    control.act("context", "ana", channel=None)
    first, second = events(heard, "app_context_changed", 2)

    assert first["context"]["entities"][0]["value"] == general
    assert second["context"] == {"entities": []}


def test_inviting_the_app_tells_who_joined_and_who_invited(heard, control):
    channel = control.act("create_channel", "ana", name="ml-vision")["channel"]
    sent = control.act("invite", "ana", channel="ml-vision")
    joined = events(heard, "member_joined_channel")[0]

    assert sent["events"] == ["member_joined_channel"]
    assert (joined["user"], joined["channel"], joined["inviter"]) == ("U000000003", channel, "U000000001")
    assert (joined["channel_type"], joined["team"]) == ("C", "T000000001")


def test_an_app_that_was_removed_hears_of_that_and_then_nothing(heard, control):
    control.act("remove", "ana", channel="general")
    silent = control.message("ana", "general", "are you there?")

    assert events(heard, "member_left_channel")[0]["user"] == "U000000003"
    assert silent["events"] == []


def test_an_archived_channel_is_told(heard, control, general):
    control.act("archive", "ana", channel="general")

    assert events(heard, "channel_archive")[0]["channel"] == general


def test_a_pin_is_told(heard, control, general):
    ts = control.message("ana", "general", "keep this")["ts"]
    control.act("pin", "ana", channel="general", ts=ts)

    assert events(heard, "pin_added")[0]["item"]["message"]["ts"] == ts


def test_only_subscribed_events_are_sent(control):
    control.post("reset", manifest=manifest(without_events=["message.channels", "app_home_opened"]))

    assert control.mention("ana", "general", "hi")["events"] == ["app_mention"]
    assert control.act("open_home", "ana")["events"] == []


def test_removal_and_revocation_are_told(heard, control):
    sent = control.post("uninstall")

    assert sent["events"] == ["app_uninstalled", "tokens_revoked"]
    assert events(heard, "tokens_revoked")[0]["tokens"] == {"oauth": [], "bot": ["U000000003"]}
    assert control.message("ana", "general", "anyone?")["events"] == []


def test_an_event_that_is_not_acknowledged_comes_again_at_once_after_a_minute_and_after_five(app, control):
    control.fault("drop_delivery", of="event", times=None)
    control.message("ana", "general", "hello")
    for seconds, sent in ((3.1, 2), (3.1, 2), (60, 3), (3.1, 3), (300, 4), (3.1, 4), (3_600, 4)):
        control.advance(seconds)
        assert len(eventually(lambda sent=sent: control.journal("event")[sent - 1 :])) == 1

    lines = control.journal("event")
    assert len({line["payload"]["event_id"] for line in lines}) == 1
    assert control.get("state")["counts"]["retries"] == 3


def test_a_retry_says_which_it_is_and_why(heard, control):
    control.fault("drop_delivery", of="event")
    control.message("ana", "general", "hello")
    eventually(lambda: control.journal("event"))
    control.advance(3.1)
    events(heard)

    assert heard[0]["headers"]["x-slack-retry-num"] == ["1"]
    assert heard[0]["headers"]["x-slack-retry-reason"] == ["timeout"]


def test_an_event_that_was_acknowledged_does_not_come_again(heard, control):
    control.message("ana", "general", "hello")
    control.idle()
    control.advance(400)

    assert len(control.journal("event")) == 1


@pytest.mark.parametrize(("as_retry", "headers"), [(True, 1), (False, 0)])
def test_a_delivery_can_come_twice_with_the_same_id(heard, control, as_retry, headers):
    control.fault("duplicate", of="event", as_retry=as_retry)
    control.message("ana", "general", "hello")
    events(heard, count=2)

    assert heard[0]["event_id"] == heard[1]["event_id"]
    assert [body["headers"].get("x-slack-retry-num") for body in heard].count(["1"]) == headers


def test_a_late_event_waits_for_its_time(heard, control):
    control.fault("late", of="event", seconds=90)
    control.message("ana", "general", "slow")
    control.message("ana", "general", "fast")
    events(heard)
    control.idle()
    assert [body["event"]["text"] for body in heard] == ["fast"]

    control.advance(91)

    assert [event["text"] for event in events(heard, count=2)] == ["fast", "slow"]
