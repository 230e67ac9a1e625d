"""The improvement plan: every gap as something to do, in the order in which to do it.

Order: the question's risk, then the practice's own level; less effort first; the team's pillar priorities; how many
questions' risk it lowers by itself; then severity and the lens's order. A gap is critical when a High practice is
missing for certain in a question of high risk and takes days, not weeks: nobody should wait for a plan with those. A
practice of which nobody is sure is a gap too, to be found out first, and never critical.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.review.model import Review, State
from bot.review.outcomes import LEVELS
from bot.review.scoring import Score, Scored, Standing, score
from bot.review.ways_down import EFFORTS
from lens_corpus.model import Effort, Lens, Level, Practice, Step
from lens_corpus.risk import Risk

_STANDINGS = (Standing.HIGH, Standing.MEDIUM, Standing.NOT_SURE, Standing.NOT_SCORED, Standing.NONE)
_LEVELS = (Level.HIGH, Level.MEDIUM, Level.LOW)
#: How many gaps of each pillar are always shown.
TOP = 1


@dataclass(frozen=True)
class Gap:
    """A practice that is not in place, and what it would bring.

    `standing` and `severity` are its question's. `before` and `after` are the question's risk now and once this
    practice alone is in place; `improves` counts the questions whose risk that lowers. `first_step` is None where a
    lens has none. `sure` is False where nobody knows, or people differ.
    """

    question: str
    practice: str
    title: str
    pillar: str
    phase: str
    standing: Standing
    severity: float
    level: Level
    effort: Effort
    first_step: Step | None
    url: str
    before: Risk
    after: Risk
    improves: int
    critical: bool
    sure: bool

    @property
    def lowers(self) -> bool:
        """Whether this practice alone lowers its question's risk."""
        return _lower(self.before, self.after)


def plan(review: Review, lens: Lens, priorities: Sequence[str] = ()) -> tuple[Gap, ...]:
    """All gaps of a review, in order. `priorities` are pillar ids, first things first; by default the review's own."""
    return plan_of(score(review, lens), lens, priorities or review.pillar_priorities)


def plan_of(scores: Score, lens: Lens, priorities: Sequence[str] = ()) -> tuple[Gap, ...]:
    """The same from a score that is at hand already."""
    gaps = [
        _gap(scored, lens.practice(practice), scores)
        for scored in scores.questions
        if scored.risk is not None
        for practice in scored.in_state(State.MISSING, State.NOT_SURE)
    ]
    places = {pillar: place for place, pillar in enumerate(priorities)}

    def order(gap: Gap) -> tuple[float, ...]:
        return (
            _STANDINGS.index(gap.standing),
            _LEVELS.index(gap.level),
            EFFORTS[gap.effort],
            places.get(gap.pillar, len(places)),
            -gap.improves,
            -gap.severity,
        )

    return tuple(sorted(gaps, key=order))


def critical(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """What should not wait."""
    return tuple(gap for gap in gaps if gap.critical)


def top_per_pillar(gaps: Sequence[Gap], most: int = TOP) -> tuple[tuple[str, tuple[Gap, ...]], ...]:
    """The first gaps of each pillar that has any, so that none disappears behind a pillar with more risk.

    Pillars come in the order of their first gap.
    """
    found: dict[str, tuple[Gap, ...]] = {}
    for gap in gaps:
        mine = found.setdefault(gap.pillar, ())
        if len(mine) < most:
            found[gap.pillar] = (*mine, gap)
    return tuple(found.items())


def _gap(scored: Scored, practice: Practice, scores: Score) -> Gap:
    sure = practice.id in scored.in_state(State.MISSING)
    easy = practice.effort is Effort.S and practice.risk is Level.HIGH
    return Gap(
        question=scored.question.id,
        practice=practice.id,
        title=practice.title,
        pillar=scored.question.pillar,
        phase=scored.question.phase,
        standing=scored.standing,
        severity=scored.severity,
        level=practice.risk,
        effort=practice.effort,
        first_step=_first_step(practice),
        url=practice.url,
        before=_risk(scored),
        after=_risk(scored, practice.id),
        improves=sum(_improves(each, practice.id) for each in scores.questions),
        critical=sure and easy and scored.standing is Standing.HIGH,
        sure=sure,
    )


def _first_step(practice: Practice) -> Step | None:
    steps = practice.steps or practice.aws_steps
    return min(steps, key=lambda step: EFFORTS[step.effort or Effort.S], default=None)


def _risk(scored: Scored, *more: str) -> Risk:
    return scored.outcomes.risk((*scored.in_state(State.IN_PLACE), *more))


def _improves(scored: Scored, practice: str) -> bool:
    if scored.risk is None or practice not in scored.in_state(State.MISSING, State.NOT_SURE):
        return False
    return _lower(_risk(scored), _risk(scored, practice))


def _lower(before: Risk, after: Risk) -> bool:
    return before in LEVELS and after in LEVELS and LEVELS.index(after) < LEVELS.index(before)
