"""Whether Slack's deliveries can reach the bot that should be running here."""

from __future__ import annotations

import urllib.error
import urllib.request

from bot.checks import Result
from bot.checks.slack import answers
from bot.settings import Settings

NAME = "serving"
#: Seconds that the running bot may take to answer.
PATIENCE = 5


def door(settings: Settings) -> Result:
    """Over HTTP: whether the port answers. With Socket Mode, which has no port: whether Slack takes our token."""
    if settings.missing_for_slack:
        missing = " and ".join(settings.missing_for_slack)
        return Result(NAME, f"{missing} not set", "deploy/INSTALL.md says where to find it", failed=True)
    if settings.slack_mode == "socket":
        return answers(settings)
    address = f"http://127.0.0.1:{settings.port}/health"
    try:
        # Never through a proxy: this is our own machine.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=PATIENCE):
            return Result(NAME, f"port {settings.port} answers")
    except (urllib.error.URLError, OSError) as error:
        remedy = "start it with `lensbot run`, and read its log if it does not stay"
        return Result(NAME, f"port {settings.port} does not answer ({error})", remedy, failed=True)
