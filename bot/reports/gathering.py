"""From a review and its lens to a `Report`: everything that any file says is worked out here, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from bot.reports.content import (
    Compared,
    Counts,
    LensPart,
    MilestonePart,
    PlanItem,
    PracticeMoved,
    QuestionMoved,
    Report,
    RollUp,
    ScopePart,
    WorkloadPart,
)
from bot.reports.question_part import Named
from bot.reports.questioning import Source, coverage, named, question_part
from bot.reports.words import one_line, web
from bot.review.comparing import compare
from bot.review.freshness import DEFAULT, Shelf, knows, stale
from bot.review.model import Review, Scope, ScopeKind
from bot.review.outcomes import outcomes
from bot.review.planning import Gap, plan_of, top_per_pillar
from bot.review.scoring import Part, Score, Standing, score
from bot.usecases.reviewing_ports import Milestone
from lens_corpus.model import Lens, Question, Topic


def gather(
    review: Review,
    lens: Lens,
    *,
    now: datetime,
    names: Mapping[str, str] | None = None,
    milestones: Sequence[Milestone] = (),
    shelf: Shelf = DEFAULT,
    docs: str = "",
) -> Report:
    """The report of a review as it stands. `lens` is the edition that the review is pinned to.

    `names` are people's by id; who is not among them appears by id. Of two milestones or more, the last two are
    compared. `docs` is where this installation's documentation is; only an address of the web is kept.
    """
    due = {each.question: each.due for each in stale(review, lens, now, shelf)}
    source = Source(review, lens, names or {}, due)
    scores = score(review, lens)
    questions = tuple(question_part(each, source) for each in scores.questions)
    return Report(
        made_at=now,
        review=review.id,
        lens=LensPart(lens.id, one_line(lens.name), review.lens_edition, web(lens.url)),
        workload=_workload(source),
        scope=_scope(review.scope, len(questions), lens),
        status=review.status,
        started_by=source.who(review.started_by),
        started_at=review.started_at,
        finished_by=source.maybe(review.finished_by),
        finished_at=review.finished_at,
        people=tuple(source.who(each) for each in _people(review)),
        total=_roll_up(scores.total),
        pillars=tuple(_roll_up(each) for each in scores.pillars),
        phases=tuple(_roll_up(each) for each in scores.phases),
        principles=tuple(_roll_up(each) for each in scores.principles),
        questions=questions,
        plan=_plan(review, scores, lens),
        milestones=tuple(_milestone(each, source) for each in milestones),
        compared=_compared(milestones, source),
        inert=tuple(_inert(scores, lens)),
        left_out=tuple(one_line(each) for each in review.questions if not knows(lens, each)),
        docs=web(docs),
    )


def _workload(source: Source) -> WorkloadPart:
    workload, phases = source.review.workload, {each.id: each for each in source.lens.phases}
    return WorkloadPart(
        one_line(workload.name),
        one_line(workload.description),
        one_line(workload.environment),
        _topic(phases[workload.phase]) if workload.phase in phases else None,
        tuple(source.who(each) for each in workload.owners),
    )


def _scope(scope: Scope, asked: int, lens: Lens) -> ScopePart:
    topics = {each.id: each for each in (lens.pillars if scope.kind is ScopeKind.PILLARS else lens.phases)}
    values = tuple(_topic(topics[each]) for each in scope.values if each in topics)
    return ScopePart(scope.kind, values, scope.minutes, asked, len(lens.questions))


def _people(review: Review) -> Iterator[str]:
    """Everybody who said something, in the order in which they first did."""
    said: list[tuple[datetime, str]] = []
    for answer in review.answers:
        said += [(each.at, each.by) for each in answer.marks]
        said += [(mark.at, mark.by) for each in answer.decisions for mark in each.overruled]
        said += [(each.at, each.by) for each in answer.notes]
        said += [(each.at, each.by) for each in answer.evidence]
    yield from dict.fromkeys(who for _, who in sorted(said) if who)


def _roll_up(part: Part) -> RollUp:
    counts = Counts(**{kind.value.lower(): part.count(kind) for kind in Standing})
    return RollUp(_topic(part.topic) if part.topic else None, counts, coverage(part.coverage))


def _plan(review: Review, scores: Score, lens: Lens) -> tuple[PlanItem, ...]:
    gaps = plan_of(scores, lens, review.pillar_priorities)
    tops = {gap for _, first in top_per_pillar(gaps) for gap in first}
    return tuple(_item(number, gap, lens, top=gap in tops) for number, gap in enumerate(gaps, 1))


def _item(number: int, gap: Gap, lens: Lens, *, top: bool) -> PlanItem:
    step = gap.first_step
    return PlanItem(
        number=number,
        practice=named(gap.practice, gap.title),
        question=named(gap.question, lens.question(gap.question).title),
        pillar=_topic(lens.pillar(gap.pillar)),
        phase=_topic(lens.phase(gap.phase)),
        url=web(gap.url),
        standing=gap.standing,
        level=gap.level,
        effort=gap.effort,
        first_step=one_line(f"{step.lead.rstrip('.')}. {step.text}") if step else "",
        before=gap.before,
        after=gap.after,
        improves=gap.improves,
        critical=gap.critical,
        sure=gap.sure,
        top=top,
    )


def _milestone(milestone: Milestone, source: Source) -> MilestonePart:
    return MilestonePart(one_line(milestone.name), source.who(milestone.by), milestone.at)


def _compared(milestones: Sequence[Milestone], source: Source) -> Compared | None:
    if len(milestones) < 2:
        return None
    before, after = milestones[-2:]
    found = compare(before.snapshot, after.snapshot)
    lens = source.lens
    questions = tuple(
        QuestionMoved(_question(each.question, lens), _pillar(each.pillar, lens), each.before, each.after, each.change)
        for each in found.questions
    )
    practices = tuple(
        PracticeMoved(
            named(each.practice, lens.practice(each.practice).title if lens.has(each.practice) else each.practice),
            one_line(each.question),
            _pillar(each.pillar, lens),
            each.before,
            each.after,
            each.change,
        )
        for each in found.practices
    )
    return Compared(_milestone(before, source), _milestone(after, source), questions, practices)


def _inert(scores: Score, lens: Lens) -> Iterator[Named]:
    """Practices that change no risk, whatever else is in place: a team should know that a tick there counts nothing."""
    for scored in scores.questions:
        for practice in _unheard(scored.question):
            yield named(practice, lens.practice(practice).title)


@lru_cache(maxsize=1024)
def _unheard(question: Question) -> tuple[str, ...]:
    tables = outcomes(question)

    def counts(practice: str) -> bool:
        column, shift = tables.column(practice), 1 << tables.practices.index(practice)
        return any((table & column) >> shift != table & ~column for _, table in tables.risks)

    return tuple(each for each in question.practices if not counts(each))


def _question(question: str, lens: Lens) -> Named:
    return named(question, lens.question(question).title if knows(lens, question) else question)


def _pillar(pillar: str, lens: Lens) -> Named:
    return next((_topic(each) for each in lens.pillars if each.id == pillar), named(pillar, pillar))


def _topic(topic: Topic) -> Named:
    return named(topic.id, topic.name)


def people_of(review: Review, milestones: Sequence[Milestone] = ()) -> tuple[str, ...]:
    """Ids of everybody whom the report will name, for a caller to look their names up first."""
    named_ones = [*_people(review), review.started_by, review.finished_by, *review.workload.owners]
    for answer in review.answers:
        named_ones += [answer.confirmed_by, *(each.mark.by for each in answer.decisions)]
    named_ones += [each.to for each in review.assignments]
    named_ones += [who for each in review.proposals for who in (each.by, each.settled_by)]
    named_ones += [each.by for each in milestones]
    return tuple(dict.fromkeys(each for each in named_ones if each))
