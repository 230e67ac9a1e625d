"""What people filled in about an improvement, read and done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.cards.reminding import Form, Origin
from bot.places import Place
from bot.review import calendars, item_moves
from bot.review.item_moves import Press
from bot.review.items import Acceptance, Item
from bot.slack import actions
from bot.usecases.improving import Improving
from bot.usecases.refusals import Refusal

State = Mapping[str, Any]
#: The field under which a form says what is wrong.
FIELD: Mapping[Form, str] = {
    Form.DONE: "evidence",
    Form.PROVE: "evidence",
    Form.SNOOZE: "day",
    Form.NOT_OURS: "reason",
    Form.ACCEPT: "reason",
    Form.DUE: "day",
    Form.HAND_OVER: "who",
    Form.SPLIT: "titles",
    Form.LINK: "url",
}
NO_DAY = "Choose a day."


@dataclass(frozen=True)
class _Sent:
    """One form: on which item, by whom, and what is in it."""

    improving: Improving
    home: Place
    item: str
    by: str
    state: State

    def text(self, block: str) -> str:
        return actions.stated(self.state, block, "text") or ""

    def picked(self, block: str) -> str:
        return actions.stated(self.state, block, "pick") or ""

    def change(self, item: Item, press: Press, form: Form) -> Item:
        return _CHANGES[form](self, item, press)

    def hand_over(self, item: Item, press: Press) -> Item:
        who = self.picked("who")
        active = not who or not self.improving.people.look(self.home.tenant, who).gone
        return item_moves.hand_over(item, press, who or None, active=active)


def sent(
    improving: Improving, form: Form, home: Place, item: str, seen: int, state: State, by: str, origin: Origin
) -> None:
    """Do what a form says. A Refusal, in words for its field, changed nothing."""
    filled = _Sent(improving, home, item, by, state)
    if form is Form.DONE:
        improving.done(home, item, by, seen, filled.text("evidence"), origin)
    elif form is Form.PROVE:
        improving.prove(home, item, by, seen, filled.text("evidence"))
    elif form is Form.SPLIT:
        titles = [line.strip() for line in filled.text("titles").splitlines() if line.strip()]
        improving.split(home, item, by, seen, titles)
    else:
        improving.act(home, item, by, seen, lambda now, press: filled.change(now, press, form))


def _snooze(form: _Sent, item: Item, press: Press) -> Item:
    chosen = form.picked("day")
    if not chosen:
        raise Refusal(NO_DAY)
    return item_moves.snooze(item, press, calendars.day(chosen))


def _not_ours(form: _Sent, item: Item, press: Press) -> Item:
    if form.picked("way") == "hand_over":
        return form.hand_over(item, press)
    return item_moves.dismiss(item, press, form.text("reason"))


def _accept(form: _Sent, item: Item, press: Press) -> Item:
    chosen = form.picked("day")
    if not chosen:
        raise Refusal(NO_DAY)
    return item_moves.accept(item, press, Acceptance(form.picked("who"), form.text("reason"), calendars.day(chosen)))


def _due(form: _Sent, item: Item, press: Press) -> Item:
    chosen = form.picked("day")
    return item_moves.set_due(item, press, calendars.day(chosen) if chosen else None)


_CHANGES: Mapping[Form, Callable[[_Sent, Item, Press], Item]] = {
    Form.SNOOZE: _snooze,
    Form.NOT_OURS: _not_ours,
    Form.ACCEPT: _accept,
    Form.DUE: _due,
    Form.HAND_OVER: lambda form, item, press: form.hand_over(item, press),
    Form.LINK: lambda form, item, press: item_moves.link(item, press, form.text("url"), form.text("title")),
}
