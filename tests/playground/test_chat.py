"""Saying, changing and taking back: chat.* but streams."""

import re
import warnings

import pytest

from tests.playground.running import actions, answer_of, button, manifest, refusal, section


@pytest.fixture
def said(web, general):
    return web.chat_postMessage(channel=general, text="hello")


def test_a_post_answers_the_message_as_slack_stores_it(web, general):
    answer = web.chat_postMessage(channel=general, text="hello", blocks=[section(), actions(button())])
    message = answer["message"]

    assert answer["channel"] == general
    assert re.fullmatch(r"\d{10}\.\d{6}", answer["ts"])
    assert (message["type"], message["ts"], message["user"]) == ("message", answer["ts"], "U000000003")
    assert (message["bot_id"], message["app_id"], message["team"]) == ("B000000001", "A000000001", "T000000001")
    assert message["bot_profile"]["name"] == "Lensbot"
    assert [block["block_id"] for block in message["blocks"]] == [message["blocks"][0]["block_id"], "acts"]
    assert message["blocks"][0]["block_id"]


def test_timestamps_increase_however_fast_one_posts(control, web, general):
    control.post("rates", enabled=False)
    stamps = [web.chat_postMessage(channel=general, text=str(number))["ts"] for number in range(20)]

    assert stamps == sorted(set(stamps))


def test_a_message_needs_something_to_say(web, general):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert refusal(web.chat_postMessage, channel=general) == "no_text"


def test_a_channel_may_be_named_and_must_exist(web):
    assert web.chat_postMessage(channel="#general", text="hi")["channel"] == "C000000001"
    assert refusal(web.chat_postMessage, channel="#nowhere", text="hi") == "channel_not_found"
    assert refusal(web.chat_postMessage, channel="C999999999", text="hi") == "channel_not_found"


def test_a_channel_that_the_app_is_not_in_takes_no_message(control, web, general):
    control.act("remove", "ana", channel="general")

    assert refusal(web.chat_postMessage, channel=general, text="hi") == "not_in_channel"
    assert refusal(web.chat_postEphemeral, channel=general, user="U000000001", text="hi") == "not_in_channel"


def test_a_scope_of_its_own_lets_the_app_post_without_being_a_member(control, slack, web, general):
    wider = manifest()
    wider["oauth_config"]["scopes"]["bot"].append("chat:write.public")
    control.post("reset", manifest=wider)
    control.act("remove", "ana", channel="general")

    assert web.chat_postMessage(channel=general, text="hi")["ok"]


def test_a_private_channel_without_the_app_does_not_exist_for_it(control, web):
    secret = control.act("create_channel", "ana", name="secret", is_private=True)["channel"]

    assert refusal(web.chat_postMessage, channel=secret, text="hi") == "channel_not_found"


def test_an_archived_channel_takes_no_message(control, web, general):
    control.act("archive", "ana", channel="general")

    assert refusal(web.chat_postMessage, channel=general, text="hi") == "is_archived"


def test_a_post_to_a_person_goes_to_the_dm(control, web, ana):
    answer = web.chat_postMessage(channel=ana, text="psst")

    assert answer["channel"].startswith("D")
    assert [message["text"] for message in control.messages("ana", "app")] == ["psst"]
    assert "app" not in [channel["name"] for channel in control.view("ben")["channels"]]


def test_a_reply_counts_on_the_root_of_its_thread(web, general, said):
    reply = web.chat_postMessage(channel=general, text="more", thread_ts=said["ts"])["message"]
    root = web.conversations_replies(channel=general, ts=said["ts"])["messages"][0]

    assert (reply["thread_ts"], reply["parent_user_id"]) == (said["ts"], "U000000003")
    assert (root["reply_count"], root["reply_users"], root["latest_reply"]) == (1, ["U000000003"], reply["ts"])
    assert root["reply_users_count"] == 1


