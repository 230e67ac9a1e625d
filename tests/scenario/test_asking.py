"""Asking in Slack, as people do it."""

import pytest

from tests.support.dialog import COMMAND, Dialog, button, words

BY_HAND = "we retrain by hand every quarter, is that ok?"


def test_a_mention_is_answered_in_its_thread_with_verdict_and_sources(dialog):
    asked = dialog.mention("ana", BY_HAND)

    answer = dialog.answer("ben", asked)

    assert answer["streaming_state"] == "completed"
    assert answer["text"].startswith("**At risk.**")
    assert "MLPERF06-BP05" in words(answer)
    assert "https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/" in answer["text"]


def test_a_status_line_comes_before_the_answer_and_its_words_before_its_sources(dialog, control):
    answer = dialog.answer("ana", dialog.mention("ana", BY_HAND))
    channel = answer["key"].split(":")[0]

    calls = [line for line in control.journal("call") if channel in str(line["payload"])]

    wanted = ["assistant.threads.setStatus", "chat.startStream", "chat.appendStream", "chat.stopStream"]
    assert [line["method"] for line in calls if line["method"] in wanted] == wanted


def test_a_reply_needs_no_mention_until_somebody_says_quiet(dialog):
    asked = dialog.mention("ana", BY_HAND)
    dialog.replies("ana", asked, 1)

    dialog.write("ben", "and how would we notice drift in the inputs?", thread_ts=asked)
    assert len(dialog.replies("ana", asked, 2)) == 2
    dialog.write("ana", "quiet", thread_ts=asked)
    assert "quiet in this thread" in dialog.whispers("ana")[0]["text"]
    dialog.write("ben", "and should we use a feature store for this?", thread_ts=asked)
    dialog.mention("ana", "should we use a feature store for this?", thread_ts=asked)

    assert len(dialog.replies("ana", asked, 3)) == 3


def test_people_who_talk_to_each_other_in_a_thread_are_left_alone(dialog):
    asked = dialog.mention("ana", BY_HAND)
    dialog.replies("ana", asked, 1)

    dialog.write("ben", "@ana shall we have lunch first?", thread_ts=asked)
    dialog.write("ben", "thanks, lunch at noon then, the usual place near the river", thread_ts=asked)
    dialog.write("ana", "how do we version our training data?", thread_ts=asked)

    assert len(dialog.replies("ana", asked, 2)) == 2


def test_an_unmentioned_question_in_a_channel_is_not_ours(dialog):
    asked = dialog.write("ana", "how do we notice that our inputs have drifted?")

    assert dialog.silent("ana", asked)


def test_our_own_conversation_answers_every_message_in_its_thread(dialog):
    asked = dialog.write("ben", "how do we notice that our inputs have drifted?", channel="app")

    assert "drift" in dialog.answer("ben", asked, "app")["text"]


def test_the_command_answers_one_person_who_may_share_it(dialog):
    dialog.command("ana", f"ask {BY_HAND}")
    private = dialog.whispers("ana")[-1]
    assert "At risk" in words(private)
    assert not any("At risk" in words(message) for message in dialog.seen("ben"))

    dialog.press("ana", private, "Share with the channel")

    shared = dialog.until(lambda: [m for m in dialog.seen("ben") if "At risk" in words(m)])
    assert len(shared) == 1


def test_the_shortcut_judges_somebody_elses_message_in_its_thread(dialog, control):
    said = dialog.write("ben", "all our notebooks share one admin role with full access to every bucket")
    control.act("shortcut", "ana", callback_id="about_this", channel=dialog.channel, ts=said)
    assert "one admin role" in words(dialog.modal("ana"))

    control.submit("ana", {"where": {"pick": "thread"}})

    assert "MLSEC" in words(dialog.answer("ben", said))


def test_the_shortcut_can_answer_to_me_only(dialog, control):
    said = dialog.write("ben", "all our notebooks share one admin role with full access to every bucket")
    control.act("shortcut", "ana", callback_id="about_this", channel=dialog.channel, ts=said)
    dialog.modal("ana")

    control.submit("ana", {"where": {"pick": "me"}})

    assert "MLSEC" in words(dialog.whispers("ana")[0])
    assert not [each for each in dialog.thread("ben", said) if each.get("bot_id")]


def test_more_shows_a_source_in_full(dialog):
    answer = dialog.answer("ana", dialog.mention("ana", BY_HAND))

    dialog.press("ana", answer, "More")

    modal = dialog.modal("ana")
    assert "Signs of trouble" in words(modal)
    assert modal["title"]["text"].startswith("ML")


