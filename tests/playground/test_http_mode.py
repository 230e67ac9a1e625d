"""HTTP mode: signed deliveries to a real Bolt app behind its WSGI adapter, and what goes wrong on the way."""

import json
import urllib.parse

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.playground.running import (
    actions,
    bolt_app,
    button,
    eventually,
    manifest,
    modal,
    over_http,
    serving,
    text_input,
)


@pytest.fixture
def http(slack, control):
    control.post("reset", manifest=manifest(socket_mode_enabled=False))
    return slack


@pytest.fixture
def bolt(http):
    return bolt_app(http, signing_secret=http.signing_secret)


class Door:
    """A bare request URL: keeps what comes and answers as it is told."""

    def __init__(self, status="200 OK", headers=()):
        self.requests, self.status, self.headers = [], status, list(headers)

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.requests.append((environ, body))
        read = json.loads(body) if body.startswith(b"{") else {}
        start_response("200 OK" if "challenge" in read else self.status, list(self.headers))
        return [read.get("challenge", "").encode()]


def delivered(door):
    """The requests that were not the verification of the URL."""
    return [(environ, body) for environ, body in door.requests if b"url_verification" not in body]


def test_a_request_url_is_verified_before_anything_is_sent(http, control):
    door = Door()
    with serving(door) as url:
        told = control.post("request_url", url=url)

    challenge = json.loads(door.requests[0][1])
    assert told["verified"] is True
    assert (challenge["type"], sorted(challenge)) == ("url_verification", ["challenge", "token", "type"])


def test_a_request_url_without_the_challenge_is_not_taken(http, control):
    def rude(environ, start_response):
        start_response("500 Oops", [])
        return [b""]

    with serving(rude) as url:
        assert control.post("request_url", url=url)["verified"] is False
    assert control.post("request_url", url="http://127.0.0.1:9")["verified"] is False
    assert control.command("ana", "general", "/review")["ack"]["status"] == "not_delivered"


def test_deliveries_are_signed_as_slack_signs_them(http, control):
    door = Door()
    with serving(door) as url:
        control.post("request_url", url=url)
        control.message("ana", "general", "hello")
        environ, body = eventually(lambda: delivered(door))[0]

    verifier = SignatureVerifier(http.signing_secret)
    stamp, signature = environ["HTTP_X_SLACK_REQUEST_TIMESTAMP"], environ["HTTP_X_SLACK_SIGNATURE"]
    assert verifier.is_valid(body, stamp, signature)
    assert environ["HTTP_USER_AGENT"] == "Slackbot 1.0 (+https://api.slack.com/robots)"
    assert environ["CONTENT_TYPE"] == "application/json"
    assert "HTTP_X_SLACK_RETRY_NUM" not in environ


def test_commands_are_form_fields_and_interactions_one_field_of_json(http, control, web, general):
    door = Door()
    ts = web.chat_postMessage(channel=general, text="x", blocks=[actions(button())])["ts"]
    control.idle()
    with serving(door) as url:
        control.post("request_url", url=url)
        control.command("ana", "general", "/review", "start")
        control.click("ana", "press", channel="general", ts=ts)

    (command, fields), (interaction, payload) = delivered(door)
    assert command["CONTENT_TYPE"] == interaction["CONTENT_TYPE"] == "application/x-www-form-urlencoded"
    assert urllib.parse.parse_qs(fields.decode())["text"] == ["start"]
    read = json.loads(urllib.parse.parse_qs(payload.decode())["payload"][0])
    assert read["type"] == "block_actions"


