"""`lensbot plan`: a channel's improvements in a terminal, on the same store; shows them and changes them."""

from __future__ import annotations

import argparse
import getpass
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from bot.cards import Card
from bot.cards.reminding import Origin
from bot.places import Place, Posted, Tenant
from bot.review import calendars, item_moves
from bot.review.errors import Refusal
from bot.review.item_moves import Press
from bot.review.items import Acceptance, Item, Status, awake
from bot.settings import Settings
from bot.terminal.reviewing import SystemClock, Unshown
from bot.usecases.improving import Improving, in_order
from bot.usecases.reminding_ports import Person
from bot.usecases.reviewing import Reviewing
from bot.usecases.settling import Settling
from lens_corpus.model import Effort, Lens
from lens_corpus.risk import Risk

OK, FAILED = 0, 1
Lenses = Callable[[], Mapping[str, Lens]]
#: The workspace of reviews that are held in a terminal alone.
ALONE = "terminal"
NOTHING = "Nothing is planned here. A finished review becomes a plan: lensbot review begins one."
WHICH = (
    "Name the improvement by its number in the list, from 1 to {most}. lensbot plan --all lists what is closed, too."
)
BAD_ID = "In a Slack channel's plan people are named by their member id, such as U0123ABCD; “{name}” is none."
WHO_ARE_YOU = "This is a Slack channel's plan: say who you are with --as and your member id, such as U0123ABCD."
_LISTED = (Status.OPEN, Status.DOING, Status.SNOOZED)
_STATES = {
    Status.DOING: "working on it",
    Status.DONE: "done",
}


class Locals:
    """People as a terminal knows them: by the name they are logged in with."""

    def look(self, tenant: Tenant, user: str) -> Person:
        """The person by that name."""
        del tenant
        return Person(user, user)


@dataclass
class AtOnce(Unshown):
    """Durable work that a terminal does on the spot: what follows from Done and Reopen."""

    settle: list[Settling] = field(default_factory=list)

    def start(self, kind: str, key: str, payload: Mapping[str, Any], *, lane: str = "") -> None:
        """Do it."""
        del kind, key, lane
        for each in self.settle:
            each.settle(payload)


class Silence:
    """The port Messages, where the one who is to be told reads the list that comes next."""

    def post(self, place: Place, card: Card, *, thread: str = "", key: str = "") -> Posted:
        """Say nothing."""
        del card, thread, key
        return Posted(place, "")

    def replace(self, posted: Posted, card: Card, *, reply_url: str = "") -> None:
        """Say nothing."""

    def find(self, place: Place, key: str, *, thread: str = "") -> Posted | None:
        """Everything was said."""
        del key, thread
        return Posted(place, "")

    def tell(self, place: Place, user: str, card: Card, *, key: str = "") -> Posted:
        """Say nothing."""
        del user, card, key
        return Posted(place, "")


@dataclass(frozen=True)
class _Asked:
    """What was typed, by whom and about which channel."""

    improving: Improving
    place: Place
    by: str
    chosen: argparse.Namespace

    def change(self, item: Item) -> None:
        kind = self.chosen.change
        if kind == "done":
            self.improving.done(self.place, item.id, self.by, None, self.chosen.evidence, Origin())
        elif kind == "prove":
            self.improving.prove(self.place, item.id, self.by, None, self.chosen.evidence)
        elif kind == "reopen":
            self.improving.reopen(self.place, item.id, self.by, None)
        else:
            self.improving.act(
                self.place, item.id, self.by, None, lambda each, press: _CHANGES[kind](self, each, press)
            )

    def add(self) -> None:
        risk, effort = Risk(self.chosen.risk.upper()), Effort(self.chosen.effort.upper())
        self.improving.add(self.place, self.by, self.chosen.title, risk, effort, secrets.token_hex(8))

    def person(self, name: str) -> str:
        return _person(name, self.place)


def plan(settings: Settings, lenses: Lenses, chosen: argparse.Namespace, out: TextIO) -> int:
    """Show the plan, after the change that was asked for, if any."""
    place = Place(Tenant("", chosen.team), chosen.channel)
    try:
        improving = _improving(settings, lenses)
        by = _by(chosen, place)
        shown = _listed(improving.follow(place), improving, place, by)
        if chosen.change:
            asked = _Asked(improving, place, by, chosen)
            if chosen.change == "add":
                asked.add()
            else:
                asked.change(_nth(shown, chosen.number))
            shown = _listed(improving.items.of(place), improving, place, by)
    except Refusal as refusal:
        out.write(f"{refusal.text}\n")
        return FAILED
    out.write("".join(_lines(shown, closed=chosen.all)) or f"{NOTHING}\n")
    return OK


