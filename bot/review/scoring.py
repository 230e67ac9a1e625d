"""The risk of each question, and what it rests on.

The lens's rules decide (`lens_corpus.risk.score`), with the practices that are in place as ticks and those that do not
apply as neutral. What is not known for certain (not sure, seen differently, not spoken of) counts as not in place, and
the risk is shown with its bounds: `at_least` and `at_most` are exact over all that may turn out. A question is NOT_SURE
instead of a level when nothing definite is known, or while practices not spoken of yet could still change the risk:
silence is neither a pass nor a failure. It is NOT_APPLICABLE when it was said to be, or all its practices were.

Coverage stands beside the risk, since a question without risk may have practices that are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from bot.review.freshness import knows
from bot.review.model import WHOLE, Answer, Review, State
from bot.review.outcomes import LEVELS, Outcomes, outcomes
from lens_corpus import risk
from lens_corpus.model import Lens, Question, Rule, Topic
from lens_corpus.risk import Risk

#: A tick that no rule can name, for "spoken of, and nothing in place" in a lens without a "none of these".
_NOTHING = "(nothing)"


class Standing(StrEnum):
    """Where a question stands. The first three are levels of risk; the others never count as one."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    NONE = "NONE"
    UNANSWERED = "UNANSWERED"
    NOT_SURE = "NOT_SURE"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_SCORED = "NOT_SCORED"


@dataclass(frozen=True)
class Coverage:
    """How many practices stand how; they add up to all practices of what is covered."""

    in_place: int = 0
    missing: int = 0
    not_sure: int = 0
    not_applicable: int = 0
    unsaid: int = 0

    @property
    def share(self) -> float | None:
        """The part in place of all that apply, 0.0 to 1.0; None where none applies."""
        counted = self.in_place + self.missing + self.not_sure + self.unsaid
        return self.in_place / counted if counted else None


@dataclass(frozen=True)
class Scored:
    """One question's risk and what it rests on.

    `risk` is what the rules say with everything uncertain taken as not in place, None where they were not asked. `rule`
    decided it. `risk_if_yes` takes everything uncertain as in place. `states` holds what the team says of each practice
    (None: not spoken of), `disputed` the practices people see differently. With `applies_disputed` they differ on
    whether the question applies at all, and it is scored as if it did. `only_spared`: there is no risk merely
    because practices were said not to apply. `severity` is the weighted share missing, 0.0 to 1.0, to rank within a
    level.
    """

    question: Question
    standing: Standing
    states: tuple[tuple[str, State | None], ...]
    disputed: tuple[str, ...] = ()
    risk: Risk | None = None
    rule: Rule | None = None
    risk_if_yes: Risk | None = None
    at_least: Risk | None = None
    at_most: Risk | None = None
    severity: float = 0.0
    only_spared: bool = False
    applies_disputed: bool = False

    @property
    def risk_if_no(self) -> Risk | None:
        """What the rules say if all that is uncertain turns out not to be in place, which is how it is counted."""
        return self.risk

    @property
    def unsure(self) -> tuple[str, ...]:
        """Practices of which something was said, but nothing definite."""
        return self.in_state(State.NOT_SURE)

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Practices of which nothing was said."""
        return self.in_state(None)

    @property
    def certain(self) -> bool:
        """Whether nothing that is still unknown can change the risk."""
        return self.at_least == self.at_most and not self.applies_disputed

    def in_state(self, *states: State | None) -> tuple[str, ...]:
        """The practices that stand like this, in the lens's order."""
        return tuple(practice for practice, state in self.states if state in states)

    @cached_property
    def outcomes(self) -> Outcomes:
        """The tables of this question's rules, without what does not apply."""
        return outcomes(self.question, frozenset(self.in_state(State.NOT_APPLICABLE)))

    @cached_property
    def coverage(self) -> Coverage:
        """How the question's practices stand."""
        if self.standing is Standing.NOT_APPLICABLE:
            return Coverage(not_applicable=len(self.states))
        count = {state: len(self.in_state(state)) for state in (*State, None)}
        kinds = (State.IN_PLACE, State.MISSING, State.NOT_SURE, State.NOT_APPLICABLE, None)
        return Coverage(*(count[kind] for kind in kinds))


@dataclass(frozen=True)
class Part:
    """A roll-up: a pillar, a phase, a principle, or (topic None) the review; one count for each standing."""

    topic: Topic | None
    counts: tuple[tuple[Standing, int], ...]
    coverage: Coverage

    def count(self, standing: Standing) -> int:
        """How many questions stand like this."""
        return dict(self.counts)[standing]

    @property
    def questions(self) -> int:
        """How many questions the part has."""
        return sum(number for _, number in self.counts)


