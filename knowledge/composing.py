"""The answer in words, written from the corpus alone: what a colleague would reply, about 200 words at most.

Pure. Every statement that comes from a practice carries that practice's number; words of the person's own are
marked as quoted, so that each surface can escape them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import (
    Answer,
    AskBack,
    Citation,
    Evidence,
    Grade,
    Line,
    LineKind,
    Option,
    Ranked,
    Side,
    Span,
    Verdict,
)
from knowledge.stack import Fit
from lens_corpus.model import Lens, Practice, Step

#: Words of an answer's text beyond which optional parts are left out.
MOST_WORDS = 190
_WITHOUT_STEPS = (Verdict.ON_TRACK, Verdict.UNCLEAR)
ASK = "Which of these is closer to how it is with you?"
ASK_AGAIN = "One more, and it is settled: which of these is closer?"
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


@dataclass(frozen=True)
class Judgement:
    """What is said of a described practice; all empty where somebody only asked."""

    verdict: Verdict | None = None
    evidence: tuple[Evidence, ...] = ()
    ask_back: AskBack | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class Cited:
    """A practice with its lens and the number under which the text refers to it."""

    number: int
    lens: Lens
    practice: Practice
    grade: Grade


#: The steps as they are in the lens.
ANYBODY = Fit()


def write(
    cited: Sequence[Cited],
    judgement: Judgement,
    ranking: Sequence[Ranked],
    notes: Sequence[str] = (),
    fit: Fit = ANYBODY,
) -> Answer:
    """The answer about these practices, the first of them being what it is mostly about. `fit` orders their steps."""
    lines = list(_opening(cited, judgement))
    for line in _optional(cited, judgement, fit):
        if _words([*lines, line]) <= MOST_WORDS:
            lines.append(line)
    compared = fit.compared(_gap(cited, judgement).practice) if judgement.verdict not in _WITHOUT_STEPS else ""
    lines += [Line((Span(note),)) for note in (compared, *notes) if note]
    return Answer(
        lines=tuple(lines),
        citations=tuple(_citation(each) for each in cited),
        verdict=judgement.verdict,
        evidence=judgement.evidence,
        ask_back=judgement.ask_back,
        confidence=judgement.confidence,
        ranking=tuple(ranking),
    )


def decline(reason: str) -> Answer:
    """An answer that says why there is none."""
    return Answer(lines=(Line((Span(reason),)),), abstained=True)


def ask_back(practice: Practice, aspect: int, then: int | None = None, before: tuple[Evidence, ...] = ()) -> AskBack:
    """The choice between the two ends of one aspect of a practice; after earlier picks, the last one."""
    options = (
        Option(practice.good[aspect], Side.GOOD, aspect),
        Option(practice.trouble[aspect], Side.TROUBLE, aspect),
    )
    return AskBack(practice.id, ASK_AGAIN if before else ASK, options, then, before)


def settled(practice: Practice, asked: AskBack, picked: Option, *, further: bool) -> Judgement:
    """What a pick decides: trouble at once, together with an earlier good pick as mixed; good for good.

    `further` lets one more aspect be asked about after a first good pick, never a third.
    """
    evidence = (*asked.before, Evidence(practice.id, picked.side, picked.text, picked.text))
    if picked.side is Side.TROUBLE:
        good = any(each.side is Side.GOOD for each in asked.before)
        return Judgement(Verdict.MIXED if good else Verdict.AT_RISK, evidence)
    known = asked.then is not None and asked.then < min(len(practice.good), len(practice.trouble))
    if asked.then is None or asked.before or not (further and known):
        return Judgement(Verdict.ON_TRACK, evidence)
    return Judgement(Verdict.ON_TRACK, evidence, ask_back(practice, asked.then, before=evidence))


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence."""
    return _SENTENCE.split(text, maxsplit=1)[0]


def _opening(cited: Sequence[Cited], judgement: Judgement) -> Iterator[Line]:
    if judgement.verdict is None:
        yield Line((_advice(cited[0]),))
    elif judgement.verdict is Verdict.UNCLEAR:
        yield from _unclear(cited[0], judgement)
    else:
        yield from _judged(cited, judgement)


def _unclear(first: Cited, judgement: Judgement) -> Iterator[Line]:
    title = Span(f"this is about “{first.practice.title}”", (first.number,))
    yield Line(
        (
            Span("I can't tell yet. ", strong=True),
            Span("As I read it, "),
            title,
            Span(", and what you wrote doesn't decide it."),
        )
    )
    yield from _asked_back(first, judgement)
    yield Line((Span("What it should come to: "), _advice(first)))


