"""Streamed answers, as slack-sdk's own helper sends them and call by call."""

import pytest
from slack_sdk.models.messages.chunk import MarkdownTextChunk, TaskUpdateChunk

from tests.playground.running import answer_of, refusal, section

TEAM = "T000000001"


@pytest.fixture
def root(control):
    return control.message("ana", "general", "how do we do?")["ts"]


@pytest.fixture
def begin(web, general, root, ana):
    """Starts a stream for ana in the thread of her question."""

    def start(**more):
        given = {"recipient_user_id": ana, "recipient_team_id": TEAM, **more}
        return web.chat_startStream(channel=general, thread_ts=root, **given)["ts"]

    return start


def text_chunk(text):
    return {"type": "markdown_text", "text": text}


def task(task_id="t1", **more):
    return {"type": "task_update", "id": task_id, "title": "Search", "status": "in_progress", **more}


def shown(control, general):
    return control.messages("ana", general)[0]["replies"][-1]


def test_the_sdks_helper_streams_text_and_ends_with_blocks(control, web, general, root, ana):
    stream = web.chat_stream(
        channel=general, thread_ts=root, recipient_user_id=ana, recipient_team_id=TEAM, buffer_size=5
    )
    stream.append(markdown_text="Hello, ")
    stream.append(markdown_text="world")
    assert shown(control, general)["streaming_state"] == "in_progress"
    answer = stream.stop(markdown_text="!", blocks=[section("sources")])

    message = shown(control, general)
    assert answer["message"]["streaming_state"] == message["streaming_state"] == "completed"
    assert message["text"] == "Hello, world!"
    assert [block["type"] for block in message["blocks"]] == ["markdown", "section"]
    assert message["blocks"][0]["text"] == "Hello, world!"
    assert message["ts"] == stream.ts


def test_the_sdks_helper_may_stop_without_ever_having_appended(control, web, general, root, ana):
    stream = web.chat_stream(channel=general, thread_ts=root, recipient_user_id=ana, recipient_team_id=TEAM)

    assert stream.stop(chunks=[MarkdownTextChunk(text="short")])["ok"]
    assert shown(control, general)["text"] == "short"


def test_bolts_say_stream_answers_in_a_channel_and_in_the_dm(app, control):
    @app.event("app_mention")
    def mentioned(say_stream):
        stream = say_stream()
        stream.append(markdown_text="in the channel")
        stream.stop()

    @app.event("message")
    def messaged(event, say_stream):
        if event["channel_type"] == "im":
            stream = say_stream()
            stream.append(chunks=[TaskUpdateChunk(id="1", title="Look", status="complete")])
            stream.stop(markdown_text="in the DM")

    control.mention("ana", "general", "hi")
    control.message("ana", "app", "hi")
    control.idle()

    assert control.messages("ana", "general")[0]["replies"][0]["text"] == "in the channel"
    in_dm = control.messages("ana", "app")[0]["replies"][0]
    assert [block["type"] for block in in_dm["blocks"]] == ["task_card", "markdown"]


def test_markdown_text_and_chunks_are_both_taken_but_not_together(control, web, general, begin):
    ts = begin(markdown_text="a")
    web.chat_appendStream(channel=general, ts=ts, markdown_text="b")
    web.chat_appendStream(channel=general, ts=ts, chunks=[text_chunk("c")])

    assert shown(control, general)["text"] == "abc"
    both = {"markdown_text": "d", "chunks": [text_chunk("e")]}
    assert refusal(web.chat_appendStream, channel=general, ts=ts, **both) == "markdown_text_conflict"
    assert refusal(web.chat_appendStream, channel=general, ts=ts) == "no_text"


def test_a_task_is_replaced_by_its_id_and_its_details_grow(control, web, general, begin):
    ts = begin(chunks=[task(details="one, "), text_chunk("found"), task("t2")])
    done = task(status="complete", title="Searched", details="two", output="3 hits")
    done["sources"] = [{"type": "url", "url": "https://x.example", "text": "Lens"}]
    web.chat_appendStream(channel=general, ts=ts, chunks=[done])

    first, text, second = shown(control, general)["blocks"]
    assert (first["type"], first["title"], first["status"]) == ("task_card", "Searched", "complete")
    assert first["details"]["elements"][0]["elements"][0]["text"] == "one, two"
    assert first["output"]["elements"][0]["elements"][0]["text"] == "3 hits"
    assert first["sources"][0]["text"] == "Lens"
    assert (text["type"], second["task_id"]) == ("markdown", "t2")


