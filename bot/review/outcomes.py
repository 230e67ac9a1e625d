"""All that the rules of one question can say, over every selection of its practices at once.

A selection is a whole number: bit n says whether practice n is in place. A table is a whole number too: bit s is the
value for selection s (`lens_corpus.truth`). So "which risks are still possible" and "which selections are a way down"
are a few operations on numbers, exact even for rules that a tick can make worse. Practices that do not apply are taken
out of the rules first, as `lens_corpus.risk.holds` does; "none of these" is ticked when nothing is in place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from lens_corpus import truth
from lens_corpus.model import Question, Rule
from lens_corpus.risk import DEFAULT, OUTCOMES, All, AnyOf, Condition, Not, Risk, Ticked, parse

#: Levels of risk, from good to bad; the other values of Risk are no levels.
LEVELS = (Risk.NONE, Risk.MEDIUM, Risk.HIGH)
_TRUE, _FALSE = All(()), AnyOf(())


@dataclass(frozen=True)
class Outcomes:
    """The tables of one question: by rule, whether its condition is true, and by risk, whether that is the outcome."""

    practices: tuple[str, ...]
    rules: tuple[tuple[Rule, int], ...]
    risks: tuple[tuple[Risk, int], ...]

    def selection(self, in_place: Iterable[str]) -> int:
        """The number of a selection."""
        held = frozenset(in_place)
        return sum(1 << n for n, practice in enumerate(self.practices) if practice in held)

    def risk(self, in_place: Iterable[str]) -> Risk:
        """What the rules say when these are in place and the others are not."""
        place = self.selection(in_place)
        return next(risk for risk, table in self.risks if table >> place & 1)

    def possible(self, in_place: Iterable[str], unknown: Iterable[str]) -> frozenset[Risk]:
        """Every risk that the rules can say, whatever turns out of the unknown practices."""
        cube = self.cube(in_place, unknown)
        return frozenset(risk for risk, table in self.risks if table & cube)

    def cube(self, in_place: Iterable[str], unknown: Iterable[str]) -> int:
        """The table of selections that hold the one, may hold the other, and hold nothing else."""
        held, open_ones = frozenset(in_place), frozenset(unknown)
        cube = truth.full(len(self.practices))
        for practice in self.practices:
            if practice not in open_ones:
                cube &= self.column(practice) if practice in held else ~self.column(practice)
        return cube

    def column(self, practice: str) -> int:
        """The table of selections that hold this practice."""
        return truth.table(Ticked(practice), self.practices)

    def at_most(self, level: Risk) -> int:
        """The table of selections whose risk is this level or a better one."""
        good = LEVELS[: LEVELS.index(level) + 1]
        return sum(table for risk, table in self.risks if risk in good)


@lru_cache(maxsize=2048)
def outcomes(question: Question, neutral: frozenset[str] = frozenset()) -> Outcomes:
    """The tables of a question, without the practices (by id) that do not apply."""
    practices = tuple(each for each in question.practices if each not in neutral)
    spared = {choice.id for choice in question.choices if choice.practice in neutral}
    known: dict[str, Condition] = {c.id: Ticked(c.practice) for c in question.choices if c.practice}
    nothing = All(tuple(Not(Ticked(each)) for each in practices))
    known |= {choice.id: nothing for choice in question.choices if choice.practice is None}
    written = [rule for rule in question.rules if rule.condition.strip() != DEFAULT]
    rules = tuple((rule, truth.table(_reduced(parse(rule.condition), spared, known), practices)) for rule in written)
    return Outcomes(practices, rules, _risks(question, rules, truth.full(len(practices))))


def _risks(question: Question, rules: tuple[tuple[Rule, int], ...], full: int) -> tuple[tuple[Risk, int], ...]:
    tables = dict.fromkeys(OUTCOMES.values(), 0) | {Risk.NOT_SCORED: 0}
    left = full
    for rule, table in rules:
        tables[OUTCOMES[rule.risk]] |= left & table
        left &= ~table
    fallback = next((rule for rule in question.rules if rule.condition.strip() == DEFAULT), None)
    tables[OUTCOMES[fallback.risk] if fallback else Risk.NOT_SCORED] |= left
    return tuple(tables.items())


def _reduced(condition: Condition, spared: set[str], known: dict[str, Condition]) -> Condition:
    left = _without(condition, spared, known)
    return left if left is not None else _TRUE if isinstance(condition, (All, Ticked)) else _FALSE


def _without(condition: Condition, spared: set[str], known: dict[str, Condition]) -> Condition | None:
    match condition:
        case Ticked(choice):
            return None if choice in spared else known.get(choice, _FALSE)
        case Not(inner):
            left = _without(inner, spared, known)
            return None if left is None else Not(left)
        case All(parts) | AnyOf(parts):
            kept = tuple(left for part in parts if (left := _without(part, spared, known)) is not None)
            return type(condition)(kept) if kept else None
