"""The bot as a process of its own, to be killed, or to have settings of its own."""

import os
import subprocess
import sys
from contextlib import contextmanager

from tests.playground.running import eventually


@contextmanager
def running(slack, data, *, until_ready=False, **more):
    """`lensbot run` as a process of its own."""
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
            eventually(lambda: slack.control.get("app")["connections"] == 1, 60)
            if until_ready:
                eventually(lambda: "Lensbot is ready" in (data / "log.txt").read_text(), 60)
            yield process
        finally:
            process.kill()
            process.wait()
            eventually(lambda: slack.control.get("app")["connections"] == 0, 20)