@dataclass(frozen=True)
class Score:
    """A review's risks: by question in the order of asking, and rolled up. Topics without a question are left out.

    A question counts once for its pillar and its phase, and once for each of its principles.
    """

    questions: tuple[Scored, ...]
    pillars: tuple[Part, ...]
    phases: tuple[Part, ...]
    principles: tuple[Part, ...]
    total: Part

    def of(self, question: str) -> Scored:
        """One question's; KeyError when it is not in the review."""
        return {each.question.id: each for each in self.questions}[question]


def score(review: Review, lens: Lens) -> Score:
    """Every question's risk, and the roll-ups. Questions that the lens no longer has are left out."""
    known = [lens.question(each) for each in review.questions if knows(lens, each)]
    scored = tuple(score_question(each, review.answer(each.id), lens) for each in known)
    return Score(
        scored,
        _parts(scored, lens.pillars, lambda question: (question.pillar,)),
        _parts(scored, lens.phases, lambda question: (question.phase,)),
        _parts(scored, lens.principles, lambda question: question.principles),
        _part(None, scored),
    )


def score_question(question: Question, answer: Answer, lens: Lens) -> Scored:
    """One question's risk by its rules, and what it rests on."""
    states = tuple((practice, answer.state(practice)) for practice in question.practices)
    disputed = tuple(practice for practice in question.practices if answer.disputed(practice))
    whole = answer.disputed(WHOLE)
    bare = Scored(question, Standing.UNANSWERED, states, disputed, applies_disputed=whole)
    if answer.applies and not whole and not any(mark.practice for mark in answer.marks):
        return bare
    spared = bare.in_state(State.NOT_APPLICABLE)
    if not answer.applies or (spared and len(spared) == len(states)):
        return replace(bare, standing=Standing.NOT_APPLICABLE)
    return _ruled(bare, lens)


def _ruled(bare: Scored, lens: Lens) -> Scored:
    tables, held = bare.outcomes, bare.in_state(State.IN_PLACE)
    unknown = bare.in_state(State.NOT_SURE, None)
    found = risk.score(bare.question.rules, _ticked(bare.question, held), neutral=_neutral(bare))
    possible = [level for level in LEVELS if level in tables.possible(held, unknown)]
    return replace(
        bare,
        standing=_standing(bare, found.risk),
        risk=found.risk,
        rule=found.rule,
        risk_if_yes=tables.risk((*held, *unknown)),
        at_least=possible[0] if possible else None,
        at_most=possible[-1] if possible else None,
        severity=_severity(bare, held, lens),
        only_spared=found.risk is Risk.NONE and outcomes(bare.question).risk(held) is not Risk.NONE,
    )


def _standing(bare: Scored, found: Risk) -> Standing:
    held = bare.in_state(State.IN_PLACE)
    if bare.states and not bare.in_state(State.IN_PLACE, State.MISSING):
        return Standing.NOT_SURE
    unsaid = bare.outcomes.possible(held, bare.unsaid)
    return Standing.NOT_SURE if len(unsaid) > 1 else Standing(found.value)


def _ticked(question: Question, held: tuple[str, ...]) -> frozenset[str]:
    if held:
        return frozenset(choice.id for choice in question.choices if choice.practice in held)
    return frozenset(choice.id for choice in question.choices if choice.practice is None) or frozenset({_NOTHING})


def _neutral(bare: Scored) -> frozenset[str]:
    spared = bare.in_state(State.NOT_APPLICABLE)
    return frozenset(choice.id for choice in bare.question.choices if choice.practice in spared)


def _severity(bare: Scored, held: tuple[str, ...], lens: Lens) -> float:
    levels = {practice: lens.practice(practice).risk for practice, _ in bare.states}
    return risk.severity(levels, held, bare.in_state(State.NOT_APPLICABLE))


def _parts(
    scored: Iterable[Scored], topics: Iterable[Topic], of: Callable[[Question], tuple[str, ...]]
) -> tuple[Part, ...]:
    members = [(topic, [each for each in scored if topic.id in of(each.question)]) for topic in topics]
    return tuple(_part(topic, each) for topic, each in members if each)


def _part(topic: Topic | None, scored: Iterable[Scored]) -> Part:
    questions = list(scored)
    counts = tuple((kind, sum(each.standing is kind for each in questions)) for kind in Standing)
    covers = [each.coverage for each in questions]
    names = ("in_place", "missing", "not_sure", "not_applicable", "unsaid")
    return Part(topic, counts, Coverage(*(sum(getattr(each, name) for each in covers) for name in names)))
