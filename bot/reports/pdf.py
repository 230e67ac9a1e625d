"""A report as a PDF to hand out: cover, summary with charts, plan, every question, method.

Whatever people wrote is text in it: no markup of theirs is read, and only addresses of the web can be clicked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from reportlab.platypus import CondPageBreak, PageBreak

from bot.reports.charts import COLOURS, covered, stacked
from bot.reports.content import PlanItem, Report, RollUp
from bot.reports.method import method
from bot.reports.pdf_pages import built
from bot.reports.pdf_plan import changes, plan
from bot.reports.pdf_questions import question
from bot.reports.pdf_style import (
    WIDTH,
    Flowable,
    drawing,
    figures,
    gap,
    heading,
    inner,
    item,
    marked,
    pairs,
    room,
    table,
    text,
)
from bot.reports.pdf_text import anchor, drawable, markup, register, width
from bot.reports.question_part import Who
from bot.reports.summary import TITLE, facts, kept_apart, verdict
from bot.reports.words import STANDINGS, percent
from bot.review.scoring import Standing

#: Longer lists are told by id alone.
_MOST_LISTED = 8


def write(report: Report) -> bytes:
    """The report as a PDF, A4, the same bytes for the same report."""
    register()
    report = _recognisable(report)
    story = (*_cover(report), *_summary(report), *plan(report), *changes(report), *_questions(report), *_method(report))
    return built(story, report)


def _cover(report: Report) -> Iterator[Flowable]:
    counts = report.total.counts
    yield gap(70)
    yield text(TITLE, "lead")
    yield text(report.workload.name, "title")
    if report.workload.description:
        yield text(report.workload.description, "lead")
    yield gap(14)
    open_ones = counts.questions - counts.rated
    yield figures(
        (
            (str(counts.high), "High risk", COLOURS[Standing.HIGH]),
            (str(counts.medium), "Medium risk", "#a86a00"),
            (str(counts.none), "No risk", COLOURS[Standing.NONE]),
            (str(open_ones), "Without a level", "#5f6c7b"),
            (percent(report.total.coverage.share), "Practices in place", "#24578f"),
        )
    )
    yield gap(16)
    yield pairs([each for each in facts(report) if each[0] not in ("Workload", "Description")])
    yield gap(10)
    yield marked(" · ".join(inner(key, words) for key, words in _contents(report)), "small")
    yield PageBreak()


def _contents(report: Report) -> Iterator[tuple[str, str]]:
    yield "summary", "Summary"
    yield "plan", "Improvement plan"
    if report.compared:
        yield "changes", "Since the milestone before"
    if report.questions:
        yield "P-0", "Every question"
    yield "method", "Method"


def _summary(report: Report) -> Iterator[Flowable]:
    yield heading("Summary", 1, "summary")
    yield text(" ".join(verdict(report)), "lead")
    if report.critical:
        yield heading("What should not wait", 2)
        yield from (item(_critical(each)) for each in report.critical)
    if report.pillars:
        yield heading("Questions by pillar and risk", 2)
        yield drawing(stacked(report, WIDTH, width))
        yield heading("Practices in place by pillar", 2)
        yield drawing(covered(report.pillars, WIDTH, width))
    for name, parts in (("Lifecycle phase", report.phases), ("Design principle", report.principles)):
        yield heading(f"By {name.lower()}", 2)
        yield _roll_ups(name, parts, report.total)
    yield from _kept_apart(report)
    yield PageBreak()


def _critical(each: PlanItem) -> str:
    step = f"<br/>First step: {markup(each.first_step)}" if each.first_step else ""
    return f"{anchor(each.url, each.practice.id)} {markup(f'{each.practice.name} ({each.pillar.name})')}{step}"


def _roll_ups(name: str, parts: tuple[RollUp, ...], total: RollUp) -> Flowable:
    kinds = [kind for kind in Standing if total.counts.of(kind)]
    rows = [
        (
            markup(each.topic.name) if each.topic else "",
            *(str(each.counts.of(kind) or "–") for kind in kinds),
            percent(each.coverage.share),
        )
        for each in parts
    ]
    header = (name, *(STANDINGS[kind] for kind in kinds), "In place")
    widths = [room(each) for each in header[1:]]
    return table(header, rows, (1 - sum(widths), *widths))


def _kept_apart(report: Report) -> Iterator[Flowable]:
    for words, questions in kept_apart(report):
        yield heading(f"{words} ({len(questions)})", 3)
        if len(questions) > _MOST_LISTED:
            yield marked(", ".join(inner(f"Q-{each.id}", each.id) for each in questions))
        else:
            yield from (item(f"{inner(f'Q-{each.id}', each.id)} {markup(each.title)}") for each in questions)


def _questions(report: Report) -> Iterator[Flowable]:
    pillar = ""
    for number, each in enumerate(report.questions):
        if each.pillar.name != pillar:
            pillar = each.pillar.name
            yield CondPageBreak(200)
            yield heading(pillar, 1, f"P-{number}")
        yield from question(each)
    yield PageBreak()


def _method(report: Report) -> Iterator[Flowable]:
    yield heading("Method", 1, "method")
    for words, paragraphs in method(report):
        yield heading(words, 2)
        yield from (text(each) for each in paragraphs)
    yield heading("Letters of this document", 2)
    yield text(
        "The font of this document draws Western European languages. Letters of other scripts and symbols stand in "
        "brackets, by name or number; the Markdown and JSON files hold them as they were written."
    )
    links = ((report.lens.url, "The lens in the original"), (report.docs, "About Lensbot"))
    yield from (marked(anchor(url, words)) for url, words in links if url)


def _recognisable(part: Any) -> Any:
    """The report with ids beside those names that the font can't draw, or two people would look like one."""
    if isinstance(part, Who):
        lost = "[" in drawable(part.name) and "[" not in part.name
        return replace(part, name=f"{part.name} ({part.id})") if lost else part
    if isinstance(part, tuple):
        return tuple(_recognisable(each) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{each.name: _recognisable(getattr(part, each.name)) for each in fields(part)})
    return part
