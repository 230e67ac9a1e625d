"""A bot that only reviews, as a program: `python -m tests.support.reviewing_bot LENS`.

LENS is `shaped`, the small lens with every shape of rule, or the name of one that ships. Everything is what
`lensbot run` has but the answering: with no index to open and no model to load, it starts as quickly as it can.
"""

import logging
import os
import signal
import sys
import threading
from functools import cached_property

from bot.assembly import SlackBot, Warming
from bot.compose import Bot
from bot.settings import Settings
from lens_corpus import files
from tests.unit.review.shaped import shaped


class Reviewer(Bot):
    """The part that knows lenses, with one lens."""

    @cached_property
    def lenses(self):
        name = self.settings.lenses[0]
        return {"shaped": shaped()} if name == "shaped" else {name: files.load(name)}


class Cold(Warming):
    """Answering that is never asked for."""

    def start(self, progress):  # noqa: ARG002
        return threading.current_thread()


class ReviewingBot(SlackBot):
    """Everything that runs, around these two."""

    @cached_property
    def bot(self):
        return Reviewer(self.settings)

    @cached_property
    def warming(self):
        return Cold(self.bot)


def serve(running: SlackBot) -> None:
    """Until somebody ends it."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    serving = running.start(lambda _done, _of: None)
    sys.stderr.write("Lensbot is ready.\n")
    ended.wait()
    running.stop(serving)


if __name__ == "__main__":
    serve(ReviewingBot(Settings.from_env(dict(os.environ) | {"LENSBOT_LENSES": sys.argv[1]})))
