"""A follow-up such as `and for batch?` -> a question that a search can find; used only if nothing was invented.

The person's own words stay what is judged and quoted: the rewritten question takes the place of the history, which is
what a follow-up's vector leans on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge import messages, prompting
from knowledge.model import Turn
from knowledge.ports import Purse, Stopped, Usage, Writer, WriterProblem
from knowledge.prompting import Words

MOST_WORDS, MOST_CHARACTERS = 60, 400
#: Of its content words, so many must have been said in the conversation.
SAID = 0.7
#: Tokens set aside for an answer of one line.
SET_ASIDE = 120
_CONTENT = re.compile(r"[a-z0-9]{3,}")


@dataclass(frozen=True)
class Rewritten:
    """The turns to search with. `question` is empty where the raw ones are kept; `problem` says why, for the log."""

    history: tuple[Turn, ...]
    question: str = ""
    problem: str = ""
    usage: Usage = field(default_factory=Usage)


def rewrite(
    writer: Writer, words: Words, raw: str, history: Sequence[Turn], purse: Purse, stopped: Stopped
) -> Rewritten:
    """The history to ask with: one turn that says it all, or the history as it is when there is nothing better."""
    as_it_is = tuple(history)
    if not history:
        return Rewritten(as_it_is)
    prompt = prompting.to_rewrite(words, messages.plain(raw), history)
    reserved = prompting.tokens(prompt) + SET_ASIDE
    if not purse.reserve(reserved):
        return Rewritten(as_it_is, problem="the day's limit is used up")
    usages: list[Usage] = []
    try:
        text = "".join(writer.write(prompt, stopped, usages.append))
    except WriterProblem as problem:
        return Rewritten(as_it_is, problem=str(problem), usage=sum(usages, Usage()))
    finally:
        purse.settle(reserved, sum(usages, Usage()))
    usage = sum(usages, Usage())
    question = accepted(text, raw, history)
    if not question:
        return Rewritten(as_it_is, problem="the rewritten question was not usable", usage=usage)
    return Rewritten((Turn("user", question),), question, usage=usage)


def accepted(text: str, raw: str, history: Sequence[Turn]) -> str:
    """The question if it is one line, no order to us, and made of what was said; else nothing."""
    question = messages.plain(text.strip()).strip("\"'“” ")
    if not question or "\n" in question or len(question) > MOST_CHARACTERS or len(question.split()) > MOST_WORDS:
        return ""
    own = _stems(question)
    said = _stems(" ".join([messages.plain(raw), *(messages.plain(turn.text) for turn in history)]))
    if messages.orders(question) or not own or len(own & said) < SAID * len(own):
        return ""
    return question


def _stems(text: str) -> set[str]:
    return {word[:6].rstrip("s") for word in _CONTENT.findall(text.lower())}
