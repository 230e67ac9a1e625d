"""A report as Markdown, for a wiki or a repository. Whatever people or lenses wrote is text in it and nothing else.

It can neither open a tag nor a link, notify anybody, nor change how its surroundings are read.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.content import Compared, PlanItem, Report, RollUp
from bot.reports.escaping import line, link, table
from bot.reports.markdown_question import question
from bot.reports.method import method
from bot.reports.question_part import Named
from bot.reports.summary import TITLE, facts, kept_apart, verdict
from bot.reports.words import CHANGES, EFFORTS, LEVELS, RISKS, STANDINGS, STATES, day, percent
from bot.review.comparing import Change
from bot.review.scoring import Standing

_ORDER = tuple(CHANGES)


def write(report: Report) -> bytes:
    """The report as UTF-8 Markdown, in GitHub's dialect, which has tables."""
    paragraphs = (*_top(report), *_plan(report), *_compared(report), *_questions(report), *_method(report))
    return ("\n\n".join(each for each in paragraphs if each) + "\n").encode()


def _top(report: Report) -> Iterator[str]:
    yield f"# {TITLE}: {line(report.workload.name)}"
    yield "\n".join(f"- **{label}:** {line(value)}" for label, value in facts(report))
    yield "## Summary"
    yield " ".join(verdict(report))
    for heading, parts in (
        ("Pillar", report.pillars),
        ("Lifecycle phase", report.phases),
        ("Design principle", report.principles),
    ):
        yield _roll_ups(heading, parts, report.total)
    if report.critical:
        yield "### What should not wait"
        yield "\n".join(f"- {_critical(each)}" for each in report.critical)
    for heading, questions in kept_apart(report):
        yield f"### {heading}"
        yield "\n".join(f"- {line(each.id)}: {line(each.title)}" for each in questions)


def _roll_ups(heading: str, parts: tuple[RollUp, ...], total: RollUp) -> str:
    kinds = [kind for kind in Standing if total.counts.of(kind)]
    rows = [
        (
            line(each.topic.name) if each.topic else "",
            *(str(each.counts.of(kind)) for kind in kinds),
            percent(each.coverage.share),
        )
        for each in parts
    ]
    return table((heading, *(STANDINGS[kind] for kind in kinds), "In place"), rows)


def _critical(item: PlanItem) -> str:
    step = f" First step: {line(item.first_step)}" if item.first_step else ""
    return f"{link(item.url, item.practice.id)} {line(item.practice.name)} ({line(item.pillar.name)}).{step}"


def _plan(report: Report) -> Iterator[str]:
    yield "## Improvement plan"
    if not report.plan:
        yield "There is nothing to improve by what was answered."
    header = ("#", "Practice", "Pillar", "Risk", "Level", "Effort", "First step")
    yield table(header, [_item(each) for each in report.plan])


def _item(item: PlanItem) -> tuple[str, ...]:
    marks = [
        *(["**critical**"] if item.critical else []),
        *(["find out first"] if not item.sure else []),
        *(["first of its pillar"] if item.top else []),
    ]
    marked = f" ({', '.join(marks)})" if marks else ""
    about = f"{link(item.url, item.practice.id)} {line(item.practice.name)}{marked}"
    risk = f"{RISKS[item.before]} → {RISKS[item.after]}" if item.before is not item.after else RISKS[item.before]
    level, effort = LEVELS[item.level], EFFORTS[item.effort]
    return str(item.number), about, line(item.pillar.name), risk, level, effort, line(item.first_step)


def _compared(report: Report) -> Iterator[str]:
    if report.compared is None:
        return
    compared = report.compared
    yield f"## From “{line(compared.before.name)}” to “{line(compared.after.name)}”"
    yield f"{day(compared.before.at)} and {day(compared.after.at)}. What is no longer said is unknown, not a pass."
    yield from _changes(compared)


def _changes(compared: Compared) -> Iterator[str]:
    questions = [
        (CHANGES[each.change], _named(each.question), STANDINGS[each.before], STANDINGS[each.after])
        for each in sorted(compared.questions, key=lambda moved: _ORDER.index(moved.change))
    ]
    yield table(("Change", "Question", "Before", "After"), questions)
    practices = [
        (CHANGES[each.change], _named(each.practice), STATES[each.before], STATES[each.after])
        for each in sorted(compared.practices, key=lambda moved: _ORDER.index(moved.change))
        if each.change is not Change.FINE
    ]
    yield table(("Change", "Practice", "Before", "After"), practices)


def _named(thing: Named) -> str:
    return f"{line(thing.id)} {line(thing.name)}" if thing.id != thing.name else line(thing.name)


def _questions(report: Report) -> Iterator[str]:
    yield "## Every question"
    pillar = ""
    for each in report.questions:
        if each.pillar.name != pillar:
            pillar = each.pillar.name
            yield f"## {line(pillar)}"
        yield from question(each)


def _method(report: Report) -> Iterator[str]:
    yield "## Method"
    for heading, paragraphs in method(report):
        yield f"### {heading}"
        yield from (line(each) for each in paragraphs)
    links = [
        link(report.lens.url, "The lens in the original"),
        *([link(report.docs, "About Lensbot")] if report.docs else []),
    ]
    yield "\n".join(f"- {each}" for each in links)