def _improving(settings: Settings, lenses: Lenses) -> Improving:
    from bot.assembly_store import planned

    items, reviews, schedules = planned(settings)
    clock, work = SystemClock(), AtOnce()
    improving = Improving(items, reviews, schedules, Locals(), clock, work, lenses, lambda _place, _by: None, items)
    show = Reviewing(reviews, reviews, Unshown(), clock, lenses).show
    work.settle.append(Settling(improving, Silence(), show))
    return improving


def _by(chosen: argparse.Namespace, place: Place) -> str:
    if chosen.me:
        return _person(chosen.me, place)
    if chosen.change and place.tenant.team != ALONE:
        raise Refusal(WHO_ARE_YOU)
    return getpass.getuser()


def _person(name: str, place: Place) -> str:
    if name and place.tenant.team != ALONE and not re.fullmatch(r"[UW][A-Z0-9]+", name):
        raise Refusal(BAD_ID.format(name=name[:30]))
    return name


def _listed(items: tuple[Item, ...], improving: Improving, place: Place, by: str) -> list[Item]:
    """All items, those with something to do first, so that a number means the same whether or not all are shown."""
    today = improving.press(place, by, None).today
    found = [awake(item, today) for item in items]
    return sorted(found, key=lambda item: (item.status not in _LISTED, in_order(item)))


def _nth(shown: list[Item], number: int | None) -> Item:
    if number is None or not 1 <= number <= len(shown):
        raise Refusal(WHICH.format(most=len(shown)) if shown else NOTHING)
    return shown[number - 1]


def _hand_over(asked: _Asked, item: Item, press: Press) -> Item:
    return item_moves.hand_over(item, press, asked.person(asked.chosen.to) or None)


def _accept(asked: _Asked, item: Item, press: Press) -> Item:
    chosen = asked.chosen
    acceptance = Acceptance(asked.person(chosen.approver), chosen.reason, calendars.day(chosen.until))
    return item_moves.accept(item, press, acceptance)


def _due(asked: _Asked, item: Item, press: Press) -> Item:
    day = asked.chosen.on
    return item_moves.set_due(item, press, None if day == "none" else calendars.day(day))


_CHANGES: Mapping[str, Callable[[_Asked, Item, Press], Item]] = {
    "take": lambda _asked, item, press: item_moves.take_on(item, press),
    "working": lambda _asked, item, press: item_moves.working(item, press),
    "snooze": lambda asked, item, press: item_moves.snooze(item, press, calendars.day(asked.chosen.until)),
    "hand-over": _hand_over,
    "not-ours": lambda asked, item, press: item_moves.dismiss(item, press, asked.chosen.reason),
    "accept": _accept,
    "due": _due,
    "link": lambda asked, item, press: item_moves.link(item, press, asked.chosen.url, asked.chosen.title),
}


def _lines(shown: list[Item], *, closed: bool) -> list[str]:
    listed = [(number, item) for number, item in enumerate(shown, 1) if closed or item.status in _LISTED]
    return [f"{number:>3}. {_line(item)}\n" for number, item in listed]


def _line(item: Item) -> str:
    about = f"{item.risk.value.lower()} risk, effort {item.effort}"
    about += f", due {item.due}" if item.due else ""
    about += f", {item.owner}'s" if item.owner else ""
    name = f"{item.practice} " if item.practice else ""
    state = _state(item)
    links = "".join(f"\n     {each.url}" for each in item.links)
    return f"{name}{item.headline} ({about}){state and f' ({state})'}{links}"


def _state(item: Item) -> str:
    if item.status is Status.SNOOZED:
        return f"snoozed until {item.snoozed_until}"
    if item.status is Status.ACCEPTED and item.accepted:
        return f"risk accepted by {item.accepted.approver} until {item.accepted.expires}: {item.accepted.reason}"
    if item.status is Status.DONE and item.unproven:
        return "done, not yet proved"
    if item.status is Status.NOT_OURS:
        return f"not ours: {item.reason}"
    return _STATES.get(item.status, "")
