"""Starting the bot where something is wrong: what to do is said, in words, and nobody sees a traceback."""

import os
import subprocess
import sys

from bot.playground.embedded import playground
from bot.slack.manifest import manifest


def run(tmp_path, *arguments, **settings):
    env = {name: value for name, value in os.environ.items() if not name.startswith("LENSBOT_")}
    env |= {"LENSBOT_DATA_DIR": str(tmp_path), **settings}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], env=env, capture_output=True, text=True, check=False, timeout=60
    )


def test_without_tokens_it_says_which_are_missing_and_where_to_try(tmp_path):
    done = run(tmp_path, "run")

    assert done.returncode == 1
    assert "LENSBOT_SLACK_BOT_TOKEN and LENSBOT_SLACK_APP_TOKEN not set" in done.stderr
    assert "lensbot playground" in done.stderr


def test_a_token_that_slack_does_not_take_is_said_at_once(tmp_path):
    with playground(manifest()) as slack:
        tokens = {"LENSBOT_SLACK_BOT_TOKEN": "xoxb-0-0-wrong", "LENSBOT_SLACK_APP_TOKEN": slack.app_token}
        done = run(tmp_path, "run", LENSBOT_SLACK_API_URL=slack.api_url, **tokens)

    assert done.returncode == 1
    assert "token" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_reached_is_said_without_its_password(tmp_path):
    with playground(manifest()) as slack:
        tokens = {"LENSBOT_SLACK_BOT_TOKEN": slack.bot_token, "LENSBOT_SLACK_APP_TOKEN": slack.app_token}
        address = "postgresql://lensbot:hush-hush@127.0.0.1:1/lensbot"
        done = run(tmp_path, "run", LENSBOT_SLACK_API_URL=slack.api_url, LENSBOT_DATABASE_URL=address, **tokens)

    assert done.returncode == 1
    assert "database" in done.stderr.lower()
    assert "hush-hush" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_named_with_the_way_out(tmp_path):
    with playground(manifest()) as slack:
        port = slack.url.rsplit(":", 1)[-1]
        done = run(tmp_path, "playground", "--no-browser", "--port", port)

    assert done.returncode == 1
    assert f"can't open port {port}" in done.stderr
    assert "--port 0" in done.stderr
