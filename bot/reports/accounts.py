"""What people said of a question, as lines: the same words in the PDF and the Markdown, escaped by each for itself."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.question_part import EvidencePart, PracticePart, QuestionPart, Quote, Settlement, View, WayPart
from bot.reports.words import RISK_IN_WORDS, SAID, STATES, day, listed
from bot.review.model import EvidenceKind


def practice_lines(practice: PracticePart) -> tuple[str, ...]:
    """Who said what of a practice, what was decided, and in which words it was said."""
    return tuple(_practice(practice))


def applies_lines(question: QuestionPart) -> tuple[str, ...]:
    """Who said whether the question concerns the workload, where anybody doubted it."""
    applies = question.applies
    lead = "Seen differently, not decided: " if applies.disputed else ""
    lines = [f"{lead}{listed(tuple(viewed(each) for each in applies.views))}."] if applies.views else []
    return (*lines, *(settled(each) for each in applies.settled))


def course_lines(question: QuestionPart) -> tuple[str, ...]:
    """When and by whom the question was answered, confirmed, put off; and whether the answer is stale."""
    return tuple(_course(question))


def viewed(view: View) -> str:
    """One person's word."""
    reason = f" (“{view.reason}”)" if view.reason else ""
    return f"{view.by.name}, {day(view.at)}: {STATES[view.state].lower()}{reason}"


def settled(settlement: Settlement) -> str:
    """A decision and what it overruled."""
    view = settlement.view
    reason = f" (“{view.reason}”)" if view.reason else ""
    others = listed(tuple(f"{each.by.name}: {STATES[each.state].lower()}" for each in settlement.overruled))
    decided = f"{view.by.name} decided on {day(view.at)}: {STATES[view.state].lower()}{reason}."
    return f"{decided} Said before: {others}." if others else decided


def evidence_lead(evidence: EvidencePart) -> str:
    """What kind of evidence it is and what it backs, before its link or words."""
    kind = {EvidenceKind.LINK: "Link", EvidenceKind.MESSAGE: "Slack message", EvidenceKind.NOTE: "Statement"}
    return f"{kind[evidence.kind]}{f' for {evidence.practice}' if evidence.practice else ''}"


def way_line(way: WayPart) -> str:
    """A set of practices that lowers the risk."""
    together = " together" if len(way.practices) > 1 else ""
    return f"{listed(tuple(f'{each.id} {each.name}' for each in way.practices))}{together}: {RISK_IN_WORDS[way.to]}"


def _practice(practice: PracticePart) -> Iterator[str]:
    if practice.disputed:
        yield f"Seen differently, not decided: {listed(tuple(viewed(each) for each in practice.views))}."
    else:
        decided = [each.view for each in practice.settled]
        yield from (f"{viewed(each)}." for each in practice.views if each not in decided)
    yield from (settled(each) for each in practice.settled)
    yield from (_quote(each) for each in practice.quotes)


def _quote(quote: Quote) -> str:
    if quote.confirmed_by:
        return f"In {quote.by.name}'s words: “{quote.words}” (confirmed by {quote.confirmed_by.name})."
    return f"Waiting to be confirmed: “{quote.words}” ({quote.by.name}); it seems to say “{SAID[quote.says]}”."


def _course(question: QuestionPart) -> Iterator[str]:
    if question.answered_by and question.answered_at:
        names = listed(tuple(each.name for each in question.answered_by))
        yield f"Answered by {names}; last changed on {day(question.answered_at)}."
    if question.confirmed_by and question.confirmed_at:
        yield f"Confirmed by {question.confirmed_by.name} on {day(question.confirmed_at)}."
    if question.stale_since:
        yield f"Stale since {day(question.stale_since)}: to be asked again."
    if question.asked:
        names = listed(tuple(each.name for each in question.asked))
        yield f"{names} {'was' if len(question.asked) == 1 else 'were'} asked."
    if question.skipped:
        yield "Skipped for now."
