"""An answer in a language model's words, never less grounded than the corpus-written one that it starts from.

Orchestration: budget, a second reading where something was judged, the draft, the checks, and the way back. Any
failure, and any draft of which too little stands up, ends in the corpus-written answer with a quiet note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from knowledge import citing, messages, prompting, screening, second_opinion
from knowledge.citing import Checked, Source
from knowledge.composing import Cited
from knowledge.model import Answer, Line, LineKind, Span, Turn
from knowledge.ports import Prompt, Purse, Stopped, Trouble, Usage, Writer, WriterProblem
from knowledge.prompting import NOBODY, Channel, Words
from lens_corpus.model import Lens

#: Called with the answer as far as it has been checked; each time it begins with what was there before.
OnText = Callable[[Answer], None]
T = TypeVar("T")
#: Tokens set aside for what a model writes in one call.
SET_ASIDE = 900
#: Characters of a draft that are read; more is a model that doesn't find an end.
MOST_CHARACTERS = 8000


class Outcome(StrEnum):
    """Who wrote the answer, or why nobody did."""

    WRITTEN = "written"
    CORPUS = "corpus"
    FELL_BACK = "fell_back"
    STOPPED = "stopped"


FAILED = "The language model didn't answer this time, so this is written from the lens alone."
USED_UP = "Today's limit for the language model is used up; this is written from the lens alone."
UNSUPPORTED = "The language model's text didn't stand up against the lens, so this is written from the lens alone."


@dataclass(frozen=True)
class Written:
    """The answer to post. `note` is for small print below it, `problem` for the log, `dropped` says what was cut."""

    answer: Answer
    outcome: Outcome
    note: str = ""
    problem: str = ""
    trouble: Trouble | None = None
    usage: Usage = field(default_factory=Usage)
    dropped: tuple[tuple[str, str], ...] = ()
    kept: int = 0


class Endless:
    """A purse without limits, for a terminal or an evaluation."""

    def reserve(self, tokens: int) -> bool:
        """Always."""
        return tokens >= 0

    def settle(self, reserved: int, usage: Usage) -> None:
        """Nobody counts."""


@dataclass(frozen=True)
class Asked:
    """What a draft is about: the corpus's answer, the message without orders to us, and the channel's own context."""

    corpus: Answer
    message: str
    history: tuple[Turn, ...]
    channel: Channel
    practices: tuple[Cited, ...]


@dataclass(frozen=True)
class Writing:
    """Writes with this model from these lenses. `judges`: whether it also reads described practices a second time."""

    writer: Writer
    words: Words
    lenses: Mapping[str, Lens]
    judges: bool = True

    def write(
        self,
        answer: Answer,
        raw: str,
        history: Sequence[Turn] = (),
        channel: Channel = NOBODY,
        on_text: OnText = lambda _: None,
        stopped: Stopped = lambda: False,
        purse: Purse | None = None,
    ) -> Written:
        """The answer in the model's words, or the one given. `on_text` gets what is checked, as it grows."""
        if answer.abstained or not answer.citations:
            return Written(answer, Outcome.CORPUS)
        message, _ = messages.kept(messages.read(raw, lambda _: ()))
        asked = Asked(answer, message, tuple(history), channel, prompting.shown(answer, self.lenses))
        return _Draft(self, asked, purse or Endless(), stopped, on_text, answer).made()


class _UsedUp(Exception):
    """A limit of the day stands in the way of a call."""