def test_a_plan_gathers_the_tasks_in_one_block(control, web, general, begin):
    ts = begin(task_display_mode="plan", chunks=[{"type": "plan_update", "title": "How I looked"}, task()])
    web.chat_appendStream(channel=general, ts=ts, chunks=[text_chunk("answer"), task("t2", status="pending")])

    plan, text = shown(control, general)["blocks"]
    assert (plan["type"], plan["title"]) == ("plan", "How I looked")
    assert [each["task_id"] for each in plan["tasks"]] == ["t1", "t2"]
    assert text["text"] == "answer"


def test_blocks_can_be_streamed(control, web, general, begin):
    ts = begin(chunks=[{"type": "blocks", "blocks": [section("one")]}])
    web.chat_stopStream(channel=general, ts=ts, chunks=[], blocks=[section("two")])

    assert [block["text"]["text"] for block in shown(control, general)["blocks"]] == ["one", "two"]


@pytest.mark.parametrize(
    ("chunk", "pointer"),
    [
        ({"type": "poem", "text": "x"}, "/chunks/0/type"),
        ({"type": "markdown_text"}, "/chunks/0"),
        ({"type": "plan_update", "title": "x" * 257}, "/chunks/0/title"),
        (task(title="x" * 257), "/chunks/0/title"),
        (task(details="x" * 257), "/chunks/0/details"),
        (task(output="x" * 257), "/chunks/0/output"),
        (task(status="done"), "/chunks/0/status"),
        (task(sources=[{"type": "url", "url": "https://x.example"}]), "/chunks/0/sources/0"),
        (task(colour="red"), "/chunks/0/colour"),
    ],
)
def test_wrong_chunks_are_refused_where_they_are_wrong(web, general, begin, chunk, pointer):
    ts = begin()

    answer = answer_of(web.chat_appendStream, channel=general, ts=ts, chunks=[chunk])

    assert answer["error"] == "invalid_chunks"
    assert pointer in answer["errors"][0]


def test_a_task_chunk_fits_exactly_256_characters(web, general, begin):
    fits = task(title="x" * 256, details="x" * 256, output="x" * 256)

    assert web.chat_appendStream(channel=general, ts=begin(), chunks=[fits])["ok"]


def test_a_chunk_of_text_has_its_limit(web, general, begin):
    ts = begin()

    assert web.chat_appendStream(channel=general, ts=ts, chunks=[text_chunk("x" * 12_000)])["ok"]
    assert refusal(web.chat_appendStream, channel=general, ts=ts, chunks=[text_chunk("x" * 12_001)]) == "msg_too_long"


def test_the_final_blocks_have_their_limit_beside_what_was_streamed(web, general, begin):
    ts = begin(chunks=[{"type": "blocks", "blocks": [section("streamed") for _ in range(50)]}])

    wrong = answer_of(web.chat_stopStream, channel=general, ts=ts, blocks=[section("x") for _ in range(51)])
    right = web.chat_stopStream(channel=general, ts=ts, blocks=[section("x") for _ in range(50)])

    assert wrong["error"] == "invalid_blocks"
    assert len(right["message"]["blocks"]) == 100


def test_a_stream_in_a_channel_needs_its_recipient(web, general, root, ana):
    given = {"channel": general, "thread_ts": root}

    assert refusal(web.chat_startStream, **given) == "missing_recipient_user_id"
    assert refusal(web.chat_startStream, **given, recipient_user_id=ana) == "missing_recipient_team_id"
    wrong = {"recipient_user_id": ana, "recipient_team_id": "T9"}
    assert refusal(web.chat_startStream, **given, **wrong) == "team_not_found"
    wrong = {"recipient_user_id": "U999999999", "recipient_team_id": TEAM}
    assert refusal(web.chat_startStream, **given, **wrong) == "user_not_in_channel"


