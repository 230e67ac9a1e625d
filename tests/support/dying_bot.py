"""A bot that dies where work is about to be started: `python -m tests.support.dying_bot KIND`.

At the first piece of work of this kind the process ends as a power cut ends it: what was committed before is kept,
and the work is not. It has what `lensbot run` has but the answering, as `reviewing_bot`.
"""

import logging
import os
import signal
import sys
import threading
from functools import cached_property

from bot.assembly import SlackBot
from bot.durable import Durable
from bot.settings import Settings
from tests.support.reviewing_bot import ReviewingBot


class Mortal:
    """Durable work, until a piece of one kind is to be started."""

    def __init__(self, durable: Durable, fatal: str):
        self.durable, self.fatal = durable, fatal

    def __getattr__(self, name):
        return getattr(self.durable, name)

    def start(self, kind, key, payload, *, lane=""):
        if kind == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        self.durable.start(kind, key, payload, lane=lane)


class DyingBot(ReviewingBot):
    """Everything that runs, with an end."""

    @cached_property
    def durable(self):
        return Mortal(SlackBot.durable.func(self), sys.argv[1])


def main() -> None:
    """Serve until the end."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    running = DyingBot(Settings.from_env(dict(os.environ) | {"LENSBOT_LENSES": "machine-learning"}))
    running.start(lambda _done, _of: None)
    sys.stderr.write("Lensbot is ready.\n")
    threading.Event().wait()


if __name__ == "__main__":
    main()
