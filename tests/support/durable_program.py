"""A replica for the tests that kill one: `python -m tests.support.durable_program URL FOLDER NAME [START...]`.

It says "ready" when launched, starts the keys that it was given, and works until its input ends. What it does is
left in the folder: `begun-KEY` and `done-KEY`, with the name of who did it, and `ticks` twice a second.
The work of a key that holds "slow" waits until the folder has a file `go`; that of a key that holds "fatal" ends the
process as a power cut does. Work that is given up leaves `lost-KEY`.
"""

import os
import signal
import sys
import time
from pathlib import Path

from bot.durable import Durable


class Leaving:
    """The handlers: what they do is left in the folder."""

    def __init__(self, folder: Path, name: str):
        self.folder, self.name = folder, name

    def line(self, file: str) -> None:
        with (self.folder / file).open("a") as out:
            out.write(f"{self.name}\n")

    def mark(self, payload):
        key = payload["key"]
        if (self.folder / f"done-{key}").exists():
            return
        self.line(f"begun-{key}")
        if "fatal" in key:
            os.kill(os.getpid(), signal.SIGKILL)
        while "slow" in key and not (self.folder / "go").exists():
            time.sleep(0.02)
        self.line(f"done-{key}")

    def lost(self, _kind, payload, _error):
        self.line(f"lost-{payload['key']}")

    def tick(self):
        self.line("ticks")


def main(url: str, folder: Path, name: str, keys: list[str]) -> None:
    """Run until the input ends."""
    left = Leaving(folder, name)
    durable = Durable(url, {"mark": left.mark}, "lensbot", on_failure=left.lost, crashes=2)
    durable.every(0.5, "beat", left.tick)
    durable.launch()
    for key in keys:
        durable.start("mark", key, {"key": key})
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    durable.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
