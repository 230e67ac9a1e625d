"""Question, history, numbered practices, the channel's own notes and review -> what a language model is given.

Pure. Whatever somebody else wrote (message, thread, notes, review, lens) stands in a block of its own with its angle
brackets escaped, so that no text can close its block and speak as if it were ours.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge import messages, screening
from knowledge.composing import Cited
from knowledge.model import Answer, Grade, Turn, Verdict
from knowledge.ports import Prompt
from lens_corpus.model import Lens, Practice, Step

#: Turns of a conversation that are shown, and characters of each.
MOST_TURNS, MOST_TURN = 6, 700
#: Lines of notes and of a review that are shown, and characters of each.
MOST_LINES, MOST_LINE = 12, 300
#: Characters a token, roughly; only for estimates before a call.
CHARACTERS_A_TOKEN = 3.5


@dataclass(frozen=True)
class Words:
    """The instructions, by what they are for."""

    answer: str
    judge: str
    rewrite: str
    reply: str
    summary: str
    wording: str


@dataclass(frozen=True)
class Channel:
    """What one channel has told us: notes about its stack, and lines on where its review stands. Never another's."""

    notes: tuple[str, ...] = ()
    review: tuple[str, ...] = ()


NOBODY = Channel()


def shown(answer: Answer, lenses: Mapping[str, Lens]) -> tuple[Cited, ...]:
    """The practices that a corpus-written answer cites, under its numbers: all that a model gets to see."""
    return tuple(
        Cited(each.number, lenses[each.lens], lenses[each.lens].practice(each.id), each.grade)
        for each in answer.citations
    )


def to_answer(
    words: Words,
    practices: Sequence[Cited],
    message: str,
    history: Sequence[Turn],
    channel: Channel,
    opening: str,
    verdict: Verdict | None,
) -> Prompt:
    """For the prose of an answer. `opening` is what stands above it already."""
    blocks = [
        *(_practice(each, whole=each.grade is Grade.MAIN) for each in practices),
        *(block("note", note[:MOST_LINE]) for note in channel.notes[:MOST_LINES]),
        *(block("review", line[:MOST_LINE]) for line in channel.review[:MOST_LINES]),
        *_conversation(message, history),
        block("opening", opening or "(nothing)"),
        block("task", TASKS[verdict]),
    ]
    return Prompt(words.answer, "\n".join(blocks))


TASKS: Mapping[Verdict | None, str] = {
    None: "Answer the question: what to do, the first steps, and what to measure.",
    Verdict.ON_TRACK: "They do it well. Say how to see that it stays so, what proves it, and one thing to weigh.",
    Verdict.AT_RISK: "They are exposed. Say what can go wrong, what to do, and the first steps.",
    Verdict.MIXED: "Part of it is there. Say what closes the gap first, and the first steps.",
    Verdict.UNCLEAR: "It isn't decided yet. Say in two or three sentences what it should come to, whichever they pick.",
}


def to_judge(words: Words, practices: Sequence[Cited], message: str, history: Sequence[Turn]) -> Prompt:
    """For a second reading of a described practice."""
    spoken = [each for each in practices if each.grade is Grade.MAIN] or practices[:1]
    return Prompt(words.judge, "\n".join([*(_signs(each) for each in spoken), *_conversation(message, history)]))


def to_rewrite(words: Words, message: str, history: Sequence[Turn]) -> Prompt:
    """For a question that stands on its own."""
    return Prompt(words.rewrite, "\n".join(_conversation(message, history)))


def lines(notes: str) -> tuple[str, ...]:
    """A channel's notes in pieces that are shown whole."""
    return tuple(piece for line in notes.splitlines() for piece in textwrap.wrap(line, MOST_LINE))


def tokens(prompt: Prompt) -> int:
    """About how many tokens it will be counted as."""
    return tokens_of(prompt.system) + tokens_of(prompt.text)


def tokens_of(text: str) -> int:
    """About how many tokens a text is."""
    return int(len(text) / CHARACTERS_A_TOKEN) + 1


def block(name: str, text: str, mark: str = "") -> str:
    """Somebody's text as data: it cannot end its block, whatever it holds."""
    inside = screening.visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{name}{mark}>\n{inside.strip()}\n</{name}>"


def _conversation(message: str, history: Sequence[Turn]) -> Iterator[str]:
    for turn in history[-MOST_TURNS:]:
        who = "lensbot" if turn.role == "bot" else "person"
        yield block("earlier", messages.plain(turn.text)[:MOST_TURN], f' from="{who}"')
    yield block("message", message)


def _practice(cited: Cited, *, whole: bool) -> str:
    return block("practice", "\n".join(statements(cited.practice, whole=whole)), f' number="{cited.number}"')


def statements(practice: Practice, *, whole: bool = True) -> Iterator[str]:
    """What a practice says, a line each; without `whole`, only what is needed to point to it."""
    yield f"{practice.title}. Advice: {practice.advice}"
    yield f"Why: {practice.why}"
    if not whole:
        return
    yield f"Meaning: {practice.meaning}"
    yield from (f"Sign of good: {sign}" for sign in practice.good)
    yield from (f"Sign of trouble: {sign}" for sign in practice.trouble)
    yield from (f"Step: {_step(step)}" for step in practice.steps)
    yield from (f"Step on AWS: {_step(step)}" for step in practice.aws_steps)
    yield from (f"Measure: {measure}" for measure in practice.measures)
    yield from (f"Evidence: {each}" for each in practice.evidence)
    yield from (f"To weigh: {tension.text}" for tension in practice.tensions)


def _step(step: Step) -> str:
    return f"{step.lead}. {step.text}"


def _signs(cited: Cited) -> str:
    lines = [f"{cited.practice.title}", *(f"Good: {sign}" for sign in cited.practice.good)]
    lines += [f"Trouble: {sign}" for sign in cited.practice.trouble]
    return block("practice", "\n".join(lines), f' number="{cited.number}"')
