"""A review's outcomes in Slack: how far it is, what it has come to, two states side by side. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.cards.reviewing import ComparedCard, DeletionCard, OutcomeCard, ProgressCard, ResultCard, UpgradeCard
from bot.reports.charts import score_chart
from bot.review.model import Review, Status
from bot.review.planning import Gap, critical, top_per_pillar
from bot.review.scoring import Part, Score, Standing
from bot.slack import actions
from bot.slack.render import kit, review_upgrade
from bot.slack.render.kit import Json, Message
from lens_corpus.model import Lens

MARKS = {
    Standing.HIGH: ":red_circle:",
    Standing.MEDIUM: ":large_orange_circle:",
    Standing.NONE: ":large_green_circle:",
    Standing.UNANSWERED: ":white_circle:",
    Standing.NOT_SURE: ":grey_question:",
    Standing.NOT_APPLICABLE: ":heavy_minus_sign:",
    Standing.NOT_SCORED: ":black_circle:",
}
EFFORTS = {"S": "days", "M": "weeks", "L": "a quarter or more"}
#: Who is waited for, for what, in the progress message: a longer list would be cut in the middle of a name.
MOST_WAITING = 40
#: Gaps shown in the result, critical ones and those that follow; the report has all.
MOST_URGENT = 5
MOST_GAPS = 8
FINISHING = "Open questions stay unanswered. You can reopen it at any time."


def named(practice: str, lens: Lens) -> str:
    """A practice as a link with its title."""
    found = lens.practice(practice)
    return kit.link(found.url, f"{found.id} {found.title}")


def message(card: OutcomeCard) -> Message:
    """Show a card as a message."""
    match card:
        case ProgressCard():
            return _progress(card)
        case ResultCard():
            return _result(card)
        case ComparedCard():
            return _compared(card)
        case DeletionCard():
            return _deletion(card)
        case UpgradeCard():
            return review_upgrade.message(card)
        case _:
            assert_never(card)


def _progress(card: ProgressCard) -> Message:
    review, total = card.review, card.score.total
    done = len(review.questions) - card.open
    state = {Status.OPEN: "", Status.PAUSED: " (paused)", Status.FINISHED: " (finished)"}[review.status]
    head = f"Review of {kit.apart(review.workload.name)}{state}: {done} of {len(review.questions)} answered"
    lines = [_part(part) for part in card.score.pillars]
    waiting = [f"<@{each.to}> for `{each.question}`" for each in review.assignments]
    blocks = [
        kit.header(head),
        kit.section("\n".join(lines)),
        kit.context(_coverage(total), f"Waiting for {kit.some(waiting, MOST_WAITING)}" if waiting else ""),
        kit.actions(*_course(review)),
    ]
    return Message(kit.mrkdwn(head), tail=tuple(blocks))


def _deletion(card: DeletionCard) -> Message:
    name = kit.apart(card.review.workload.name)
    held = "every answer, note, milestone and template"
    text = f"Delete the review of {name}, with {held}? The report is posted here first."
    sure = kit.confirm("Delete for good?", "This can't be undone. The report stays in the channel.", "Delete")
    button = kit.button(
        "Delete the review", actions.DELETE, actions.encode(card.review.id), style="danger", confirm=sure
    )
    text = kit.mrkdwn(text)
    return Message(text, tail=(kit.section(text), kit.actions(button)))


def _part(part: Part) -> str:
    assert part.topic is not None  # noqa: S101 - pillars have a topic; only the total has none
    counted = [f"{MARKS[kind]} {part.count(kind)}" for kind in Standing if part.count(kind)]
    return f"*{kit.mrkdwn(part.topic.name)}*  {'  '.join(counted)}"


def _coverage(total: Part) -> str:
    cover = total.coverage
    if cover.share is None:
        return "Coverage: no practice applies"
    counted = f"{cover.in_place} in place, {cover.missing} missing, {cover.not_sure} not sure, {cover.unsaid} not said"
    return f"Coverage: {cover.share:.0%} of the practices that apply are in place ({counted})"


def _course(review: Review) -> Iterator[Json]:
    value = actions.encode(review.id)
    if review.status is Status.OPEN:
        yield kit.button("Continue", actions.CONTINUE, value, style="primary")
        yield kit.button("3 quick questions", actions.SESSION, value)
        yield kit.button("Pause", actions.PAUSE, value)
        yield kit.button(
            "Finish", actions.FINISH, value, confirm=kit.confirm("Finish the review?", FINISHING, "Finish")
        )
    else:
        yield kit.button(
            "Resume" if review.status is Status.PAUSED else "Reopen", actions.RESUME, value, style="primary"
        )
    yield kit.button("Result", actions.RESULT, value)
    yield kit.button("Report", actions.REPORT, value)
    yield kit.button("Milestone…", actions.MILESTONE, value)


def _first(card: ResultCard) -> Iterator[Json]:
    """What is critical, what comes next, and the first of every pillar that has none among them; nothing twice."""
    urgent = list(critical(card.gaps)[:MOST_URGENT])
    following = [gap for gap in card.gaps if gap not in urgent][:MOST_GAPS]
    shown = {gap.pillar for gap in (*urgent, *following)}
    tops = [gap for pillar, gaps in top_per_pillar(card.gaps) if pillar not in shown for gap in gaps]
    yield from kit.paged(":rotating_light: *Don't wait with these*", [_gap(gap, card.lens) for gap in urgent])
    yield from kit.paged("*What to do first*" if not urgent else "*Then*", [_gap(gap, card.lens) for gap in following])
    yield from kit.paged(
        "*First in the other pillars*",
        [f"{kit.mrkdwn(card.lens.pillar(gap.pillar).name)}: {_gap(gap, card.lens)}" for gap in tops],
    )


def _result(card: ResultCard) -> Message:
    review, score = card.review, card.score
    high, medium = score.total.count(Standing.HIGH), score.total.count(Standing.MEDIUM)
    head = f"{kit.apart(review.workload.name)}: {high} high and {medium} medium risks"
    blocks = [
        kit.header(head),
        kit.section("\n".join(_part(part) for part in score.pillars)),
        kit.context(_coverage(score.total)),
    ]
    chart = _chart(score)
    blocks += [chart] if chart else []
    blocks += _first(card)
    value = actions.encode(review.id)
    report, template = (
        kit.button("Report", actions.REPORT, value),
        kit.button("Use as template…", actions.TEMPLATE, value),
    )
    blocks.append(kit.actions(report, template))
    return Message(kit.mrkdwn(head), tail=tuple(blocks))


def _gap(gap: Gap, lens: Lens) -> str:
    lowers = f" · lowers {gap.before.value.lower()} to {gap.after.value.lower()}" if gap.lowers else ""
    step = f"\n      {kit.mrkdwn(gap.first_step.lead)}" if gap.first_step else ""
    return f"{MARKS[gap.standing]} {named(gap.practice, lens)} · {EFFORTS[gap.effort]}{lowers}{step}"


def _chart(score: Score) -> Json | None:
    """Risk by pillar as a bar chart."""
    chart = score_chart(score)
    if chart is None:
        return None
    series = [
        {
            "name": each.name,
            "data": [
                {"label": label, "value": value} for label, value in zip(chart.categories, each.values, strict=True)
            ],
        }
        for each in chart.series
    ]
    return kit.bar_chart(chart.title, chart.categories, series)


def _points(labels: Sequence[str], values: Sequence[int]) -> list[Json]:
    return [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)]


def _compared(card: ComparedCard) -> Message:
    head = f"From “{kit.apart(card.before)}” to “{kit.apart(card.after)}”"
    parts = (
        (":white_check_mark: Resolved", card.resolved),
        (":small_red_triangle: Got worse", card.regressed),
        (":new: New", card.new),
        (":hourglass: Still open", card.still_open),
        (":grey_question: Unknown: no longer said, so not a pass", card.unknown),
    )
    blocks: list[Json] = [kit.header(head)]
    for title, lines in parts:
        if lines:
            blocks += kit.paged(f"*{title} ({len(lines)})*", [f"• {kit.mrkdwn(each)}" for each in lines[:20]])
    if len(blocks) == 1:
        blocks.append(kit.section("Nothing has changed."))
    return Message(kit.mrkdwn(head), tail=tuple(blocks))
