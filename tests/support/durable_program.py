"""A replica for the tests that kill one: `python -m tests.support.durable_program URL FOLDER NAME [START...]`.

It says "ready" when launched, starts the keys that it was given, and works until its input ends. What it does is
left in the folder: `begun-KEY` and `done-KEY`, with the name of who did it, and `ticks` twice a second.
The work of a key that holds "slow" waits until the folder has a file `go`.
"""

import sys
import time
from pathlib import Path

from bot.durable import Durable


def main(url: str, folder: Path, name: str, keys: list[str]) -> None:
    """Run until the input ends."""

    def line(file: str) -> None:
        with (folder / file).open("a") as out:
            out.write(f"{name}\n")

    def mark(payload):
        key = payload["key"]
        if (folder / f"done-{key}").exists():
            return
        line(f"begun-{key}")
        while "slow" in key and not (folder / "go").exists():
            time.sleep(0.02)
        line(f"done-{key}")

    def tick():
        line("ticks")

    durable = Durable(url, {"mark": mark}, "lensbot")
    durable.every(0.5, "beat", tick)
    durable.launch()
    for key in keys:
        durable.start("mark", key, {"key": key})
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    durable.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
