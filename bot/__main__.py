"""`lensbot`, or `python -m bot`: the command line.

Only this module reads the process's environment and arguments. Commands import what they need when they run.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import Settings, SettingsProblem

if TYPE_CHECKING:
    from lens_corpus.model import Lens

OK, FAILED, MISUSED = 0, 1, 2
#: What argparse returns for subcommands; its class is private.
Commands = Any


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status: 0 done, 1 could not be done, 2 called wrongly."""
    chosen = _parser().parse_args(arguments)
    if chosen.command == "lens":
        from lens_corpus.__main__ import lint_command

        return lint_command(chosen.folders)
    if chosen.command == "manifest":
        from bot.terminal import manifests

        return manifests.show(chosen.mode, chosen.url)
    try:
        settings = Settings.from_env(os.environ)
    except SettingsProblem as problem:
        sys.stderr.write(f"Lensbot cannot start with these settings:\n{problem}\n")
        return MISUSED
    try:
        return _run(chosen, settings)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _run(chosen: argparse.Namespace, settings: Settings) -> int:
    if chosen.command in ("run", "playground"):
        from bot.terminal import serving

        return {"run": serving.run, "playground": serving.playground}[chosen.command](settings, chosen)
    if chosen.command in ("review", "report", "plan"):
        return _review(chosen, settings)
    from bot.terminal import commands

    return commands.run(chosen, settings)


