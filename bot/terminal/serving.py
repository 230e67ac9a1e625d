"""`lensbot run` and `lensbot playground`: the bot in Slack, or in a stand-in workspace in the browser."""

from __future__ import annotations

import argparse
import contextlib
import logging
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.settings import Settings

OK, FAILED = 0, 1
MISSING = """Lensbot can't reach Slack yet: {names} not set.

deploy/INSTALL.md leads from no Slack app to a running bot, step by step.
To try it without Slack, in your browser: lensbot playground
"""
READY = "Lensbot is ready."
TAKEN = """The playground can't open port {port}: {why}. Perhaps one is running already.
Choose another port with --port, or a free one with --port 0.
"""
PAGE = """
  The playground is at  {url}
  Choose who you are at the lower left, open #ml-fraud, and mention @Lensbot. Ctrl-C ends it.

"""


def run(settings: Settings, _chosen: argparse.Namespace) -> int:
    """Serve Slack until a signal comes; say what is missing where it can't."""
    missing = settings.missing_for_slack
    if missing:
        sys.stderr.write(MISSING.format(names=" and ".join(missing)))
        return FAILED
    from bot.assembly import SlackBot
    from bot.checks import slack

    token = slack.answers(settings)
    if token.failed:
        sys.stderr.write(f"{token}\n")
        return FAILED
    _log()
    return _serve(SlackBot(settings), lambda: None)


def playground(settings: Settings, chosen: argparse.Namespace) -> int:
    """Serve a stand-in workspace and the bot in it; open the page."""
    from bot.assembly import SlackBot
    from bot.playground.embedded import playground as standing_in
    from bot.slack.manifest import manifest

    sys.stderr.write("Starting the playground…\n")
    _log()
    logging.getLogger("lensbot.slack.bolt").setLevel(logging.WARNING)
    journal = Path(chosen.journal) if chosen.journal else None
    try:
        standin = contextlib.ExitStack()
        slack = standin.enter_context(standing_in(manifest("socket"), journal=journal, port=chosen.port))
    except OSError as problem:
        sys.stderr.write(TAKEN.format(port=chosen.port, why=problem.strerror))
        return FAILED
    with standin:
        connected = replace(
            settings,
            slack_mode="socket",
            slack_api_url=slack.api_url,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            database_url=settings.database_url or f"sqlite:///{settings.data_dir / 'playground.sqlite'}",
        )
        return _serve(SlackBot(connected), lambda: _open(slack.url, wanted=not chosen.no_browser))


def _serve(bot: object, opened: Callable[[], None]) -> int:
    from bot.assembly import SlackBot, StorageProblem

    assert isinstance(bot, SlackBot)  # noqa: S101 - imported late, so that --help is quick
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        serving = bot.start(_progress)
    except StorageProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return FAILED
    threading.Thread(target=_announce, args=(bot.warming.answering,), daemon=True).start()
    opened()
    ended.wait()
    sys.stderr.write("Finishing what was begun…\n")
    bot.stop(serving)
    return OK


def _announce(answering: Callable[[], object]) -> None:
    answering()
    sys.stderr.write(f"{READY}\n")


def _open(url: str, *, wanted: bool) -> None:
    sys.stdout.write(PAGE.format(url=url))
    sys.stdout.flush()
    if wanted:
        webbrowser.open(url)


def _progress(done: int, of: int) -> None:
    if done == of or done % 1024 == 0:
        sys.stderr.write(f"preparing the index: {done:,} of {of:,}\n")


def _log() -> None:
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    logging.getLogger("lensbot").setLevel(logging.INFO)
