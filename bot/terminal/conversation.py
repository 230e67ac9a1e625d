"""A conversation in a terminal: ask, follow up, pick what is asked back."""

from __future__ import annotations

from typing import TextIO

from bot.terminal import rendering
from knowledge.answering import Answering
from knowledge.model import Answer, AskBack, Turn

WELCOME = (
    "Ask how something should be done, or describe what your team does.\n"
    "For example: we retrain by hand every quarter, is that ok?\n"
    "An empty line or Ctrl-D ends it.\n"
)
PROMPT = "\nyou> "
#: Turns that are remembered.
MEMORY = 6


def hold(answering: Answering, source: TextIO, out: TextIO) -> int:
    """Read messages and answer them until an empty line or the end of the input."""
    out.write(WELCOME)
    history: list[Turn] = []
    asked: AskBack | None = None
    while True:
        out.write(PROMPT)
        out.flush()
        line = source.readline()
        if not line.strip():
            out.write("\n")
            return 0
        answer = _reply(answering, line.strip(), history, asked)
        show(answer, out)
        asked = answer.ask_back
        history = [*history, Turn("user", line.strip()), Turn("bot", answer.text)][-MEMORY:]


def show(answer: Answer, out: TextIO) -> None:
    """With colour and links in a terminal, plain where the output goes elsewhere."""
    if out.isatty():
        from rich.console import Console

        rendering.show(answer, Console(file=out, highlight=False))
    else:
        out.write(rendering.plain(answer))


def _reply(answering: Answering, line: str, history: list[Turn], asked: AskBack | None) -> Answer:
    place = "ab".find(line.strip(" .)").lower()) if len(line.strip(" .)")) == 1 else -1
    if asked and 0 <= place < len(asked.options):
        return answering.settle(asked, asked.options[place])
    return answering.ask(line, history)