def _review(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.compose import Bot
    from bot.terminal import planning, reviewing

    def lenses() -> Mapping[str, Lens]:
        return Bot(settings).lenses

    if chosen.command == "plan":
        return planning.plan(settings, lenses, chosen, sys.stdout)
    if chosen.command == "report":
        return reviewing.report(settings, lenses, chosen, sys.stdout)
    return reviewing.review(settings, lenses, chosen, (sys.stdin, sys.stdout))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lensbot",
        description="Am I doing this right? Cited answers about machine-learning workloads.",
        epilog="Settings come from the environment; deploy/env.example lists them.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (_serving, _asking, _learning, _reviewing, _keeping):
        add(commands)
    return parser


def _serving(commands: Commands) -> None:
    commands.add_parser("run", help="serve Slack: needs the app's tokens, see deploy/INSTALL.md")
    playground = commands.add_parser("playground", help="try it in the browser, in a stand-in Slack workspace")
    playground.add_argument("--port", type=int, default=8765, help="where the page is; 0 picks a free port")
    playground.add_argument("--journal", type=Path, help="append the traffic of both directions as JSON lines")
    playground.add_argument("--no-browser", action="store_true", help="only say where the page is")
    manifest = commands.add_parser("manifest", help="print the Slack app's manifest; see deploy/INSTALL.md")
    manifest.add_argument("mode", choices=("socket", "http"), help="how Slack will reach Lensbot")
    manifest.add_argument(
        "--url", default="", help="for http: where Lensbot is, such as https://lensbot.my-company.com"
    )


def _asking(commands: Commands) -> None:
    ask = commands.add_parser("ask", help="ask, or describe what your team does; without text, a conversation")
    ask.add_argument("text", nargs="*", help="the message; read from standard input when it is -")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    search = commands.add_parser("search", help="show what is retrieved for a message, and why")
    search.add_argument("text", nargs="+")
    evaluate = commands.add_parser("evaluate", help="answer labelled messages and print the figures")
    evaluate.add_argument("labels", type=Path, help="a JSONL file of labelled messages, or of replies in a review")
    evaluate.add_argument("--predictions", type=Path, help="where to write the answers, as JSONL")
    evaluate.add_argument(
        "--diagram", type=Path, help="where to draw how sure verdicts were and how often right, as PNG"
    )
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    evaluate.add_argument("--model", action="store_true", help="with the language model that the settings name, too")


def _learning(commands: Commands) -> None:
    feedback = commands.add_parser("feedback", help="what people thought of answers, and what to learn from it")
    feedback.add_argument("--team", default="", help="only this Slack workspace, by its id")
    parts = feedback.add_subparsers(dest="feedback_command", metavar="PART")
    export = parts.add_parser("export", help="write labelled messages that `lensbot evaluate` reads")
    export.add_argument("file", type=Path, help="the JSONL file to write")
    export.add_argument("--team", default=argparse.SUPPRESS, help="only this Slack workspace, by its id")
    trial = parts.add_parser("try", help="see what one more phrasing of a practice changes, before keeping it")
    trial.add_argument("practice", help="the practice's id, such as MLREL05-BP01")
    trial.add_argument("phrasing", help="a message that it answers, as somebody would type it")
    stances = ("ask", "good", "bad", "thin")
    trial.add_argument("--stance", choices=stances, default="ask", help="what it does: it asks, or describes")
    trial.add_argument("--labels", type=Path, nargs="+", default=[], help="JSONL files of labelled messages")
    trial.add_argument("--keep", action="store_true", help="append it to the practice's phrasings")
    trial.add_argument("--even-if-worse", action="store_true", help="keep it although some messages got worse")


def _reviewing(commands: Commands) -> None:
    review = commands.add_parser("review", help="review a workload in this terminal, on the same store")
    review.add_argument("--workload", default="", help="begin a review of this workload")
    review.add_argument("--lens", default="", help="the lens to review by")
    review.add_argument("--pillar", default="", help="only the questions of this pillar")
    review.add_argument("--again", action="store_true", help="begin with the answers of this workload's last review")
    review.add_argument("--template", default="", metavar="NAME", help="begin with a template's answers to take over")
    review.add_argument(
        "--make-template", default="", metavar="NAME", help="make a template of the last finished review"
    )
    report = commands.add_parser("report", help="write a review's report: PDF, Markdown, CSV, JSON")
    report.add_argument("--to", default=".", help="the folder to write into")
    for each in (review, report, _planning(commands)):
        each.add_argument("--team", default="terminal", help="the Slack workspace's id, for a channel's review")
        each.add_argument("--channel", default="terminal", help="the Slack channel's id")


def _planning(commands: Commands) -> argparse.ArgumentParser:
    plan: argparse.ArgumentParser = commands.add_parser("plan", help="show and change what is to be improved")
    changes = (
        "take",
        "working",
        "done",
        "prove",
        "snooze",
        "hand-over",
        "not-ours",
        "accept",
        "due",
        "link",
        "reopen",
        "add",
    )
    plan.add_argument("change", nargs="?", choices=changes, help="what to do with one of them, or add one's own")
    plan.add_argument("number", nargs="?", type=int, help="its number in the list")
    plan.add_argument("--all", action="store_true", help="also list what is done, not ours, or an accepted risk")
    plan.add_argument("--as", dest="me", default="", help="who does it; in a Slack channel's plan a member id")
    plan.add_argument("--evidence", default="", help="done, prove: what shows it")
    plan.add_argument("--until", default="", help="snooze, accept: a date such as 2026-12-31")
    plan.add_argument("--on", default="", help="due: the promised date; none takes the promise back")
    plan.add_argument("--to", default="", help="hand-over: to whom; left out, it becomes the channel's")
    plan.add_argument("--reason", default="", help="not-ours, accept: why")
    plan.add_argument("--approver", default="", help="accept: who answers for it")
    plan.add_argument("--url", default="", help="link: the address of a message, an issue or a page")
    plan.add_argument("--title", default="", help="add: what is to be done; link: what it is")
    plan.add_argument("--risk", choices=("high", "medium"), default="medium", help="add: which risk it lowers")
    plan.add_argument("--effort", choices=("s", "m", "l"), default="m", help="add: days, weeks, a quarter or more")
    return plan


def _keeping(commands: Commands) -> None:
    lens = commands.add_parser("lens", help="work on lenses").add_subparsers(dest="lens_command", required=True)
    lint = lens.add_parser("lint", help="check lenses: schema, ids, links, counts, duplicates, dead rules")
    lint.add_argument("folders", nargs="*", type=Path, help="folders of lenses; the shipped ones if none is given")
    index = commands.add_parser("index", help="the search index").add_subparsers(dest="index_command", required=True)
    index.add_parser("build", help="bring the index up to date with the lenses")
    doctor = commands.add_parser("doctor", help="check this installation and say what to do")
    doctor.add_argument("--quick", action="store_true", help="only whether the bot that runs here can serve")


if __name__ == "__main__":
    raise SystemExit(main())
