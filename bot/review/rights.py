"""Who may start, decide, finish and delete. Pure: what a channel has set, who wants to, and which review it is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bot.review.model import Review


class Right(StrEnum):
    """What not everybody may do. Whatever is not here, such as answering, everybody in the channel may."""

    START = "start"
    DECIDE = "decide"
    FINISH = "finish"
    DELETE = "delete"


class Who(StrEnum):
    """Who may. OWNERS are the workload's, and who started the review; a workload without owners is everybody's."""

    EVERYBODY = "everybody"
    OWNERS = "owners"
    ADMINS = "admins"


@dataclass(frozen=True)
class Rights:
    """What a channel has set: who may do what to its reviews."""

    start: Who = Who.EVERYBODY
    decide: Who = Who.OWNERS
    finish: Who = Who.OWNERS
    delete: Who = Who.OWNERS

    def who(self, right: Right) -> Who:
        """Who has a right."""
        match right:
            case Right.START:
                return self.start
            case Right.DECIDE:
                return self.decide
            case Right.FINISH:
                return self.finish
            case Right.DELETE:
                return self.delete
            case _:
                assert_never(right)


@dataclass(frozen=True)
class Person:
    """Who wants to. `outside` are guests and people of other organisations."""

    id: str
    admin: bool = False
    outside: bool = False


def may(rights: Rights, right: Right, person: Person, review: Review | None) -> bool:
    """Whether a person may.

    `review` is the one it is about; for starting, the last one of the same workload, None where it is new. Admins may
    everything, so that nothing is stuck when all owners have left. Who is outside may decide, finish or delete only
    what they own, and never start.
    """
    who, owners = rights.who(right), review.workload.owners if review else ()
    if person.outside:
        return right is not Right.START and who is not Who.ADMINS and person.id in owners
    if person.admin or who is Who.EVERYBODY:
        return True
    return who is Who.OWNERS and (review is None or not owners or person.id in (*owners, review.started_by))


def people(rights: Rights, right: Right, review: Review | None) -> tuple[str, ...]:
    """Who may, as far as they are named: the owners, then who started it. Empty where it is not about who they are."""
    if review is None or not review.workload.owners or rights.who(right) is not Who.OWNERS:
        return ()
    return tuple(dict.fromkeys((*review.workload.owners, review.started_by)))


def refusal(rights: Rights, right: Right, person: Person, review: Review | None, names: Mapping[str, str]) -> str:
    """What is told to somebody who may not: who may. `names` are those of `people`; who has none is left out."""
    named = [names[each] for each in people(rights, right, review) if each in names]
    if person.outside and not named:
        others = "workspace admins" if rights.who(right) is Who.ADMINS else "a member of this workspace"
        return f"Guests and people of other organisations can answer, but not {_DOING[right]}. Ask {others}."
    may_too = "Only workspace admins may"
    if named:
        may_too = f"Only the workload's owners or who started it ({', '.join(named)}) and workspace admins may"
    return f"{may_too} {_DOING[right]}. `/lensbot settings` shows what this channel has set."


_DOING = {
    Right.START: "start a review here",
    Right.DECIDE: "decide where you see things differently",
    Right.FINISH: "finish this review",
    Right.DELETE: "delete this review",
}


def latest(reviews: Iterable[Review], name: str) -> Review | None:
    """The first review of a workload of this name, however it is spaced and capitalised."""
    wanted = plain(name)
    return next((each for each in reviews if plain(each.workload.name) == wanted), None)


def plain(name: str) -> str:
    """A workload's name as names are compared."""
    return " ".join(name.casefold().split())