@dataclass
class _Draft:
    """One answer on its way. `best` is what is posted if the model's prose comes to nothing."""

    by: Writing
    asked: Asked
    purse: Purse
    stopped: Stopped
    on_text: OnText
    best: Answer
    usages: list[Usage] = field(default_factory=list)

    def made(self) -> Written:
        try:
            self.best = self._judged()
            opening = beginning(self.best)
            checked = self._drafted(opening)
        except WriterProblem as problem:
            return self._back(FAILED, str(problem), problem.kind)
        except _UsedUp:
            return self._back(USED_UP, "a limit of the day")
        return self._finished(opening, checked)

    def _finished(self, opening: Sequence[Line], checked: Checked) -> Written:
        if self.stopped():
            return Written(self.best, Outcome.STOPPED, usage=self._usage(), dropped=checked.dropped)
        if not citing.enough(checked):
            return self._back(UNSUPPORTED, "too little stood up", dropped=checked.dropped)
        whole = citing.answer(self.best, opening, checked, ending(self.best))
        kept = sum(bool(span.cites) for line in checked.lines for span in line.spans)
        return Written(whole, Outcome.WRITTEN, usage=self._usage(), dropped=checked.dropped, kept=kept)

    def _judged(self) -> Answer:
        """The corpus's answer, with the model's doubts where it has any that count."""
        asked = self.asked
        if asked.corpus.verdict is None or not self.by.judges:
            return asked.corpus
        prompt = prompting.to_judge(self.by.words, asked.practices, asked.message, asked.history)
        fill = self.by.writer.fill
        try:
            said = self._paid(prompt, lambda: fill(prompt, second_opinion.SHAPE, self.stopped, self.usages.append))
        except WriterProblem as problem:
            if problem.kind not in (Trouble.BROKEN, Trouble.CUT_OFF, Trouble.REFUSED):
                raise
            return asked.corpus
        opinion = second_opinion.proven(said, asked.message, asked.practices)
        return second_opinion.weigh(asked.corpus, opinion, asked.practices)

    def _drafted(self, opening: Sequence[Line]) -> Checked:
        asked, verdict = self.asked, self.best.verdict
        above = Answer(tuple(opening)).text
        prompt = prompting.to_answer(
            self.by.words, asked.practices, asked.message, asked.history, asked.channel, above, verdict
        )
        source = citing.source(asked.practices, screening.rules(asked.practices, prompt.system, verdict))
        return self._paid(prompt, lambda: self._streamed(prompt, source, opening))

    def _streamed(self, prompt: Prompt, source: Source, opening: Sequence[Line]) -> Checked:
        before = citing.used(opening)
        text, shown = "", -1
        with closing(self.by.writer.write(prompt, self.stopped, self.usages.append)) as pieces:
            for piece in pieces:
                text += piece
                checked = citing.check(text, source, before, whole=False)
                if checked.words > shown and (opening or checked.lines):
                    shown = checked.words
                    self.on_text(citing.answer(self.best, opening, checked))
                if checked.full or len(text) > MOST_CHARACTERS:
                    break
        return citing.check(text, source, before, whole=_complete(text))

    def _paid(self, prompt: Prompt, call: Callable[[], T]) -> T:
        """A call within the day's limits; _UsedUp where they leave no room for it."""
        reserved = prompting.tokens(prompt) + SET_ASIDE
        if not self.purse.reserve(reserved):
            raise _UsedUp
        so_far = len(self.usages)
        try:
            return call()
        finally:
            self.purse.settle(reserved, sum(self.usages[so_far:], Usage()))

    def _usage(self) -> Usage:
        return sum(self.usages, Usage())

    def _back(
        self, note: str, problem: str, trouble: Trouble | None = None, dropped: tuple[tuple[str, str], ...] = ()
    ) -> Written:
        return Written(self.best, Outcome.FELL_BACK, note, problem, trouble, self._usage(), dropped)


def beginning(answer: Answer) -> tuple[Line, ...]:
    """What stays as the corpus has it above a model's prose: verdict, evidence, the question back and its choices.

    Where nothing was judged, what it is about: that can be read while the model's first sentence is still growing.
    """
    choices = [place for place, line in enumerate(answer.lines) if line.kind is LineKind.CHOICE]
    if choices:
        return answer.lines[: choices[-1] + 1]
    if answer.verdict is None:
        first = answer.citations[0]
        return (Line((Span("As I read it, this is about "), Span(f"“{first.title}”", (first.number,)), Span("."))),)
    after = next((n for n, line in enumerate(answer.lines) if n and not any(s.quoted for s in line.spans)), None)
    return answer.lines[:after]


def ending(answer: Answer) -> tuple[Line, ...]:
    """Our notes at the end: lines that stand on no practice."""
    notes = 0
    for line in reversed(answer.lines):
        if line.kind is not LineKind.SAY or any(span.cites or span.quoted for span in line.spans):
            break
        notes += 1
    return answer.lines[len(answer.lines) - notes :]


def _complete(text: str) -> bool:
    """Whether the text ends where a sentence does, so that one cut off in the middle isn't shown."""
    return text.rstrip().endswith((".", "!", "?", "…", "]", "】", "”", '"', ")", "*"))
