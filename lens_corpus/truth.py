"""Truth tables of rule conditions, as whole numbers.

Bit `s` of a table is the condition's value for selection `s`, where bit `n` of `s` says whether choice `n` is
ticked. AND, OR and NOT over all selections of 15 choices are then one operation on one number, which is what
lets linting try every selection of every question in a blink.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from lens_corpus.risk import All, AnyOf, Condition, Not, Ticked


def full(choices: int) -> int:
    """The table that is true for every selection of so many choices."""
    return (1 << (1 << choices)) - 1


def table(condition: Condition, choices: Sequence[str]) -> int:
    """The condition's table; KeyError-free: a choice that is not among `choices` is never ticked."""
    width = len(choices)
    match condition:
        case Ticked(choice):
            return _column(choices.index(choice), width) if choice in choices else 0
        case Not(inner):
            return full(width) & ~table(inner, choices)
        case All(parts):
            result = full(width)
            for part in parts:
                result &= table(part, choices)
            return result
        case AnyOf(parts):
            result = 0
            for part in parts:
                result |= table(part, choices)
            return result


@lru_cache(maxsize=256)
def _column(place: int, width: int) -> int:
    """The table of "choice number `place` is ticked": runs of 2^place zeros and ones, doubled up to full width."""
    run = 1 << place
    column, length = ((1 << run) - 1) << run, run * 2
    while length < 1 << width:
        column |= column << length
        length *= 2
    return column
