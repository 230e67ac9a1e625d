"""A bot whose days somebody else moves on: `python -m tests.support.reminding_bot FILE`.

FILE holds by how many seconds its clock is ahead of the machine's. Several can share one. It has what `lensbot run`
has but the answering, as `reviewing_bot`.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.settings import Settings
from tests.support.reviewing_bot import ReviewingBot, serve


class FileClock:
    """The port Clock, as far ahead as a file says."""

    def __init__(self, file):
        self.file = file

    def now(self):
        return datetime.now(UTC) + timedelta(seconds=float(self.file.read_text()))


def move(file, seconds):
    """Set how far ahead all clocks on this file are, in one stroke."""
    made = file.with_suffix(".new")
    made.write_text(str(seconds))
    made.replace(file)


def main(file: Path) -> None:
    """Serve until somebody ends it."""
    settings = Settings.from_env(dict(os.environ) | {"LENSBOT_LENSES": "shaped"})
    serve(ReviewingBot(settings, clock=FileClock(file)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
