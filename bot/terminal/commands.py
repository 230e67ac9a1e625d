"""What the commands do. Prints to the terminal; everything else is the layers' below."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from bot.compose import Bot
from bot.settings import Settings
from knowledge.model import Turn
from knowledge.ports import IndexProblem
from lens_corpus.problems import LensProblems

if TYPE_CHECKING:
    from knowledge.evaluation import Item, Prediction

OK, FAILED, MISUSED = 0, 1, 2


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Carry out a parsed command. What goes wrong with lenses or the index is said in one message."""
    bot = Bot(settings)
    command = {
        "ask": ask,
        "search": search,
        "evaluate": evaluate,
        "index": build,
        "doctor": doctor,
        "feedback": feedback,
    }[chosen.command]
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
    near = found.hits[:8]
    texts = bot.index.texts([hit.passage for hit in near])
    nearest = [f"  {hit.similarity:.3f} {hit.practice} {hit.kind:<8} {texts[hit.passage][:90]}" for hit in near]
    covered = "covered" if found.covered else "not covered: would be declined"
    sys.stdout.write(f"{covered} (margin {found.margin:+.2f})\n\n")
    sys.stdout.write(rendering.table(found.ranking[:10], titles, nearest))
    return OK


def evaluate(bot: Bot, chosen: argparse.Namespace) -> int:
    """Answer each labelled message, or read each labelled reply of a review; keep what came out, print the figures."""
    from knowledge import evaluating_replies
    from knowledge.evaluation import LabelsProblem

    try:
        text = chosen.labels.read_text(encoding="utf-8")
        measure = _replies if evaluating_replies.about_replies(text) else _modelled if chosen.model else _messages
        figures, written = measure(bot, text, chosen)
    except (LabelsProblem, UnicodeDecodeError) as problem:
        sys.stderr.write(f"{chosen.labels} cannot be used: {problem}\n")
        return MISUSED
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" if chosen.json else written)
    return OK


def _messages(bot: Bot, text: str, chosen: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """Figures of asking. Each answer comes from the message's text and history alone."""
    from knowledge import evaluation

    items = evaluation.read(text)
    answering = _ready(bot).answering
    predictions = []
    for number, item in enumerate(items, 1):
        answer = answering.ask(item.text, [Turn(role, said) for role, said in item.history])
        predictions.append(evaluation.prediction(item.id, answer))
        _progress("answering", number, len(items), sys.stderr)
    _keep([each.fields() for each in predictions], chosen.predictions)
    _draw(items, predictions, chosen)
    figures = evaluation.score(items, predictions)
    return figures, evaluation.written(figures)


def _modelled(bot: Bot, text: str, chosen: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """Figures with and without the language model, as a table for the docs."""
    import time

    from knowledge import evaluation, evaluation_model

    if bot.writing is None:
        raise IndexProblem("No language model is set: name one in LENSBOT_MODEL, such as anthropic:claude-sonnet-4-5.")
    items = evaluation.read(text)
    answering, clock = _ready(bot).answering, time.monotonic
    rows = evaluation_model.answer(
        answering, bot.writing, items, clock, lambda done, of: _progress("answering", done, of, sys.stderr)
    )
    _keep([each.fields() for each in evaluation_model.predictions(rows)], chosen.predictions)
    _draw(items, [evaluation.prediction(row.item.id, row.plain) for row in rows], chosen)
    before, after = evaluation_model.figures(rows, bot.settings.price)
    table = evaluation_model.table(bot.settings.model, chosen.labels.name, before, after)
    return {"before": dict(before.answered), "after": dict(after.answered)}, table


def _replies(bot: Bot, text: str, chosen: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """Figures of proposing. Each proposal comes from the reply's text and the question that it answers."""
    from knowledge import evaluating_replies
    from knowledge.evaluation import LabelsProblem

    if chosen.diagram:
        raise LabelsProblem("A diagram is drawn of verdicts, and replies of a review get none. Leave --diagram out.")
    replies = evaluating_replies.read(text)
    given = evaluating_replies.propose(replies, _ready(bot).proposing)
    _keep([each.fields() for each in given], chosen.predictions)
    figures = evaluating_replies.score(replies, given)
    return figures, evaluating_replies.written(figures)


def _draw(items: Sequence[Item], predictions: Sequence[Prediction], chosen: argparse.Namespace) -> None:
    """Draw how sure the judge was against how often it was right, where that was asked for."""
    if chosen.diagram:
        from bot.reports import painting, reliability
        from knowledge import evaluation

        picture = reliability.diagram(evaluation.calibration(items, predictions), chosen.labels.name)
        chosen.diagram.write_bytes(painting.painted(picture))


def _keep(lines: Sequence[Mapping[str, Any]], path: Path | None) -> None:
    """Write a line each, where that was asked for."""
    if path:
        path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines), encoding="utf-8")


def build(bot: Bot, _chosen: argparse.Namespace) -> int:
    """Bring the index up to date."""
    built = bot.build(lambda done, of: _progress("embedding", done, of, sys.stderr))
    word = "nothing had changed" if not built.embedded else f"{built.embedded:,} embedded anew"
    sys.stdout.write(f"The index holds {built.passages:,} statements; {word}.\n")
    return OK


def feedback(bot: Bot, chosen: argparse.Namespace) -> int:
    """Learn from what people thought of answers."""
    from bot.terminal import feedback as learning

    return learning.run(bot, chosen, _ready)


def doctor(bot: Bot, chosen: argparse.Namespace) -> int:
    """Run every check, or the quick ones; 1 when one fails."""
    from bot import doctor as checks

    results = checks.examine(bot, quick=chosen.quick)
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