def _asked_back(first: Cited, judgement: Judgement) -> Iterator[Line]:
    if judgement.ask_back:
        yield Line((Span(judgement.ask_back.text),))
        yield from (
            Line((Span(option.text, (first.number,)),), LineKind.CHOICE) for option in judgement.ask_back.options
        )


def _judged(cited: Sequence[Cited], judgement: Judgement) -> Iterator[Line]:
    assert judgement.verdict is not None  # noqa: S101 - the caller has looked; the type checker has not
    names = {Verdict.ON_TRACK: "On track. ", Verdict.AT_RISK: "At risk. ", Verdict.MIXED: "Mixed. "}
    head = Span(names[judgement.verdict], strong=True)
    numbers = {each.practice.id: each.number for each in cited}
    seen = [each for each in judgement.evidence if each.practice in numbers]
    for place, evidence in enumerate(seen):
        spans = _evidence(evidence, numbers[evidence.practice], again=place > 0)
        yield Line((head, *spans) if place == 0 else spans)
    first = cited[0]
    if not seen:
        yield Line((head, _advice(first)))
        return
    yield from _asked_back(first, judgement)
    if judgement.verdict is not Verdict.ON_TRACK:
        gap = _gap(cited, judgement)
        yield Line((Span(first_sentence(gap.practice.why), (gap.number,)), Span(" What to do: "), _advice(gap)))


def _gap(cited: Sequence[Cited], judgement: Judgement) -> Cited:
    troubled = [each.practice for each in judgement.evidence if each.side is Side.TROUBLE]
    return next((each for each in cited if each.practice.id in troubled), cited[0])


def _evidence(evidence: Evidence, number: int, *, again: bool) -> tuple[Span, ...]:
    looks = {
        (Side.GOOD, False): " is what good looks like here",
        (Side.TROUBLE, False): " is what trouble looks like here",
        (Side.GOOD, True): " is a strength",
        (Side.TROUBLE, True): " is a gap",
    }[evidence.side, again]
    if evidence.words == evidence.sign:  # picked, not written: nothing is gained by saying it twice
        return (Span(evidence.words.rstrip("."), (number,), quoted=True), Span(f"{looks}."))
    return (Span(evidence.words, quoted=True), Span(f"{looks}: "), Span(evidence.sign, (number,)))


def _optional(cited: Sequence[Cited], judgement: Judgement, fit: Fit) -> Iterator[Line]:
    """In order of worth; what doesn't fit is left out."""
    first = _gap(cited, judgement)
    if judgement.verdict is Verdict.ON_TRACK:
        yield from _keeping(first)
    elif judgement.verdict is not Verdict.UNCLEAR:
        yield from (_step(step, first.number) for step in fit.steps(first.practice))
        yield Line((Span("To tell that it works, measure: "), Span(_bare(first.practice.measures[0]), (first.number,))))
    for other in cited:
        if other is not first and other.grade is Grade.MAIN:
            lead = Span("Closely related: " if judgement.verdict is None else "Look at this as well: ")
            yield Line((lead, _advice(other)))


def _keeping(first: Cited) -> Iterator[Line]:
    practice = first.practice
    yield Line((Span("To see that it stays so, measure: "), Span(_bare(practice.measures[0]), (first.number,))))
    yield Line((Span("What a reviewer would want to see: "), Span(_bare(practice.evidence[0]), (first.number,))))
    if practice.tensions:
        other = practice.tensions[0]
        yield Line((Span("One thing to weigh: "), Span(first_sentence(other.text), (first.number,))))


def _step(step: Step, number: int) -> Line:
    return Line((Span(f"{step.lead}. ", strong=True), Span(first_sentence(step.text), (number,))), LineKind.STEP)


def _advice(cited: Cited) -> Span:
    return Span(cited.practice.advice, (cited.number,))


def _bare(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _words(lines: Sequence[Line]) -> int:
    return sum(len(span.text.split()) for line in lines for span in line.spans)


def _citation(cited: Cited) -> Citation:
    practice = cited.practice
    return Citation(
        number=cited.number,
        lens=cited.lens.id,
        id=practice.id,
        title=practice.title,
        url=practice.url,
        pillar=cited.lens.pillar(practice.pillar).name,
        risk=practice.risk.value,
        grade=cited.grade,
    )
