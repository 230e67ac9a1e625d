"""A report's tables: rows of texts and numbers, and the same as CSV of which a spreadsheet runs nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reports.content import Compared, PlanItem, Report
from bot.reports.question_part import PracticePart, QuestionPart, View
from bot.reports.words import CHANGES, EFFORTS, LEVELS, RISKS, STANDINGS, STATES, minute

Cell = str | int
#: What a spreadsheet takes for the beginning of a formula, the wide forms of East Asian keyboards included.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_ANSWERS = (
    "Question",
    "Question text",
    "Pillar",
    "Lifecycle phase",
    "Risk",
    "Practice",
    "Practice title",
    "Level",
    "Effort",
    "State",
    "Said by",
    "Reason",
    "Seen differently",
    "Notes",
    "Evidence",
    "Answered",
    "Stale since",
    "Link",
)
_PLAN = (
    "#",
    "Practice",
    "Title",
    "Pillar",
    "Lifecycle phase",
    "Question",
    "Risk now",
    "Risk after",
    "Questions improved",
    "Level",
    "Effort",
    "Critical",
    "Certain",
    "First step",
    "Link",
)
_CHANGES = ("Kind", "Id", "Title", "Pillar", "Before", "After", "Change")


@dataclass(frozen=True)
class Table:
    """A table: every row has as many cells as the header."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(report: Report) -> tuple[Table, ...]:
    """All tables of a report: the answers practice by practice, the plan, and the comparison where there is one."""
    compared = (changes_table(report.compared),) if report.compared else ()
    return (answers_table(report), plan_table(report), *compared)


def answers_table(report: Report) -> Table:
    """One row for each practice of each question, and one for a question without practices."""
    return Table("answers", _ANSWERS, tuple(row for each in report.questions for row in _answers(each)))


def plan_table(report: Report) -> Table:
    """One row for each gap, in the order of the plan."""
    return Table("plan", _PLAN, tuple(_gap(each) for each in report.plan))


def changes_table(compared: Compared) -> Table:
    """One row for each question and practice at two milestones."""
    rows: list[tuple[Cell, ...]] = []
    for each in compared.questions:
        states = (STANDINGS[each.before], STANDINGS[each.after])
        rows.append(("Question", each.question.id, each.question.name, each.pillar.name, *states, CHANGES[each.change]))
    for moved in compared.practices:
        states = (STATES[moved.before], STATES[moved.after])
        about = (moved.practice.id, moved.practice.name, moved.pillar.name)
        rows.append(("Practice", *about, *states, CHANGES[moved.change]))
    return Table("changes", _CHANGES, tuple(rows))


def as_csv(table: Table) -> bytes:
    """CSV in UTF-8 with the mark by which spreadsheets know it, every cell quoted, and no cell a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerows([[_safe(cell) for cell in row] for row in (table.header, *table.rows)])
    return written.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> str:
    """The text; after a quote where a spreadsheet would take it for a formula, even with white space before it."""
    text = str(cell)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text[:1] in ("\t", "\n") else text


def _answers(question: QuestionPart) -> Iterator[tuple[Cell, ...]]:
    about = (question.id, question.title, question.pillar.name, question.phase.name, STANDINGS[question.standing])
    shared = (
        "\n".join(f"{each.text} ({each.by.name})" for each in question.notes),
        "\n".join(_evidence(question)),
        minute(question.answered_at) if question.answered_at else "",
        minute(question.stale_since) if question.stale_since else "",
    )
    for practice in question.practices:
        yield (*about, *_practice(practice), *shared, practice.url)
    if not question.practices:
        yield (*about, *[""] * 8, *shared, "")


def _practice(practice: PracticePart) -> tuple[Cell, ...]:
    return (
        practice.id,
        practice.title,
        LEVELS[practice.level],
        EFFORTS[practice.effort],
        STATES[practice.state],
        "; ".join(_said(each) for each in practice.views),
        "; ".join(each.reason for each in practice.views if each.reason),
        "yes" if practice.disputed else "no",
    )


def _said(view: View) -> str:
    return f"{view.by.name}: {STATES[view.state].lower()}"


def _evidence(question: QuestionPart) -> Iterator[str]:
    for each in question.evidence:
        title = f"{each.title}: " if each.title else ""
        yield f"{title}{each.reference} ({each.by.name})"


def _gap(item: PlanItem) -> tuple[Cell, ...]:
    return (
        item.number,
        item.practice.id,
        item.practice.name,
        item.pillar.name,
        item.phase.name,
        item.question.id,
        RISKS[item.before],
        RISKS[item.after],
        item.improves,
        LEVELS[item.level],
        EFFORTS[item.effort],
        "yes" if item.critical else "no",
        "yes" if item.sure else "no",
        item.first_step,
        item.url,
    )
