"""From the choices a team ticked to the risk of a question, by the lens's own ordered rules.

The grammar is that of AWS's custom-lens files: choice ids, `&&`, `||`, `!`, parentheses, and the word
`default`. Rules are tried in order, the first true one wins, and `default` applies when none is true,
wherever it stands. Before any rule: nothing ticked is UNANSWERED, "does not apply" is NOT_APPLICABLE.
When no rule is true and there is no default, the question is NOT_SCORED, which is not the same as no risk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lens_corpus.model import Level, Rule

DEFAULT = "default"
_TOKEN = re.compile(r"\s*(&&|\|\||!|\(|\)|[A-Za-z0-9_]+)")
#: Our weights: a missing High practice weighs as much as three missing Medium ones, five Low ones three fifths.
WEIGHTS: Mapping[Level, float] = {Level.HIGH: 3.0, Level.MEDIUM: 1.0, Level.LOW: 0.6}


class Risk(StrEnum):
    """The state of a question; the last three are not levels of risk and never count as one."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    NONE = "NONE"
    UNANSWERED = "UNANSWERED"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    NOT_SCORED = "NOT_SCORED"


OUTCOMES: Mapping[str, Risk] = {"HIGH_RISK": Risk.HIGH, "MEDIUM_RISK": Risk.MEDIUM, "NO_RISK": Risk.NONE}


class BadCondition(ValueError):
    """A rule that does not parse; the message says where and what was expected."""


@dataclass(frozen=True)
class Ticked:
    """True when the choice is selected."""

    choice: str


@dataclass(frozen=True)
class Not:
    """True when the inner condition is false."""

    inner: Condition


@dataclass(frozen=True)
class All:
    """True when every part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """True when at least one part is."""

    parts: tuple[Condition, ...]


Condition = Ticked | Not | All | AnyOf


@dataclass(frozen=True)
class Scored:
    """The risk of a question and the rule that decided it (None where no rule was reached)."""

    risk: Risk
    rule: Rule | None = None


def parse(text: str) -> Condition:
    """Read a rule's condition; BadCondition when it is not one. `default` is not a condition."""
    tokens = _tokens(text)
    tree, rest = _either(tokens)
    if rest:
        raise BadCondition(f"{text!r}: nothing expected before {rest[0]!r}")
    return tree


def choices_in(condition: Condition) -> frozenset[str]:
    """Every choice id that the condition names."""
    match condition:
        case Ticked(choice):
            return frozenset({choice})
        case Not(inner):
            return choices_in(inner)
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(choices_in(part) for part in parts))


def holds(condition: Condition, ticked: frozenset[str], neutral: frozenset[str] = frozenset()) -> bool:
    """Whether the condition is true. A choice that does not apply is neutral: as if its term were not written.

    A condition of which nothing is left holds if it was a conjunction ("all that applies is in place") and not
    if it was an alternative or a negation, so that "does not apply" never raises a risk.
    """
    value = _value(condition, ticked, neutral)
    return isinstance(condition, (All, Ticked)) if value is None else value


def score(
    rules: Sequence[Rule],
    ticked: Iterable[str],
    *,
    applies: bool = True,
    neutral: Iterable[str] = (),
) -> Scored:
    """The risk of a question, and why.

    `neutral` are choices marked "does not apply". With all choices neutral and nothing ticked the rules are
    tried all the same, as AWS's tool does; with nothing ticked and none neutral the question is unanswered.
    """
    chosen, spared = frozenset(ticked), frozenset(neutral)
    if not applies:
        return Scored(Risk.NOT_APPLICABLE)
    if not chosen and not spared:
        return Scored(Risk.UNANSWERED)
    for rule in rules:
        if rule.condition.strip() != DEFAULT and holds(parse(rule.condition), chosen, spared):
            return Scored(OUTCOMES[rule.risk], rule)
    fallback = next((rule for rule in rules if rule.condition.strip() == DEFAULT), None)
    return Scored(OUTCOMES[fallback.risk], fallback) if fallback else Scored(Risk.NOT_SCORED)


def severity(levels: Mapping[str, Level], in_place: Iterable[str], neutral: Iterable[str] = ()) -> float:
    """How much of what matters is missing, 0.0 to 1.0: the weighted share of practices not in place.

    `levels` maps choice id to the level AWS states for its practice. Ranks questions inside one risk level.
    """
    held, spared = frozenset(in_place), frozenset(neutral)
    counted = {choice: WEIGHTS[level] for choice, level in levels.items() if choice not in spared}
    missing = sum(weight for choice, weight in counted.items() if choice not in held)
    return missing / sum(counted.values()) if counted else 0.0


def _value(condition: Condition, ticked: frozenset[str], neutral: frozenset[str]) -> bool | None:
    match condition:
        case Ticked(choice):
            return None if choice in neutral else choice in ticked
        case Not(inner):
            inside = _value(inner, ticked, neutral)
            return None if inside is None else not inside
        case All(parts):
            known = [v for part in parts if (v := _value(part, ticked, neutral)) is not None]
            return all(known) if known else None
        case AnyOf(parts):
            known = [v for part in parts if (v := _value(part, ticked, neutral)) is not None]
            return any(known) if known else None


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if not found:
            raise BadCondition(f"{text!r}: cannot read {text[at:].strip()[:20]!r}; use ids, &&, ||, ! and ( )")
        tokens.append(found[1])
        at = found.end()
    return tokens


def _either(tokens: list[str]) -> tuple[Condition, list[str]]:
    part, rest = _both(tokens)
    parts = [part]
    while rest[:1] == ["||"]:
        part, rest = _both(rest[1:])
        parts.append(part)
    return (AnyOf(tuple(parts)) if len(parts) > 1 else part), rest


def _both(tokens: list[str]) -> tuple[Condition, list[str]]:
    part, rest = _unary(tokens)
    parts = [part]
    while rest[:1] == ["&&"]:
        part, rest = _unary(rest[1:])
        parts.append(part)
    return (All(tuple(parts)) if len(parts) > 1 else part), rest


def _unary(tokens: list[str]) -> tuple[Condition, list[str]]:
    if not tokens:
        raise BadCondition("the condition ends where a choice id was expected")
    head, rest = tokens[0], tokens[1:]
    if head == "!":
        inner, rest = _unary(rest)
        return Not(inner), rest
    if head == "(":
        inner, rest = _either(rest)
        if rest[:1] != [")"]:
            raise BadCondition("a parenthesis is not closed")
        return inner, rest[1:]
    if head in ("&&", "||", ")"):
        raise BadCondition(f"a choice id was expected, not {head!r}")
    return Ticked(head), rest
