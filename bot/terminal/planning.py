"""`lensbot plan`: a channel's improvements in a terminal, on the same store; shows them and changes them."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TextIO

from bot.places import Place, Tenant
from bot.review import item_moves
from bot.review.errors import Refusal
from bot.review.items import Item, Status, awake
from bot.review.model import State
from bot.review.move import View
from bot.settings import Settings
from bot.terminal.reviewing import SystemClock, Unshown
from bot.usecases.improving import Improving, in_order
from bot.usecases.reminding_ports import Person
from bot.usecases.reviewing import Reviewing
from lens_corpus.model import Lens

OK, FAILED = 0, 1
Lenses = Callable[[], Mapping[str, Lens]]
NOTHING = "Nothing is planned here. A finished review becomes a plan: lensbot review begins one."
WHICH = "Name the improvement by its number in the list, from 1 to {most}."
BAD_DATE = "Write the date as 2026-12-31."
_LISTED = (Status.OPEN, Status.DOING, Status.SNOOZED)


class Locals:
    """People as a terminal knows them: by the name they are logged in with."""

    def look(self, tenant: Tenant, user: str) -> Person:
        """The person by that name."""
        del tenant
        return Person(user, user)


class Undelayed(Unshown):
    """Durable work that a terminal does not need; what follows from Done is done here at once."""

    def start(self, kind: str, key: str, payload: Mapping[str, Any], *, lane: str = "") -> None:
        """Nothing to do."""


def plan(settings: Settings, lenses: Lenses, chosen: argparse.Namespace, out: TextIO) -> int:
    """Show the plan, after the change that was asked for, if any."""
    from bot.assembly_store import planned

    place, clock, by = Place(Tenant("", chosen.team), chosen.channel), SystemClock(), getpass.getuser()
    items, reviews, schedules = planned(settings)
    improving = Improving(items, reviews, schedules, Locals(), clock, Undelayed(), lenses, lambda _place, _by: None)
    try:
        shown = _open(improving.follow(place), improving, place, by)
        if chosen.change:
            item = _nth(shown, chosen.number)
            _change(improving, Reviewing(reviews, reviews, Unshown(), clock, lenses), place, item, chosen, by)
            shown = _open(items.of(place), improving, place, by)
    except Refusal as refusal:
        out.write(f"{refusal.text}\n")
        return FAILED
    out.write("".join(_lines(shown)) or f"{NOTHING}\n")
    return OK


def _open(items: tuple[Item, ...], improving: Improving, place: Place, by: str) -> list[Item]:
    today = improving.press(place, by, None).today
    return sorted((each for item in items if (each := awake(item, today)).status in _LISTED), key=in_order)


def _nth(shown: list[Item], number: int | None) -> Item:
    if number is None or not 1 <= number <= len(shown):
        raise Refusal(WHICH.format(most=len(shown)) if shown else NOTHING)
    return shown[number - 1]


def _change(
    improving: Improving, reviewing: Reviewing, place: Place, item: Item, chosen: argparse.Namespace, by: str
) -> None:
    if chosen.change == "working":
        improving.act(place, item.id, by, None, item_moves.working)
    elif chosen.change == "snooze":
        until = _date(chosen.until)
        improving.act(place, item.id, by, None, lambda each, press: item_moves.snooze(each, press, until))
    else:
        improving.act(place, item.id, by, None, lambda each, press: item_moves.done(each, press, chosen.evidence))
        if item.question and item.practice:
            view = View(by=by, at=reviewing.now(), question=item.question, practice=item.practice, state=State.IN_PLACE)
            reviewing.do(place, item.review, view)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(BAD_DATE) from None


def _lines(shown: list[Item]) -> list[str]:
    lines = []
    for number, item in enumerate(shown, 1):
        state = {Status.DOING: " (working on it)", Status.SNOOZED: f" (snoozed until {item.snoozed_until})"}
        due = f", due {item.due}" if item.due else ""
        about = f"{item.risk.value.lower()} risk, effort {item.effort}{due}"
        name = f"{item.practice} " if item.practice else ""
        lines.append(f"{number:>3}. {name}{item.title} ({about}){state.get(item.status, '')}\n")
    return lines
