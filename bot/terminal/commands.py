"""What the commands do. Prints to the terminal; everything else is the layers' below."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TextIO

from bot.compose import Bot
from bot.settings import Settings
from knowledge.model import Turn
from knowledge.ports import IndexProblem
from lens_corpus.problems import LensProblems

OK, FAILED, MISUSED = 0, 1, 2


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Carry out a parsed command. What goes wrong with lenses or the index is said in one message."""
    bot = Bot(settings)
    command = {"ask": ask, "search": search, "evaluate": evaluate, "index": build, "doctor": doctor}[chosen.command]
    try:
        return command(bot, chosen)
    except (IndexProblem, LensProblems, RuntimeError, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return FAILED


def ask(bot: Bot, chosen: argparse.Namespace) -> int:
    """Answer one message, or hold a conversation."""
    text = " ".join(chosen.text)
    if not text:
        from bot.terminal import conversation

        return conversation.hold(_ready(bot).answering, sys.stdin, sys.stdout)
    if text == "-":
        text = sys.stdin.buffer.read(MOST_BYTES).decode("utf-8", errors="replace")
    answer = _ready(bot).answering.ask(text)
    if chosen.json:
        from bot.terminal import structured

        sys.stdout.write(json.dumps(structured.of_answer(answer), ensure_ascii=False, indent=1) + "\n")
    else:
        from bot.terminal import conversation

        conversation.show(answer, sys.stdout)
    return OK


#: Bytes of standard input that are read for one message.
MOST_BYTES = 200_000


def search(bot: Bot, chosen: argparse.Namespace) -> int:
    """Show what is retrieved for a message, with the score of each leg, and the nearest statements."""
    from bot.terminal import rendering

    found = _ready(bot).answering.look(" ".join(chosen.text))
    titles = {practice.id: practice.title for lens in bot.lenses.values() for practice in lens.practices}
    nearest = [f"  {hit.similarity:.3f} {hit.practice} {hit.kind:<8} {hit.text[:90]}" for hit in found.hits[:8]]
    covered = "covered" if found.covered else "not covered: would be declined"
    sys.stdout.write(f"{covered} (margin {found.margin:+.2f})\n\n")
    sys.stdout.write(rendering.table(found.ranking[:10], titles, nearest))
    return OK


def evaluate(bot: Bot, chosen: argparse.Namespace) -> int:
    """Answer each labelled message from its text and history alone, keep the answers, print the figures."""
    from knowledge import evaluation

    items = evaluation.read(chosen.labels.read_text(encoding="utf-8"))
    answering = _ready(bot).answering
    predictions = []
    for number, item in enumerate(items, 1):
        answer = answering.ask(item.text, [Turn(role, text) for role, text in item.history])
        predictions.append(evaluation.prediction(item.id, answer))
        _progress("answering", number, len(items), sys.stderr)
    if chosen.predictions:
        lines = "".join(json.dumps(each.fields(), ensure_ascii=False) + "\n" for each in predictions)
        chosen.predictions.write_text(lines, encoding="utf-8")
    figures = evaluation.score(items, predictions)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" if chosen.json else evaluation.written(figures))
    return OK


def build(bot: Bot, _chosen: argparse.Namespace) -> int:
    """Bring the index up to date."""
    built = bot.build(lambda done, of: _progress("embedding", done, of, sys.stderr))
    word = "nothing had changed" if not built.embedded else f"{built.embedded:,} embedded anew"
    sys.stdout.write(f"The index holds {built.passages:,} statements; {word}.\n")
    return OK


def doctor(bot: Bot, _chosen: argparse.Namespace) -> int:
    """Run every check; 1 when one fails."""
    from bot import doctor as checks

    results = checks.examine(bot)
    sys.stdout.write("".join(f"{result}\n" for result in results))
    return FAILED if any(result.failed for result in results) else OK


def _ready(bot: Bot) -> Bot:
    """The bot with a usable index: made or brought up to date first, unless a stranger filled it."""
    manifest = bot.index.manifest()
    if manifest is not None:
        bot.index.usable(bot.embedder)
    if not bot.fresh():
        sys.stderr.write("Preparing the index; this happens once, and when a lens changes.\n")
        bot.build(lambda done, of: _progress("embedding", done, of, sys.stderr))
    return bot


def _progress(what: str, done: int, of: int, out: TextIO) -> None:
    if out.isatty():
        out.write(f"\r{what} {done:,} of {of:,} " + ("\n" if done == of else ""))
        out.flush()
    elif done == of or done % 1024 == 0:
        out.write(f"{what} {done:,} of {of:,}\n")
