"""`python -m bot.playground`: run the stand-in workspace until it is interrupted."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.playground.manifest import ManifestError
from bot.playground.server import bind, open_world, server_for
from bot.playground.world import Setup

OK, FAILED, MISUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve; answers the exit status: 0 stopped, 1 could not start, 2 called wrongly."""
    chosen = _parser().parse_args(arguments)
    try:
        manifest = json.loads(chosen.manifest.read_text("utf-8")) if chosen.manifest else None
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"The manifest cannot be read: {problem}\n")
        return MISUSED
    setup = Setup(
        manifest=manifest,
        request_url=chosen.request_url,
        installed=not chosen.not_installed,
        rates=not chosen.no_rates,
        commercial=chosen.commercial,
        seed=chosen.seed,
    )
    try:
        taken = bind(chosen.port)
        world = open_world(taken, setup, chosen.journal)
    except ManifestError as problem:
        sys.stderr.write(f"Slack would refuse this manifest: {problem}\n")
        return MISUSED
    except OSError as problem:
        sys.stderr.write(f"The playground cannot start: {problem}\n")
        return FAILED
    sys.stdout.write(f"{world.url}\n")
    sys.stdout.flush()
    try:
        asyncio.run(server_for(world).serve(sockets=[taken]))
    except KeyboardInterrupt:
        return OK
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.playground",
        description="A stand-in Slack workspace on this machine, as strict as Slack.",
        epilog="The control API is described in docs/playground.md.",
    )
    parser.add_argument("--manifest", type=Path, help="the Slack manifest (JSON) of the app under test")
    parser.add_argument("--port", type=int, default=8765, help="0 picks a free one; the URL is the first line printed")
    parser.add_argument("--journal", type=Path, help="append the traffic of both directions as JSON lines")
    parser.add_argument("--request-url", help="HTTP mode: where deliveries go")
    parser.add_argument("--seed", choices=("inviting", "bare"), default="inviting", help="the workspace to begin with")
    parser.add_argument("--not-installed", action="store_true", help="start without the app installed")
    parser.add_argument("--no-rates", action="store_true", help="do not limit the rate of Web API calls")
    parser.add_argument("--commercial", action="store_true", help="the app is sold outside the Marketplace")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