def test_a_thread_must_begin_with_a_message_that_is_no_reply(web, general, said):
    reply = web.chat_postMessage(channel=general, text="more", thread_ts=said["ts"])

    assert refusal(web.chat_postMessage, channel=general, text="x", thread_ts="1.000001") == "thread_not_found"
    assert refusal(web.chat_postMessage, channel=general, text="x", thread_ts=reply["ts"]) == "cannot_reply_to_message"


def test_a_reply_can_be_shown_in_the_channel_as_well(control, web, general, said):
    web.chat_postMessage(channel=general, text="for all", thread_ts=said["ts"], reply_broadcast=True)

    assert [message["text"] for message in control.messages("ana", "general")] == ["hello", "for all"]
    assert refusal(web.chat_postMessage, channel=general, text="x", reply_broadcast=True) == "invalid_arguments"


def test_markdown_text_becomes_a_markdown_block_and_stands_alone(web, general):
    message = web.chat_postMessage(channel=general, markdown_text="**bold**")["message"]

    assert (message["blocks"][0]["type"], message["blocks"][0]["text"]) == ("markdown", "**bold**")
    assert message["text"] == "**bold**"
    conflict = {"channel": general, "markdown_text": "a"}
    assert refusal(web.chat_postMessage, **conflict, text="b") == "markdown_text_conflict"
    assert refusal(web.chat_postMessage, **conflict, blocks=[section()]) == "markdown_text_conflict"


def test_markdown_text_ends_at_its_limit(web, general):
    assert web.chat_postMessage(channel=general, markdown_text="x" * 12_000)["ok"]
    assert refusal(web.chat_postMessage, channel=general, markdown_text="x" * 12_001) == "msg_too_long"


def test_a_long_text_is_cut_and_the_answer_warns(web, general):
    whole = web.chat_postMessage(channel=general, text="x" * 40_000)
    cut = web.chat_postMessage(channel=general, text="x" * 40_001)

    assert "warning" not in whole.data
    assert len(cut["message"]["text"]) == 40_000
    assert cut["response_metadata"]["warnings"] == ["message_truncated"]


def test_blocks_have_a_total_of_text(web, general):
    fits = [section("x" * 2_640) for _ in range(5)]

    assert web.chat_postMessage(channel=general, text="x", blocks=fits)["ok"]
    fits[0]["text"]["text"] += "x"
    assert refusal(web.chat_postMessage, channel=general, text="x", blocks=fits) == "msg_blocks_too_long"


