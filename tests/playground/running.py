"""What the tests of the stand-in share: a manifest, real Bolt apps on it, and waiting without sleeping blindly."""

import copy
import logging
import socketserver
import threading
import time
from contextlib import contextmanager
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

QUIET = logging.getLogger("tests.playground.bolt")
QUIET.setLevel(logging.CRITICAL)

SCOPES = (
    "app_mentions:read assistant:write bookmarks:read bookmarks:write canvases:write channels:history channels:join "
    "channels:manage channels:read chat:write commands files:read files:write groups:history groups:read im:history "
    "im:read im:write mpim:history mpim:read mpim:write pins:read pins:write reactions:read reactions:write team:read "
    "users.profile:read users:read users:read.email"
).split()
EVENTS = (
    "agent_session_stopped agent_session_title_changed app_context_changed app_home_opened app_mention "
    "app_uninstalled channel_archive member_joined_channel member_left_channel message.channels message.groups "
    "message.im message.mpim pin_added reaction_added reaction_removed tokens_revoked"
).split()

MANIFEST = {
    "display_information": {"name": "Lensbot", "description": "Am I doing this right?"},
    "features": {
        "bot_user": {"display_name": "Lensbot", "always_online": True},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "slash_commands": [{"command": "/review", "description": "Run a review", "usage_hint": "start | status"}],
        "shortcuts": [
            {"name": "Go", "type": "global", "callback_id": "go", "description": "Go"},
            {"name": "Ask", "type": "message", "callback_id": "ask", "description": "Ask about this"},
        ],
        "agent_view": {
            "agent_description": "Cited answers",
            "suggested_prompts": [{"title": "Start", "message": "Start a review"}],
        },
    },
    "oauth_config": {"scopes": {"bot": SCOPES}, "redirect_urls": ["http://127.0.0.1/slack/oauth_redirect"]},
    "settings": {
        "event_subscriptions": {"bot_events": EVENTS},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    },
}


def events_sent(control):
    """Every event that was sent, once: one that an app on the connection left unacknowledged is sent again."""
    sent = {line["payload"]["event_id"]: line["payload"]["event"] for line in control.journal("event")}
    return list(sent.values())


def manifest(*, without_scopes=(), without_events=(), **settings):
    """The manifest above with less in it, or other settings."""
    made = copy.deepcopy(MANIFEST)
    scopes = made["oauth_config"]["scopes"]
    scopes["bot"] = [each for each in scopes["bot"] if each not in without_scopes]
    events = made["settings"]["event_subscriptions"]
    events["bot_events"] = [each for each in events["bot_events"] if each not in without_events]
    made["settings"] |= settings
    return made


def eventually(holds, seconds=5.0):
    """Wait until something holds, and answer it."""
    until = time.monotonic() + seconds
    while True:
        found = holds()
        if found or time.monotonic() > until:
            assert found, "it did not happen in time"
            return found
        time.sleep(0.01)


@contextmanager
def three_seconds_later(control):
    """Let the three seconds of an ack pass as soon as a delivery waits for one, without waiting for them."""

    def pass_them():
        eventually(lambda: "delivery" in control.post("idle", timeout_ms=0)["busy"])
        time.sleep(0.05)
        control.advance(3.01)

    passing = threading.Thread(target=pass_them)
    passing.start()
    try:
        yield
    finally:
        passing.join()


def refusal(call, /, *args, **given):
    """The error of a call that must be refused."""
    try:
        call(*args, **given)
    except SlackApiError as problem:
        return problem.response["error"]
    raise AssertionError("the call was not refused")


def answer_of(call, /, *args, **given):
    """The whole answer of a call that must be refused."""
    try:
        call(*args, **given)
    except SlackApiError as problem:
        return problem.response.data
    raise AssertionError("the call was not refused")


def section(text="hello", **more):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def plain(text):
    return {"type": "plain_text", "text": text}


def button(action_id="press", **more):
    return {"type": "button", "text": plain("Press"), "action_id": action_id, **more}


def actions(*elements, block_id="acts"):
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def options(*values):
    return [{"text": plain(f"Option {value}"), "value": value} for value in values]


def modal(*blocks, **more):
    shown = list(blocks) or [section()]
    submit = {"submit": plain("Send")} if any(block["type"] == "input" for block in shown) else {}
    return {"type": "modal", "title": plain("A modal"), "blocks": shown, **submit, **more}


def text_input(block_id="notes", **more):
    element = {"type": "plain_text_input", "action_id": "typed", **more.pop("element", {})}
    return {"type": "input", "block_id": block_id, "label": plain("Notes"), "element": element, **more}


def client_of(slack, token=None):
    return WebClient(token=token or slack.bot_token, base_url=slack.api_url, logger=QUIET)


def bolt_app(slack, **more):
    """A real Bolt app that talks to the stand-in."""
    return App(client=client_of(slack), logger=QUIET, **more)


class _Threads(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def serving(application):
    """A WSGI application on a free port; gives its URL."""
    server = _Threads(("127.0.0.1", 0), _Silent)
    server.set_app(application)
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def over_http(slack, app):
    """Deliver to a Bolt app over signed HTTP; gives its request URL."""
    with serving(SlackRequestHandler(app)) as url:
        address = f"{url}/slack/events"
        assert slack.control.post("request_url", url=address)["verified"]
        yield address
