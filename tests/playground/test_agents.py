"""The agent's side: sessions and Stop, status lines, suggested prompts, the DM."""

import pytest

from bot.playground.client import ControlError
from tests.playground.running import events_sent, eventually, manifest, refusal


@pytest.fixture
def asked(control):
    """A question in the agent's DM."""
    return control.message("ana", "app", "how do we do?")


def dm(asked):
    return {"channel_id": asked["channel"], "thread_ts": asked["ts"]}


def test_a_session_shows_status_title_and_stop(control, web, asked):
    answer = web.agents_sessions_setStatus(**dm(asked), status="processing", title="Labelling")

    assert (answer["status"], answer["agent_status"], answer["title"]) == ("processing", "processing", "Labelling")
    assert "warning" not in answer.data
    assert control.view("ana")["sessions"] == [
        {
            "channel": asked["channel"],
            "thread_ts": asked["ts"],
            "status": "processing",
            "title": "Labelling",
            "can_stop": True,
        }
    ]
    assert control.view("ben")["sessions"] == []


def test_a_title_counts_when_the_session_is_made_and_is_changed_by_rename(control, web, asked):
    web.agents_sessions_setStatus(**dm(asked), status="processing", title="First")
    web.agents_sessions_setStatus(**dm(asked), status="active", title="Second")
    assert control.view("ana")["sessions"][0]["title"] == "First"

    web.agents_sessions_rename(**dm(asked), title="x" * 200)

    assert control.view("ana")["sessions"][0]["title"] == "x" * 200
    assert refusal(web.agents_sessions_rename, **dm(asked), title="x" * 201) == "invalid_arguments"


def test_a_session_needs_a_thread_a_known_status_and_an_agent(control, web, asked):
    assert refusal(web.agents_sessions_setStatus, **dm(asked), status="busy") == "invalid_arguments"
    assert refusal(web.agents_sessions_setStatus, channel_id=asked["channel"], status="active") == "invalid_arguments"
    assert refusal(web.agents_sessions_rename, **dm(asked), title="x") == "session_not_found"
    outsider = {"status": "active", "initiator_user_id": "U000000002"}
    assert refusal(web.agents_sessions_setStatus, **dm(asked), **outsider) == "user_not_in_channel"
    plain = manifest()
    del plain["features"]["agent_view"]
    control.post("reset", manifest=plain)

    sent = control.message("ana", "app", "hi")
    assert refusal(web.agents_sessions_setStatus, **dm(sent), status="active") == "agent_not_enabled"


def test_without_the_subscription_there_is_a_warning_and_no_stop_button(control, web):
    control.post("reset", manifest=manifest(without_events=["agent_session_stopped"]))
    sent = control.message("ana", "app", "hi")

    answer = web.agents_sessions_setStatus(**dm(sent), status="processing")

    assert answer["warning"] == "missing_agent_session_stopped_event_subscription"
    assert answer["response_metadata"]["warnings"] == [answer["warning"]]
    assert control.view("ana")["sessions"][0]["can_stop"] is False
    with pytest.raises(ControlError) as refused:
        control.act("stop", "ana", channel="app", thread_ts=sent["ts"])
    assert refused.value.error == "no_stop_button"


def test_stop_ends_the_streams_and_tells_the_app_which(app, control, web, asked):
    heard = []

    @app.event("agent_session_stopped")
    def stopped(event):
        heard.append(event)

    web.agents_sessions_setStatus(**dm(asked), status="processing")
    ts = web.chat_startStream(channel=asked["channel"], thread_ts=asked["ts"], markdown_text="so far")["ts"]

    told = control.act("stop", "ana", channel="app", thread_ts=asked["ts"])
    event = eventually(lambda: heard)[0]

    assert told["streams"] == [ts]
    assert told["events"] == ["agent_session_stopped"]
    assert (event["user"], event["channel"], event["thread_ts"]) == ("U000000001", asked["channel"], asked["ts"])
    assert event["streaming_message_ts"] == [ts]
    assert refusal(web.chat_appendStream, channel=asked["channel"], ts=ts, markdown_text="x") == "stopped_by_user"
    assert refusal(web.chat_stopStream, channel=asked["channel"], ts=ts) == "stopped_by_user"
    assert control.view("ana")["sessions"][0]["status"] == "processing", "the app itself moves the status on"


def test_stop_without_a_stream_still_tells_the_app(control, web, asked):
    web.agents_sessions_setStatus(**dm(asked), status="processing")

    assert control.act("stop", "ana", channel="app", thread_ts=asked["ts"])["streams"] == []
    assert control.journal("event")[-1]["payload"]["event"]["streaming_message_ts"] == []


def test_a_person_can_rename_a_session(control, web, asked):
    web.agents_sessions_setStatus(**dm(asked), status="active", title="Old")

    told = control.act("rename_session", "ana", channel="app", thread_ts=asked["ts"], title="New")
    event = control.journal("event")[-1]["payload"]["event"]

    assert told["events"] == ["agent_session_title_changed"]
    assert (event["title"], event["previous_title"], event["user"]) == ("New", "Old", "U000000001")
    assert event["team_id"] == "T000000001"


def test_a_status_shows_in_dm_and_channel_until_the_app_replies(control, web, general):
    ts = control.message("ana", "general", "hi")["ts"]
    web.assistant_threads_setStatus(
        channel_id=general, thread_ts=ts, status="is reading…", loading_messages=["Reading", "Still reading"]
    )
    status = control.view("ana")["statuses"][0]
    assert (status["status"], status["loading_messages"]) == ("is reading…", ["Reading", "Still reading"])

    web.chat_postMessage(channel=general, thread_ts=ts, text="done")

    assert control.view("ana")["statuses"] == []


