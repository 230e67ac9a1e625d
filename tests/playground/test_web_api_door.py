"""What every Web API call has to pass before its method runs."""

import json
import time
import urllib.request

import pytest
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

from tests.playground.running import answer_of, client_of, manifest, refusal


def fetch(url, body=None, headers=None):
    request = urllib.request.Request(url, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers), json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as problem:
        return problem.code, dict(problem.headers), problem.read().decode()


def test_auth_test_says_whose_token_it_is_and_tells_the_scopes_in_a_header(web):
    answer = web.auth_test()

    assert answer["user_id"] == "U000000003"
    assert answer["bot_id"] == "B000000001"
    assert answer["team"] == "Harbour Analytics"
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


def test_a_call_without_a_token_is_not_authed(slack):
    status, _, answer = fetch(f"{slack.api_url}auth.test", b"")

    assert (status, answer) == (200, {"ok": False, "error": "not_authed"})


def test_an_unknown_token_is_invalid(slack):
    assert refusal(client_of(slack, "xoxb-made-up").auth_test) == "invalid_auth"


def test_a_token_may_come_in_the_body_too(slack):
    body = f"token={slack.bot_token}".encode()
    status, _, answer = fetch(f"{slack.api_url}auth.test", body, {"Content-Type": "application/x-www-form-urlencoded"})

    assert (status, answer["ok"]) == (200, True)


def test_an_app_token_opens_connections_and_nothing_else(slack):
    client = client_of(slack, slack.app_token)

    assert client.apps_connections_open(app_token=slack.app_token)["url"].startswith("ws://127.0.0.1:")
    assert refusal(client.chat_postMessage, channel="#general", text="hi") == "not_allowed_token_type"


def test_a_bot_token_opens_no_connection(slack, web):
    assert refusal(web.apps_connections_open, app_token=slack.bot_token) == "not_allowed_token_type"


def test_an_unknown_method_is_refused(web):
    assert refusal(web.api_call, "chat.postMesage") == "unknown_method"


def test_an_unknown_argument_is_refused_by_name(web):
    answer = answer_of(web.chat_postMessage, channel="#general", text="hi", blocs=[])

    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] unrecognized argument: blocs"]


def test_a_missing_argument_is_refused_by_name(web):
    answer = answer_of(web.api_call, "chat.postMessage", json={"text": "hi"})

    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("conversations.history", {"channel": "C000000001", "limit": "many"}),
        ("conversations.list", {"exclude_archived": "perhaps"}),
        ("blocks.validate", {"blocks": "{not json"}),
        ("views.publish", {"user_id": "U000000001", "view": [1]}),
    ],
)
def test_an_argument_of_the_wrong_type_is_refused_with_a_pointer(web, name, given):
    answer = answer_of(web.api_call, name, json=given)

    assert answer["error"] == "invalid_arguments"
    assert "json-pointer:/" in answer["response_metadata"]["messages"][0]


def test_json_that_is_none_is_refused(slack):
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {slack.bot_token}"}
    _, _, answer = fetch(f"{slack.api_url}chat.postMessage", b"{", headers)

    assert answer["error"] == "invalid_json"


def test_form_get_and_multipart_are_read_like_json(slack, web, general):
    web.chat_postMessage(channel=general, text="json")
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    form = b'channel=C000000001&text=form&blocks=[{"type":"divider"}]'
    fetch(f"{slack.api_url}chat.postMessage", form, {**headers, "Content-Type": "application/x-www-form-urlencoded"})
    fetch(f"{slack.api_url}chat.postMessage?channel={general}&text=get", None, headers)
    parts = b'--x\r\nContent-Disposition: form-data; name="channel"\r\n\r\nC000000001\r\n'
    parts += b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nparts\r\n--x--\r\n'
    fetch(f"{slack.api_url}chat.postMessage", parts, {**headers, "Content-Type": "multipart/form-data; boundary=x"})

    said = slack.control.messages("ana", "general")

    assert [message["text"] for message in said] == ["json", "form", "get", "parts"]
    assert said[1]["blocks"][0]["type"] == "divider"


def test_every_call_may_name_the_team_and_only_that_one(web):
    assert web.api_call("auth.test", params={"team_id": "T000000001"})["ok"]
    assert refusal(web.api_call, "auth.test", params={"team_id": "T000000099"}) == "team_access_not_granted"


@pytest.mark.parametrize(
    ("scope", "name", "given"),
    [
        ("team:read", "team.info", {}),
        ("users:read", "users.info", {"user": "U000000001"}),
        ("pins:write", "pins.add", {"channel": "C000000001", "timestamp": "1.000001"}),
        ("reactions:write", "reactions.add", {"channel": "C000000001", "timestamp": "1.000001", "name": "eyes"}),
        ("files:write", "files.getUploadURLExternal", {"filename": "a.txt", "length": 1}),
        ("im:write", "conversations.open", {"users": "U000000001"}),
        ("channels:join", "conversations.join", {"channel": "C000000001"}),
        ("channels:history", "conversations.history", {"channel": "C000000001"}),
        ("channels:read", "conversations.info", {"channel": "C000000001"}),
        ("bookmarks:write", "bookmarks.add", {"channel_id": "C000000001", "title": "t", "type": "link"}),
        ("canvases:write", "canvases.create", {}),
        ("users:read.email", "users.lookupByEmail", {"email": "a@b.example"}),
    ],
)
def test_a_missing_scope_is_named(slack, web, scope, name, given):
    gone = [event for event in ("message.channels", "channel_archive", "member_joined_channel", "member_left_channel")]
    slack.control.post("reset", manifest=manifest(without_scopes=[scope], without_events=gone))

    answer = answer_of(web.api_call, name, params=given)

    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
    assert scope not in answer["provided"].split(",")