def test_bolt_answers_events_commands_clicks_and_modals(http, bolt, control, general, web):
    @bolt.event("app_mention")
    def mentioned(say):
        say(text="press", blocks=[actions(button())])

    @bolt.command("/review")
    def review(ack):
        ack("Started.")

    @bolt.action("press")
    def pressed(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal(text_input(), callback_id="review"))

    @bolt.view("review")
    def submitted(ack):
        ack(response_action="errors", errors={"notes": "Say why"})

    with over_http(http, bolt):
        control.mention("ana", "general", "hi")
        control.idle()
        ts = control.messages("ana", "general")[-1]["ts"]
        command = control.command("ana", "general", "/review")
        click = control.click("ana", "press", channel="general", ts=ts)
        control.idle()
        submit = control.submit("ana", {"notes": {"typed": "x"}})

    assert command["ack"]["payload"] == {"text": "Started."}
    assert click["ack"]["status"] == "acked"
    assert submit["errors"] == {"notes": "Say why"}


@pytest.mark.parametrize("forgery", ["bad_signature", "stale_signature"])
def test_bolt_refuses_a_forged_delivery(http, bolt, control, forgery):
    @bolt.command("/review")
    def review(ack):
        ack("Started.")

    with over_http(http, bolt):
        control.fault(forgery, of="slash_command")
        forged = control.command("ana", "general", "/review")
        true = control.command("ana", "general", "/review")

    assert forged["ack"]["status"] == "failed"
    assert [shown["code"] for shown in forged["shown"]] == ["dispatch_failed"]
    assert true["ack"]["status"] == "acked"


def test_a_moved_clock_leaves_signatures_valid(http, bolt, control):
    @bolt.command("/review")
    def review(ack):
        ack()

    control.advance(7_200)
    with over_http(http, bolt):
        assert control.command("ana", "general", "/review")["ack"]["status"] == "acked"


def test_bolt_answers_404_to_what_it_does_not_know(http, bolt, control):
    with over_http(http, bolt):
        told = control.command("ana", "general", "/review")

    assert told["ack"]["status"] == "failed"


def test_an_error_is_tried_again_with_number_and_reason(http, control):
    door = Door(status="500 Oops")
    with serving(door) as url:
        control.post("request_url", url=url)
        control.message("ana", "general", "hello")
        for seconds, sent in ((0, 2), (61, 3), (301, 4), (3_600, 4)):
            control.advance(seconds)
            eventually(lambda sent=sent: len(delivered(door)) >= sent)
            control.idle()  # until it waits for the next time, which is when the clock may move
        requests = delivered(door)

    numbers = [environ.get("HTTP_X_SLACK_RETRY_NUM") for environ, _ in requests]
    reasons = [environ.get("HTTP_X_SLACK_RETRY_REASON") for environ, _ in requests]
    assert numbers == [None, "1", "2", "3"]
    assert reasons == [None, "http_error", "http_error", "http_error"]
    assert len({json.loads(body)["event_id"] for _, body in requests}) == 1


def test_an_app_can_ask_not_to_be_tried_again(http, control):
    door = Door(status="500 Oops", headers=[("x-slack-no-retry", "1")])
    with serving(door) as url:
        control.post("request_url", url=url)
        control.message("ana", "general", "hello")
        eventually(lambda: delivered(door))
        control.idle()
        control.advance(400)

    assert len(delivered(door)) == 1


def test_an_app_that_is_gone_is_tried_again_because_of_the_connection(http, control):
    door = Door()
    with serving(door) as url:
        control.post("request_url", url=url)
    control.message("ana", "general", "hello")
    eventually(lambda: len(control.journal("event")) == 2)
    back = Door()
    with serving(back) as url:
        control.post("request_url", url=url)
        control.advance(61)
        environ, _ = eventually(lambda: delivered(back))[0]

    assert environ["HTTP_X_SLACK_RETRY_REASON"] == "connection_failed"
    assert control.get("state")["counts"]["retries"] == 2


def test_a_command_has_the_address_of_the_manifest(slack, control):
    door = Door()
    with serving(door) as url:
        own = manifest(socket_mode_enabled=False)
        own["features"]["slash_commands"][0]["url"] = f"{url}/commands"
        control.post("reset", manifest=own)
        told = control.command("ana", "general", "/review")

    assert told["ack"]["status"] == "acked"
    assert delivered(door)[0][0]["PATH_INFO"] == "/commands"
