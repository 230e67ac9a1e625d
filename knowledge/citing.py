"""A model's text and what it was shown -> the part of it that is supported, as lines of an Answer.

Pure. `[n]` is resolved against what was shown: an unknown number is dropped, and so is one whose practice shares no
words with the sentence; a sentence left without a number is removed. Numbers are given anew by first use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge import marks, prompting, screening, sentences
from knowledge.composing import Cited
from knowledge.model import Answer, Citation, Grade, Line, Span
from knowledge.screening import Rules
from knowledge.sentences import Sentence

#: Words of model text that are kept, cut at a sentence's end.
MOST_WORDS = 260
#: Fewer supported words than this are no answer.
FEWEST_WORDS = 8
TOO_LONG = "too long"
_LEAD = re.compile(r"\s*\*\*([^*]+)\*\*[.:]?\s*(?=\S)")


@dataclass(frozen=True)
class Checked:
    """What stood up. `numbers` are those the model was shown, in the order of their first use."""

    lines: tuple[Line, ...]
    numbers: tuple[int, ...]
    dropped: tuple[tuple[str, str], ...]

    @property
    def full(self) -> bool:
        """Whether there is more than an answer may hold."""
        return any(reason == TOO_LONG for _, reason in self.dropped)

    @property
    def words(self) -> int:
        """How much text is left."""
        return sum(len(span.text.split()) for line in self.lines for span in line.spans)


@dataclass(frozen=True)
class Source:
    """What is needed to check text against: practices by number, the words of each, and what may never be said.

    `seen` remembers sentences that were looked at, because a text that grows is checked again and again.
    """

    practices: Mapping[int, Cited]
    words: Mapping[int, frozenset[str]]
    rules: Rules
    seen: dict[str, tuple[tuple[Span, ...], str]] = field(default_factory=dict, compare=False, repr=False)


def source(practices: Sequence[Cited], rules: Rules) -> Source:
    """To be made once an answer."""
    return Source(
        {each.number: each for each in practices},
        {each.number: frozenset(marks.stems(" ".join(prompting.statements(each.practice)))) for each in practices},
        rules,
    )


def check(text: str, shown: Source, before: Sequence[int] = (), *, whole: bool = True) -> Checked:
    """The supported sentences of a text. `before`: numbers that an opening uses already.

    Without `whole`, of a text that still grows: what is given then is the beginning of what is given later.
    """
    lines: list[tuple[int, Line]] = []
    numbers = list(dict.fromkeys(before))
    dropped: list[tuple[str, str]] = []
    said: set[str] = set()
    words = 0
    for sentence in sentences.split(text, whole=whole):
        spans, reason = _supported(sentence, shown, said, words)
        if reason:
            dropped.append((sentence.text, reason))
            words = MOST_WORDS if reason == TOO_LONG else words
            continue
        said.add(spans[-1].text)
        words += sum(len(span.text.split()) for span in spans)
        numbers += [each for each in spans[-1].cites if each not in numbers]
        _add(lines, sentence, spans)
    renumbered = {number: place for place, number in enumerate(numbers, 1)}
    return Checked(tuple(_renumbered(line, renumbered) for _, line in lines), tuple(numbers), tuple(dropped))


def answer(corpus: Answer, opening: Sequence[Line], checked: Checked, closing: Sequence[Line] = ()) -> Answer:
    """The corpus's answer with its verdict, evidence and question back, in checked words.

    The opening's numbers are still the corpus's; practices that are no longer referred to are listed after the others.
    """
    renumbered = {number: place for place, number in enumerate(checked.numbers, 1)}
    lead = tuple(_renumbered(line, renumbered) for line in opening)
    return replace(corpus, lines=(*lead, *checked.lines, *closing), citations=_citations(corpus, checked.numbers))


def enough(checked: Checked) -> bool:
    """Whether what stood up is worth posting."""
    return checked.words >= FEWEST_WORDS


def used(lines: Sequence[Line]) -> tuple[int, ...]:
    """The numbers in these lines, by first use."""
    return tuple(dict.fromkeys(number for line in lines for span in line.spans for number in span.cites))


def _supported(sentence: Sentence, shown: Source, said: set[str], words: int) -> tuple[tuple[Span, ...], str]:
    """The sentence as spans, or why it has to go."""
    if sentence.text not in shown.seen:
        shown.seen[sentence.text] = _looked_at(sentence.text, shown)
    spans, reason = shown.seen[sentence.text]
    if not reason and spans[-1].text in said:
        return (), "said before"
    if not reason and words + sum(len(span.text.split()) for span in spans) > MOST_WORDS:
        return (), TOO_LONG
    return spans, reason


def _looked_at(text: str, shown: Source) -> tuple[tuple[Span, ...], str]:
    reason = screening.against(text, shown.rules)
    cites = () if reason else _resolved(text, shown)
    spans = _spans(text, cites) if cites else ()
    return spans, reason or ("" if spans else "no support")


def _resolved(text: str, shown: Source) -> tuple[int, ...]:
    """The numbers in a sentence that were shown and that support it."""
    own = list(marks.stems(marks.unmarked(text)))
    return tuple(n for n in marks.cited(text) if n in shown.practices and marks.shares(own, shown.words[n]))


def _spans(text: str, cites: tuple[int, ...]) -> tuple[Span, ...]:
    lead, rest = _led(text)
    if not marks.telling(rest):
        return ()
    return (*((Span(f"{lead} ", strong=True),) if lead else ()), Span(rest, cites))


def _led(text: str) -> tuple[str, str]:
    """A bold beginning that stands by itself, and the rest."""
    found = _LEAD.match(text)
    rest = marks.clean(text[found.end() :]) if found else ""
    if found is None or not rest[:1].isupper():
        return "", marks.clean(text)
    lead = marks.clean(found[1])
    return lead if lead.endswith((".", "!", "?", ":")) else f"{lead}.", rest


def _add(lines: list[tuple[int, Line]], sentence: Sentence, spans: tuple[Span, ...]) -> None:
    if lines and lines[-1][0] == sentence.block:
        first = replace(spans[0], text=f" {spans[0].text}")
        lines[-1] = (sentence.block, replace(lines[-1][1], spans=(*lines[-1][1].spans, first, *spans[1:])))
    else:
        lines.append((sentence.block, Line(spans, sentence.kind)))


def _renumbered(line: Line, numbers: Mapping[int, int]) -> Line:
    return replace(line, spans=tuple(replace(s, cites=tuple(numbers[n] for n in s.cites)) for s in line.spans))


def _citations(corpus: Answer, numbers: Sequence[int]) -> tuple[Citation, ...]:
    known = {each.number: each for each in corpus.citations}
    rest = [number for number in known if number not in numbers]
    return tuple(
        replace(known[number], number=place, grade=Grade.MAIN if number in numbers else Grade.SEE_ALSO)
        for place, number in enumerate([*numbers, *rest], 1)
    )
