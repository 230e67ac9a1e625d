"""The doctor, against a stand-in of Slack that takes our tokens and cards, or doesn't."""

import json
import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from slack_bolt import App

from bot import doctor, specimens
from bot.checks.door import door
from bot.checks.slack import slack
from bot.compose import Bot
from bot.playground.embedded import playground
from bot.settings import Settings
from bot.slack.manifest import SCOPES, manifest
from bot.slack.serving import HttpServing
from lens_corpus import files
from tests.support.lenses import small

LENS = small()


@pytest.fixture(scope="module")
def workspace():
    with playground(manifest(), rates=False) as slack:
        yield slack


@pytest.fixture
def control(workspace):
    yield workspace.control
    workspace.control.clear_faults()


@pytest.fixture
def settings(workspace, tmp_path):
    return Settings(
        tmp_path,
        slack_bot_token=workspace.bot_token,
        slack_app_token=workspace.app_token,
        slack_api_url=workspace.api_url,
    )


@pytest.fixture
def nobody():
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def told(settings, lens=LENS):
    return {result.name: result for result in slack(settings, lens)}


def failing(results):
    return {name for name, result in results.items() if result.failed}


def test_a_sound_app_has_every_check_passed(settings):
    results = told(settings, files.load("machine-learning"))

    assert [str(result)[0] for result in results.values()] == ["✓"] * 4
    assert results["slack bot token"].found == "@lensbot in Harbour Analytics"
    assert results["slack scopes"].found == f"all {len(SCOPES)} of the manifest"
    assert results["slack app token"].found == "a connection can be opened"


def test_everything_that_we_say_is_shown_to_slack_once(settings, control):
    before = len(control.journal("call", method="blocks.validate"))
    results = told(settings)
    sent = control.journal("call", method="blocks.validate")[before:]
    expected = len([*specimens.cards(LENS), *specimens.sheets(LENS)])

    assert len(sent) == expected
    assert results["slack cards"].found == f"all {expected} accepted"


def test_without_tokens_slack_is_passed_over_in_plain_words(tmp_path):
    (result,) = slack(Settings(tmp_path), LENS)

    assert str(result) == "– slack: not set up, so not looked at; deploy/INSTALL.md leads there"
    assert not result.failed


def test_one_token_without_the_other_is_named(settings):
    results = told(replace(settings, slack_app_token=""))

    assert results["slack"].found == "LENSBOT_SLACK_APP_TOKEN is not set"
    assert failing(results) == {"slack"}


def test_a_wrong_bot_token_is_told_apart_from_the_app_token(settings):
    results = told(replace(settings, slack_bot_token="xoxb-wrong"))

    assert results["slack bot token"].found == "Slack answered invalid_auth"
    assert "copy it anew" in results["slack bot token"].remedy
    assert failing(results) == {"slack bot token"}
    assert "xoxb" not in "".join(map(str, results.values()))


@pytest.mark.parametrize(("error", "says"), [("token_revoked", "install the app again"), ("brand_new", "runbook")])
def test_what_slack_holds_against_a_token_comes_with_what_to_do(settings, control, error, says):
    control.fault("error", error=error, method="auth.test")
    results = told(replace(settings, slack_app_token=""))

    assert results["slack bot token"].found == f"Slack answered {error}"
    assert says in results["slack bot token"].remedy


def test_a_wrong_app_token_is_told_apart_from_the_bot_token(settings):
    results = told(replace(settings, slack_app_token="xapp-wrong"))

    assert failing(results) == {"slack app token"}


def test_tokens_that_were_swapped_are_recognised(settings):
    results = told(replace(settings, slack_app_token=settings.slack_bot_token))

    assert "another kind" in results["slack app token"].remedy


def test_a_scope_that_was_not_granted_is_named(tmp_path):
    poorer = manifest()
    poorer["oauth_config"]["scopes"]["bot"] = [scope for scope in SCOPES if scope not in ("im:read", "im:write")]
    with playground(poorer, rates=False) as workspace:
        results = told(
            Settings(
                tmp_path,
                slack_bot_token=workspace.bot_token,
                slack_app_token=workspace.app_token,
                slack_api_url=workspace.api_url,
            )
        )

    assert results["slack scopes"].found == "missing im:read, im:write"
    assert "slack-manifest.socket.json" in results["slack scopes"].remedy
    assert failing(results) == {"slack scopes"}


