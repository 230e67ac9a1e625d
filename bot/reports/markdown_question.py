"""One question of a report as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.accounts import applies_lines, course_lines, evidence_lead, practice_lines, way_line
from bot.reports.escaping import line, link, quoted, table
from bot.reports.question_part import EvidencePart, PracticePart, QuestionPart
from bot.reports.words import EFFORTS, LEVELS, STANDINGS, STATES, day


def question(part: QuestionPart) -> Iterator[str]:
    """Its paragraphs."""
    principles = f" · {', '.join(line(each.name) for each in part.principles)}" if part.principles else ""
    yield f"### {line(part.id)}: {line(part.title)}"
    yield f"**{STANDINGS[part.standing]}** · {line(part.pillar.name)} · {line(part.phase.name)}{principles}"
    yield line(part.why)
    yield _bullets([line(each) for each in part.reasons])
    rows = [_row(each) for each in part.practices]
    yield table(("State", "Practice", "Level", "Effort", "Who and what"), rows)
    yield _bullets([line(each) for each in (*applies_lines(part), *course_lines(part))])
    if part.ways:
        yield "Cheapest ways down:"
        yield _bullets([line(way_line(each)) for each in part.ways])
    for note in part.notes:
        yield f"Note by {line(note.by.name)}, {day(note.at)}:"
        yield quoted(note.text)
    if part.evidence:
        yield "Evidence:"
        yield _bullets([_evidence(each) for each in part.evidence])


def _row(practice: PracticePart) -> tuple[str, ...]:
    state = f"**{STATES[practice.state]}**" if practice.state else STATES[None]
    told = "<br>".join(line(each) for each in practice_lines(practice))
    about = f"{link(practice.url, practice.id)} {line(practice.title)}"
    return state, about, LEVELS[practice.level], EFFORTS[practice.effort], told


def _evidence(evidence: EvidencePart) -> str:
    words = link(evidence.url, evidence.title or evidence.reference)
    if evidence.title and not evidence.url:
        words = f"{words}: {line(evidence.reference)}"
    return f"{line(evidence_lead(evidence))}: {words} ({line(evidence.by.name)}, {day(evidence.at)})"


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {each}" for each in lines)
