"""Socket Mode on the wire: tickets, hello, envelopes, acks, disconnects, and the SDK that comes back by itself."""

import json
import threading

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.playground.running import client_of, eventually, manifest, refusal


@pytest.fixture
def opened():
    """Opens connections, and closes them in the end."""
    sockets = []

    def open_one(slack):
        url = client_of(slack, slack.app_token).apps_connections_open(app_token=slack.app_token)["url"]
        socket = connect(url, open_timeout=5)
        sockets.append(socket)
        return socket

    yield open_one
    for socket in sockets:
        socket.close()


@pytest.fixture(scope="module")
def own():
    """A stand-in of these tests' own, with no other connection."""
    from bot.playground.embedded import playground

    with playground(manifest(), seed="bare") as stand_in:
        yield stand_in


@pytest.fixture
def lone(own):
    own.control.post("reset", seed="bare")
    return own


def heard(socket):
    return json.loads(socket.recv(timeout=5))


def test_hello_says_how_many_connections_there_are(lone, opened):
    first, second = opened(lone), opened(lone)

    assert heard(first) == {
        "type": "hello",
        "num_connections": 1,
        "debug_info": {"host": "applink-stand-in", "approximate_connection_time": 18060},
        "connection_info": {"app_id": "A000000001"},
    }
    assert heard(second)["num_connections"] == 2
    assert lone.control.get("app")["connections"] == 2
    assert [line["payload"]["type"] for line in lone.control.journal("socket")].count("hello") == 2


def test_a_ticket_opens_one_connection(lone, opened):
    url = client_of(lone, lone.app_token).apps_connections_open(app_token=lone.app_token)["url"]
    with connect(url):
        pass

    with pytest.raises((InvalidStatus, ConnectionClosed)), connect(url) as again:
        again.recv(timeout=5)


def test_an_event_comes_in_an_envelope_and_is_acknowledged_by_its_id(lone, opened):
    socket = opened(lone)
    heard(socket)
    lone.control.message("ana", "general", "hello")
    envelope = heard(socket)

    assert envelope["type"] == "events_api"
    assert envelope["accepts_response_payload"] is False
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")
    assert envelope["payload"]["event"]["text"] == "hello"
    socket.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
    assert eventually(lambda: lone.control.journal("ack"))[0]["payload"]["of"] == "event"


def test_commands_and_interactions_have_their_own_types(lone, opened):
    socket = opened(lone)
    heard(socket)
    types = []

    def answer():
        for payload in ({"text": "plain"}, None):
            envelope = heard(socket)
            types.append((envelope["type"], envelope["accepts_response_payload"]))
            socket.send(
                json.dumps({"envelope_id": envelope["envelope_id"], **({"payload": payload} if payload else {})})
            )

    answering = threading.Thread(target=answer)
    answering.start()
    lone.control.command("ana", "general", "/review")
    lone.control.act("shortcut", "ana", callback_id="go")
    answering.join()

    assert types == [("slash_commands", True), ("interactive", False)]
    assert lone.control.messages("ana", "general")[-1]["text"] == "plain"


def test_each_envelope_goes_to_one_connection_in_turn(lone, opened):
    sockets = [opened(lone), opened(lone)]
    for socket in sockets:
        heard(socket)
    for number in range(4):
        lone.control.message("ana", "general", str(number))

    texts = [[heard(socket)["payload"]["event"]["text"] for _ in range(2)] for socket in sockets]

    assert sorted(text for each in texts for text in each) == ["0", "1", "2", "3"]


def test_an_eleventh_connection_is_told_to_go(lone, opened):
    sockets = [opened(lone) for _ in range(11)]
    messages = [heard(socket) for socket in sockets]

    assert [message["type"] for message in messages] == ["hello"] * 10 + ["disconnect"]
    assert messages[10]["reason"] == "too_many_websockets"


def test_nonsense_on_the_socket_is_noted_and_changes_nothing(lone, opened):
    socket = opened(lone)
    heard(socket)
    socket.send("not json")
    socket.send(json.dumps({"envelope_id": "made-up"}))
    types = eventually(lambda: [line["payload"]["type"] for line in lone.control.journal("socket")][-2:])
    lone.control.message("ana", "general", "still here")

    assert eventually(lambda: heard(socket))["payload"]["event"]["text"] == "still here"
    assert set(types) <= {"hello", "unreadable", "unknown_envelope"}


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_a_disconnect_says_why(lone, opened, reason):
    socket = opened(lone)
    heard(socket)

    assert lone.control.post("disconnect", reason=reason)["closed"] == 1
    assert (heard(socket)["type"], heard_reason(lone)) == ("disconnect", reason)


def heard_reason(slack):
    notes = [line["payload"] for line in slack.control.journal("socket")]
    return [note["reason"] for note in notes if note["type"] == "disconnect"][-1]


def test_a_hard_disconnect_says_nothing(lone, opened):
    socket = opened(lone)
    heard(socket)
    lone.control.post("disconnect", hard=True)

    with pytest.raises(ConnectionClosed):
        socket.recv(timeout=5)


def test_without_a_connection_an_event_is_tried_again_and_a_command_fails_at_once(lone, opened):
    lone.control.message("ana", "general", "anyone?")
    told = lone.control.command("ana", "general", "/review")
    eventually(lambda: len(lone.control.journal("event")) == 2)
    socket = opened(lone)
    heard(socket)
    lone.control.advance(61)
    envelope = heard(socket)

    assert told["ack"]["status"] == "not_delivered"
    assert [shown["code"] for shown in told["shown"]] == ["dispatch_failed"]
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (2, "connection_failed")


def test_an_ack_over_another_connection_counts(lone, opened):
    first = opened(lone)
    heard(first)
    lone.control.message("ana", "general", "hello")
    envelope = heard(first)
    second = opened(lone)
    heard(second)
    second.send(json.dumps({"envelope_id": envelope["envelope_id"]}))

    assert eventually(lambda: lone.control.journal("ack"))


def test_bolt_comes_back_after_a_disconnect_and_hears_what_follows(app, control):
    heard_by_bolt = []

    @app.event("message")
    def messaged(event):
        heard_by_bolt.append(event["text"])

    control.post("disconnect", reason="refresh_requested")
    eventually(lambda: control.get("app")["connections"] == 1, seconds=15)
    control.message("ana", "general", "welcome back")

    assert eventually(lambda: heard_by_bolt) == ["welcome back"]


def test_an_app_without_socket_mode_opens_no_connection(slack, control):
    control.post("reset", manifest=manifest(socket_mode_enabled=False))
    client = client_of(slack, slack.app_token)

    assert refusal(client.apps_connections_open, app_token=slack.app_token) == "socket_mode_not_enabled"
