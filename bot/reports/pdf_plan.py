"""The improvement plan and the comparison of two milestones, as tables of the PDF."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import PageBreak

from bot.reports.content import Compared, PlanItem, Report
from bot.reports.pdf_style import Flowable, heading, inner, table, text
from bot.reports.pdf_text import anchor, markup
from bot.reports.question_part import Named
from bot.reports.words import CHANGES, EFFORTS, LEVELS, RISKS, STANDINGS, STATES, day
from bot.review.comparing import Change

_ORDER = tuple(CHANGES)
_WIDTHS = (0.15, 0.45, 0.2, 0.2)


def plan(report: Report) -> Iterator[Flowable]:
    """Every gap, in the order in which to close them."""
    yield heading("Improvement plan", 1, "plan")
    if not report.plan:
        yield text("There is nothing to improve by what was answered.")
    else:
        yield text("In the order in which to do it. How it is ordered is told under Method.", "small")
        header = ("#", "Practice", "Pillar", "Risk", "Level", "Effort", "First step")
        yield table(header, [_row(each) for each in report.plan], (0.04, 0.24, 0.13, 0.09, 0.08, 0.09, 0.33))
    yield PageBreak()


def changes(report: Report) -> Iterator[Flowable]:
    """What changed between the milestones, where there are two."""
    if report.compared is None:
        return
    compared = report.compared
    yield heading(f"From “{compared.before.name}” to “{compared.after.name}”", 1, "changes")
    yield text(
        f"{day(compared.before.at)} and {day(compared.after.at)}. What is no longer said is unknown, not a pass.",
        "small",
    )
    yield from _tables(compared)
    yield PageBreak()


def _tables(compared: Compared) -> Iterator[Flowable]:
    questions = [
        (CHANGES[each.change], _named(each.question), STANDINGS[each.before], STANDINGS[each.after])
        for each in sorted(compared.questions, key=lambda moved: _ORDER.index(moved.change))
    ]
    if questions:
        yield table(("Change", "Question", "Before", "After"), questions, _WIDTHS)
    practices = [
        (CHANGES[each.change], _named(each.practice), STATES[each.before], STATES[each.after])
        for each in sorted(compared.practices, key=lambda moved: _ORDER.index(moved.change))
        if each.change is not Change.FINE
    ]
    if practices:
        yield heading("Practice by practice", 2)
        yield table(("Change", "Practice", "Before", "After"), practices, _WIDTHS)


def _named(thing: Named) -> str:
    return markup(f"{thing.id} {thing.name}" if thing.id != thing.name else thing.name)


def _row(item: PlanItem) -> tuple[str, ...]:
    marks = [
        *(['<font color="#b42318"><b>critical</b></font>'] if item.critical else []),
        *(["find out first"] if not item.sure else []),
        *(["first of its pillar"] if item.top else []),
    ]
    marked = f"<br/>{', '.join(marks)}" if marks else ""
    about = f"{anchor(item.url, item.practice.id)} {markup(item.practice.name)}{marked}"
    risk = f"{RISKS[item.before]} to {RISKS[item.after]}" if item.before is not item.after else RISKS[item.before]
    number = inner(f"Q-{item.question.id}", str(item.number))
    level, effort = LEVELS[item.level], EFFORTS[item.effort]
    return number, about, markup(item.pillar.name), risk, level, effort, markup(item.first_step)
