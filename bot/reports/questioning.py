"""One question of a review as a part of its report: what was said, its risk, and why, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.reports.question_part import (
    Applies,
    CoveragePart,
    EvidencePart,
    Named,
    NotePart,
    PracticePart,
    QuestionPart,
    Quote,
    Settlement,
    View,
    WayPart,
    Who,
)
from bot.reports.reasons import reasons
from bot.reports.words import clean, one_line, web
from bot.review.model import WHOLE, Answer, Decision, Evidence, Fate, Mark, Proposal, Review, State
from bot.review.scoring import Coverage, Scored
from bot.review.ways_down import ways_down
from lens_corpus.model import Lens, Topic


@dataclass(frozen=True)
class Source:
    """Where a report is drawn from. `due` tells since when answers are stale, by question."""

    review: Review
    lens: Lens
    names: Mapping[str, str]
    due: Mapping[str, datetime]

    def who(self, person: str) -> Who:
        """A person by id; by the id alone where no name is known."""
        return Who(one_line(person), one_line(self.names.get(person, "")) or one_line(person) or "Somebody")

    def maybe(self, person: str) -> Who | None:
        """The same, None for nobody."""
        return self.who(person) if person else None


def named(known_as: str, name: str) -> Named:
    """A thing of the lens, fit to be written."""
    return Named(one_line(known_as), one_line(name))


def coverage(covered: Coverage) -> CoveragePart:
    """How practices stand, with the share worked out."""
    share = None if covered.share is None else round(covered.share, 4)
    counts = (covered.in_place, covered.missing, covered.not_sure, covered.not_applicable, covered.unsaid)
    return CoveragePart(*counts, share)


def question_part(scored: Scored, source: Source) -> QuestionPart:
    """Everything about one question."""
    question, lens = scored.question, source.lens
    answer = source.review.answer(question.id)
    return QuestionPart(
        id=one_line(question.id),
        title=one_line(question.title),
        why=one_line(question.why),
        pillar=_topic(lens.pillar(question.pillar)),
        phase=_topic(lens.phase(question.phase)),
        principles=tuple(_topic(each) for each in lens.principles if each.id in question.principles),
        standing=scored.standing,
        risk=scored.risk,
        at_least=scored.at_least,
        at_most=scored.at_most,
        reasons=reasons(scored, answer.reason(WHOLE)),
        ways=tuple(_ways(scored, lens)),
        coverage=coverage(scored.coverage),
        practices=tuple(_practice(each, answer, source) for each in question.practices),
        applies=_applies(answer, source),
        notes=tuple(NotePart(clean(each.text), source.who(each.by), each.at) for each in answer.notes),
        evidence=tuple(_evidence(each, source) for each in answer.evidence),
        asked=tuple(source.who(each) for each in source.review.asked(question.id)),
        skipped=question.id in source.review.skipped,
        answered_by=tuple(source.who(each) for each in dict.fromkeys(mark.by for mark in answer.marks)),
        answered_at=answer.at,
        confirmed_by=source.maybe(answer.confirmed_by),
        confirmed_at=answer.confirmed_at,
        stale_since=source.due.get(question.id),
    )


def _ways(scored: Scored, lens: Lens) -> Iterator[WayPart]:
    ways = ways_down(scored, lens)
    for way in dict.fromkeys((*ways.to_medium, *ways.to_none)):
        practices = tuple(named(each, lens.practice(each).title) for each in way.practices)
        yield WayPart(practices, way.effort, way.to)


def _practice(practice: str, answer: Answer, source: Source) -> PracticePart:
    about = source.lens.practice(practice)
    return PracticePart(
        id=one_line(practice),
        title=one_line(about.title),
        url=web(about.url),
        level=about.risk,
        effort=about.effort,
        state=answer.state(practice),
        disputed=answer.disputed(practice),
        views=tuple(_view(each, source) for each in answer.views(practice)),
        settled=_settled(practice, answer, source),
        quotes=tuple(_quotes(practice, answer.question, source)),
    )


def _applies(answer: Answer, source: Source) -> Applies:
    """Who says what of the whole question. That it applies is said by every tick, and told only where it is doubted."""
    views = answer.views(WHOLE)
    doubted = any(each.state is not State.APPLIES for each in views)
    told = tuple(_view(each, source) for each in views) if doubted else ()
    return Applies(answer.applies, answer.disputed(WHOLE), told, _settled(WHOLE, answer, source))


def _settled(practice: str, answer: Answer, source: Source) -> tuple[Settlement, ...]:
    return tuple(_settlement(each, source) for each in answer.decisions if each.mark.practice == practice)


def _settlement(decision: Decision, source: Source) -> Settlement:
    return Settlement(_view(decision.mark, source), tuple(_view(each, source) for each in decision.overruled))


def _view(mark: Mark, source: Source) -> View:
    return View(mark.state, source.who(mark.by), mark.at, one_line(mark.reason))


def _quotes(practice: str, question: str, source: Source) -> Iterator[Quote]:
    """What was said in people's own words and stands: confirmed by somebody, or waiting for it."""
    mine = [p for p in source.review.proposals if (p.question, p.practice) == (question, practice)]
    for each in mine:
        if each.fate in (Fate.CONFIRMED, Fate.PENDING):
            yield _quote(each, source)


def _quote(said: Proposal, source: Source) -> Quote:
    confirmed = source.maybe(said.settled_by) if said.fate is Fate.CONFIRMED else None
    return Quote(one_line(said.quote), said.says, source.who(said.by), said.at, confirmed)


def _evidence(evidence: Evidence, source: Source) -> EvidencePart:
    return EvidencePart(
        kind=evidence.kind,
        title=one_line(evidence.title),
        reference=clean(evidence.reference),
        url=web(evidence.reference),
        practice=one_line(evidence.practice),
        by=source.who(evidence.by),
        at=evidence.at,
    )


def _topic(topic: Topic) -> Named:
    return named(topic.id, topic.name)
