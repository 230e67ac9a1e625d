"""The bot as a process of its own, to be killed, or to have settings of its own."""

import contextlib
import os
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

from tests.playground.running import eventually


@contextmanager
def running(slack, data, *, until_ready=False, listening="", **more):
    """`lensbot run` as a process of its own; `listening` is its address where Slack delivers over HTTP."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("LENSBOT_")}
    env |= {
        "LENSBOT_DATA_DIR": str(data),
        "LENSBOT_SLACK_BOT_TOKEN": slack.bot_token,
        "LENSBOT_SLACK_APP_TOKEN": slack.app_token,
        "LENSBOT_SLACK_API_URL": slack.api_url,
        **more,
    }
    with (data / "log.txt").open("w") as log:
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=env, stdout=log, stderr=log)
        try:
            eventually(lambda: _up(slack, listening), 60)
            if until_ready:
                eventually(lambda: "Lensbot is ready" in (data / "log.txt").read_text(), 60)
            yield process
        finally:
            process.kill()
            process.wait()
            eventually(lambda: listening or not _up(slack, listening), 20)


def _up(slack, listening):
    if not listening:
        return slack.control.get("app")["connections"] == 1
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(listening.replace("/slack/events", "/health"), timeout=5).status == 200
    return False
