"""`python -m knowledge tune [--holding-out VOICE]`: fit the corrections of the embedding model anew."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from lens_corpus import files


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it is done."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="Work on retrieval.")
    commands = parser.add_subparsers(dest="command", required=True)
    tune = commands.add_parser("tune", help="fit the corrections on the Machine Learning Lens's own messages")
    tune.add_argument(
        "--holding-out", metavar="VOICE", help="leave one writer's voice out, and say how well it is foretold"
    )
    chosen = parser.parse_args(arguments)
    from knowledge.tuning import holdout, train

    lens = files.load("machine-learning")
    if chosen.holding_out:
        sys.stdout.write(holdout.measure(lens, chosen.holding_out, _say))
    else:
        train.tune(lens, _say)
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main())
