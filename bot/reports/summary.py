"""What stands at the top of a report, for those who read no further: the facts, the verdict, and what is left open."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.content import Report
from bot.reports.question_part import QuestionPart, Who
from bot.reports.words import SCOPES, STATUSES, counted, day, listed, minute, percent
from bot.review.model import ScopeKind
from bot.review.scoring import Standing

TITLE = "Well-Architected review"


def facts(report: Report) -> tuple[tuple[str, str], ...]:
    """What was reviewed, by what, by whom and when, as labels with their values; empty ones are left out."""
    workload = report.workload
    found = (
        ("Workload", workload.name),
        ("Description", workload.description),
        ("Environment", workload.environment),
        ("Lifecycle phase", workload.phase.name if workload.phase else ""),
        ("Owners", _names(workload.owners)),
        ("Lens", f"{report.lens.name}, edition {report.lens.edition}"),
        ("Scope", _scope(report)),
        ("Status", STATUSES[report.status]),
        ("Started", f"{day(report.started_at)} by {report.started_by.name}"),
        ("Finished", _finished(report)),
        ("Answered by", _names(report.people) or "Nobody yet"),
        ("Report made", minute(report.made_at)),
    )
    return tuple((label, value) for label, value in found if value)


def verdict(report: Report) -> tuple[str, ...]:
    """The result in a few sentences."""
    return tuple(_verdict(report))


def kept_apart(report: Report) -> tuple[tuple[str, tuple[QuestionPart, ...]], ...]:
    """What is no level of risk, or not settled, under a heading each; only those that there are."""
    greens = tuple(question for question, _ in report.open_greens())
    groups = (
        ("Unanswered", report.standing(Standing.UNANSWERED)),
        ("Not sure yet", report.standing(Standing.NOT_SURE)),
        ("Does not apply", report.standing(Standing.NOT_APPLICABLE)),
        ("Not scored by the lens", report.standing(Standing.NOT_SCORED)),
        ("Seen differently, and not decided", report.disputed),
        ("Stale: to be asked again", report.stale),
        ("No risk, and practices still open", greens),
    )
    return tuple((heading, questions) for heading, questions in groups if questions)


def _verdict(report: Report) -> Iterator[str]:
    counts = report.total.counts
    if not counts.rated:
        yield "No question has a level of risk yet."
    else:
        yield (
            f"Of {counted(counts.rated, 'question')} with a level of risk, {counts.high} "
            f"{'is' if counts.high == 1 else 'are'} at high risk, {counts.medium} at medium risk and {counts.none} "
            "without risk."
        )
    if counts.questions > counts.rated:
        yield f"{counted(counts.questions - counts.rated, 'question has', 'questions have')} no level: {_rest(report)}."
    if report.total.coverage.share is not None:
        yield f"{percent(report.total.coverage.share)} of the practices that apply are in place."
    if report.critical:
        yield f"{counted(len(report.critical), 'gap')} should not wait for a plan."


def _rest(report: Report) -> str:
    counts = report.total.counts
    parts = (
        (counts.unanswered, "unanswered"),
        (counts.not_sure, "not sure"),
        (counts.not_applicable, "not applicable"),
        (counts.not_scored, "not scored"),
    )
    return listed(tuple(f"{number} {words}" for number, words in parts if number))


def _scope(report: Report) -> str:
    scope = report.scope
    kind = SCOPES[scope.kind]
    if scope.kind is ScopeKind.TIMEBOX:
        kind = f"{kind} of {counted(scope.minutes, 'minute')}"
    elif scope.values:
        kind = f"{kind}: {listed(tuple(each.name for each in scope.values))}"
    return f"{kind} ({scope.asked} of {counted(scope.of, 'question')})"


def _finished(report: Report) -> str:
    if report.finished_at is None:
        return ""
    return f"{day(report.finished_at)}{f' by {report.finished_by.name}' if report.finished_by else ''}"


def _names(people: tuple[Who, ...]) -> str:
    return ", ".join(each.name for each in people)