def test_what_is_asked_back_refines_the_answer_in_place_once(dialog):
    asked = dialog.mention("ana", "we have some kind of monitoring for the model")
    answer = dialog.answer("ana", asked)
    assert "Which of these is closer" in words(answer)

    dialog.press("ben", answer, "That's us")

    refined = dialog.until(lambda: _settled(dialog, asked))
    assert refined["ts"] == answer["ts"]
    assert "On track" in refined["text"] or "On track" in words(refined)
    assert len(dialog.replies("ana", asked, 1)) == 1


def test_opinions_are_kept_and_a_bad_one_is_asked_why(dialog, control):
    answer = dialog.answer("ana", dialog.mention("ana", BY_HAND))

    dialog.press("ana", answer, "Helpful")
    assert "noted" in dialog.whispers("ana")[0]["text"]
    dialog.press("ben", answer, "Not helpful")
    assert "What was wrong" in words(dialog.modal("ben"))

    assert control.submit("ben", {"note": {"text": "we asked about batch"}})["ack"]["status"] == "acked"


def test_a_channel_can_have_every_question_answered_privately(dialog, control):
    dialog.command("ana", "settings")
    dialog.modal("ana")
    sent = control.submit("ana", {"listening": {"pick": "questions"}, "private": {"pick": "private"}})
    assert sent["ack"]["status"] == "acked"
    assert "Saved" in dialog.whispers("ana")[-1]["text"]

    asked = dialog.write("ben", "how do we notice that our inputs have drifted?")

    assert "drift" in words(dialog.whispers("ben")[-1])
    assert not [each for each in dialog.thread("ana", asked) if each.get("bot_id")]


@pytest.mark.parametrize(("text", "shown"), [("", "Ask me"), ("help", "Ask me"), ("dance", "I don't know “dance”")])
def test_a_command_that_is_none_gets_help(dialog, text, shown):
    dialog.command("ana", text)

    assert shown in words(dialog.whispers("ana")[-1])


@pytest.mark.parametrize("text", ["", "help", "  ?"])
def test_a_mention_without_a_question_gets_help(dialog, text):
    asked = dialog.mention("ana", text)

    assert "/lensbot ask" in words(dialog.answer("ana", asked))


def test_files_without_a_word_get_a_request_for_words(dialog):
    asked = dialog.mention("ana", "", files=[{"name": "plan.md", "content": "# Plan"}])

    assert "few words" in dialog.answer("ana", asked)["text"]


def test_forty_thousand_characters_are_answered_from_their_beginning(dialog):
    asked = dialog.mention("ana", "We retrain by hand every quarter. " * 1150)

    assert "6,000 characters" in dialog.answer("ana", asked)["text"]


def test_an_edited_question_is_answered_once(dialog, control):
    asked = dialog.mention("ana", BY_HAND)
    dialog.replies("ana", asked, 1)

    control.act("edit", "ana", channel=dialog.channel, ts=asked, text=f"@Lensbot {BY_HAND} Really?")
    control.idle()

    assert len(dialog.replies("ana", asked, 1)) == 1


def test_an_event_that_comes_twice_is_answered_once(dialog, control):
    control.fault("duplicate", of="event", times=2)

    asked = dialog.mention("ana", BY_HAND)
    dialog.replies("ana", asked, 1)
    control.idle(quiet_ms=400)

    assert len(dialog.replies("ana", asked, 1)) == 1


def test_a_channel_that_we_were_removed_from_is_left_in_peace(dialog, control, provoked):
    provoked |= {("chat.startStream", "not_in_channel"), ("chat.postMessage", "not_in_channel")}
    provoked |= {("assistant.threads.setStatus", "not_in_channel"), ("chat.startStream", "channel_not_found")}
    control.fault("latency", method="assistant.threads.setStatus", seconds=0.5)
    dialog.mention("ana", BY_HAND)

    control.act("remove", "ana", channel=dialog.channel, who="app")
    control.idle(quiet_ms=700)

    assert "wrong on my side" not in str(dialog.seen("ana"))


def test_nobody_can_be_notified_by_quoting(dialog):
    asked = dialog.mention(
        "ana", "@channel @here <!everyone> we retrain by hand <@U000000002> every quarter, is that ok?"
    )

    answer = dialog.answer("ben", asked)

    for form in ("<!", "@channel", "@here", "@everyone"):
        assert form not in answer["text"] + words(answer)


def test_an_old_button_says_so(dialog, control):
    answer = dialog.answer("ana", dialog.mention("ana", BY_HAND))
    token = control.get("app")["bot_token"]
    from slack_sdk import WebClient

    web = WebClient(token, base_url=control.get("app")["api_url"])
    posted = web.chat_postMessage(
        channel=answer["key"].split(":")[0],
        text="an old one",
        blocks=[
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "answer.more",
                        "value": "lens;practice",
                        "text": {"type": "plain_text", "text": "Old"},
                    },
                    {
                        "type": "button",
                        "action_id": "gone.long.ago",
                        "value": "1",
                        "text": {"type": "plain_text", "text": "Older"},
                    },
                ],
            }
        ],
    )["message"]

    for label in ("Old", "Older"):
        assert dialog.press("ana", posted, label)["ack"]["status"] == "acked"
        assert "earlier version of me" in dialog.whispers("ana", ("Old", "Older").index(label) + 1)[-1]["text"]