def test_a_status_goes_after_two_minutes_or_when_it_is_emptied(control, web, general):
    ts = control.message("ana", "general", "hi")["ts"]
    web.assistant_threads_setStatus(channel_id=general, thread_ts=ts, status="thinks")
    control.advance(119)
    assert len(control.view("ana")["statuses"]) == 1
    control.advance(2)
    assert control.view("ana")["statuses"] == []
    web.assistant_threads_setStatus(channel_id=general, thread_ts=ts, status="thinks")
    web.assistant_threads_setStatus(channel_id=general, thread_ts=ts, status="")

    assert control.view("ana")["statuses"] == []


def test_a_status_has_ten_loading_messages_and_a_thread(control, web, general):
    ts = control.message("ana", "general", "hi")["ts"]
    given = {"channel_id": general, "thread_ts": ts, "status": "thinks"}

    assert web.assistant_threads_setStatus(**given, loading_messages=["x"] * 10)["ok"]
    assert refusal(web.assistant_threads_setStatus, **given, loading_messages=["x"] * 11) == "invalid_arguments"
    assert refusal(web.assistant_threads_setStatus, **{**given, "thread_ts": "1.000001"}) == "thread_not_found"


def test_prompts_of_the_manifest_stand_in_until_the_app_sets_its_own(control, web):
    channel = control.act("open_dm", "ana")["channel"]
    assert control.view("ana")["agent"]["prompts"]["prompts"] == [{"title": "Start", "message": "Start a review"}]

    own = [{"title": "Next", "message": "Next question"}]
    web.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=own, title="Go on")

    assert control.view("ana")["agent"]["prompts"] == {"title": "Go on", "prompts": own}


def test_prompts_with_a_thread_silently_do_nothing_in_an_agent_app(control, web, asked):
    prompts = [{"title": "Next", "message": "Next question"}]

    assert web.assistant_threads_setSuggestedPrompts(**dm(asked), prompts=prompts)["ok"]
    assert control.view("ana")["agent"]["prompts"]["prompts"][0]["title"] == "Start"


def test_prompts_are_four_at_most_with_title_and_message_in_a_dm(web, asked, general):
    prompt = {"title": "Next", "message": "Next question"}
    channel = asked["channel"]

    assert web.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=[prompt] * 4)["ok"]
    for wrong in ([prompt] * 5, [], [{"title": "Next"}], ["Next"]):
        given = {"channel_id": channel, "prompts": wrong}
        assert refusal(web.assistant_threads_setSuggestedPrompts, **given) == "invalid_arguments"
    given = {"channel_id": general, "prompts": [prompt]}
    assert refusal(web.assistant_threads_setSuggestedPrompts, **given) == "channel_type_not_supported"


def test_a_title_of_a_thread_names_its_session(control, web, asked):
    web.agents_sessions_setStatus(**dm(asked), status="active")
    web.assistant_threads_setTitle(**dm(asked), title="Labelling")

    assert control.view("ana")["sessions"][0]["title"] == "Labelling"


def test_bolts_set_status_works_in_a_listener(app, control):
    @app.event("app_mention")
    def mentioned(set_status):
        set_status("is thinking…")

    control.mention("ana", "general", "hi")

    assert eventually(lambda: control.view("ana")["statuses"])[0]["status"] == "is thinking…"


@pytest.mark.parametrize(
    ("tab", "act", "error"),
    [
        ("home_tab_enabled", "open_home", "home_tab_disabled"),
        ("messages_tab_enabled", "open_dm", "messages_tab_disabled"),
    ],
)
def test_a_tab_that_the_manifest_has_off_cannot_be_opened(control, tab, act, error):
    without = manifest()
    without["features"]["app_home"][tab] = False
    control.post("reset", manifest=without)

    with pytest.raises(ControlError) as refused:
        control.act(act, "ana")
    assert refused.value.error == error


def test_the_older_assistant_view_hears_of_threads_instead(control, web):
    legacy = manifest(without_events=["app_context_changed", "agent_session_stopped", "agent_session_title_changed"])
    del legacy["features"]["agent_view"]
    legacy["features"]["assistant_view"] = {"assistant_description": "Cited answers"}
    legacy["settings"]["event_subscriptions"]["bot_events"] += [
        "assistant_thread_started",
        "assistant_thread_context_changed",
    ]
    control.post("reset", manifest=legacy)

    opened = control.act("open_dm", "ana")
    looked = control.act("context", "ana", channel="general")
    control.idle()
    started, changed = [event["assistant_thread"] for event in events_sent(control) if "assistant_thread" in event]

    assert opened["events"] == ["app_home_opened", "assistant_thread_started"]
    assert looked["events"] == ["assistant_thread_context_changed"]
    assert (started["user_id"], started["channel_id"], started["context"]) == ("U000000001", opened["channel"], {})
    assert changed["thread_ts"] == started["thread_ts"]
    assert changed["context"]["channel_id"] == "C000000001"
    prompts = {"prompts": [{"title": "Next", "message": "Next question"}], "thread_ts": started["thread_ts"]}
    web.assistant_threads_setSuggestedPrompts(channel_id=opened["channel"], **prompts)
    assert control.view("ana")["agent"]["prompts"]["prompts"] == prompts["prompts"]


def test_a_read_only_messages_tab_takes_no_message(control):
    without = manifest()
    without["features"]["app_home"]["messages_tab_read_only_enabled"] = True
    control.post("reset", manifest=without)

    with pytest.raises(ControlError) as refused:
        control.message("ana", "app", "hi")
    assert refused.value.error == "messages_tab_read_only"
