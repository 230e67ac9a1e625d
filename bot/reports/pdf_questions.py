"""The questions of a report, one block each, for the PDF."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak

from bot.reports.accounts import applies_lines, course_lines, evidence_lead, practice_lines, way_line
from bot.reports.charts import COLOURS
from bot.reports.pdf_style import Flowable, gap, heading, item, marked, table, text
from bot.reports.pdf_text import anchor, markup
from bot.reports.question_part import EvidencePart, PracticePart, QuestionPart
from bot.reports.words import EFFORTS, LEVELS, STANDINGS, STATES, day
from bot.review.model import State

_COLOURS = {
    State.IN_PLACE: "#2f855a",
    State.MISSING: "#b42318",
    State.NOT_SURE: "#7a6bb0",
    State.NOT_APPLICABLE: "#5f6c7b",
    None: "#5f6c7b",
}
#: Readable on white, where the chart's own colours are too light for letters.
_DARK = {"#e39b22": "#a86a00", "#aab4c0": "#5f6c7b", "#dfe4ea": "#5f6c7b"}


def question(part: QuestionPart) -> Iterator[Flowable]:
    """Title and standing, why, the practices, and all that was said beside them."""
    yield CondPageBreak(120)
    yield heading(f"{part.id}: {part.title}", 2, f"Q-{part.id}")
    yield marked(_standing(part))
    yield text(part.why, "small")
    yield from (item(markup(each)) for each in part.reasons)
    if part.practices:
        yield gap(4)
        header = ("State", "Practice", "Level", "Effort", "Who and what")
        yield table(header, [_row(each) for each in part.practices], (0.12, 0.34, 0.08, 0.1, 0.36))
    yield from (text(each, "small") for each in (*applies_lines(part), *course_lines(part)))
    if part.ways:
        yield heading("Cheapest ways down", 3)
        yield from (item(markup(way_line(each))) for each in part.ways)
    yield from _attached(part)


def _attached(part: QuestionPart) -> Iterator[Flowable]:
    if part.notes:
        yield heading("Notes", 3)
    for note in part.notes:
        yield text(f"{note.by.name}, {day(note.at)}", "small")
        yield gap(3)
        yield text(note.text, "note")
        yield gap(3)
    if part.evidence:
        yield heading("Evidence", 3)
        yield from (item(_evidence(each)) for each in part.evidence)


def _standing(part: QuestionPart) -> str:
    colour = COLOURS[part.standing]
    where = " · ".join((part.pillar.name, part.phase.name, *(each.name for each in part.principles)))
    told = f'<font color="{_DARK.get(colour, colour)}"><b>{STANDINGS[part.standing]}</b></font>'
    return f'{told} <font color="#5f6c7b">· {markup(where)}</font>'


def _row(practice: PracticePart) -> tuple[str, ...]:
    state = f'<font color="{_COLOURS.get(practice.state, "#5f6c7b")}"><b>{STATES[practice.state]}</b></font>'
    about = f"{anchor(practice.url, practice.id)}<br/>{markup(practice.title)}"
    told = "<br/>".join(markup(each) for each in practice_lines(practice))
    return state, about, LEVELS[practice.level], EFFORTS[practice.effort], told


def _evidence(evidence: EvidencePart) -> str:
    words = anchor(evidence.url, evidence.title or evidence.reference)
    if evidence.title and not evidence.url:
        words = f"{words}: {markup(evidence.reference)}"
    return f"{markup(evidence_lead(evidence))}: {words} ({markup(evidence.by.name)}, {day(evidence.at)})"
