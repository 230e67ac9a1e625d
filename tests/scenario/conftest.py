"""The bot as it runs, in the stand-in workspace: one of each for a file of scenarios, a channel of its own for each.

One a file and not one for all, because other tests run durable work of their own, and a process has room for one.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.assembly import SlackBot
from bot.playground.embedded import playground
from bot.slack.manifest import manifest
from tests.support.dialog import Dialog
from tests.support.improving import MovedClock


@pytest.fixture(scope="module")
def provoked():
    """Refusals that a scenario asked for: (method, error) pairs. Every other one fails the suite at its end."""
    return set()


@pytest.fixture(scope="module")
def world(bot, provoked, tmp_path_factory):
    """The stand-in, the bot that runs in it, and its clock. The journal goes to LENSBOT_JOURNAL, if that is set."""
    journal = os.environ.get("LENSBOT_JOURNAL")
    with playground(manifest(), journal=Path(journal) if journal else None, rates=False) as slack:
        settings = replace(
            bot.settings,
            database_url=f"sqlite:///{tmp_path_factory.mktemp('scenario') / 'lensbot.sqlite'}",
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_api_url=slack.api_url,
        )
        clock = MovedClock()
        running = SlackBot(settings, streams_a_minute=10_000, clock=clock)
        serving = running.start(lambda _done, _of: None)
        running.warming.answering()
        yield slack, running, clock
        running.stop(serving)
        refused = {
            (line["method"], line["payload"].get("error"))
            for line in slack.control.journal("response")
            if not line["payload"].get("ok", True)
        }
        assert refused <= provoked


@pytest.fixture(scope="module")
def workspace(world):
    """The stand-in with the running bot in it."""
    return world[0]


@pytest.fixture
def control(workspace):
    yield workspace.control
    workspace.control.clear_faults()


@pytest.fixture
def dialog(control):
    """A channel with ana, ben and the bot."""
    return Dialog(control)
