"""The lens as a value: Lens > Pillar, Phase, Principle, Question > Choice, Practice.

Everything here is frozen and only looked up. Reading a lens from files is `reading`'s work, checking
one is `linting`'s, turning choices into risk is `risk`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Level(StrEnum):
    """How exposed a team is when a practice is missing, in AWS's words."""

    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


class Effort(StrEnum):
    """Our estimate of the work to put a practice in place: days, weeks, or a quarter and more."""

    S = "S"
    M = "M"
    L = "L"


class Stance(StrEnum):
    """What a phrasing does: it asks, or it describes the practice done well, badly, by half, or too thinly."""

    ASK = "ask"
    GOOD = "good"
    BAD = "bad"
    HALF = "half"
    THIN = "thin"


@dataclass(frozen=True)
class Link:
    """A named page outside the lens."""

    title: str
    url: str


@dataclass(frozen=True)
class Neighbour:
    """Another practice that a reader needs beside this one, or would confuse with it, and why."""

    id: str
    why: str


@dataclass(frozen=True)
class Step:
    """One thing to do; `effort` is None for steps that are not ordered by it."""

    lead: str
    text: str
    effort: Effort | None = None


@dataclass(frozen=True)
class Tension:
    """Where another practice's advice pulls the other way, and how to decide."""

    id: str
    text: str


@dataclass(frozen=True)
class Phrasing:
    """A message as somebody types it. `by` names the writer's voice, so that a fit can leave one out.

    `strong` and `weak` are the parts of a HALF message that tell what is in place and what is missing.
    """

    text: str
    stance: Stance
    by: str
    strong: str = ""
    weak: str = ""


@dataclass(frozen=True)
class Practice:
    """One best practice: what is cited, and what we say about it.

    `good[n]` and `trouble[n]` are the two ends of one aspect, so that a person can be offered the choice
    between them.
    """

    id: str
    title: str
    pillar: str
    question: str
    phase: str
    risk: Level
    effort: Effort
    url: str
    advice: str
    meaning: str
    why: str
    good: tuple[str, ...]
    trouble: tuple[str, ...]
    steps: tuple[Step, ...]
    aws_steps: tuple[Step, ...]
    measures: tuple[str, ...]
    evidence: tuple[str, ...]
    tensions: tuple[Tension, ...]
    related: tuple[Neighbour, ...]
    services: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    service_note: str = ""
    id_2023: str = ""
    wa_tool_choice: str = ""
    phrasings: tuple[Phrasing, ...] = ()

    @property
    def choice_id(self) -> str:
        """The id under which rules name this practice; the grammar of lens files has no hyphen."""
        return self.id.replace("-", "_")


@dataclass(frozen=True)
class Choice:
    """What can be ticked under a question: a practice, or (practice None) "none of these"."""

    id: str
    title: str
    practice: str | None


@dataclass(frozen=True)
class Rule:
    """A condition over choice ids, or the word default, and the risk it stands for (HIGH_RISK, ...)."""

    condition: str
    risk: str


@dataclass(frozen=True)
class Question:
    """A question of the lens, with its choices and its ordered risk rules."""

    id: str
    pillar: str
    phase: str
    title: str
    why: str
    principles: tuple[str, ...]
    choices: tuple[Choice, ...]
    rules: tuple[Rule, ...]

    @property
    def practices(self) -> tuple[str, ...]:
        """Ids of the practices under this question, in the lens's order."""
        return tuple(choice.practice for choice in self.choices if choice.practice)


@dataclass(frozen=True)
class Topic:
    """A pillar, a phase or a design principle: an id, a name, and what it is about."""

    id: str
    name: str
    summary: str
    url: str | None = None


@dataclass(frozen=True)
class Outside:
    """A message that this lens does not cover, kept to learn where the lens ends."""

    text: str
    about: str


@dataclass(frozen=True)
class FollowUp:
    """A short message that leans on the turns before it, and the practices that answer it."""

    history: tuple[tuple[str, str], ...]
    text: str
    practices: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What a message about several practices says of one of them, and the words that say so."""

    practice: str
    stance: Stance
    words: str


@dataclass(frozen=True)
class Blend:
    """A message that speaks of several practices at once."""

    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Lens:
    """A whole lens. `edition` is the date of the text it was written from."""

    id: str
    name: str
    edition: str
    url: str
    principles: tuple[Topic, ...]
    phases: tuple[Topic, ...]
    pillars: tuple[Topic, ...]
    questions: tuple[Question, ...]
    practices: tuple[Practice, ...]
    earlier_ids: tuple[tuple[str, tuple[str, ...]], ...] = ()
    outside: tuple[Outside, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    blends: tuple[Blend, ...] = ()
    _index: Mapping[str, Practice] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {practice.id: practice for practice in self.practices})

    def practice(self, practice_id: str) -> Practice:
        """The practice with this id; KeyError when the lens has none."""
        return self._index[practice_id]

    def has(self, practice_id: str) -> bool:
        """Whether the lens has a practice with this id."""
        return practice_id in self._index

    def question(self, question_id: str) -> Question:
        """The question with this id; KeyError when the lens has none."""
        return self._questions[question_id]

    def pillar(self, pillar_id: str) -> Topic:
        """The pillar with this id; KeyError when the lens has none."""
        return next(_with_id(self.pillars, pillar_id))

    def phase(self, phase_id: str) -> Topic:
        """The lifecycle phase with this id; KeyError when the lens has none."""
        return next(_with_id(self.phases, phase_id))

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def resolve(self, written: str) -> tuple[str, ...]:
        """Practice ids for an id as somebody wrote it, in any case of letters; empty when the lens knows no such id.

        It may be an id of this edition or an earlier one, of a question, or of the AWS tool's choice.
        """
        return self._written.get(written.lower(), ())

    @cached_property
    def _written(self) -> dict[str, tuple[str, ...]]:
        found = {written.lower(): practices for written, practices in self.earlier_ids}
        found |= {question.id.lower(): question.practices for question in self.questions}
        for practice in self.practices:
            names = (practice.id_2023, practice.wa_tool_choice, practice.id)
            found |= {name.lower(): (practice.id,) for name in names if name}
        return found


def _with_id(topics: tuple[Topic, ...], topic_id: str) -> Iterator[Topic]:
    found = [topic for topic in topics if topic.id == topic_id]
    if not found:
        raise KeyError(topic_id)
    return iter(found)
