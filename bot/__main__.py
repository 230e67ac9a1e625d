"""`lensbot`, or `python -m bot`: the command line.

Only this module reads the process's environment and arguments. Commands import what they need when they run.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.settings import Settings, SettingsProblem

OK, FAILED, MISUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status: 0 done, 1 could not be done, 2 called wrongly."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "lens":
        from lens_corpus.__main__ import lint_command

        return lint_command(chosen.folders)
    try:
        settings = Settings.from_env(os.environ)
    except SettingsProblem as problem:
        sys.stderr.write(f"Lensbot cannot start with these settings:\n{problem}\n")
        return MISUSED
    from bot.terminal import commands

    try:
        return commands.run(chosen, settings)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lensbot",
        description="Am I doing this right? Cited answers about machine-learning workloads.",
        epilog="Settings come from the environment; deploy/env.example lists them.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="ask, or describe what your team does; without text, a conversation")
    ask.add_argument("text", nargs="*", help="the message; read from standard input when it is -")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    search = commands.add_parser("search", help="show what is retrieved for a message, and why")
    search.add_argument("text", nargs="+")
    evaluate = commands.add_parser("evaluate", help="answer labelled messages and print the figures")
    evaluate.add_argument("labels", type=Path, help="a JSONL file of labelled messages")
    evaluate.add_argument("--predictions", type=Path, help="where to write the answers, as JSONL")
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    lens = commands.add_parser("lens", help="work on lenses").add_subparsers(dest="lens_command", required=True)
    lint = lens.add_parser("lint", help="check lenses: schema, ids, links, counts, duplicates, dead rules")
    lint.add_argument("folders", nargs="*", type=Path, help="folders of lenses; the shipped ones if none is given")
    index = commands.add_parser("index", help="the search index").add_subparsers(dest="index_command", required=True)
    index.add_parser("build", help="bring the index up to date with the lenses")
    commands.add_parser("doctor", help="check this installation and say what to do")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
