"""How a report comes to what it says, for the reader who doubts it. The same sentences in the PDF and the Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.content import Report
from bot.reports.words import counted, day

Section = tuple[str, tuple[str, ...]]


def method(report: Report) -> tuple[Section, ...]:
    """Headings with their paragraphs."""
    return (
        ("What was asked", tuple(_asked(report))),
        ("Where the text comes from", tuple(_sources(report))),
        ("How risk is scored", _RISK),
        ("What is not a level of risk", _NO_LEVEL),
        ("Who said what", _PEOPLE),
        ("How the plan is ordered", _PLAN),
        *((("Practices that change no risk", tuple(_inert(report))),) if report.inert else ()),
    )


_RISK = (
    "The risk of a question follows from its practices that are in place, by rules written in the lens. Rules are "
    "tried in order and the first that is true decides; where none is, the lens's default does.",
    "For the Machine Learning Lens, AWS states a level, High or Medium, for each practice, and no rule for "
    "combining them. The rules used here are ours: with every practice in place there is no risk; with every High "
    "one in place and a Medium one missing it is medium; with a High one missing it is high. A question that has "
    "only Medium practices is at medium risk when one is missing. Other lenses bring rules of their own.",
    "A practice that does not apply is left out of the rules, so that it never raises a risk. What nobody knows, "
    "and what people see differently, counts as not in place; the report says how far the risk could move once it "
    "is known.",
    "Coverage is counted beside the risk: the share of practices in place among those that apply. A question "
    "without risk can have practices that are missing.",
)
_NO_LEVEL = (
    "Unanswered: nobody has said anything yet. Not sure yet: something was said, and too little of it is certain "
    "for a level. Does not apply: the question, or each of its practices, does not concern this workload. Not "
    "scored: the lens has no rule for the answer. None of the four is added to a level of risk, and none is a "
    "pass.",
)
_PEOPLE = (
    "Everybody's word is kept under their own name, and nobody's replaces another's. Where two contradict each "
    "other the report shows both, until somebody decides by name; what was overruled stays on record.",
    "What was read out of somebody's own words counts for nothing until a person confirms it. Answers have a "
    "shelf life, after which they are marked as stale and asked again.",
)
_PLAN = (
    "Gaps are ordered by the risk of their question, then by the practice's own level, by effort (days before "
    "weeks before a quarter), by the team's pillar priorities, and by how many questions a practice improves by "
    "itself.",
    "A gap is critical when a High practice is missing for certain, its question is at high risk, and closing it "
    "takes days. The first gap of each pillar is marked, so that no pillar disappears behind one with more risk. "
    "Levels are those of the lens; efforts are our estimates.",
)


def _asked(report: Report) -> Iterator[str]:
    scope = report.scope
    yield (
        f"This review asked {counted(scope.asked, 'question')} of the {scope.of} in the lens, from "
        f"{day(report.started_at)} on. The report shows it as it stood on {day(report.made_at)}."
    )
    if scope.asked < scope.of:
        yield "What was not asked is neither a risk nor a pass; it is simply not in this report."
    if report.left_out:
        gone = counted(len(report.left_out), "question")
        yield f"The lens no longer has {gone} of this review, which are left out: {', '.join(report.left_out)}."


def _sources(report: Report) -> Iterator[str]:
    yield (
        f"The lens is {report.lens.name}, edition {report.lens.edition}. Questions and advice are in our own words; "
        "each practice links to its page in the original."
    )


def _inert(report: Report) -> Iterator[str]:
    yield (
        "By the rules of this lens these change the risk of no question, whatever else is in place. They count for "
        "coverage and stand in the plan all the same."
    )
    yield "; ".join(f"{each.id} {each.name}" for each in report.inert)
