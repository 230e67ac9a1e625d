"""What a channel has set, as a modal: to be changed by who may, to be read by everybody. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.cards.asking import RulesSheet
from bot.channel_rules import ChannelRules, Listening, Managers
from bot.review.rights import Right, Rights, Who
from bot.slack import actions
from bot.slack.render import kit
from bot.slack.render.kit import Json

_RIGHTS = {
    Right.START: "Who may start a review?",
    Right.DECIDE: "Who decides where people see a practice differently?",
    Right.FINISH: "Who may finish a review?",
    Right.DELETE: "Who may delete a review?",
}
_WHO = (
    ("Everybody in the channel", Who.EVERYBODY),
    ("The workload's owners (or who started it)", Who.OWNERS),
    ("Workspace admins", Who.ADMINS),
)
_MANAGERS = (("Everybody in the channel", Managers.EVERYBODY), ("Workspace admins", Managers.ADMINS))
_NEW = "Guests never may. A workload that was not reviewed here before is everybody's."
_OWNED = "Admins always may. A workload without owners is everybody's."


@dataclass(frozen=True)
class _Choice:
    """One setting: its block, what is asked, what can be chosen as (text, value) pairs, and what is chosen now."""

    block: str
    label: str
    kind: str
    offered: Sequence[tuple[str, str]]
    chosen: Sequence[str]
    hint: str = ""

    @property
    def field(self) -> Json:
        """To be changed."""
        element = kit.chosen_from(self.kind, "pick", kit.options(self.offered), self.chosen)
        return kit.field_of(self.block, self.label, element, hint=self.hint)

    @property
    def told(self) -> str:
        """To be read."""
        texts = [kit.mrkdwn(text) for text, value in self.offered if value in self.chosen]
        return f"*{self.label}* {', '.join(texts)}"


def view(sheet: RulesSheet) -> Json:
    """Show a channel's settings."""
    rules = sheet.rules
    answering, reviewing = list(_answering(sheet)), list(_reviewing(rules.rights))
    reviewing.append(_Choice("managers", "Who may change this?", "radio_buttons", _MANAGERS, (rules.managers,)))
    if sheet.locked:
        notes = [f"*About your stack* {kit.mrkdwn(rules.notes)}"] if rules.notes else []
        lines = [*(each.told for each in answering), *notes, *(each.told for each in reviewing)]
        blocks = [*kit.paged("", lines), kit.context(kit.mrkdwn(sheet.locked))]
        return kit.modal("Settings", blocks, actions.RULES_SHEET)
    blocks = [*(each.field for each in answering), _stack(rules), *(each.field for each in reviewing)]
    kept = actions.encode(sheet.place.channel, notes_mark(rules.notes))
    return kit.modal("Settings", blocks, actions.RULES_SHEET, submit="Save", kept=kept)


def may_block(right: Right) -> str:
    """The block that says who has a right."""
    return f"may_{right.value}"


def notes_mark(notes: str) -> str:
    """What a form keeps of the notes it showed, to tell whether they changed in it, or elsewhere meanwhile."""
    return hashlib.sha256("\n".join(line.rstrip() for line in notes.strip().splitlines()).encode()).hexdigest()[:16]


def _stack(rules: ChannelRules) -> Json:
    return kit.field_of(
        "notes",
        "About your stack",
        kit.typed("text", rules.notes, lines=True, placeholder="We use Vertex, not SageMaker", most=500),
        hint="I put the steps for your stack first.",
        optional=True,
    )


def _answering(sheet: RulesSheet) -> Iterator[_Choice]:
    rules = sheet.rules
    listening = (
        ("When I am mentioned, and in threads I take part in", Listening.MENTIONS),
        ("Also to every question that my sources cover", Listening.QUESTIONS),
    )
    yield _Choice("listening", "When do I answer?", "radio_buttons", listening, (rules.listening,))
    private = (("In the thread, for everybody", "public"), ("Only to the person who asked", "private"))
    now = "private" if rules.private else "public"
    yield _Choice("private", "Who sees answers?", "radio_buttons", private, (now,))
    lenses = [(name, lens) for lens, name in sheet.lenses]
    chosen = rules.lenses or [lens for lens, _ in sheet.lenses]
    yield _Choice("lenses", "Which lenses do I answer from?", "checkboxes", lenses, chosen)
    if sheet.model:
        wanted = (("Yes, checked against the lens", "yes"), ("No, from the lens alone", "no"))
        label = "May a language model write here: answers, and proposals in reviews and plans?"
        yield _Choice("model", label, "radio_buttons", wanted, ("yes" if rules.model else "no",))


def _reviewing(rights: Rights) -> Iterator[_Choice]:
    for right, label in _RIGHTS.items():
        hint = _NEW if right is Right.START else _OWNED
        yield _Choice(may_block(right), label, "static_select", _WHO, (rights.who(right),), hint)
