"""Answers in a language model's words, where there is a model and the channel wants it. Optional from end to end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.channel_rules import ChannelRules
from bot.places import Place
from knowledge import prompting, rewriting
from knowledge.model import Answer, Turn
from knowledge.ports import Purse, Stopped
from knowledge.prompting import Channel
from knowledge.writing import OnText, Writing

_LOG = logging.getLogger("lensbot.model")


@dataclass(frozen=True)
class Prose:
    """The model, and each channel's purse."""

    writing: Writing
    purse: Callable[[Place], Purse]

    def question(self, place: Place, text: str, history: Sequence[Turn], stopped: Stopped) -> tuple[Turn, ...]:
        """The turns to search with: a follow-up is made a question that stands by itself, where that can be done."""
        found = rewriting.rewrite(self.writing.writer, self.writing.words, text, history, self.purse(place), stopped)
        if found.problem:
            _LOG.info("The question was not rewritten: %s", found.problem)
        return found.history

    def write(
        self,
        place: Place,
        answer: Answer,
        text: str,
        history: Sequence[Turn],
        rules: ChannelRules,
        review: tuple[str, ...],
        on_text: OnText,
        stopped: Stopped,
    ) -> tuple[Answer, str]:
        """The answer, and a note for the small print; the corpus's own answer wherever the model's comes to nothing."""
        channel = Channel(notes=prompting.lines(rules.notes), review=review)
        written = self.writing.write(answer, text, history, channel, on_text, stopped, self.purse(place))
        if written.problem:
            _LOG.warning("The language model's answer was not used: %s", written.problem)
        return written.answer, written.note
