"""Why a question stands where it does, and the cheapest way down.

A way down is a set of practices that, once in place, lowers the risk, and of which none can be left out. Ways are found
by trying every set of the practices that are not in place (fifteen choices at most in a lens file), so they are exact
for any rules. Cost is effort: S counts 1, M 3, L 8; fewer practices win a tie, then the lens's order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.review.model import State
from bot.review.outcomes import LEVELS, Outcomes
from bot.review.scoring import Scored, Standing
from lens_corpus.model import Effort, Lens, Rule
from lens_corpus.risk import OUTCOMES, Risk

EFFORTS: Mapping[Effort, int] = {Effort.S: 1, Effort.M: 3, Effort.L: 8}
#: How many ways are told; more would be a puzzle and no advice.
MOST = 3


@dataclass(frozen=True)
class Way:
    """Practices to put in place, their effort in points, and the risk that results."""

    practices: tuple[str, ...]
    effort: int
    to: Risk


@dataclass(frozen=True)
class WaysDown:
    """The cheapest ways from a question's risk to medium or better, and to none; empty where there is no such way."""

    question: str
    risk: Risk | None
    to_medium: tuple[Way, ...] = ()
    to_none: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Tried:
    """A rule in the order of trying: whether it is true, or else the cheapest practices that would make it so."""

    rule: Rule
    risk: Risk
    holds: bool
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """What decided a question's standing.

    `rule` is the one that did, None where no rule was asked or none fits; `tried` the rules that stand for less risk.
    `missing` are the practices not in place, `uncertain` those counted as such because nobody knows or people differ.
    """

    question: str
    standing: Standing
    rule: Rule | None
    tried: tuple[Tried, ...]
    missing: tuple[str, ...]
    uncertain: tuple[str, ...]


def ways_down(scored: Scored, lens: Lens, most: int = MOST) -> WaysDown:
    """The cheapest ways down for a question, cheapest first. What is uncertain counts as not in place."""
    if scored.risk not in LEVELS[1:]:
        return WaysDown(scored.question.id, scored.risk)
    to_none = _ways(scored, lens, Risk.NONE, most)
    to_medium = _ways(scored, lens, Risk.MEDIUM, most) if scored.risk is Risk.HIGH else ()
    return WaysDown(scored.question.id, scored.risk, to_medium, to_none)


def why(scored: Scored, lens: Lens) -> Why:
    """Which rule decided, and what keeps the better rules from being true."""
    tried = () if scored.risk is None else tuple(_tried(scored, lens))
    return Why(
        scored.question.id,
        scored.standing,
        scored.rule,
        tried,
        scored.in_state(State.MISSING),
        scored.in_state(State.NOT_SURE, None),
    )


def _tried(scored: Scored, lens: Lens) -> list[Tried]:
    start = scored.outcomes.selection(scored.in_state(State.IN_PLACE))
    found = []
    for rule, table in scored.outcomes.rules:
        risk, holds = OUTCOMES[rule.risk], bool(table >> start & 1)
        better = scored.risk not in LEVELS or LEVELS.index(risk) < LEVELS.index(scored.risk)
        if rule == scored.rule or better:
            sets = () if holds else _sets(scored, lens, table, 1)
            found.append(Tried(rule, risk, holds, sets[0] if sets else ()))
    return found


def _ways(scored: Scored, lens: Lens, level: Risk, most: int) -> tuple[Way, ...]:
    held = scored.in_state(State.IN_PLACE)
    return tuple(
        Way(practices, sum(_cost(each, lens) for each in practices), scored.outcomes.risk((*held, *practices)))
        for practices in _sets(scored, lens, scored.outcomes.at_most(level), most)
    )


def _cost(practice: str, lens: Lens) -> int:
    return EFFORTS[lens.practice(practice).effort]


def _sets(scored: Scored, lens: Lens, target: int, most: int) -> tuple[tuple[str, ...], ...]:
    missing = scored.in_state(State.MISSING, State.NOT_SURE, None)
    costs = tuple(_cost(each, lens) for each in missing)
    return _minimal(scored.outcomes, target, scored.in_state(State.IN_PLACE), missing, costs, most)


@lru_cache(maxsize=4096)
def _minimal(
    tables: Outcomes, target: int, held: tuple[str, ...], missing: tuple[str, ...], costs: tuple[int, ...], most: int
) -> tuple[tuple[str, ...], ...]:
    """The cheapest sets of missing practices that lead into the target table, none holding another one.

    What every selection in the target holds is in every set, and what makes no difference to it is in none; only the
    rest is tried, which for the usual rules is nothing.
    """
    reached = target & tables.cube(held, missing)
    if not reached:
        return ()
    needed = tuple(each for each in missing if not reached & ~tables.column(each))
    rest = tuple(each for each in missing if each not in needed and _matters(tables, reached, each))
    price = dict(zip(missing, costs, strict=True))
    place = {each: n for n, each in enumerate(missing)}
    found = [frozenset(chosen) for chosen in _chosen(tables, reached, (*held, *needed), rest)]
    found.sort(key=lambda each: (sum(price[p] for p in each), len(each), sorted(place[p] for p in each)))
    kept: list[frozenset[str]] = []
    for each in found:
        if not any(smaller <= each for smaller in kept):
            kept.append(each)
        if len(kept) == most:
            break
    return tuple(tuple(each for each in missing if each in chosen or each in needed) for chosen in kept)


def _matters(tables: Outcomes, reached: int, practice: str) -> bool:
    column = tables.column(practice)
    without = reached & ~column
    return (reached & column) >> (1 << tables.practices.index(practice)) != without


def _chosen(tables: Outcomes, reached: int, held: tuple[str, ...], rest: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    start = tables.selection(held)
    bits = [1 << tables.practices.index(each) for each in rest]
    inside = reached.to_bytes((reached.bit_length() + 7) // 8, "little")
    for number in range(1 << len(rest)):
        place = start + sum(bit for n, bit in enumerate(bits) if number >> n & 1)
        if place >> 3 < len(inside) and inside[place >> 3] >> (place & 7) & 1:
            yield tuple(each for n, each in enumerate(rest) if number >> n & 1)
