"""The bot behind signed HTTP: the same answers, and a closed door for who can't sign."""

import hashlib
import hmac
import json
import shutil
import socket
import time
import urllib.error
import urllib.request

import pytest

from bot.playground.embedded import playground
from bot.slack.manifest import manifest
from tests.playground.running import eventually
from tests.support.dialog import Dialog, words
from tests.support.process import running

BODY = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()


@pytest.fixture(scope="module")
def door(bot, tmp_path_factory):
    """The stand-in, the bot's address, and the file of its log."""
    data = tmp_path_factory.mktemp("http")
    shutil.copytree(bot.settings.index_dir, data / "index")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/slack/events"
    with playground(manifest("http"), rates=False) as slack:
        more = {
            "LENSBOT_SLACK_MODE": "http",
            "LENSBOT_PORT": str(port),
            "LENSBOT_SLACK_SIGNING_SECRET": slack.signing_secret,
        }
        with running(slack, data, listening=url, **more):
            assert slack.control.post("request_url", url=url)["verified"]
            yield slack, url, data / "log.txt"


def send(url, secret, at, body=BODY):
    signature = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": str(at),
        "X-Slack-Signature": f"v0={signature}",
    }
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_mention_is_answered_and_a_button_works(door):
    slack, _url, _log = door
    dialog = Dialog(slack.control)

    answer = dialog.answer("ana", dialog.mention("ana", "we retrain by hand every quarter, is that ok?"))

    assert "At risk" in words(answer)
    dialog.press("ana", answer, "More")
    assert "Signs of trouble" in words(dialog.modal("ana"))


def test_a_wrong_signature_and_an_old_one_are_refused_and_logged(door):
    slack, url, log = door
    now = int(time.time())

    assert send(url, slack.signing_secret, now) == 200
    assert send(url, "not-the-secret", now) == 401
    assert send(url, slack.signing_secret, now - 301) == 401
    eventually(lambda: log.read_text().count("wrong or old signature") == 2)


def test_anybody_may_ask_whether_it_is_well(door):
    _slack, url, _log = door

    with urllib.request.urlopen(url.replace("/slack/events", "/health"), timeout=10) as answer:
        assert answer.read() == b"ok"