def test_a_stream_in_a_dm_needs_none_but_always_a_thread(control, web):
    sent = control.message("ana", "app", "hi")

    assert web.chat_startStream(channel=sent["channel"], thread_ts=sent["ts"])["ok"]
    assert refusal(web.api_call, "chat.startStream", json={"channel": sent["channel"]}) == "invalid_arguments"
    assert refusal(web.chat_startStream, channel=sent["channel"], thread_ts="1.000001") == "thread_not_found"


def test_a_group_dm_takes_no_stream(web, control):
    group = web.conversations_open(users="U000000001,U000000002")["channel"]["id"]
    ts = web.chat_postMessage(channel=group, text="hi")["ts"]

    assert refusal(web.chat_startStream, channel=group, thread_ts=ts) == "channel_type_not_supported"


def test_a_display_mode_must_be_known(begin):
    assert refusal(begin, task_display_mode="fancy") == "invalid_arguments"
    assert begin(task_display_mode="dense")


def test_nothing_can_be_added_after_the_end(web, general, begin):
    ts = begin()
    web.chat_stopStream(channel=general, ts=ts)

    assert refusal(web.chat_appendStream, channel=general, ts=ts, markdown_text="x") == "message_not_in_streaming_state"
    assert refusal(web.chat_stopStream, channel=general, ts=ts) == "message_not_in_streaming_state"


def test_only_the_apps_own_stream_can_be_added_to(control, web, general, root):
    plain = web.chat_postMessage(channel=general, text="plain")["ts"]

    assert refusal(web.chat_appendStream, channel=general, ts=root, markdown_text="x") == "message_not_owned_by_app"
    assert (
        refusal(web.chat_appendStream, channel=general, ts=plain, markdown_text="x") == "message_not_in_streaming_state"
    )
    assert refusal(web.chat_appendStream, channel=general, ts="1.000001", markdown_text="x") == "message_not_found"


def test_a_running_stream_cannot_be_updated_and_an_ended_one_can(web, general, begin):
    ts = begin(markdown_text="so far")

    assert refusal(web.chat_update, channel=general, ts=ts, text="x") == "streaming_state_conflict"
    web.chat_stopStream(channel=general, ts=ts)
    assert web.chat_update(channel=general, ts=ts, text="x", blocks=[section("x")])["ok"]


def test_a_stream_expires_after_five_minutes_whatever_is_appended_and_can_be_updated_then(control, web, general, begin):
    ts = begin(markdown_text="so far")
    control.advance(290)
    web.chat_appendStream(channel=general, ts=ts, markdown_text=", so good")
    control.advance(11)

    assert refusal(web.chat_appendStream, channel=general, ts=ts, markdown_text="x") == "message_not_in_streaming_state"
    assert shown(control, general)["streaming_state"] == "errored"
    assert web.chat_update(channel=general, ts=ts, text="the rest", blocks=[section("the rest")])["ok"]


def test_streams_can_be_made_to_expire(control, web, general, begin):
    ts = begin()

    assert control.post("expire", what=["streams"])["expired"] == {"streams": 1}
    assert refusal(web.chat_stopStream, channel=general, ts=ts) == "message_not_in_streaming_state"


def test_stopping_sets_the_status_of_the_session(control, web, general, begin, root):
    web.agents_sessions_setStatus(channel_id=general, thread_ts=root, status="processing")
    web.chat_stopStream(channel=general, ts=begin())
    assert [session["status"] for session in control.view("ana")["sessions"]] == ["active"]
    web.chat_stopStream(channel=general, ts=begin(), session_status="closed")

    assert [session["status"] for session in control.view("ana")["sessions"]] == ["closed"]
    assert refusal(web.chat_stopStream, channel=general, ts=begin(), session_status="tired") == "invalid_arguments"


def test_metadata_comes_with_the_end(web, general, begin):
    metadata = {"event_type": "answer", "event_payload": {"id": "1"}}

    assert web.chat_stopStream(channel=general, ts=begin(), metadata=metadata)["message"]["metadata"] == metadata


def test_about_twenty_streams_a_minute_can_be_started(web, control, begin, general):
    for _ in range(20):
        begin()

    assert refusal(begin) == "ratelimited"
