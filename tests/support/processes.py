"""The stand-in and the bot as processes of their own, so that each has a Python to itself, and either can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.playground.client import Control
from bot.playground.embedded import StandIn
from bot.settings import Settings
from tests.playground.running import eventually

READY = "Lensbot is ready"


@contextmanager
def crowd(people: int, channels: int, *, rates: bool = False) -> Iterator[StandIn]:
    """A workspace with so many people and channels; see `tests.support.crowd`."""
    command = [sys.executable, "-m", "tests.support.crowd", str(people), str(channels), *(["rates"] if rates else [])]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        url = process.stdout.readline().strip()
        assert url, "the stand-in did not start"
        with Control(url) as control:
            yield StandIn(url, control)
    finally:
        process.communicate(timeout=20)


@dataclass(frozen=True)
class Running:
    """A bot's process and what it has written."""

    process: subprocess.Popen
    log: Path

    @property
    def said(self) -> str:
        """Everything in its log."""
        return self.log.read_text(encoding="utf-8")

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()


def environment(slack: StandIn, data: Path, database: str = "") -> dict[str, str]:
    """The environment of a bot in this workspace."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("LENSBOT_")}
    env |= {
        "LENSBOT_DATA_DIR": str(data),
        "LENSBOT_SLACK_BOT_TOKEN": slack.bot_token,
        "LENSBOT_SLACK_APP_TOKEN": slack.app_token,
        "LENSBOT_SLACK_API_URL": slack.api_url,
    }
    return env | ({"LENSBOT_DATABASE_URL": database} if database else {})


def settings_in(slack: StandIn, settings: Settings) -> Settings:
    """The same for a bot within this process."""
    return replace(
        settings, slack_bot_token=slack.bot_token, slack_app_token=slack.app_token, slack_api_url=slack.api_url
    )


@contextmanager
def lensbot(
    slack: StandIn, data: Path, *, database: str = "", program: tuple[str, ...] = ("bot", "run"), until: str = "ready"
) -> Iterator[Running]:
    """A bot, as soon as it is `begun`, `connected`, or `ready` to answer. What it writes goes to `log.txt` there."""
    log = data / "log.txt"
    before = log.stat().st_size if log.exists() else 0
    bot = start(slack, data, database, program)
    try:
        if until != "begun":
            eventually(lambda: _connected(slack, bot.process), 120)
        if until == "ready":
            eventually(lambda: READY in log.read_text(encoding="utf-8")[before:], 120)
        yield bot
    finally:
        bot.kill()
        eventually(lambda: slack.control.get("app")["connections"] == 0, 20)


def start(slack: StandIn, data: Path, database: str, program: tuple[str, ...]) -> Running:
    """Begin a bot, one of several perhaps, and wait for nothing. Who starts it has to end it."""
    log = data / "log.txt"
    with log.open("a") as out:
        command = [sys.executable, "-m", *program]
        process = subprocess.Popen(command, env=environment(slack, data, database), stdout=out, stderr=out)
    return Running(process, log)


def _connected(slack: StandIn, process: subprocess.Popen) -> bool:
    assert process.poll() is None, "the bot ended by itself; see its log"
    return slack.control.get("app")["connections"] >= 1