def test_stop_ends_an_answer_in_our_conversation(dialog, control, provoked):
    provoked |= {("chat.stopStream", "stopped_by_user"), ("chat.stopStream", "message_not_in_streaming_state")}
    control.fault("latency", method="chat.startStream", seconds=1.5)
    asked = dialog.write("ana", "how do we version our training data?", channel="app")
    dialog.until(lambda: [s for s in control.view("ana")["sessions"] if s["thread_ts"] == asked and s["can_stop"]])

    control.act("stop", "ana", channel="app", thread_ts=asked)

    dialog.until(lambda: "Stopped" in dialog.answer("ana", asked, "app")["text"])


def test_streams_that_slack_refuses_become_plain_answers(dialog, control, provoked):
    provoked |= {("chat.startStream", "channel_type_not_supported")}
    control.fault("error", method="chat.startStream", error="channel_type_not_supported")

    answer = dialog.answer("ana", dialog.mention("ana", BY_HAND))

    assert "streaming_state" not in answer
    assert "At risk" in words(answer)


def test_blocks_that_slack_does_not_know_yet_are_left_out(dialog, control, provoked):
    provoked |= {(method, "invalid_blocks") for method in ("chat.stopStream", "chat.update", "chat.postMessage")}
    control.fault("refuse_block", block="context_actions", times=2)

    answer = dialog.answer("ana", dialog.mention("ana", BY_HAND))

    assert "At risk" in words(answer)
    assert button(answer, "More")
    assert "context_actions" not in {block["type"] for block in answer["blocks"]}


def test_the_home_tab_shows_how_to_ask_and_what_i_asked(dialog, control):
    dialog.answer("ana", dialog.mention("ana", BY_HAND))

    control.act("open_home", "ana")

    home = dialog.until(lambda: control.view("ana")["home"])
    assert "Mention me" in words(home)
    control.idle()
    control.act("open_home", "ana")
    dialog.until(lambda: BY_HAND in words(control.view("ana")["home"]))


def test_the_conversation_opens_with_prompts_that_work(dialog, control):
    control.act("open_dm", "ben")

    prompts = dialog.until(lambda: control.view("ben")["agent"]["prompts"])["prompts"]

    asked = dialog.write("ben", prompts[0]["message"], channel="app")
    assert "MLSUS06" in words(dialog.answer("ben", asked, "app")) or "ML" in words(dialog.answer("ben", asked, "app"))


def test_an_explosion_becomes_a_reference_that_tells_nothing(dialog, control, provoked):
    provoked |= {("views.open", "internal_error")}
    control.fault("error", method="views.open", error="internal_error")
    answer = dialog.answer("ana", dialog.mention("ana", BY_HAND))

    dialog.press("ana", answer, "More")

    told = dialog.whispers("ana")[0]["text"]
    assert "Reference" in told
    assert "internal_error" not in told


def test_who_may_not_set_how_a_channel_is_served_can_see_it(control):
    dialog = Dialog(control)
    dialog.command("ana", "settings")
    assert dialog.modal("ana")["callback_id"] == "rules.sheet"
    control.submit("ana", {"managers": {"pick": "admins"}, "may_delete": {"pick": "admins"}})
    dialog.whispers("ana")

    control.command("ben", dialog.channel, COMMAND, "settings")

    shown = dialog.modal("ben")
    assert "submit" not in shown or not shown["submit"]
    assert {block["type"] for block in shown["blocks"]} == {"section", "context"}
    assert "*Who may delete a review?* Workspace admins" in words(shown)
    assert "*Who may finish a review?* The workload's owners (or who started it)" in words(shown)
    assert "Only workspace admins may change" in words(shown)


def _settled(dialog, asked):
    answer = dialog.answer("ana", asked)
    try:
        button(answer, "That's us")
    except AssertionError:
        return answer
    return None


@pytest.mark.parametrize("method", ["chat.startStream", "chat.stopStream"])
def test_an_answer_whose_posting_was_never_confirmed_is_not_given_twice(dialog, control, provoked, method):
    provoked |= {("chat.stopStream", "message_not_in_streaming_state")}
    control.fault("lost_response", method=method)

    asked = dialog.mention("ana", BY_HAND)

    dialog.until(lambda: any("At risk" in words(each) for each in dialog.replies("ana", asked, 1)))
    control.idle(quiet_ms=1500, timeout_ms=20_000)
    assert len(dialog.replies("ana", asked, 1)) == 1