def test_over_http_the_app_token_is_not_asked_for(settings):
    results = told(replace(settings, slack_mode="http", slack_app_token="", slack_signing_secret="s"))

    assert set(results) == {"slack bot token", "slack scopes", "slack cards"}
    assert failing(results) == set()


def test_a_message_that_slack_would_refuse_is_named_and_has_a_plainer_form(settings, control):
    error = {"pointer": "/blocks/0", "code": "unknown", "message": "no such block"}
    control.fault("error", error="invalid_blocks", response={"errors": [error]}, method="blocks.validate")
    results = told(settings)

    assert results["slack cards"].found == "AnswerCard is refused: no such block at /blocks/0"
    assert str(results["slack cards"])[0] == "!"


def test_a_modal_that_slack_would_refuse_is_a_failure(settings, control):
    control.fault(
        "error", error="invalid_view", response={"errors": ["no such block"]}, method="blocks.validate", times=999
    )

    assert "HomeSheet is refused: no such block" in told(settings)["slack cards"].found
    assert failing(told(settings)) == {"slack cards"}


def test_a_slack_that_cannot_validate_is_no_failure(settings, control):
    control.fault("error", error="unknown_method", method="blocks.validate", times=99)

    assert str(told(settings)["slack cards"])[0] == "–"


def test_a_slack_out_of_reach_is_told_apart_from_a_wrong_token(settings, nobody):
    results = told(replace(settings, slack_api_url=f"http://127.0.0.1:{nobody}/api/"))

    assert failing(results) == {"slack bot token", "slack app token"}
    assert "can't be reached" in results["slack bot token"].found
    assert "HTTPS_PROXY" in results["slack bot token"].remedy


@contextmanager
def answering(**answers):
    """Something that answers Web API calls as told, by the token's kind where that matters."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            kind = self.headers.get("Authorization", "").removeprefix("Bearer ")[:4]
            method = self.path.rpartition("/")[2].replace(".", "_")
            body = json.dumps({"ok": True} | answers.get(f"{method}_{kind}", answers.get(method, {}))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("theirs", "failed"), [("A1", set()), ("A2", {"slack app token"})])
def test_tokens_of_two_different_apps_are_noticed(settings, theirs, failed):
    with answering(
        auth_test_xoxb={"user": "lensbot", "team": "T", "bot_id": "B1"},
        auth_test_xapp={"app_id": theirs},
        bots_info={"bot": {"app_id": "A1"}},
    ) as url:
        results = told(replace(settings, slack_api_url=url))

    assert failing(results) == failed
    assert str(results["slack scopes"]) == "– slack scopes: Slack did not say which there are"


def test_over_http_the_quick_check_asks_the_port(settings):
    app = App(token="xoxb-x", signing_secret="s", token_verification_enabled=False)
    serving = HttpServing(app, 0, "127.0.0.1")
    wired = replace(settings, slack_mode="http", slack_signing_secret="s", port=serving.port)
    result = door(wired)
    serving.stop()

    assert result.found == f"port {serving.port} answers"
    assert not result.failed


def test_over_http_the_quick_check_fails_while_nobody_listens(settings, nobody):
    result = door(replace(settings, slack_mode="http", slack_signing_secret="s", port=nobody))

    assert result.failed
    assert "lensbot run" in result.remedy


def test_with_socket_mode_the_quick_check_shows_slack_the_token(settings):
    assert not door(settings).failed
    assert door(replace(settings, slack_bot_token="xoxb-wrong")).failed
    assert door(replace(settings, slack_app_token="")).failed


def test_the_quick_checks_touch_neither_model_nor_index(settings):
    results = doctor.examine(Bot(settings), quick=True)

    assert [result.name for result in results] == ["data folder", "database", "slack bot token"]
    assert list(settings.data_dir.iterdir()) == []