def test_a_revoked_token_is_told_so(control, web):
    control.post("revoke")

    assert refusal(web.auth_test) == "token_revoked"


def test_an_expired_token_is_told_so(control, web):
    control.post("expire", what=["tokens"])

    assert refusal(web.auth_test) == "token_expired"


def test_the_app_can_give_its_token_up(web):
    assert web.auth_revoke(test=True)["revoked"] is False
    assert web.auth_test()["ok"]
    assert web.auth_revoke()["revoked"] is True
    assert refusal(web.auth_test) == "token_revoked"


def test_api_test_echoes_or_fails_as_asked(web):
    assert web.api_test(foo="bar")["args"] == {"foo": "bar"}
    assert refusal(web.api_test, error="my_error") == "my_error"


def test_a_tier_is_enforced_a_minute_and_says_when_to_come_back(slack, control, web, general):
    for _ in range(20):
        web.conversations_list()
    status, headers, answer = fetch(
        f"{slack.api_url}conversations.list", b"", {"Authorization": f"Bearer {slack.bot_token}"}
    )

    assert (status, answer) == (429, '{"ok":false,"error":"ratelimited"}')
    assert 1 <= int(headers["retry-after"]) <= 60
    assert web.conversations_info(channel=general)["ok"], "another method has its own budget"
    control.advance(int(headers["retry-after"]))
    assert web.conversations_list()["ok"]


def test_a_channel_takes_a_short_burst_and_then_one_post_a_second(control, web, general, ana):
    control.post("clock", freeze=True)
    for _ in range(5):
        web.chat_postMessage(channel=general, text="burst")

    answer = answer_of(web.chat_postMessage, channel=general, text="one too many")

    assert answer["error"] == "ratelimited"
    assert web.chat_postMessage(channel=ana, text="another channel")["ok"]
    control.advance(1)
    assert web.chat_postMessage(channel=general, text="a second later")["ok"]
    assert refusal(web.chat_postMessage, channel=general, text="again") == "ratelimited"
    control.post("clock", freeze=False)


def test_the_sdk_waits_as_long_as_retry_after_says(control, slack, general):
    client = client_of(slack)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    control.fault("rate_limit", method="chat.postMessage", retry_after=1)
    started = time.monotonic()

    assert client.chat_postMessage(channel=general, text="patience")["ok"]
    assert time.monotonic() - started >= 1
    assert control.get("state")["counts"]["rate_limited"] == 1


def test_an_app_sold_outside_the_marketplace_reads_history_once_a_minute():
    from bot.playground.embedded import playground
    from tests.playground.running import MANIFEST

    with playground(MANIFEST, seed="bare", commercial=True) as slack:
        web, channel = client_of(slack), "C000000001"
        for number in range(16):
            slack.control.message("ana", "general", f"message {number}")

        page = web.conversations_history(channel=channel, limit=100)

        assert len(page["messages"]) == 15
        assert page["has_more"] is True
        assert refusal(web.conversations_history, channel=channel) == "ratelimited"


def test_an_ordered_error_strikes_once(control, web, general):
    control.fault("error", method="chat.postMessage", error="internal_error", response={"needed": "luck"})

    answer = answer_of(web.chat_postMessage, channel=general, text="hi")

    assert answer == {"ok": False, "error": "internal_error", "needed": "luck"}
    assert web.chat_postMessage(channel=general, text="hi")["ok"]


def test_a_fault_for_any_method_strikes_until_it_is_cleared(control, web):
    control.fault("error", error="fatal_error", times=None)

    assert refusal(web.auth_test) == "fatal_error"
    assert refusal(web.users_list) == "fatal_error"
    assert control.clear_faults()["faults"] == []
    assert web.auth_test()["ok"]


def test_the_sdk_gets_over_a_server_error(control, slack):
    client = client_of(slack)
    client.retry_handlers.append(ServerErrorRetryHandler(max_retry_count=1))
    control.fault("http_status", method="auth.test", status=503)

    assert client.auth_test()["ok"]


def test_a_lost_response_leaves_its_effect(control, slack, general):
    control.fault("lost_response", method="chat.postMessage")
    body = json.dumps({"channel": general, "text": "I was here"}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {slack.bot_token}"}

    status, _, _ = fetch(f"{slack.api_url}chat.postMessage", body, headers)

    assert status == 504
    assert [message["text"] for message in control.messages("ana", "general")] == ["I was here"]


def test_latency_delays_one_answer(control, web):
    control.fault("latency", method="auth.test", seconds=0.2)
    started = time.monotonic()
    web.auth_test()

    assert time.monotonic() - started >= 0.2


def test_a_fault_that_makes_no_sense_is_refused(control):
    from bot.playground.client import ControlError

    for wrong in ({"kind": "meteor"}, {"kind": "rate_limit"}, {"kind": "latency", "seconds": 1, "of": "event"}):
        with pytest.raises(ControlError) as refused:
            control.post("faults", **wrong)
        assert refused.value.error == "invalid_fault"