def test_wrong_blocks_are_refused_with_pointers_in_both_places(web, general):
    wrong = [section(), {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]

    answer = answer_of(web.chat_postMessage, channel=general, text="x", blocks=wrong)

    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == ["must be less than 151 characters [json-pointer:/blocks/1/text/text]"]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {answer['errors'][0]}"]


def test_blocks_that_are_no_json_are_refused(web, general):
    assert refusal(web.chat_postMessage, channel=general, text="x", blocks="[{") == "invalid_blocks_format"


def test_attachments_are_counted_and_their_keys_known(web, general):
    one = {"text": "hi", "fallback": "hi"}

    assert (
        len(web.chat_postMessage(channel=general, text="x", attachments=[one] * 100)["message"]["attachments"]) == 100
    )
    assert refusal(web.chat_postMessage, channel=general, text="x", attachments=[one] * 101) == "too_many_attachments"
    wrong = [{**one, "colour": "red"}]
    assert refusal(web.chat_postMessage, channel=general, text="x", attachments=wrong) == "invalid_attachments"
    nested = [{"fallback": "x", "blocks": [{"type": "alert"}]}]
    answer = answer_of(web.chat_postMessage, channel=general, text="x", attachments=nested)
    assert "/attachments/0/blocks/0/type" in answer["errors"][0]


def test_metadata_is_kept_and_shown_only_when_asked_for(web, general):
    metadata = {"event_type": "review", "event_payload": {"id": "1"}}
    web.chat_postMessage(channel=general, text="x", metadata=metadata)

    plainly = web.conversations_history(channel=general)["messages"][0]
    asked = web.conversations_history(channel=general, include_all_metadata=True)["messages"][0]

    assert "metadata" not in plainly
    assert asked["metadata"] == metadata


def test_metadata_has_a_form_and_a_size(web, general):
    wrong = {"event_type": "review"}
    large = {"event_type": "review", "event_payload": {"text": "x" * 8_000}}

    assert refusal(web.chat_postMessage, channel=general, text="x", metadata=wrong) == "invalid_metadata_format"
    assert refusal(web.chat_postMessage, channel=general, text="x", metadata=large) == "metadata_too_large"


def test_another_name_or_icon_takes_a_scope(control, web, general):
    answer = answer_of(web.chat_postMessage, channel=general, text="x", username="Someone")
    wider = manifest()
    wider["oauth_config"]["scopes"]["bot"].append("chat:write.customize")
    control.post("reset", manifest=wider)

    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write.customize")
    message = web.chat_postMessage(channel=general, text="x", username="Someone", icon_emoji=":eyes:")["message"]
    assert (message["username"], message["icons"]) == ("Someone", {"emoji": ":eyes:"})


def test_an_update_changes_text_and_blocks_and_is_marked(web, general, said):
    answer = web.chat_update(channel=general, ts=said["ts"], text="better", blocks=[section("better")])

    assert (answer["ts"], answer["text"]) == (said["ts"], "better")
    assert answer["message"]["edited"]["user"] == "U000000003"
    assert answer["message"]["blocks"][0]["text"]["text"] == "better"


def test_an_update_keeps_blocks_that_are_not_given_and_drops_them_for_an_empty_list(web, general):
    ts = web.chat_postMessage(channel=general, text="a", blocks=[section("kept")])["ts"]

    kept = web.chat_update(channel=general, ts=ts, text="b")["message"]
    dropped = web.chat_update(channel=general, ts=ts, text="c", blocks=[])["message"]

    assert kept["blocks"][0]["text"]["text"] == "kept"
    assert "blocks" not in dropped


def test_only_its_own_messages_can_the_app_change_or_delete(control, web, general):
    theirs = control.message("ana", "general", "mine")["ts"]

    assert refusal(web.chat_update, channel=general, ts=theirs, text="x") == "cant_update_message"
    assert refusal(web.chat_delete, channel=general, ts=theirs) == "cant_delete_message"
    assert refusal(web.chat_update, channel=general, ts="1.000001", text="x") == "message_not_found"
    assert refusal(web.chat_delete, channel=general, ts="1.000001") == "message_not_found"


def test_a_deleted_message_is_gone_and_the_root_of_a_thread_leaves_a_tombstone(web, control, general, said):
    lonely = web.chat_postMessage(channel=general, text="lonely")["ts"]
    web.chat_postMessage(channel=general, text="reply", thread_ts=said["ts"])
    web.chat_delete(channel=general, ts=lonely)
    web.chat_delete(channel=general, ts=said["ts"])

    left = control.messages("ana", "general")

    assert [message["text"] for message in left] == ["This message was deleted."]
    assert left[0]["subtype"] == "tombstone"
    assert [reply["text"] for reply in left[0]["replies"]] == ["reply"]
    assert refusal(web.chat_update, channel=general, ts=said["ts"], text="x") == "message_not_found"


def test_a_permalink_names_channel_and_message_and_a_reply_its_thread(web, general, said):
    reply = web.chat_postMessage(channel=general, text="more", thread_ts=said["ts"])["ts"]

    link = web.chat_getPermalink(channel=general, message_ts=said["ts"])["permalink"]
    deep = web.chat_getPermalink(channel=general, message_ts=reply)["permalink"]

    assert link.endswith(f"/archives/{general}/p{said['ts'].replace('.', '')}")
    assert deep.endswith(f"?thread_ts={said['ts']}&cid={general}")
    assert refusal(web.chat_getPermalink, channel=general, message_ts="1.000001") == "message_not_found"


def test_an_ephemeral_message_is_seen_by_one_person_only_and_by_no_history(control, web, general, ana):
    answer = web.chat_postEphemeral(channel=general, user=ana, text="only you")

    assert "ts" not in answer.data
    hers = control.messages("ana", "general")
    assert [(message["text"], message["ephemeral"]) for message in hers] == [("only you", True)]
    assert hers[0]["ts"] == answer["message_ts"]
    assert control.messages("ben", "general") == []
    assert web.conversations_history(channel=general)["messages"] == []
    assert refusal(web.chat_update, channel=general, ts=answer["message_ts"], text="x") == "message_not_found"


def test_an_ephemeral_message_needs_a_member_of_the_channel(control, web, general):
    control.act("remove", "ana", channel="general", who="ben")

    assert refusal(web.chat_postEphemeral, channel=general, user="U000000002", text="x") == "user_not_in_channel"
    assert refusal(web.chat_postEphemeral, channel=general, user="U999999999", text="x") == "user_not_found"


def test_a_scheduled_message_comes_when_its_time_has_come(control, web, general):
    due = int(control.get("clock")["now"]) + 3_600
    answer = web.chat_scheduleMessage(channel=general, post_at=due, text="later")

    listed = web.chat_scheduledMessages_list()["scheduled_messages"]
    assert [(each["id"], each["post_at"]) for each in listed] == [(answer["scheduled_message_id"], due)]
    assert control.view("ana")["scheduled"][0]["text"] == "later"
    control.advance(3_590)
    assert control.messages("ana", "general") == []
    control.advance(20)
    assert [message["text"] for message in control.messages("ana", "general")] == ["later"]
    assert web.chat_scheduledMessages_list()["scheduled_messages"] == []


def test_a_scheduled_message_can_be_taken_back(control, web, general):
    due = int(control.get("clock")["now"]) + 100
    made = web.chat_scheduleMessage(channel=general, post_at=due, text="later")["scheduled_message_id"]
    web.chat_deleteScheduledMessage(channel=general, scheduled_message_id=made)
    control.advance(200)

    assert control.messages("ana", "general") == []
    assert (
        refusal(web.chat_deleteScheduledMessage, channel=general, scheduled_message_id=made)
        == "invalid_scheduled_message_id"
    )


def test_a_message_is_scheduled_for_the_next_120_days_only(control, web, general):
    now = int(control.get("clock")["now"])

    assert refusal(web.chat_scheduleMessage, channel=general, post_at=now - 5, text="x") == "time_in_past"
    far = now + 120 * 86_400
    assert web.chat_scheduleMessage(channel=general, post_at=far - 5, text="x")["ok"]
    assert refusal(web.chat_scheduleMessage, channel=general, post_at=far + 60, text="x") == "time_too_far"


def test_thirty_messages_are_scheduled_in_five_minutes_of_a_channel(control, web, general):
    due = (int(control.get("clock")["now"]) // 300 + 10) * 300
    for number in range(30):
        web.chat_scheduleMessage(channel=general, post_at=due + number, text="x")

    assert refusal(web.chat_scheduleMessage, channel=general, post_at=due + 31, text="x") == "restricted_too_many"
    assert web.chat_scheduleMessage(channel=general, post_at=due + 300, text="x")["ok"]


def test_a_block_type_can_be_made_not_rolled_out_yet(control, web, general):
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}
    control.fault("refuse_block", block="table")

    answer = answer_of(web.chat_postMessage, channel=general, text="x", blocks=[section(), table])

    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == ["unsupported type: table [json-pointer:/blocks/1/type]"]
    assert web.chat_postMessage(channel=general, text="x", blocks=[table])["ok"]
