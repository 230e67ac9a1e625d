"""The messages of a thread -> a short note by a language model, each sentence of which points at messages that say so.

Pure but for the call. What a person confirms is a proposal: a sentence without a known `[n]`, without words or with
figures that its messages don't have, and whatever may not stand in an answer, is left out. Nothing left is no summary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge import marks, messages, prompting, screening, sentences
from knowledge.calling import NoAnswer, Pen
from knowledge.composing import Cited
from knowledge.model import Grade
from knowledge.ports import Prompt
from knowledge.prompting import Words
from knowledge.screening import Rules
from lens_corpus.model import Lens

#: Messages that are shown, the last ones of a longer thread, and characters of each.
MOST_SAID, MOST_EACH = 80, 700
#: Characters of all of them together; the oldest give way.
MOST_TOGETHER = 24_000
#: Sentences and words that are kept.
MOST_SENTENCES, MOST_WORDS = 6, 150
UNSUPPORTED = "nothing in the summary stood up against the thread"


@dataclass(frozen=True)
class Told:
    """One message of a thread. `by` is who wrote it, and `ts` where it can be found; a model sees neither."""

    by: str
    ts: str
    text: str


@dataclass(frozen=True)
class Summary:
    """A note, and the messages that its numbers point at: the first is `[1]`. `dropped` says what was cut, and why."""

    text: str
    sources: tuple[Told, ...]
    dropped: tuple[tuple[str, str], ...] = ()


def summarise(pen: Pen, lens: Lens, question: str, thread: Sequence[Told]) -> Summary:
    """The summary of a thread under a question. NoAnswer where the model gives none, or none that stands up."""
    shown = legible(thread)
    if not shown:
        raise NoAnswer("nobody has written anything there")
    prompt = asked(pen.words, lens, question, shown)
    summary = checked(pen.write(prompt), shown, _rules(lens, question, prompt.system))
    if not summary.text:
        raise NoAnswer(UNSUPPORTED)
    return summary


def legible(thread: Sequence[Told]) -> tuple[Told, ...]:
    """The last messages with anything to read in them, as plain words and without orders to us, oldest first."""
    found: list[Told] = []
    room = MOST_TOGETHER
    for told in reversed(thread):
        text = messages.kept(messages.read(told.text, lambda _: ()))[0][:MOST_EACH]
        room -= len(text)
        if room < 0 or len(found) == MOST_SAID:
            break
        found += [Told(told.by, told.ts, text)] if text.strip() else []
    return tuple(reversed(found))


def asked(words: Words, lens: Lens, question: str, thread: Sequence[Told]) -> Prompt:
    """What the model is given. People are numbers to it."""
    about = lens.question(question)
    lines = [about.title, *(lens.practice(each).title for each in about.practices)]
    people = {by: place for place, by in enumerate(dict.fromkeys(told.by for told in thread), 1)}
    said = (
        prompting.block("said", told.text, f' number="{n}" from="person {people[told.by]}"')
        for n, told in enumerate(thread, 1)
    )
    return Prompt(words.summary, "\n".join([prompting.block("question", "\n".join(lines)), *said]))


def checked(text: str, thread: Sequence[Told], rules: Rules) -> Summary:
    """The sentences of a text that messages of this thread support, with numbers given anew by first use."""
    kept: list[tuple[str, tuple[int, ...]]] = []
    dropped: list[tuple[str, str]] = []
    for sentence in sentences.split(text, whole=True):
        words, cites, reason = _looked_at(sentence.text, thread, rules)
        if not reason and (words in [each for each, _ in kept] or _full(kept, words)):
            reason = "too much"
        if reason:
            dropped.append((sentence.text, reason))
        else:
            kept.append((words, cites))
    return _made(kept, thread, tuple(dropped))


def _looked_at(text: str, thread: Sequence[Told], rules: Rules) -> tuple[str, tuple[int, ...], str]:
    reason = screening.against(text, rules)
    if reason:
        return "", (), reason
    words, own = marks.clean(text), list(marks.stems(marks.unmarked(text)))
    known = [n for n in marks.cited(text) if 1 <= n <= len(thread)]
    cites = tuple(n for n in known if marks.shares(own, frozenset(marks.stems(thread[n - 1].text))))
    said = frozenset[str]().union(*(marks.figures(thread[n - 1].text) for n in cites))
    if not cites or not marks.telling(words):
        return "", (), "no support"
    return words, cites, "" if marks.figures(words) <= said else "invented figure"


def _full(kept: Sequence[tuple[str, tuple[int, ...]]], words: str) -> bool:
    so_far = sum(len(each.split()) for each, _ in kept)
    return len(kept) == MOST_SENTENCES or so_far + len(words.split()) > MOST_WORDS


def _made(
    kept: Sequence[tuple[str, tuple[int, ...]]], thread: Sequence[Told], dropped: tuple[tuple[str, str], ...]
) -> Summary:
    numbers = list(dict.fromkeys(n for _, cites in kept for n in cites))
    text = " ".join(_numbered(words, cites, numbers) for words, cites in kept)
    return Summary(text, tuple(thread[n - 1] for n in numbers), dropped)


def _numbered(words: str, cites: tuple[int, ...], numbers: Sequence[int]) -> str:
    """The sentence with its new numbers before the stop that ends it."""
    found = "".join(f"[{numbers.index(n) + 1}]" for n in cites)
    body, stop = (words[:-1], words[-1]) if words[-1] in ".!?…" else (words, ".")
    return f"{body} {found}{stop}"


def _rules(lens: Lens, question: str, instructions: str) -> Rules:
    practices: Iterator[Cited] = (
        Cited(n, lens, lens.practice(each), Grade.MAIN) for n, each in enumerate(lens.question(question).practices, 1)
    )
    return screening.rules(practices, instructions, None)
